//! How often a stopped background is woken by pages that are not stores, with the card on: real addresses, the list of 3,500
//! hosts. Who wakes it is not asked; nobody may.

use std::{collections::BTreeMap, fs, time::Instant};

use url::Url;

use super::{Wanted, figures::Figures};
use crate::{
    driver::Driver,
    ensure,
    failure::Outcome,
    package::Package,
    page_server,
    scenarios::{light::LIVES_ON, steps::choose_card},
    world::World,
};

/// So many pages between two looks: fewer than fit into the time that a background lives on.
const BETWEEN_LOOKS: usize = 10;

pub async fn measure(driver: &Driver, wanted: &Wanted, figures: &mut Figures) -> Outcome {
    let package = Package::read(&wanted.folder.join("ours-3500"))?;
    let mut world = World::start(driver, &package).await?;
    let measured = visits(&mut world, wanted, figures).await;
    world.close().await?;
    measured
}

async fn visits(world: &mut World, wanted: &Wanted, figures: &mut Figures) -> Outcome {
    let count = if wanted.is_quick { 200 } else { 1_000 };
    let text = fs::read_to_string(wanted.folder.join("corpus/miss.txt"))?;
    let addresses = text.lines().filter_map(|line| Url::parse(line).ok());
    let by_host = addresses.filter_map(|url| Some((url.host_str()?.to_owned(), url)));
    let pages: BTreeMap<String, Url> = by_host.collect();
    ensure!(pages.len() >= count, "{} hosts are too few", pages.len());
    let port = page_server::start(&[]).await?;
    choose_card(world).await?;
    let browser = &world.browser;
    browser.stop_background().await?;
    let mut wakes = 0;
    let mut looked = Instant::now();
    for (visit, (host, mut url)) in (1..).zip(pages).take(count) {
        let _was = url.set_scheme("https").and_then(|()| url.set_port(None));
        world.proxy.route(&host, port);
        browser.open(url.as_str()).await?;
        world.proxy.unroute(&host);
        if visit % BETWEEN_LOOKS == 0 {
            ensure!(looked.elapsed() < LIVES_ON, "a waking may have been missed");
            looked = Instant::now();
            if browser.background_is_running().await? {
                wakes += 1;
                browser.stop_background().await?;
            }
        }
        if visit % (count / 4) == 0 {
            figures.progress(&format!("{visit} pages, woken {wakes} times"));
        }
    }
    figures.note("woken", f64::from(wakes));
    Ok(())
}
