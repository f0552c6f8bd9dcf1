//! Orders in the normal form, and files of them.

use crate::{
    browser::Browser,
    shopper::{Shopper, go_path},
    world::{GARDEN, MACYS, START_MS, World},
};
use pointback_portal::{
    ingest,
    report::{Report, Status},
};
use serde_json::Value;

/// A confirmed order of $100.00 after a click.
pub fn order(ext_id: &str, click_ref: &str) -> Report {
    Report {
        network: "sim".to_owned(),
        ext_id: ext_id.to_owned(),
        click_ref: click_ref.to_owned(),
        event_at: START_MS,
        is_day: false,
        updated_at: START_MS,
        seq: 0,
        sale_minor: 10_000,
        currency: "USD".to_owned(),
        commission_minor: 2_000,
        status: Status::Confirmed,
        record: String::new(),
        category: None,
        offer: None,
        order_hash: None,
    }
}

/// A click that was followed; the answer is its reference.
pub async fn clicked(world: &World, shopper: &Shopper<'_>, number: u32, retailer: u32) -> String {
    let click: Value = shopper
        .click(number, retailer, "https://www.macys.com/")
        .await;
    Browser::new(world).get(&go_path(&click)).await;
    click["ref"].as_str().unwrap().to_owned()
}

pub async fn take(world: &World, reports: &[Report]) -> ingest::Outcome {
    ingest::ingest(&world.portal, reports).await.unwrap()
}

#[tokio::test]
async fn a_line_is_paid_at_the_rate_of_its_category() {
    let world = World::new().await;
    world
        .publish(&[r#"{"id":0,"n":"Mixed","d":["mixed.example"],"r":[{"k":"p","v":1000,"u":1},{"k":"p","v":200,"l":"Beauty"},{"k":"p","v":0,"l":"Gift cards"}],"dl":1}"#])
        .await;
    let shopper = Shopper::new(&world, "ann@example.org").await;
    let click = clicked(&world, &shopper, 1, 4).await;
    let line = |number: &str, category: &str| Report {
        category: Some(category.to_owned()),
        ..order(number, &click)
    };
    let lines = [
        line("1-1", "Shoes"),
        line("1-2", "BEAUTY"),
        line("1-3", "Gift cards"),
    ];
    assert_eq!(take(&world, &lines).await.new, 3);
    assert_eq!(shopper.balances().await, [0, 1_000 + 200, 0]);
    world.check_books().await;
}

#[tokio::test]
async fn a_revision_that_does_not_name_the_category_leaves_the_line_in_it() {
    let world = World::new().await;
    let shopper = Shopper::new(&world, "ann@example.org").await;
    let click = clicked(&world, &shopper, 1, MACYS).await;
    let named = |number: &str| Report {
        status: Status::Pending,
        category: Some("Beauty".to_owned()),
        ..order(number, &click)
    };
    let confirmed = |number: &str| Report {
        updated_at: START_MS + 1,
        ..order(number, &click)
    };
    // Whichever comes first: 2 % of $100.00 each.
    take(&world, &[named("1")]).await;
    take(&world, &[confirmed("1"), confirmed("2")]).await;
    take(&world, &[named("2")]).await;
    assert_eq!(shopper.balances().await, [0, 200 + 200, 0]);
    world.check_books().await;
}

#[tokio::test]
async fn corrections_of_a_line_are_summed_and_never_fall_below_nothing() {
    let world = World::new().await;
    let shopper = Shopper::new(&world, "ann@example.org").await;
    let click = clicked(&world, &shopper, 1, MACYS).await;
    let correction = |record: &str, sale_minor: i64| Report {
        record: record.to_owned(),
        sale_minor,
        commission_minor: sale_minor / 5,
        ..order("1", &click)
    };
    // The correction may come first.
    take(&world, &[correction("c-1", -4_000)]).await;
    assert_eq!(shopper.balances().await, [0, 0, 0]);
    take(&world, &[order("1", &click)]).await;
    assert_eq!(shopper.balances().await, [0, 600, 0]);
    take(&world, &[correction("c-2", -99_999)]).await;
    assert_eq!(shopper.balances().await, [0, 0, 0]);
    let trips = shopper.get("/v1/earnings").await.json();
    assert_eq!(trips["earnings"][0]["state"], "reversed");
    world.check_books().await;
}

#[tokio::test]
async fn one_number_at_two_networks_is_two_orders() {
    let world = World::new().await;
    let shopper = Shopper::new(&world, "ann@example.org").await;
    let click = clicked(&world, &shopper, 1, MACYS).await;
    // The same click cannot have gone through another network ...
    let elsewhere = Report {
        network: "other".to_owned(),
        ..order("1", &click)
    };
    let outcome = take(&world, &[order("1", &click), elsewhere.clone()]).await;
    assert_eq!((outcome.new, outcome.quarantined), (1, 1));
    // ... and a click that has gone through it has an order 1 of its own.
    let second = clicked(&world, &shopper, 2, MACYS).await;
    sqlx::query("UPDATE click SET network = 'other' WHERE ref = $1")
        .bind(&second)
        .execute(world.pool())
        .await
        .unwrap();
    let other = Report {
        click_ref: second,
        ..elsewhere
    };
    assert_eq!(take(&world, &[other]).await.new, 1);
    assert_eq!(shopper.balances().await, [0, 2_000, 0]);
    world.check_books().await;
}

#[tokio::test]
async fn no_network_can_pass_for_the_portal_itself() {
    let world = World::new().await;
    let shopper = Shopper::new(&world, "ann@example.org").await;
    let click = clicked(&world, &shopper, 1, MACYS).await;
    for network in ["portal", "sim/1"] {
        let report = Report {
            network: network.to_owned(),
            ..order("1", &click)
        };
        assert_eq!(take(&world, &[report]).await.quarantined, 1, "{network}");
    }
    assert_eq!(shopper.balances().await, [0, 0, 0]);
}

#[tokio::test]
async fn a_cap_is_used_in_the_order_of_purchase_whatever_came_first() {
    let world = World::new().await;
    let shopper = Shopper::new(&world, "ann@example.org").await;
    let click = clicked(&world, &shopper, 1, GARDEN).await;
    let bought = |number: i64| Report {
        event_at: START_MS + number,
        ..order(&number.to_string(), &click)
    };
    // $3.00 and a boost of $3.00 each, under a cap of $5.00; the later purchase is reported first.
    take(&world, &[bought(2)]).await;
    assert_eq!(shopper.balances().await, [0, 600, 0]);
    take(&world, &[bought(1)]).await;
    let parts: Vec<(String, i64)> =
        sqlx::query_as("SELECT ext_id, boost FROM earning ORDER BY ext_id")
            .fetch_all(world.pool())
            .await
            .unwrap();
    assert_eq!(parts, [("1".to_owned(), 300), ("2".to_owned(), 200)]);
    // What is returned gives its share of the cap back.
    let returned = Report {
        status: Status::Declined,
        updated_at: START_MS + 10,
        ..bought(1)
    };
    take(&world, &[returned]).await;
    assert_eq!(shopper.balances().await, [0, 600, 0]);
    world.check_books().await;
}

#[tokio::test]
async fn a_cap_is_one_for_a_member_also_when_the_store_changes_its_network() {
    let world = World::new().await;
    let shopper = Shopper::new(&world, "ann@example.org").await;
    let first = clicked(&world, &shopper, 1, GARDEN).await;
    let second = clicked(&world, &shopper, 2, GARDEN).await;
    sqlx::query("UPDATE click SET network = 'other' WHERE ref = $1")
        .bind(&second)
        .execute(world.pool())
        .await
        .unwrap();
    // Both networks call their order 1: $3.00 and a boost of $3.00 each, under a cap of $5.00.
    let first = order("1", &first);
    let second = Report {
        network: "other".to_owned(),
        event_at: START_MS + 1,
        ..order("1", &second)
    };
    take(&world, &[second]).await;
    assert_eq!(shopper.balances().await, [0, 600, 0]);
    take(&world, std::slice::from_ref(&first)).await;
    assert_eq!(shopper.balances().await, [0, 600 + 300 + 200, 0]);
    let returned = Report {
        status: Status::Declined,
        updated_at: START_MS + 1,
        ..first
    };
    take(&world, &[returned]).await;
    assert_eq!(shopper.balances().await, [0, 600, 0]);
    world.check_books().await;
}

#[tokio::test]
async fn a_boosted_headline_is_paid_to_the_cent_also_when_it_is_of_a_category() {
    let world = World::new().await;
    let line = r#"{"id":0,"n":"Shoes","d":["shoes.example"],"r":[{"k":"p","v":800,"l":"Shoes"},{"k":"p","v":200,"l":"Beauty"}],"b":[{"v":1500,"s":1,"e":4102444800,"cap":500}],"dl":1}"#;
    world.publish(&[line]).await;
    let shopper = Shopper::new(&world, "ann@example.org").await;
    let click = clicked(&world, &shopper, 1, 4).await;
    let bought = |number: &str, category: &str| Report {
        sale_minor: 4_999,
        category: Some(category.to_owned()),
        ..order(number, &click)
    };
    take(&world, &[bought("1", "Shoes")]).await;
    assert_eq!(shopper.balances().await, [0, 749, 0]);
    take(&world, &[bought("2", "Beauty")]).await;
    assert_eq!(shopper.balances().await, [0, 749 + 99, 0]);
    world.check_books().await;
}
