//! A cold wake: the background is stopped, a message is sent, and the time until its answer is taken by the page that sends
//! it. What the background itself took from the message to the answer, which is to load the list, comes with the answer.

use std::time::Duration;

use fantoccini::wd::TimeoutConfiguration;
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Wanted, figures::Figures, lookup::SIZES};
use crate::{
    browser::Browser,
    driver::Driver,
    failure::{Failure, Outcome},
    package::Package,
    proxy::Proxy,
};

/// Keeping 350,000 objects takes storage that long.
const KEEP: Duration = Duration::from_secs(240);
/// The first is the one that the goals name.
const WAYS: [&str; 3] = ["objects", "string", "indexed"];

/// What `clock.js` tells, and when the answer was there.
#[derive(Deserialize)]
struct Answer {
    answer: Value,
    took: f64,
    born: f64,
    wake: f64,
    wasm: f64,
}

pub async fn measure(driver: &Driver, wanted: &Wanted, figures: &mut Figures) -> Outcome {
    let proxy = Proxy::start().await?;
    let (rounds, ways) = if wanted.is_quick {
        (3, &WAYS[..1])
    } else {
        (11, &WAYS[..])
    };

    for size in SIZES {
        let package = Package::read(&wanted.folder.join(format!("ours-{size}")))?;
        let browser = Browser::start(driver, &proxy, &package).await?;
        let seen =
            json!({ "type": "surfaceOpened", "tab": null, "url": "https://unlisted.example/" });
        ask(&browser, seen.clone()).await?;
        wakes(&browser, seen, rounds, &format!("ours.{size}"), figures).await?;
        browser.close().await?;
        figures.progress(&format!("ours, {size} hosts"));
    }

    let peers = Package::read(&wanted.folder.join("peers"))?;
    let find = |way: &str, size| json!({ "type": "find", "way": way, "size": size, "url": "https://unlisted.example/" });
    let browser = Browser::start(driver, &proxy, &peers).await?;
    let mut patience = TimeoutConfiguration::default();
    patience.set_script(Some(KEEP));
    browser.client.update_timeouts(patience).await?;
    wakes(&browser, find("empty", 0), rounds, "empty.0", figures).await?;
    for size in SIZES {
        for &way in ways {
            let keep = json!({ "type": "keep", "way": way, "size": size });
            ask(&browser, keep).await?;
            wakes(
                &browser,
                find(way, size),
                rounds,
                &format!("{way}.{size}"),
                figures,
            )
            .await?;
            figures.progress(&format!("{way}, {size} hosts"));
        }
    }
    browser.close().await?;
    Ok(())
}

/// Stops the background and wakes it with this message, again and again.
async fn wakes(
    browser: &Browser,
    message: Value,
    rounds: usize,
    name: &str,
    figures: &mut Figures,
) -> Outcome {
    let mut born = 0.0;
    for _ in 0..rounds {
        browser.stop_background().await?;
        let answer = ask(browser, message.clone()).await?;
        if answer.born <= born {
            return Err(Failure::new(format!(
                "{name}: the background had not been stopped"
            )));
        }
        born = answer.born;
        figures.note(&format!("{name}.wake"), answer.wake);
        figures.note(&format!("{name}.load"), answer.took);
        figures.note(&format!("{name}.wasm"), answer.wasm);
    }
    Ok(())
}

async fn ask(browser: &Browser, message: Value) -> Outcome<Answer> {
    let body = "const began = performance.now();
                const answer = await ext.runtime.sendMessage({ ...args, clock: true });
                return { ...answer, wake: performance.now() - began };";
    let answer: Answer = browser.extension_eval(body, message).await?;
    match answer.answer.as_str() {
        Some(error) => Err(Failure::new(error)),
        None if answer.answer.get("error").is_some() => {
            Err(Failure::new(answer.answer.to_string()))
        }
        None => Ok(answer),
    }
}
