//! Pictures of every surface, to be looked at: `target/e2e/pictures/`.

use std::fs;

use super::portals;
use super::steps::{
    MACYS, activate_on_card, buy, choose_card, open_popup, sign_up, until_account, visit_with_card,
};
use crate::browser::ColorScheme;
use crate::{failure::Outcome, paths, world::World};

pub async fn take(world: &World, name: &str) -> Outcome {
    let folder = paths::prepared().join("pictures");
    fs::create_dir_all(&folder)?;
    for (scheme, word) in [(ColorScheme::Light, "light"), (ColorScheme::Dark, "dark")] {
        world.browser.color_scheme(scheme).await?;
        let file = format!("{name}-{}-{word}.png", world.browser.kind().name());
        world.browser.still_screenshot(&folder.join(file)).await?;
    }
    world.browser.color_scheme(ColorScheme::Light).await
}

pub async fn every_surface_in_light_and_dark(world: &mut World) -> Outcome {
    let browser = &world.browser;
    browser
        .open(&browser.extension_page("welcome.html"))
        .await?;
    browser.until_text("body", "September 2021").await?;
    take(world, "welcome").await?;
    choose_card(world).await?;
    sign_up(world).await?;
    world.browser.execute::<()>("scrollTo(0, 0)", &[]).await?;
    take(world, "options").await?;
    let card = visit_with_card(world, MACYS).await?;
    card.until_text(".rate", "10%").await?;
    take(world, "card").await?;
    let tab = activate_on_card(world, &card).await?;
    super::steps::card(world)
        .await?
        .until_text("section", "Activated")
        .await?;
    take(world, "card-active").await?;
    buy(world).await?;
    let store = open_popup(world, tab).await?;
    until_account(world, "the pending balance", |text| text.contains("$10.00")).await?;
    take(world, "popup").await?;
    world.browser.switch_to(&store).await?;
    let (publisher, server) = portals::other(world).await?;
    portals::find(world, &publisher.link().await?, "this portal's own").await?;
    take(world, "options-candidate").await?;
    world.browser.click("#confirm-portal").await?;
    world.browser.until_text("#portal-1", "Fresh").await?;
    take(world, "options-portals").await?;
    visit_with_card(world, "https://www.nike.com/").await?;
    let tab = world.browser.tab_id().await?;
    open_popup(world, tab).await?;
    world.browser.until_text("#site", "Other portals").await?;
    take(world, "popup-portals").await?;
    let browser = &world.browser;
    browser
        .open(&browser.extension_page("options.html"))
        .await?;
    browser.click("#self-test").await?;
    browser
        .until_text("#self-test-result", "As expected")
        .await?;
    browser
        .execute::<()>(
            "document.querySelector('#receipts-title').scrollIntoView()",
            &[],
        )
        .await?;
    take(world, "options-receipts").await?;
    drop(server);
    Ok(())
}
