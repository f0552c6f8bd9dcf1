//! Where the browser has no windows for signing in, as Firefox for Android: in a tab that ends at the portal's own page.

use super::steps::{
    ACTIVATE, MACYS, TICK, choose_card, choose_toolbar, open_page, sign_up, sign_up_here,
    visit_with_card,
};
use crate::{ensure, failure::Outcome, world::World};
use serde_json::{Value, json};

pub async fn a_sign_in_in_a_tab_goes_on_although_the_background_dies(world: &mut World) -> Outcome {
    choose_card(world).await?;
    let shown = visit_with_card(world, MACYS).await?;
    shown.until_text(".rate", "10%").await?;
    let browser = &world.browser;
    let tab = browser.tab_id().await?;
    let store = browser.current_tab().await?;
    let at_portal = browser
        .tab_opened_by(async || shown.click(ACTIVATE).await)
        .await?;
    sign_up_here(world).await?;
    browser.click("button[value=deny]").await?;
    browser.until_closed(&at_portal).await?;
    browser.switch_to(&store).await?;
    let refused = "did not accept the sign-in";
    shown.until_text("section", refused).await?;
    let at_portal = browser
        .tab_opened_by(async || shown.click(ACTIVATE).await)
        .await?;
    browser.find("#allow").await?;
    browser.stop_background().await?;
    browser.click("#allow").await?;
    browser.until_closed(&at_portal).await?;
    browser.switch_to(&store).await?;
    browser.until_badge(tab, TICK).await?;
    let landed = browser.until_url(MACYS).await?;
    ensure!(landed.contains("simclick="), "landed on {landed}");
    Ok(())
}

pub async fn a_sign_in_in_a_tab_needs_no_site_access(world: &mut World) -> Outcome {
    choose_toolbar(world).await?;
    sign_up(world).await
}

/// With no permission at all nothing tells us of pages. The button that the shopper presses there does; a driver cannot press
/// it, so the popup's message is sent in its place.
pub async fn a_sign_in_in_a_tab_ends_when_the_popup_is_opened_there(world: &mut World) -> Outcome {
    open_page(world, "options.html").await?;
    let browser = &world.browser;
    let settings = browser.current_tab().await?;
    browser
        .tab_opened_by(async || browser.click("#sign-0").await)
        .await?;
    sign_up_here(world).await?;
    browser.click("#allow").await?;
    browser
        .until_text("main", "press Pointback's button here once")
        .await?;
    let url = browser.until_url("").await?;
    browser.switch_to(&settings).await?;
    browser.until_text("#sign-0", "Sign in").await?;
    let message = json!({ "type": "surfaceOpened", "tab": null, "url": url });
    browser.send_message::<Value>(message).await?;
    browser.find("#sign-0.link").await.map(|_| ())
}
