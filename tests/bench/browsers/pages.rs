//! What a store's page pays for the card: bytes, time in scripts, style and layout beyond what the same page takes without us,
//! and what moved. Chromium only, whose DevTools count these.

use serde_json::{Value, json};

use super::{Wanted, figures::Figures};
use crate::{
    chromium::devtools,
    driver::{Driver, Kind},
    failure::{Failure, Outcome},
    package::Package,
    scenarios::steps::{MACYS, card, choose_card},
    world::World,
};

const METRICS: [&str; 3] = ["ScriptDuration", "LayoutDuration", "RecalcStyleDuration"];
/// How much of the page has moved, by the browser's own measure, once it has drawn two more frames.
const SHIFTS: &str = "const done = arguments[0];
  let moved = 0;
  const add = (entries) => entries.forEach(({ value }) => (moved += value));
  const watching = new PerformanceObserver((list) => add(list.getEntries()));
  watching.observe({ type: 'layout-shift', buffered: true });
  requestAnimationFrame(() => requestAnimationFrame(() => { add(watching.takeRecords()); done(moved); }));";

pub async fn measure(driver: &Driver, wanted: &Wanted, figures: &mut Figures) -> Outcome {
    if driver.kind() != Kind::Chromium {
        return Ok(());
    }
    let package = Package::from_env()?;
    let mut world = World::start(driver, &package).await?;
    let measured = visits(&mut world, wanted, figures).await;
    world.close().await?;
    measured?;
    for file in ["content.js", "card-style.js", "card.js"] {
        let bytes = std::fs::metadata(package.dir().join(file))?.len();
        figures.note(&format!("bytes.{file}"), u32::try_from(bytes)?.into());
    }
    Ok(())
}

async fn visits(world: &mut World, wanted: &Wanted, figures: &mut Figures) -> Outcome {
    let rounds = if wanted.is_quick { 5 } else { 15 };
    for _ in 0..rounds {
        visit(world, "without", figures).await?;
    }
    figures.progress("the page by itself");
    choose_card(world).await?;
    world.browser.click("#prompts-all").await?;
    let registered: Vec<Value> = world
        .browser
        .extension_eval(
            "return await ext.scripting.getRegisteredContentScripts();",
            json!(null),
        )
        .await?;
    let is_idle = registered
        .iter()
        .all(|script| script["runAt"] == "document_idle");
    figures.note("idle", u8::from(!registered.is_empty() && is_idle).into());
    for _ in 0..rounds {
        visit(world, "with", figures).await?;
    }
    figures.progress("the page with the card");
    Ok(())
}

async fn visit(world: &mut World, name: &str, figures: &mut Figures) -> Outcome {
    // From an empty page on, so that each visit is a navigation and none a referral.
    world.browser.open("about:blank").await?;
    let client = world.browser.client.clone();
    devtools(&client, "Performance.enable", json!({})).await?;
    world.visit(MACYS).await?;
    if name == "with" {
        card(world).await?.until_text(".rate", "10%").await?;
    }
    let moved = client.execute_async(SHIFTS, Vec::new()).await?;
    let answer = devtools(&client, "Performance.getMetrics", json!({})).await?;
    let metrics = answer["metrics"]
        .as_array()
        .ok_or_else(|| Failure::new("no metrics"))?;
    for metric in METRICS {
        let found = metrics.iter().find(|one| one["name"] == metric);
        let seconds = found
            .and_then(|one| one["value"].as_f64())
            .unwrap_or_default();
        figures.note(&format!("{name}.{metric}"), seconds * 1000.0);
    }
    figures.note(&format!("{name}.shift"), moved.as_f64().unwrap_or(f64::NAN));
    Ok(())
}
