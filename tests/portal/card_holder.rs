//! A member with cards, and a partner that sees them pay.

use crate::{
    browser::{Answer, Browser},
    ingesting::order,
    shopper::{Shopper, VERIFIER, allow, exchange, sign_up},
    world::{REDIRECT, World},
};
use axum::http::StatusCode;
use pointback_portal::report::Report;

/// A member who links cards and adds offers.
pub struct Member<'w> {
    world: &'w World,
    pub browser: Browser<'w>,
    pub shopper: Shopper<'w>,
}

impl<'w> Member<'w> {
    pub async fn new(world: &'w World) -> Self {
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

    pub async fn page(&mut self) -> String {
        self.browser.get("/account/offers").await.text
    }

    pub async fn press(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let form = self.browser.get("/account/offers").await.form();
        let fields = [&[("form", form.as_str())], fields].concat();
        self.browser.post_form(path, &fields).await
    }

    /// Links a card; the answer is the id that the partner knows it by.
    pub async fn link(&mut self, label: &str) -> String {
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

    pub async fn add(&mut self, offer: &str) -> Answer {
        self.press(&format!("/account/offers/{offer}/add"), &[])
            .await
    }
}

/// A portal with an in-store offer of 5 % up to $20 from $10 on, and dining at 10 %.
pub async fn world() -> World {
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

/// A purchase of this moment, confirmed.
pub fn paid(world: &World, number: &str, card: &str, offer: &str, cents: i64) -> Report {
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
