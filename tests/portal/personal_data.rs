//! The copy of everything, and leaving: nothing personal stays, and the books still balance.

use crate::{
    browser::{Answer, Browser, api},
    dump::dump,
    earnings::{act, buy},
    payday::{PayDay, Saver},
    shopper::{
        PASSWORD, Shopper, VERIFIER, asked, decide_with, exchange, go_path, sign_in, sign_up,
        submit,
    },
    world::{MACYS, REDIRECT, World},
};
use axum::http::{Method, StatusCode};
use serde_json::{Value, json};

const ANN: &str = "ann@example.org";
const HOST: &str = "www.macys.com";
const PATH: &str = "/shop/very-private-present";
const NOTE: &str = "a note about my private life";

/// Ann with everything that a member can leave behind: a confirmed and a pending purchase, a claim, an election.
async fn ann(world: &World) -> (Shopper<'_>, Browser<'_>, String) {
    let shopper = Shopper::new(world, ANN).await;
    let page = format!("https://{HOST}{PATH}");
    let first = shopper.click(1, MACYS, &page).await;
    let confirmed = buy(world, HOST, &first).await;
    let second = shopper.click(2, MACYS, &page).await;
    let pending = buy(world, HOST, &second).await;
    shopper.click(3, MACYS, &page).await;
    world.pull().await;
    act(world, &confirmed, "confirm").await;
    shopper.put("/v1/election", json!({ "unit": "mr" })).await;
    let mut browser = Browser::new(world);
    sign_in(&mut browser, ANN, PASSWORD).await;
    let click = first["id"].as_str().unwrap();
    let fields = [
        ("click", click),
        ("order", "PRIVATE-ORDER"),
        ("amount", "5"),
        ("note", NOTE),
    ];
    submit(&mut browser, "/account/claims", "/account/claims", &fields).await;
    (shopper, browser, pending)
}

async fn leave(browser: &mut Browser<'_>, fields: &[(&str, &str)]) -> Answer {
    submit(browser, "/account/data", "/account/delete", fields).await
}

#[tokio::test]
async fn the_copy_holds_everything_of_this_member_and_no_secret() {
    let world = World::new().await;
    let (shopper, mut browser, _) = ann(&world).await;
    let bob = Shopper::new(&world, "bob@example.org").await;
    bob.click(9, MACYS, "https://www.macys.com/bobs-page").await;
    let answer = browser.get("/account/export").await;
    assert!(answer.header("content-disposition").contains("attachment"));
    let copy = answer.json();
    assert_eq!(copy["format"], "pointback-export-1");
    assert_eq!(copy["member"][0]["email"], ANN);
    let count = |name: &str| copy[name].as_array().unwrap().len();
    assert_eq!(count("clicks"), 3);
    assert_eq!(count("earnings"), 2);
    assert_eq!(count("reports"), 3);
    assert_eq!(count("elections"), 1);
    assert_eq!(count("connected_extensions"), 1);
    assert_eq!(count("browser_sessions"), 2);
    assert_eq!(copy["claims"][0]["note"], NOTE);
    assert!(answer.text.contains(PATH));
    let confirmed = copy["balances"].as_array().unwrap().iter();
    let confirmed: Vec<&Value> = confirmed
        .filter(|b| b["account"].as_str().unwrap().starts_with("m:confirmed"))
        .collect();
    assert_eq!(confirmed[0]["balance"], 1_000);
    assert!(count("movements") >= 4);
    for secret in [
        &shopper.access,
        &shopper.refresh,
        &browser.cookies["session"],
    ] {
        assert!(!answer.text.contains(secret.as_str()));
    }
    assert!(!answer.text.contains("argon2") && !answer.text.contains("bob"));
}

#[tokio::test]
async fn leaving_needs_the_password_and_a_plain_yes() {
    let world = World::new().await;
    let (shopper, mut browser, _) = ann(&world).await;
    let page = browser.get("/account/data").await.text;
    assert!(
        page.contains("$10.00 confirmed and $10.00 pending are forfeited"),
        "{page}"
    );
    for (fields, said) in [
        (vec![("current", PASSWORD)], "Tick this first"),
        (
            vec![("current", "wrong horse"), ("understood", "yes")],
            "not your password",
        ),
    ] {
        let refused = leave(&mut browser, &fields).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.text.contains(said), "{said}");
    }
    assert_eq!(shopper.balances().await, [1_000, 1_000, 0]);
}

#[tokio::test]
async fn nothing_personal_stays_in_any_table() {
    let world = World::new().await;
    let (shopper, mut browser, _) = ann(&world).await;
    let mut elsewhere = Browser::new(&world);
    sign_in(&mut elsewhere, ANN, PASSWORD).await;
    let page = format!("https://{HOST}{PATH}");
    let fresh = go_path(&shopper.click(4, MACYS, &page).await);
    Browser::new(&world).get(&fresh).await;
    let personal = [ANN, PATH, NOTE, "PRIVATE-ORDER", "argon2"];
    let before = dump(&world).await;
    for text in personal {
        assert!(
            before.contains(text),
            "{text} is not looked for where it would be"
        );
    }
    let done = leave(
        &mut browser,
        &[("current", PASSWORD), ("understood", "yes")],
    )
    .await;
    assert_eq!(done.location(), "/goodbye");
    assert!(
        browser
            .get("/goodbye")
            .await
            .text
            .contains("Your account is deleted")
    );
    let after = dump(&world).await;
    for text in personal {
        assert!(!after.contains(text), "{text} is still there: {after}");
    }
    for kept in ["movement.", "earning.", "report."] {
        let rows = |dump: &str| dump.matches(kept).count();
        assert!(rows(&before) <= rows(&after), "{kept} belongs to the books");
    }
    // A click-out that is still good for a minute leads nowhere any more.
    let gone = Browser::new(&world).get(&fresh).await;
    assert_eq!(gone.location(), "/");
    assert_eq!(
        elsewhere.get("/account").await.status,
        StatusCode::SEE_OTHER
    );
    assert_eq!(shopper.get("/v1/me").await.status, StatusCode::UNAUTHORIZED);
    let back = sign_in(&mut Browser::new(&world), ANN, PASSWORD).await;
    assert_eq!(back.status, StatusCode::UNPROCESSABLE_ENTITY);
    // The address is free, and a new account starts from nothing.
    let mut again = Browser::new(&world);
    sign_up(&mut again, ANN).await;
    assert!(again.get("/account").await.text.contains("No trips yet"));
    world.check_books().await;
}

/// What is owed to members, and what members who left had not been paid, in cents.
async fn owed_and_forfeited(world: &World) -> (i64, i64) {
    let sum = |sql: &'static str| async move {
        sqlx::query_scalar::<_, i64>(sql)
            .fetch_one(world.pool())
            .await
            .unwrap()
    };
    let owed = sum(
        "SELECT CAST(COALESCE(SUM(b.credits - b.debits), 0) AS BIGINT) FROM balance b
                    JOIN account a ON a.id = b.account WHERE a.kind = 'm:confirmed'",
    );
    let forfeited = sum("SELECT CAST(COALESCE(SUM(CASE WHEN a.id = m.credit THEN m.amount ELSE -m.amount END), 0) AS BIGINT)
                    FROM movement m JOIN account a ON a.id IN (m.debit, m.credit) WHERE a.kind = 'sys:forfeited'");
    (owed.await, forfeited.await)
}

#[tokio::test]
async fn what_is_reported_after_leaving_is_never_owed_to_anyone() {
    let world = World::new().await;
    let (_, mut browser, pending) = ann(&world).await;
    assert_eq!(owed_and_forfeited(&world).await, (1_000, 0));
    leave(
        &mut browser,
        &[("current", PASSWORD), ("understood", "yes")],
    )
    .await;
    assert_eq!(owed_and_forfeited(&world).await, (0, 1_000));
    act(&world, &pending, "confirm").await;
    assert_eq!(owed_and_forfeited(&world).await, (0, 2_000));
    // Asked again, the network reports the same; nothing moves twice.
    world.pull().await;
    act(&world, &pending, "reverse").await;
    assert_eq!(owed_and_forfeited(&world).await, (0, 1_000));
    world.check_books().await;
}

#[tokio::test]
async fn nobody_leaves_while_money_is_on_its_way_to_them() {
    let world = World::new().await;
    let ann = Saver::new(&world, ANN).await;
    ann.by_check().await;
    ann.earn(1, 1_000).await;
    PayDay::new(&world, "2027-02-15").freeze().await.unwrap();
    let mut browser = Browser::new(&world);
    sign_in(&mut browser, ANN, PASSWORD).await;
    world.check_books().await;
    let page = browser.get("/account/data").await.text;
    assert!(page.contains("$10.00 is on its way") && !page.contains("/account/delete"));
    let fields = [("current", PASSWORD), ("understood", "yes")];
    let refused = submit(&mut browser, "/account", "/account/delete", &fields).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert!(refused.text.contains("A payout is on its way"));
    assert!(dump(&world).await.contains(ANN));
}

/// Connects a program with scopes of its own, and returns its access token.
async fn connected(world: &World, browser: &mut Browser<'_>, scope: &str) -> String {
    let mut asked = asked(REDIRECT);
    for (name, value) in &mut asked {
        if *name == "scope" {
            scope.clone_into(value);
        }
    }
    let answer = decide_with(browser, &asked, "allow").await;
    let code = answer.sent("code").unwrap();
    let issued = exchange(world, &code, VERIFIER, REDIRECT).await;
    issued.json()["access_token"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn programs_need_a_scope_that_is_only_given_by_name() {
    let world = World::new().await;
    let (shopper, mut browser, _) = ann(&world).await;
    let ask = |method, path: &'static str, token: String| {
        let world = &world;
        async move { api(world, method, path, Some(&token), None).await }
    };
    for (method, path) in [(Method::GET, "/v1/me/export"), (Method::DELETE, "/v1/me")] {
        let answer = ask(method, path, shopper.access.clone()).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{path}");
        assert_eq!(answer.json()["code"], "auth.scopeMissing");
    }
    let usual = connected(&world, &mut browser, "").await;
    let refused = ask(Method::DELETE, "/v1/me", usual).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    let token = connected(&world, &mut browser, "account:export account:delete").await;
    let copy = ask(Method::GET, "/v1/me/export", token.clone()).await;
    assert_eq!(copy.json()["member"][0]["email"], ANN);
    let gone = ask(Method::DELETE, "/v1/me", token.clone()).await;
    assert_eq!(gone.status, StatusCode::NO_CONTENT);
    let again = ask(Method::DELETE, "/v1/me", token).await;
    assert_eq!(again.status, StatusCode::UNAUTHORIZED);
    assert!(!dump(&world).await.contains(ANN));
    world.check_books().await;
}

#[tokio::test]
async fn the_consent_page_names_what_is_out_of_the_ordinary() {
    let world = World::new().await;
    let mut browser = Browser::new(&world);
    sign_up(&mut browser, ANN).await;
    let page = |scope: &str| {
        let query = url::form_urlencoded::Serializer::new(String::new())
            .extend_pairs(
                asked(REDIRECT)
                    .into_iter()
                    .filter(|(name, _)| *name != "scope"),
            )
            .append_pair("scope", scope)
            .finish();
        format!("/oauth/authorize?{query}")
    };
    let usual = browser.get(&page("balances:read")).await.text;
    assert!(!usual.contains("delete your account"));
    let unusual = browser.get(&page("account:delete")).await.text;
    assert!(
        unusual.contains("delete your account for good"),
        "{unusual}"
    );
}

/// A device's link may have been made at the very moment of leaving.
#[tokio::test]
async fn no_token_lets_in_who_has_left() {
    let world = World::new().await;
    let shopper = Shopper::new(&world, "ann@example.org").await;
    let leave = sqlx::query("UPDATE member SET erased_ms = 1");
    leave.execute(world.pool()).await.unwrap();
    let refused = shopper.get("/v1/me").await;
    assert_eq!(refused.status, StatusCode::UNAUTHORIZED);
}
