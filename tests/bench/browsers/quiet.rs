//! How often a stopped background is woken by pages that are not stores, with the card on: real addresses, the list of 3,500
//! hosts. Who wakes it is not asked; nobody may.

use std::{collections::BTreeMap, fs, time::Instant};

use url::Url;

use super::{Wanted, figures::Figures};
use crate::{
    driver::Driver,
    ensure,
    failure::Outcome,
    list_server::ListServer,
    package::Package,
    page_server,
    scenarios::{
        light::{LIVES_ON, until_nothing_is_due},
        steps::choose_card,
    },
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
    let count = if wanted.is_quick { 40 } else { 1_000 };
    let text = fs::read_to_string(wanted.folder.join("corpus/miss.txt"))?;
    let addresses = text.lines().filter_map(|line| Url::parse(line).ok());
    let by_host = addresses.filter_map(|url| Some((url.host_str()?.to_owned(), url)));
    let pages: BTreeMap<String, Url> = by_host.collect();
    ensure!(pages.len() >= count, "{} hosts are too few", pages.len());
    // A portal that cannot be reached would be tried again, at a time of its own.
    let lists = ListServer::start(wanted.folder.join("portal-3500/public")).await?;
    world.proxy.route("portal.pointback.example", lists.port);
    let port = page_server::start(&[]).await?;
    choose_card(world).await?;
    until_nothing_is_due(world).await?;
    let browser = &world.browser;
    browser.stop_background().await?;
    let mut wakes = 0;
    let mut looked = Instant::now();
    let mut visited = Vec::new();
    let every = pages.len() / count;
    for (visit, (host, mut url)) in (1..).zip(pages.into_iter().step_by(every)).take(count) {
        let _was = url.set_scheme("https").and_then(|()| url.set_port(None));
        world.proxy.route(&host, port);
        browser.open(url.as_str()).await?;
        world.proxy.unroute(&host);
        visited.push(host);
        if visit % BETWEEN_LOOKS == 0 {
            ensure!(looked.elapsed() < LIVES_ON, "a waking may have been missed");
            looked = Instant::now();
            if browser.background_is_running().await? {
                wakes += 1;
                figures.progress(&format!("woken by one of {visited:?}"));
                browser.stop_background().await?;
            }
            visited.clear();
        }
        if visit % (count / 4) == 0 {
            figures.progress(&format!("{visit} pages, woken {wakes} times"));
        }
    }
    figures.note("woken", f64::from(wakes));
    figures.note("pages", u32::try_from(count)?.into());
    Ok(())
}
