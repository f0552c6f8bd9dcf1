//! Labels beside the results of searches, on pages shaped like those of the three engines.

use super::silence::ensure_silent;
use super::steps::choose_card;
use crate::failure::Outcome;
use crate::{ensure, ensure_eq, page_server, wait, world::World};

const ENGINES: &[(&str, &str)] = &[
    (
        "www.google.com",
        include_str!("../pages/results-google.html"),
    ),
    ("www.bing.com", include_str!("../pages/results-bing.html")),
    (
        "duckduckgo.com",
        include_str!("../pages/results-duckduckgo.html"),
    ),
];
const GOOGLE: &str = "https://www.google.com/search?q=macys";

pub async fn results_are_labelled_once_switched_on_and_never_while_stood_down(
    world: &mut World,
) -> Outcome {
    let port = page_server::start(ENGINES).await?;
    for (host, _) in ENGINES {
        world.proxy.route(host, port);
    }
    let browser = &world.browser;
    browser.open(GOOGLE).await?;
    ensure_eq!(labels(world).await?, 0, "labels before anybody wanted them");
    let patterns = ENGINES.iter().map(|(host, _)| format!("*://{host}/*"));
    let patterns: Vec<String> = patterns.collect();
    let patterns: Vec<&str> = patterns.iter().map(String::as_str).collect();
    browser.grant_sites(&patterns).await?;
    browser
        .open(&browser.extension_page("options.html"))
        .await?;
    browser.click("#labels-on").await?;
    wait::holds("the labels to be switched on", async || {
        let view = browser.kept::<serde_json::Value>("keptView").await?;
        Ok(view["settings"]["labels"] == true)
    })
    .await?;

    let mark = world.proxy.mark();
    browser.open(GOOGLE).await?;
    until_labelled(world, 2).await?;
    for place in ["#plain h3 > span", "#wrapped h3 > span"] {
        let label = browser.shadow(place).await?;
        label.until_text("span", "10%").await?;
    }
    browser.open("https://www.bing.com/search?q=macys").await?;
    until_labelled(world, 2).await?;
    browser.open("https://duckduckgo.com/?q=macys").await?;
    until_labelled(world, 1).await?;
    browser.click("#more").await?;
    until_labelled(world, 2).await?;
    let sent: Vec<String> = world
        .proxy
        .since(mark)
        .iter()
        .map(ToString::to_string)
        .collect();
    let engines = |line: &&String| !ENGINES.iter().any(|(host, _)| line.contains(host));
    ensure!(
        !sent.iter().any(|line| engines(&line)),
        "something else was asked for: {sent:?}"
    );

    choose_card(world).await?;
    world.visit("https://www.macys.com/?awc=1_2_3").await?;
    ensure_silent(world).await?;
    world.browser.open(GOOGLE).await?;
    // A round trip through the background: labels, had there been any, would be drawn by now.
    let answer: serde_json::Value = world
        .browser
        .send_message(serde_json::json!({ "type": "surfaceOpened", "tab": null, "url": null }))
        .await?;
    ensure!(answer["seen"] == true, "the background answers: {answer}");
    ensure_eq!(labels(world).await?, 0, "labels while stood down");
    Ok(())
}

/// The marks inside of results; what they say is in their shadow.
async fn labels(world: &World) -> Outcome<usize> {
    let marks = "a[href]:has(> h3) > h3 > span, h2 > a > span";
    Ok(world.browser.find_all(marks).await?.len())
}

async fn until_labelled(world: &World, count: usize) -> Outcome {
    wait::until(
        "the labels",
        async || labels(world).await,
        |found| *found == count,
    )
    .await
    .map(|_| ())
}
