//! What the description does not allow in a request, the service refuses: every field of a JSON body is tried with every
//! value that is hostile to its kind, and the sound request, sent last, shows that nothing else was in the way.

use crate::{
    browser::Browser,
    described::DESCRIPTION,
    schema,
    shopper::{Shopper, click, go_path},
    world::{MACYS, World},
};
use axum::http::Method;
use serde_json::{Value, json};

const PAGE: &str = "https://www.macys.com/";

fn schema_of(name: &str) -> &'static Value {
    &DESCRIPTION["components"]["schemas"][name]
}

/// Values of other kinds, and those just outside the bounds that `schema` names.
fn hostile(schema: &Value) -> Vec<Value> {
    let mut values = vec![
        json!(null),
        json!(true),
        json!(-1),
        json!(0),
        json!(1.5),
        json!(u64::MAX),
        json!(1e300),
        json!(""),
        json!("1"),
        json!("\u{0}"),
        json!([]),
        json!([1]),
        json!({}),
    ];
    let too_long = |most: i64| (0..=most).map(|_| 'x').collect::<String>();
    let number = |word: &str| schema[word].as_i64();
    values.extend(number("maximum").map(|most| json!(most + 1)));
    values.extend(number("minimum").map(|least| json!(least - 1)));
    values.extend(number("maxLength").map(|most| json!(too_long(most))));
    values
}

/// The sound `body` with one thing in it that `schema` does not allow, at any depth.
fn spoilt(schema: &Value, body: &Value) -> Vec<Value> {
    let mut bodies = hostile(schema);
    let fields = schema["properties"].as_object();
    for (name, inner) in fields.into_iter().flatten() {
        let with = |value| {
            let mut other = body.clone();
            other[name] = value;
            other
        };
        bodies.extend(spoilt(inner, &body[name]).into_iter().map(with));
        let mut without = body.clone();
        without.as_object_mut().unwrap().remove(name);
        bodies.push(without);
    }
    if fields.is_some() {
        let mut more = body.clone();
        more["another"] = json!(1);
        bodies.push(more);
    }
    bodies.retain(|body| !schema::faults(&DESCRIPTION, schema, body).is_empty());
    bodies
}

/// Sends all that is not allowed, and then the `sound` one. `order` is that of the fields in the service's own structure.
async fn try_all(
    shopper: &Shopper<'_>,
    (method, path): (Method, &str),
    schema: &str,
    order: &[&str],
    sound: Value,
) {
    let mut bodies = spoilt(schema_of(schema), &sound);
    // Whoever reads structures by the order of their fields takes an array for one.
    bodies.push(order.iter().map(|name| sound[*name].clone()).collect());
    assert!(bodies.len() > 20, "only {} are tried", bodies.len());
    for body in bodies {
        let answer = shopper.send(method.clone(), path, body.clone()).await;
        let is_refused = matches!(answer.status.as_u16(), 400 | 422);
        assert!(is_refused, "{path} {}: {body:.300}", answer.status);
    }
    let answer = shopper.send(method, path, sound).await;
    assert!(answer.status.is_success(), "{}", answer.text);
}

#[tokio::test]
async fn a_click_is_refused_outside_its_description() {
    let world = World::new().await;
    let shopper = Shopper::new(&world, "ann@example.org").await;
    let order = ["id", "retailer", "list", "page", "via"];
    let to = (Method::POST, "/v1/clicks");
    try_all(&shopper, to, "ClickAsked", &order, click(1, MACYS, PAGE)).await;
}

#[tokio::test]
async fn a_claim_is_refused_outside_its_description() {
    let world = World::new().await;
    let shopper = Shopper::new(&world, "ann@example.org").await;
    let trip = shopper.click(1, MACYS, PAGE).await;
    Browser::new(&world).get(&go_path(&trip)).await;
    let order = ["v", "click", "order", "amount_minor", "currency"];
    let sound = json!({
        "v": 1, "click": trip["id"], "order": "A-1", "amount_minor": 1_000, "currency": "USD",
        "note": "It never came.", "receipts": "",
    });
    let to = (Method::POST, "/v1/claims");
    try_all(&shopper, to, "ClaimPacket", &order, sound).await;
}

#[tokio::test]
async fn an_election_is_refused_outside_its_description() {
    let world = World::new().await;
    let shopper = Shopper::new(&world, "ann@example.org").await;
    let to = (Method::PUT, "/v1/election");
    try_all(&shopper, to, "Elected", &["unit"], json!({ "unit": "mr" })).await;
}
