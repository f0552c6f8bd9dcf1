//! The past cannot be changed unseen.

use crate::{
    payday::{PayDay, Saver, revise},
    shopper::{PASSWORD, submit},
    world::{DAY_MS, World},
};
use pointback_portal::{audit, payout, report::Status, seal};

async fn rules_broken(world: &World) -> Vec<&'static str> {
    let findings = audit::audit(world.pool()).await.unwrap();
    findings.into_iter().map(|finding| finding.rule).collect()
}

async fn run(world: &World, sql: &'static str) {
    let done = sqlx::query(sql).execute(world.pool()).await.unwrap();
    assert!(done.rows_affected() > 0, "{sql}");
}

async fn three_days(world: &World) {
    let ann = Saver::new(world, "ann@example.org").await;
    ann.by_check().await;
    for number in 1..=3 {
        ann.earn(number, 1_000).await;
        world.pass(2 * DAY_MS);
    }
}

#[tokio::test]
async fn every_day_is_sealed_once_it_is_over_days_without_a_movement_too() {
    let world = World::new().await;
    assert_eq!(seal::seal(world.pool(), world.now_ms()).await.unwrap(), []);
    three_days(&world).await;
    let made = seal::seal(world.pool(), world.now_ms()).await.unwrap();
    let days: Vec<_> = made.iter().map(|s| (s.day.as_str(), s.movements)).collect();
    // A confirmation posts two movements; the clock stands on the 16th.
    assert_eq!(
        days,
        [
            ("2027-02-10", 2),
            ("2027-02-11", 0),
            ("2027-02-12", 2),
            ("2027-02-13", 0),
            ("2027-02-14", 2),
            ("2027-02-15", 0)
        ]
    );
    assert_eq!(seal::seal(world.pool(), world.now_ms()).await.unwrap(), []);
    world.check_books().await;
}

#[tokio::test]
async fn whatever_is_changed_in_a_sealed_day_breaks_the_seal() {
    for change in [
        "UPDATE movement SET at_ms = at_ms + 1 WHERE amount = 1000",
        "DELETE FROM movement WHERE amount = 2000 AND at_ms = (SELECT MIN(at_ms) FROM movement)",
        "UPDATE movement SET effective_ms = 0 WHERE at_ms = (SELECT MAX(at_ms) FROM movement)",
        "UPDATE seal SET hash = 'x' WHERE day = '2027-02-12'",
        "DELETE FROM seal WHERE day = '2027-02-11'",
    ] {
        let world = World::new().await;
        three_days(&world).await;
        seal::seal(world.pool(), world.now_ms()).await.unwrap();
        assert_eq!(rules_broken(&world).await, [""; 0]);
        run(&world, change).await;
        let broken = rules_broken(&world).await;
        assert!(
            broken.iter().any(|rule| rule.contains("seal")),
            "{change}: {broken:?}"
        );
    }
}

#[tokio::test]
async fn the_audit_finds_what_does_not_add_up() {
    for (change, rule) in [
        (
            "UPDATE balance SET credits = credits + 1",
            "sum of its movements",
        ),
        ("DELETE FROM balance", "has a balance"),
        (
            "UPDATE account SET asset = 'MR' WHERE kind = 'm:confirmed'",
            "same asset",
        ),
        (
            "UPDATE account SET asset = 'MR' WHERE kind = 'm:in_payout'",
            "sum to zero",
        ),
        ("UPDATE earning SET state = 'pending'", "pending earnings"),
        ("UPDATE earning SET base = base + 1", "earned, not paid"),
        (
            "UPDATE payout_item SET cents = cents + 1",
            "unanswered payments",
        ),
        ("UPDATE payout_item SET amount = amount + 1", "announced"),
        ("UPDATE payout_item SET way_ms = 1", "frozen"),
        ("DELETE FROM submission_item", "announced"),
        (
            "INSERT INTO payout_answer SELECT id, 'paid', '', 0 FROM payout_item",
            "unanswered payments",
        ),
    ] {
        let world = World::new().await;
        three_days(&world).await;
        let day = PayDay::new(&world, "2027-02-15");
        day.freeze().await.unwrap();
        day.submit().await.unwrap();
        world.check_books().await;
        run(&world, change).await;
        let broken = rules_broken(&world).await;
        assert!(
            broken.iter().any(|b| b.contains(rule)),
            "{change}: {broken:?}"
        );
    }
}

#[tokio::test]
async fn a_payout_command_that_slept_over_a_seal_writes_into_the_day_after() {
    let world = World::new().await;
    three_days(&world).await;
    let units = world.portal.published().unwrap().head.head.units.clone();
    let read_the_clock = world.now_ms();
    world.pass(2 * DAY_MS);
    seal::seal(world.pool(), world.now_ms()).await.unwrap();
    let say = |_: &str| ();
    payout::freeze(
        world.pool(),
        "2027-02-15",
        &units,
        None,
        read_the_clock,
        &say,
    )
    .await
    .unwrap();
    assert_eq!(rules_broken(&world).await, [""; 0]);
}

#[tokio::test]
async fn a_clock_that_was_ahead_and_sealed_today_lets_what_comes_today_stand_under_tomorrow() {
    let world = World::new().await;
    three_days(&world).await;
    let bob = Saver::new(&world, "bob@example.org").await;
    bob.earn(4, 1_000).await;
    let made = seal::seal(world.pool(), world.now_ms() + 2 * DAY_MS).await;
    assert!(!made.unwrap().is_empty());
    let report = bob.earn(5, 1_000).await;
    let confirmed: i64 = sqlx::query_scalar("SELECT MAX(confirmed_ms) FROM earning")
        .fetch_one(world.pool())
        .await
        .unwrap();
    assert_eq!(
        confirmed,
        world.now_ms(),
        "it counts for the payout of its day"
    );
    assert_eq!(rules_broken(&world).await, [""; 0], "a new earning");
    revise(&world, &report, Status::Declined).await;
    assert_eq!(rules_broken(&world).await, [""; 0], "a reversal");
    let mut browser = bob.browser().await;
    let fields = [("current", PASSWORD), ("understood", "yes")];
    let left = submit(&mut browser, "/account/data", "/account/delete", &fields).await;
    assert_eq!(left.location(), "/goodbye");
    assert_eq!(rules_broken(&world).await, [""; 0], "a member who leaves");
    world.pass(5 * DAY_MS);
    seal::seal(world.pool(), world.now_ms()).await.unwrap();
    world.check_books().await;
}
