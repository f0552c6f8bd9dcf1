//! Where the card stands, when it does not come, and how it is silenced.

use super::steps::{CARD, MACYS, card, choose_card, open_popup, until_view, visit_with_card};
use crate::{ensure, ensure_eq, failure::Outcome, shadow::Shadow, wait, world::World};
use fantoccini::key::Key;

const GRIP: &str = ".tools button:first-child";
const FOLD: &str = ".tools button:last-child";
const NIKE: &str = "https://www.nike.com/";
const ORDINARY: &str = "https://www.ordinary-page.example/";

/// In which corner of the page the card is, as a person sees it.
async fn corner(world: &World) -> Outcome<String> {
    let script = format!(
        "const {{ top, bottom, left, right }} = document.querySelector('{CARD}').getBoundingClientRect();
         const near = (distance) => Math.round(distance) === 16;
         const wide = document.documentElement.clientWidth;
         return [near(top) && 'top', near(innerHeight - bottom) && 'bottom', near(left) && 'left', near(wide - right) && 'right']
           .filter(Boolean).join(' ');"
    );
    world.browser.execute(&script, &[]).await
}

async fn until_corner(world: &World, wanted: &str) -> Outcome {
    wait::until(
        &format!("the card at the {wanted}"),
        async || corner(world).await,
        |seen| seen == wanted,
    )
    .await
    .map(|_| ())
}

/// The page again, after the background has died.
async fn reloaded(world: &World) -> Outcome<Shadow> {
    world.browser.stop_background().await?;
    world.browser.reload().await?;
    card(world).await
}

pub async fn the_card_stays_where_it_was_dragged(world: &mut World) -> Outcome {
    choose_card(world).await?;
    let shown = visit_with_card(world, MACYS).await?;
    shown.until_text(".rate", "10%").await?;
    until_corner(world, "bottom right").await?;
    let grip = shown.find(GRIP).await?;
    world.browser.drag(&grip, (200, 150)).await?;
    until_corner(world, "top left").await?;
    let shown = reloaded(world).await?;
    shown.until_text(".rate", "10%").await?;
    until_corner(world, "top left").await?;
    // By keyboard: to the handle, and from there along the edges.
    let grip = serde_json::to_value(shown.find(GRIP).await?)?;
    let _: serde_json::Value = world
        .browser
        .execute("arguments[0].focus()", &[grip])
        .await?;
    world.browser.press(Key::Right).await?;
    until_corner(world, "top right").await?;
    world.browser.press(Key::Down).await?;
    until_corner(world, "bottom right").await?;
    world.browser.press(Key::Left).await?;
    until_corner(world, "bottom left").await?;
    reloaded(world).await?.until_text(".rate", "10%").await?;
    until_corner(world, "bottom left").await
}

pub async fn a_folded_card_is_a_pill_until_it_is_opened(world: &mut World) -> Outcome {
    choose_card(world).await?;
    let shown = visit_with_card(world, MACYS).await?;
    shown.until_text(".rate", "10%").await?;
    shown.click(FOLD).await?;
    shown.until_text(".pill", "10%").await?;
    let shown = reloaded(world).await?;
    shown.until_text(".pill", "10%").await?;
    ensure_eq!(shown.text(".rate").await?, "", "what a folded card shows");
    until_corner(world, "bottom right").await?;
    shown.click(".pill").await?;
    shown.until_text(".rate", "10%").await?;
    reloaded(world).await?.until_text(".rate", "10%").await?;
    Ok(())
}

pub async fn no_card_comes_on_a_step_of_paying_and_the_popup_says_why(
    world: &mut World,
) -> Outcome {
    choose_card(world).await?;
    world.visit("https://www.macys.com/chkout/rc").await?;
    let tab = world.browser.tab_id().await?;
    world.browser.until_badge(tab, "10%").await?;
    let store = open_popup(world, tab).await?;
    world.browser.until_text("#withheld", "checkout").await?;
    world.browser.switch_to(&store).await?;
    ensure!(
        world.browser.maybe(CARD).await?.is_none(),
        "a card while paying"
    );
    world.visit(MACYS).await?;
    card(world).await?.until_text(".rate", "10%").await?;
    // A shop that is one page changes its address only.
    world
        .browser
        .execute::<()>("history.pushState(null, '', '/checkout')", &[])
        .await?;
    wait::holds("the card to go", async || {
        Ok(world.browser.maybe(CARD).await?.is_none())
    })
    .await
}

pub async fn no_more_cards_come_in_a_day_than_the_shopper_wants(world: &mut World) -> Outcome {
    choose_card(world).await?;
    world.browser.fill("#prompts-a-day", "1").await?;
    world.browser.press(Key::Tab).await?;
    visit_with_card(world, MACYS)
        .await?
        .until_text(".rate", "10%")
        .await?;
    world.browser.stop_background().await?;
    world.visit(NIKE).await?;
    let tab = world.browser.tab_id().await?;
    world.browser.until_badge(tab, "3%").await?;
    let store = open_popup(world, tab).await?;
    world
        .browser
        .until_text("#withheld", "as many as you want")
        .await?;
    let browser = &world.browser;
    browser
        .open(&browser.extension_page("options.html"))
        .await?;
    browser.until_text("#prompts-today", "1").await?;
    browser.until_text("#months", "1 shown, 0 used").await?;
    browser.click("#prompts-all").await?;
    browser.find("#prompts-a-day[disabled]").await?;
    browser.switch_to(&store).await?;
    ensure!(
        browser.maybe(CARD).await?.is_none(),
        "a card more than wanted"
    );
    browser.reload().await?;
    card(world).await?.until_text(".rate", "3%").await?;
    Ok(())
}

pub async fn silence_has_a_time_and_can_be_found_and_undone(world: &mut World) -> Outcome {
    choose_card(world).await?;
    let shown = visit_with_card(world, MACYS).await?;
    let tab = world.browser.tab_id().await?;
    world.browser.until_badge(tab, "10%").await?;
    shown.click("div button:last-child").await?;
    shown.click("[role=group] button:nth-child(2)").await?;
    world.browser.until_badge(tab, "").await?;
    ensure!(
        world.browser.maybe(CARD).await?.is_none(),
        "a card at a muted store"
    );
    world.browser.stop_background().await?;
    let store = open_popup(world, tab).await?;
    world
        .browser
        .until_text("#site", "It ends by itself")
        .await?;
    let browser = &world.browser;
    browser
        .open(&browser.extension_page("options.html"))
        .await?;
    browser.until_text("#mutes", "until").await?;
    browser.fill("#search-mutes", "nike").await?;
    browser.until_text("#mutes", "None of that name").await?;
    browser.fill("#search-mutes", "MACY").await?;
    browser.until_text("#mutes", "Macy").await?;
    browser.click("#mutes button").await?;
    browser.until_text("#mutes", "None.").await?;
    browser.until_badge(tab, "10%").await?;
    browser.click("#silence-day").await?;
    browser.until_text("#mutes", "Everywhere").await?;
    browser.until_badge(tab, "").await?;
    browser.switch_to(&store).await?;
    world.visit(NIKE).await?;
    open_popup(world, tab).await?;
    world
        .browser
        .until_text("#site", "silence everywhere")
        .await?;
    world.browser.click("#unmute").await?;
    world.browser.until_text("#site .rate", "3%").await?;
    world.browser.until_badge(tab, "3%").await
}

pub async fn neither_card_nor_lit_button_stays_behind(world: &mut World) -> Outcome {
    choose_card(world).await?;
    visit_with_card(world, MACYS).await?;
    let tab = world.browser.tab_id().await?;
    world.browser.until_badge(tab, "10%").await?;
    // A page that is no store's: the browser clears the button, and nothing of ours runs there.
    world.visit(ORDINARY).await?;
    world.browser.until_badge(tab, "").await?;
    let page = open_popup(world, tab).await?;
    let browser = &world.browser;
    browser
        .open(&browser.extension_page("options.html"))
        .await?;
    browser.click("#unit-mr").await?;
    until_view(world, Some(tab), "the store to be gone", |view| {
        view["settings"]["unit"] == "mr" && view["site"]["reason"] == "notListed"
    })
    .await?;
    world.browser.until_badge(tab, "").await?;

    let settings = world.browser.current_tab().await?;
    world.browser.switch_to(&page).await?;
    visit_with_card(world, NIKE).await?;
    world.browser.until_badge(tab, "3x").await?;
    let store = world.browser.current_tab().await?;
    world.browser.switch_to(&settings).await?;
    world.browser.click("#mode-popup").await?;
    world.browser.switch_to(&store).await?;
    wait::holds("the card to go", async || {
        Ok(world.browser.maybe(CARD).await?.is_none())
    })
    .await
}
