//! What the shopper can hold us to: receipts, the self-test, the health of a trip, cookies as evidence.

use std::{fs, process::Stdio};

use super::silence::ensure_silent;
use super::steps::{MACYS, activate_on_card, choose_card, open_popup, sign_up, visit_with_card};
use crate::{ensure, failure::Outcome, paths, wait, world::World};
use serde_json::Value;
use tokio::process::Command;

const REFERRED: &str =
    "https://www.macys.com/?awc=3043_1606583260_feef24aba0ca5ffbbf513bb8f34cd1be";

async fn open_options(world: &World) -> Outcome {
    let browser = &world.browser;
    browser.open(&browser.extension_page("options.html")).await
}

/// What `portal verify-receipts` says of an exported log.
async fn is_whole(text: &str) -> Outcome<bool> {
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("receipts.jsonl");
    fs::write(&file, text)?;
    let status = Command::new(paths::portal_program())
        .arg("verify-receipts")
        .arg(file)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .await?;
    Ok(status.success())
}

pub async fn receipts_say_what_was_done_and_can_be_checked_by_anyone(world: &mut World) -> Outcome {
    choose_card(world).await?;
    sign_up(world).await?;
    let nike = visit_with_card(world, "https://www.nike.com/").await?;
    activate_on_card(world, &nike).await?;
    world.visit(REFERRED).await?;
    ensure_silent(world).await?;
    world.browser.stop_background().await?;
    open_options(world).await?;
    let table = world
        .browser
        .until_text("#receipts", "Stayed silent")
        .await?;
    for part in [
        "Activated",
        "Your click",
        "Nike",
        "Macy's",
        "Awin",
        "Address",
    ] {
        ensure!(table.contains(part), "{part} is missing: {table}");
    }
    world.browser.click("#verify-receipts").await?;
    world
        .browser
        .until_text("#receipts-status", "Whole")
        .await?;
    let receipts: Value = world.browser.kept("keptReceipts").await?;
    let text = receipts["text"].as_str().unwrap_or_default();
    ensure!(
        !text.contains("feef24") && !text.contains("http") && !text.contains("macys.com"),
        "an address in a receipt: {text}"
    );
    ensure!(is_whole(text).await?, "the portal's own check: {text}");
    let forged = text.replacen("suppressed", "activated", 1);
    ensure!(
        forged != text && !is_whole(&forged).await?,
        "a forged receipt passes"
    );
    world.browser.click("#delete-receipts").await?;
    world.browser.click("#sure-delete-receipts").await?;
    world
        .browser
        .until_text("#receipts", "None yet")
        .await
        .map(|_| ())
}

pub async fn the_self_test_finds_the_installed_rules_as_expected(world: &mut World) -> Outcome {
    open_options(world).await?;
    world.browser.click("#self-test").await?;
    let said = world
        .browser
        .until_text("#self-test-result", "As expected")
        .await?;
    ensure!(
        said.contains("Not as expected: 0.") && !said.contains("As expected: 0"),
        "{said}"
    );
    Ok(())
}

pub async fn what_it_costs_is_measured_when_the_shopper_asks(world: &mut World) -> Outcome {
    open_options(world).await?;
    let browser = &world.browser;
    browser.find("#sign-0").await?;
    browser.until_text("#portals", "3,162").await?;
    ensure!(browser.text("#speed-result").await?.is_empty(), "unasked");
    browser.click("#speed").await?;
    let said = browser
        .until_text("#speed-result", "Memory of the matching core")
        .await?;
    let figures = [" among 3,162 stores", "ms", "2 kB", "18 kB", "MB"];
    for figure in figures {
        ensure!(said.contains(figure), "no {figure:?} in {said:?}");
    }
    Ok(())
}

pub async fn a_referral_after_activation_turns_the_trips_light_red(world: &mut World) -> Outcome {
    choose_card(world).await?;
    sign_up(world).await?;
    let card = visit_with_card(world, MACYS).await?;
    let tab = activate_on_card(world, &card).await?;
    let store = open_popup(world, tab).await?;
    world.browser.until_text("#health", "Healthy").await?;
    world.browser.switch_to(&store).await?;
    world.visit(REFERRED).await?;
    world.browser.until_badge(tab, "").await?;
    open_popup(world, tab).await?;
    world
        .browser
        .until_text("#health", "Another site referred you")
        .await
        .map(|_| ())
}

pub async fn the_name_of_a_networks_cookie_silences_where_we_may_look(
    world: &mut World,
) -> Outcome {
    choose_card(world).await?;
    visit_with_card(world, MACYS).await?;
    world
        .browser
        .execute::<()>("document.cookie = 'im_ref=secret; path=/'", &[])
        .await?;
    visit_with_card(world, MACYS)
        .await?
        .until_text(".rate", "10%")
        .await?;
    world.browser.grant("cookies").await?;
    wait::holds("the cookie to be noticed", async || {
        world.visit(MACYS).await?;
        let tab = world.browser.tab_id().await?;
        Ok(world.browser.badge(tab).await?.is_empty())
    })
    .await?;
    ensure_silent(world).await
}
