//! New members, invited or not, and what they buy.

use crate::{
    browser::Browser,
    ingesting::order,
    shopper::{Shopper, VERIFIER, allow, exchange, sign_up},
    world::{REDIRECT, World},
};
use axum::http::StatusCode;
use pointback_portal::report::{Report, Status};

/// A portal with a referral campaign of $50 for both after $50 within 60 days, and a welcome campaign of $10 after one
/// purchase of $25 within 90.
pub async fn world() -> World {
    let world = World::new().await;
    let dated = ["--from", "2027-01-01", "--until", "2027-06-01"];
    for terms in [
        &[
            "spring",
            "referral",
            "--bonus",
            "50",
            "--inviter-bonus",
            "50",
            "--spend",
            "50",
            "--days",
            "60",
        ][..],
        &["hello", "welcome", "--bonus", "10", "--spend", "25"],
    ] {
        world
            .command(&[&["campaign", "add"], terms, &dated].concat())
            .await
            .unwrap();
    }
    world
}

/// The path of a member's own link.
pub async fn link(browser: &mut Browser<'_>) -> String {
    let page = browser.get("/account/referral").await;
    assert_eq!(page.status, StatusCode::OK);
    let (_, rest) = page.text.split_once("/join/").unwrap();
    format!("/join/{}", rest.split_once('<').unwrap().0)
}

/// Signs up in a browser of its own and connects the extension.
pub async fn joined<'w>(
    world: &'w World,
    email: &str,
    link: Option<&str>,
) -> (Browser<'w>, Shopper<'w>) {
    let mut browser = Browser::new(world);
    if let Some(link) = link {
        assert_eq!(browser.get(link).await.location(), "/sign-up");
    }
    assert_eq!(
        sign_up(&mut browser, email).await.status,
        StatusCode::SEE_OTHER
    );
    let code = allow(&mut browser).await;
    let issued = exchange(world, &code, VERIFIER, REDIRECT).await;
    let shopper = Shopper::with(world, &issued.json());
    (browser, shopper)
}

/// A purchase of this moment.
pub fn bought(world: &World, number: &str, click: &str, cents: i64, status: Status) -> Report {
    Report {
        event_at: world.now_ms(),
        updated_at: world.now_ms(),
        sale_minor: cents,
        commission_minor: cents / 5,
        status,
        ..order(number, click)
    }
}
