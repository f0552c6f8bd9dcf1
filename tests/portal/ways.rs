//! Where a member is paid: choosing a way on the pages, and who may.

use crate::{
    browser::{Answer, Browser},
    payday::{POST, PayDay, Saver},
    shopper::{PASSWORD, sign_in, sign_up, submit},
    world::{START_MS, World},
};
use axum::http::StatusCode;
use pointback_portal::payout::{
    programme,
    rules::{self, Access},
    way::{Kind, choose_way, way},
};

pub const ANN: &str = "ann@example.org";
const CASH: &str = "/account/payout?unit=usd";
pub const BILT: &str = "/account/payout?unit=bilt";

pub const CHECK: [(&str, &str); 4] = [
    ("unit", "usd"),
    ("kind", "check"),
    ("payee", "Ann Example"),
    ("address", "1 Main St\r\nSpringfield, IL 62701"),
];
pub const ACCOUNT: [(&str, &str); 3] =
    [("unit", "bilt"), ("kind", "account"), ("account", "B-4477")];

/// Sends the form, with the password.
pub async fn choose(browser: &mut Browser<'_>, fields: &[(&str, &str)]) -> Answer {
    let fields = [fields, &[("current", PASSWORD)]].concat();
    submit(browser, CASH, "/account/way", &fields).await
}

/// The address in force.
pub async fn stored(ann: &Saver<'_>, unit: &str) -> Option<(Kind, String)> {
    let mut connection = ann.world.pool().acquire().await.unwrap();
    let way = way(&mut connection, &ann.id, unit, ann.world.now_ms()).await;
    way.unwrap().map(|way| (way.kind, way.address))
}

#[tokio::test]
async fn cash_goes_where_the_page_said() {
    let world = World::new().await;
    let ann = Saver::new(&world, ANN).await;
    let mut browser = ann.browser().await;
    let page = browser.get(CASH).await.text;
    for part in [
        "Nothing can be paid in cash before",
        "autocomplete=\"name\"",
        "autocomplete=\"street-address\"",
        "autocomplete=\"email\"",
        "in force from the next payout on",
    ] {
        assert!(page.contains(part), "{part}: {page}");
    }
    let done = choose(&mut browser, &CHECK).await;
    assert_eq!(done.location(), "/account/payout?unit=usd&done=way");
    assert_eq!(stored(&ann, "usd").await, Some((Kind::Check, POST.into())));
    let page = browser.get(done.location()).await.text;
    assert!(page.contains("role=\"status\"") && page.contains("1 Main St\nSpringfield"));
    assert!(!page.contains(PASSWORD));

    world.pass(1_000);
    let paypal = [
        ("unit", "usd"),
        ("kind", "paypal"),
        ("email", "Ann@Pay.example"),
    ];
    choose(&mut browser, &paypal).await;
    let expected = Some((Kind::PayPal, "ann@pay.example".to_owned()));
    assert_eq!(stored(&ann, "usd").await, expected);
    let page = browser.get("/account").await.text;
    assert!(page.contains("PayPal, a…@pay.example"), "{page}");
}

#[tokio::test]
async fn what_cannot_be_paid_to_is_refused_beside_its_field() {
    let world = World::new().await;
    let ann = Saver::new(&world, ANN).await;
    let mut browser = ann.browser().await;
    let check = |payee, address| {
        [
            ("unit", "usd"),
            ("kind", "check"),
            ("payee", payee),
            ("address", address),
        ]
        .to_vec()
    };
    let paypal = [("unit", "usd"), ("kind", "paypal"), ("email", "<i>ann")].to_vec();
    let formula = [("unit", "mr"), ("kind", "account"), ("account", "=1+1")].to_vec();
    for (fields, id) in [
        (check(" ", "1 Main St\nSpringfield\nUSA"), "payee"),
        (check("Ann Example", "Springfield"), "address"),
        (paypal, "email"),
        (formula, "account"),
    ] {
        let refused = choose(&mut browser, &fields).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{id}");
        assert!(
            refused.text.contains(&format!("id=\"{id}-refusal\"")),
            "{id}: {}",
            refused.text
        );
        assert_eq!(refused.text.matches("role=\"alert\"").count(), 1, "{id}");
        // What was typed is still there, as text.
        assert!(!refused.text.contains("<i>"), "{id}");
    }
    let refused = choose(&mut browser, &check("Ann Example", "Springfield")).await;
    assert!(
        refused.text.contains("value=\"Ann Example\"") && refused.text.contains(">Springfield<")
    );
    for strange in [
        [("unit", "usd"), ("kind", "account")],
        [("unit", "mr"), ("kind", "paypal")],
        [("unit", "usd"), ("kind", "pigeon")],
        [("unit", "shells"), ("kind", "account")],
    ] {
        let refused = choose(&mut browser, &strange).await;
        assert_eq!(refused.status, StatusCode::BAD_REQUEST, "{strange:?}");
    }
    assert_eq!(
        (stored(&ann, "usd").await, stored(&ann, "mr").await),
        (None, None)
    );
}

#[tokio::test]
async fn where_money_goes_is_changed_with_the_password_only() {
    let world = World::new().await;
    let ann = Saver::new(&world, ANN).await;
    let mut browser = ann.browser().await;
    for wrong in ["", "guessed"] {
        let fields = [&CHECK[..], &[("current", wrong)]].concat();
        let refused = submit(&mut browser, CASH, "/account/way", &fields).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.text.contains("id=\"check-current-refusal\""));
        assert!(!refused.text.contains("id=\"paypal-current-refusal\""));
    }
    assert_eq!(stored(&ann, "usd").await, None);
}

#[tokio::test]
async fn an_account_waits_until_the_programme_has_confirmed_it() {
    let world = World::new().await;
    let ann = Saver::new(&world, ANN).await;
    let mut browser = ann.browser().await;
    assert!(browser.get(BILT).await.text.contains("None is entered"));
    choose(&mut browser, &ACCOUNT).await;
    let page = browser.get(BILT).await.text;
    assert!(
        page.contains("B-4477") && page.contains("Waiting for confirmation"),
        "{page}"
    );
    let (pool, now) = (world.pool(), world.now_ms());
    programme::confirm(pool, &ann.id, "bilt", "B-4477", "Gold", now)
        .await
        .unwrap();
    let page = browser.get(BILT).await.text;
    assert!(
        page.contains("with the status “gold”") && !page.contains("Waiting for"),
        "{page}"
    );
    // Another account is another one to confirm.
    world.pass(1_000);
    let other = [("unit", "bilt"), ("kind", "account"), ("account", "B-9")];
    choose(&mut browser, &other).await;
    assert!(
        browser
            .get(BILT)
            .await
            .text
            .contains("Waiting for confirmation")
    );
}

#[tokio::test]
async fn who_may_not_elect_a_unit_is_told_instead_of_asked() {
    let world = World::new().await;
    let ann = Saver::new(&world, ANN).await;
    let mut browser = ann.browser().await;
    let set = async |access| {
        let mut connection = world.pool().acquire().await.unwrap();
        rules::set_access(&mut connection, "bilt", access)
            .await
            .unwrap();
    };
    let fields = [("unit", "bilt"), ("agreed", "standard")];
    for (access, sentence) in [
        (Access::Confirmed, "once the programme has confirmed it"),
        (Access::Nobody, "cannot be elected any more"),
    ] {
        set(access).await;
        let page = browser.get(BILT).await.text;
        assert!(
            page.contains(sentence) && !page.contains("Pay me in Bilt"),
            "{page}"
        );
        let refused = submit(&mut browser, "/account", "/account/election", &fields).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.text.contains(sentence));
        assert_eq!(ann.me().await["election"]["unit"], "usd");
    }
    set(Access::Confirmed).await;
    choose(&mut browser, &ACCOUNT).await;
    let (pool, now) = (world.pool(), world.now_ms());
    programme::confirm(pool, &ann.id, "bilt", "B-4477", "", now)
        .await
        .unwrap();
    assert!(browser.get(BILT).await.text.contains("Pay me in Bilt"));
    ann.agree("bilt").await;
    assert_eq!(ann.me().await["election"]["unit"], "bilt");
}

#[tokio::test]
async fn a_way_is_set_for_oneself_only() {
    let world = World::new().await;
    let ann = Saver::new(&world, ANN).await;
    let mut eve = Browser::new(&world);
    sign_up(&mut eve, "eve@example.org").await;
    sign_in(&mut eve, "eve@example.org", PASSWORD).await;
    // A member named in the form is nobody: the session decides.
    let fields = [&CHECK[..], &[("member", ann.id.as_str())]].concat();
    choose(&mut eve, &fields).await;
    assert_eq!(stored(&ann, "usd").await, None);
    let page = ann.browser().await.get(CASH).await.text;
    assert!(page.contains("Nothing can be paid in cash before") && !page.contains("Main St"));
}

#[tokio::test(flavor = "multi_thread")]
async fn of_many_choices_in_one_millisecond_none_is_refused() {
    let world = World::new().await;
    let ann = Saver::new(&world, ANN).await;
    let mut choices = tokio::task::JoinSet::new();
    for number in 0..12 {
        let (pool, id, now) = (world.pool().clone(), ann.id.clone(), world.now_ms());
        choices.spawn(async move {
            let address = format!("ann{number}@example.org");
            choose_way(&pool, &id, "usd", Kind::PayPal, &address, now).await
        });
    }
    for choice in choices.join_all().await {
        choice.unwrap();
    }
    ann.by_paypal("last@example.org").await;
    world.pass(1);
    let last = Some((Kind::PayPal, "last@example.org".to_owned()));
    assert_eq!(stored(&ann, "usd").await, last);
}

#[tokio::test]
async fn a_payout_keeps_its_way_whatever_the_clock_said() {
    let world = World::new().await;
    let ann = Saver::new(&world, ANN).await;
    ann.by_check().await;
    ann.earn(1, 1_000).await;
    let day = PayDay::new(&world, "2027-02-15");
    day.freeze().await.unwrap();
    let now = world.now_ms();
    world.set_time(START_MS - 1);
    ann.by_paypal("ann@example.org").await;
    world.set_time(now);
    day.submit().await.unwrap();
    let file = day.file("2027-02-15-check-0001.csv");
    assert!(file.contains("1 Main St"), "{file}");
}
