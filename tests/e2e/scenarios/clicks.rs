//! From the trusted click to the balance, and what a page cannot do.

use super::steps::{
    ACTIVATE, CARD, MACYS, TICK, activate_on_card, buy, card, choose_card, confirm_order,
    open_popup, sign_up, sign_up_in, until_account, visit_with_card,
};
use crate::{ensure, ensure_eq, failure::Outcome, wait, world::World};
use serde_json::Value;

/// Paths asked of the portal since a moment, in order, without the list.
fn portal_paths(world: &World, mark: crate::request_log::Mark) -> Vec<String> {
    let requests = world.proxy.since(mark).into_iter();
    let to_portal = requests.filter(|r| r.host == "portal.pointback.example" && !r.is_tab_icon());
    to_portal
        .map(|r| format!("{} {}", r.method, first_two(&r.path)))
        .filter(|p| !p.contains("/rates/"))
        .collect()
}

/// `/go/token` and `/sim/visit/ref` without what is different every time.
fn first_two(path: &str) -> String {
    let path = path.split('?').next().unwrap_or_default();
    path.split('/').take(3).collect::<Vec<_>>().join("/")
}

pub async fn one_trusted_click_goes_out_lands_and_ticks(world: &mut World) -> Outcome {
    choose_card(world).await?;
    sign_up(world).await?;
    let shown = visit_with_card(world, MACYS).await?;
    shown.until_text(".rate", "10%").await?;
    let mark = world.proxy.mark();
    let tab = activate_on_card(world, &shown).await?;
    let landed = world.browser.until_url(MACYS).await?;
    ensure!(landed.contains("simclick="), "landed on {landed}");
    card(world)
        .await?
        .until_text("section", "Activated")
        .await?;
    let paths = portal_paths(world, mark);
    let steps: Vec<&str> = paths
        .iter()
        .map(String::as_str)
        .filter(|p| !p.starts_with("OPTIONS"))
        .collect();
    let go = steps.iter().position(|p| p.starts_with("GET /go"));
    let click = steps.iter().position(|p| *p == "POST /v1/clicks");
    let visit = steps.iter().position(|p| *p == "GET /sim/visit");
    ensure!(
        click.is_some() && click < go && go < visit,
        "the click-out went {steps:?}"
    );
    ensure_eq!(
        steps.iter().filter(|p| **p == "POST /v1/clicks").count(),
        1,
        "clicks for one gesture"
    );
    open_popup(world, tab).await?;
    world.browser.until_text("#site", "Activated").await?;
    Ok(())
}

pub async fn a_synthetic_click_is_refused(world: &mut World) -> Outcome {
    choose_card(world).await?;
    sign_up(world).await?;
    let shown = visit_with_card(world, MACYS).await?;
    shown.until_text(".rate", "10%").await?;
    let mark = world.proxy.mark();
    let reference = serde_json::to_value(shown.find(ACTIVATE).await?)?;
    let root: Value = world
        .browser
        .execute(
            "const host = document.querySelector('#pointback-card');
             for (const type of ['pointerdown', 'mousedown', 'pointerup', 'mouseup', 'click'])
               host.dispatchEvent(new MouseEvent(type, { bubbles: true, composed: true, clientX: 5, clientY: 5 }));
             window.postMessage({ type: 'activateClicked', store: '0:1', page: location.href, via: 'card' }, '*');
             arguments[0].click();
             arguments[0].dispatchEvent(new MouseEvent('click', { bubbles: true, composed: true }));
             return host.shadowRoot;",
            &[reference],
        )
        .await?;
    ensure_eq!(root, Value::Null, "the page can see into the card");
    // A round trip through the background: had a click been taken, it would be on its way before this answer.
    let tab = world.browser.tab_id().await?;
    world.browser.until_badge(tab, "10%").await?;
    let (url, type_) = (MACYS, "surfaceOpened");
    let _: Value = world
        .browser
        .send_message(serde_json::json!({ "type": type_, "tab": tab, "url": url }))
        .await?;
    shown.until_text(ACTIVATE, "Activate").await?;
    let paths = portal_paths(world, mark);
    ensure!(
        !paths
            .iter()
            .any(|p| p.contains("clicks") || p.contains("/go")),
        "a synthetic click went out: {paths:?}"
    );
    activate_on_card(world, &shown).await?;
    Ok(())
}

pub async fn a_purchase_is_reported_and_shows_as_balance(world: &mut World) -> Outcome {
    choose_card(world).await?;
    sign_up(world).await?;
    let shown = visit_with_card(world, MACYS).await?;
    let tab = activate_on_card(world, &shown).await?;
    buy(world).await?;
    open_popup(world, tab).await?;
    until_account(world, "the pending balance", |text| text.contains("$10.00")).await?;
    confirm_order(world).await?;
    open_popup(world, tab).await?;
    // Confirmed, due next, and earned in twelve months.
    let is_confirmed =
        |text: &str| text.contains("Next payout") && text.matches("$10.00").count() >= 3;
    until_account(
        world,
        "the confirmed balance and the next payout",
        is_confirmed,
    )
    .await
}

pub async fn the_background_may_stop_between_any_two_steps(world: &mut World) -> Outcome {
    choose_card(world).await?;
    world.browser.stop_background().await?;
    sign_up(world).await?;
    world.browser.stop_background().await?;
    let shown = visit_with_card(world, MACYS).await?;
    shown.until_text(".rate", "10%").await?;
    world.browser.stop_background().await?;
    let tab = activate_on_card(world, &shown).await?;
    world.browser.stop_background().await?;
    buy(world).await?;
    world.browser.until_badge(tab, TICK).await?;
    world.browser.stop_background().await?;
    open_popup(world, tab).await?;
    until_account(world, "the pending balance", |text| text.contains("$10.00")).await
}

pub async fn signing_in_from_the_card_continues_the_click(world: &mut World) -> Outcome {
    choose_card(world).await?;
    let shown = visit_with_card(world, MACYS).await?;
    shown.until_text(".rate", "10%").await?;
    let tab = world.browser.tab_id().await?;
    sign_up_in(world, async || shown.click(ACTIVATE).await).await?;
    world.browser.until_badge(tab, TICK).await?;
    let landed = world.browser.until_url(MACYS).await?;
    ensure!(landed.contains("simclick="), "landed on {landed}");
    Ok(())
}

pub async fn signing_out_forgets_the_account(world: &mut World) -> Outcome {
    sign_up(world).await?;
    let mark = world.proxy.mark();
    world.browser.click("#sign-0").await?;
    world.browser.until_text("#sign-0", "Sign in").await?;
    wait::holds("the token to be revoked", async || {
        Ok(portal_paths(world, mark)
            .iter()
            .any(|p| p == "POST /oauth/revoke"))
    })
    .await?;
    ensure!(
        world.browser.maybe(CARD).await?.is_none(),
        "a card on an options page"
    );
    Ok(())
}
