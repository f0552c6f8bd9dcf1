//! The table of scenarios. A scenario is an async function whose name states the rule.

use crate::{ensure, ensure_eq, failure::Outcome, runner::Scenario, scenarios, world::World};

pub const ALL: &[Scenario] = scenarios![every_request_passes_the_log, unknown_hosts_are_refused];

async fn every_request_passes_the_log(world: &mut World) -> Outcome {
    let mark = world.proxy.mark();
    world.visit("https://www.etsy.com/").await?;
    let documents: Vec<_> = world
        .proxy
        .since(mark)
        .iter()
        .filter(|request| request.fetch == "navigate document")
        .map(|request| request.url())
        .collect();
    ensure_eq!(documents, ["https://www.etsy.com/"], "documents");
    Ok(())
}

async fn unknown_hosts_are_refused(world: &mut World) -> Outcome {
    let opened = world.browser.open("https://nobody.example/").await;
    ensure!(opened.is_err(), "a host that is not routed answered");
    let refused = world
        .proxy
        .requests()
        .into_iter()
        .any(|request| request.host == "nobody.example" && request.refused);
    ensure!(refused, "the refusal is not in the log");
    Ok(())
}
