//! So light that nobody notices: on pages that are not stores nothing of ours runs.

use super::steps::{MACYS, card, choose_card, open_page};
use crate::{ensure, ensure_eq, failure::Outcome, page_server, wait, world::World};
use serde_json::Value;
use std::time::{Duration, Instant};

/// Nothing wakes the background within the hour but what is visited: the list is looked at now, and the alarm rings that wakes
/// it once, a minute after a permission came, to listen.
pub async fn until_nothing_is_due(world: &World) -> Outcome {
    open_page(world, "options.html").await?;
    let browser = &world.browser;
    browser.click("#refresh").await?;
    browser.until_text("#refresh-status", "Checked").await?;
    let ring = "await ext.alarms.create('listen', { when: Date.now() });";
    browser.extension_eval::<()>(ring, Value::Null).await?;
    let soon = "const inAnHour = Date.now() + 3_600_000;
        return (await ext.alarms.getAll()).some(({ scheduledTime }) => scheduledTime < inAnHour);";
    wait::holds("no alarm within the hour", async || {
        Ok(!browser.extension_eval::<bool>(soon, Value::Null).await?)
    })
    .await
}

/// A background that something woke lives on for half a minute: whoever looks more often than this misses no waking.
pub const LIVES_ON: Duration = Duration::from_secs(25);

/// What people visit and no portal lists.
const DOMAINS: [&str; 100] = [
    "wikipedia.org",
    "wiktionary.org",
    "wikimedia.org",
    "wikidata.org",
    "archive.org",
    "openstreetmap.org",
    "mozilla.org",
    "debian.org",
    "kernel.org",
    "python.org",
    "rust-lang.org",
    "golang.org",
    "nodejs.org",
    "postgresql.org",
    "sqlite.org",
    "gnu.org",
    "fsf.org",
    "eff.org",
    "ietf.org",
    "w3.org",
    "whatwg.org",
    "unicode.org",
    "iana.org",
    "icann.org",
    "ripe.net",
    "github.com",
    "gitlab.com",
    "codeberg.org",
    "stackoverflow.com",
    "stackexchange.com",
    "reddit.com",
    "lobste.rs",
    "ycombinator.com",
    "slashdot.org",
    "arxiv.org",
    "nature.com",
    "science.org",
    "plos.org",
    "acm.org",
    "ieee.org",
    "mit.edu",
    "stanford.edu",
    "berkeley.edu",
    "cmu.edu",
    "ox.ac.uk",
    "cam.ac.uk",
    "ethz.ch",
    "epfl.ch",
    "tum.de",
    "u-tokyo.ac.jp",
    "bbc.co.uk",
    "theguardian.com",
    "reuters.com",
    "apnews.com",
    "npr.org",
    "pbs.org",
    "nytimes.com",
    "washingtonpost.com",
    "lwn.net",
    "ft.com",
    "lemonde.fr",
    "spiegel.de",
    "zeit.de",
    "elpais.com",
    "asahi.com",
    "nhk.or.jp",
    "aljazeera.com",
    "cbc.ca",
    "abc.net.au",
    "irishtimes.com",
    "nasa.gov",
    "noaa.gov",
    "nih.gov",
    "cdc.gov",
    "usgs.gov",
    "loc.gov",
    "irs.gov",
    "usps.com",
    "gov.uk",
    "europa.eu",
    "un.org",
    "who.int",
    "cern.ch",
    "esa.int",
    "weather.gov",
    "imdb.com",
    "rottentomatoes.com",
    "goodreads.com",
    "last.fm",
    "bandcamp.com",
    "soundcloud.com",
    "nist.gov",
    "youtube.com",
    "twitch.tv",
    "linkedin.com",
    "mastodon.social",
    "signal.org",
    "protonmail.com",
    "fastmail.com",
    "duolingo.com",
];

pub async fn two_hundred_pages_that_are_not_stores_run_nothing_of_ours(
    world: &mut World,
) -> Outcome {
    choose_card(world).await?;
    until_nothing_is_due(world).await?;
    let browser = &world.browser;
    let body = "return (await ext.scripting.getRegisteredContentScripts()).flatMap(({ matches }) => matches);";
    let patterns: Vec<String> = browser.extension_eval(body, Value::Null).await?;
    ensure!(
        patterns.iter().any(|p| p == "*://*.macys.com/*"),
        "the card waits for stores"
    );
    let port = page_server::start(&[]).await?;
    let mut visits = 0;
    browser.stop_background().await?;
    let mut looked = Instant::now();
    for domain in DOMAINS {
        for address in [
            format!("www.{domain}/"),
            format!("{domain}/a/page?q=shop+macys.com"),
        ] {
            let host = address.split('/').next().unwrap_or_default();
            world.proxy.route(host, port);
            browser.open(&format!("https://{address}")).await?;
            let covers = |pattern: &&String| {
                let site = pattern.trim_start_matches("*://*.").trim_end_matches("/*");
                host == site || host.ends_with(&format!(".{site}"))
            };
            let covering = patterns.iter().find(covers);
            ensure!(
                covering.is_none(),
                "a script of ours runs on {host}: {covering:?}"
            );
            visits += 1;
            if visits % 10 == 0 || looked.elapsed() > LIVES_ON / 2 {
                ensure!(looked.elapsed() < LIVES_ON, "a waking may have been missed");
                looked = Instant::now();
                ensure!(
                    !browser.background_is_running().await?,
                    "the background woke up before {host}"
                );
            }
        }
    }
    ensure_eq!(visits, 200, "visits");
    // A store is what wakes it.
    world.visit(MACYS).await?;
    card(world).await?.until_text(".rate", "10%").await?;
    ensure!(
        world.browser.background_is_running().await?,
        "it does not run at a store"
    );
    Ok(())
}
