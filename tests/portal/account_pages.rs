//! A member's account: who may see it, its figures, and trips with promised and posted rates.

use crate::{
    browser::Browser,
    earnings::{act, buy},
    shopper::{PASSWORD, Shopper, go_path, sign_in, sign_up},
    world::{DAY_MS, GARDEN, MACYS, World},
};
use axum::http::StatusCode;

const ANN: &str = "ann@example.org";
const MACYS_HOST: &str = "www.macys.com";
const MACYS_PAGE: &str = "https://www.macys.com/";
const GARDEN_HOST: &str = "garden.localhost:8787";
const GARDEN_PAGE: &str = "http://garden.localhost:8787/";

/// Ann with a connected extension and a signed-in browser.
pub async fn ann(world: &World) -> (Shopper<'_>, Browser<'_>) {
    let shopper = Shopper::new(world, ANN).await;
    let mut browser = Browser::new(world);
    sign_in(&mut browser, ANN, PASSWORD).await;
    (shopper, browser)
}

/// Every page of the account, and every form of it.
const PAGES: [&str; 8] = [
    "/account",
    "/account/trips",
    "/account/payout?unit=mr",
    "/account/payout?unit=usd",
    "/account/payouts",
    "/account/claims",
    "/account/security",
    "/account/data",
];
const FORMS: [&str; 10] = [
    "/account/election",
    "/account/way",
    "/account/claims",
    "/account/claims/c_1/close",
    "/account/password",
    "/account/email",
    "/account/sessions/0123456789abcdef/end",
    "/account/links/x/end",
    "/account/end-everything",
    "/account/delete",
];

#[tokio::test]
async fn the_account_is_for_members_and_comes_back_after_the_sign_in() {
    let world = World::new().await;
    sign_up(&mut Browser::new(&world), ANN).await;
    for path in PAGES.into_iter().chain(["/account/export"]) {
        let mut browser = Browser::new(&world);
        let sent = browser.get(path).await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{path}");
        let (to, next) = sent.location().split_once("?next=").unwrap();
        assert_eq!(to, "/sign-in");
        let form = browser.get(sent.location()).await;
        let encoded: String = url::form_urlencoded::byte_serialize(path.as_bytes()).collect();
        assert_eq!(next, encoded);
        let fields = [
            ("form", form.form()),
            ("next", path.to_owned()),
            ("email", ANN.to_owned()),
            ("password", PASSWORD.to_owned()),
        ];
        let fields: Vec<_> = fields.iter().map(|(k, v)| (*k, v.as_str())).collect();
        assert_eq!(
            browser.post_form("/sign-in", &fields).await.location(),
            path
        );
    }
}

#[tokio::test]
async fn every_form_of_the_account_refuses_a_foreign_token() {
    let world = World::new().await;
    let (_, mut browser) = ann(&world).await;
    let mut stranger = Browser::new(&world);
    sign_up(&mut stranger, "eve@example.org").await;
    let foreign = stranger.get("/account").await.form();
    for path in FORMS {
        for token in ["", "x", foreign.as_str()] {
            let answer = browser.post_form(path, &[("form", token)]).await;
            assert_eq!(answer.status, StatusCode::FORBIDDEN, "{path} {token}");
        }
        // With the right token but without its fields a form says so, and does nothing.
        let own = browser.get("/account").await.form();
        let mut signed_out = Browser::new(&world);
        signed_out.cookies = browser.cookies.clone();
        signed_out.cookies.remove("session");
        let answer = signed_out.post_form(path, &[("form", own.as_str())]).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{path}");
        assert!(answer.location().starts_with("/sign-in"), "{path}");
    }
    let own = browser.get("/account").await.form();
    let bare = browser
        .post_form("/account/password", &[("form", own.as_str())])
        .await;
    assert_eq!(bare.status, StatusCode::BAD_REQUEST);
    assert!(bare.text.contains("not complete"), "{}", bare.text);
}

#[tokio::test]
async fn every_page_is_built_for_screen_readers() {
    let world = World::new().await;
    let (shopper, mut browser) = ann(&world).await;
    let click = shopper.click(1, MACYS, MACYS_PAGE).await;
    buy(&world, MACYS_HOST, &click).await;
    world.pull().await;
    for path in PAGES
        .into_iter()
        .chain(["/", "/stores/2", "/sign-in", "/sign-up"])
    {
        let page = browser.get(path).await.text;
        assert_eq!(page.matches("<h1").count(), 1, "{path}");
        assert!(
            page.contains("<html lang=\"en\">") && page.contains("<main id=\"main\">"),
            "{path}"
        );
        assert!(page.contains("href=\"#main\""), "{path}");
        assert!(
            !page.contains("style=\"") && !page.contains("<script"),
            "{path}"
        );
        let ids: Vec<_> = page
            .split(" id=\"")
            .skip(1)
            .map(|t| t.split_once('"').unwrap().0)
            .collect();
        let unique: std::collections::BTreeSet<_> = ids.iter().collect();
        assert_eq!(ids.len(), unique.len(), "{path}: {ids:?}");
        for names in ["for", "aria-labelledby", "aria-describedby"] {
            for name in page.split(&format!(" {names}=\"")).skip(1) {
                for id in name.split_once('"').unwrap().0.split(' ') {
                    assert!(ids.contains(&id), "{path}: {names} {id}");
                }
            }
        }
    }
}

#[tokio::test]
async fn earnings_are_drawn_by_month_and_stand_in_a_table_too() {
    let world = World::new().await;
    let (shopper, mut browser) = ann(&world).await;
    assert!(browser.get("/account").await.text.contains("Nothing yet"));
    let first = shopper.click(1, MACYS, MACYS_PAGE).await;
    let order = buy(&world, MACYS_HOST, &first).await;
    world.pull().await;
    act(&world, &order, "confirm").await;
    world.pass(30 * DAY_MS);
    sign_in(&mut browser, ANN, PASSWORD).await;
    let page = browser.get("/account").await.text;
    assert!(page.contains("<svg") && page.contains("role=\"img\""));
    let row = "<th scope=\"row\">February 2027</th><td class=\"amount\">$10.00</td><td class=\"amount\">$0.00</td>";
    assert!(page.contains(row), "{page}");
    assert!(page.contains("<th scope=\"row\">March 2027</th><td class=\"amount\">$0.00</td>"));
    world.check_books().await;
}

#[tokio::test]
async fn trips_show_what_was_promised_what_was_posted_and_why_they_differ() {
    let world = World::new().await;
    let (shopper, mut browser) = ann(&world).await;
    // $100 each: the boost of 3 % is cut at $5.00 in the second order.
    for number in [1, 2] {
        let click = shopper.click(number, GARDEN, GARDEN_PAGE).await;
        buy(&world, GARDEN_HOST, &click).await;
    }
    let declined = shopper.click(3, MACYS, MACYS_PAGE).await;
    let order = buy(&world, MACYS_HOST, &declined).await;
    world.pull().await;
    act(&world, &order, "decline").await;
    let open = shopper.click(4, MACYS, MACYS_PAGE).await;
    Browser::new(&world).get(&go_path(&open)).await;
    // Clicked and never followed: no trip.
    shopper.click(5, MACYS, MACYS_PAGE).await;

    let page = browser.get("/account/trips").await.text;
    assert_eq!(page.matches("<article").count(), 4);
    for part in [
        "6%, boosted (the boost adds at most $5.00)",
        "<strong>$6.00</strong> on $100.00, that is 6%",
        "<strong>$5.00</strong> on $100.00, that is 5%",
        "The boost reached its cap. That is $1.00 less.",
        "Up to 10%",
        "The store declined this purchase.",
        "Processing",
    ] {
        assert!(page.contains(part), "{part}: {page}");
    }
    // The promise is the click's, whatever the list says today.
    world
        .publish(&[r#"{"id":0,"n":"Macy's","d":["macys.com"],"r":[{"k":"p","v":100}]}"#])
        .await;
    assert!(
        browser
            .get("/account/trips")
            .await
            .text
            .contains("Up to 10%")
    );
    world.check_books().await;
}

#[tokio::test]
async fn older_trips_follow_page_by_page_and_none_is_left_out() {
    let world = World::new().await;
    let (shopper, mut browser) = ann(&world).await;
    for number in 1..=60 {
        // Three at a time share a moment.
        if number % 3 == 0 {
            world.pass(1_000);
        }
        let click = shopper.click(number, MACYS, MACYS_PAGE).await;
        Browser::new(&world).get(&go_path(&click)).await;
    }
    let mut seen = std::collections::BTreeSet::new();
    let mut path = "/account/trips".to_owned();
    let mut pages = 0;
    loop {
        let page = browser.get(&path).await.text;
        pages += 1;
        for trip in page.split("/account/claims?trip=").skip(1) {
            assert!(seen.insert(trip.split_once('"').unwrap().0.to_owned()));
        }
        let Some((_, next)) = page.split_once("rel=\"next\" href=\"") else {
            break;
        };
        path = next.split_once('"').unwrap().0.to_owned();
    }
    assert_eq!((seen.len(), pages), (60, 3));
    let page = browser.get("/account/trips?after=nonsense").await;
    assert_eq!(page.status, StatusCode::OK);
}
