//! Tokens after the first exchange: rotation, lost answers, theft, age, sign-out.

use crate::{
    browser::Browser,
    shopper::{Shopper, VERIFIER, allow, exchange, refresh, sign_up},
    world::{DAY_MS, MINUTE_MS, REDIRECT, World},
};
use axum::http::StatusCode;

#[tokio::test]
async fn tokens_are_never_stored() {
    let world = World::new().await;
    let shopper = Shopper::new(&world, "ann@example.org").await;
    let stored: Vec<(String, String)> = sqlx::query_as("SELECT refresh, access FROM token_pair")
        .fetch_all(world.pool())
        .await
        .unwrap();
    let hash = |token: &str| pointback_core::hash::sha256_hex(token.as_bytes());
    assert_eq!(stored, [(hash(&shopper.refresh), hash(&shopper.access))]);
}

#[tokio::test]
async fn a_refresh_rotates_both_tokens() {
    let world = World::new().await;
    let first = Shopper::new(&world, "ann@example.org").await;
    first.me().await;
    let second = Shopper::with(&world, &refresh(&world, &first.refresh).await.json());
    assert_ne!(
        (&first.access, &first.refresh),
        (&second.access, &second.refresh)
    );
    second.me().await;
    let third = refresh(&world, &second.refresh).await;
    assert_eq!(third.status, StatusCode::OK);
}

#[tokio::test]
async fn a_refresh_whose_answer_was_lost_may_be_repeated() {
    let world = World::new().await;
    let first = Shopper::new(&world, "ann@example.org").await;
    let lost = Shopper::with(&world, &refresh(&world, &first.refresh).await.json());
    let second = Shopper::with(&world, &refresh(&world, &first.refresh).await.json());
    second.me().await;
    // What was issued in the lost answer does not work any more.
    assert_eq!(lost.get("/v1/me").await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(
        refresh(&world, &second.refresh).await.status,
        StatusCode::OK
    );
}

#[tokio::test]
async fn a_refresh_token_used_after_its_successor_is_theft_and_ends_the_link() {
    let world = World::new().await;
    let first = Shopper::new(&world, "ann@example.org").await;
    let second = Shopper::with(&world, &refresh(&world, &first.refresh).await.json());
    second.me().await;
    let thief = refresh(&world, &first.refresh).await;
    assert_eq!(thief.json()["error"], "invalid_grant");
    assert_eq!(second.get("/v1/me").await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(
        refresh(&world, &second.refresh).await.status,
        StatusCode::BAD_REQUEST
    );
}

#[tokio::test]
async fn a_withdrawn_refresh_token_that_turns_up_ends_the_link() {
    let world = World::new().await;
    let first = Shopper::new(&world, "ann@example.org").await;
    let owner = Shopper::with(&world, &refresh(&world, &first.refresh).await.json());
    // A thief repeats the old token before the owner has used the new ones.
    let thief = Shopper::with(&world, &refresh(&world, &first.refresh).await.json());
    assert_eq!(
        refresh(&world, &owner.refresh).await.status,
        StatusCode::BAD_REQUEST
    );
    assert_eq!(thief.get("/v1/me").await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn of_many_refreshes_at_once_one_wins() {
    let world = World::new().await;
    let first = Shopper::new(&world, "ann@example.org").await;
    let ask = || refresh(&world, &first.refresh);
    let (a, b, c, d) = tokio::join!(ask(), ask(), ask(), ask());
    let mut working = 0;
    for answer in [a, b, c, d] {
        if answer.status == StatusCode::OK {
            let shopper = Shopper::with(&world, &answer.json());
            let is_standing = sqlx::query_scalar::<_, String>(
                "SELECT link FROM token_pair WHERE access = $1 AND voided_ms IS NULL",
            )
            .bind(pointback_core::hash::sha256_hex(shopper.access.as_bytes()))
            .fetch_optional(world.pool())
            .await
            .unwrap();
            working += usize::from(is_standing.is_some());
        }
    }
    assert_eq!(working, 1);
}

#[tokio::test]
async fn of_many_exchanges_of_one_code_at_once_one_wins() {
    let world = World::new().await;
    let mut browser = Browser::new(&world);
    sign_up(&mut browser, "ann@example.org").await;
    let code = allow(&mut browser).await;
    let ask = || exchange(&world, &code, VERIFIER, REDIRECT);
    let (a, b, c, d) = tokio::join!(ask(), ask(), ask(), ask());
    let mut issued = [a, b, c, d].map(|answer| answer.status.as_u16());
    issued.sort_unstable();
    assert_eq!(issued, [200, 400, 400, 400]);
    let links: i64 = sqlx::query_scalar("SELECT CAST(COUNT(*) AS BIGINT) FROM account_link")
        .fetch_one(world.pool())
        .await
        .unwrap();
    assert_eq!(links, 1);
}

#[tokio::test]
async fn tokens_end_with_time() {
    let world = World::new().await;
    let mut shopper = Shopper::new(&world, "ann@example.org").await;
    world.pass(15 * MINUTE_MS);
    assert_eq!(shopper.get("/v1/me").await.status, StatusCode::UNAUTHORIZED);
    for _ in 0..3 {
        world.pass(50 * DAY_MS);
        shopper = Shopper::with(&world, &refresh(&world, &shopper.refresh).await.json());
        shopper.me().await;
    }
    // Day 150: sixty idle days would reach day 210, but a link ends after 180.
    world.pass(31 * DAY_MS);
    assert_eq!(
        refresh(&world, &shopper.refresh).await.status,
        StatusCode::BAD_REQUEST
    );

    let idle = Shopper::new(&world, "bob@example.org").await;
    world.pass(60 * DAY_MS);
    assert_eq!(
        refresh(&world, &idle.refresh).await.status,
        StatusCode::BAD_REQUEST
    );
}

#[tokio::test]
async fn a_sign_out_ends_the_link_with_either_token() {
    let world = World::new().await;
    for email in ["ann@example.org", "bob@example.org"] {
        let shopper = Shopper::new(&world, email).await;
        let token = if email.starts_with('a') {
            &shopper.access
        } else {
            &shopper.refresh
        };
        let answer = Browser::new(&world)
            .post_form("/oauth/revoke", &[("token", token)])
            .await;
        assert_eq!(answer.status, StatusCode::OK);
        assert_eq!(shopper.get("/v1/me").await.status, StatusCode::UNAUTHORIZED);
        assert_eq!(
            refresh(&world, &shopper.refresh).await.status,
            StatusCode::BAD_REQUEST
        );
    }
    let unknown = Browser::new(&world)
        .post_form("/oauth/revoke", &[("token", "unknown")])
        .await;
    assert_eq!(unknown.status, StatusCode::OK);
}
