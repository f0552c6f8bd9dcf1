//! The keyboard alone, and what a screen reader hears: roles, names and what is said without being asked.

use fantoccini::key::Key;

use super::steps::{
    MACYS, TICK, activate_on_card, card, choose_card, find_portal, open_page, open_popup, sign_up,
    visit_with_card,
};
use crate::keyboard::ensure_heard;
use crate::{ensure, ensure_eq, failure::Outcome, wait, world::World};

pub async fn the_popup_works_with_the_keyboard_alone(world: &mut World) -> Outcome {
    choose_card(world).await?;
    visit_with_card(world, MACYS).await?;
    let tab = world.browser.tab_id().await?;
    open_popup(world, tab).await?;
    let browser = &world.browser;
    browser.find("#activate").await?;
    let search = "combobox Search all stores";
    let wanted = [
        "button Activate",
        search,
        "button Sign in",
        "radio Cash (USD)",
        "button Settings",
    ];
    ensure_heard(&browser.walk().await?, &wanted)?;
    browser.reload().await?;
    browser.find("#activate").await?;
    browser.tab_to(search).await?;
    browser.type_in("ma").await?;
    browser.find("#hit-1").await?;
    browser.press(Key::Down).await?;
    browser.find("#search[aria-activedescendant=hit-1]").await?;
    let hit = browser.hears_at("#hit-1").await?;
    ensure!(hit.starts_with("option "), "a hit is heard as {hit}");
    ensure_eq!(
        browser.hears_at("#hit-status").await?,
        "status",
        "the number of hits"
    );
    let said = browser.text("#hit-status").await?;
    ensure!(
        said.ends_with(" stores found"),
        "of the hits is said {said:?}"
    );
    browser.press(Key::Escape).await?;
    browser.find("#hits[hidden]").await?;
    browser.until_focus(search).await?;
    browser.tab_to("radio Cash (USD)").await?;
    browser.press(Key::Right).await?;
    browser.until_text("#site", "Membership Rewards").await?;
    browser.until_focus("radio Membership Rewards").await?;
    browser.reload().await?;
    browser.find("#activate").await?;
    browser.tab_to("button Activate").await?;
    browser
        .tab_opened_by(async || browser.press(Key::Enter).await)
        .await
        .map(|_| ())
}

pub async fn the_settings_work_with_the_keyboard_alone(world: &mut World) -> Outcome {
    let _other = find_portal(world).await?;
    let browser = &world.browser;
    ensure_eq!(
        browser.hears_at("#candidate").await?,
        "status",
        "what is found of a portal"
    );
    browser.tab_to("button Add this portal").await?;
    browser.press(Key::Enter).await?;
    browser.until_text("#portal-1", "Fresh").await?;
    browser.reload().await?;
    browser.find("#portal-1").await?;
    let remove = "button Remove Other portal";
    let wanted = [
        "radio Cash (USD)",
        "textbox Cents for one Bilt point",
        "button Only when I ask Click the toolbar button on a store to see its offer. Needs no permission.",
        "button Check for a fresh list now",
        "button Sign in",
        "button Prefer Other portal among equal offers",
        remove,
        "textbox Add a portal by its link or address",
        "button Look",
        "button Run the self-test",
    ];
    ensure_heard(&browser.walk().await?, &wanted)?;
    browser.reload().await?;
    browser.find("#portal-1").await?;
    browser.tab_to(remove).await?;
    browser.press(Key::Enter).await?;
    browser.until_focus("button Keep").await?;
    browser.press(Key::Enter).await?;
    browser.until_focus(remove).await?;
    browser.press(Key::Enter).await?;
    browser.find("#sure-remove-1").await?;
    browser.tab_to("button Remove").await?;
    browser.press(Key::Enter).await?;
    wait::holds("the portal to be gone", async || {
        Ok(browser.maybe("#portal-1").await?.is_none())
    })
    .await?;
    browser.tab_to("button Run the self-test").await?;
    browser.press(Key::Enter).await?;
    browser
        .until_text("#self-test-result", "As expected")
        .await?;
    ensure_eq!(
        browser.hears_at("#self-test-result").await?,
        "status",
        "the self-test's result"
    );
    Ok(())
}

pub async fn the_page_of_trips_works_with_the_keyboard_alone(world: &mut World) -> Outcome {
    choose_card(world).await?;
    sign_up(world).await?;
    let shown = visit_with_card(world, MACYS).await?;
    activate_on_card(world, &shown).await?;
    open_page(world, "trips.html").await?;
    let browser = &world.browser;
    let ask = "button Something missing? Macy's";
    browser.until_text("#trips", "Something missing?").await?;
    // With the balances the page is drawn once more, and then it is at rest.
    browser.until_text("#account", "Next payout").await?;
    browser.tab_to(ask).await?;
    browser.press(Key::Enter).await?;
    browser.find("#claim:not([hidden])").await?;
    let wanted = [
        "textbox Order number",
        "textbox Amount without tax and shipping",
        "textbox What happened (optional)",
        "checkbox Add my receipts. They prove what we did, and name the other stores in them, too.",
        "button Send to the portal",
        "button Save as a file",
        "button Cancel",
        ask,
    ];
    ensure_heard(&browser.walk().await?, &wanted)?;
    browser.reload().await?;
    browser.until_text("#trips", "Something missing?").await?;
    browser.tab_to(ask).await?;
    browser.press(Key::Enter).await?;
    browser.tab_to("textbox Order number").await?;
    browser.type_in("A-1001").await?;
    browser
        .tab_to("textbox Amount without tax and shipping")
        .await?;
    browser.type_in("a lot").await?;
    browser.press(Key::Enter).await?;
    browser.until_text("#claim-status", "plain figure").await?;
    ensure_eq!(
        browser.hears_at("#claim-status").await?,
        "status",
        "what is said of a claim"
    );
    let heading = browser.hears_at("#claim-title").await?;
    ensure!(
        heading.starts_with("heading Ask about Macy's"),
        "the form is heard as {heading}"
    );
    browser.tab_to("button Cancel").await?;
    browser.press(Key::Enter).await?;
    browser.until_focus(ask).await
}

pub async fn the_first_page_works_with_the_keyboard_alone(world: &mut World) -> Outcome {
    let browser = &world.browser;
    open_page(world, "welcome.html").await?;
    browser.find("#sign-0").await?;
    let wanted = ["radio Cash (USD)", "button Sign in"];
    ensure_heard(&browser.walk().await?, &wanted)?;
    ensure_eq!(
        browser.hears_at("#units").await?,
        "radiogroup Cash or points?",
        "the units"
    );
    ensure_eq!(
        browser.hears_at("main").await?,
        "main",
        "the page's main part"
    );
    ensure_eq!(
        browser.hears_at("h1").await?,
        "heading Welcome to Pointback",
        "the title"
    );
    let ask = "button Only when I ask Click the toolbar button on a store to see its offer. Needs no permission.";
    browser.reload().await?;
    browser.find("#sign-0").await?;
    browser.tab_to(ask).await?;
    browser.press(Key::Enter).await?;
    browser.until_text("#mode-status", "Saved").await?;
    ensure_eq!(
        browser.hears_at("#mode-status").await?,
        "status",
        "what is said of the choice"
    );
    browser.until_focus(ask).await?;
    Ok(())
}

pub async fn the_card_works_with_the_keyboard_alone(world: &mut World) -> Outcome {
    choose_card(world).await?;
    sign_up(world).await?;
    let shown = visit_with_card(world, "https://www.nike.com/").await?;
    let browser = &world.browser;
    let focused: String = browser
        .execute("return document.activeElement.localName", &[])
        .await?;
    ensure_eq!(focused, "body", "the focus when the card has come");
    let heard = browser.hears(&shown.find("section").await?).await?;
    ensure_eq!(heard, "region Pointback: offer at Nike", "the card");
    let wanted = [
        "button Activate",
        "button Not now",
        "button Not on this site",
    ];
    ensure_heard(&browser.walk().await?, &wanted)?;
    world.visit("https://www.nike.com/").await?;
    card(world).await?;
    browser.tab_to("button Not now").await?;
    browser.press(Key::Escape).await?;
    wait::holds("the card to go", async || {
        Ok(browser.maybe(super::steps::CARD).await?.is_none())
    })
    .await?;
    let shown = visit_with_card(world, MACYS).await?;
    shown.find(".primary").await?;
    shown.until_seen().await?;
    let tab = browser.tab_id().await?;
    browser.tab_to("button Activate").await?;
    browser.press(Key::Enter).await?;
    browser.until_badge(tab, TICK).await?;
    let landed = card(world).await?;
    landed.until_text(".said", "Activated").await?;
    ensure_eq!(
        browser.hears(&landed.find(".said").await?).await?,
        "status",
        "what is said"
    );
    Ok(())
}
