//! Lists and portals that write strange names, and want what is not their own.

use super::steps::{ACTIVATE, CARD, MACYS, card, choose_card, sign_up};
use crate::{ensure, failure::Outcome, list_server::Fault, wait, world::World};

/// Names as a list may write them: markup, another direction, and as much as fits.
fn strange_names() -> String {
    let long = "Very long ".repeat(39);
    format!(
        "domain,name,rate\nmacys.com,\"<img src=x onerror=document.title='broken'><b>Macy's</b>\",12%\n\
         nike.com,حانوت نايك,11%\netsy.com,{long},9%\n"
    )
}

pub async fn names_of_a_list_are_text_and_turn_no_figures(world: &mut World) -> Outcome {
    choose_card(world).await?;
    let publisher = crate::publisher::Publisher::new("متجر <b>x</b>", &strange_names()).await?;
    let _server = super::portals::host(world, &publisher).await?;
    super::portals::add(world, &publisher.link().await?, "this portal's own").await?;
    for (page, name, rate) in [
        (MACYS, "<b>Macy's</b>", "12%"),
        ("https://www.nike.com/", "حانوت", "11%"),
        ("https://www.etsy.com/", "Very long", "9%"),
    ] {
        world.visit(page).await?;
        let shown = card(world).await?;
        shown.until_text(".rate", rate).await?;
        shown.until_text("h2", name).await?;
        ensure!(
            shown.maybe("h2 img, h2 b, p b").await?.is_none(),
            "markup of a name"
        );
        let width: f64 = world
            .browser
            .execute(
                &format!("return document.querySelector('{CARD}').getBoundingClientRect().width"),
                &[],
            )
            .await?;
        let is_narrow = width < 400.0;
        ensure!(is_narrow, "the card of {name} is {width} wide");
        // What stands beside a name keeps its place: the portal's name is set apart in the sentence around it.
        let said = shown.text("p.soft").await?;
        ensure!(said.contains("\u{2068}متجر <b>x</b>\u{2069}"), "{said:?}");
        let title: String = world.browser.execute("return document.title", &[]).await?;
        ensure!(title != "broken", "a name ran");
    }
    let tab = world.browser.tab_id().await?;
    super::steps::open_popup(world, tab).await?;
    world.browser.until_text("#site", "Very long").await?;
    ensure!(
        world
            .browser
            .maybe("#site img:not([src^='icons'])")
            .await?
            .is_none(),
        "markup in the popup"
    );
    Ok(())
}

/// The shopper is signed in at their portal, and adds another one that pays more and wants what is not its own.
pub async fn one_portal_learns_nothing_of_another(world: &mut World) -> Outcome {
    choose_card(world).await?;
    sign_up(world).await?;
    let (publisher, server) = super::portals::other(world).await?;
    super::portals::add(world, &publisher.link().await?, "this portal's own").await?;
    let shown = super::steps::visit_with_card(world, MACYS).await?;
    shown.until_text(".rate", "12%").await?;
    let mark = world.proxy.mark();
    // The other portal has no sign-in to offer; the shopper closes what opened.
    let store = world.browser.current_tab().await?;
    shown.click(ACTIVATE).await?;
    wait::holds("the other portal's sign-in", async || {
        Ok(server
            .asked()
            .iter()
            .any(|path| path.starts_with("/oauth/authorize")))
    })
    .await?;
    for tab in world.browser.tabs().await? {
        if tab != store {
            world.browser.switch_to(&tab).await?;
            world.browser.close_tab().await?;
        }
    }
    world.browser.switch_to(&store).await?;
    let requests = world.proxy.since(mark);
    let there: Vec<_> = requests
        .iter()
        .filter(|r| r.host == crate::publisher::HOST)
        .collect();
    ensure!(
        there
            .iter()
            .all(|r| r.authorization.is_none() && !r.url().contains("macys")),
        "what the other portal heard: {there:?}"
    );
    super::steps::open_page(world, "options.html").await?;
    world.browser.find("#sign-0.link").await.map(|_| ())
}

/// A portal that is asked for a sign-in leads on to another one, where the shopper is known, to be handed what that answers.
pub async fn one_portal_is_not_given_the_sign_in_of_another(world: &mut World) -> Outcome {
    sign_up(world).await?;
    let (publisher, server) = super::portals::other(world).await?;
    super::portals::add(world, &publisher.link().await?, "this portal's own").await?;
    server.serve(publisher.tree(), Fault::LeadsOn(crate::portal::BASE));
    let browser = &world.browser;
    let settings = browser.current_tab().await?;
    let window = browser
        .tab_opened_by(async || browser.click("#sign-1").await)
        .await?;
    // The question names the portal that asks it. The shopper does not read it.
    browser
        .until_text("main", "portal.pointback.example")
        .await?;
    browser.click("#allow").await?;
    browser.until_closed(&window).await?;
    browser.switch_to(&settings).await?;
    browser.until_text("#sign-1", "Sign in").await?;
    super::steps::open_page(world, "options.html").await?;
    browser.until_text("#sign-1", "Sign in").await?;
    browser.find("#sign-0.link").await?;
    let asked = server.asked();
    ensure!(
        asked.iter().all(|path| !path.starts_with("/oauth/token")),
        "what the other portal was asked: {asked:?}"
    );
    Ok(())
}
