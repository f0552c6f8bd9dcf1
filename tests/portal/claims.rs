//! Claims: filed by hand, by packet and by the extension; answered by the operator; never seen by anyone else.

use crate::{
    browser::{Answer, Browser},
    shopper::{PASSWORD, Shopper, go_path, sign_in, sign_up, submit},
    world::{DAY_MS, MACYS, World},
};
use axum::http::StatusCode;
use futures_util::future::join_all;
use pointback_core::{
    policy::Policies,
    receipt::{Deed, Receipts},
    retailer::RetailerId,
    store_id::{PortalId, StoreId},
};
use pointback_portal::claims::{State, desk};
use serde_json::{Value, json};

const ANN: &str = "ann@example.org";
const PAGE: &str = "/account/claims";

/// Ann, her browser, and the id of a trip of hers.
async fn ann(world: &World) -> (Shopper<'_>, Browser<'_>, String) {
    let shopper = Shopper::new(world, ANN).await;
    let click = shopper.click(1, MACYS, "https://www.macys.com/").await;
    Browser::new(world).get(&go_path(&click)).await;
    let mut browser = Browser::new(world);
    sign_in(&mut browser, ANN, PASSWORD).await;
    (shopper, browser, click["id"].as_str().unwrap().to_owned())
}

async fn file(browser: &mut Browser<'_>, click: &str, order: &str, amount: &str) -> Answer {
    let fields = [
        ("click", click),
        ("order", order),
        ("amount", amount),
        ("note", "It never <i>appeared</i>."),
        ("packet", ""),
    ];
    submit(browser, PAGE, PAGE, &fields).await
}

async fn all(world: &World) -> Vec<String> {
    let claims = desk::list(world.pool(), None).await.unwrap();
    claims.into_iter().map(|claim| claim.id).collect()
}

fn packet(click: &str) -> Value {
    json!({ "v": 1, "click": click, "order": "B-2", "amount_minor": 1_250, "currency": "USD" })
}

#[tokio::test]
async fn a_claim_is_filed_answered_and_closed() {
    let world = World::new().await;
    let (_, mut browser, click) = ann(&world).await;
    let filed = file(&mut browser, &click, "A-1 <script>", "$49.9").await;
    assert_eq!(filed.location(), PAGE);
    let page = browser.get(PAGE).await.text;
    for part in [
        "A-1 &lt;script&gt;",
        "$49.90",
        ">Open<",
        "It never &lt;i&gt;appeared&lt;/i&gt;.",
    ] {
        assert!(page.contains(part), "{part}: {page}");
    }
    let [id] = all(&world).await.try_into().unwrap();
    let answer = |text: &'static str, state| {
        let (id, pool, now) = (id.clone(), world.pool().clone(), world.now_ms());
        async move { desk::answer(&pool, &id, text, state, now).await.unwrap() }
    };
    assert!(answer("We <b>asked</b> the store.", State::Answered).await);
    let page = browser.get(PAGE).await.text;
    assert!(page.contains(">Answered<") && page.contains("We &lt;b&gt;asked&lt;/b&gt; the store."));
    let close = format!("{PAGE}/{id}/close");
    submit(&mut browser, PAGE, &close, &[]).await;
    assert!(browser.get(PAGE).await.text.contains(">Closed<"));
    assert!(!answer("Too late.", State::Answered).await);
    let again = submit(&mut browser, PAGE, &close, &[]).await;
    assert_eq!(again.status, StatusCode::NOT_FOUND);
    let open = desk::list(world.pool(), Some(State::Open)).await.unwrap();
    assert!(open.is_empty());
}

#[tokio::test]
async fn a_refused_claim_keeps_what_was_typed_and_names_the_field() {
    let world = World::new().await;
    let (_, mut browser, click) = ann(&world).await;
    for (trip, order, amount, field, said) in [
        ("", "A-1", "5", "click", "Choose the trip"),
        (click.as_str(), "", "5", "order", "Write the order number"),
        (click.as_str(), "A-1", "five", "amount", "in dollars"),
        (click.as_str(), "A-1", "-5", "amount", "in dollars"),
    ] {
        let refused = file(&mut browser, trip, order, amount).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.text.contains(said), "{said}");
        let beside = format!("id=\"{field}-refusal\"");
        assert!(refused.text.contains(&beside), "{beside}: {}", refused.text);
        assert!(
            refused
                .text
                .contains("It never &lt;i&gt;appeared&lt;/i&gt;.")
        );
    }
    assert!(all(&world).await.is_empty());
}

#[tokio::test]
async fn the_same_order_of_a_trip_is_one_claim_by_whichever_way() {
    let world = World::new().await;
    let (shopper, mut browser, click) = ann(&world).await;
    let first = shopper.post("/v1/claims", packet(&click)).await;
    assert_eq!(first.status, StatusCode::CREATED, "{}", first.text);
    let again = shopper.post("/v1/claims", packet(&click)).await;
    assert_eq!(first.json(), again.json());
    let text = packet(&click).to_string();
    let pasted = submit(&mut browser, PAGE, PAGE, &[("packet", text.as_str())]).await;
    assert_eq!(pasted.location(), PAGE, "{}", pasted.text);
    file(&mut browser, &click, " B-2 ", "12.50").await;
    assert_eq!(all(&world).await, [first.json()["id"].as_str().unwrap()]);
}

#[tokio::test]
async fn a_packet_that_is_none_is_refused() {
    let world = World::new().await;
    let (shopper, mut browser, click) = ann(&world).await;
    let mut forged = packet(&click);
    forged["receipts"] = "{\"n\":1}".into();
    for bad in [
        json!({}),
        json!([1]),
        forged,
        json!({ "v": 2, "click": click }),
    ] {
        let answer = shopper.post("/v1/claims", bad.clone()).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{bad}");
        let text = bad.to_string();
        let answer = submit(&mut browser, PAGE, PAGE, &[("packet", text.as_str())]).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{bad}");
        assert!(answer.text.contains("packet-refusal"), "{bad}");
    }
    assert!(all(&world).await.is_empty());
}

#[tokio::test]
async fn others_can_neither_claim_for_a_trip_nor_see_nor_close_a_claim() {
    let world = World::new().await;
    let (_, mut browser, click) = ann(&world).await;
    file(&mut browser, &click, "A-1", "5").await;
    let [id] = all(&world).await.try_into().unwrap();
    let mut eve = Browser::new(&world);
    sign_up(&mut eve, "eve@example.org").await;
    let page = eve.get(&format!("{PAGE}?trip={click}")).await.text;
    assert!(!page.contains(&click) && !page.contains("A-1"));
    let closed = submit(&mut eve, "/account", &format!("{PAGE}/{id}/close"), &[]).await;
    assert_eq!(closed.status, StatusCode::NOT_FOUND);
    let fields = [("click", click.as_str()), ("order", "A-2"), ("amount", "5")];
    let filed = submit(&mut eve, "/account", PAGE, &fields).await;
    assert_eq!(filed.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(all(&world).await.len(), 1);
    assert!(browser.get(PAGE).await.text.contains(">Open<"));
}

#[tokio::test]
async fn nobody_can_fill_the_desk() {
    let world = World::new().await;
    let (_, mut browser, click) = ann(&world).await;
    for number in 0..20 {
        let filed = file(&mut browser, &click, &format!("A-{number}"), "5").await;
        assert_eq!(filed.status, StatusCode::SEE_OTHER);
    }
    let one_more = file(&mut browser, &click, "A-20", "5").await;
    assert_eq!(one_more.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(one_more.text.contains("Twenty of your claims"));
    assert_eq!(all(&world).await.len(), 20);
}

#[tokio::test]
async fn claims_of_the_same_moment_pass_no_bound() {
    let world = World::new().await;
    let (shopper, _, click) = ann(&world).await;
    let file = async |order: u32| {
        let mut packet = packet(&click);
        packet["order"] = format!("A-{order}").into();
        shopper.post("/v1/claims", packet).await.status
    };
    // Each of them twice is once; and there is room for twenty.
    let filed = join_all((0..30).map(|number| file(number / 2))).await;
    assert_eq!(filed, [StatusCode::CREATED; 30]);
    let filed = join_all((15..30).map(&file)).await;
    let refused = filed.iter().filter(|s| **s == StatusCode::BAD_REQUEST);
    assert_eq!(refused.count(), 10, "{filed:?}");
    assert_eq!(all(&world).await.len(), 20);
}

/// A log of receipts that holds together, nearly as large as is taken.
fn receipts() -> String {
    let policies = Policies::packaged().unwrap();
    let store = StoreId {
        portal: PortalId::PACKAGED,
        retailer: RetailerId(MACYS),
    };
    let mut log = Receipts::default();
    for minute in 0..200 {
        let deed = Deed::activated(store, &"n".repeat(140));
        log.append(deed, &policies, minute * 60_000);
    }
    log.export()
}

#[tokio::test]
async fn closing_ones_claims_makes_no_room_for_more_than_sixty_in_thirty_days() {
    let world = World::new().await;
    let (shopper, mut browser, click) = ann(&world).await;
    let numbered = |number: u32| {
        let mut packet = packet(&click);
        packet["order"] = format!("A-{number}").into();
        packet
    };
    for number in 0..60 {
        let filed = shopper.post("/v1/claims", numbered(number)).await;
        assert_eq!(filed.status, StatusCode::CREATED, "{}", filed.text);
        let id = filed.json()["id"].as_str().unwrap().to_owned();
        submit(&mut browser, PAGE, &format!("{PAGE}/{id}/close"), &[]).await;
    }
    world.pass(1_500);
    let refused = shopper.post("/v1/claims", numbered(60)).await;
    assert_eq!(refused.status, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(refused.json()["code"], "request.tooMany");
    let wait: i64 = refused.header("retry-after").parse().unwrap();
    assert_eq!(wait, 30 * DAY_MS / 1_000 - 1);
    let refused = file(&mut browser, &click, "A-60", "5").await;
    assert_eq!(refused.status, StatusCode::TOO_MANY_REQUESTS);
    // What was filed is known all the same.
    let known = shopper.post("/v1/claims", numbered(0)).await;
    assert_eq!(known.status, StatusCode::CREATED);
    assert_eq!(all(&world).await.len(), 60);
    world.pass(wait * 1_000);
    let filed = shopper
        .renewed()
        .await
        .post("/v1/claims", numbered(60))
        .await;
    assert_eq!(filed.status, StatusCode::CREATED, "{}", filed.text);
}

#[tokio::test]
async fn receipts_take_bounded_room_and_claims_without_them_go_on() {
    let world = World::new().await;
    let (shopper, mut browser, click) = ann(&world).await;
    let receipts = receipts();
    let room = 4 * 1_024 * 1_024 / receipts.len();
    assert!((20..50).contains(&room), "{}", receipts.len());
    let mut with_receipts = 0;
    for number in 0..50 {
        let mut packet = packet(&click);
        packet["order"] = format!("A-{number}").into();
        packet["receipts"] = receipts.as_str().into();
        let filed = shopper.post("/v1/claims", packet.clone()).await;
        let filed = if filed.status == StatusCode::CREATED {
            with_receipts += 1;
            filed
        } else {
            assert_eq!(filed.status, StatusCode::BAD_REQUEST);
            assert!(filed.text.contains("without receipts"), "{}", filed.text);
            packet["receipts"] = "".into();
            shopper.post("/v1/claims", packet).await
        };
        let id = filed.json()["id"].as_str().unwrap().to_owned();
        submit(&mut browser, PAGE, &format!("{PAGE}/{id}/close"), &[]).await;
    }
    assert_eq!(with_receipts, room);
    let page = browser.get(PAGE).await.text;
    assert_eq!(page.matches(", with receipts").count(), room);
    assert_eq!(page.matches("<article").count(), 50);
}
