//! The look-up on an extension's own page: each candidate and list in a page of its own.

use serde_json::Value;

use super::{Wanted, figures::Figures};
use crate::{
    browser::Browser,
    driver::{Driver, Kind},
    failure::{Failure, Outcome},
    package::Package,
    proxy::Proxy,
    wait,
};

pub const SIZES: [u32; 3] = [3_500, 35_000, 350_000];
const CANDIDATES: [&str; 5] = ["ours", "walk", "tldts", "hntrie", "scan"];

pub async fn measure(driver: &Driver, wanted: &Wanted, figures: &mut Figures) -> Outcome {
    let proxy = Proxy::start().await?;
    let package = Package::read(&wanted.folder.join("peers"))?;
    // Chromium is what most people have; Firefox is there to see that nothing is wrong.
    let rounds = if wanted.is_quick || driver.kind() == Kind::Firefox {
        1
    } else {
        3
    };
    for round in 1..=rounds {
        // A browser of its own each round: the machine's memory lies elsewhere then.
        let browser = Browser::start(driver, &proxy, &package).await?;
        let seen = one_round(&browser, wanted, figures).await;
        browser.close().await?;
        seen?;
        figures.progress(&format!("round {round} of {rounds}"));
    }
    Ok(())
}

async fn one_round(browser: &Browser, wanted: &Wanted, figures: &mut Figures) -> Outcome {
    let samples = if wanted.is_quick { 101 } else { 401 };
    for size in SIZES {
        for name in CANDIDATES {
            let page = format!("lookup.html?{name},{size},{samples}");
            browser.open(&browser.extension_page(&page)).await?;
            let text = wait::until(
                &format!("{name} on {size} hosts"),
                async || {
                    browser
                        .execute::<String>("return document.body.textContent", &[])
                        .await
                },
                |text| text.contains('{'),
            )
            .await?;
            let seen: Value = serde_json::from_str(&text)?;
            for what in ["miss", "hit", "first"] {
                let value = seen[what].as_f64().ok_or_else(|| Failure::new(&*text))?;
                figures.note(&format!("{name}.{size}.{what}"), value);
            }
        }
    }
    Ok(())
}
