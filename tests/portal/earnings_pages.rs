//! A member's trips, page by page: each trip once, in answers that an extension takes.

use crate::{
    ingesting::clicked,
    shopper::Shopper,
    world::{MACYS, World},
};
use serde_json::Value;

/// A member with one trip, and `count` copies of it; the one with number n began `age(n)` milliseconds before it.
async fn with_copies(world: &World, count: i64, age: fn(i64) -> i64) -> Shopper<'_> {
    let shopper = Shopper::new(world, "ann@example.org").await;
    let first = clicked(world, &shopper, 1, MACYS).await;
    for number in 1..=count {
        sqlx::query(
            "INSERT INTO click (id, request, member, retailer, ref, network, destination, link, terms, boost_key,
               elect, hosts, trip_s, list_seq, created_ms, used_ms)
             SELECT $1, request, member, retailer, $1, network, destination, link, terms, boost_key,
               elect, hosts, trip_s, list_seq, created_ms - $2, created_ms FROM click WHERE ref = $3",
        )
        .bind(format!("c{number:03}"))
        .bind(age(number))
        .bind(&first)
        .execute(world.pool())
        .await
        .unwrap();
    }
    shopper
}

/// How many trips each page tells of; none is told twice.
async fn pages(shopper: &Shopper<'_>) -> Vec<usize> {
    let (mut pages, mut clicks, mut path) = (Vec::new(), Vec::new(), "/v1/earnings".to_owned());
    loop {
        let answer = shopper.get(&path).await;
        assert!(answer.text.len() <= 256 * 1024, "{}", answer.text.len());
        let answer = answer.json();
        let trips = answer["earnings"].as_array().unwrap();
        pages.push(trips.len());
        clicks.extend(trips.iter().map(|trip| trip["click"].to_string()));
        match &answer["next"] {
            Value::Null => break,
            next => path = format!("/v1/earnings?after={next}"),
        }
    }
    clicks.sort();
    let all = clicks.len();
    clicks.dedup();
    assert_eq!(clicks.len(), all, "one is told twice");
    pages
}

#[tokio::test]
async fn a_page_holds_fifty_trips_and_the_last_one_says_that_it_is() {
    for (copies, expected) in [(49, vec![50]), (50, vec![50, 1]), (149, vec![50; 3])] {
        let world = World::new().await;
        let shopper = with_copies(&world, copies, |number| number).await;
        assert_eq!(pages(&shopper).await, expected, "{copies}");
    }
}

#[tokio::test]
async fn no_trip_is_passed_over_where_a_page_would_end_within_a_moment() {
    let world = World::new().await;
    let shopper = with_copies(&world, 69, |number| number / 10).await;
    // The first, the nine of its moment, and ten of each later one.
    assert_eq!(pages(&shopper).await, [50, 20]);
    let world = World::new().await;
    let shopper = with_copies(&world, 69, |number| (number + 5) / 10).await;
    // The fiftieth is among ten of one moment, of which five come before it.
    assert_eq!(pages(&shopper).await, [55, 15]);
    let world = World::new().await;
    let shopper = with_copies(&world, 69, |_| 0).await;
    assert_eq!(pages(&shopper).await, [70]);
}

#[tokio::test]
async fn trips_at_stores_with_many_rates_come_in_answers_that_an_extension_takes() {
    let world = World::new().await;
    let shopper = with_copies(&world, 60, |number| number).await;
    let tiers = vec![r#"{"k":"p","v":1000,"t":"Something to wear"}"#; 500].join(",");
    sqlx::query("UPDATE click SET terms = $1 WHERE id LIKE 'c%'")
        .bind(format!("{{\"rate\":[{tiers}]}}"))
        .execute(world.pool())
        .await
        .unwrap();
    assert_eq!(pages(&shopper).await.iter().sum::<usize>(), 61);
}
