//! What belongs to the shopper: trips from promise to payout, claims, the log of requests, and all of it taken along or
//! deleted.

use std::collections::BTreeMap;

use super::steps::{
    MACYS, activate_on_card, buy, choose_card, open_page, open_popup, sign_up, until_account,
    until_view, visit_with_card,
};
use crate::{ensure, ensure_eq, failure::Outcome, wait, world::World};
use fantoccini::Locator;
use serde_json::{Value, json};

/// A purchase that the portal has heard of; the tab of the store is in front.
async fn bought(world: &World) -> Outcome<i64> {
    choose_card(world).await?;
    sign_up(world).await?;
    let shown = visit_with_card(world, MACYS).await?;
    let tab = activate_on_card(world, &shown).await?;
    buy(world).await?;
    Ok(tab)
}

pub async fn a_trip_is_told_from_promise_to_payout(world: &mut World) -> Outcome {
    let tab = bought(world).await?;
    open_popup(world, tab).await?;
    let browser = &world.browser;
    until_account(world, "the pending balance", |text| text.contains("$10.00")).await?;
    browser.find(".bars").await?;
    let trips = browser.until_text("#trips", "Pending").await?;
    ensure!(
        trips.contains("Promised 10% cash back, posted 10% cash back"),
        "{trips}"
    );
    ensure!(
        trips.contains("$10.00 for a purchase of $100.00"),
        "{trips}"
    );
    browser.click("#forecast summary").await?;
    let foreseen = browser.until_text("#forecast", "1 earning").await?;
    ensure!(
        foreseen.contains(" 15, ") && foreseen.contains("Not a promise"),
        "{foreseen}"
    );
    browser
        .tab_opened_by(async || browser.click("#all-trips").await)
        .await?;
    let told = browser.until_text("#trips", "Then it is paid on").await?;
    ensure!(
        told.contains("Certain between") && told.contains(": $10.00"),
        "{told}"
    );
    Ok(())
}

pub async fn a_claim_reaches_the_portal_once(world: &mut World) -> Outcome {
    let tab = bought(world).await?;
    open_popup(world, tab).await?;
    until_account(world, "the pending balance", |text| text.contains("$10.00")).await?;
    open_page(world, "trips.html").await?;
    let browser = &world.browser;
    let mark = world.proxy.mark();
    browser.click("#trips li button").await?;
    browser.until_text("#claim-title", "Macy").await?;
    browser.fill("#claim-order", "A-1001").await?;
    browser.fill("#claim-amount", "a lot").await?;
    browser.click("#claim-send").await?;
    browser.until_text("#claim-status", "plain figure").await?;
    browser.fill("#claim-amount", "200").await?;
    browser
        .fill("#claim-note", "Two pairs, one was credited")
        .await?;
    browser.click("#claim-save").await?;
    browser
        .until_text("#claim-status", "Saved as a file")
        .await?;
    let claims = || {
        let sent = world.proxy.since(mark).into_iter();
        let sent = sent.filter(|r| r.path == "/v1/claims" && r.method == "POST");
        sent.map(|r| r.body).collect::<Vec<_>>()
    };
    ensure!(claims().is_empty(), "nothing is sent before the button");
    browser.click("#claim-receipts").await?;
    for _ in 0..2 {
        browser.click("#claim-send").await?;
        browser
            .until_text("#claim-status", "The portal has your claim")
            .await?;
    }
    let sent = claims();
    ensure_eq!(sent.len(), 2, "claims that left");
    ensure_eq!(sent[0], sent[1], "the same claim");
    let packet: Value = serde_json::from_str(&sent[0])?;
    ensure_eq!(packet["amount_minor"], json!(20_000), "cents");
    ensure!(
        packet["receipts"]
            .as_str()
            .is_some_and(|r| r.contains("activated")),
        "receipts were asked for: {packet}"
    );
    browser.stop_background().await?;
    browser.reload().await?;
    browser
        .until_text("#trips", "The portal has your claim")
        .await?;
    let claims = world.portal.claims().await?;
    ensure_eq!(claims.matches("A-1001").count(), 1, "claims at the portal");
    Ok(())
}

/// The extension's own requests, by address without a query. Windows and tabs are the browser's.
fn left(world: &World) -> BTreeMap<String, usize> {
    let mut left = BTreeMap::new();
    for request in world.proxy.requests() {
        let path = request.path.split('?').next().unwrap_or_default();
        let is_ours = ["/rates/", "/v1/", "/oauth/token", "/oauth/revoke"]
            .iter()
            .any(|start| path.starts_with(start));
        if is_ours && request.method != "OPTIONS" {
            let url = format!("{}://{}{path}", request.scheme, request.host);
            *left.entry(url).or_default() += 1;
        }
    }
    left
}

pub async fn every_request_stands_in_the_privacy_log(world: &mut World) -> Outcome {
    let tab = bought(world).await?;
    open_popup(world, tab).await?;
    until_account(world, "the pending balance", |text| text.contains("$10.00")).await?;
    world.browser.stop_background().await?;
    open_page(world, "options.html").await?;
    let browser = &world.browser;
    browser
        .until_text("#pages-counter", "Pages that left this device: 0")
        .await?;
    browser
        .until_text("#requests", "With your own clicks 1 page")
        .await?;
    let table = browser
        .until_text("#requests table", "portal.pointback.example")
        .await?;
    for asked in [
        "the list of rates",
        "your balances",
        "your trips",
        "your click",
        "signing in",
    ] {
        ensure!(table.contains(asked), "{asked:?} is missing in {table}");
    }
    // What is on its way now is written down already.
    wait::holds("the log to say what the proxy saw", async || {
        let copy: String = browser.kept("keptCopy").await?;
        let copy: Value = serde_json::from_str(&copy)?;
        let mut written = BTreeMap::new();
        for request in copy["requests"].as_array().into_iter().flatten() {
            let url = request["url"].as_str().unwrap_or_default().to_owned();
            *written.entry(url).or_default() += 1;
        }
        Ok(written == left(world) && written.len() >= 5)
    })
    .await?;
    let copy: String = browser.kept("keptCopy").await?;
    ensure!(
        !copy.contains("www.macys.com/")
            && !copy.contains("access_token")
            && !copy.contains("verifier"),
        "an address or a token in the copy"
    );
    Ok(())
}

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
    std::fs::write(file.path(), "{\"format\":\"another\"}")?;
    choose_file(world, &file.path().display().to_string()).await?;
    browser.until_text("#yours-status", "not a file").await?;
    std::fs::write(file.path(), copy)?;
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

pub async fn the_popup_opens_in_a_moment_from_a_stopped_background(world: &mut World) -> Outcome {
    choose_card(world).await?;
    visit_with_card(world, MACYS).await?;
    let tab = world.browser.tab_id().await?;
    let browser = &world.browser;
    let mut times = Vec::new();
    for _ in 0..5 {
        browser.stop_background().await?;
        let store = open_popup(world, tab).await?;
        browser.find("body.drawn").await?;
        let body = "return performance.getEntriesByName('drawn')[0].startTime;";
        times.push(browser.execute::<f64>(body, &[]).await?);
        browser.close_tab().await?;
        browser.switch_to(&store).await?;
    }
    times.sort_by(f64::total_cmp);
    println!(
        "   {}: popup drawn {:.0} ms after its navigation began, the background stopped before (median of 5; fastest {:.0}, slowest {:.0})",
        browser.kind().name(),
        times[2],
        times[0],
        times[4],
    );
    Ok(())
}
