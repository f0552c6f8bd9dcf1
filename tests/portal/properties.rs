//! Reports may come in any order and any number of times: the books end the same.

use crate::{
    browser::Browser,
    shopper::{Shopper, go_path},
    world::{GARDEN, MACYS, START_MS, World},
};
use pointback_portal::{
    ingest,
    report::{Report, Status},
};
use proptest::{prelude::*, test_runner::TestRunner};
use tokio::runtime::Runtime;

const ORDERS: usize = 7;
/// The first of the orders at a store that pays $25.00 per order: from here on they are lines under one click.
const FIRST_LINE: usize = 4;
/// The number of that store.
const PHONES: u32 = 4;

/// An order, the time of a revision, the network's count of it, its status and sale.
type Revision = (usize, i64, i64, Status, i64);

fn revisions() -> impl Strategy<Value = Vec<Revision>> {
    let status = prop_oneof![
        Just(Status::Pending),
        Just(Status::Confirmed),
        Just(Status::Declined)
    ];
    proptest::collection::vec((0..ORDERS, 0..4_i64, status, 0..30_000_i64), 1..24).prop_map(|all| {
        let count = 0_i64..;
        let counted = count.zip(all);
        counted
            .map(|(seq, (order, at, status, sale))| (order, at, seq, status, sale))
            .collect()
    })
}

fn reports(refs: &[String], prefix: &str, revisions: &[Revision]) -> Vec<Report> {
    revisions
        .iter()
        .map(|(order, at, seq, status, sale)| Report {
            network: "sim".to_owned(),
            ext_id: format!("{prefix}-{order}"),
            click_ref: refs[*order].clone(),
            event_at: START_MS + i64::try_from(*order).unwrap(),
            updated_at: START_MS + at,
            is_day: false,
            seq: *seq,
            sale_minor: *sale,
            currency: "USD".to_owned(),
            commission_minor: sale / 5,
            status: *status,
            record: String::new(),
            category: None,
            offer: None,
            // Which order a line belongs to may be corrected, too.
            order_hash: (*order >= FIRST_LINE).then(|| format!("{prefix}/{}", seq % 2)),
        })
        .collect()
}

/// Clicks for one case, by order: some under a boost whose cap the orders share, one with an amount per order.
async fn clicks(world: &World, shopper: &Shopper<'_>, first: u32) -> Vec<String> {
    let mut refs = Vec::new();
    for number in 0..=u32::try_from(FIRST_LINE).unwrap() {
        let retailer = match number {
            4.. => PHONES,
            _ if number % 2 == 0 => GARDEN,
            _ => MACYS,
        };
        let click = shopper
            .click(first + number, retailer, "https://macys.com/")
            .await;
        Browser::new(world).get(&go_path(&click)).await;
        refs.push(click["ref"].as_str().unwrap().to_owned());
    }
    let shared = refs[FIRST_LINE].clone();
    refs.resize(ORDERS, shared);
    refs
}

#[test]
fn any_order_and_any_repetition_of_reports_ends_in_the_same_balances() {
    let runtime = Runtime::new().unwrap();
    let world = runtime.block_on(World::new());
    runtime.block_on(world.publish(&[
        r#"{"id":0,"n":"Phones","d":["phones.example"],"r":[{"k":"f","v":2500,"c":"USD"}],"dl":1}"#,
    ]));
    let orderly = runtime.block_on(Shopper::new(&world, "ann@example.org"));
    let unruly = runtime.block_on(Shopper::new(&world, "bob@example.org"));
    let strategy = revisions().prop_flat_map(|all| {
        let doubled: Vec<_> = all.iter().chain(&all).cloned().collect();
        let cuts = proptest::collection::vec(1..8_usize, 8);
        (Just(all), Just(doubled).prop_shuffle(), cuts)
    });
    let mut runner = TestRunner::new(ProptestConfig {
        cases: 40,
        failure_persistence: None,
        ..ProptestConfig::default()
    });
    let case = std::cell::Cell::new(0_u32);
    let outcome = runner.run(&strategy, |(all, shuffled, cuts)| {
        let number = case.replace(case.get() + 1);
        runtime.block_on(async {
            let first = number * 100;
            let refs = clicks(&world, &orderly, first).await;
            let mut in_order = reports(&refs, &format!("a{number}"), &all);
            in_order.sort_by_key(|r| (r.updated_at, r.seq));
            ingest::ingest(&world.portal, &in_order).await.unwrap();

            let refs = clicks(&world, &unruly, first + 50).await;
            let mut rest = &reports(&refs, &format!("b{number}"), &shuffled)[..];
            for cut in cuts {
                let (batch, later) = rest.split_at(cut.min(rest.len()));
                ingest::ingest(&world.portal, batch).await.unwrap();
                rest = later;
            }
            ingest::ingest(&world.portal, rest).await.unwrap();

            prop_assert_eq!(orderly.balances().await, unruly.balances().await);
            Ok(())
        })
    });
    outcome.unwrap_or_else(|e| panic!("{e}"));
    runtime.block_on(world.check_books());
}
