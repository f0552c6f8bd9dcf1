//! A store in full: rates by category, what a purchase earns, what the shopper keeps about it and is told of it.

use super::steps::{
    MACYS, activate_on_card, card, choose_card, choose_toolbar, open_popup, sign_up,
    visit_with_card,
};
use crate::{driver::Kind, ensure, failure::Outcome, shadow::Shadow, wait, world::World};
use serde_json::Value;

const TIERS: &str = "domain,name,rate,category,featured\n\
    macys.com,Macy's,up to 10%|2% Beauty|0% Gift cards,Department stores,yes\n";

/// The portal publishes these rows, and the device takes them.
async fn publish(world: &World, rows: &str, version: u64) -> Outcome {
    world.portal.import(rows).await?;
    let browser = &world.browser;
    browser
        .open(&browser.extension_page("options.html"))
        .await?;
    browser.click("#refresh").await?;
    wait::holds("the list to be taken", async || {
        let view = browser.kept::<Value>("keptView").await?;
        Ok(view["portals"][0]["version"] == version)
    })
    .await
}

/// In the settings, a card that pays so many times at department stores.
async fn add_card(world: &World, times: &str) -> Outcome {
    let browser = &world.browser;
    browser.fill("#card-name", "My card").await?;
    browser.fill("#card-times", times).await?;
    browser.fill("#card-category", "Department stores").await?;
    browser.click("#add-card button").await
}

async fn unfold(world: &World, part: &str) -> Outcome {
    let summary = format!("#details details:has({part}) summary");
    world.browser.click(&summary).await
}

pub async fn a_store_is_told_in_full_with_what_a_purchase_earns(world: &mut World) -> Outcome {
    choose_toolbar(world).await?;
    publish(world, TIERS, 2).await?;
    let browser = &world.browser;
    add_card(world, "much").await?;
    browser.until_text("#card-status", "plain figure").await?;
    add_card(world, "3").await?;
    browser.until_text("#cards", "3x").await?;
    world.visit(MACYS).await?;
    let tab = world.browser.tab_id().await?;
    let store = open_popup(world, tab).await?;
    browser.until_text("#site", "3x on My card").await?;
    browser.until_text("#site", "Promo codes").await?;
    unfold(world, "#tier-list").await?;
    let tiers = browser.until_text("#tier-list", "Beauty").await?;
    ensure!(
        tiers.contains("2%") && tiers.contains("Excluded"),
        "{tiers}"
    );
    unfold(world, "#calculator").await?;
    browser.fill("#amount", "249.90").await?;
    let earned = browser.until_text("#earned", "$24.99").await?;
    ensure!(earned.contains("2,499"), "{earned}");
    browser.fill("#amount", "1,249.90").await?;
    browser.until_text("#earned", "plain figure").await?;
    browser.fill("#amount", "249.90").await?;
    unfold(world, "#note-form").await?;
    browser.fill("#note", "Amex Offer").await?;
    browser.click("#keep-note").await?;
    browser
        .until_text("#stack-line", "your note: Amex Offer")
        .await?;
    browser.click("#star").await?;
    browser.until_text("#favourites", "Macy").await?;
    browser.stop_background().await?;
    browser.switch_to(&store).await?;
    browser
        .open(&browser.extension_page("options.html"))
        .await?;
    let kept = browser.until_text("#keepsakes", "Amex Offer").await?;
    ensure!(kept.contains("Favourite"), "{kept}");
    browser.click("#keepsakes button").await?;
    browser.until_text("#keepsakes", "None yet").await?;
    let sent = world.proxy.everything();
    let told = sent.iter().map(ToString::to_string).collect::<String>();
    ensure!(
        !told.contains("Amex") && !told.contains("card"),
        "what is noted left the device"
    );
    Ok(())
}

/// Waits for the line of the card that no page may search for.
async fn until_own(card: &Shadow, words: &str) -> Outcome {
    wait::until(
        &format!("{words:?} on the card"),
        async || Ok(card.find(".own").await?.attr("data-text").await?),
        |said| said.as_ref().is_some_and(|said| said.contains(words)),
    )
    .await
    .map(|_| ())
}

pub async fn the_card_shows_what_stacks_and_warns_of_codes_from_elsewhere(
    world: &mut World,
) -> Outcome {
    choose_card(world).await?;
    sign_up(world).await?;
    publish(world, TIERS, 2).await?;
    let browser = &world.browser;
    add_card(world, "3").await?;
    browser.until_text("#cards", "3x").await?;
    let shown = visit_with_card(world, MACYS).await?;
    until_own(&shown, "3x on My card").await?;
    let tab = browser.tab_id().await?;
    let store = open_popup(world, tab).await?;
    unfold(world, "#note-form").await?;
    browser.fill("#note", "Amex Offer").await?;
    browser.click("#keep-note").await?;
    browser
        .until_text("#stack-line", "your note: Amex Offer")
        .await?;
    browser.close_tab().await?;
    browser.switch_to(&store).await?;
    world.visit(MACYS).await?;
    let shown = card(world).await?;
    let stack = "up to 10% cash back + 3x on My card + your note: Amex Offer";
    until_own(&shown, stack).await?;
    let search = "return ['Amex Offer', 'My card'].filter((words) => window.find(words))";
    let found: Vec<String> = browser.execute(search, &[]).await?;
    ensure!(
        found.is_empty(),
        "the page can find the shopper's own words: {found:?}"
    );
    activate_on_card(world, &shown).await?;
    card(world)
        .await?
        .until_text("section", "Promo codes from elsewhere")
        .await
        .map(|_| ())
}

pub async fn a_slip_is_forgiven_and_a_boost_counts_down(world: &mut World) -> Outcome {
    choose_toolbar(world).await?;
    world.visit("https://garden.localhost/").await?;
    let tab = world.browser.tab_id().await?;
    open_popup(world, tab).await?;
    let browser = &world.browser;
    let said = browser.until_text("#site .boost", "ends in").await?;
    ensure!(said.contains("$20.00"), "{said}");
    browser.until_text("#boost", "$20.00").await?;
    unfold(world, "#calculator").await?;
    browser.fill("#amount", "1000").await?;
    let capped = browser.until_text("#earned", "$50.00").await?;
    ensure!(capped.contains("cap"), "{capped}");
    browser.until_text("#featured", "Sneakers Demo").await?;
    browser.fill("#search", "nordstrmo").await?;
    browser.until_text("#hits", "Nordstrom").await?;
    browser
        .until_text("#hit-status", "Nothing fits exactly")
        .await?;
    browser.click("#hits li .star").await?;
    browser.until_text("#favourites", "Nordstrom").await?;
    browser
        .open(&browser.extension_page("options.html"))
        .await?;
    browser.fill("#value-bilt", "1.55").await?;
    browser.click("#mode-popup").await?;
    browser
        .until_text("#break-even", "You count 1.55: cash wins")
        .await?;
    browser.fill("#value-bilt", "a lot").await?;
    browser.click("#value-mr").await?;
    browser.until_text("#values-status", "plain figure").await?;
    browser.click("#status-bilt option[value=gold]").await?;
    browser
        .until_text(
            "#break-even",
            "Bilt: points win above 1.00 cents each. You count 1.55: points",
        )
        .await?;
    browser.click("#preset-bilt").await?;
    browser.until_text("#break-even", "You count 2.20").await?;
    Ok(())
}

pub async fn a_rise_is_told_by_a_notification_and_drawn_as_history(world: &mut World) -> Outcome {
    choose_toolbar(world).await?;
    world.browser.grant("notifications").await?;
    world.visit(MACYS).await?;
    let tab = world.browser.tab_id().await?;
    let store = open_popup(world, tab).await?;
    let browser = &world.browser;
    unfold(world, "#alert-form").await?;
    browser.until_text("#history", "has not changed").await?;
    browser.fill("#alert", "12").await?;
    browser.click("#keep-alert").await?;
    browser
        .until_text("#alert-status", "We will tell you")
        .await?;
    // While the store is open nothing is told: it would say something about the visit.
    let popup = browser.current_tab().await?;
    browser.switch_to(&store).await?;
    world.visit("https://www.ordinary-page.example/").await?;
    browser.switch_to(&popup).await?;
    publish(world, "domain,name,rate\nmacys.com,Macy's,13%\n", 2).await?;
    wait::holds("the rise to be told", async || {
        let view = browser.kept::<Value>("keptView").await?;
        Ok(view["keepsakes"][0]["keepsake"]["told"] == true)
    })
    .await?;
    // Firefox without a screen closes a notification as soon as it is made.
    if browser.kind() == Kind::Chromium {
        wait::holds("the notification", async || {
            Ok(browser.notifications().await? == 1)
        })
        .await?;
    }
    browser.until_text("#keepsakes", "reached: 13%").await?;
    browser.switch_to(&store).await?;
    // From an ordinary page the store would count as referred.
    world.visit("https://duckduckgo.com/?q=macys").await?;
    world.visit(MACYS).await?;
    let tab = world.browser.tab_id().await?;
    open_popup(world, tab).await?;
    unfold(world, "#alert-form").await?;
    browser
        .until_text("#history", "Between 10% and 13%")
        .await
        .map(|_| ())
}
