//! What comes at the very moment at which somebody is locked out.

use crate::{
    browser::Browser,
    devices::{ANN, NEW, PAGE, is_in, signed_in},
    shopper::{PASSWORD, VERIFIER, allow, asked, authorize_path, exchange, sign_in, sign_up},
    world::{REDIRECT, World},
};
use futures_util::future::join_all;

/// Whoever knows the old password may come at the very moment at which it is replaced.
#[tokio::test]
async fn the_old_password_lets_nobody_in_while_it_is_replaced() {
    let world = World::new().await;
    for member in ["ann", "bob", "cleo", "dan", "eve"].map(|name| format!("{name}@example.org")) {
        let mut here = Browser::new(&world);
        sign_up(&mut here, &member).await;
        let form = here.get(PAGE).await.form();
        let fields = [("form", &*form), ("current", PASSWORD), ("new", NEW)];
        let replaced = here.post_form("/account/password", &fields);
        // One a little after the other: some come while the new one is being hashed.
        let mut others = [(); 9].map(|()| Browser::new(&world));
        let attempts = others.iter_mut().enumerate().map(async |(at, browser)| {
            for _ in 0..at {
                browser.get("/sign-in").await;
            }
            sign_in(browser, &member, PASSWORD).await
        });
        let (replaced, _) = tokio::join!(replaced, join_all(attempts));
        assert_eq!(replaced.location(), "/account/security?done=password");
        assert!(is_in(&mut here).await);
        for browser in &mut others {
            assert!(!is_in(browser).await);
        }
    }
}

/// A thief who is in may change things at the very moment at which the owner locks them out.
#[tokio::test]
async fn of_two_new_passwords_at_the_same_moment_the_first_one_counts() {
    let world = World::new().await;
    let mut here = Browser::new(&world);
    sign_up(&mut here, ANN).await;
    let mut elsewhere = signed_in(&world, ANN).await;
    let [own, other] = [
        here.get(PAGE).await.form(),
        elsewhere.get(PAGE).await.form(),
    ];
    let fields = |form, new| [("form", form), ("current", PASSWORD), ("new", new)];
    let [own, other] = [fields(&*own, NEW), fields(&*other, "another battery horse")];
    let answers = tokio::join!(
        here.post_form("/account/password", &own),
        elsewhere.post_form("/account/password", &other)
    );
    let done = [answers.0, answers.1].map(|a| a.location() == "/account/security?done=password");
    assert_eq!(done.iter().filter(|done| **done).count(), 1, "{done:?}");
    assert_eq!([is_in(&mut here).await, is_in(&mut elsewhere).await], done);
}

#[tokio::test]
async fn no_link_that_is_made_at_the_same_moment_outlives_a_sign_out_everywhere() {
    let world = World::new().await;
    sign_up(&mut Browser::new(&world), ANN).await;
    for _ in 0..8 {
        let mut here = signed_in(&world, ANN).await;
        let code = allow(&mut here).await;
        let token = here.get(PAGE).await.form();
        let fields = [("form", token.as_str())];
        let (_, ended) = tokio::join!(
            exchange(&world, &code, VERIFIER, REDIRECT),
            here.post_form("/account/end-everything", &fields)
        );
        assert_eq!(ended.location(), "/sign-in");
        let sql = "SELECT CAST(COUNT(*) AS BIGINT) FROM account_link WHERE ended_ms IS NULL";
        let open: i64 = sqlx::query_scalar(sql)
            .fetch_one(world.pool())
            .await
            .unwrap();
        assert_eq!(open, 0);
    }
}

#[tokio::test]
async fn nothing_that_is_allowed_at_the_same_moment_outlives_a_sign_out_everywhere() {
    let world = World::new().await;
    sign_up(&mut Browser::new(&world), ANN).await;
    for _ in 0..8 {
        let mut here = signed_in(&world, ANN).await;
        let mut elsewhere = signed_in(&world, ANN).await;
        let token = here.get(PAGE).await.form();
        let fields = [("form", token.as_str())];
        let form = elsewhere.get(&authorize_path(REDIRECT)).await.form();
        let asked = asked(REDIRECT);
        let mut decision: Vec<(&str, &str)> = asked.iter().map(|(k, v)| (*k, &**v)).collect();
        decision.extend([("form", form.as_str()), ("decision", "allow")]);
        let (_, ended) = tokio::join!(
            elsewhere.post_form("/oauth/authorize", &decision),
            here.post_form("/account/end-everything", &fields)
        );
        assert_eq!(ended.location(), "/sign-in");
        let left: i64 = sqlx::query_scalar("SELECT CAST(COUNT(*) AS BIGINT) FROM auth_code")
            .fetch_one(world.pool())
            .await
            .unwrap();
        assert_eq!(left, 0);
    }
}

#[tokio::test]
async fn more_than_ten_cards_are_linked_by_no_number_of_windows() {
    let world = World::new().await;
    sign_up(&mut Browser::new(&world), ANN).await;
    let mut windows = Vec::new();
    for _ in 0..14 {
        let mut window = signed_in(&world, ANN).await;
        let form = window.get("/account/offers").await.form();
        windows.push((window, form));
    }
    let links = windows.iter_mut().map(|(window, form)| {
        let fields = [("form", form.as_str()), ("label", "My card")];
        async move { window.post_form("/account/cards", &fields).await }
    });
    join_all(links).await;
    let linked: i64 = sqlx::query_scalar("SELECT CAST(COUNT(*) AS BIGINT) FROM card")
        .fetch_one(world.pool())
        .await
        .unwrap();
    assert_eq!(linked, 10);
}
