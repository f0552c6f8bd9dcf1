//! Pages that do what they can against the shopper: forged and stolen clicks, covers, clobbered names, floods of addresses.

use super::deceits::{DECEITS, FORGERIES};
use super::steps::{
    ACTIVATE, CARD, MACYS, TICK, activate_on_card, card, choose_card, choose_toolbar, sign_up,
};
use crate::driver::Kind;
use crate::{ensure, ensure_eq, failure::Outcome, page_server, shadow::Shadow, wait, world::World};
use serde_json::{Value, json};

const HOST: &str = "www.macys.com";
const REFUSED: &str = "Not taken yet";

/// Has our own inert page listen to what scripts in pages report, for `heard`.
pub(super) async fn listen(world: &World) -> Outcome {
    let listen = "const kept = document.body.dataset;
        kept.heard = '[]';
        ext.runtime.onMessage.addListener((message, { frameId }) => {
            kept.heard = JSON.stringify([...JSON.parse(kept.heard), { ...message, frameId }]);
        });";
    world.browser.extension_eval(listen, Value::Null).await
}

/// What was reported of this type since `listen`.
pub(super) async fn heard(world: &World, type_: &str) -> Outcome<Vec<Value>> {
    let filter =
        "return JSON.parse(document.body.dataset.heard).filter(({ type }) => type === args);";
    world.browser.extension_eval(filter, json!(type_)).await
}

async fn run(world: &World, script: &str) -> Outcome {
    world
        .browser
        .execute::<Value>(script, &[])
        .await
        .map(|_| ())
}

/// Presses Activate, which a card that is just drawn anew replaces. A driver that does not find it has not pressed.
async fn press(world: &World, shown: &Shadow) -> Outcome {
    wait::found("Activate to be pressed", async || {
        let primary = shown.find(ACTIVATE).await?;
        Ok(Some(world.browser.press_at(&primary).await?))
    })
    .await
}

/// Presses Activate although something is wrong, and waits until the card has refused.
async fn refused(world: &World, shown: &Shadow, what: &str) -> Outcome {
    let toggles = "return window.toggles;";
    let before: u64 = world.browser.execute(toggles, &[]).await?;
    press(world, shown).await?;
    // A press that did not count begins the card's clock anew, in its place and on top of all.
    wait::holds(&format!("the card to refuse while {what}"), async || {
        Ok(world.browser.execute::<u64>(toggles, &[]).await? > before)
    })
    .await?;
    shown.until_text(".said", REFUSED).await?;
    let clicks = heard(world, "activateClicked").await?;
    ensure!(clicks.is_empty(), "{what}: {clicks:?}");
    Ok(())
}

const STRICT: &str = "content-security-policy: default-src 'none'; script-src 'nonce-page'; style-src 'nonce-page'; \
    frame-src 'self'; require-trusted-types-for 'script'; trusted-types 'none'\r\n";

/// Without a policy of the page's: in Chromium a strict one takes the style from what is put elsewhere, and nothing is left to
/// press.
pub async fn a_card_that_was_put_elsewhere_takes_no_press(world: &mut World) -> Outcome {
    choose_card(world).await?;
    sign_up(world).await?;
    let pages: &[_] = &[(HOST, include_str!("../pages/hostile.html"))];
    world.proxy.route(HOST, page_server::start(pages).await?);
    listen(world).await?;
    world.browser.open(MACYS).await?;
    let shown = world.browser.shadow("html > #pointback-card").await?;
    shown.until_seen().await?;
    let elsewhere = "document.body.append(document.querySelector('html > #pointback-card'))";
    run(world, elsewhere).await?;
    refused(world, &shown, "it was put elsewhere").await
}

pub async fn a_hostile_page_neither_breaks_nor_presses_the_card(world: &mut World) -> Outcome {
    choose_card(world).await?;
    sign_up(world).await?;
    let pages: &[_] = &[(HOST, include_str!("../pages/hostile.html"))];
    let port = page_server::start_with(STRICT, pages).await?;
    world.proxy.route(HOST, port);
    listen(world).await?;
    world.browser.open(MACYS).await?;
    let shown = world.browser.shadow("html > #pointback-card").await?;
    shown.until_text(".rate", "10%").await?;
    let reports = heard(world, "pageSeen").await?;
    ensure_eq!(reports.len(), 1, "reports of the page");
    ensure_eq!(reports[0]["url"], MACYS, "the page that was reported");
    let spied: Vec<String> = world.browser.execute("return window.seen", &[]).await?;
    ensure!(spied.is_empty(), "the page could listen to {spied:?}");
    let primary = serde_json::to_value(shown.find(ACTIVATE).await?)?;
    let root: Value = world.browser.execute(FORGERIES, &[primary]).await?;
    ensure_eq!(root, Value::Null, "what the page sees of the card's inside");
    let button = shown.find(ACTIVATE).await?;
    for colour in ["color", "background-color"] {
        let seen = button.css_value(colour).await?;
        ensure!(!seen.ends_with(", 0)"), "{colour} of the button is {seen}");
    }
    shown.until_seen().await?;
    for (what, is_told, deceive, undo) in DECEITS {
        let is_chromium = world.browser.kind() == Kind::Chromium;
        run(world, deceive).await?;
        if *is_told && is_chromium {
            shown.find("section.early").await?;
        }
        refused(world, &shown, what).await?;
        run(world, undo).await?;
        shown.until_seen().await?;
    }
    // The page still styles what it can, and the shopper's honest press counts at once.
    let tab = world.browser.tab_id().await?;
    press(world, &shown).await?;
    world.browser.until_badge(tab, TICK).await?;
    ensure_eq!(heard(world, "activateClicked").await?.len(), 1, "clicks");
    // Gone is gone: nothing of ours fights for its place, and nothing breaks.
    world.browser.shadow("html > #pointback-card").await?;
    run(
        world,
        "document.querySelectorAll('#pointback-card').forEach((card) => card.remove())",
    )
    .await?;
    world.browser.until_badge(tab, TICK).await
}

/// As many changes as the browser lets a page make, the last one to a step of paying.
const FLOOD: &str = "let made = 0;
    for (let at = 0; at < 2000; at += 1) {
      try { history.replaceState(null, '', `/page/${at}?at=${at}`); made += location.pathname.endsWith(`/${at}`); } catch { break; }
    }
    return made;";

pub async fn a_flood_of_addresses_is_reported_one_at_a_time_and_the_last_counts(
    world: &mut World,
) -> Outcome {
    choose_card(world).await?;
    listen(world).await?;
    world.visit(MACYS).await?;
    card(world).await?.until_text(".rate", "10%").await?;
    ensure_eq!(
        heard(world, "pageSeen").await?.len(),
        1,
        "reports of a page"
    );
    let made: usize = world.browser.execute(FLOOD, &[]).await?;
    ensure!(made > 20, "the page changed its address {made} times only");
    let last = world.browser.current_url().await?;
    wait::holds("the last address to be reported", async || {
        Ok(heard(world, "pageSeen")
            .await?
            .last()
            .is_some_and(|seen| seen["url"] == *last))
    })
    .await?;
    let reports = heard(world, "pageSeen").await?.len();
    ensure!(reports <= 3, "{reports} reports of {made} addresses");
    Ok(())
}

pub async fn a_flood_of_addresses_ends_with_the_last_one_in_toolbar_mode(
    world: &mut World,
) -> Outcome {
    choose_toolbar(world).await?;
    world.visit(MACYS).await?;
    let tab = world.browser.tab_id().await?;
    world.browser.until_badge(tab, "10%").await?;
    // The browser may have had enough before the last change.
    let last = "history.replaceState(null, '', '/?awc=3043_1606583260_fe'); return made;";
    let flood = FLOOD.replace("2000", "60").replace("return made;", last);
    let made: usize = world.browser.execute(&flood, &[]).await?;
    ensure!(made > 20, "the page changed its address {made} times only");
    world.browser.until_badge(tab, "").await?;
    super::silence::ensure_silent(world).await
}

const FRAMES: &str = "<!doctype html><title>Frames</title><body>
    <iframe id=blank></iframe><iframe id=inline srcdoc='<p>inline</p>'></iframe>
    <iframe id=boxed sandbox='allow-scripts' src='/inside'></iframe><iframe id=own src='/inside'></iframe>
    <script>
      if (top === self) {
        const many = document.createDocumentFragment();
        for (let at = 0; at < 100000; at += 1) many.append(document.createElement('i'));
        document.body.append(many);
      } else {
        document.querySelectorAll('iframe').forEach((frame) => frame.remove());
        parent.postMessage({ type: 'activateClicked', store: '0:1' }, '*');
      }
    </script>";

pub async fn frames_say_nothing_and_a_giant_page_has_its_card(world: &mut World) -> Outcome {
    choose_card(world).await?;
    sign_up(world).await?;
    let pages: &[_] = &[(HOST, FRAMES)];
    world.proxy.route(HOST, page_server::start(pages).await?);
    listen(world).await?;
    world.browser.open(MACYS).await?;
    let shown = card(world).await?;
    shown.until_text(".rate", "10%").await?;
    let cards = format!(
        "return [document, ...[...document.querySelectorAll('iframe')].map((frame) => frame.contentDocument)]
           .map((page) => page?.querySelectorAll('{CARD}').length ?? 0)"
    );
    let cards: Vec<u8> = world.browser.execute(&cards, &[]).await?;
    ensure_eq!(cards, [1, 0, 0, 0, 0], "cards in the page and its frames");
    let all: Vec<Value> = world
        .browser
        .extension_eval(
            "return JSON.parse(document.body.dataset.heard);",
            Value::Null,
        )
        .await?;
    // What the background says to our pages comes from no frame.
    let mut frames = all.iter().filter_map(|message| message["frameId"].as_u64());
    ensure!(frames.all(|frame| frame == 0), "{all:?}");
    ensure!(all.iter().any(|m| m["type"] == "pageSeen"), "{all:?}");
    activate_on_card(world, &shown).await.map(|_| ())
}
