//! What belongs to the shopper: trips from promise to payout, claims, and the log of requests.

use std::collections::{BTreeMap, BTreeSet};

use super::steps::{
    MACYS, activate_on_card, buy, choose_card, open_page, open_popup, sign_up, until_account,
    visit_with_card,
};
use crate::{ensure, ensure_eq, failure::Outcome, wait, world::World};
use serde_json::{Value, json};

/// A purchase; the tab of the store is in front.
pub async fn bought(world: &World) -> Outcome<i64> {
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
    browser.click("#forecast-0 summary").await?;
    let foreseen = browser.until_text("#forecast-0", "1 earning").await?;
    ensure!(
        foreseen.contains(" 15, ") && foreseen.contains("Not a promise"),
        "{foreseen}"
    );
    browser
        .find("#all-trips[href='trips.html'][target=_blank]")
        .await?;
    open_page(world, "trips.html").await?;
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
    for number in 1..=2 {
        browser.click("#claim-send").await?;
        wait::holds("the claim to leave", async || Ok(claims().len() == number)).await?;
        browser
            .until_text("#claim-status", "The portal has your claim")
            .await?;
    }
    let sent = claims();
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

/// What scripts asked for, by address without a query: all of it is the extension's, for no page of this round has a script
/// that asks. What windows and tabs load is the browser's.
fn left(world: &World) -> BTreeMap<String, usize> {
    let mut left = BTreeMap::new();
    for request in world.proxy.requests() {
        let path = request.path.split('?').next().unwrap_or_default();
        if request.fetch.ends_with(" empty") && request.method != "OPTIONS" {
            let url = format!("{}://{}{path}", request.scheme, request.host);
            *left.entry(url).or_default() += 1;
        }
    }
    left
}

/// Requests to one address, as the log tells them.
#[derive(Debug, Default)]
struct Written {
    all: usize,
    answered: usize,
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
    // What is on its way now is written down already. What was written down when the background was stopped may never
    // have left: then it has no answer.
    let differences = async || {
        let copy: String = browser.kept("keptCopy").await?;
        let copy: Value = serde_json::from_str(&copy)?;
        let mut written = BTreeMap::<String, Written>::new();
        for request in copy["requests"].as_array().into_iter().flatten() {
            let url = request["url"].as_str().unwrap_or_default().to_owned();
            let line = written.entry(url).or_default();
            line.all += 1;
            line.answered += usize::from(!request["got"].is_null());
        }
        let left = left(world);
        ensure!(left.len() >= 5, "only {left:?} left");
        let is_told = |url: &String| {
            let (written, left) = (written.get(url), left.get(url).copied().unwrap_or(0));
            written.is_some_and(|line| (line.answered..=line.all).contains(&left))
        };
        let urls: BTreeSet<_> = left.keys().chain(written.keys()).collect();
        Ok(urls
            .into_iter()
            .filter(|url| !is_told(url))
            .map(|url| {
                format!(
                    "{url}: left {:?}, written {:?}",
                    left.get(url),
                    written.get(url)
                )
            })
            .collect::<Vec<_>>())
    };
    wait::until(
        "the log to say what the proxy saw",
        differences,
        Vec::is_empty,
    )
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

pub async fn the_popup_opens_in_a_moment_from_a_stopped_background(world: &mut World) -> Outcome {
    choose_card(world).await?;
    visit_with_card(world, MACYS).await?;
    let tab = world.browser.tab_id().await?;
    let browser = &world.browser;
    let (mut sites, mut wholes) = (Vec::new(), Vec::new());
    for _ in 0..5 {
        browser.stop_background().await?;
        let store = open_popup(world, tab).await?;
        browser.find("body.drawn").await?;
        let body = "return ['site', 'drawn'].map((name) => performance.getEntriesByName(name)[0].startTime);";
        let (site, whole) = browser.execute::<(f64, f64)>(body, &[]).await?;
        sites.push(site);
        wholes.push(whole);
        browser.close_tab().await?;
        browser.switch_to(&store).await?;
    }
    sites.sort_by(f64::total_cmp);
    wholes.sort_by(f64::total_cmp);
    println!(
        "   {}: the popup's store drawn {:.0} ms after its navigation began, all of it {:.0} ms, the background stopped before (medians of 5; fastest {:.0} and {:.0})",
        browser.kind().name(),
        sites[2],
        wholes[2],
        sites[0],
        wholes[0],
    );
    Ok(())
}
