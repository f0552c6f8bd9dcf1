//! What a shopper does, step by step; shared by the scenarios and the walkthrough.

use serde_json::Value;

use crate::failure::Outcome;
use crate::list_server::ListServer;
use crate::publisher::Publisher;
use crate::shadow::Shadow;
use crate::world::World;
use crate::{browser::Tab, wait};

pub const MACYS: &str = "https://www.macys.com/";
pub const CARD: &str = "#pointback-card";
pub const ACTIVATE: &str = "button.primary";
pub const TICK: &str = "\u{2713}";

/// Chooses the card on the options page, granting site access as the shopper would.
pub async fn choose_card(world: &World) -> Outcome {
    world.browser.grant_all_sites().await?;
    choose(world, "#mode-card").await
}

/// Chooses the toolbar button, granting `webNavigation`, and sees to it that the background listens.
pub async fn choose_toolbar(world: &World) -> Outcome {
    world.browser.grant("webNavigation").await?;
    choose(world, "#mode-toolbar").await?;
    // Firefox delivers to a listener that came with a permission from the next start of the background on.
    world.browser.stop_background().await?;
    world.browser.reload().await?;
    world.browser.until_text("#modes", "").await?;
    wait::holds("the background to wake", async || {
        world.browser.background_is_running().await
    })
    .await
}

async fn choose(world: &World, mode: &str) -> Outcome {
    let browser = &world.browser;
    browser
        .open(&browser.extension_page("options.html"))
        .await?;
    browser.click(mode).await?;
    wait::found("the chosen mode to be pressed", async || {
        browser.maybe(&format!("{mode}[aria-pressed=true]")).await
    })
    .await
    .map(|_| ())
}

/// Opens one of the extension's own pages in the current tab.
pub async fn open_page(world: &World, page: &str) -> Outcome {
    let browser = &world.browser;
    browser.open(&browser.extension_page(page)).await
}

/// Opens the popup for a tab, in a tab of its own, and stays there. Returns the tab that was in front.
pub async fn open_popup(world: &World, tab: i64) -> Outcome<Tab> {
    let browser = &world.browser;
    let before = browser.current_tab().await?;
    let popup = browser.new_tab().await?;
    browser.switch_to(&popup).await?;
    browser
        .open(&browser.extension_page(&format!("popup.html?tab={tab}")))
        .await?;
    Ok(before)
}

/// Opens the popup until its account says this: networks report in their own time, and balances are asked for at
/// each opening.
pub async fn until_account(world: &World, what: &str, is_enough: impl Fn(&str) -> bool) -> Outcome {
    wait::until(
        what,
        async || {
            world.browser.reload().await?;
            world.browser.find("body.drawn").await?;
            world.browser.text("#account").await
        },
        |account| is_enough(account),
    )
    .await
    .map(|_| ())
}

/// Makes an account and allows the extension, in the window that `act` opens.
pub async fn sign_up_in(world: &World, act: impl AsyncFnOnce() -> Outcome) -> Outcome {
    let browser = &world.browser;
    let before: Tab = browser.current_tab().await?;
    let window = browser.tab_opened_by(act).await?;
    browser.spare(true);
    sign_up_here(world).await?;
    browser.click("#allow").await?;
    browser.until_closed(&window).await?;
    browser.spare(false);
    browser.switch_to(&before).await
}

/// Makes an account where the portal asks for a sign-in, and comes to its question whether the extension is allowed.
pub async fn sign_up_here(world: &World) -> Outcome {
    let browser = &world.browser;
    // Firefox sometimes swallows a click in a window that has just opened; the address is what counts here.
    let link = browser.find("a[href^='/sign-up']").await?;
    let sign_up: String = browser
        .execute("return arguments[0].href", &[serde_json::to_value(link)?])
        .await?;
    browser.open(&sign_up).await?;
    browser.fill("#email", "shopper@example.org").await?;
    browser
        .fill("#password", "correct horse battery staple")
        .await?;
    browser
        .click("form[action^='/sign-up'] button[type=submit]")
        .await?;
    browser.find("#allow").await.map(|_| ())
}

/// Signs up from the options page and comes back signed in, which the link to sign out shows.
pub async fn sign_up(world: &World) -> Outcome {
    let browser = &world.browser;
    browser
        .open(&browser.extension_page("options.html"))
        .await?;
    sign_up_in(world, async || browser.click("#sign-0").await).await?;
    browser.find("#sign-0.link").await.map(|_| ())
}

/// Visits a listed store in card mode and waits for the card.
pub async fn visit_with_card(world: &World, url: &str) -> Outcome<Shadow> {
    world.visit(url).await?;
    card(world).await
}

/// The card on the current page.
pub async fn card(world: &World) -> Outcome<Shadow> {
    world.browser.shadow(CARD).await
}

/// Presses Activate on the card with a trusted click and waits for the landing.
pub async fn activate_on_card(world: &World, card: &Shadow) -> Outcome<i64> {
    let tab = world.browser.tab_id().await?;
    card.click(ACTIVATE).await?;
    world.browser.until_badge(tab, TICK).await?;
    Ok(tab)
}

/// Buys what the shop on the current page sells.
pub async fn buy(world: &World) -> Outcome {
    world.browser.click("#buy").await?;
    world.browser.until_text("body", "Thank").await.map(|_| ())
}

/// Has the simulated network confirm the only order.
pub async fn confirm_order(world: &World) -> Outcome {
    world.browser.open(&world.portal_page("sim/")).await?;
    world.browser.click("form[action$='/confirm'] button").await
}

/// Waits until this is what a page draws that speaks about a tab: what was saved, and the store in the tab as `site`.
pub async fn until_view(
    world: &World,
    tab: Option<i64>,
    what: &str,
    is_enough: impl Fn(&Value) -> bool,
) -> Outcome {
    wait::holds(what, async || {
        let site = world.browser.site(tab).await?;
        let mut view: Value = world.browser.kept("keptView").await?;
        view["site"] = site;
        Ok(is_enough(&view))
    })
    .await
}

/// Looks at a second portal in the settings, and stays before it is added.
pub async fn find_portal(world: &World) -> Outcome<(Publisher, ListServer)> {
    let other = super::portals::other(world).await?;
    open_page(world, "options.html").await?;
    let link = other.0.link().await?;
    world.browser.fill("#portal-link", &link).await?;
    world.browser.click("#add-portal button").await?;
    world.browser.find("#confirm-portal").await?;
    Ok(other)
}
