//! From a cold install to offers in every mode and unit.

use super::steps::{CARD, MACYS, card, choose_card, choose_toolbar, open_popup, visit_with_card};
use crate::{ensure, ensure_eq, failure::Outcome, wait, world::World};
use serde_json::Value;

pub async fn cold_install_to_first_offer(world: &mut World) -> Outcome {
    let browser = &world.browser;
    browser
        .open(&browser.extension_page("welcome.html"))
        .await?;
    browser.until_text("body", "September 2021").await?;
    choose_card(world).await?;
    let card = visit_with_card(world, MACYS).await?;
    card.until_text("section", "Macy").await?;
    card.until_text(".rate", "10%").await?;
    // The shop's policy forbids inline styles; the card's own must hold nevertheless.
    let position: String = world
        .browser
        .execute(
            &format!("return getComputedStyle(document.querySelector('{CARD}')).position"),
            &[],
        )
        .await?;
    ensure_eq!(position, "fixed", "the card's position");
    let tab = world.browser.tab_id().await?;
    world.browser.until_badge(tab, "10%").await?;
    open_popup(world, tab).await?;
    world.browser.until_text("#site", "Macy").await?;
    Ok(())
}

pub async fn the_card_shows_on_a_listed_store_and_nothing_runs_elsewhere(
    world: &mut World,
) -> Outcome {
    choose_card(world).await?;
    visit_with_card(world, "https://www.nike.com/")
        .await?
        .until_text(".rate", "3%")
        .await?;
    world.browser.stop_background().await?;
    world.visit("https://www.ordinary-page.example/").await?;
    world.visit("https://www.nike.com.evil.example/").await?;
    world.visit("https://notnike.com/").await?;
    ensure!(
        world.browser.maybe(CARD).await?.is_none(),
        "a card on a page that is not listed"
    );
    ensure!(
        !world.browser.background_is_running().await?,
        "a page that is not listed woke the background"
    );
    let tab = world.browser.tab_id().await?;
    ensure_eq!(world.browser.badge(tab).await?, "", "badge");
    world.visit("https://www.nike.com/").await?;
    card(world).await?.until_text(".rate", "3%").await?;
    Ok(())
}

pub async fn toolbar_mode_lights_the_button_without_site_access(world: &mut World) -> Outcome {
    choose_toolbar(world).await?;
    world.visit(MACYS).await?;
    let tab = world.browser.tab_id().await?;
    world.browser.until_badge(tab, "10%").await?;
    ensure!(
        world.browser.maybe(CARD).await?.is_none(),
        "a card in toolbar mode"
    );
    world.browser.stop_background().await?;
    // By way of an empty page: a link from one store to another would be a referral.
    world.browser.open("about:blank").await?;
    world.visit("https://www.nike.com/").await?;
    world.browser.until_badge(tab, "3%").await?;
    world.visit("https://www.ordinary-page.example/").await?;
    world.browser.until_badge(tab, "").await
}

pub async fn cash_and_points_say_the_same_amount(world: &mut World) -> Outcome {
    choose_card(world).await?;
    let card = visit_with_card(world, MACYS).await?;
    let text = card.until_text("section", "1,000").await?;
    ensure!(
        text.contains("$100") && text.contains("$10.00"),
        "the example is incomplete: {text}"
    );
    let tab = world.browser.tab_id().await?;
    world.browser.until_badge(tab, "10%").await?;
    let store = open_popup(world, tab).await?;
    world.browser.until_text("#site .rate", "10%").await?;
    world.browser.click("label:has(#unit-mr)").await?;
    world
        .browser
        .until_text("#site", "Membership Rewards")
        .await?;
    world.browser.until_badge(tab, "10x").await?;
    world.browser.switch_to(&store).await?;
    card.until_text("section", "Membership Rewards").await?;
    Ok(())
}

pub async fn a_search_in_the_popup_finds_stores(world: &mut World) -> Outcome {
    let browser = &world.browser;
    browser.open(&browser.extension_page("popup.html")).await?;
    browser.until_text("#site", "No store").await?;
    browser.fill("#search", "macys").await?;
    browser.until_text("#hits", "Macy").await?;
    browser.fill("#search", "lancome").await?;
    browser.until_text("#hits", "Lanc").await?;
    let state: Value = browser
        .execute(
            "return document.querySelector('#search').getAttribute('aria-expanded')",
            &[],
        )
        .await?;
    ensure_eq!(state, "true", "aria-expanded");
    browser.fill("#search", "no such store anywhere").await?;
    wait::holds("the list of hits to close", async || {
        let hits = browser.find_all("#hits [role=option]").await?;
        Ok(hits.is_empty())
    })
    .await
}
