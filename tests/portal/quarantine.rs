//! Reports in doubt: kept, looked at, resolved or given up.

use crate::{
    ingesting::{clicked, order, take},
    shopper::Shopper,
    world::{DAY_MS, MACYS, World},
};
use pointback_portal::report::{Report, Status};

/// The name of the only case that waits.
async fn only_case(world: &World) -> String {
    let cases: Vec<String> =
        sqlx::query_scalar("SELECT rev FROM quarantine WHERE dropped_ms IS NULL")
            .fetch_all(world.pool())
            .await
            .unwrap();
    assert_eq!(cases.len(), 1);
    cases[0][..12].to_owned()
}

#[tokio::test]
async fn a_click_that_comes_after_its_report_is_found_by_the_next_pull() {
    let world = World::new().await;
    let shopper = Shopper::new(&world, "ann@example.org").await;
    let click = clicked(&world, &shopper, 1, MACYS).await;
    // As when clicks arrive from elsewhere: the report is there before the click.
    sqlx::query("UPDATE click SET ref = 'elsewhere' WHERE ref = $1")
        .bind(&click)
        .execute(world.pool())
        .await
        .unwrap();
    let pending = Report {
        status: Status::Pending,
        updated_at: world.now_ms() - 1,
        ..order("1", &click)
    };
    let reports = [pending, order("1", &click)];
    assert_eq!(take(&world, &reports).await.quarantined, 2);
    assert_eq!(take(&world, &reports).await.known, 2);
    world.pull().await;
    assert_eq!(shopper.balances().await, [0, 0, 0]);
    sqlx::query("UPDATE click SET ref = $1 WHERE ref = 'elsewhere'")
        .bind(&click)
        .execute(world.pool())
        .await
        .unwrap();
    world.pull().await;
    assert_eq!(shopper.balances().await, [0, 1_000, 0]);
    // The network repeats itself, and nothing comes back.
    assert_eq!(take(&world, &reports).await.known, 2);
    world.command(&["quarantine", "list"]).await.unwrap();
    world.check_books().await;
}

#[tokio::test]
async fn a_person_can_name_the_click_that_is_meant_and_later_reports_follow() {
    let world = World::new().await;
    let shopper = Shopper::new(&world, "ann@example.org").await;
    let click = clicked(&world, &shopper, 1, MACYS).await;
    let garbled = |status, updated_at| Report {
        status,
        updated_at,
        ..order("1", &click[..20])
    };
    take(&world, &[garbled(Status::Confirmed, 1)]).await;
    let case = only_case(&world).await;
    let resolve = ["quarantine", "resolve", &case];
    let refused = world.command(&resolve).await.unwrap_err();
    assert!(refused.contains("the click is not known"), "{refused}");
    let with = |click| [&resolve[..], &["--click", click]].concat();
    assert!(world.command(&with("nowhere")).await.is_err());
    world.command(&with(&click)).await.unwrap();
    assert_eq!(shopper.balances().await, [0, 1_000, 0]);
    let again = [garbled(Status::Confirmed, 1), garbled(Status::Declined, 2)];
    let outcome = take(&world, &again).await;
    assert_eq!((outcome.known, outcome.new, outcome.quarantined), (1, 1, 0));
    assert_eq!(shopper.balances().await, [0, 0, 0]);
    world.check_books().await;
}

#[tokio::test]
async fn a_dropped_report_does_not_come_back() {
    let world = World::new().await;
    let report = [order("1", "nobody")];
    take(&world, &report).await;
    let case = only_case(&world).await;
    world.command(&["quarantine", "drop", &case]).await.unwrap();
    assert_eq!(take(&world, &report).await.known, 1);
    let refused = world
        .command(&["quarantine", "drop", &case])
        .await
        .unwrap_err();
    assert!(refused.contains("no case is called"), "{refused}");
}

#[tokio::test]
async fn absurd_reports_move_nothing_until_a_person_says_so() {
    let world = World::new().await;
    let shopper = Shopper::new(&world, "ann@example.org").await;
    let click = clicked(&world, &shopper, 1, MACYS).await;
    let plain = || order("1", &click);
    let absurd = [
        Report {
            sale_minor: i64::MAX,
            ..plain()
        },
        Report {
            sale_minor: i64::MIN,
            ..plain()
        },
        Report {
            sale_minor: -1,
            ..plain()
        },
        Report {
            commission_minor: i64::MAX,
            ..plain()
        },
        Report {
            currency: "EUR".to_owned(),
            ..plain()
        },
        Report {
            updated_at: world.now_ms() + 3 * DAY_MS,
            ..plain()
        },
        Report {
            event_at: i64::MIN,
            ..plain()
        },
        Report {
            click_ref: "x".repeat(100_000),
            ..plain()
        },
    ];
    assert_eq!(take(&world, &absurd).await.quarantined, absurd.len());
    assert_eq!(shopper.balances().await, [0, 0, 0]);
    world.command(&["quarantine", "list"]).await.unwrap();

    // A large order that is real.
    let large = Report {
        sale_minor: 200_000_000,
        ..order("2", &click)
    };
    assert_eq!(take(&world, &[large]).await.quarantined, 1);
    let rev: String = sqlx::query_scalar("SELECT rev FROM quarantine WHERE ext_id = '2'")
        .fetch_one(world.pool())
        .await
        .unwrap();
    world
        .command(&["quarantine", "resolve", &rev])
        .await
        .unwrap();
    assert_eq!(shopper.balances().await, [0, 20_000_000, 0]);
    // Money of another country never becomes ours.
    let rev: String = sqlx::query_scalar("SELECT rev FROM quarantine WHERE reason = 'currency'")
        .fetch_one(world.pool())
        .await
        .unwrap();
    let refused = world
        .command(&["quarantine", "resolve", &rev])
        .await
        .unwrap_err();
    assert!(refused.contains("currency"), "{refused}");
    world.check_books().await;
}

#[tokio::test]
async fn an_order_that_changes_its_click_stays_with_the_first() {
    let world = World::new().await;
    let ann = Shopper::new(&world, "ann@example.org").await;
    let bob = Shopper::new(&world, "bob@example.org").await;
    let hers = clicked(&world, &ann, 1, MACYS).await;
    let his = clicked(&world, &bob, 2, MACYS).await;
    take(&world, &[order("1", &hers)]).await;
    assert_eq!(take(&world, &[order("1", &his)]).await.quarantined, 1);
    let case = only_case(&world).await;
    let refused = world
        .command(&["quarantine", "resolve", &case])
        .await
        .unwrap_err();
    assert!(refused.contains("another click"), "{refused}");
    assert_eq!(ann.balances().await, [0, 1_000, 0]);
    assert_eq!(bob.balances().await, [0, 0, 0]);
}

#[tokio::test]
async fn a_dropped_report_stays_away_when_the_click_of_its_order_is_found() {
    let world = World::new().await;
    let shopper = Shopper::new(&world, "ann@example.org").await;
    let click = clicked(&world, &shopper, 1, MACYS).await;
    let garbled = |sale_minor, updated_at| Report {
        sale_minor,
        updated_at,
        ..order("77", &click[..20])
    };
    let [first, nonsense, later] = [garbled(10_000, 1), garbled(9_000_000, 2), garbled(5_000, 3)];
    take(&world, std::slice::from_ref(&first)).await;
    let found = only_case(&world).await;
    take(&world, std::slice::from_ref(&nonsense)).await;
    let resolve = ["quarantine", "resolve", &found, "--click", &click];
    world.command(&resolve).await.unwrap();
    let given_up = only_case(&world).await;
    world
        .command(&["quarantine", "drop", &given_up])
        .await
        .unwrap();
    assert_eq!(take(&world, &[nonsense.clone(), first]).await.known, 2);
    assert_eq!(shopper.balances().await, [0, 1_000, 0]);
    // Another revision of the order is another report, and follows.
    assert_eq!(take(&world, &[later]).await.new, 1);
    assert_eq!(shopper.balances().await, [0, 500, 0]);
    assert_eq!(take(&world, &[nonsense]).await.known, 1);
    assert_eq!(shopper.balances().await, [0, 500, 0]);
    world.check_books().await;
}

#[tokio::test]
async fn what_is_taken_in_after_all_waits_no_longer() {
    let world = World::new().await;
    let shopper = Shopper::new(&world, "ann@example.org").await;
    let click = clicked(&world, &shopper, 1, MACYS).await;
    let garbled = |updated_at| Report {
        updated_at,
        ..order("1", &click[..20])
    };
    take(&world, &[garbled(1)]).await;
    let found = only_case(&world).await;
    take(&world, &[garbled(2)]).await;
    let resolve = ["quarantine", "resolve", &found, "--click", &click];
    world.command(&resolve).await.unwrap();
    assert_eq!(take(&world, &[garbled(2)]).await.new, 1);
    let waiting: i64 = sqlx::query_scalar("SELECT CAST(COUNT(*) AS BIGINT) FROM quarantine")
        .fetch_one(world.pool())
        .await
        .unwrap();
    assert_eq!(waiting, 0);
}

#[tokio::test]
async fn no_passing_of_time_takes_in_what_a_person_gave_up_or_has_not_decided() {
    let world = World::new().await;
    let shopper = Shopper::new(&world, "ann@example.org").await;
    let click = clicked(&world, &shopper, 1, MACYS).await;
    let early = |number| Report {
        updated_at: world.now_ms() + 3 * DAY_MS,
        ..order(number, &click)
    };
    take(&world, &[early("1")]).await;
    let case = only_case(&world).await;
    world.command(&["quarantine", "drop", &case]).await.unwrap();
    let reports = [early("1"), early("2")];
    assert_eq!(take(&world, &reports).await.quarantined, 1);
    world.pass(5 * DAY_MS);
    assert_eq!(take(&world, &reports).await.known, 2);
    world.pull().await;
    let shopper = shopper.renewed().await;
    assert_eq!(shopper.balances().await, [0, 0, 0]);
    // The person decides.
    let case = only_case(&world).await;
    world
        .command(&["quarantine", "resolve", &case])
        .await
        .unwrap();
    assert_eq!(take(&world, &reports).await.known, 2);
    assert_eq!(shopper.balances().await, [0, 1_000, 0]);
    world.check_books().await;
}

#[tokio::test]
async fn what_is_given_up_while_it_is_about_to_be_taken_in_stays_out() {
    let world = World::new().await;
    let shopper = Shopper::new(&world, "ann@example.org").await;
    let click = clicked(&world, &shopper, 1, MACYS).await;
    take(&world, &[order("1", "late")]).await;
    let found = sqlx::query("UPDATE click SET ref = 'late' WHERE ref = $1").bind(&click);
    found.execute(world.pool()).await.unwrap();
    let mut turn = world.pool().begin().await.unwrap();
    let take_it = "UPDATE turn SET taken = taken + 1 WHERE name = 'ledger'";
    sqlx::query(take_it).execute(&mut *turn).await.unwrap();
    let give_up = async {
        // Meanwhile the other one reads what may be taken in, and then waits for the turn.
        for _ in 0..200 {
            sqlx::query("SELECT 1").execute(&mut *turn).await.unwrap();
        }
        let drop = "UPDATE quarantine SET dropped_ms = 1";
        sqlx::query(drop).execute(&mut *turn).await.unwrap();
        turn.commit().await.unwrap();
    };
    tokio::join!(world.pull(), give_up);
    let sql = "SELECT CAST(COUNT(*) AS BIGINT) FROM quarantine WHERE dropped_ms = 1";
    let given_up: i64 = sqlx::query_scalar(sql)
        .fetch_one(world.pool())
        .await
        .unwrap();
    assert_eq!(given_up, 1);
    assert_eq!(shopper.balances().await, [0, 0, 0]);
}
