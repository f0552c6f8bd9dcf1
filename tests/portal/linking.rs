//! Account link: how a member lets the extension act for them, and what is refused on the way.

use crate::{
    browser::{Browser, api},
    shopper::{
        PASSWORD, Shopper, VERIFIER, allow, asked, authorize_path, decide, decide_with, exchange,
        sign_up,
    },
    world::{MINUTE_MS, REDIRECT, World},
};
use axum::http::{Method, StatusCode};
use url::{Position, Url};

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

/// RFC 9207: so that no other portal can pass the answer off as its own.
#[tokio::test]
async fn every_answer_says_which_portal_gives_it() {
    let world = World::new().await;
    let mut browser = Browser::new(&world);
    sign_up(&mut browser, "ann@example.org").await;
    let plain = authorize_path(REDIRECT).replace("S256", "plain");
    let answers = [
        decide(&mut browser, "allow").await,
        decide(&mut browser, "deny").await,
        browser.get(&plain).await,
    ];
    for answer in answers {
        let base = world.portal.config.base.as_str();
        assert_eq!(answer.sent("iss").as_deref(), Some(base));
        assert_eq!(answer.sent("state").as_deref(), Some("the-state"));
    }
    // And the member reads where they allow what.
    let page = browser.get(&authorize_path(REDIRECT)).await;
    let host = world.portal.config.base.host_str().unwrap();
    assert!(page.text.contains(&format!("<strong>{host}</strong>")));
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

/// For browsers that have no window for a sign-in.
#[tokio::test]
async fn a_sign_in_in_a_tab_ends_at_a_page_of_ours_that_tells_nobody() {
    let world = World::new().await;
    let mut browser = Browser::new(&world);
    sign_up(&mut browser, "ann@example.org").await;
    let own = world.portal.config.base.join("oauth/returned").unwrap();
    for (decision, title) in [("deny", "Not connected"), ("allow", "Connected")] {
        let answer = decide_with(&mut browser, &asked(own.as_str()), decision).await;
        assert!(answer.location().starts_with(&format!("{own}?")), "{title}");
        let returned = Url::parse(answer.location()).unwrap();
        let path = &returned[Position::BeforePath..];
        let page = browser.get(path).await;
        assert_eq!(page.status, StatusCode::OK, "{}", page.text);
        assert!(
            page.text.contains(&format!("<h1>{title}</h1>")),
            "{}",
            page.text
        );
        for name in ["code", "state"] {
            let told = answer.sent(name).unwrap_or("access_denied".to_owned());
            assert!(!page.text.contains(&told), "{told}: {}", page.text);
        }
        // Neither kept in the browser's cache nor named to whatever the page loads or leads to.
        assert_eq!(page.header("cache-control"), "no-store");
        assert_eq!(page.header("referrer-policy"), "no-referrer");
        if let Some(code) = answer.sent("code") {
            let thief = VERIFIER.replace('a', "b");
            let stolen = exchange(&world, &code, &thief, own.as_str()).await;
            assert_eq!(stolen.json()["error"], "invalid_grant");
            let issued = exchange(&world, &code, VERIFIER, own.as_str()).await;
            assert_eq!(issued.status, StatusCode::OK, "{}", issued.text);
        }
    }
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
