//! Password, e-mail address, sessions and extensions: who may come in, and how that ends.

use crate::{
    browser::{Answer, Browser},
    shopper::{PASSWORD, Shopper, VERIFIER, allow, exchange, sign_in, sign_up, submit},
    world::{MINUTE_MS, REDIRECT, World},
};
use axum::http::StatusCode;

pub const ANN: &str = "ann@example.org";
pub const NEW: &str = "a longer battery horse";
pub const PAGE: &str = "/account/security";

pub async fn signed_in<'w>(world: &'w World, email: &str) -> Browser<'w> {
    let mut browser = Browser::new(world);
    let answer = sign_in(&mut browser, email, PASSWORD).await;
    assert_eq!(answer.location(), "/account");
    browser
}

pub async fn is_in(browser: &mut Browser<'_>) -> bool {
    browser.get("/account").await.status == StatusCode::OK
}

/// The number of the one session that is not this browser's.
fn other_session(page: &Answer) -> String {
    let (_, rest) = page.text.split_once("/account/sessions/").unwrap();
    rest.split_once("/end").unwrap().0.to_owned()
}

#[tokio::test]
async fn a_session_elsewhere_can_be_ended_by_its_member_only() {
    let world = World::new().await;
    sign_up(&mut Browser::new(&world), "eve@example.org").await;
    let mut here = Browser::new(&world);
    sign_up(&mut here, ANN).await;
    let mut elsewhere = signed_in(&world, ANN).await;
    let page = here.get(PAGE).await;
    assert!(page.text.contains("This browser") && page.text.contains("Another browser"));
    // The page does not carry what would be enough to take a session over.
    assert!(!page.text.contains(&elsewhere.cookies["session"]));
    let path = format!("/account/sessions/{}/end", other_session(&page));

    let mut eve = signed_in(&world, "eve@example.org").await;
    submit(&mut eve, PAGE, &path, &[]).await;
    assert!(is_in(&mut elsewhere).await);
    for bad in ["%25", "_", "0123456789abcde%25"] {
        submit(
            &mut here,
            PAGE,
            &format!("/account/sessions/{bad}/end"),
            &[],
        )
        .await;
    }
    assert!(is_in(&mut elsewhere).await);
    submit(&mut here, PAGE, &path, &[]).await;
    assert!(!is_in(&mut elsewhere).await);
    assert!(is_in(&mut here).await);
}

#[tokio::test]
async fn signing_out_everywhere_ends_browsers_and_extensions_of_this_member() {
    let world = World::new().await;
    let ann = Shopper::new(&world, ANN).await;
    let bob = Shopper::new(&world, "bob@example.org").await;
    let mut here = signed_in(&world, ANN).await;
    let mut elsewhere = signed_in(&world, ANN).await;
    let mut bobs = signed_in(&world, "bob@example.org").await;
    let answer = submit(&mut here, PAGE, "/account/end-everything", &[]).await;
    assert_eq!(answer.location(), "/sign-in");
    assert!(!is_in(&mut here).await && !is_in(&mut elsewhere).await);
    assert_eq!(ann.get("/v1/me").await.status, StatusCode::UNAUTHORIZED);
    assert!(is_in(&mut bobs).await);
    assert_eq!(bob.get("/v1/me").await.status, StatusCode::OK);
}

async fn change_password(browser: &mut Browser<'_>, current: &str, new: &str) -> Answer {
    let fields = [("current", current), ("new", new)];
    submit(browser, PAGE, "/account/password", &fields).await
}

#[tokio::test]
async fn a_new_password_needs_the_old_one_and_ends_everything_else() {
    let world = World::new().await;
    let extension = Shopper::new(&world, ANN).await;
    let mut here = signed_in(&world, ANN).await;
    let mut elsewhere = signed_in(&world, ANN).await;
    for (current, new, said) in [
        ("wrong horse", NEW, "not your password"),
        (PASSWORD, "short", "8 to 200"),
        (PASSWORD, "Password123", "thieves try"),
        (PASSWORD, ANN, "not your e-mail"),
    ] {
        let refused = change_password(&mut here, current, new).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.text.contains(said), "{said}: {}", refused.text);
        assert!(refused.text.contains("aria-invalid=\"true\""));
        assert!(
            !refused.text.contains(PASSWORD),
            "what was typed is not sent back"
        );
    }
    assert!(is_in(&mut elsewhere).await);
    let mut stolen = Browser::new(&world);
    stolen.cookies = here.cookies.clone();
    let done = change_password(&mut here, PASSWORD, NEW).await;
    assert_eq!(done.location(), "/account/security?done=password");
    assert!(
        !is_in(&mut stolen).await,
        "a copy of the cookie is worthless, too"
    );
    assert!(
        here.get(done.location())
            .await
            .text
            .contains("Your password is changed")
    );
    assert!(!is_in(&mut elsewhere).await);
    assert_eq!(
        extension.get("/v1/me").await.status,
        StatusCode::UNAUTHORIZED
    );
    let attempt = |password: &'static str| {
        let mut browser = Browser::new(&world);
        async move { sign_in(&mut browser, ANN, password).await.status }
    };
    assert_eq!(attempt(PASSWORD).await, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(attempt(NEW).await, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn guessing_the_password_here_is_slowed_down_as_at_the_sign_in() {
    let world = World::new().await;
    let mut browser = Browser::new(&world);
    sign_up(&mut browser, ANN).await;
    for _ in 0..10 {
        change_password(&mut browser, "wrong horse", NEW).await;
    }
    let stopped = change_password(&mut browser, PASSWORD, NEW).await;
    assert_eq!(stopped.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(stopped.text.contains("Too many"), "{}", stopped.text);
    world.pass(15 * MINUTE_MS);
    let done = change_password(&mut browser, PASSWORD, NEW).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_new_address_needs_the_password_and_must_be_free() {
    let world = World::new().await;
    sign_up(&mut Browser::new(&world), "bob@example.org").await;
    let mut browser = Browser::new(&world);
    sign_up(&mut browser, ANN).await;
    for (email, current, said) in [
        ("new@example.org", "wrong horse", "not your password"),
        ("nowhere", PASSWORD, "complete e-mail"),
        (" BOB@example.org", PASSWORD, "Another account"),
    ] {
        let fields = [("email", email), ("current", current)];
        let refused = submit(&mut browser, PAGE, "/account/email", &fields).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.text.contains(said), "{said}: {}", refused.text);
    }
    let fields = [("email", "New@Example.org"), ("current", PASSWORD)];
    let done = submit(&mut browser, PAGE, "/account/email", &fields).await;
    assert_eq!(done.location(), "/account/security?done=email");
    assert!(
        browser
            .get("/account")
            .await
            .text
            .contains("new@example.org")
    );
    signed_in(&world, "new@example.org").await;
    // The old address is free again.
    let again = sign_up(&mut Browser::new(&world), ANN).await;
    assert_eq!(again.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_code_that_was_not_redeemed_is_worthless_after_either() {
    let world = World::new().await;
    sign_up(&mut Browser::new(&world), ANN).await;
    sign_up(&mut Browser::new(&world), "bob@example.org").await;
    let bobs = allow(&mut signed_in(&world, "bob@example.org").await).await;
    for is_password in [false, true] {
        let mut here = signed_in(&world, ANN).await;
        let code = allow(&mut here).await;
        if is_password {
            change_password(&mut here, PASSWORD, NEW).await;
        } else {
            submit(&mut here, PAGE, "/account/end-everything", &[]).await;
        }
        let refused = exchange(&world, &code, VERIFIER, REDIRECT).await;
        assert_eq!(refused.status, StatusCode::BAD_REQUEST, "{}", refused.text);
        assert_eq!(refused.json()["error"], "invalid_grant");
    }
    let bobs = exchange(&world, &bobs, VERIFIER, REDIRECT).await;
    assert_eq!(bobs.status, StatusCode::OK);
}

#[tokio::test]
async fn a_password_is_not_changed_when_not_everything_else_can_be_ended() {
    let world = World::new().await;
    sign_up(&mut Browser::new(&world), ANN).await;
    let mut here = signed_in(&world, ANN).await;
    let mut elsewhere = signed_in(&world, ANN).await;
    let rename = async |from: &str, to: &str| {
        let sql = sqlx::AssertSqlSafe(format!("ALTER TABLE {from} RENAME TO {to}"));
        sqlx::query(sql).execute(world.pool()).await.unwrap();
    };
    let token = here.get(PAGE).await.form();
    rename("account_link", "away").await;
    let fields = [
        ("form", token.as_str()),
        ("current", PASSWORD),
        ("new", NEW),
    ];
    let failed = here.post_form("/account/password", &fields).await;
    assert_eq!(failed.status, StatusCode::INTERNAL_SERVER_ERROR);
    rename("away", "account_link").await;
    assert!(is_in(&mut here).await && is_in(&mut elsewhere).await);
    signed_in(&world, ANN).await;
}
