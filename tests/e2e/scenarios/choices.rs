//! Choices that come and go: to a file and from it, to other browsers, from an organisation; and the end of everything.

use super::belongings::bought;
use super::steps::{open_page, sign_up, until_view};
use super::{portals, storage, tokens};
use crate::{ensure, ensure_eq, failure::Outcome, policies::Policy, wait, world::World};
use fantoccini::{Locator, key::Key};
use serde_json::{Value, json};
use std::{collections::BTreeSet, fs};

pub async fn everything_is_taken_along_and_deleted(world: &mut World) -> Outcome {
    let _tab = bought(world).await?;
    let browser = &world.browser;
    let mute = json!({ "type": "muted", "site": "kohls.com", "lasting": "always" });
    let _: Value = browser.send_message(mute).await?;
    open_page(world, "options.html").await?;
    browser.click("#unit-mr").await?;
    until_view(world, None, "the unit", |view| {
        view["settings"]["unit"] == "mr"
    })
    .await?;
    let copy: String = browser.kept("keptCopy").await?;
    let mark = world.proxy.mark();
    browser.click("#delete-all").await?;
    browser.click("#sure-delete-all").await?;
    browser
        .until_text("#yours-status", "Everything was deleted")
        .await?;
    until_view(world, None, "the first day", |view| {
        view["trips"] == json!([])
            && view["mutes"] == json!([])
            && view["settings"]["unit"] == "usd"
            && view["settings"]["mode"] == Value::Null
            && view["portals"][0]["account"] == Value::Null
            && view["portals"][0]["listed"].as_u64() > Some(3_000)
    })
    .await?;
    wait::holds("the token to be revoked", async || {
        let mut since = world.proxy.since(mark).into_iter();
        Ok(since.any(|r| r.path == "/oauth/revoke"))
    })
    .await?;
    browser.find("#mode-card[aria-pressed=false]").await?;
    let file = tempfile::Builder::new().suffix(".json").tempfile()?;
    fs::write(file.path(), "{\"format\":\"another\"}")?;
    choose_file(world, &file.path().display().to_string()).await?;
    browser.until_text("#yours-status", "not a file").await?;
    fs::write(file.path(), copy)?;
    choose_file(world, &file.path().display().to_string()).await?;
    browser.until_text("#yours-status", "Taken in").await?;
    until_view(world, None, "the choices", |view| {
        view["settings"]["unit"] == "mr"
            && view["settings"]["mode"] == Value::Null
            && view["mutes"][0]["site"] == "kohls.com"
            && view["trips"] == json!([])
    })
    .await
}

pub async fn deleting_everything_ends_the_sign_in_at_every_portal(world: &mut World) -> Outcome {
    sign_up(world).await?;
    let (publisher, _server) = portals::other(world).await?;
    portals::add(world, &publisher.link().await?, "this portal's own").await?;
    // The other one is a list alone; a token of it is put where one would lie.
    let put = "await change((store) => done(store.put(new TextEncoder().encode('theirs'), args)));";
    storage::run::<Value>(world, put, tokens::refresh_there().into()).await?;
    let mark = world.proxy.mark();
    let browser = &world.browser;
    browser.click("#delete-all").await?;
    browser.click("#sure-delete-all").await?;
    browser
        .until_text("#yours-status", "Everything was deleted")
        .await?;
    let asked = wait::until(
        "both tokens to be revoked",
        async || {
            let since = world.proxy.since(mark).into_iter();
            let asked = since.filter(|r| r.path == "/oauth/revoke");
            Ok(asked.map(|r| r.host).collect::<BTreeSet<_>>())
        },
        |asked| asked.len() > 1,
    )
    .await?;
    ensure_eq!(asked.len(), 2, "where tokens were revoked");
    let keys = "return await change((store) => done(store.getAllKeys()));";
    let keys: Vec<String> = storage::run(world, keys, Value::Null).await?;
    let tokens = keys.iter().filter(|key| key.starts_with("refresh:"));
    ensure_eq!(tokens.count(), 0, "tokens left");
    Ok(())
}

async fn choose_file(world: &World, path: &str) -> Outcome {
    let field = world.browser.client.find(Locator::Css("#import-file"));
    Ok(field.await?.send_keys(path).await?)
}

pub async fn choices_travel_only_when_the_shopper_wants_it(world: &mut World) -> Outcome {
    let browser = &world.browser;
    let synced = async || -> Outcome<Value> {
        let body = "return await ext.storage.sync.get(null);";
        browser.extension_eval(body, Value::Null).await
    };
    open_page(world, "options.html").await?;
    browser.click("#unit-mr").await?;
    until_view(world, None, "the unit", |view| {
        view["settings"]["unit"] == "mr"
    })
    .await?;
    ensure_eq!(synced().await?, json!({}), "choices that travel unasked");
    browser.click("#share-choices").await?;
    browser
        .until_text("#sharing-status", "travel from now on")
        .await?;
    let kept = synced().await?["choices"]
        .as_str()
        .unwrap_or_default()
        .to_owned();
    let choices: Value = serde_json::from_str(&kept)?;
    ensure_eq!(choices["unit"], json!("mr"), "the unit that travels");
    ensure!(
        choices.get("mode").is_none(),
        "permissions are no choice: {kept}"
    );
    browser.click("#unit-usd").await?;
    until_view(world, None, "the unit", |view| {
        view["settings"]["unit"] == "usd"
    })
    .await?;
    let kept = synced().await?["choices"]
        .as_str()
        .unwrap_or_default()
        .to_owned();
    ensure!(kept.contains("\"unit\":\"usd\""), "{kept}");
    // Another browser of the shopper.
    let theirs = kept.replace("usd", "bilt");
    let body = "await ext.storage.sync.set({ choices: args }); return null;";
    let _: Value = browser.extension_eval(body, json!(theirs)).await?;
    browser.reload().await?;
    until_view(world, None, "their unit", |view| {
        view["settings"]["unit"] == "bilt"
    })
    .await
}

/// The page is drawn anew after each part that is set, which must not lead back to the first one.
pub async fn both_parts_of_a_time_are_set_by_arrow_keys(world: &mut World) -> Outcome {
    let browser = &world.browser;
    open_page(world, "options.html").await?;
    browser.click("#quiet-hours").await?;
    browser.find("#quiet-from").await?;
    // A window that gets the focus late goes back to the first part by itself.
    wait::holds("the window to have the focus", async || {
        browser.execute("return document.hasFocus()", &[]).await
    })
    .await?;
    let focus = "document.getElementById('quiet-from').focus()";
    browser.execute::<()>(focus, &[]).await?;
    let mark = "document.querySelector('#units label').id = 'drawn-before'";
    for (keys, then) in [
        (vec![Key::Up], "23:00"),
        (vec![Key::Right, Key::Up], "23:01"),
        (vec![Key::Up], "23:02"),
    ] {
        browser.execute::<()>(mark, &[]).await?;
        for key in keys {
            browser.press(key).await?;
        }
        let value = "return document.getElementById('quiet-from').value";
        let shown: String = browser.execute(value, &[]).await?;
        ensure!(shown == then, "the field says {shown}, not {then}");
        wait::holds("the page to be drawn anew", async || {
            Ok(browser.maybe("#drawn-before").await?.is_none())
        })
        .await?;
    }
    until_view(world, None, "the time to be saved", |view| {
        view["settings"]["limits"]["quiet"]["from"] == 23 * 60 + 2
    })
    .await
}

pub async fn an_organisation_lays_down_a_portal_and_the_way_of_announcing(
    world: &mut World,
) -> Outcome {
    let browser = &world.browser;
    let other = super::portals::other(world).await?;
    let link = other.0.link().await?;
    let laid_down = json!({ "mode": "toolbar", "portals": [link] });
    let Some(_policy) = Policy::lay_down(browser, &laid_down)? else {
        println!("   chromium: its policies are out of reach without root; read in firefox only");
        return Ok(());
    };
    wait::holds("the browser to read the policy", async || {
        let body = "return await ext.storage.managed.get().catch(() => null);";
        let read: Value = browser.extension_eval(body, Value::Null).await?;
        Ok(read["mode"] == "toolbar")
    })
    .await?;
    open_page(world, "options.html").await?;
    browser
        .until_text("#portal-1", "Added by your organisation")
        .await?;
    ensure!(
        browser.maybe("#remove-1").await?.is_none(),
        "what is laid down cannot be removed"
    );
    browser.find("#mode-card[aria-disabled=true]").await?;
    browser.until_text("#modes", "Your organisation").await?;
    until_view(world, None, "no mode without its permission", |view| {
        view["settings"]["mode"] == Value::Null && view["portals"][1]["freshness"] == "fresh"
    })
    .await?;
    browser.grant("webNavigation").await?;
    browser.reload().await?;
    browser.find("#mode-toolbar[aria-pressed=true]").await?;
    Ok(())
}
