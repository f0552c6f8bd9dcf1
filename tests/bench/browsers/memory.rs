//! Memory over many visits in toolbar mode, where the background hears of every page: of its modules, of its JavaScript, and of
//! the process that it lives in.

use std::fs;

use serde_json::{Value, json};

use super::{Wanted, figures::Figures, heap};
use crate::{
    driver::{Driver, Kind},
    failure::{Failure, Outcome},
    firefox,
    package::Package,
    page_server,
    scenarios::steps::choose_toolbar,
    world::World,
};

/// Pages of as many hosts; some of them are stores.
const HOSTS: usize = 40;

pub async fn measure(driver: &Driver, wanted: &Wanted, figures: &mut Figures) -> Outcome {
    let package = Package::read(&wanted.folder.join("ours-3500"))?;
    let mut world = World::start(driver, &package).await?;
    let measured = visits(&mut world, driver, wanted, figures).await;
    world.close().await?;
    measured
}

async fn visits(
    world: &mut World,
    driver: &Driver,
    wanted: &Wanted,
    figures: &mut Figures,
) -> Outcome {
    let count = if wanted.is_quick { 80 } else { 1_000 };
    let listed = fs::read_to_string(wanted.folder.join("stores-3500.csv"))?;
    let stores = listed
        .lines()
        .skip(1)
        .filter_map(|line| line.split(',').next());
    let mut hosts: Vec<String> = stores.take(HOSTS / 10).map(str::to_owned).collect();
    hosts.extend((hosts.len()..HOSTS).map(|n| format!("page-{n}.example")));
    let port = page_server::start(&[]).await?;
    for host in &hosts {
        world.proxy.route(host, port);
    }
    choose_toolbar(world).await?;
    for visit in 0..=count {
        if visit % (count / 2) == 0 {
            let at = ["start", "middle", "end"][visit / (count / 2)];
            look(world, driver, at, figures).await?;
            figures.progress(&format!("{visit} visits"));
        }
        let host = &hosts[visit % HOSTS];
        world
            .browser
            .open(&format!("https://{host}/page/{visit}"))
            .await?;
    }
    Ok(())
}

async fn look(world: &World, driver: &Driver, at: &str, figures: &mut Figures) -> Outcome {
    let asked = json!({ "type": "surfaceOpened", "tab": null, "url": null, "clock": true });
    let answer: Value = world.browser.send_message(asked).await?;
    let wasm = answer["wasm"]
        .as_f64()
        .ok_or_else(|| Failure::new("no clock in the package"))?;
    figures.note(&format!("wasm.{at}"), wasm);
    let process = match driver.kind() {
        Kind::Chromium => extension_processes(driver.id())?,
        Kind::Firefox => {
            let body = "const { children } = await ChromeUtils.requestProcInfo();
                        return children.filter(({ type }) => type === 'extension').reduce((sum, { memory }) => sum + memory, 0);";
            let bytes = firefox::privileged(&world.browser.client, body, json!([])).await?;
            bytes
                .as_f64()
                .ok_or_else(|| Failure::new("no process of extensions"))?
        }
    };
    figures.note(&format!("process.{at}"), process);
    figures.note(&format!("heap.{at}"), heap::bytes(&world.browser).await?);
    Ok(())
}

/// Resident bytes of Chromium's processes for extensions, among those that the driver started.
fn extension_processes(driver: u32) -> Outcome<f64> {
    let mut sum = 0.0;
    for entry in fs::read_dir("/proc")? {
        let folder = entry?.path();
        let Ok(command) = fs::read_to_string(folder.join("cmdline")) else {
            continue; // not a process, or none any more
        };
        if command.contains("--extension-process") && is_below(&folder.join("status"), driver) {
            sum += number(&fs::read_to_string(folder.join("status"))?, "VmRSS:") * 1024.0;
        }
    }
    Ok(sum)
}

fn is_below(status: &std::path::Path, driver: u32) -> bool {
    let mut status = status.to_owned();
    while let Ok(text) = fs::read_to_string(&status) {
        let parent = number(&text, "PPid:");
        if parent == f64::from(driver) {
            return true;
        }
        status = format!("/proc/{parent}/status").into();
    }
    false
}

fn number(status: &str, key: &str) -> f64 {
    let line = status.lines().find_map(|line| line.strip_prefix(key));
    let digits = line.and_then(|line| line.split_whitespace().next());
    digits
        .and_then(|digits| digits.parse().ok())
        .unwrap_or_default()
}
