//! Every surface in every state: pictured for the contact sheet, looked at by axe, at 200 % and in a narrow window.
//! A new state is reached by a few steps and one line: `show(world, "name-of-state")`.

use super::belongings::bought;
use super::silence::ensure_silent;
use super::steps::{
    ACTIVATE, MACYS, activate_on_card, buy, card, choose_card, find_portal, open_page, open_popup,
    sign_up, until_view, visit_with_card,
};
use crate::contact_sheet::{self, show};
use crate::{failure::Outcome, world::World};
use serde_json::Value;

const NIKE: &str = "https://www.nike.com/";
const KOHLS: &str = "https://www.kohls.com/";
const NOT_HERE: &str = "div button:last-child";
const REFERRED: &str =
    "https://www.macys.com/?awc=3043_1606583260_feef24aba0ca5ffbbf513bb8f34cd1be";

/// The popup about the store in the current tab, once this is drawn in it; then back to the store.
async fn show_popup(world: &World, state: &str, drawn: &str) -> Outcome {
    let tab = world.browser.tab_id().await?;
    let store = open_popup(world, tab).await?;
    world.browser.find(drawn).await?;
    show(world, state).await?;
    world.browser.close_tab().await?;
    world.browser.switch_to(&store).await
}

/// The popup about the store in the current tab with everything in it unfolded; then back to the store.
async fn show_unfolded(world: &World) -> Outcome {
    let tab = world.browser.tab_id().await?;
    let store = open_popup(world, tab).await?;
    world.browser.find("#details details").await?;
    let _: Value = world
        .browser
        .execute(
            "document.querySelectorAll('details').forEach((part) => (part.open = true))",
            &[],
        )
        .await?;
    show(world, "popup-unfolded").await?;
    world.browser.close_tab().await?;
    world.browser.switch_to(&store).await
}

pub async fn the_card(world: &mut World) -> Outcome {
    choose_card(world).await?;
    let shown = visit_with_card(world, MACYS).await?;
    shown.find(".rate").await?;
    show(world, "card-offer").await?;
    shown.click(NOT_HERE).await?;
    show(world, "card-silence").await?;
    shown.click("header ~ div > button:last-child").await?;
    shown.click(".tools button:last-child").await?;
    show(world, "card-folded").await?;
    shown.click(".pill").await?;
    let store = world.browser.current_tab().await?;
    world
        .browser
        .tab_opened_by(async || shown.click(ACTIVATE).await)
        .await?;
    let sign_in = world.browser.current_tab().await?;
    world.browser.switch_to(&store).await?;
    shown.find(".said:not(:empty)").await?;
    show(world, "card-sign-in").await?;
    world.browser.switch_to(&sign_in).await?;
    world.browser.close_tab().await?;
    world.browser.switch_to(&store).await?;
    until_step(world, "failed").await?;
    show(world, "card-failed").await?;
    sign_up(world).await?;
    let shown = visit_with_card(world, MACYS).await?;
    activate_on_card(world, &shown).await?;
    card(world).await?.find(".done").await?;
    show(world, "card-active").await
}

/// "Not on this site", on the card of a store, for good.
async fn mute(world: &World, store: &str) -> Outcome {
    let card = visit_with_card(world, store).await?;
    card.click(NOT_HERE).await?;
    card.click(".lasting button:last-child").await
}

async fn until_step(world: &World, step: &str) -> Outcome {
    let tab = world.browser.tab_id().await?;
    until_view(world, Some(tab), step, |view| {
        view["site"]["step"]["step"] == step
    })
    .await
}

pub async fn the_popup(world: &mut World) -> Outcome {
    choose_card(world).await?;
    open_page(world, "popup.html").await?;
    world.browser.find("#site .silent").await?;
    show(world, "popup-nothing").await?;
    world.browser.fill("#search", "ma").await?;
    world.browser.find("#hits [role=option]").await?;
    show(world, "popup-search").await?;
    world.browser.fill("#search", "no such store").await?;
    world.browser.find("#hit-status:not(:empty)").await?;
    show(world, "popup-search-nothing").await?;
    world.visit("https://www.ordinary-page.example/").await?;
    show_popup(world, "popup-not-listed", "#site .silent").await?;
    visit_with_card(world, NIKE).await?;
    show_popup(world, "popup-offer", "#site .offer").await?;
    show_unfolded(world).await?;
    mute(world, KOHLS).await?;
    show_popup(world, "popup-muted", "#unmute").await?;
    sign_up(world).await?;
    let shown = visit_with_card(world, MACYS).await?;
    let tab = activate_on_card(world, &shown).await?;
    buy(world).await?;
    until_view(world, Some(tab), "the pending balance", |view| {
        view["portals"][0]["account"]["pending"]["amount"] == "10.00"
    })
    .await?;
    show_popup(world, "popup-active", "#site .active").await?;
    world.visit(REFERRED).await?;
    show_popup(world, "popup-referred-later", "#health.red").await?;
    let _other = find_portal(world).await?;
    add_portal(world).await?;
    world.visit(NIKE).await?;
    show_popup(world, "popup-portals", ".others").await
}

pub async fn the_trips(world: &mut World) -> Outcome {
    let _tab = bought(world).await?;
    open_page(world, "trips.html").await?;
    until_view(world, None, "the pending balance", |view| {
        view["portals"][0]["account"]["pending"]["amount"] == "10.00"
    })
    .await?;
    world.browser.reload().await?;
    world.browser.find("#trips .posted").await?;
    show(world, "trips").await?;
    world.browser.click("#trips li button").await?;
    world.browser.find("#claim:not([hidden])").await?;
    show(world, "trips-claim").await
}

pub async fn the_pages(world: &mut World) -> Outcome {
    open_page(world, "welcome.html").await?;
    world.browser.find("#sign-0").await?;
    show(world, "welcome").await?;
    open_page(world, "options.html").await?;
    world.browser.find("#portal-0").await?;
    show(world, "options").await?;
    choose_card(world).await?;
    mute(world, KOHLS).await?;
    world.visit(REFERRED).await?;
    ensure_silent(world).await?;
    show_popup(world, "popup-referred", "#referred-by").await?;
    sign_up(world).await?;
    let _other = find_portal(world).await?;
    show(world, "options-candidate").await?;
    add_portal(world).await?;
    world.browser.click("#self-test").await?;
    world.browser.find("#self-test-result .notice").await?;
    show(world, "options-used").await
}

async fn add_portal(world: &World) -> Outcome {
    world.browser.click("#confirm-portal").await?;
    until_view(world, None, "the new portal's list", |view| {
        view["portals"][1]["freshness"] == "fresh"
    })
    .await?;
    world.browser.find("#portal-1").await.map(|_| ())
}

pub async fn the_contact_sheet(world: &mut World) -> Outcome {
    contact_sheet::lay_out(world).await
}
