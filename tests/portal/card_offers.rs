//! Purchases with a linked card: in-store offers and dining.

use crate::{
    browser::{Answer, Browser},
    ingesting::{order, take},
    shopper::{Shopper, VERIFIER, allow, exchange, sign_up},
    world::{DAY_MS, REDIRECT, World},
};
use axum::http::StatusCode;
use pointback_portal::report::{Report, Status};

struct Member<'w> {
    world: &'w World,
    browser: Browser<'w>,
    shopper: Shopper<'w>,
}

impl<'w> Member<'w> {
    async fn new(world: &'w World) -> Self {
        let mut browser = Browser::new(world);
        sign_up(&mut browser, "ann@example.org").await;
        let code = allow(&mut browser).await;
        let issued = exchange(world, &code, VERIFIER, REDIRECT).await;
        let shopper = Shopper::with(world, &issued.json());
        Self {
            world,
            browser,
            shopper,
        }
    }

    async fn page(&mut self) -> String {
        self.browser.get("/account/offers").await.text
    }

    async fn press(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let form = self.browser.get("/account/offers").await.form();
        let fields = [&[("form", form.as_str())], fields].concat();
        self.browser.post_form(path, &fields).await
    }

    /// Links a card; the answer is the id that the partner knows it by.
    async fn link(&mut self, label: &str) -> String {
        let answer = self.press("/account/cards", &[("label", label)]).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
        let cards: Vec<String> = sqlx::query_scalar("SELECT id FROM card WHERE label = $1")
            .bind(label)
            .fetch_all(self.world.pool())
            .await
            .unwrap();
        assert!(self.page().await.contains(&cards[0]));
        cards[0].clone()
    }

    async fn add(&mut self, offer: &str) -> Answer {
        self.press(&format!("/account/offers/{offer}/add"), &[])
            .await
    }
}

/// A portal with an in-store offer of 5 % up to $20 from $10 on, and dining at 10 %.
async fn world() -> World {
    let world = World::new().await;
    let common = ["--partner", "cards", "--from", "2027-01-01"];
    for terms in [
        &[
            "soho",
            "in-store",
            "--store",
            "Macy's Soho",
            "--rate",
            "5%",
            "--most",
            "20",
            "--spend",
            "10",
        ][..],
        &[
            "tables",
            "dining",
            "--store",
            "Restaurants",
            "--rate",
            "10%",
            "--most",
            "50",
        ],
    ] {
        world
            .command(&[&["offers", "add"], terms, &common].concat())
            .await
            .unwrap();
    }
    world.command(&["offers", "list"]).await.unwrap();
    world
}

fn paid(world: &World, number: &str, card: &str, offer: &str, cents: i64) -> Report {
    Report {
        network: "cards".to_owned(),
        offer: Some(offer.to_owned()),
        event_at: world.now_ms(),
        updated_at: world.now_ms(),
        sale_minor: cents,
        commission_minor: cents / 10,
        ..order(number, card)
    }
}

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
    take(&world, &[twice.clone()]).await;
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
async fn offers_that_cannot_be_meant_are_refused() {
    let world = World::new().await;
    for (terms, reason) in [
        (
            &[
                "x",
                "in-store",
                "--store",
                "S",
                "--rate",
                "5",
                "--most",
                "20",
                "--partner",
                "cards",
            ][..],
            "--rate 5",
        ),
        (
            &[
                "x",
                "in-store",
                "--store",
                "S",
                "--rate",
                "5%|2% Shoes",
                "--most",
                "20",
                "--partner",
                "cards",
            ],
            "an offer has one rate",
        ),
        (
            &[
                "x",
                "in-store",
                "--store",
                "S",
                "--rate",
                "101%",
                "--most",
                "20",
                "--partner",
                "cards",
            ],
            "--rate 101%",
        ),
        (
            &[
                "x",
                "in-store",
                "--store",
                "S",
                "--rate",
                "5%",
                "--most",
                "0",
                "--partner",
                "cards",
            ],
            "--most 0",
        ),
        (
            &[
                "x",
                "in-store",
                "--store",
                " ",
                "--rate",
                "5%",
                "--most",
                "20",
                "--partner",
                "cards",
            ],
            "--store",
        ),
        (
            &[
                "x",
                "in-store",
                "--store",
                "S",
                "--rate",
                "5%",
                "--most",
                "20",
                "--partner",
                "portal",
            ],
            "calls itself",
        ),
    ] {
        let args = [&["offers", "add"], terms].concat();
        let refused = world.command(&args).await.unwrap_err();
        assert!(refused.contains(reason), "{terms:?}: {refused}");
    }
}
