//! What every answer has in common: a name, headers that protect, and words for what went wrong.

use crate::{
    browser::{Answer, Browser, api},
    shopper::Shopper,
    world::World,
};
use axum::{
    body::Body,
    http::{Method, StatusCode},
};
use serde_json::json;

async fn send(world: &World, method: Method, path: &str, headers: &[(&str, &str)]) -> Answer {
    let mut browser = Browser::new(world);
    browser.send(method, path, headers, Body::empty()).await
}

#[tokio::test]
async fn a_failed_request_is_a_problem_with_a_code_and_the_name_of_the_request() {
    let world = World::new().await;
    let name = ("x-request-id", "my-request-7");
    let answer = send(&world, Method::GET, "/v1/me", &[name]).await;
    assert_eq!(answer.header("content-type"), "application/problem+json");
    assert_eq!(answer.header("www-authenticate"), "Bearer");
    assert_eq!(answer.header("x-request-id"), "my-request-7");
    assert_eq!(
        answer.json(),
        json!({
            "type": "urn:pointback:problem:auth.signInNeeded",
            "title": "Unauthorized",
            "status": 401,
            "detail": "Sign in first.",
            "code": "auth.signInNeeded",
            "request": "my-request-7",
        })
    );
}

#[tokio::test]
async fn errors_before_a_handler_have_words_too() {
    let world = World::new().await;
    let shopper = Shopper::new(&world, "ann@example.org").await;
    for (method, path, status, code) in [
        (Method::GET, "/nowhere", 404, "request.notFound"),
        (Method::GET, "/v1/nothing", 404, "request.notFound"),
        (Method::POST, "/v1/me", 405, "request.methodNotAllowed"),
        (Method::GET, "/go/%FF", 400, "request.malformed"),
        (
            Method::GET,
            "/rates/v1/nothing.json",
            404,
            "request.notFound",
        ),
    ] {
        let answer = send(&world, method, path, &[]).await;
        assert_eq!(answer.status.as_u16(), status, "{path}");
        assert_eq!(answer.json()["code"], code, "{path}");
    }
    let answer = shopper.get("/v1/earnings?after=yesterday").await;
    assert_eq!(answer.json()["code"], "request.malformed");
    let long = json!({ "id": "x".repeat(70_000) });
    let answer = shopper.post("/v1/clicks", long).await;
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert_eq!(answer.json()["code"], "request.tooLarge");
    for path in ["token", "revoke", "device_authorization"] {
        let path = format!("/oauth/{path}");
        let length = ("content-length", "600000");
        let answer = send(&world, Method::POST, &path, &[length]).await;
        assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE, "{path}");
    }
}

#[tokio::test]
async fn people_get_a_page_instead() {
    let world = World::new().await;
    let accept = ("accept", "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8");
    let page = send(&world, Method::GET, "/nowhere", &[accept]).await;
    assert_eq!(page.status, StatusCode::NOT_FOUND);
    assert!(page.text.contains("<h1>Nothing here</h1>"), "{}", page.text);
    let page = send(&world, Method::PUT, "/sign-in", &[accept]).await;
    assert_eq!(page.status, StatusCode::METHOD_NOT_ALLOWED);
    assert!(page.header("allow").contains("POST"));
    assert!(page.header("content-type").starts_with("text/html"));
}

#[tokio::test]
async fn every_answer_protects_itself() {
    let world = World::new().await;
    for (path, accept) in [
        ("/", "text/html"),
        ("/nowhere", "*/*"),
        ("/v1/me", "*/*"),
        ("/healthz", "*/*"),
        ("/rates/v1/head.json", "*/*"),
        ("/go/x", "text/html"),
    ] {
        let answer = send(&world, Method::GET, path, &[("accept", accept)]).await;
        for (name, value) in [
            ("x-content-type-options", "nosniff"),
            ("x-frame-options", "DENY"),
        ] {
            assert_eq!(answer.header(name), value, "{path}");
        }
        let policy = answer.header("content-security-policy");
        assert!(policy.starts_with("default-src 'none'"), "{path}");
        assert!(policy.contains("frame-ancestors 'none'"), "{path}");
        assert!(!answer.header("referrer-policy").is_empty(), "{path}");
        assert!(!answer.header("cache-control").is_empty(), "{path}");
        assert_eq!(answer.header("x-request-id").len(), 26, "{path}");
    }
}

#[tokio::test]
async fn any_origin_may_ask_the_api_and_none_the_pages() {
    let world = World::new().await;
    let origin = ("origin", "https://anywhere.example");
    for (path, allowed) in [
        ("/v1/me", "*"),
        ("/rates/v1/head.json", "*"),
        ("/account", ""),
        ("/go/x", ""),
    ] {
        let answer = send(&world, Method::GET, path, &[origin]).await;
        assert_eq!(
            answer.header("access-control-allow-origin"),
            allowed,
            "{path}"
        );
        assert_eq!(
            answer.header("access-control-allow-credentials"),
            "",
            "{path}"
        );
    }
    let asked = [
        origin,
        ("access-control-request-method", "PUT"),
        (
            "access-control-request-headers",
            "authorization,content-type",
        ),
    ];
    let answer = send(&world, Method::OPTIONS, "/v1/election", &asked).await;
    assert_eq!(answer.status, StatusCode::OK);
    assert!(
        answer
            .header("access-control-allow-methods")
            .contains("PUT")
    );
    assert!(
        answer
            .header("access-control-allow-headers")
            .contains("authorization")
    );
}

#[tokio::test]
async fn a_token_without_the_scope_is_told_so() {
    let world = World::new().await;
    let shopper = Shopper::new(&world, "ann@example.org").await;
    sqlx::query("UPDATE account_link SET scope = 'balances:read'")
        .execute(world.pool())
        .await
        .unwrap();
    let answer = api(
        &world,
        Method::PUT,
        "/v1/election",
        Some(&shopper.access),
        Some(json!({ "unit": "mr" })),
    )
    .await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    assert_eq!(answer.json()["code"], "auth.scopeMissing");
    assert!(
        answer
            .header("www-authenticate")
            .contains("insufficient_scope")
    );
}

#[tokio::test]
async fn the_scheme_of_a_token_may_be_written_in_any_case() {
    let world = World::new().await;
    let shopper = Shopper::new(&world, "ann@example.org").await;
    for (scheme, status) in [
        ("Bearer ", 200),
        ("bearer ", 200),
        ("BEARER  ", 200),
        ("Basic ", 401),
        ("Bearer", 401),
    ] {
        let value = format!("{scheme}{}", shopper.access);
        let header = ("authorization", value.as_str());
        let answer = send(&world, Method::GET, "/v1/me", &[header]).await;
        assert_eq!(answer.status.as_u16(), status, "{scheme:?}");
    }
}
