//! Account link: who may act for a member, and how that ends.

use crate::{
    browser::{Browser, api},
    shopper::{
        PASSWORD, Shopper, VERIFIER, allow, authorize_path, decide, exchange, refresh, sign_up,
    },
    world::{DAY_MS, MINUTE_MS, REDIRECT, World},
};
use axum::http::{Method, StatusCode};

async fn code(world: &World) -> String {
    let mut browser = Browser::new(world);
    sign_up(&mut browser, "ann@example.org").await;
    allow(&mut browser).await
}

#[tokio::test]
async fn a_sign_up_leads_to_tokens_that_work() {
    let world = World::new().await;
    let shopper = Shopper::new(&world, "ann@example.org").await;
    let me = shopper.me().await;
    assert!(me["member"].as_str().unwrap().starts_with("m_"));
    assert_eq!(me["election"]["unit"], "usd");
}

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
async fn a_wrong_verifier_gets_nothing() {
    let world = World::new().await;
    let code = code(&world).await;
    let answer = exchange(&world, &code, &VERIFIER.replace('a', "b"), REDIRECT).await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
    assert_eq!(answer.json()["error"], "invalid_grant");
}

#[tokio::test]
async fn a_code_is_bound_to_its_redirect_address() {
    let world = World::new().await;
    let code = code(&world).await;
    let other = REDIRECT.replace("/cb", "/cb2");
    let answer = exchange(&world, &code, VERIFIER, &other).await;
    assert_eq!(answer.json()["error"], "invalid_grant");
}

#[tokio::test]
async fn a_code_lives_one_minute() {
    let world = World::new().await;
    let code = code(&world).await;
    world.pass(MINUTE_MS);
    let answer = exchange(&world, &code, VERIFIER, REDIRECT).await;
    assert_eq!(answer.json()["error"], "invalid_grant");
}

#[tokio::test]
async fn a_code_works_once_and_a_late_second_use_ends_the_link() {
    let world = World::new().await;
    let code = code(&world).await;
    let issued = exchange(&world, &code, VERIFIER, REDIRECT).await.json();
    let shopper = Shopper::with(&world, &issued);

    let repeated = exchange(&world, &code, VERIFIER, REDIRECT).await;
    assert_eq!(repeated.json()["error"], "invalid_grant");
    assert_eq!(shopper.get("/v1/me").await.status, StatusCode::OK);

    world.pass(21_000);
    let stolen = exchange(&world, &code, VERIFIER, REDIRECT).await;
    assert_eq!(stolen.json()["error"], "invalid_grant");
    assert_eq!(shopper.get("/v1/me").await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn an_unknown_redirect_address_is_never_followed() {
    let world = World::new().await;
    let mut browser = Browser::new(&world);
    sign_up(&mut browser, "ann@example.org").await;
    for bad in [
        "https://evil.example/cb",
        &format!("{REDIRECT}?x"),
        &format!("{REDIRECT}/"),
        "",
    ] {
        let answer = browser.get(&authorize_path(bad)).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{bad}");
        assert_eq!(answer.location(), "", "{bad}");
    }
}

#[tokio::test]
async fn a_request_without_s256_is_sent_back_with_an_error() {
    let world = World::new().await;
    let mut browser = Browser::new(&world);
    sign_up(&mut browser, "ann@example.org").await;
    for (from, to, error) in [
        ("S256", "plain", "invalid_request"),
        ("clicks%3Awrite", "everything", "invalid_scope"),
        (
            "response_type=code",
            "response_type=token",
            "unsupported_response_type",
        ),
    ] {
        let path = authorize_path(REDIRECT).replace(from, to);
        let answer = browser.get(&path).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{to}");
        assert_eq!(answer.sent("error").as_deref(), Some(error));
        assert_eq!(answer.sent("state").as_deref(), Some("the-state"));
    }
}

#[tokio::test]
async fn a_member_may_say_no() {
    let world = World::new().await;
    let mut browser = Browser::new(&world);
    sign_up(&mut browser, "ann@example.org").await;
    let answer = decide(&mut browser, "deny").await;
    assert_eq!(answer.sent("error").as_deref(), Some("access_denied"));
    assert_eq!(answer.sent("code"), None);
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

#[tokio::test]
async fn the_api_never_looks_at_cookies() {
    let world = World::new().await;
    let mut browser = Browser::new(&world);
    sign_up(&mut browser, "ann@example.org").await;
    assert_eq!(browser.get("/account").await.status, StatusCode::OK);
    let answer = browser.get("/v1/me").await;
    assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
    assert_eq!(answer.json()["code"], "auth.signInNeeded");

    let origin = ("origin", "https://anywhere.example");
    let answer = browser
        .send(Method::GET, "/v1/me", &[origin], axum::body::Body::empty())
        .await;
    assert_eq!(answer.header("access-control-allow-origin"), "*");
    assert_eq!(answer.header("access-control-allow-credentials"), "");
}

#[tokio::test]
async fn guessing_passwords_is_slowed_down() {
    let world = World::new().await;
    sign_up(&mut Browser::new(&world), "ann@example.org").await;
    let mut browser = Browser::new(&world);
    let form = browser.get("/sign-in").await.form();
    let attempt = async |browser: &mut Browser<'_>, password: &str| {
        let fields = [
            ("form", form.as_str()),
            ("email", "Ann@Example.org"),
            ("password", password),
        ];
        browser.post_form("/sign-in", &fields).await
    };
    for _ in 0..10 {
        let answer = attempt(&mut browser, "wrong").await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(answer.text.contains("not right"));
    }
    assert!(
        attempt(&mut browser, PASSWORD)
            .await
            .text
            .contains("Too many")
    );
    world.pass(15 * MINUTE_MS);
    assert_eq!(attempt(&mut browser, PASSWORD).await.location(), "/account");
}

#[tokio::test]
async fn an_election_is_dated_and_only_for_units_on_offer() {
    let world = World::new().await;
    let shopper = Shopper::new(&world, "ann@example.org").await;
    world.pass(MINUTE_MS);
    let answer = shopper
        .put("/v1/election", serde_json::json!({ "unit": "mr" }))
        .await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
    let elected = shopper.get("/v1/election").await.json();
    assert_eq!(
        (elected["unit"].as_str(), elected["since"].as_i64()),
        (Some("mr"), Some(world.now_ms() / 1_000))
    );
    assert_eq!(
        shopper.me().await["next_payout"]["estimate"],
        serde_json::json!({ "unit": "mr", "points": 0 })
    );
    let answer = shopper
        .put("/v1/election", serde_json::json!({ "unit": "shells" }))
        .await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
    let answer = api(&world, Method::PUT, "/v1/election", None, None).await;
    assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
}
