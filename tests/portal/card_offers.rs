//! Purchases with a linked card: in-store offers and dining.

use crate::{
    browser::Browser,
    card_holder::{Member, paid, world},
    ingesting::take,
    shopper::sign_up,
    world::{DAY_MS, World},
};
use axum::http::StatusCode;
use pointback_portal::report::{Report, Status};

#[tokio::test]
async fn an_offer_pays_once_and_is_added_again() {
    let world = world().await;
    let mut ann = Member::new(&world).await;
    let refused = ann.add("soho").await;
    assert_eq!(refused.status, StatusCode::BAD_REQUEST);
    assert!(
        refused.text.contains("Link a card first"),
        "{}",
        refused.text
    );
    let card = ann.link("Blue Visa").await;
    // Paid before the offer was added.
    take(&world, &[paid(&world, "early", &card, "soho", 10_000)]).await;
    assert_eq!(ann.shopper.balances().await, [0, 0, 0]);
    world.pass(1);
    assert_eq!(ann.add("soho").await.status, StatusCode::SEE_OTHER);
    ann.add("soho").await;
    assert!(ann.page().await.contains("Added, until"));
    world.pass(1);
    // Too small to count, and then used, and then used up.
    take(&world, &[paid(&world, "small", &card, "soho", 999)]).await;
    assert_eq!(ann.shopper.balances().await, [0, 0, 0]);
    take(&world, &[paid(&world, "used", &card, "soho", 10_000)]).await;
    world.pass(1);
    let twice = paid(&world, "twice", &card, "soho", 10_000);
    take(&world, std::slice::from_ref(&twice)).await;
    assert_eq!(ann.shopper.balances().await, [0, 500, 0]);
    world.pass(1);
    ann.add("soho").await;
    world.pass(1);
    take(&world, &[paid(&world, "again", &card, "soho", 99_900_000)]).await;
    // At most $20.00 each time.
    assert_eq!(ann.shopper.balances().await, [0, 500 + 2_000, 0]);

    let other = ann.shopper.get("/v1/earnings").await.json()["other"].clone();
    let paid_out: Vec<(&str, i64)> = other
        .as_array()
        .unwrap()
        .iter()
        .map(|e| {
            (
                e["state"].as_str().unwrap(),
                e["reward_minor"].as_i64().unwrap(),
            )
        })
        .collect();
    assert_eq!(
        paid_out
            .iter()
            .filter(|(state, _)| *state == "ineligible")
            .count(),
        3
    );
    assert!(paid_out.contains(&("confirmed", 500)) && paid_out.contains(&("confirmed", 2_000)));
    assert!(ann.page().await.contains("Card purchases"));
    let owed: Vec<String> =
        sqlx::query_scalar("SELECT id FROM account WHERE kind = 'cl:receivable'")
            .fetch_all(world.pool())
            .await
            .unwrap();
    assert_eq!(owed, ["cl:receivable/cards/USD"]);
    world.check_books().await;
}

#[tokio::test]
async fn the_first_purchase_uses_the_offer_whichever_is_reported_first() {
    let world = world().await;
    let mut ann = Member::new(&world).await;
    let card = ann.link("Blue Visa").await;
    ann.add("soho").await;
    let first = paid(&world, "1", &card, "soho", 10_000);
    world.pass(1);
    let second = paid(&world, "2", &card, "soho", 20_000);
    take(&world, std::slice::from_ref(&second)).await;
    assert_eq!(ann.shopper.balances().await, [0, 1_000, 0]);
    take(&world, std::slice::from_ref(&first)).await;
    assert_eq!(ann.shopper.balances().await, [0, 500, 0]);
    // Returned: the other one was in time for it after all.
    world.pass(1);
    let returned = Report {
        status: Status::Declined,
        updated_at: world.now_ms(),
        ..first
    };
    take(&world, &[returned]).await;
    assert_eq!(ann.shopper.balances().await, [0, 1_000, 0]);
    world.check_books().await;
}

#[tokio::test]
async fn an_offer_runs_out() {
    let world = world().await;
    let mut ann = Member::new(&world).await;
    let card = ann.link("Blue Visa").await;
    ann.add("soho").await;
    let bought_at = |days: i64, number: &str| Report {
        event_at: world.now_ms() + days * DAY_MS,
        ..paid(&world, number, &card, "soho", 10_000)
    };
    let (late, in_time) = (
        bought_at(45, "late"),
        Report {
            event_at: world.now_ms() + 45 * DAY_MS - 1,
            ..bought_at(0, "in time")
        },
    );
    world.pass(50 * DAY_MS);
    ann.shopper = ann.shopper.renewed().await;
    take(&world, &[late]).await;
    assert_eq!(ann.shopper.balances().await, [0, 0, 0]);
    take(&world, &[in_time]).await;
    assert_eq!(ann.shopper.balances().await, [0, 500, 0]);
    world.check_books().await;
}

#[tokio::test]
async fn dining_is_enabled_once_and_pays_every_time() {
    let world = world().await;
    let mut ann = Member::new(&world).await;
    let card = ann.link("Visa 1234").await;
    ann.add("tables").await;
    assert!(ann.page().await.contains("Enabled"));
    for meal in ["1", "2"] {
        world.pass(DAY_MS);
        take(&world, &[paid(&world, meal, &card, "tables", 5_000)]).await;
    }
    ann.shopper = ann.shopper.renewed().await;
    assert_eq!(ann.shopper.balances().await, [0, 1_000, 0]);
    // Unlinked, the card earns no more; what it earned before stays.
    world.pass(1);
    ann.press(&format!("/account/cards/{card}/end"), &[]).await;
    take(&world, &[paid(&world, "3", &card, "tables", 5_000)]).await;
    assert_eq!(ann.shopper.balances().await, [0, 1_000, 0]);
    world.check_books().await;
}

#[tokio::test]
async fn a_card_number_is_never_taken() {
    let world = world().await;
    let mut ann = Member::new(&world).await;
    for number in ["4111 1111 1111 1111", "4111111111111111", "Visa 4111-1111"] {
        let refused = ann.press("/account/cards", &[("label", number)]).await;
        assert_eq!(refused.status, StatusCode::BAD_REQUEST);
        assert!(
            refused.text.contains("Do not enter a card number"),
            "{}",
            refused.text
        );
    }
    let cards: Vec<String> = sqlx::query_scalar("SELECT label FROM card")
        .fetch_all(world.pool())
        .await
        .unwrap();
    assert_eq!(cards, Vec::<String>::new());
}

#[tokio::test]
async fn only_the_partner_of_an_offer_reports_it_and_only_for_cards_that_are_linked() {
    let world = world().await;
    let mut ann = Member::new(&world).await;
    let card = ann.link("Blue Visa").await;
    ann.add("soho").await;
    let sound = paid(&world, "1", &card, "soho", 10_000);
    let strange = [
        Report {
            network: "sim".to_owned(),
            ..sound.clone()
        },
        Report {
            offer: None,
            ..sound.clone()
        },
        Report {
            offer: Some("nothing".to_owned()),
            ..sound.clone()
        },
        Report {
            click_ref: "card_nobody".to_owned(),
            ..sound.clone()
        },
    ];
    assert_eq!(take(&world, &strange).await.quarantined, 4);
    assert_eq!(ann.shopper.balances().await, [0, 0, 0]);
    // A stranger cannot end her card.
    let mut bob = Browser::new(&world);
    sign_up(&mut bob, "bob@example.org").await;
    let form = bob.get("/account/offers").await.form();
    bob.post_form(&format!("/account/cards/{card}/end"), &[("form", &form)])
        .await;
    world.pass(1);
    take(
        &world,
        &[Report {
            event_at: world.now_ms(),
            ..sound
        }],
    )
    .await;
    assert_eq!(ann.shopper.balances().await, [0, 500, 0]);
    // Nor is a form from elsewhere worth anything.
    let elsewhere = bob
        .post_form("/account/offers/soho/add", &[("form", "x")])
        .await;
    assert_eq!(elsewhere.status, StatusCode::FORBIDDEN);
    world.check_books().await;
}

#[tokio::test]
async fn a_new_offer_takes_in_nothing_that_a_person_has_not_decided() {
    let world = world().await;
    let mut ann = Member::new(&world).await;
    let card = ann.link("Blue Visa").await;
    world.pass(1);
    let bought = paid(&world, "1", &card, "late", 5_000);
    assert_eq!(
        take(&world, std::slice::from_ref(&bought))
            .await
            .quarantined,
        1
    );
    let (offer, terms) = (
        ["offers", "add", "late", "dining", "--store", "Late"],
        [
            "--rate",
            "10%",
            "--most",
            "50",
            "--partner",
            "cards",
            "--from",
            "2027-01-01",
        ],
    );
    world.command(&[&offer[..], &terms].concat()).await.unwrap();
    assert_eq!(take(&world, std::slice::from_ref(&bought)).await.known, 1);
    world.pull().await;
    assert_eq!(earnings(&world).await, 0);
    let case: String = sqlx::query_scalar("SELECT rev FROM quarantine")
        .fetch_one(world.pool())
        .await
        .unwrap();
    world
        .command(&["quarantine", "resolve", &case])
        .await
        .unwrap();
    assert_eq!(earnings(&world).await, 1);
}

async fn earnings(world: &World) -> i64 {
    sqlx::query_scalar("SELECT CAST(COUNT(*) AS BIGINT) FROM earning")
        .fetch_one(world.pool())
        .await
        .unwrap()
}
