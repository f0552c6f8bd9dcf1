//! From a purchase to the balance, through the shop, the network and the ledger.

use crate::{
    browser::{Answer, Browser},
    payday::{PayDay, Saver},
    shopper::{Shopper, go_path},
    world::{DAY_MS, GARDEN, MACYS, MINUTE_MS, World},
};
use axum::{
    body::Body,
    http::{Method, StatusCode},
};
use pointback_portal::intake;
use serde_json::{Value, json};

const SHOP: &str = "www.macys.com";
const PAGE: &str = "https://www.macys.com/";

/// Follows a click through the network to the shop and buys there; returns the order number.
pub async fn buy(world: &World, host: &str, click: &Value) -> String {
    let mut portal = Browser::new(world);
    let network = portal.get(&go_path(click)).await.location().to_owned();
    let visit = url::Url::parse(&network).unwrap();
    let landing = portal.get(visit.path()).await.location().to_owned();
    let landing = url::Url::parse(&landing).unwrap();
    let mut shop = Browser::on(world, host);
    let page = shop
        .get(&format!("{}?{}", landing.path(), landing.query().unwrap()))
        .await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text);
    // The shop's page itself names the address of its button.
    assert!(page.text.contains(r#"action="/buy""#));
    let thanks = shop.post_form("/buy", &[]).await.location().to_owned();
    let (_, number) = thanks.split_once("order=").unwrap();
    number.to_owned()
}

pub async fn act(world: &World, order: &str, action: &str) -> Answer {
    let path = format!("/sim/orders/{order}/{action}");
    let answer = Browser::new(world).post_form(&path, &[]).await;
    world.pull().await;
    answer
}

#[tokio::test]
async fn a_purchase_becomes_pending_then_confirmed() {
    let world = World::new().await;
    let shopper = Shopper::new(&world, "ann@example.org").await;
    let click = shopper.click(1, MACYS, PAGE).await;
    assert_eq!(
        shopper.get("/v1/earnings").await.json()["earnings"],
        json!([])
    );
    let order = buy(&world, SHOP, &click).await;
    let trips = shopper.get("/v1/earnings").await.json();
    assert_eq!(trips["earnings"][0]["state"], "processing");
    assert_eq!(trips["earnings"][0]["sale_minor"], Value::Null);

    world.pull().await;
    assert_eq!(shopper.balances().await, [1_000, 0, 0]);
    act(&world, &order, "confirm").await;
    // $100 at 10 % = $10.00
    assert_eq!(shopper.balances().await, [0, 1_000, 0]);
    let trips = shopper.get("/v1/earnings").await.json();
    let expected = json!([{
        "click": click["id"], "retailer": MACYS, "name": "Macy's", "state": "confirmed",
        "reward_minor": 1_000, "at": world.now_ms() / 1_000, "clicked": world.now_ms() / 1_000,
        "sale_minor": 10_000, "rate": click["rate"], "boost": click["boost"],
    }]);
    assert_eq!(trips, json!({ "earnings": expected, "next": null }));
    assert_eq!(
        shopper.me().await["next_payout"],
        json!({ "date": "2027-02-15", "min": 501, "missing": 0, "held": 0, "estimate": { "unit": "usd", "minor": 1_000 } })
    );
    shopper.put("/v1/election", json!({ "unit": "mr" })).await;
    // ... or 1,000 points
    assert_eq!(
        shopper.me().await["next_payout"]["estimate"],
        json!({ "unit": "mr", "points": 1_000 })
    );
    world.check_books().await;
}

#[tokio::test]
async fn a_declined_order_earns_nothing() {
    let world = World::new().await;
    let shopper = Shopper::new(&world, "ann@example.org").await;
    let click = shopper.click(1, MACYS, PAGE).await;
    let order = buy(&world, SHOP, &click).await;
    world.pull().await;
    act(&world, &order, "decline").await;
    assert_eq!(shopper.balances().await, [0, 0, 0]);
    let trips = shopper.get("/v1/earnings").await.json();
    assert_eq!(trips["earnings"][0]["state"], "ineligible");
    let again = act(&world, &order, "confirm").await;
    assert_eq!(again.status, StatusCode::BAD_REQUEST);
    world.check_books().await;
}

#[tokio::test]
async fn a_return_after_confirmation_takes_the_reward_back() {
    let world = World::new().await;
    let shopper = Shopper::new(&world, "ann@example.org").await;
    let mut orders = Vec::new();
    for number in [1, 2] {
        let click = shopper.click(number, MACYS, PAGE).await;
        orders.push(buy(&world, SHOP, &click).await);
    }
    for order in &orders {
        act(&world, order, "confirm").await;
        world.pass(MINUTE_MS);
    }
    assert_eq!(shopper.balances().await, [0, 2_000, 0]);
    act(&world, &orders[0], "reverse").await;
    assert_eq!(shopper.balances().await, [0, 1_000, 0]);
    let trips = shopper.get("/v1/earnings").await.json();
    let states: Vec<_> = trips["earnings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|t| t["state"].clone())
        .collect();
    assert_eq!(states.iter().filter(|s| *s == "reversed").count(), 1);
    world.check_books().await;
}

#[tokio::test]
async fn what_was_taken_back_after_a_payout_is_offset() {
    let world = World::new().await;
    let ann = Saver::new(&world, "ann@example.org").await;
    ann.by_paypal("ann@example.org").await;
    let click = ann.shopper().await.click(1, MACYS, PAGE).await;
    let order = buy(&world, SHOP, &click).await;
    act(&world, &order, "confirm").await;
    PayDay::new(&world, "2027-02-15").pay().await;
    act(&world, &order, "reverse").await;
    assert_eq!(ann.shopper().await.balances().await, [0, 0, 1_000]);
    world.check_books().await;
}

#[tokio::test]
async fn pulling_again_posts_nothing() {
    let world = World::new().await;
    let shopper = Shopper::new(&world, "ann@example.org").await;
    let click = shopper.click(1, MACYS, PAGE).await;
    let order = buy(&world, SHOP, &click).await;
    act(&world, &order, "confirm").await;
    let movements = async || -> i64 {
        sqlx::query_scalar("SELECT COUNT(*) FROM movement")
            .fetch_one(world.pool())
            .await
            .unwrap()
    };
    let before = movements().await;
    for _ in 0..3 {
        world.pass(DAY_MS);
        let outcome = world.pull().await;
        assert_eq!((outcome.new, outcome.known), (0, 2));
    }
    assert_eq!(movements().await, before);
}

#[tokio::test]
async fn orders_under_one_boost_share_its_cap() {
    let world = World::new().await;
    let shopper = Shopper::new(&world, "ann@example.org").await;
    let mut orders = Vec::new();
    for number in 1..=2 {
        let click = shopper
            .click(number, GARDEN, "http://garden.localhost:8787/")
            .await;
        orders.push(buy(&world, "garden.localhost:8787", &click).await);
        world.pass(MINUTE_MS);
    }
    world.pull().await;
    // 3 % of $100 for each, and a boost of $3.00 each under a cap of $5.00.
    assert_eq!(shopper.balances().await, [600 + 500, 0, 0]);
    act(&world, &orders[0], "decline").await;
    // The declined order's share of the cap goes to the other.
    assert_eq!(shopper.balances().await, [300 + 300, 0, 0]);
    world.check_books().await;
}

#[tokio::test]
async fn a_shop_without_a_click_tells_no_network() {
    let world = World::new().await;
    let mut shop = Browser::on(&world, SHOP);
    shop.get("/").await;
    assert_eq!(shop.post_form("/buy", &[]).await.location(), "/thanks");
    shop.get("/?simclick=madeup").await;
    assert_eq!(shop.cookies["simclick"], "madeup");
    assert_eq!(shop.post_form("/buy", &[]).await.location(), "/thanks");
    let orders: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM sim_order")
        .fetch_one(world.pool())
        .await
        .unwrap();
    assert_eq!(orders, 0);
}

#[tokio::test]
async fn a_push_needs_the_secret_and_moves_nothing_by_itself() {
    let world = World::new().await;
    let secret = intake::secret(&world.portal.config, "sim");
    let body = || Body::from(r#"{"order":"made up","status":"confirmed"}"#);
    let push = async |path: String| {
        Browser::new(&world)
            .send(Method::POST, &path, &[], body())
            .await
            .status
    };
    assert_eq!(
        push("/in/sim/wrong".to_owned()).await,
        StatusCode::NOT_FOUND
    );
    assert_eq!(
        push(format!("/in/other/{secret}")).await,
        StatusCode::NOT_FOUND
    );
    assert_eq!(
        push(format!("/in/sim/{secret}")).await,
        StatusCode::NO_CONTENT
    );
    assert_eq!(world.pull().await.new, 0);
}

#[tokio::test]
async fn the_next_payout_follows_the_calendar() {
    let world = World::new().await;
    for (at, date) in [
        ("2027-02-14T23:59:59-05:00", "2027-02-15"),
        ("2027-02-15T12:00:00-05:00", "2027-02-15"),
        ("2027-02-16T00:00:00-05:00", "2027-05-15"),
        ("2027-11-16T00:00:00-05:00", "2028-02-15"),
    ] {
        let now: jiff::Timestamp = at.parse().unwrap();
        world.set_time(now.as_millisecond());
        let shopper =
            Shopper::new(&world, &format!("ann{date}{}@example.org", now.as_second())).await;
        let next = &shopper.me().await["next_payout"];
        assert_eq!(
            (next["date"].as_str(), next["missing"].as_i64()),
            (Some(date), Some(501)),
            "{at}"
        );
    }
}
