//! Payouts as members see them: why money waits, what to do, and the payouts so far.

use crate::{
    payday::{PayDay, Saver},
    ways::{CHECK, choose},
    world::{DAY_MS, World},
};
use pointback_portal::payout::{cut_off::Strategy, programme, rules, way::Kind};
use serde_json::json;

const ANN: &str = "ann@example.org";
const FEBRUARY: &str = "2027-02-15";

#[tokio::test]
async fn the_overview_says_why_money_waits_and_what_to_do() {
    let world = World::new().await;
    let ann = Saver::new(&world, ANN).await;
    ann.earn(1, 1_000).await;
    let page = ann.browser().await.get("/account").await.text;
    assert!(
        page.contains("could not be made as things are: no postal address"),
        "{page}"
    );
    PayDay::new(&world, FEBRUARY).pay().await;
    let mut browser = ann.browser().await;
    let page = browser.get("/account").await.text;
    for part in [
        "On February 15, 2027 nothing was paid to you, and $10.00 was carried over: no postal address",
        "/account/payout?unit=usd#where",
    ] {
        assert!(page.contains(part), "{part}: {page}");
    }
    choose(&mut browser, &CHECK).await;
    let page = browser.get("/account").await.text;
    assert!(page.contains("This is settled now"), "{page}");
    // Points bring conditions of their own.
    ann.elect("mr").await;
    let page = browser.get("/account").await.text;
    assert!(
        page.contains("could not be made either: the question about taking part"),
        "{page}"
    );
    ann.elect("usd").await;
    PayDay::new(&world, "2027-05-15").pay().await;
    let page = ann.browser().await.get("/account").await.text;
    assert!(!page.contains("carried over:"), "{page}");
}

#[tokio::test]
async fn points_wait_for_the_question_as_it_stood_when_the_day_ended() {
    let world = World::new().await;
    let ann = Saver::new(&world, ANN).await;
    let day = PayDay::new(&world, FEBRUARY);
    ann.elect("mr").await;
    ann.choose("mr", Kind::Account, "A-1").await;
    programme::confirm(world.pool(), &ann.id, "mr", "A-1", "", world.now_ms())
        .await
        .unwrap();
    ann.earn(1, 1_000).await;
    // Answered a minute after the day: too late for this payout, in time for the next one.
    day.let_it_pass();
    ann.agree("mr").await;
    day.freeze_now(None).await.unwrap();
    let plan = day.plan().await;
    assert_eq!(plan.items, []);
    assert_eq!(plan.carried[0].reason.name(), "questionOpen");
    PayDay::new(&world, "2027-05-15").pay().await;
    assert_eq!(ann.me().await["delivered"][0]["points"], 1_000);
}

#[tokio::test]
async fn payouts_are_listed_without_addresses_and_each_member_sees_their_own() {
    let world = World::new().await;
    let (ann, bob) = (
        Saver::new(&world, ANN).await,
        Saver::new(&world, "bob@example.org").await,
    );
    let empty = ann.browser().await.get("/account/payouts").await.text;
    assert!(empty.contains("None yet"), "{empty}");
    ann.by_check().await;
    bob.in_points("bilt", "gold").await;
    ann.earn(1, 1_000).await;
    bob.earn(2, 2_345).await;
    let day = PayDay::new(&world, FEBRUARY);
    day.freeze().await.unwrap();
    let page = ann.browser().await.get("/account/payouts").await.text;
    assert!(
        page.contains("In payout") && page.contains("$10.00"),
        "{page}"
    );
    day.submit().await.unwrap();
    let item = &day
        .plan()
        .await
        .items
        .iter()
        .find(|i| i.member == ann.id)
        .unwrap()
        .id
        .clone();
    day.settle(&format!("item,status,reason\n{item},failed,<moved>\n"))
        .await
        .unwrap();
    let page = ann.browser().await.get("/account/payouts").await.text;
    for part in [
        "February 15, 2027",
        "Check to Ann Example",
        "Came back",
        "(&lt;moved&gt;)",
    ] {
        assert!(page.contains(part), "{part}: {page}");
    }
    assert!(!page.contains("Main St") && !page.contains("Bilt") && !page.contains("2,345"));
    let page = bob.browser().await.get("/account/payouts").await.text;
    assert!(
        page.contains("2,345 Bilt points") && page.contains("Account …-1"),
        "{page}"
    );
    assert!(!page.contains("Ann Example") && !page.contains("A-1"));
    day.acknowledge_all().await;
    assert!(
        bob.browser()
            .await
            .get("/account/payouts")
            .await
            .text
            .contains("state paid")
    );
    // What came back is due again, and too little by then is said as well.
    bob.earn(3, 100).await;
    PayDay::new(&world, "2027-05-15").pay().await;
    let page = bob.browser().await.get("/account/payouts").await.text;
    assert!(
        page.contains("Nothing paid: below the smallest payout"),
        "{page}"
    );
    let page = ann.browser().await.get("/account/payouts").await.text;
    assert_eq!(
        (
            page.matches("state paid").count(),
            page.matches("state failed").count()
        ),
        (1, 1)
    );
    world.check_books().await;
}

#[tokio::test]
async fn what_the_popup_says_is_missing_is_what_payouts_go_by_for_every_status() {
    let world = World::new().await;
    let day = PayDay::new(&world, FEBRUARY);
    let mut savers = Vec::new();
    let mut number = 0;
    for tier in ["", "blue", "silver", "gold", "platinum"] {
        let least = if ["", "blue"].contains(&tier) {
            1_000
        } else {
            501
        };
        for cents in [least - 1, least] {
            number += 1;
            let saver = Saver::new(&world, &format!("m{number}@example.org")).await;
            saver.in_points("bilt", tier).await;
            saver.earn(number, cents).await;
            savers.push((saver, tier, cents));
        }
    }
    let plan = day.plan().await;
    for (saver, tier, cents) in &savers {
        let next = saver.me().await["next_payout"].clone();
        let item = plan.items.iter().find(|item| item.member == saver.id);
        assert_eq!(
            next["missing"] == 0,
            item.is_some(),
            "{tier} {cents}: {next}"
        );
        let points = item.map_or(0, |item| item.amount);
        assert_eq!(next["estimate"]["points"], points, "{tier} {cents}");
    }
    assert_eq!(plan.items.len(), savers.len() / 2);
}

#[tokio::test]
async fn nothing_is_promised_for_a_day_that_takes_an_earlier_quarter() {
    let world = World::new().await;
    let mut connection = world.pool().acquire().await.unwrap();
    rules::set_strategy(&mut connection, Strategy::PostingQuarter)
        .await
        .unwrap();
    drop(connection);
    let ann = Saver::new(&world, ANN).await;
    ann.by_check().await;
    // Reported and confirmed on 10 February: paid in May, with the first quarter.
    ann.earn(1, 1_000).await;
    world.pass(DAY_MS);
    let expected = json!({ "date": FEBRUARY, "min": 501, "missing": 501, "held": 1000, "estimate": { "unit": "usd", "minor": 0 } });
    assert_eq!(ann.me().await["next_payout"], expected);
    let page = ann.browser().await.get("/account").await.text;
    for part in [
        "$5.01 more must be confirmed",
        "$0.00 of $5.01",
        "$10.00 of what is confirmed was reported too late for that day",
    ] {
        assert!(page.contains(part), "{part}: {page}");
    }
    assert!(!page.contains("paid at the next payout<"), "{page}");
    let day = PayDay::new(&world, FEBRUARY);
    assert_eq!(day.plan().await.items, []);
    day.pay().await;
    // With the next quarter's day it is due, beside what came after the quarter.
    let april: jiff::Timestamp = "2027-04-01T00:00:00-04:00".parse().unwrap();
    world.set_time(april.as_millisecond());
    ann.earn(2, 700).await;
    let next = ann.me().await["next_payout"].clone();
    assert_eq!(
        (&next["missing"], &next["estimate"]["minor"]),
        (&json!(0), &json!(1_000))
    );
    let page = ann.browser().await.get("/account").await.text;
    assert!(page.contains("$7.00 of what is confirmed was reported too late for that day"));
    let may = PayDay::new(&world, "2027-05-15").plan().await;
    assert_eq!(may.items[0].cents, 1_000);
}
