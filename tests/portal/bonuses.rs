//! Bonuses for new members: who gets one, when, and who does not.

use crate::{
    browser::Browser,
    ingesting::{clicked, take},
    newcomer::{bought, joined, link, world},
    shopper::{PASSWORD, sign_up},
    world::{DAY_MS, MACYS, World},
};
use pointback_portal::report::Status;

#[tokio::test]
async fn both_sides_of_a_referral_are_paid_once_enough_is_certain() {
    let world = world().await;
    let (mut inviter, ann) = joined(&world, "ann@example.org", None).await;
    let link = link(&mut inviter).await;
    let (mut browser, bob) = joined(&world, "bob@example.org", Some(&link)).await;
    let click = clicked(&world, &bob, 1, MACYS).await;
    let first = |status| bought(&world, "1", &click, 3_000, status);
    let second = |status| bought(&world, "2", &click, 2_000, status);

    take(&world, &[first(Status::Confirmed)]).await;
    assert_eq!(
        (ann.balances().await, bob.balances().await),
        ([0, 0, 0], [0, 300, 0])
    );
    assert!(
        inviter
            .get("/account/referral")
            .await
            .text
            .contains("Pending")
    );
    // Together $50.00, half of it pending.
    take(&world, &[second(Status::Pending)]).await;
    assert_eq!(
        (ann.balances().await, bob.balances().await),
        ([5_000, 0, 0], [5_200, 300, 0])
    );
    world.pass(1_000);
    take(&world, &[second(Status::Confirmed)]).await;
    assert_eq!(
        (ann.balances().await, bob.balances().await),
        ([0, 5_000, 0], [0, 5_500, 0])
    );
    let page = inviter.get("/account/referral").await.text;
    assert!(
        page.contains("Earned") && page.contains("Referral bonus"),
        "{page}"
    );
    assert!(
        !page.contains("bob@example.org"),
        "whom they invited is not theirs to know"
    );
    assert!(
        browser
            .get("/account/referral")
            .await
            .text
            .contains("Earned")
    );

    // The extension's list of earnings has it beside the trips.
    let earnings = ann.get("/v1/earnings").await.json();
    assert_eq!(earnings["earnings"].as_array().unwrap().len(), 0);
    assert_eq!(earnings["other"][0]["kind"], "referral");
    assert_eq!(earnings["other"][0]["reward_minor"], 5_000);
    // Returned: both bonuses go with it.
    world.pass(1_000);
    take(&world, &[second(Status::Declined)]).await;
    assert_eq!(
        (ann.balances().await, bob.balances().await),
        ([0, 0, 0], [0, 300, 0])
    );
    let expense: i64 = sqlx::query_scalar(
        "SELECT CAST(COALESCE(SUM(CASE WHEN debit = 'sys:bonus_expense//USD' THEN amount ELSE -amount END), 0) AS BIGINT)
         FROM movement WHERE 'sys:bonus_expense//USD' IN (debit, credit)",
    )
    .fetch_one(world.pool())
    .await
    .unwrap();
    assert_eq!(expense, 0);
    world.check_books().await;
}

#[tokio::test]
async fn a_welcome_bonus_asks_for_one_purchase_within_its_window() {
    let world = world().await;
    let (mut browser, ann) = joined(&world, "ann@example.org", None).await;
    let small = [
        clicked(&world, &ann, 1, MACYS).await,
        clicked(&world, &ann, 2, MACYS).await,
    ];
    let two = [
        bought(&world, "1", &small[0], 2_499, Status::Confirmed),
        bought(&world, "2", &small[1], 2_499, Status::Confirmed),
    ];
    take(&world, &two).await;
    assert_eq!(ann.balances().await, [0, 498, 0]);
    // One more line of the same trip is one purchase with it.
    take(
        &world,
        &[bought(&world, "3", &small[1], 1, Status::Confirmed)],
    )
    .await;
    assert_eq!(ann.balances().await, [0, 498 + 1_000, 0]);

    assert!(
        browser
            .get("/account/referral")
            .await
            .text
            .contains("Earned")
    );

    let (_, late) = joined(&world, "bob@example.org", None).await;
    let click = clicked(&world, &late, 3, MACYS).await;
    world.pass(45 * DAY_MS);
    let late = late.renewed().await;
    world.pass(45 * DAY_MS);
    let late = late.renewed().await;
    take(
        &world,
        &[bought(&world, "4", &click, 10_000, Status::Confirmed)],
    )
    .await;
    assert_eq!(late.balances().await, [0, 1_000, 0]);
    world.check_books().await;
}

#[tokio::test]
async fn nobody_invites_themselves() {
    let world = world().await;
    let (mut browser, ann) = joined(&world, "ann@example.org", None).await;
    let link = link(&mut browser).await;
    // Signed in, the link leads nowhere.
    let answer = browser.get(&link).await;
    assert!(
        answer.text.contains("You are a member already"),
        "{}",
        answer.text
    );
    // Another name for the same mailbox gets the ordinary welcome.
    let (mut other, again) = joined(&world, "a.nn+2@example.org", Some(&link)).await;
    assert!(other.get("/account/referral").await.text.contains("$10.00"));
    let click = clicked(&world, &again, 1, MACYS).await;
    take(
        &world,
        &[bought(&world, "1", &click, 10_000, Status::Confirmed)],
    )
    .await;
    assert_eq!(again.balances().await, [0, 1_000 + 1_000, 0]);
    assert_eq!(ann.balances().await, [0, 0, 0]);
    // Signing up beside one's own open session is no invitation either.
    let mut signed_in = Browser::new(&world);
    signed_in.get(&link).await;
    signed_in
        .cookies
        .insert("session".to_owned(), browser.cookies["session"].clone());
    sign_up(&mut signed_in, "carol@example.net").await;
    let invited: Vec<String> =
        sqlx::query_scalar("SELECT member FROM enrolment WHERE inviter IS NOT NULL")
            .fetch_all(world.pool())
            .await
            .unwrap();
    assert_eq!(invited, Vec::<String>::new());
}

#[tokio::test]
async fn what_was_promised_at_the_sign_up_outlives_the_campaign() {
    let world = world().await;
    let (mut inviter, ann) = joined(&world, "ann@example.org", None).await;
    let link = link(&mut inviter).await;
    let (_, bob) = joined(&world, "bob@example.org", Some(&link)).await;
    // Ended by the machine's clock; the world's clock is what counts at sign-up.
    sqlx::query("UPDATE campaign SET ends_ms = $1")
        .bind(world.now_ms() + 1)
        .execute(world.pool())
        .await
        .unwrap();
    world.pass(1);
    let (_, carol) = joined(&world, "carol@example.org", Some(&link)).await;
    for (number, shopper) in [(1, &bob), (2, &carol)] {
        let click = clicked(&world, shopper, number, MACYS).await;
        let report = bought(
            &world,
            &number.to_string(),
            &click,
            10_000,
            Status::Confirmed,
        );
        take(&world, &[report]).await;
    }
    assert_eq!(bob.balances().await, [0, 1_000 + 5_000, 0]);
    assert_eq!(carol.balances().await, [0, 1_000, 0]);
    assert_eq!(ann.balances().await, [0, 5_000, 0]);
}

#[tokio::test]
async fn a_window_that_passes_expires() {
    let world = world().await;
    let (mut inviter, _) = joined(&world, "ann@example.org", None).await;
    let link = link(&mut inviter).await;
    joined(&world, "bob@example.org", Some(&link)).await;
    world.pass(20 * DAY_MS);
    assert!(
        !inviter
            .get("/account/referral")
            .await
            .text
            .contains("Expired")
    );
    // The browser's own session lasts 30 days.
    let form = inviter.get("/sign-in").await.form();
    world.pass(40 * DAY_MS);
    let fields = [
        ("form", form.as_str()),
        ("email", "ann@example.org"),
        ("password", PASSWORD),
    ];
    inviter.post_form("/sign-in", &fields).await;
    assert!(
        inviter
            .get("/account/referral")
            .await
            .text
            .contains("Expired")
    );
}

#[tokio::test]
async fn the_last_place_is_taken_once() {
    let world = World::new().await;
    let few = [
        "campaign",
        "add",
        "few",
        "welcome",
        "--bonus",
        "10",
        "--spend",
        "25",
        "--from",
        "2027-01-01",
        "--places",
        "1",
    ];
    world.command(&few).await.unwrap();
    let mut browsers: Vec<Browser<'_>> = (0..4).map(|_| Browser::new(&world)).collect();
    let [a, b, c, d] = browsers.as_mut_slice() else {
        panic!()
    };
    tokio::join!(
        sign_up(a, "a@example.org"),
        sign_up(b, "b@example.org"),
        sign_up(c, "c@example.org"),
        sign_up(d, "d@example.org"),
    );
    let enrolled: Vec<String> = sqlx::query_scalar("SELECT member FROM enrolment")
        .fetch_all(world.pool())
        .await
        .unwrap();
    assert_eq!(enrolled.len(), 1);
    world.command(&["campaign", "list"]).await.unwrap();
}
