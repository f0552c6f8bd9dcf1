//! Several portals: added by link, compared, removed; and a list server that does everything wrong.

use super::steps::{MACYS, choose_card, open_popup, visit_with_card};
use crate::list_server::{Fault, ListServer};
use crate::publisher::{HOST, Publisher};
use crate::{ensure, failure::Outcome, wait, world::World};

const TWELVE: &str = "domain,name,rate\nmacys.com,Macy's,12%\nnike.com,Nike,2%\n";
const FOURTEEN: &str = "domain,name,rate\nmacys.com,Macy's,14%\nnike.com,Nike,2%\n";

pub async fn open_options(world: &World) -> Outcome {
    let browser = &world.browser;
    browser.open(&browser.extension_page("options.html")).await
}

/// Serves a publisher's tree where its portal lives.
pub async fn host(world: &World, publisher: &Publisher) -> Outcome<ListServer> {
    let server = ListServer::start(publisher.tree()).await?;
    world.proxy.route(HOST, server.port);
    Ok(server)
}

/// A second portal, published and served.
pub async fn other(world: &World) -> Outcome<(Publisher, ListServer)> {
    let publisher = Publisher::new("Other portal", TWELVE).await?;
    let server = host(world, &publisher).await?;
    Ok((publisher, server))
}

/// Has a portal looked at on the options page, and waits for what is said of it.
pub async fn find(world: &World, link: &str, notice: &str) -> Outcome {
    let browser = &world.browser;
    open_options(world).await?;
    browser.fill("#portal-link", link).await?;
    browser.click("#add-portal button").await?;
    browser.until_text("#candidate", notice).await.map(|_| ())
}

/// Adds a portal and waits until its list is there.
pub async fn add(world: &World, link: &str, notice: &str) -> Outcome {
    find(world, link, notice).await?;
    world.browser.click("#confirm-portal").await?;
    world
        .browser
        .until_text("#portal-1", "Fresh")
        .await
        .map(|_| ())
}

pub async fn a_portal_is_added_by_link_compared_and_removed(world: &mut World) -> Outcome {
    choose_card(world).await?;
    let (publisher, _server) = other(world).await?;
    let link = publisher.link().await?;
    let (address, _) = link.split_once('#').unwrap_or_default();
    let wrong = format!("{address}#{}", "a".repeat(52));
    find(world, &wrong, "fingerprint is another").await?;
    add(world, &link, "this portal's own").await?;
    let card = visit_with_card(world, MACYS).await?;
    card.until_text(".rate", "12%").await?;
    card.until_text("section", "at Other portal").await?;
    let tab = world.browser.tab_id().await?;
    let store = open_popup(world, tab).await?;
    let site = world.browser.until_text("#site", "Other portals").await?;
    ensure!(
        site.contains("12%") && site.contains("10% cash back"),
        "both are compared: {site}"
    );
    open_options(world).await?;
    world.browser.click("#remove-1").await?;
    world.browser.click("#sure-remove-1").await?;
    wait::holds("the portal to be gone", async || {
        Ok(world.browser.maybe("#portal-1").await?.is_none())
    })
    .await?;
    // The card of the day came already; the button tells.
    world.browser.switch_to(&store).await?;
    world.visit(MACYS).await?;
    world.browser.until_badge(tab, "10%").await
}

pub async fn a_list_about_somebody_elses_portal_opens_its_own_page(world: &mut World) -> Outcome {
    choose_card(world).await?;
    let page = "https://memberships.example/shop/*";
    let publisher = Publisher::about("Your membership", page, TWELVE).await?;
    host(world, &publisher).await?;
    world.open_shop("memberships.example");
    add(world, "https://other.example", "no fingerprint").await?;
    world
        .browser
        .until_text("#portal-1", "published by someone else")
        .await?;
    let card = visit_with_card(world, MACYS).await?;
    card.until_text(".rate", "12%").await?;
    let before = world.proxy.mark();
    let opened = world
        .browser
        .tab_opened_by(async || card.click("button.primary").await)
        .await?;
    world.browser.switch_to(&opened).await?;
    world
        .browser
        .until_url("https://memberships.example/shop/macys.com")
        .await?;
    let ours = world.proxy.since(before);
    let strangers: Vec<_> = ours
        .iter()
        .filter(|r| r.host == HOST || r.host.starts_with("portal."))
        .collect();
    ensure!(
        strangers.is_empty(),
        "a click there sends nothing: {strangers:?}"
    );
    Ok(())
}

/// Asks for a fresh list, and waits until the settings say this of the portal.
async fn refused(world: &World, server: &ListServer, sentence: &str) -> Outcome {
    world.browser.click("#refresh").await?;
    wait::until(
        &format!("{sentence:?}"),
        async || Ok((server.asked(), world.browser.text("#portal-1").await?)),
        |(asked, said)| !asked.is_empty() && said.contains(sentence),
    )
    .await
    .map(|_| ())
}

/// Asks for a fresh list, and waits until it was taken by way of a file with this ending.
async fn accepted(world: &World, server: &ListServer, ending: &str) -> Outcome {
    world.browser.click("#refresh").await?;
    wait::until(
        "the list to be taken",
        async || Ok((server.asked(), world.browser.text("#portal-1").await?)),
        |(asked, said)| {
            let came = asked.iter().any(|path| path.ends_with(ending));
            came && said.contains("Fresh") && !said.contains("Last check")
        },
    )
    .await
    .map(|_| ())
}

async fn shows(world: &World, rate: &str) -> Outcome {
    let card = visit_with_card(world, MACYS).await?;
    card.until_text(".rate", rate).await?;
    open_options(world).await
}

pub async fn whatever_a_list_server_does_the_good_list_stays(world: &mut World) -> Outcome {
    choose_card(world).await?;
    let (publisher, server) = other(world).await?;
    add(world, &publisher.link().await?, "this portal's own").await?;
    publisher.publish(FOURTEEN).await?;
    for (fault, sentence) in [
        (Fault::Truncates("head.json"), "could not be read"),
        (Fault::Inflates("head.json"), "larger than it may be"),
        (Fault::Fails(500), "could not deliver"),
        (Fault::Garbles("head.json"), "could not be read"),
        (Fault::Loses("head.json"), "missing at the portal"),
        (Fault::Redirects, "could not be reached"),
    ] {
        server.serve(publisher.tree(), fault);
        refused(world, &server, sentence).await?;
    }
    shows(world, "12%").await?;
    // A delta that is lost on the way is made good by the snapshot.
    server.serve(publisher.tree(), Fault::Loses(".delta"));
    accepted(world, &server, ".snap").await?;
    let asked = server.asked();
    ensure!(asked.iter().any(|p| p.ends_with(".delta")), "{asked:?}");
    shows(world, "14%").await
}

pub async fn without_site_access_a_list_must_say_who_may_read_it(world: &mut World) -> Outcome {
    let (publisher, server) = other(world).await?;
    let link = publisher.link().await?;
    server.serve(publisher.tree(), Fault::ForgetsCors);
    find(world, &link, "could not be reached").await?;
    server.serve(publisher.tree(), Fault::Nothing);
    add(world, &link, "this portal's own").await
}

pub async fn a_snapshot_that_arrives_wrong_is_never_taken(world: &mut World) -> Outcome {
    choose_card(world).await?;
    let (publisher, server) = other(world).await?;
    server.serve(publisher.tree(), Fault::Truncates(".snap"));
    find(world, &publisher.link().await?, "this portal's own").await?;
    world.browser.click("#confirm-portal").await?;
    world
        .browser
        .until_text("#portal-1", "not the one that was signed")
        .await?;
    for (fault, sentence) in [
        (Fault::Inflates(".snap"), "larger than it may be"),
        (Fault::Loses(".snap"), "missing at the portal"),
        (Fault::Bombs(".snap"), "larger than it may be"),
        (Fault::Garbles(".snap"), "not the one that was signed"),
    ] {
        server.serve(publisher.tree(), fault);
        refused(world, &server, sentence).await?;
    }
    shows(world, "10%").await?;
    server.serve(publisher.tree(), Fault::Nothing);
    accepted(world, &server, ".snap").await?;
    shows(world, "12%").await
}

pub async fn heads_of_yesterday_of_a_twin_and_of_others_are_refused_by_name(
    world: &mut World,
) -> Outcome {
    choose_card(world).await?;
    let publisher = Publisher::new("Other portal", FOURTEEN).await?;
    let server = host(world, &publisher).await?;
    let (old, twin) = (publisher.fork()?, publisher.fork()?);
    publisher.publish(TWELVE).await?;
    twin.publish("domain,name,rate\nmacys.com,Macy's,50%\n")
        .await?;
    let foreign = Publisher::new("Somebody", FOURTEEN).await?;
    add(world, &publisher.link().await?, "this portal's own").await?;
    for (tree, sentence) in [
        (old.tree(), "an older list"),
        (twin.tree(), "two things at once"),
        (foreign.tree(), "not signed by the portal"),
    ] {
        server.serve(tree, Fault::Nothing);
        refused(world, &server, sentence).await?;
    }
    server.serve(publisher.tree(), Fault::IsBusy);
    refused(world, &server, "asked us to come back later").await?;
    shows(world, "12%").await
}

pub async fn rotated_keys_are_followed_and_a_delta_is_taken(world: &mut World) -> Outcome {
    choose_card(world).await?;
    let (publisher, server) = other(world).await?;
    add(world, &publisher.link().await?, "this portal's own").await?;
    publisher.rotate_list_key().await?;
    publisher.publish(FOURTEEN).await?;
    server.serve(publisher.tree(), Fault::Nothing);
    accepted(world, &server, ".delta").await?;
    let asked = server.asked();
    ensure!(
        asked.iter().any(|p| p.ends_with("root/2.json")),
        "{asked:?}"
    );
    ensure!(!asked.iter().any(|p| p.ends_with(".snap")), "{asked:?}");
    shows(world, "14%").await
}
