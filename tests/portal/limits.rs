//! Limits: who does too much is told how long to wait, and nobody else notices.

use crate::{
    browser::Browser,
    shopper::{Shopper, click, refresh, sign_up},
    world::{MACYS, World},
};
use axum::{
    body::Body,
    http::{Method, StatusCode},
};
use pointback_portal::{limits::Limits, throttle::Rule};

const PAGE: &str = "https://www.macys.com/";

#[tokio::test]
async fn clicks_are_limited_for_each_member() {
    let world = World::with(|config| config.limits = Limits::default()).await;
    let (ann, bob) = (
        Shopper::new(&world, "ann@example.org").await,
        Shopper::new(&world, "bob@example.org").await,
    );
    for number in 0..60 {
        ann.click(number, MACYS, PAGE).await;
    }
    let refused = ann.post("/v1/clicks", click(60, MACYS, PAGE)).await;
    assert_eq!(refused.status, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(refused.header("retry-after"), "1");
    assert_eq!(refused.json()["code"], "request.tooMany");
    bob.click(61, MACYS, PAGE).await;
    world.pass(1_000);
    ann.click(60, MACYS, PAGE).await;
}

#[tokio::test]
async fn clicks_of_a_day_are_limited_for_each_member() {
    let world = World::with(|config| config.limits.clicks = Rule::new(2, 1_000)).await;
    let (ann, bob) = (
        Shopper::new(&world, "ann@example.org").await,
        Shopper::new(&world, "bob@example.org").await,
    );
    for number in 0..40 {
        ann.click(number, MACYS, PAGE).await;
        world.pass(1_000);
    }
    let refused = ann.post("/v1/clicks", click(40, MACYS, PAGE)).await;
    assert_eq!(refused.status, StatusCode::TOO_MANY_REQUESTS);
    // One in 36 minutes, and 40 seconds have passed.
    assert_eq!(refused.header("retry-after"), "2120");
    bob.click(41, MACYS, PAGE).await;
}

#[tokio::test]
async fn sign_ups_and_requests_for_tokens_are_limited_together() {
    let world = World::with(|config| {
        config.limits.sign_up = Rule::new(2, 10_000);
        config.limits.token = Rule::new(3, 10_000);
    })
    .await;
    let ann = Shopper::new(&world, "ann@example.org").await;
    Shopper::new(&world, "bob@example.org").await;
    let refused = sign_up(&mut Browser::new(&world), "cid@example.org").await;
    assert_eq!(refused.status, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(refused.header("retry-after"), "10");
    assert!(refused.text.contains("Wait a little"));

    assert_eq!(refresh(&world, &ann.refresh).await.status, StatusCode::OK);
    let refused = refresh(&world, &ann.refresh).await;
    assert_eq!(refused.status, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(refused.json()["code"], "request.tooMany");
    world.pass(10_000);
    assert_eq!(refresh(&world, &ann.refresh).await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_client_is_limited_by_its_address_only_where_the_operator_says_who_names_it() {
    for (is_forwarded, expected) in [
        (true, StatusCode::TOO_MANY_REQUESTS),
        (false, StatusCode::BAD_REQUEST),
    ] {
        let world = World::with(|config| {
            config.limits.is_forwarded = is_forwarded;
            config.limits.client_token = Rule::new(2, 10_000);
        })
        .await;
        let ask = async |client: &str| {
            let headers = [("x-forwarded-for", client)];
            let mut browser = Browser::new(&world);
            browser
                .send(Method::POST, "/oauth/token", &headers, Body::empty())
                .await
                .status
        };
        for _ in 0..2 {
            assert_eq!(ask("203.0.113.9, 192.0.2.1").await, StatusCode::BAD_REQUEST);
        }
        // What a client writes into the header itself changes nothing.
        assert_eq!(ask("198.51.100.7, 192.0.2.1").await, expected);
        assert_eq!(ask("192.0.2.2").await, StatusCode::BAD_REQUEST);
    }
}
