//! Amounts per order: an order may be reported in many lines, and its amount is paid once.

use crate::{
    ingesting::{clicked, order, take},
    shopper::{Shopper, click},
    world::{START_MS, World},
};
use axum::http::StatusCode;
use pointback_portal::report::{Report, Status};

/// The number that the next store gets.
const PHONES: u32 = 4;

/// Pays $25.00 per order, and $3.00 more for a sign-up in it.
async fn phones(world: &World) {
    world
        .publish(&[r#"{"id":0,"n":"Phones","d":["phones.example"],"r":[{"k":"f","v":2500,"c":"USD"},{"k":"f","v":300,"c":"USD","l":"Sign-up"},{"k":"p","v":100,"l":"Cases"},{"k":"f","v":0,"c":"USD","l":"Gift cards"}],"dl":1}"#])
        .await;
}

/// A member who has clicked through to that store, and the click's reference.
async fn at_phones(world: &World) -> (Shopper<'_>, String) {
    phones(world).await;
    let shopper = Shopper::new(world, "ann@example.org").await;
    let click = clicked(world, &shopper, 1, PHONES).await;
    (shopper, click)
}

/// A line of an order, which the store calls `name`; bought as late as its number says.
fn line(number: &str, click: &str, name: Option<&str>) -> Report {
    let part = number.rsplit('-').next().unwrap();
    Report {
        event_at: START_MS + part.parse::<i64>().unwrap(),
        order_hash: name.map(str::to_owned),
        ..order(number, click)
    }
}

fn declined(line: &Report) -> Report {
    Report {
        status: Status::Declined,
        updated_at: line.updated_at + 1,
        ..line.clone()
    }
}

async fn bases(world: &World) -> Vec<(String, i64)> {
    sqlx::query_as("SELECT ext_id, base FROM earning ORDER BY ext_id")
        .fetch_all(world.pool())
        .await
        .unwrap()
}

#[tokio::test]
async fn an_order_of_three_lines_is_paid_once_as_long_as_one_of_them_is_kept() {
    let world = World::new().await;
    let (shopper, click) = at_phones(&world).await;
    let lines = ["77-1", "77-2", "77-3"].map(|number| line(number, &click, Some("77")));
    // The later lines come first.
    for line in lines.iter().rev() {
        take(&world, std::slice::from_ref(line)).await;
        assert_eq!(shopper.balances().await, [0, 2_500, 0], "{}", line.ext_id);
    }
    let paid = |amounts: [i64; 3]| {
        let lines = lines.iter().map(|line| line.ext_id.clone());
        lines.zip(amounts).collect::<Vec<_>>()
    };
    assert_eq!(bases(&world).await, paid([2_500, 0, 0]));
    // Whoever sends back the first item has bought the others still.
    take(&world, &[declined(&lines[0])]).await;
    assert_eq!(bases(&world).await, paid([0, 2_500, 0]));
    // Another order of the same click has an amount of its own.
    take(&world, &[line("78-1", &click, Some("78"))]).await;
    assert_eq!(shopper.balances().await, [0, 5_000, 0]);
    take(&world, &lines.each_ref().map(declined)).await;
    assert_eq!(shopper.balances().await, [0, 2_500, 0]);
    take(&world, &[declined(&line("78-1", &click, Some("78")))]).await;
    assert_eq!(shopper.balances().await, [0, 0, 0]);
    world.check_books().await;
}

#[tokio::test]
async fn what_a_confirmed_line_holds_is_not_taken_by_one_that_is_not_certain() {
    let world = World::new().await;
    let (shopper, click) = at_phones(&world).await;
    let late = line("77-2", &click, Some("77"));
    let early = Report {
        status: Status::Pending,
        ..line("77-1", &click, Some("77"))
    };
    for first in [[&early, &late], [&late, &early]] {
        for report in first {
            take(&world, std::slice::from_ref(report)).await;
        }
        assert_eq!(shopper.balances().await, [0, 2_500, 0]);
        assert_eq!(bases(&world).await[1], ("77-2".to_owned(), 2_500));
    }
    world.check_books().await;
}

#[tokio::test]
async fn a_revision_that_does_not_name_the_order_makes_no_order_of_its_own() {
    let world = World::new().await;
    let (shopper, click) = at_phones(&world).await;
    let lines = ["1", "2"].map(|number| line(number, &click, Some("77")));
    take(&world, &lines).await;
    let unnamed = lines.each_ref().map(|line| Report {
        order_hash: None,
        updated_at: line.updated_at + 1,
        ..line.clone()
    });
    take(&world, &unnamed).await;
    assert_eq!(shopper.balances().await, [0, 2_500, 0]);
    world.check_books().await;
}

#[tokio::test]
async fn lines_that_name_no_order_are_orders_and_so_are_those_of_another_click() {
    let world = World::new().await;
    let (shopper, first) = at_phones(&world).await;
    let second = clicked(&world, &shopper, 2, PHONES).await;
    take(
        &world,
        &[
            line("1", &first, None),
            line("2", &first, None),
            line("3", &first, Some("77")),
            line("4", &second, Some("77")),
        ],
    )
    .await;
    assert_eq!(shopper.balances().await, [0, 4 * 2_500, 0]);
    world.check_books().await;
}

#[tokio::test]
async fn each_amount_of_an_order_is_paid_once_and_each_percentage_on_every_line() {
    let world = World::new().await;
    let (_, click) = at_phones(&world).await;
    let of = |number: &str, category: &str| Report {
        category: Some(category.to_owned()),
        ..line(number, &click, Some("77"))
    };
    let lines = [
        of("1", "Cases"),
        of("2", "Cases"),
        of("3", "Sign-up"),
        of("4", "sign-up"),
        of("5", "Phones"),
        line("6", &click, Some("77")),
    ];
    take(&world, &lines).await;
    let bases = bases(&world).await.into_iter().map(|(_, base)| base);
    assert_eq!(bases.collect::<Vec<_>>(), [100, 100, 300, 0, 2_500, 0]);
    world.check_books().await;
}

#[tokio::test]
async fn a_line_that_proves_to_be_of_another_order_is_paid_as_one_of_that() {
    let world = World::new().await;
    let (shopper, click) = at_phones(&world).await;
    let lines = ["1", "2"].map(|number| line(number, &click, Some("77")));
    take(&world, &lines).await;
    let corrected = |line: &Report, at: i64, name: &str| Report {
        order_hash: Some(name.to_owned()),
        updated_at: line.updated_at + at,
        ..line.clone()
    };
    take(&world, &[corrected(&lines[1], 1, "78")]).await;
    assert_eq!(shopper.balances().await, [0, 5_000, 0]);
    take(&world, &[corrected(&lines[0], 1, "78")]).await;
    assert_eq!(shopper.balances().await, [0, 2_500, 0]);
    world.check_books().await;
}

#[tokio::test]
async fn an_amount_in_another_currency_is_not_promised() {
    let world = World::new().await;
    let shopper = Shopper::new(&world, "ann@example.org").await;
    world
        .publish(&[
            r#"{"id":0,"n":"Euros","d":["euros.example"],"r":[{"k":"f","v":2500,"c":"EUR"}],"dl":1}"#,
            r#"{"id":0,"n":"Partly","d":["partly.example"],"r":[{"k":"p","v":100},{"k":"f","v":300,"c":"EUR","l":"Sign-up"}],"dl":1}"#,
        ])
        .await;
    for retailer in [4, 5] {
        let body = click(retailer, retailer, "https://euros.example/");
        let answer = shopper.post("/v1/clicks", body).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(answer.json()["code"], "click.noRate", "{}", answer.text);
    }
}
