//! The portal's own pages: usable without script, closed to other sites, and the shops beside them.

use crate::{
    browser::Browser,
    shopper::{PASSWORD, Shopper, authorize_path, sign_up},
    world::{REDIRECT, World},
};
use axum::http::StatusCode;

#[tokio::test]
async fn pages_carry_the_headers_that_close_them() {
    let world = World::new().await;
    let page = Browser::new(&world).get("/sign-in").await;
    let policy = page.header("content-security-policy");
    for part in [
        "default-src 'none'",
        "style-src 'self'",
        "frame-ancestors 'none'",
        "form-action 'self'",
    ] {
        assert!(policy.contains(part), "{part}: {policy}");
    }
    assert_eq!(page.header("x-content-type-options"), "nosniff");
    assert!(!page.text.contains("<script"));
}

#[tokio::test]
async fn the_consent_page_may_be_left_for_the_extension_only() {
    let world = World::new().await;
    let mut browser = Browser::new(&world);
    let first = browser.get(&authorize_path(REDIRECT)).await;
    assert!(
        first
            .location()
            .starts_with("/sign-in?next=%2Foauth%2Fauthorize")
    );
    sign_up(&mut browser, "ann@example.org").await;
    let page = browser.get(&authorize_path(REDIRECT)).await;
    assert!(
        page.text
            .contains("Allow Pointback to read balances and record clicks")
    );
    let policy = page.header("content-security-policy");
    let origin = REDIRECT.strip_suffix("/cb").unwrap();
    assert!(
        policy.ends_with(&format!("form-action 'self' {origin}")),
        "{policy}"
    );
}

#[tokio::test]
async fn a_sign_in_goes_on_where_it_was_needed_and_nowhere_else() {
    let world = World::new().await;
    sign_up(&mut Browser::new(&world), "ann@example.org").await;
    for (next, to) in [
        (
            authorize_path(REDIRECT).as_str(),
            authorize_path(REDIRECT).as_str(),
        ),
        ("//evil.example/", "/account"),
        ("https://evil.example/", "/account"),
    ] {
        let mut browser = Browser::new(&world);
        let form = browser.get("/sign-in").await.form();
        let fields = [
            ("form", form.as_str()),
            ("next", next),
            ("email", "ann@example.org"),
            ("password", PASSWORD),
        ];
        let answer = browser.post_form("/sign-in", &fields).await;
        assert_eq!(
            (answer.status, answer.location()),
            (StatusCode::SEE_OTHER, to)
        );
    }
}

#[tokio::test]
async fn a_form_from_elsewhere_is_refused() {
    let world = World::new().await;
    let mut browser = Browser::new(&world);
    let form = browser.get("/sign-up").await.form();
    let fields = [
        ("form", form.as_str()),
        ("email", "ann@example.org"),
        ("password", PASSWORD),
    ];
    let elsewhere = Browser::new(&world).post_form("/sign-up", &fields).await;
    assert_eq!(elsewhere.status, StatusCode::FORBIDDEN);
    let mut other = Browser::new(&world);
    other.get("/sign-up").await;
    assert_eq!(
        other.post_form("/sign-up", &fields).await.status,
        StatusCode::FORBIDDEN
    );
    assert_eq!(
        browser.post_form("/sign-up", &fields).await.status,
        StatusCode::SEE_OTHER
    );
}

#[tokio::test]
async fn over_https_cookies_insist_on_it() {
    let world = World::at("https://portal.example/").await;
    let mut browser = Browser::on(&world, "portal.example");
    sign_up(&mut browser, "ann@example.org").await;
    let names: Vec<_> = browser.cookies.keys().map(String::as_str).collect();
    assert_eq!(names, ["__Host-session", "__Host-visit"]);
    let page = Browser::on(&world, "portal.example").get("/sign-in").await;
    let cookie = page.header("set-cookie");
    for part in ["; Secure", "; HttpOnly", "; SameSite=Lax", "; Path=/"] {
        assert!(cookie.contains(part), "{part}: {cookie}");
    }
}

#[tokio::test]
async fn unusable_sign_ups_are_explained() {
    let world = World::new().await;
    let mut browser = Browser::new(&world);
    sign_up(&mut browser, "ann@example.org").await;
    let form = browser.get("/sign-up").await.form();
    for (email, password, field, reason) in [
        (
            "ann@example.org",
            PASSWORD,
            "email",
            "account for this address",
        ),
        ("not an address", PASSWORD, "email", "complete e-mail"),
        ("bob@example.org", "short", "password", "8 to 200"),
        ("bob@example.org", "password123", "password", "thieves try"),
    ] {
        let fields = [
            ("form", form.as_str()),
            ("email", email),
            ("password", password),
        ];
        let answer = browser.post_form("/sign-up", &fields).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(answer.text.contains(reason), "{reason}");
        // Said beside the field that is wrong, and that one has the cursor and keeps what was typed.
        let (_, input) = answer
            .text
            .split_once(&format!("<input id=\"{field}\""))
            .unwrap();
        let input = input.split_once('>').unwrap().0;
        for part in [
            "autofocus",
            "aria-invalid=\"true\"",
            &format!("{field}-refusal"),
        ] {
            assert!(input.contains(part), "{part}: {input}");
        }
        assert!(answer.text.contains(&format!("value=\"{email}\"")));
        assert!(!answer.text.contains(password));
    }
}

#[tokio::test]
async fn an_extension_can_be_disconnected_on_the_account_page() {
    let world = World::new().await;
    let shopper = Shopper::new(&world, "ann@example.org").await;
    let mut browser = Browser::new(&world);
    let form = browser.get("/sign-in").await.form();
    let fields = [
        ("form", form.as_str()),
        ("email", "ann@example.org"),
        ("password", PASSWORD),
    ];
    browser.post_form("/sign-in", &fields).await;
    let page = browser.get("/account/security").await;
    let (_, rest) = page.text.split_once("/account/links/").unwrap();
    let link = rest.split_once("/end").unwrap().0;

    let mut stranger = Browser::new(&world);
    sign_up(&mut stranger, "bob@example.org").await;
    let token = stranger.get("/account").await.form();
    let path = format!("/account/links/{link}/end");
    stranger.post_form(&path, &[("form", token.as_str())]).await;
    assert_eq!(shopper.get("/v1/me").await.status, StatusCode::OK);

    browser.post_form(&path, &[("form", form.as_str())]).await;
    assert_eq!(shopper.get("/v1/me").await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn the_published_list_is_served_to_anyone() {
    let world = World::new().await;
    let mut browser = Browser::new(&world);
    let origin = [("origin", "https://anywhere.example")];
    let head = browser
        .send(
            axum::http::Method::GET,
            "/rates/v1/head.json",
            &origin,
            axum::body::Body::empty(),
        )
        .await;
    assert_eq!(head.status, StatusCode::OK);
    assert_eq!(head.header("access-control-allow-origin"), "*");
    let root = browser.get("/rates/v1/root/1.json").await;
    assert!(root.header("cache-control").contains("immutable"));
    let tag = head.header("etag").to_owned();
    let again = [("if-none-match", tag.as_str())];
    let again = browser
        .send(
            axum::http::Method::GET,
            "/rates/v1/head.json",
            &again,
            axum::body::Body::empty(),
        )
        .await;
    assert_eq!(
        (again.status, again.text.as_str()),
        (StatusCode::NOT_MODIFIED, "")
    );
    assert_eq!(again.header("cache-control"), head.header("cache-control"));
    for missing in [
        "/rates/v1/root/2.json",
        "/rates/v1/../../keys/root.key",
        "/rates/v1/%2e%2e/%2e%2e/keys/root.key",
    ] {
        assert_eq!(
            browser.get(missing).await.status,
            StatusCode::NOT_FOUND,
            "{missing}"
        );
    }
}

#[tokio::test]
async fn shops_answer_for_listed_hosts_only() {
    let world = World::new().await;
    for host in ["macys.com", "www.macys.com", "garden.localhost:8787"] {
        let page = Browser::on(&world, host).get("/any/page?x=1&x=2").await;
        assert_eq!(page.status, StatusCode::OK, "{host}");
        assert!(page.text.contains("$100.00"));
        assert!(!page.text.contains("href=\"http") && !page.text.contains("src=\"http"));
    }
    for host in ["notmacys.com", "macys.com.evil.example", "8.8.8.8", "com"] {
        let page = Browser::on(&world, host).get("/").await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{host}");
    }
    assert_eq!(
        Browser::on(&world, "macys.com").get("/v1/me").await.status,
        StatusCode::OK
    );
}

#[tokio::test]
async fn the_service_says_that_it_is_well() {
    let world = World::new().await;
    assert_eq!(Browser::new(&world).get("/healthz").await.text, "ok\n");
}
