//! The disk is full: nothing begins that must be remembered, the shopper is told, and goes on as soon as there is room.

use super::steps::{
    ACTIVATE, MACYS, activate_on_card, choose_card, open_page, sign_up, visit_with_card,
};
use crate::{driver::Kind, ensure, failure::Outcome, firefox, world::World};
use serde_json::Value;

/// What the browser has room for beyond what lies there; `FILL` takes it.
const ROOM: f64 = 2e6;
/// Stores bytes until not even a few more are taken, in a database of their own.
const FILL: &str = "const store = (size) => new Promise((yes) => {
        const opening = indexedDB.open('filling', 1);
        opening.onupgradeneeded = () => opening.result.createObjectStore('bytes');
        opening.onerror = () => yes(opening.error.name);
        opening.onsuccess = () => {
            const transaction = opening.result.transaction('bytes', 'readwrite');
            transaction.objectStore('bytes').put(crypto.getRandomValues(new Uint8Array(size)), Math.random());
            transaction.oncomplete = () => yes('stored');
            transaction.onabort = () => yes(transaction.error.name);
            opening.result.close();
        };
    });
    for (const size of [60_000, 6_000, 600]) {
        let end;
        do end = await store(size); while (end === 'stored');
        if (end !== 'QuotaExceededError') throw new Error(end);
    }";

/// Leaves the background, which begins anew, no room; or as much as ever.
async fn fill(world: &World, is_full: bool) -> Outcome {
    let browser = &world.browser;
    browser.stop_background().await?;
    let used = "return (await navigator.storage.estimate()).usage;";
    let used: f64 = browser.extension_eval(used, Value::Null).await?;
    firefox::limit_storage(&browser.client, is_full.then_some(used + ROOM)).await?;
    if is_full {
        browser.extension_eval::<()>(FILL, Value::Null).await?;
    }
    Ok(())
}

pub async fn a_full_store_begins_nothing_that_must_be_remembered(world: &mut World) -> Outcome {
    if world.browser.kind() == Kind::Chromium {
        println!("   chromium: its smallest disk is the real one; filled in firefox only");
        return Ok(());
    }
    choose_card(world).await?;
    sign_up(world).await?;
    fill(world, true).await?;
    let shown = visit_with_card(world, MACYS).await?;
    shown.until_text(".rate", "10%").await?;
    let mark = world.proxy.mark();
    shown.click(ACTIVATE).await?;
    shown.until_text("section", "no room left").await?;
    let asked = world.proxy.since(mark);
    let clicks: Vec<_> = asked.iter().filter(|r| r.path == "/v1/clicks").collect();
    ensure!(
        clicks.is_empty(),
        "clicks that nobody remembers: {clicks:?}"
    );
    open_page(world, "options.html").await?;
    world.browser.click("#silence-day").await?;
    world.browser.until_text("#trouble", "no room left").await?;
    fill(world, false).await?;
    let shown = visit_with_card(world, MACYS).await?;
    activate_on_card(world, &shown).await.map(|_| ())
}
