//! The list: a bad one changes nothing, a good one is shown.

use std::fs;
use std::path::PathBuf;

use super::steps::{MACYS, choose_card, visit_with_card};
use crate::{failure::Outcome, world::World};
use serde_json::{Value, json};

fn head(world: &World) -> PathBuf {
    world.portal.data().join("public/rates/v1/head.json")
}

async fn refresh(world: &World) -> Outcome {
    let browser = &world.browser;
    browser
        .open(&browser.extension_page("options.html"))
        .await?;
    browser.click("#refresh").await
}

pub async fn a_tampered_list_is_refused_and_the_old_one_kept(world: &mut World) -> Outcome {
    choose_card(world).await?;
    let good = fs::read_to_string(head(world))?;
    let payload = good.find("\"payload\":\"").map_or(0, |at| at + 40);
    let mut bad = good.clone();
    let other = if good[payload..].starts_with('A') {
        "B"
    } else {
        "A"
    };
    bad.replace_range(payload..=payload, other);
    fs::write(head(world), bad)?;
    refresh(world).await?;
    world
        .browser
        .until_text("#portals", "The old one stays")
        .await?;
    let card = visit_with_card(world, MACYS).await?;
    card.until_text(".rate", "10%").await?;
    fs::write(head(world), good)?;
    refresh(world).await?;
    crate::wait::holds("the trouble to be over", async || {
        Ok(!world.browser.text("#portals").await?.contains("stays"))
    })
    .await
}

pub async fn a_new_list_is_taken_and_shown(world: &mut World) -> Outcome {
    choose_card(world).await?;
    visit_with_card(world, MACYS)
        .await?
        .until_text(".rate", "10%")
        .await?;
    world
        .portal
        .import("domain,name,rate\nmacys.com,Macy's,12%\n")
        .await?;
    refresh(world).await?;
    // A page that is opened before the list is there shows what was true then.
    crate::wait::holds("the second version to be taken", async || {
        let view = world.browser.kept::<Value>("keptView").await?;
        Ok(view["portals"][0]["version"] == 2)
    })
    .await?;
    let card = visit_with_card(world, MACYS).await?;
    card.until_text(".rate", "12%").await?;
    let tab = world.browser.tab_id().await?;
    world.browser.until_badge(tab, "12%").await
}

/// A parameter that no packaged rule knows, until the portal's newer rules have come with the list.
pub async fn newer_rules_come_with_the_list_and_silence(world: &mut World) -> Outcome {
    const REFERRED: &str = "https://www.macys.com/?brandnewref=1";
    choose_card(world).await?;
    visit_with_card(world, REFERRED)
        .await?
        .until_text(".rate", "10%")
        .await?;
    let mut rules: Value = serde_json::from_str(pointback_core::policy::PACKAGED)?;
    let rule = json!({ "from": "impact", "confidence": "B", "params": ["brandnewref"] });
    let there = rules["networks"][0]["rules"].as_array_mut();
    there.into_iter().for_each(|rules| rules.push(rule.clone()));
    world.portal.install_rules(&rules.to_string()).await?;
    refresh(world).await?;
    let is_kept = "const { saved } = await import(ext.runtime.getURL('saved.js'));
        return new TextDecoder().decode(await saved('rules')).includes('brandnewref');";
    crate::wait::holds("the new rule to be kept", async || {
        world.browser.extension_eval(is_kept, Value::Null).await
    })
    .await?;
    world.visit(REFERRED).await?;
    super::silence::ensure_silent(world).await?;
    world.browser.stop_background().await?;
    world.visit(MACYS).await?;
    super::silence::ensure_silent(world).await
}

/// Prints how long a whole list takes in the browser's own WebAssembly: to verify, unpack, decode and index it, with
/// fetching it from the package and saving it (`package`); and to read, check, decode and index the saved one (`saved`).
pub async fn a_whole_list_wakes_in_a_moment(world: &mut World) -> Outcome {
    let folder = crate::paths::prepared().join("extension");
    fs::write(
        folder.join("measure.html"),
        include_str!("../pages/measure.html"),
    )?;
    fs::write(
        folder.join("measure.js"),
        include_str!("../pages/measure.js"),
    )?;
    let browser = &world.browser;
    browser
        .open(&browser.extension_page("measure.html"))
        .await?;
    let text = browser.until_text("body", "saved").await?;
    let times: serde_json::Value = serde_json::from_str(&text)?;
    println!(
        "   {}: whole list from the package {:.1} ms, from the saved bytes {:.1} ms (medians of 15)",
        browser.kind().name(),
        times["package"].as_f64().unwrap_or_default(),
        times["saved"].as_f64().unwrap_or_default(),
    );
    Ok(())
}
