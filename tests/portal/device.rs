//! The device grant: a device shows a code, the member enters it, the device gets its tokens.

use crate::{
    browser::{Answer, Browser},
    shopper::{PASSWORD, Shopper, sign_in, sign_up, submit},
    world::{MINUTE_MS, World},
};
use axum::http::StatusCode;
use serde_json::Value;

const GRANT: &str = "urn:ietf:params:oauth:grant-type:device_code";

async fn begin(world: &World, fields: &[(&str, &str)]) -> Answer {
    let path = "/oauth/device_authorization";
    Browser::new(world).post_form(path, fields).await
}

async fn begun(world: &World) -> (String, String) {
    let offer = begin(world, &[("client_id", "pointback-extension")]).await;
    assert_eq!(offer.status, StatusCode::OK, "{}", offer.text);
    let offer = offer.json();
    let text = |key: &str| offer[key].as_str().unwrap().to_owned();
    assert_eq!(
        text("verification_uri"),
        "http://127.0.0.1:8787/oauth/device"
    );
    assert_eq!(
        (offer["expires_in"].as_i64(), offer["interval"].as_i64()),
        (Some(600), Some(5))
    );
    (text("device_code"), text("user_code"))
}

async fn ask(world: &World, device_code: &str) -> Answer {
    let fields = [
        ("grant_type", GRANT),
        ("client_id", "pointback-extension"),
        ("device_code", device_code),
    ];
    Browser::new(world).post_form("/oauth/token", &fields).await
}

async fn error(world: &World, device_code: &str) -> Value {
    let answer = ask(world, device_code).await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{}", answer.text);
    answer.json()["error"].clone()
}

async fn enter(browser: &mut Browser<'_>, code: &str, decision: Option<&str>) -> Answer {
    let form = browser.get("/oauth/device").await.form();
    let mut fields = vec![("form", form.as_str()), ("code", code)];
    fields.extend(decision.map(|d| ("decision", d)));
    browser.post_form("/oauth/device", &fields).await
}

#[tokio::test]
async fn a_device_gets_its_tokens_once_the_member_has_allowed_it() {
    let world = World::new().await;
    let (device, code) = begun(&world).await;
    assert_eq!(error(&world, &device).await, "authorization_pending");

    let mut browser = Browser::new(&world);
    assert!(
        browser
            .get("/oauth/device")
            .await
            .location()
            .starts_with("/sign-in?next=%2Foauth%2Fdevice")
    );
    sign_up(&mut browser, "ann@example.org").await;
    let typed = code.to_lowercase().replace('-', " ");
    let page = enter(&mut browser, &typed, None).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.text.contains("ann@example.org") && page.text.contains("started this yourself"));
    world.pass(5_000);
    assert_eq!(error(&world, &device).await, "authorization_pending");
    let done = enter(&mut browser, &typed, Some("allow")).await;
    assert!(
        done.text.contains("The device is connected"),
        "{}",
        done.text
    );

    let issued = ask(&world, &device).await;
    assert_eq!(issued.status, StatusCode::OK, "{}", issued.text);
    Shopper::with(&world, &issued.json()).me().await;
    assert_eq!(error(&world, &device).await, "invalid_grant");
}

#[tokio::test]
async fn a_refused_device_gets_nothing_and_the_first_decision_counts() {
    let world = World::new().await;
    let (device, code) = begun(&world).await;
    let mut browser = Browser::new(&world);
    sign_up(&mut browser, "ann@example.org").await;
    enter(&mut browser, &code, Some("deny")).await;
    let late = enter(&mut browser, &code, Some("allow")).await;
    assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(error(&world, &device).await, "access_denied");
}

#[tokio::test]
async fn a_device_that_asks_too_often_has_to_slow_down_and_a_code_lives_ten_minutes() {
    let world = World::new().await;
    let (device, code) = begun(&world).await;
    assert_eq!(error(&world, &device).await, "authorization_pending");
    world.pass(4_999);
    assert_eq!(error(&world, &device).await, "slow_down");
    world.pass(9_999);
    assert_eq!(error(&world, &device).await, "slow_down");
    world.pass(15_000);
    assert_eq!(error(&world, &device).await, "authorization_pending");
    world.pass(10 * MINUTE_MS);
    assert_eq!(error(&world, &device).await, "expired_token");
    let mut browser = Browser::new(&world);
    sign_up(&mut browser, "ann@example.org").await;
    let late = enter(&mut browser, &code, Some("allow")).await;
    assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(error(&world, "unknown").await, "invalid_grant");
}

#[tokio::test]
async fn codes_cannot_be_guessed_in_a_row() {
    let world = World::new().await;
    let mut browser = Browser::new(&world);
    sign_up(&mut browser, "ann@example.org").await;
    for _ in 0..5 {
        let page = enter(&mut browser, "BBBB-BBBB", None).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
    let (_, code) = begun(&world).await;
    let page = enter(&mut browser, &code, None).await;
    assert_eq!(page.status, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(page.header("retry-after"), "60");
    world.pass(MINUTE_MS);
    assert_eq!(
        enter(&mut browser, &code, None).await.status,
        StatusCode::OK
    );
}

#[tokio::test]
async fn a_page_of_another_site_cannot_decide() {
    let world = World::new().await;
    let (device, code) = begun(&world).await;
    let mut browser = Browser::new(&world);
    sign_up(&mut browser, "ann@example.org").await;
    let fields = [("form", "forged"), ("code", &code), ("decision", "allow")];
    let answer = browser.post_form("/oauth/device", &fields).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    assert_eq!(error(&world, &device).await, "authorization_pending");
}

#[tokio::test]
async fn the_grant_is_off_unless_the_operator_wants_it() {
    let world = World::with(|config| config.device_grant = false).await;
    let known = [("client_id", "pointback-extension")];
    assert_eq!(begin(&world, &known).await.status, StatusCode::NOT_FOUND);
    assert_eq!(error(&world, "any").await, "unsupported_grant_type");
    let page = Browser::new(&world).get("/oauth/device").await;
    assert_eq!(page.status, StatusCode::NOT_FOUND);

    let world = World::new().await;
    for (fields, error) in [
        (&[("client_id", "other")][..], "invalid_client"),
        (&[], "invalid_request"),
        (&[known[0], ("scope", "everything")], "invalid_scope"),
    ] {
        assert_eq!(begin(&world, fields).await.json()["error"], error);
    }
}

#[tokio::test]
async fn what_was_allowed_but_not_fetched_ends_with_a_new_password_and_with_a_sign_out_everywhere()
{
    let world = World::new().await;
    sign_up(&mut Browser::new(&world), "ann@example.org").await;
    let new = [("current", PASSWORD), ("new", "a longer battery horse")];
    for (form, fields) in [
        ("/account/end-everything", &[][..]),
        ("/account/password", &new),
    ] {
        let mut browser = Browser::new(&world);
        sign_in(&mut browser, "ann@example.org", PASSWORD).await;
        let (device, code) = begun(&world).await;
        enter(&mut browser, &code, Some("allow")).await;
        let ended = submit(&mut browser, "/account/security", form, fields).await;
        assert_eq!(ended.status, StatusCode::SEE_OTHER, "{}", ended.text);
        assert_eq!(error(&world, &device).await, "invalid_grant", "{form}");
    }
}
