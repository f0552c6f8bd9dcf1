//! What the operator is kept from doing, by name, and without a trace in the books.

use crate::{
    payday::{PayDay, Saver, refusal},
    world::World,
};
use axum::http::StatusCode;
use pointback_portal::payout::{
    self, Period, Refusal, programme,
    rules::{self, Access},
    way::Kind,
};

const FEBRUARY: &str = "2027-02-15";

/// A world in which one check has been sent.
async fn sent(world: &World) -> (Saver<'_>, PayDay<'_>) {
    let ann = Saver::new(world, "ann@example.org").await;
    let day = PayDay::new(world, FEBRUARY);
    ann.by_check().await;
    ann.earn(1, 1_000).await;
    day.freeze().await.unwrap();
    day.submit().await.unwrap();
    (ann, day)
}

#[tokio::test]
async fn a_day_that_is_not_over_is_not_frozen() {
    let world = World::new().await;
    let day = PayDay::new(&world, FEBRUARY);
    let early = refusal(day.freeze_now(None).await);
    assert_eq!(early.code(), "payout.dayNotOver");
    assert_eq!(refusal(day.submit().await).code(), "payout.notFrozen");
    for no_payout_day in [
        "2027-02-16",
        "2027-03-15",
        "15 February",
        "2027-2-15",
        "20270215",
    ] {
        let day = PayDay::new(&world, no_payout_day);
        let refused = refusal(day.freeze_now(None).await);
        assert_eq!(refused.code(), "payout.notAPayoutDay", "{no_payout_day}");
    }
}

#[tokio::test]
async fn whose_turn_it_is_follows_the_calendar_and_the_freezes() {
    let world = World::new().await;
    let due = async || {
        let mut connection = world.pool().acquire().await.unwrap();
        let due = Period::due(&mut connection, world.now_ms()).await.unwrap();
        due.name()
    };
    assert_eq!(due().await, "2026-11-15");
    PayDay::new(&world, "2026-11-15").freeze().await.unwrap();
    assert_eq!(due().await, FEBRUARY);
    let day = PayDay::new(&world, FEBRUARY);
    day.let_it_pass();
    assert_eq!(due().await, FEBRUARY);
    day.freeze().await.unwrap();
    assert_eq!(due().await, "2027-05-15");
}

#[tokio::test]
async fn an_unfinished_freeze_is_finished_before_the_next_begins() {
    let world = World::new().await;
    let begun = "INSERT INTO period (date, cut_off, zone, state, started_ms)
                 VALUES ('2026-11-15', 'confirmed_by_date', 'UTC', 'freezing', 0)";
    sqlx::query(begun).execute(world.pool()).await.unwrap();
    let day = PayDay::new(&world, FEBRUARY);
    assert_eq!(
        refusal(day.freeze().await),
        Refusal::Unfinished("2026-11-15".into())
    );
    PayDay::new(&world, "2026-11-15").freeze().await.unwrap();
    day.freeze().await.unwrap();
}

#[tokio::test]
async fn only_the_plan_that_was_looked_at_is_frozen() {
    let world = World::new().await;
    let ann = Saver::new(&world, "ann@example.org").await;
    let day = PayDay::new(&world, FEBRUARY);
    ann.by_check().await;
    ann.earn(1, 1_000).await;
    day.let_it_pass();
    let looked_at = day.plan().await.hash();
    assert_eq!(day.plan().await.hash(), looked_at);
    ann.by_paypal("ann@example.org").await;
    assert_eq!(
        day.plan().await.hash(),
        looked_at,
        "chosen after the cut-off"
    );
    let refused = refusal(day.freeze_now(Some("another")).await);
    assert_eq!(refused.code(), "payout.otherPlan");
    assert_eq!(ann.balances().await, [1_000, 0, 0, 0]);
    day.freeze_now(Some(&looked_at)).await.unwrap();
    day.freeze_now(Some(&looked_at)).await.unwrap();
}

#[tokio::test]
async fn a_file_without_an_answer_is_not_sent_again_after_25_days() {
    let world = World::new().await;
    let (_ann, day) = sent(&world).await;
    let file = day.path("2027-02-15-check-0001.csv");
    let before = day.file("2027-02-15-check-0001.csv");
    std::fs::remove_file(&file).unwrap();
    day.days_later(24);
    day.submit().await.unwrap();
    assert_eq!(day.file("2027-02-15-check-0001.csv"), before);
    std::fs::remove_file(&file).unwrap();
    day.days_later(1);
    assert_eq!(
        refusal(day.submit().await),
        Refusal::Unanswered {
            file: "2027-02-15-check-0001".into(),
            days: 25
        }
    );
    assert!(!file.exists());
    // A human finds out, and says so.
    let pool = world.pool();
    for (file, items, sum, code) in [
        ("2027-02-15-check-0002", 1, "10.00", "payout.unknownFile"),
        ("2027-02-15-check-0001", 2, "10.00", "payout.otherTotals"),
        ("2027-02-15-check-0001", 1, "10.01", "payout.otherTotals"),
    ] {
        let said = payout::acknowledge(pool, file, (items, sum), None, world.now_ms(), &|_| {});
        assert_eq!(refusal(said.await).code(), code);
    }
    day.acknowledge_all().await;
    let written = day.submit().await.unwrap();
    assert_eq!(written.len(), 1, "what is answered is not written again");
    assert!(!file.exists());
    world.check_books().await;
}

#[tokio::test]
async fn an_answer_is_final_and_a_strange_report_settles_nothing() {
    let world = World::new().await;
    let (ann, day) = sent(&world).await;
    let strange = format!("{}p_unknown,ok\n", day.report("ok").await);
    let refused = refusal(day.settle(&strange).await);
    assert_eq!(refused.code(), "payout.notSent");
    let unread = refusal(day.settle("item,status\nx,perhaps\n").await);
    assert_eq!(unread.code(), "payout.badReport");
    assert_eq!(ann.balances().await, [0, 1_000, 0, 0]);
    day.settle(&day.report("paid").await).await.unwrap();
    let taken_back = refusal(day.settle(&day.report("failed").await).await);
    assert_eq!(taken_back.code(), "payout.answeredOtherwise");
    assert_eq!(ann.balances().await, [0, 0, 1_000, 0]);
    world.check_books().await;
}

#[tokio::test]
async fn a_file_that_would_differ_is_not_written() {
    let world = World::new().await;
    let (_ann, day) = sent(&world).await;
    sqlx::query("UPDATE payout_way SET address = 'Eve\n9 Elm St\nReno, NV'")
        .execute(world.pool())
        .await
        .unwrap();
    let refused = refusal(day.submit().await);
    assert_eq!(refused.code(), "payout.fileDiffers");
}

#[tokio::test]
async fn the_operator_says_who_may_elect_what() {
    let world = World::new().await;
    let ann = Saver::new(&world, "ann@example.org").await;
    let allow = async |access| {
        let mut connection = world.pool().acquire().await.unwrap();
        rules::set_access(&mut connection, "mr", access)
            .await
            .unwrap();
    };
    allow(Access::Nobody).await;
    let refused = ann.elect("mr").await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(refused.json()["code"], "election.notEligible");
    allow(Access::Confirmed).await;
    assert_eq!(
        ann.elect("mr").await.status,
        StatusCode::UNPROCESSABLE_ENTITY
    );
    ann.choose("mr", Kind::Account, "A-1").await;
    let id = &ann.id;
    let (pool, now) = (world.pool(), world.now_ms());
    let waiting = programme::waiting(pool).await.unwrap();
    assert_eq!((waiting.len(), waiting[0].account.as_str()), (1, "A-1"));
    let other = programme::confirm(pool, id, "mr", "A-2", "", now).await;
    assert_eq!(refusal(other).code(), "payout.otherAccount");
    programme::confirm(pool, id, "mr", "A-1", "", now)
        .await
        .unwrap();
    assert_eq!(programme::waiting(pool).await.unwrap(), []);
    assert_eq!(ann.elect("mr").await.status, StatusCode::OK);
    allow(Access::Nobody).await;
    assert_eq!(ann.elect("usd").await.status, StatusCode::OK);
    let mut connection = world.pool().acquire().await.unwrap();
    let nowhere = rules::set_zone(&mut connection, "Mars/Olympus").await;
    assert_eq!(refusal(nowhere).code(), "payout.unknownZone");
}

#[tokio::test]
async fn who_goes_back_to_a_confirmed_account_is_paid_there_or_waits_in_the_operators_list() {
    let world = World::new().await;
    let ann = Saver::new(&world, "ann@example.org").await;
    let day = PayDay::new(&world, FEBRUARY);
    ann.in_points("mr", "").await;
    ann.earn(1, 1_000).await;
    for (account, is_new) in [("A-2", true), ("A-1", false)] {
        world.pass(60_000);
        ann.choose("mr", Kind::Account, account).await;
        let waiting = programme::waiting(world.pool()).await.unwrap();
        assert_eq!(waiting.len(), usize::from(is_new), "{account}");
        if is_new {
            let (pool, now) = (world.pool(), world.now_ms());
            programme::confirm(pool, &ann.id, "mr", account, "", now)
                .await
                .unwrap();
        }
    }
    day.freeze().await.unwrap();
    let plan = day.plan().await;
    assert_eq!(plan.carried, []);
    day.submit().await.unwrap();
    let file = day.file("2027-02-15-points-mr-0001.csv");
    assert!(file.contains(",A-1,2027-02-15,MR,1000\n"), "{file}");
    world.check_books().await;
}
