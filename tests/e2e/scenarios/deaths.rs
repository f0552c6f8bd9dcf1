//! The background dies between each pair of steps of a shopper's stories, and nothing is lost or doubled. The click and
//! the purchase are in `clicks.rs`, referrals in `silence.rs`; every story of the core's own tests dies everywhere.

use super::silence::ensure_silent;
use super::steps::{
    MACYS, TICK, card, choose_card, open_popup, sign_up, sign_up_in, visit_with_card,
};
use crate::{ensure, ensure_eq, failure::Outcome, wait, world::World};
use fantoccini::key::Key;
use serde_json::{Value, json};

async fn options(world: &World) -> Outcome {
    world.browser.stop_background().await?;
    let browser = &world.browser;
    browser.open(&browser.extension_page("options.html")).await
}

pub async fn settings_stay_although_the_background_dies_after_each(world: &mut World) -> Outcome {
    choose_card(world).await?;
    options(world).await?;
    world.browser.click("#unit-mr").await?;
    wait::holds("the unit to be saved", async || {
        let view = world.browser.kept::<Value>("keptView").await?;
        Ok(view["settings"]["unit"] == "mr")
    })
    .await?;
    options(world).await?;
    world.browser.fill("#prompts-a-day", "7").await?;
    world.browser.press(Key::Tab).await?;
    wait::holds("the limit to be saved", async || {
        let view = world.browser.kept::<Value>("keptView").await?;
        Ok(view["settings"]["limits"]["prompts"] == 7)
    })
    .await?;
    options(world).await?;
    let mute = json!({ "type": "muted", "site": "nike.com", "lasting": "month" });
    let _: Value = world.browser.send_message(mute).await?;
    world.browser.stop_background().await?;
    visit_with_card(world, MACYS)
        .await?
        .until_text(".rate", "10x")
        .await?;
    world.browser.stop_background().await?;
    let view: Value = world.browser.kept("keptView").await?;
    let settings = &view["settings"];
    ensure_eq!(settings["mode"], "card", "the mode");
    ensure_eq!(settings["unit"], "mr", "the unit");
    ensure_eq!(settings["limits"]["prompts"], 7, "the limit");
    ensure!(
        view["mutes"].to_string().contains("nike.com"),
        "{}",
        view["mutes"]
    );
    Ok(())
}

/// The extension has the first one, and a page of ours is open.
async fn publish_a_second_version(world: &World) -> Outcome {
    choose_card(world).await?;
    visit_with_card(world, MACYS)
        .await?
        .until_text(".rate", "10%")
        .await?;
    world
        .portal
        .import("domain,name,rate\nmacys.com,Macy's,12%\n")
        .await?;
    options(world).await
}

pub async fn a_list_is_taken_although_the_background_dies_at_each_step(
    world: &mut World,
) -> Outcome {
    publish_a_second_version(world).await?;
    // The look dies with the background, wherever it was; another one begins from the start.
    wait::holds("the second version to be taken", async || {
        let _: Value = world
            .browser
            .send_message(json!({ "type": "refreshClicked" }))
            .await?;
        world.browser.stop_background().await?;
        let view = world.browser.kept::<Value>("keptView").await?;
        // The portal is asked once a minute at most; the alarm rings for what was left undone.
        if view["portals"][0]["version"] != 2 {
            plan_look(world, "0").await?;
            let _: Value = world.browser.site(None).await?;
            return Ok(false);
        }
        Ok(true)
    })
    .await?;
    visit_with_card(world, MACYS)
        .await?
        .until_text(".rate", "12%")
        .await?;
    Ok(())
}

/// Writes when the next look at the list is, milliseconds as a script says them.
async fn plan_look(world: &World, at: &str) -> Outcome {
    let plan = format!(
        "const at = {at};
        const open = indexedDB.open('pointback');
        const database = await new Promise((yes) => {{ open.onsuccess = () => yes(open.result); }});
        const store = database.transaction('state', 'readwrite').objectStore('state');
        const read = store.get('memory');
        await new Promise((yes) => {{ read.onsuccess = yes; }});
        const [version, memory] = JSON.parse(new TextDecoder().decode(read.result));
        memory.portals[0].next_sync = at;
        const write = store.put(new TextEncoder().encode(JSON.stringify([version, memory])), 'memory');
        await new Promise((yes) => {{ write.onsuccess = yes; }});
        database.close();
        if (at > 0) await ext.alarms.create({{ when: at }});"
    );
    world.browser.extension_eval(&plan, Value::Null).await
}

pub async fn an_alarm_that_wakes_the_background_is_followed_by_the_look(
    world: &mut World,
) -> Outcome {
    publish_a_second_version(world).await?;
    world.browser.stop_background().await?;
    plan_look(world, "Date.now() + 1500").await?;
    wait::holds("the second version to be taken", async || {
        let view = world.browser.kept::<Value>("keptView").await?;
        Ok(view["portals"][0]["version"] == 2)
    })
    .await
}

pub async fn signing_in_survives_the_death_of_the_background(world: &mut World) -> Outcome {
    choose_card(world).await?;
    let shown = visit_with_card(world, MACYS).await?;
    shown.until_text(".rate", "10%").await?;
    let tab = world.browser.tab_id().await?;
    let store = world.browser.current_tab().await?;
    // It dies while the shopper is at the portal. What comes back finds nobody; the click waits for another attempt.
    let window = world
        .browser
        .tab_opened_by(async || shown.click("button.primary").await)
        .await?;
    world.browser.stop_background().await?;
    if world.browser.tabs().await?.contains(&window) {
        world.browser.switch_to(&window).await?;
        world.browser.close_tab().await?;
    }
    world.browser.switch_to(&store).await?;
    world.browser.reload().await?;
    let shown = card(world).await?;
    sign_up_in(world, async || shown.click("button.primary").await).await?;
    world.browser.until_badge(tab, TICK).await?;
    world.browser.stop_background().await?;
    let clicks = world.proxy.requests();
    let clicks = clicks
        .iter()
        .filter(|r| r.method == "POST" && r.path == "/v1/clicks");
    ensure_eq!(clicks.count(), 1, "clicks for one wish");
    open_popup(world, tab).await?;
    world
        .browser
        .until_text("#site", "Activated")
        .await
        .map(|_| ())
}

pub async fn a_referral_is_remembered_although_the_background_dies_after_each_visit(
    world: &mut World,
) -> Outcome {
    choose_card(world).await?;
    sign_up(world).await?;
    world.browser.stop_background().await?;
    visit_with_card(world, MACYS)
        .await?
        .until_text(".rate", "10%")
        .await?;
    world.browser.stop_background().await?;
    world
        .visit("https://www.macys.com/?awc=3043_1606583260_fe")
        .await?;
    ensure_silent(world).await?;
    for page in [MACYS, "https://www.macys.com/shoes", MACYS] {
        world.browser.stop_background().await?;
        world.visit(page).await?;
        ensure_silent(world).await?;
    }
    Ok(())
}
