//! From the confirmed balance to the rail and back.

use crate::{
    payday::{POST, PayDay, Saver, revise},
    world::{DAY_MS, World},
};
use pointback_portal::{payout::way::Kind, report::Status};
use serde_json::json;

const FEBRUARY: &str = "2027-02-15";
const MAY: &str = "2027-05-15";

#[tokio::test]
async fn a_confirmed_reward_goes_out_as_a_check() {
    let world = World::new().await;
    let ann = Saver::new(&world, "ann@example.org").await;
    let day = PayDay::new(&world, FEBRUARY);
    ann.by_check().await;
    ann.earn(1, 1_000).await;
    let plan = day.plan().await;
    assert_eq!(ann.balances().await[0], 1_000, "a plan writes nothing");

    let frozen = day.freeze().await.unwrap();
    assert_eq!((frozen.hash, frozen.was_frozen), (plan.hash(), false));
    assert_eq!(ann.states().await, ["in_payout"]);
    let b = ann.balances().await;
    assert_eq!((b[0], b[1], b[2]), (0, 1_000, 0));
    assert!(day.freeze().await.unwrap().was_frozen);

    let files = day.submit().await.unwrap();
    assert_eq!(files.len(), 2, "the checks, and the list of files");
    let item = &plan.items[0].id;
    let checks = day.file("2027-02-15-check-0001.csv");
    assert_eq!(
        checks,
        format!(
            "file,line,item,payee,address,currency,amount\n\
             1,1,{item},Ann Example,\"1 Main St, Springfield, IL 62701\",USD,10.00\n\
             1,total,1 items,,,USD,10.00\n"
        )
    );
    assert!(
        day.file("2027-02-15-files.csv")
            .contains("2027-02-15-check-0001.csv,check,1,1,USD,10.00,")
    );
    assert!(
        day.submit()
            .await
            .unwrap()
            .iter()
            .all(|file| file.was_there)
    );

    let report = day.report("ok").await;
    let settled = day.settle(&report).await.unwrap();
    assert_eq!((settled.paid, settled.known), (1, 0));
    let settled = day.settle(&report).await.unwrap();
    assert_eq!((settled.paid, settled.known), (0, 1));
    assert_eq!(ann.states().await, ["paid"]);
    let b = ann.balances().await;
    assert_eq!((b[0], b[1], b[2]), (0, 0, 1_000));
    world.check_books().await;
}

#[tokio::test]
async fn five_dollars_are_carried_over_until_one_more_cent_is_confirmed() {
    let world = World::new().await;
    let ann = Saver::new(&world, "ann@example.org").await;
    let bob = Saver::new(&world, "bob@example.org").await;
    let day = PayDay::new(&world, FEBRUARY);
    ann.by_check().await;
    bob.by_check().await;
    ann.earn(1, 500).await;
    bob.earn(2, 501).await;
    day.pay().await;
    assert_eq!(ann.balances().await[0], 500);
    assert_eq!(bob.balances().await[2], 501);
    ann.earn(3, 1).await;
    PayDay::new(&world, MAY).pay().await;
    assert_eq!(ann.balances().await[2], 501);
}

#[tokio::test]
async fn a_payment_that_failed_is_due_again() {
    let world = World::new().await;
    let ann = Saver::new(&world, "ann@example.org").await;
    let day = PayDay::new(&world, FEBRUARY);
    ann.by_paypal("ann@paypal.example").await;
    ann.earn(1, 1_000).await;
    day.freeze().await.unwrap();
    day.submit().await.unwrap();
    assert!(
        day.file("2027-02-15-paypal-0001.json")
            .contains("\"receiver\": \"ann@paypal.example\"")
    );
    day.settle(&day.report("unclaimed").await).await.unwrap();
    assert_eq!(ann.states().await, ["in_payout"]);
    day.settle(&day.report("failed").await).await.unwrap();
    assert_eq!(ann.states().await, ["confirmed"]);
    assert_eq!(ann.balances().await[0], 1_000);
    world.check_books().await;

    let may = PayDay::new(&world, MAY);
    ann.by_check().await;
    may.pay().await;
    let b = ann.balances().await;
    assert_eq!((b[0], b[2]), (0, 1_000));
    assert_eq!(ann.states().await, ["paid"]);
}

#[tokio::test]
async fn what_is_taken_back_after_a_payout_comes_off_the_next_one() {
    let world = World::new().await;
    let ann = Saver::new(&world, "ann@example.org").await;
    let day = PayDay::new(&world, FEBRUARY);
    ann.by_check().await;
    let first = ann.earn(1, 1_000).await;
    day.pay().await;
    revise(&world, &first, Status::Declined).await;
    assert_eq!(ann.balances().await[3], 1_000);
    ann.earn(2, 1_600).await;
    PayDay::new(&world, MAY).pay().await;
    let b = ann.balances().await;
    assert_eq!((b[2], b[0], b[3]), (1_600, 0, 0));
}

#[tokio::test]
async fn a_return_between_freeze_and_answer_is_offset_whatever_the_answer() {
    for (answer, paid, to_offset) in [("ok", 1_000, 1_000), ("failed", 0, 0)] {
        let world = World::new().await;
        let ann = Saver::new(&world, "ann@example.org").await;
        let day = PayDay::new(&world, FEBRUARY);
        ann.by_check().await;
        let purchase = ann.earn(1, 1_000).await;
        day.freeze().await.unwrap();
        day.submit().await.unwrap();
        revise(&world, &purchase, Status::Declined).await;
        day.settle(&day.report(answer).await).await.unwrap();
        let b = ann.balances().await;
        assert_eq!((b[2], b[3]), (paid, to_offset));
        assert_eq!(ann.states().await, ["reversed"]);
        world.check_books().await;
    }
}

#[tokio::test]
async fn the_election_and_the_address_at_the_cut_off_decide() {
    let world = World::new().await;
    let ann = Saver::new(&world, "ann@example.org").await;
    let day = PayDay::new(&world, FEBRUARY);
    ann.by_check().await;
    // Confirmed while cash was elected: it is the election at the cut-off that counts.
    ann.earn(1, 1_000).await;
    world.pass(DAY_MS);
    ann.in_points("mr", "").await;
    day.let_it_pass();
    ann.elect("usd").await;
    ann.choose("mr", Kind::Account, "another").await;
    day.freeze().await.unwrap();
    day.submit().await.unwrap();
    assert!(
        day.file("2027-02-15-points-mr-0001.csv")
            .contains(",A-1,2027-02-15,MR,1000\n")
    );
    day.settle(&day.report("delivered").await).await.unwrap();
    let me = ann.me().await;
    assert_eq!(me["delivered"], json!([{ "unit": "mr", "points": 1_000 }]));
    assert_eq!(me["balances"]["paid"], 1_000);
    world.check_books().await;
}

#[tokio::test]
async fn points_are_rounded_down_and_the_rest_is_booked() {
    let world = World::new().await;
    let (blue, gold) = (
        Saver::new(&world, "blue@example.org").await,
        Saver::new(&world, "gold@example.org").await,
    );
    let day = PayDay::new(&world, FEBRUARY);
    blue.in_points("bilt", "blue").await;
    gold.in_points("bilt", "gold").await;
    blue.earn(1, 1_001).await;
    gold.earn(2, 1_001).await;
    assert_eq!(blue.me().await["next_payout"]["estimate"]["points"], 500);
    assert_eq!(gold.me().await["next_payout"]["estimate"]["points"], 1_001);
    day.pay().await;
    assert_eq!(blue.me().await["delivered"][0]["points"], 500);
    assert_eq!(gold.me().await["delivered"][0]["points"], 1_001);
    let kept: i64 =
        sqlx::query_scalar("SELECT amount FROM movement WHERE credit = 'sys:rounding//USD'")
            .fetch_one(world.pool())
            .await
            .unwrap();
    assert_eq!(kept, 1, "1,001 cents make 500 points and one cent");
    assert_eq!(blue.balances().await[2], 1_001);
}

#[tokio::test]
async fn who_cannot_be_reached_is_carried_over_with_the_reason() {
    let world = World::new().await;
    let day = PayDay::new(&world, FEBRUARY);
    let nowhere = Saver::new(&world, "a@example.org").await;
    let unlinked = Saver::new(&world, "b@example.org").await;
    let unconfirmed = Saver::new(&world, "c@example.org").await;
    let unasked = Saver::new(&world, "d@example.org").await;
    for (number, shopper) in (1..).zip([&nowhere, &unlinked, &unconfirmed, &unasked]) {
        shopper.earn(number, 1_000).await;
    }
    for shopper in [&unlinked, &unconfirmed] {
        shopper.agree("mr").await;
    }
    unasked.elect("mr").await;
    unconfirmed.choose("mr", Kind::Account, "A-1").await;
    day.freeze().await.unwrap();
    let plan = day.plan().await;
    assert_eq!(plan.items, []);
    let mut expected = Vec::new();
    for (shopper, reason) in [
        (&nowhere, "noAddress"),
        (&unlinked, "noAccount"),
        (&unconfirmed, "accountUnconfirmed"),
        (&unasked, "questionOpen"),
    ] {
        expected.push((shopper.id.clone(), reason));
        assert_eq!(shopper.balances().await[0], 1_000);
    }
    expected.sort();
    let found = plan.carried.iter();
    let found: Vec<_> = found.map(|c| (c.member.clone(), c.reason.name())).collect();
    assert_eq!(found, expected);
    // Next time there is an address.
    let may = PayDay::new(&world, MAY);
    nowhere.choose("usd", Kind::Check, POST).await;
    may.pay().await;
    assert_eq!(nowhere.balances().await[2], 1_000);
}

#[tokio::test]
async fn the_posting_quarter_leaves_the_running_quarter_for_the_next_payout() {
    use pointback_portal::payout::{cut_off::Strategy, rules};
    let world = World::new().await;
    let mut connection = world.pool().acquire().await.unwrap();
    rules::set_strategy(&mut connection, Strategy::PostingQuarter)
        .await
        .unwrap();
    drop(connection);
    let ann = Saver::new(&world, "ann@example.org").await;
    let day = PayDay::new(&world, FEBRUARY);
    ann.by_check().await;
    // Reported and confirmed on 10 February: paid with the first quarter, in May.
    ann.earn(1, 1_000).await;
    day.pay().await;
    assert_eq!(ann.balances().await[2], 0);
    world.set_time(
        "2027-04-01T00:00:00-04:00"
            .parse::<jiff::Timestamp>()
            .unwrap()
            .as_millisecond(),
    );
    ann.earn(2, 700).await;
    PayDay::new(&world, MAY).pay().await;
    let b = ann.balances().await;
    assert_eq!((b[2], b[0]), (1_000, 700));
    PayDay::new(&world, "2027-08-15").pay().await;
    assert_eq!(ann.balances().await[2], 1_700);
}

#[tokio::test]
async fn what_is_confirmed_after_the_payout_day_waits() {
    let world = World::new().await;
    let ann = Saver::new(&world, "ann@example.org").await;
    let day = PayDay::new(&world, FEBRUARY);
    ann.by_check().await;
    world.set_time(
        "2027-02-15T23:59:59.999-05:00"
            .parse::<jiff::Timestamp>()
            .unwrap()
            .as_millisecond(),
    );
    ann.earn(1, 600).await;
    world.pass(1);
    ann.earn(2, 700).await;
    day.pay().await;
    let b = ann.balances().await;
    assert_eq!((b[2], b[0]), (600, 700));
}
