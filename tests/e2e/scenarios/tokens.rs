//! Tokens of several portals: none waits for another's, and a sign-out is carried out whatever dies.

use super::steps::{MACYS, activate_on_card, choose_card, sign_up, visit_with_card};
use super::{portals, storage};
use crate::list_server::{Fault, ListServer};
use crate::publisher::{HOST, Publisher};
use crate::{ensure, failure::Outcome, wait, world::World};
use serde_json::{Value, json};

const NIKE: &str = "domain,name,rate\nnike.com,Nike,2%\n";

/// A second portal at which the shopper is signed in. It is a list alone: what a sign-in leaves is put where it would lie.
async fn member_elsewhere(world: &World) -> Outcome<(Publisher, ListServer)> {
    let publisher = Publisher::new("Other portal", NIKE).await?;
    let server = portals::host(world, &publisher).await?;
    portals::add(world, &publisher.link().await?, "this portal's own").await?;
    world.browser.stop_background().await?;
    let put = "await change(async (store) => {
            const [version, memory] = JSON.parse(new TextDecoder().decode(await done(store.get('memory'))));
            memory.portals[1].account = { me: null, seen: 0, earned: '' };
            store.put(new TextEncoder().encode(JSON.stringify([version, memory])), 'memory');
            store.put(new TextEncoder().encode('theirs'), args);
        });";
    storage::run::<Value>(world, put, refresh_there().into()).await?;
    Ok((publisher, server))
}

/// Under which key a token of the other portal would lie.
pub fn refresh_there() -> String {
    format!("refresh:https://{HOST}/oauth/token")
}

async fn is_kept_there(world: &World) -> Outcome<bool> {
    let keys = "return (await change((store) => done(store.getAllKeys()))).includes(args);";
    storage::run(world, keys, refresh_there().into()).await
}

/// Both portals are asked for balances; the other one does not answer.
async fn ask(world: &World, server: &ListServer) -> Outcome {
    let opened = json!({ "type": "surfaceOpened", "tab": null, "url": null });
    let _: Value = world.browser.send_message(opened).await?;
    wait::holds("the other portal to be asked for a token", async || {
        Ok(server.hanging() > 0)
    })
    .await
}

pub async fn a_portal_that_does_not_answer_holds_up_no_other(world: &mut World) -> Outcome {
    choose_card(world).await?;
    sign_up(world).await?;
    let (publisher, server) = member_elsewhere(world).await?;
    server.serve(publisher.tree(), Fault::Hangs("/oauth/token"));
    let card = visit_with_card(world, MACYS).await?;
    ask(world, &server).await?;
    activate_on_card(world, &card).await?;
    ensure!(server.hanging() > 0, "the click waited for another portal");
    Ok(())
}

pub async fn a_sign_out_is_carried_out_although_the_background_dies(world: &mut World) -> Outcome {
    let (publisher, server) = member_elsewhere(world).await?;
    server.serve(publisher.tree(), Fault::Hangs("/oauth/token"));
    ask(world, &server).await?;
    let sign_out = json!({ "type": "signOutClicked", "portal": 1 });
    let _: Value = world.browser.send_message(sign_out).await?;
    let view: Value = world.browser.kept("keptView").await?;
    ensure!(
        view["portals"][1]["account"].is_null(),
        "signed out: {view}"
    );
    world.browser.stop_background().await?;
    ensure!(is_kept_there(world).await?, "the token waited for its turn");
    let mark = world.proxy.mark();
    portals::open_options(world).await?;
    wait::holds("the token to be forgotten", async || {
        Ok(!is_kept_there(world).await?)
    })
    .await?;
    wait::holds("the portal to be told", async || {
        let since = world.proxy.since(mark).into_iter();
        Ok(since.filter(|r| r.path == "/oauth/revoke").count() == 1)
    })
    .await
}
