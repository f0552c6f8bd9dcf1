//! When we are silent, and what never leaves the device.

use super::steps::{CARD, MACYS, choose_card, choose_toolbar, open_popup, visit_with_card};
use crate::{ensure, failure::Outcome, hop_server, wait, world::World};
use serde_json::Value;

/// The store's page has been judged when the background knows its tab; only then does an empty badge mean silence.
async fn until_judged(world: &World, tab: i64, reason: &str) -> Outcome {
    wait::until(
        "the page to be judged",
        async || {
            let site = world.browser.site(Some(tab)).await?;
            Ok(site["reason"].as_str().unwrap_or("none").to_owned())
        },
        |seen| seen == reason,
    )
    .await
    .map(|_| ())
}

pub async fn ensure_silent(world: &World) -> Outcome {
    let tab = world.browser.tab_id().await?;
    until_judged(world, tab, "referred").await?;
    ensure!(
        world.browser.maybe(CARD).await?.is_none(),
        "a card while stood down"
    );
    let badge = world.browser.badge(tab).await?;
    ensure!(badge.is_empty(), "the badge says {badge} while stood down");
    Ok(())
}

pub async fn a_referral_in_the_address_silences_button_and_card(world: &mut World) -> Outcome {
    choose_card(world).await?;
    world
        .visit("https://www.macys.com/?awc=3043_1606583260_feef24aba0ca5ffbbf513bb8f34cd1be")
        .await?;
    ensure_silent(world).await?;
    world.browser.stop_background().await?;
    world.visit(MACYS).await?;
    ensure_silent(world).await?;
    let tab = world.browser.tab_id().await?;
    visit_with_card(world, "https://www.nike.com/")
        .await?
        .until_text(".rate", "3%")
        .await?;
    world.visit(MACYS).await?;
    open_popup(world, tab).await?;
    world.browser.until_text("#site", "Awin").await?;
    Ok(())
}

pub async fn a_redirect_through_a_network_silences_even_after_the_background_stopped(
    world: &mut World,
) -> Outcome {
    choose_card(world).await?;
    let port = hop_server::start().await?;
    world.proxy.route("www.awin1.com", port);
    world.open_shop("www.macys.com");
    world.browser.stop_background().await?;
    world
        .browser
        .open(&format!(
            "https://www.awin1.com/cread.php?awinmid=1&to={MACYS}"
        ))
        .await?;
    world.browser.until_url(MACYS).await?;
    ensure_silent(world).await
}

pub async fn a_chain_of_redirects_in_another_tab_silences_the_store_everywhere(
    world: &mut World,
) -> Outcome {
    choose_card(world).await?;
    let port = hop_server::start().await?;
    for host in [
        "link.blog.example",
        "click.linksynergy.com",
        "www.awin1.com",
    ] {
        world.proxy.route(host, port);
    }
    let browser = &world.browser;
    let store = browser.current_tab().await?;
    visit_with_card(world, MACYS)
        .await?
        .until_text(".rate", "10%")
        .await?;
    let other = browser.new_tab().await?;
    browser.switch_to(&other).await?;
    // Each hop sends the shopper on; the store's address at the end is clean.
    let chain = format!(
        "https://link.blog.example/?to=https://click.linksynergy.com/deeplink?to=https://www.awin1.com/cread.php?to={MACYS}"
    );
    browser.open(&chain).await?;
    browser.until_url(MACYS).await?;
    browser.close_tab().await?;
    browser.switch_to(&store).await?;
    browser.stop_background().await?;
    world.visit(MACYS).await?;
    ensure_silent(world).await?;
    let tab = browser.tab_id().await?;
    open_popup(world, tab).await?;
    let said = browser.until_text("#site", "Awin").await?;
    ensure!(said.contains("Rakuten"), "both networks are named: {said}");
    Ok(())
}

pub async fn toolbar_mode_is_silent_after_a_redirect_from_anywhere(world: &mut World) -> Outcome {
    choose_toolbar(world).await?;
    let port = hop_server::start().await?;
    world.proxy.route("links.example", port);
    world.open_shop("www.macys.com");
    // The core relies on the browser's word for a redirect when the background died on the way.
    let listen = "ext.webNavigation.onCommitted.addListener(({ transitionQualifiers }) => {
            document.body.dataset.words = transitionQualifiers;
        });";
    let () = world.browser.extension_eval(listen, Value::Null).await?;
    let redirector = format!("https://links.example/?to={MACYS}");
    world.browser.open(&redirector).await?;
    world.browser.until_url(MACYS).await?;
    ensure_silent(world).await?;
    let words: String = world
        .browser
        .extension_eval("return document.body.dataset.words;", Value::Null)
        .await?;
    ensure!(
        words.contains("server_redirect"),
        "the browser says {words:?}"
    );
    Ok(())
}

pub async fn no_request_leaves_before_the_click_but_the_list(world: &mut World) -> Outcome {
    choose_card(world).await?;
    visit_with_card(world, MACYS)
        .await?
        .until_text(".rate", "10%")
        .await?;
    visit_with_card(world, "https://www.nike.com/")
        .await?
        .until_text(".rate", "3%")
        .await?;
    world
        .visit("https://www.ordinary-page.example/secret?token=1")
        .await?;
    let tab = world.browser.tab_id().await?;
    open_popup(world, tab).await?;
    world.browser.until_text("#site", "").await?;
    let visited = ["www.macys.com", "www.nike.com", "www.ordinary-page.example"];
    let ours: Vec<String> = world
        .proxy
        .requests()
        .into_iter()
        .filter(|r| !visited.contains(&r.host.as_str()))
        .map(|r| format!("{} {}", r.method, r.url()))
        .collect();
    let list = "GET https://portal.pointback.example/rates/v1/";
    ensure!(
        !ours.is_empty(),
        "the list was never synced: the log proves nothing"
    );
    let strangers: Vec<_> = ours
        .iter()
        .filter(|r| !r.starts_with(list) || r.contains('?'))
        .collect();
    ensure!(
        strangers.is_empty(),
        "requests before any click: {strangers:?}"
    );
    let from_us = world
        .proxy
        .requests()
        .into_iter()
        .filter(|r| visited.contains(&r.host.as_str()));
    let to_shops: Vec<String> = from_us
        .filter(|r| r.names_an_extension())
        .map(|r| r.url())
        .collect();
    ensure!(
        to_shops.is_empty(),
        "the extension itself asked shops: {to_shops:?}"
    );
    Ok(())
}
