//! Click-out: idempotent, with the rate locked, and impossible to lead elsewhere.

use crate::{
    browser::{Browser, api},
    shopper::{Shopper, click, go_path},
    world::{GARDEN, MACYS, NO_RATE, World},
};
use axum::http::{Method, StatusCode};
use futures_util::future::join_all;
use serde_json::json;

const PAGE: &str = "https://www.macys.com/shop/p/123?ID=77&utm_source=x#top";

#[tokio::test]
async fn a_click_needs_a_sign_in() {
    let world = World::new().await;
    let body = click(1, MACYS, PAGE);
    let answer = api(&world, Method::POST, "/v1/clicks", None, Some(body.clone())).await;
    assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
    let answer = api(
        &world,
        Method::POST,
        "/v1/clicks",
        Some("made-up"),
        Some(body),
    )
    .await;
    assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn the_answer_says_what_is_promised() {
    let world = World::new().await;
    let shopper = Shopper::new(&world, "ann@example.org").await;
    let answer = shopper.click(1, MACYS, PAGE).await;
    assert_eq!(answer["id"], click(1, MACYS, PAGE)["id"]);
    assert_eq!(answer["ref"].as_str().unwrap().len(), 26);
    assert_eq!(answer["network"], "sim");
    assert!(
        answer["go"]
            .as_str()
            .unwrap()
            .starts_with("http://127.0.0.1:8787/go/")
    );
    assert_eq!(answer["ttl"], 60);
    assert_eq!(
        answer["rate"],
        json!([{"k":"p","v":1000,"u":1},{"k":"p","v":200,"l":"Beauty"}])
    );
    assert_eq!(answer["boost"], json!(null));
    assert_eq!(answer["elect"], "usd");
    assert_eq!(answer["hosts"], json!(["macys.com"]));
    assert_eq!(answer["trip"], 86_400);
    let boosted = shopper
        .click(2, GARDEN, "http://garden.localhost:8787/")
        .await;
    assert_eq!(boosted["boost"]["v"], 600);
}

#[tokio::test]
async fn the_same_click_has_the_same_answer_and_another_under_its_id_is_refused() {
    let world = World::new().await;
    let shopper = Shopper::new(&world, "ann@example.org").await;
    let first = shopper.click(1, MACYS, PAGE).await;
    world.pass(5_000);
    for _ in 0..4 {
        let again = shopper.post("/v1/clicks", click(1, MACYS, PAGE)).await;
        assert_eq!(
            (again.status, again.json()),
            (StatusCode::OK, first.clone())
        );
    }
    let other = shopper.post("/v1/clicks", click(1, GARDEN, PAGE)).await;
    assert_eq!(other.status, StatusCode::CONFLICT);
    assert_eq!(other.json()["code"], "click.conflict");
    let stranger = Shopper::new(&world, "bob@example.org").await;
    let stolen = stranger.post("/v1/clicks", click(1, MACYS, PAGE)).await;
    assert_eq!(stolen.status, StatusCode::CONFLICT);
    assert_eq!(clicks_of(&world).await, 1);
}

/// Each click twice, and another shop's under its id: all at the same time, so that many share a write.
#[tokio::test]
async fn of_clicks_at_the_same_time_each_is_one_row_and_one_answer() {
    let world = World::new().await;
    let shopper = Shopper::new(&world, "ann@example.org").await;
    let asked = (0..18).map(|n| {
        let retailer = if n % 3 == 2 { GARDEN } else { MACYS };
        shopper.post("/v1/clicks", click(n / 3, retailer, PAGE))
    });
    let answers = join_all(asked).await;
    for three in answers.chunks(3) {
        let made = three.iter().filter(|a| a.status == StatusCode::CREATED);
        assert_eq!(made.count(), 1, "{three:?}");
        // Whichever shop came first, the other one is refused.
        let refused = three.iter().filter(|a| a.status == StatusCode::CONFLICT);
        let is_garden = three[2].status == StatusCode::CREATED;
        assert_eq!(refused.count(), if is_garden { 2 } else { 1 }, "{three:?}");
        assert!(is_garden || three[0].json() == three[1].json(), "{three:?}");
    }
    assert_eq!(clicks_of(&world).await, 6);
}

async fn clicks_of(world: &World) -> i64 {
    let counted = sqlx::query_scalar("SELECT COUNT(*) FROM click");
    counted.fetch_one(world.pool()).await.unwrap()
}

#[tokio::test]
async fn the_first_answer_stands_when_the_retailer_is_gone() {
    let world = World::new().await;
    let shopper = Shopper::new(&world, "ann@example.org").await;
    let first = shopper.click(1, MACYS, PAGE).await;
    sqlx::query("UPDATE retailer SET listed = 0 WHERE id = $1")
        .bind(i64::from(MACYS))
        .execute(world.pool())
        .await
        .unwrap();
    let late = shopper.post("/v1/clicks", click(2, MACYS, PAGE)).await;
    assert_eq!(late.status, StatusCode::NOT_FOUND);
    world.publish(&[]).await;
    let again = shopper.post("/v1/clicks", click(1, MACYS, PAGE)).await;
    assert_eq!((again.status, again.json()), (StatusCode::OK, first));
    let late = shopper.post("/v1/clicks", click(2, MACYS, PAGE)).await;
    assert_eq!(late.status, StatusCode::NOT_FOUND);
    assert_eq!(late.json()["code"], "click.unknownRetailer");
    let stranger = Shopper::new(&world, "bob@example.org").await;
    let stolen = stranger.post("/v1/clicks", click(1, MACYS, PAGE)).await;
    assert_eq!(stolen.status, StatusCode::CONFLICT);
}

#[tokio::test]
async fn clicks_that_promise_nothing_are_refused_by_name() {
    let world = World::new().await;
    let shopper = Shopper::new(&world, "ann@example.org").await;
    let mut bad_id = click(1, MACYS, PAGE);
    bad_id["id"] = json!("../../etc");
    let mut unknown_field = click(1, MACYS, PAGE);
    unknown_field["url"] = json!("https://evil.example/");
    for (body, status, code) in [
        (
            click(1, 999, PAGE),
            StatusCode::NOT_FOUND,
            "click.unknownRetailer",
        ),
        (
            click(1, NO_RATE, PAGE),
            StatusCode::UNPROCESSABLE_ENTITY,
            "click.noRate",
        ),
        (bad_id, StatusCode::BAD_REQUEST, "request.malformed"),
        (unknown_field, StatusCode::BAD_REQUEST, "request.malformed"),
        (
            json!("no click"),
            StatusCode::BAD_REQUEST,
            "request.malformed",
        ),
    ] {
        let answer = shopper.post("/v1/clicks", body).await;
        assert_eq!(
            (answer.status, answer.json()["code"].as_str()),
            (status, Some(code))
        );
    }
}

#[tokio::test]
async fn a_locked_rate_outlives_a_new_publication() {
    let world = World::new().await;
    let shopper = Shopper::new(&world, "ann@example.org").await;
    let before = shopper.click(1, MACYS, PAGE).await;
    world.pass(1_000);
    let lower = r#"{"id":0,"n":"Macy's","d":["macys.com"],"r":[{"k":"p","v":100}],"dl":1}"#;
    world.publish(&[lower]).await;
    let after = shopper.click(2, MACYS, PAGE).await;
    assert_eq!(after["rate"], json!([{"k":"p","v":100}]));
    let again = shopper.post("/v1/clicks", click(1, MACYS, PAGE)).await;
    assert_eq!(again.json()["rate"], before["rate"]);
}

#[tokio::test]
async fn a_page_is_reduced_again_and_never_leaves_the_retailer() {
    let world = World::new().await;
    let shopper = Shopper::new(&world, "ann@example.org").await;
    for (number, page, destination) in [
        (1, PAGE, "https://www.macys.com/shop/p/123?ID=77"),
        (2, "https://evil.example/", "https://macys.com/"),
        (3, "https://macys.com@evil.example/", "https://macys.com/"),
        (4, "javascript:alert(1)", "https://macys.com/"),
    ] {
        let answer = shopper.click(number, MACYS, page).await;
        let mut browser = Browser::new(&world);
        let network = browser.get(&go_path(&answer)).await.location().to_owned();
        assert!(
            network.starts_with("http://127.0.0.1:8787/sim/visit/"),
            "{network}"
        );
        let path = network.strip_prefix("http://127.0.0.1:8787").unwrap();
        let landed = browser.get(path).await;
        let click_ref = answer["ref"].as_str().unwrap();
        let mark = if destination.contains('?') { '&' } else { '?' };
        assert_eq!(
            landed.location(),
            format!("{destination}{mark}simclick={click_ref}")
        );
    }
}

#[tokio::test]
async fn a_token_leads_on_for_a_minute_and_may_be_repeated_within_it() {
    let world = World::new().await;
    let shopper = Shopper::new(&world, "ann@example.org").await;
    let path = go_path(&shopper.click(1, MACYS, PAGE).await);
    let mut browser = Browser::new(&world);
    let first = browser.get(&path).await;
    assert_eq!(first.status, StatusCode::SEE_OTHER);
    assert_eq!(first.header("cache-control"), "no-store");
    assert_eq!(first.header("referrer-policy"), "origin");
    assert_eq!(first.header("x-robots-tag"), "noindex");
    world.pass(59_000);
    assert_eq!(browser.get(&path).await.location(), first.location());
    let used: i64 = sqlx::query_scalar("SELECT used_ms FROM click")
        .fetch_one(world.pool())
        .await
        .unwrap();
    assert_eq!(used, world.now_ms() - 59_000);
    world.pass(1_000);
    let late = browser.get(&path).await;
    assert_eq!((late.status, late.location()), (StatusCode::GONE, ""));
    assert!(late.text.contains("Activate again") && late.text.contains("Macy's"));
}

#[tokio::test]
async fn a_changed_token_leads_nowhere() {
    let world = World::new().await;
    let shopper = Shopper::new(&world, "ann@example.org").await;
    let path = go_path(&shopper.click(1, MACYS, PAGE).await);
    let mut changed = path.clone();
    let last = changed.pop().unwrap();
    changed.push(if last == 'A' { 'B' } else { 'A' });
    for bad in [
        changed.as_str(),
        "/go/x",
        "/go/https%3A%2F%2Fevil.example",
        &path[..20],
    ] {
        let answer = Browser::new(&world).get(bad).await;
        assert_eq!(
            (answer.status, answer.location()),
            (StatusCode::NOT_FOUND, ""),
            "{bad}"
        );
    }
}

#[tokio::test]
async fn another_network_gets_its_own_link_with_the_reduced_page() {
    let world = World::new().await;
    let shopper = Shopper::new(&world, "ann@example.org").await;
    sqlx::query("UPDATE retailer SET network = 'acme', link = 'https://acme.example/c?sid={click_ref}&url={dest}'")
        .execute(world.pool())
        .await
        .unwrap();
    let answer = shopper.click(1, MACYS, PAGE).await;
    let out = Browser::new(&world).get(&go_path(&answer)).await;
    let click_ref = answer["ref"].as_str().unwrap();
    let dest = "https%3A%2F%2Fwww.macys.com%2Fshop%2Fp%2F123%3FID%3D77";
    assert_eq!(
        out.location(),
        format!("https://acme.example/c?sid={click_ref}&url={dest}")
    );
}

#[tokio::test]
async fn a_click_without_a_page_leads_to_the_shops_home() {
    let world = World::new().await;
    let shopper = Shopper::new(&world, "ann@example.org").await;
    for (number, retailer, home) in [
        (1, MACYS, "https://macys.com/"),
        (2, GARDEN, "http://garden.localhost:8787/"),
    ] {
        let mut body = click(number, retailer, "");
        body["page"] = json!(null);
        let answer = shopper.post("/v1/clicks", body).await.json();
        let mut browser = Browser::new(&world);
        let network = browser.get(&go_path(&answer)).await.location().to_owned();
        let network = url::Url::parse(&network).unwrap();
        let landed = browser.get(network.path()).await;
        let click_ref = answer["ref"].as_str().unwrap();
        assert_eq!(landed.location(), format!("{home}?simclick={click_ref}"));
    }
}
