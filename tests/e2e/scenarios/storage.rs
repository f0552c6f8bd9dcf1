//! What is saved is damaged, from a newer version, or cannot be opened: a clear state, and nothing of the
//! shopper's lost.

use super::silence::ensure_silent;
use super::steps::{CARD, MACYS, choose_card, open_popup, sign_up, visit_with_card};
use crate::{ensure, ensure_eq, failure::Outcome, wait, world::World};
use serde_json::{Value, json};

/// Where the refresh token lies: by the address that issued it.
const REFRESH: &str = "refresh:https://portal.pointback.example/oauth/token";

/// What every script here begins with.
const DATABASE: &str = "const done = (request) => new Promise((yes, no) => {
        request.onsuccess = () => yes(request.result);
        request.onerror = () => no(request.error);
    });
    const open = (version) => done(indexedDB.open('pointback', version));
    // Beside what is saved, a copy of it.
    const copy = async (mode) => {
        const opening = indexedDB.open('copy', 1);
        opening.onupgradeneeded = () => opening.result.createObjectStore('state');
        return (await done(opening)).transaction('state', mode).objectStore('state');
    };
    const change = async (work) => {
        const database = await open();
        const transaction = database.transaction('state', 'readwrite');
        const ended = new Promise((yes, no) => { transaction.oncomplete = yes; transaction.onabort = no; });
        const answer = await work(transaction.objectStore('state'));
        await ended;
        database.close();
        return answer;
    };\n";

/// Runs a script on what is saved.
pub async fn run<T: serde::de::DeserializeOwned>(
    world: &World,
    script: &str,
    args: Value,
) -> Outcome<T> {
    let script = format!("{DATABASE}{script}");
    world.browser.extension_eval(&script, args).await
}

/// Remembers all that is saved, for `restore`.
async fn remember(world: &World) -> Outcome<Vec<String>> {
    let script = "const entries = await change(async (store) => {
            const [keys, values] = await Promise.all([done(store.getAllKeys()), done(store.getAll())]);
            return keys.map((key, at) => [key, values[at]]);
        });
        await done((await copy('readwrite')).put(entries, 'all'));
        return entries.map(([key]) => key);";
    run(world, script, Value::Null).await
}

/// The background ends, and wakes on all that was remembered.
async fn restore(world: &World) -> Outcome {
    world.browser.stop_background().await?;
    let script = "const entries = await done((await copy('readonly')).get('all'));
        await change(async (store) => {
            store.clear();
            for (const [key, value] of entries) store.put(value, key);
        });";
    run(world, script, Value::Null).await
}

/// The background ends, and a key is damaged before it wakes.
async fn damage(world: &World, key: &str, how: &str) -> Outcome {
    world.browser.stop_background().await?;
    let script = "const like = (value, bytes) => (value instanceof Blob ? new Blob([bytes]) : bytes);
        await change(async (store) => {
            const value = await done(store.get(args.key));
            if (args.how === 'missing') store.delete(args.key);
            else if (args.how === 'garbage') store.put(like(value, crypto.getRandomValues(new Uint8Array(60000))), args.key);
            else if (args.how === 'truncated') store.put(value.slice(0, (value.size ?? value.length) / 2), args.key);
            else if (args.how === 'of another kind') store.put({ not: 'bytes' }, args.key);
            else store.put(new TextEncoder().encode(args.how), args.key);
        });";
    run(world, script, json!({ "key": key, "how": how })).await
}

async fn kept_view(world: &World) -> Outcome<Value> {
    world.browser.kept("keptView").await
}

async fn kept_aside(world: &World) -> Outcome<String> {
    let script =
        "return new TextDecoder().decode(await change((store) => done(store.get('aside'))));";
    run(world, script, Value::Null).await
}

/// What our pages draw once the background has answered, and so has put right what it can.
async fn woken(world: &World, tab: i64) -> Outcome<Value> {
    let _: Value = world.browser.site(Some(tab)).await?;
    kept_view(world).await
}

pub async fn whatever_is_damaged_is_put_right(world: &mut World) -> Outcome {
    choose_card(world).await?;
    sign_up(world).await?;
    // A referral writes receipts.
    world
        .visit("https://www.nike.com/?awc=3043_1606583260_fe")
        .await?;
    world.visit(MACYS).await?;
    let tab = world.browser.tab_id().await?;
    world.browser.until_badge(tab, "10%").await?;
    let keys = remember(world).await?;
    for key in ["memory", "list:0", "receipts", REFRESH] {
        ensure!(keys.iter().any(|k| k == key), "{key} is not among {keys:?}");
    }
    let all = ["garbage", "truncated", "missing", "of another kind"];
    for (key, ways) in [
        ("list:0", &all[..]),
        ("receipts", &all[..2]),
        ("history:0", &all[..1]),
        ("rules", &all[..1]),
        (REFRESH, &all[..1]),
    ] {
        for how in ways {
            damage(world, key, how).await?;
            // A list that turned out to be damaged is there again once it was fetched.
            wait::holds(&format!("the offer after {key} was {how}"), async || {
                world.visit(MACYS).await?;
                let _: Value = world.browser.site(Some(tab)).await?;
                Ok(world.browser.badge(tab).await? == "10%")
            })
            .await?;
            let view = kept_view(world).await?;
            ensure_eq!(
                view["settings"]["mode"],
                "card",
                "the mode after {key} was {how}"
            );
            let receipts: Value = world.browser.kept("keptReceipts").await?;
            ensure!(
                receipts["list"].is_array(),
                "receipts after {key} was {how}"
            );
            // The referral is remembered, whatever else is lost.
            world.visit("https://www.nike.com/").await?;
            ensure_silent(world).await?;
            restore(world).await?;
        }
    }
    Ok(())
}

pub async fn a_memory_that_cannot_be_read_is_kept_aside(world: &mut World) -> Outcome {
    choose_card(world).await?;
    sign_up(world).await?;
    visit_with_card(world, MACYS)
        .await?
        .until_text(".rate", "10%")
        .await?;
    let mute = json!({ "type": "muted", "site": "nike.com", "lasting": "always" });
    let _: Value = world.browser.send_message(mute).await?;
    let tab = world.browser.tab_id().await?;
    remember(world).await?;
    for how in ["garbage", "truncated", "[2,{\"of\":\"a newer version\"}]"] {
        damage(world, "memory", how).await?;
        world.visit(MACYS).await?;
        let silent = wait::until(
            "silence everywhere",
            async || woken(world, tab).await,
            |view| view["mutes"][0]["site"] == "*" && !view["mutes"][0]["until"].is_null(),
        )
        .await?;
        ensure_eq!(
            silent["mutes"].as_array().map(Vec::len),
            Some(1),
            "silences after {how}"
        );
        ensure!(
            world.browser.maybe(CARD).await?.is_none(),
            "a card after {how}"
        );
        ensure_eq!(world.browser.badge(tab).await?, "", "the badge after {how}");
        // What it was allowed for is not known any more.
        let sites = json!({ "origins": ["*://*/*"] });
        wait::holds("the end of site access", async || {
            Ok(!world.browser.is_granted(&sites).await?)
        })
        .await?;
        world.browser.grant_all_sites().await?;
        open_popup(world, tab).await?;
        world
            .browser
            .until_text("#site", "silence everywhere")
            .await?;
        world.browser.close_tab().await?;
        let aside = kept_aside(world).await?;
        ensure!(how.len() < 12 || aside == how, "{how} is kept as {aside}");
        ensure!(!aside.is_empty(), "nothing is kept after {how}");
        // Another death, and another damage, change nothing of that.
        damage(world, "memory", "garbage").await?;
        woken(world, tab).await?;
        ensure_eq!(
            kept_aside(world).await?,
            aside,
            "what is kept aside after {how}"
        );
        restore(world).await?;
    }
    Ok(())
}

pub async fn a_store_that_cannot_be_opened_is_silence(world: &mut World) -> Outcome {
    let here = world.browser.current_tab().await?;
    // The page of the first run looks at what is saved. Chromium's driver does not name it.
    for tab in world.browser.tabs().await? {
        if tab != here {
            world.browser.switch_to(&tab).await?;
            world.browser.find("#mode-card").await?;
            world.browser.close_tab().await?;
        }
    }
    world.browser.switch_to(&here).await?;
    world.browser.open("about:blank").await?;
    world.browser.stop_background().await?;
    // A database of a later version: the browser refuses to open it as ours.
    run::<Value>(world, "(await open(99)).close();", Value::Null)
        .await
        .map_err(|failure| failure.while_doing("a later version"))?;
    let asked = json!({ "type": "surfaceOpened", "tab": null, "url": MACYS });
    let answer: Value = world.browser.send_message(asked.clone()).await?;
    ensure_eq!(answer["error"], "memory.bad", "what is answered");
    super::steps::open_page(world, "options.html").await?;
    world
        .browser
        .until_text("#trouble", "could not open")
        .await?;
    run::<Value>(
        world,
        "await done(indexedDB.deleteDatabase('pointback'));",
        Value::Null,
    )
    .await?;
    let answer: Value = world.browser.send_message(asked).await?;
    ensure_eq!(answer["seen"], true, "once it can be opened again");
    choose_card(world).await
}
