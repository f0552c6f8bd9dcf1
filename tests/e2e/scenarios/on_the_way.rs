//! Referrals that are seen before the page is there to which they lead, and when that is late or never comes.

use super::hostile::{heard, listen};
use super::silence::ensure_silent;
use super::steps::{MACYS, choose_card};
use crate::{driver::Kind, failure::Outcome, hop_server, wait, world::World};
use serde_json::{Value, json};

const OPEN: &str = "return (await ext.tabs.create({ url: args, active: false })).id;";

/// Waits until what a tab asked for is there.
async fn until_complete(world: &World, tab: i64) -> Outcome {
    wait::holds("the store to be there", async || {
        let state = "return (await ext.tabs.get(args)).status;";
        let status: String = world.browser.extension_eval(state, json!(tab)).await?;
        Ok(status == "complete")
    })
    .await
}

/// What the background has saved, as text.
const MEMORY: &str = "const open = indexedDB.open('pointback');
    const done = (request) => new Promise((yes, no) => { request.onsuccess = () => yes(request.result); request.onerror = no; });
    const database = await done(open);
    const bytes = await done(database.transaction('state').objectStore('state').get('memory'));
    database.close();
    return new TextDecoder().decode(bytes);";

async fn until_saved(world: &World, network: &str) -> Outcome {
    wait::holds("the referral to be written down", async || {
        let memory: String = world.browser.extension_eval(MEMORY, Value::Null).await?;
        Ok(memory.contains(network))
    })
    .await
}

/// The network has sent the shopper on, the store has not answered yet, and the background dies between the two.
pub async fn a_background_that_dies_between_hop_and_landing_is_silent_all_the_same(
    world: &mut World,
) -> Outcome {
    choose_card(world).await?;
    let store = hop_server::start_held().await?;
    world
        .proxy
        .route("www.awin1.com", hop_server::start().await?);
    world.proxy.route("www.macys.com", store.port);
    // In another tab: a driver waits for the page of its own before it does anything else.
    let link = format!("https://www.awin1.com/cread.php?to={MACYS}");
    let tab: i64 = world.browser.extension_eval(OPEN, json!(link)).await?;
    store.until_asked().await?;
    until_saved(world, "awin").await?;
    world.browser.stop_background().await?;
    store.answer();
    until_complete(world, tab).await?;
    world.visit(MACYS).await?;
    ensure_silent(world).await
}

/// The last redirect is nobody's that is known, and while the store has not answered yet, the page before tells of itself
/// once more.
pub async fn a_page_that_is_left_takes_no_evidence_from_the_next_one(world: &mut World) -> Outcome {
    choose_card(world).await?;
    let (hops, store) = (hop_server::start().await?, hop_server::start_held().await?);
    for host in ["www.awin1.com", "link.blog.example"] {
        world.proxy.route(host, hops);
    }
    world.proxy.route("www.macys.com", store.port);
    world.open_shop("www.nike.com");
    let before = json!("https://www.nike.com/");
    let tab: i64 = world.browser.extension_eval(OPEN, before).await?;
    wait::holds("the page before to be judged", async || {
        Ok(world.browser.site(Some(tab)).await?["state"] == "offer")
    })
    .await?;
    listen(world).await?;
    let link = format!("https://www.awin1.com/cread.php?to=https://link.blog.example/?to={MACYS}");
    let follow = "await ext.tabs.update(args.tab, { url: args.link });";
    let () = world
        .browser
        .extension_eval(follow, json!({ "tab": tab, "link": link }))
        .await?;
    store.until_asked().await?;
    let change = "await ext.scripting.executeScript({ target: { tabId: args }, func: () => history.pushState(null, '', '/more') });";
    let () = world.browser.extension_eval(change, json!(tab)).await?;
    wait::holds("the page before to tell of itself", async || {
        let told = heard(world, "pageSeen").await?;
        Ok(told.iter().any(|m| m["url"] == "https://www.nike.com/more"))
    })
    .await?;
    store.answer();
    until_complete(world, tab).await?;
    world.visit(MACYS).await?;
    ensure_silent(world).await
}

/// A page that the browser renders ahead, for a visit that may never come, is a referral as any other. Chromium only:
/// Firefox renders nothing ahead.
pub async fn a_referral_in_a_page_rendered_ahead_silences(world: &mut World) -> Outcome {
    if world.browser.kind() != Kind::Chromium {
        return Ok(());
    }
    choose_card(world).await?;
    let store = hop_server::start_held().await?;
    store.answer();
    world.proxy.route("www.macys.com", store.port);
    world.browser.open(MACYS).await?;
    let ahead = "const rules = document.createElement('script');
        rules.type = 'speculationrules';
        rules.textContent = JSON.stringify({ prerender: [{ urls: ['/?awc=3043_1606583260_fe'], eagerness: 'immediate' }] });
        document.head.append(rules);";
    world.browser.execute::<()>(ahead, &[]).await?;
    wait::holds("the page to be rendered ahead", async || {
        Ok(world
            .proxy
            .requests()
            .iter()
            .any(|r| r.url().contains("awc=")))
    })
    .await?;
    until_saved(world, "awin").await?;
    world.visit("https://www.macys.com/other").await?;
    ensure_silent(world).await
}
