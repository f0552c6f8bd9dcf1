//! What a member is paid in: the warning, the question, and new wordings of it.

use crate::{
    account_pages::ann,
    browser::{Answer, Browser},
    shopper::{PASSWORD, Shopper, sign_in, submit},
    world::World,
};
use axum::http::StatusCode;
use pointback_portal::programme_terms::{self, Terms};
use serde_json::json;

pub async fn elect(browser: &mut Browser<'_>, fields: &[(&str, &str)]) -> Answer {
    submit(browser, "/account", "/account/election", fields).await
}

#[tokio::test]
async fn points_are_warned_of_and_asked_about_before_they_are_elected() {
    let world = World::new().await;
    let (shopper, mut browser) = ann(&world).await;
    let page = browser.get("/account/payout?unit=mr").await.text;
    for part in [
        "Points that were delivered cannot be turned back into cash",
        "$1.00 becomes 100 points",
        "1.00 cents",
        "US consumer card that earns Membership Rewards",
        "Wording: standard",
    ] {
        assert!(page.contains(part), "{part}: {page}");
    }
    let unit = || async { shopper.get("/v1/election").await.json()["unit"].clone() };
    for fields in [
        &[("unit", "mr")][..],
        &[("unit", "mr"), ("agreed", "older")],
    ] {
        let refused = elect(&mut browser, fields).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.text.contains("Tick this first") && refused.text.contains("aria-invalid"));
        assert_eq!(unit().await, "usd");
    }
    let done = elect(&mut browser, &[("unit", "mr"), ("agreed", "standard")]).await;
    assert_eq!(done.location(), "/account");
    assert_eq!(unit().await, "mr");
    let strange = elect(&mut browser, &[("unit", "shells")]).await;
    assert_eq!(strange.status, StatusCode::BAD_REQUEST);
    world.pass(1_000);
    elect(&mut browser, &[("unit", "usd")]).await;
    assert_eq!(unit().await, "usd");
}

#[tokio::test]
async fn a_new_wording_is_asked_again() {
    let world = World::new().await;
    let (_, mut browser) = ann(&world).await;
    elect(&mut browser, &[("unit", "mr"), ("agreed", "standard")]).await;
    let open = "the question about taking part is not answered";
    assert!(!browser.get("/account").await.text.contains(open));
    let terms = Terms {
        unit: "mr".to_owned(),
        version: "2027-02".to_owned(),
        question: "I hold the <b>new</b> card.".to_owned(),
    };
    let set = async |terms: Terms| {
        programme_terms::set(world.pool(), &terms, world.now_ms())
            .await
            .unwrap()
    };
    assert!(set(terms.clone()).await);
    assert!(
        !set(Terms {
            question: "Other".to_owned(),
            ..terms
        })
        .await
    );
    assert!(browser.get("/account").await.text.contains(open));
    let page = browser.get("/account/payout?unit=mr").await.text;
    assert!(
        page.contains("I hold the &lt;b&gt;new&lt;/b&gt; card."),
        "{page}"
    );
    elect(&mut browser, &[("unit", "mr"), ("agreed", "2027-02")]).await;
    assert!(!browser.get("/account").await.text.contains(open));
    // Elected in the extension, the question is still open on the page.
    let bob = Shopper::new(&world, "bob@example.org").await;
    bob.put("/v1/election", json!({ "unit": "mr" })).await;
    let mut other = Browser::new(&world);
    sign_in(&mut other, "bob@example.org", PASSWORD).await;
    assert!(other.get("/account").await.text.contains(open));
}
