//! Guessed secrets, and stolen lists of passwords.

use crate::{
    browser::{Answer, Browser},
    shopper::{Shopper, VERIFIER, allow, exchange, go_path, refresh, sign_up},
    world::{MACYS, REDIRECT, World},
};
use axum::{
    body::Body,
    http::{Method, StatusCode},
};
use pointback_core::hash::sha256_hex;
use pointback_portal::throttle::Rule;

/// A secret and what may be tried in its place: neighbours, parts, patterns of SQL, and what the database holds of it.
fn near(secret: &str) -> Vec<String> {
    let mut flipped = secret.to_owned();
    let last = flipped.pop().unwrap();
    flipped.push(if last == 'A' { 'B' } else { 'A' });
    vec![
        flipped,
        secret.to_uppercase(),
        secret.to_lowercase(),
        secret[..secret.len() - 1].to_owned(),
        format!("{secret} "),
        format!("{secret}\0"),
        sha256_hex(secret.as_bytes()),
        "%".to_owned(),
        "' OR '1'='1".to_owned(),
        "null".to_owned(),
        String::new(),
    ]
}

#[tokio::test]
async fn guessed_tokens_and_codes_open_nothing() {
    let world = World::new().await;
    let ann = Shopper::new(&world, "ann@example.org").await;
    for guess in near(&ann.refresh) {
        let answer = refresh(&world, &guess).await;
        assert_eq!(answer.json()["error"], "invalid_grant", "{guess}");
    }
    for guess in near(&ann.access) {
        if guess.contains('\0') {
            continue; // no header holds that
        }
        let bearer = format!("Bearer {guess}");
        let headers = [("authorization", bearer.as_str())];
        let answer = Browser::new(&world)
            .send(Method::GET, "/v1/me", &headers, Body::empty())
            .await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{guess}");
    }
    let mut bob = Browser::new(&world);
    sign_up(&mut bob, "bob@example.org").await;
    let code = allow(&mut bob).await;
    for guess in near(&code) {
        let answer = exchange(&world, &guess, VERIFIER, REDIRECT).await;
        assert_eq!(answer.json()["error"], "invalid_grant", "{guess}");
    }
    let path = go_path(&ann.click(1, MACYS, "https://www.macys.com/").await);
    let token = path.strip_prefix("/go/").unwrap();
    for guess in near(token) {
        let quoted: String = url::form_urlencoded::byte_serialize(guess.as_bytes()).collect();
        let answer = Browser::new(&world).get(&format!("/go/{quoted}")).await;
        assert_eq!(
            (answer.status, answer.location()),
            (StatusCode::NOT_FOUND, ""),
            "{guess}"
        );
    }
    // What was meant all the time still works: no guess has spent or ended it.
    assert_eq!(refresh(&world, &ann.refresh).await.status, StatusCode::OK);
    assert_eq!(
        exchange(&world, &code, VERIFIER, REDIRECT).await.status,
        StatusCode::OK
    );
    assert_eq!(
        Browser::new(&world).get(&path).await.status,
        StatusCode::SEE_OTHER
    );
}

/// Tries a password, as seen by an https server that names its client.
async fn tried(world: &World, client: &str, email: &str) -> Answer {
    let mut browser = Browser::new(world);
    let form = browser.get("/sign-in").await.form();
    let body = url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs([
            ("form", form.as_str()),
            ("email", email),
            ("password", "wrong"),
        ])
        .finish();
    let headers = [
        ("content-type", "application/x-www-form-urlencoded"),
        ("x-forwarded-for", client),
    ];
    browser
        .send(Method::POST, "/sign-in", &headers, Body::from(body))
        .await
}

#[tokio::test]
async fn a_stolen_list_of_passwords_is_tried_slowly() {
    let world = World::with(|config| {
        config.limits.is_forwarded = true;
        config.limits.client_sign_ins = Rule::new(4, 10_000);
        config.limits.sign_in = Rule::new(3, 90_000);
    })
    .await;
    sign_up(&mut Browser::new(&world), "ann@example.org").await;
    // One client, an account after the other.
    for number in 0..4 {
        let answer = tried(&world, "192.0.2.1", &format!("m{number}@example.org")).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
    let refused = tried(&world, "192.0.2.1", "m9@example.org").await;
    assert_eq!(refused.status, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(refused.header("retry-after"), "10");
    // One account, a client after the other.
    for number in 0..3 {
        let answer = tried(&world, &format!("198.51.100.{number}"), "ann@example.org").await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
    let refused = tried(&world, "198.51.100.9", "ann@example.org").await;
    assert_eq!(refused.status, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(refused.header("retry-after"), "90");
    world.pass(10_000);
    let again = tried(&world, "192.0.2.1", "m9@example.org").await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
}
