//! Networks that say the day of a purchase, and no time.

use crate::{
    card_holder::{self, Member},
    ingesting::{clicked, take},
    newcomer::{self, bought, joined, link},
    world::{DAY_MS, MACYS, MINUTE_MS, START_MS},
};
use pointback_portal::report::{Report, Status};
use std::fs;

const HOUR_MS: i64 = 60 * MINUTE_MS;
/// Midnight in New York, on the day on which every world begins.
const MIDNIGHT_MS: i64 = START_MS - 12 * HOUR_MS;

#[tokio::test]
async fn what_is_bought_on_the_day_of_the_sign_up_counts_for_the_bonus() {
    // In the morning; and in the evening, when it is another day already in Greenwich.
    for hour in [10, 21] {
        let world = newcomer::world().await;
        world.set_time(MIDNIGHT_MS + hour * HOUR_MS);
        let (mut inviter, ann) = joined(&world, "ann@example.org", None).await;
        let link = link(&mut inviter).await;
        let (_, bob) = joined(&world, "bob@example.org", Some(&link)).await;
        world.pass(20 * MINUTE_MS);
        let (ann, bob) = (ann.renewed().await, bob.renewed().await);
        let click = clicked(&world, &bob, 1, MACYS).await;
        let report = Report {
            event_at: MIDNIGHT_MS,
            ..bought(&world, "1", &click, 10_000, Status::Confirmed)
        };
        take(&world, &[report]).await;
        assert_eq!(bob.balances().await, [0, 1_000 + 5_000, 0], "{hour}");
        assert_eq!(ann.balances().await, [0, 5_000, 0], "{hour}");
        world.check_books().await;
    }
}

#[tokio::test]
async fn what_is_bought_on_the_day_on_which_an_offer_was_added_is_covered_once() {
    for hour in [12, 21] {
        let world = card_holder::world().await;
        world.set_time(MIDNIGHT_MS + hour * HOUR_MS);
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().to_str().unwrap();
        let describe = ["network", "add", "cards", "--folder", path];
        let zone = ["--zone", "America/New_York"];
        world
            .command(&[&describe[..], &zone].concat())
            .await
            .unwrap();
        let file = async |rows: &[String]| {
            let header = "id,click_ref,status,sale,commission,ordered,updated,offer";
            let text = format!("{header}\n{}\n", rows.join("\n"));
            fs::write(folder.path().join("cards.csv"), text).unwrap();
            assert_eq!(world.pull().await.new, rows.len());
        };
        let mut ann = Member::new(&world).await;
        let card = ann.link("Blue Visa").await;
        ann.add("soho").await;
        world.pass(HOUR_MS);
        ann.shopper = ann.shopper.renewed().await;
        let row = |number: &str, day: &str| {
            format!("{number},{card},locked,100.00,10.00,{day},2027-02-10,soho")
        };
        file(&[row("before", "2027-02-09")]).await;
        assert_eq!(ann.shopper.balances().await, [0, 0, 0], "{hour}");
        // A moment is a moment: this was before.
        file(&[row("early", "2027-02-10 11:59:59")]).await;
        assert_eq!(ann.shopper.balances().await, [0, 0, 0], "{hour}");
        file(&[row("1", "2027-02-10"), row("2", "2027-02-10")]).await;
        assert_eq!(ann.shopper.balances().await, [0, 500, 0], "{hour}");
        // Used, it can be added again, and one press is one use.
        assert!(!ann.page().await.contains("Added, until"));
        ann.add("soho").await;
        assert!(ann.page().await.contains("Added, until"));
        world.check_books().await;
    }
}

#[tokio::test]
async fn a_moment_that_alone_is_corrected_decides_about_the_bonus() {
    let world = newcomer::world().await;
    let (_, ann) = joined(&world, "ann@example.org", None).await;
    let click = clicked(&world, &ann, 1, MACYS).await;
    let report = |days: i64, updated_at| Report {
        event_at: world.now_ms() - days * DAY_MS,
        updated_at,
        ..bought(&world, "1", &click, 10_000, Status::Confirmed)
    };
    // The network says a month too early, takes it back, and says it again.
    for (days, updated_at, bonus) in [(30, 1, 0), (0, 2, 1_000), (30, 3, 0)] {
        take(&world, &[report(days, updated_at)]).await;
        assert_eq!(ann.balances().await, [0, 1_000 + bonus, 0]);
        let at = ann.get("/v1/earnings").await.json()["earnings"][0]["at"].clone();
        assert_eq!(at, (world.now_ms() - days * DAY_MS) / 1_000);
        world.check_books().await;
    }
    let movements: i64 = sqlx::query_scalar(
        "SELECT CAST(COUNT(*) AS BIGINT) FROM movement WHERE credit NOT LIKE '%bonus%' AND debit NOT LIKE '%bonus%'",
    )
    .fetch_one(world.pool())
    .await
    .unwrap();
    assert_eq!(movements, 2, "the reward and the commission, once");
}
