//! A clock that was ahead for a while has dated something into the future: it gives way to what is said next.

use crate::{
    account_pages::ann,
    elections::elect,
    payday::Saver,
    ways::{ACCOUNT, ANN, BILT, choose, stored},
    world::World,
};
use pointback_portal::payout::{programme, way::Kind};
use pointback_portal::programme_terms::{self, Terms};
use serde_json::json;

#[tokio::test]
async fn an_election_gives_way_to_the_next_one() {
    for next in ["usd", "mr", "bilt"] {
        let world = World::new().await;
        let (shopper, _) = ann(&world).await;
        let unit = || async { shopper.get("/v1/election").await.json()["unit"].clone() };
        shopper.put("/v1/election", json!({ "unit": "mr" })).await;
        world.pass(-180_000);
        let elected = shopper.put("/v1/election", json!({ "unit": next })).await;
        assert_eq!(elected.json()["unit"], next);
        assert_eq!(unit().await, next, "in force from now on");
        world.pass(360_000);
        assert_eq!(unit().await, next, "what was elected last");
    }
}

#[tokio::test]
async fn an_agreement_gives_way_to_the_next_one() {
    let world = World::new().await;
    let (_, mut browser) = ann(&world).await;
    let agreed = [("unit", "mr"), ("agreed", "standard")];
    elect(&mut browser, &agreed).await;
    world.pass(-180_000);
    elect(&mut browser, &agreed).await;
    let open = "the question about taking part is not answered";
    assert!(!browser.get("/account").await.text.contains(open));
}

#[tokio::test]
async fn a_wording_gives_way_to_the_next_one() {
    let world = World::new().await;
    let (_, mut browser) = ann(&world).await;
    for (version, minutes) in [("ahead", 0), ("right", -3)] {
        world.pass(minutes * 60_000);
        let terms = Terms {
            unit: "mr".to_owned(),
            version: version.to_owned(),
            question: format!("I hold the {version} card."),
        };
        let set = programme_terms::set(world.pool(), &terms, world.now_ms());
        assert!(set.await.unwrap());
    }
    for _ in 0..2 {
        let page = browser.get("/account/payout?unit=mr").await.text;
        assert!(page.contains("I hold the right card."), "{page}");
        world.pass(360_000);
    }
}

#[tokio::test]
async fn a_way_gives_way_to_the_next_one() {
    for next in ["first@example.org", "ahead@example.org", "ann@example.org"] {
        let world = World::new().await;
        let ann = Saver::new(&world, ANN).await;
        ann.by_paypal("first@example.org").await;
        world.pass(180_000);
        ann.by_paypal("ahead@example.org").await;
        world.pass(-170_000);
        ann.by_paypal(next).await;
        let chosen = Some((Kind::PayPal, next.to_owned()));
        assert_eq!(stored(&ann, "usd").await, chosen, "in force from now on");
        world.pass(360_000);
        assert_eq!(stored(&ann, "usd").await, chosen, "what was chosen last");
    }
}

#[tokio::test]
async fn a_status_gives_way_to_the_next_one() {
    let world = World::new().await;
    let ann = Saver::new(&world, ANN).await;
    let mut browser = ann.browser().await;
    choose(&mut browser, &ACCOUNT).await;
    for (status, minutes) in [("gold", 3), ("blue", -2)] {
        world.pass(minutes * 60_000);
        programme::confirm(
            world.pool(),
            &ann.id,
            "bilt",
            "B-4477",
            status,
            world.now_ms(),
        )
        .await
        .unwrap();
    }
    for _ in 0..2 {
        let page = browser.get(BILT).await.text;
        assert!(page.contains("with the status “blue”"), "{page}");
        world.pass(360_000);
    }
}
