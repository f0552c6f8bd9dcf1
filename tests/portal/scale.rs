//! Ten thousand reports, shuffled, duplicated, cut into uneven parts and taken in by two servers at once, end in the same
//! balances as the newest of each taken in once and in order.

use crate::{
    chance::Chance,
    ingesting::{clicked, order},
    shopper::Shopper,
    world::{GARDEN, MACYS, START_MS, World},
};
use pointback_portal::{
    ingest,
    report::{Report, Status},
};
use std::collections::BTreeMap;

const MEMBERS: u32 = 4;
const CLICKS: u32 = 25;
const LINES: u32 = 20;
const REVISIONS: u32 = 5;

/// A life of one order line: pending with changing amounts, then anything. Some lines are corrected by a further record.
fn life(chance: &mut Chance, ext_id: &str, click_ref: &str) -> Vec<Report> {
    let bought = i64::try_from(chance.below(1_000_000)).unwrap();
    let revision = |chance: &mut Chance, number: u32| {
        let sale_minor = i64::try_from(chance.below(40_000)).unwrap();
        let status = [Status::Pending, Status::Confirmed, Status::Declined][match number {
            0 => 0,
            _ => chance.below(3),
        }];
        Report {
            event_at: START_MS + bought,
            updated_at: START_MS + bought + i64::from(number),
            sale_minor,
            commission_minor: sale_minor / 5,
            status,
            ..order(ext_id, click_ref)
        }
    };
    let mut all: Vec<Report> = (0..REVISIONS - 1).map(|n| revision(chance, n)).collect();
    let last = if chance.below(4) == 0 {
        let sale_minor = -i64::try_from(chance.below(20_000)).unwrap();
        Report {
            record: "correction".to_owned(),
            sale_minor,
            commission_minor: sale_minor / 5,
            ..revision(chance, REVISIONS)
        }
    } else {
        revision(chance, REVISIONS)
    };
    all.push(last);
    all
}

/// Every member's lives under names that begin with `prefix`.
async fn lives(
    world: &World,
    members: &[Shopper<'_>],
    prefix: &str,
    first: u32,
) -> Vec<Vec<Report>> {
    let mut chance = Chance(7);
    let mut lives = Vec::new();
    for (number, member) in (0..).zip(members) {
        for click in 0..CLICKS {
            let retailer = if click % 3 == 0 { GARDEN } else { MACYS };
            let click_ref = clicked(world, member, first + number * CLICKS + click, retailer).await;
            for line in 0..LINES {
                let ext_id = format!("{prefix}-{number}-{click}-{line}");
                lives.push(life(&mut chance, &ext_id, &click_ref));
            }
        }
    }
    lives
}

async fn members<'w>(world: &'w World, prefix: &str) -> Vec<Shopper<'w>> {
    let mut members = Vec::new();
    for number in 0..MEMBERS {
        members.push(Shopper::new(world, &format!("{prefix}{number}@example.org")).await);
    }
    members
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ten_thousand_reports_in_any_order_end_in_the_same_balances() {
    let world = World::new().await;
    let (orderly, unruly) = (members(&world, "a").await, members(&world, "b").await);
    for life in lives(&world, &orderly, "a", 0).await.chunks(100) {
        ingest::ingest(&world.portal, &life.concat()).await.unwrap();
    }

    let mut chance = Chance(11);
    let mut reports = lives(&world, &unruly, "b", 10_000).await.concat();
    assert_eq!(reports.len(), 10_000);
    let doubled: Vec<Report> = (0..1_000)
        .map(|_| reports[chance.below(reports.len())].clone())
        .collect();
    reports.extend(doubled);
    chance.shuffle(&mut reports);
    let (mut left, mut right) = (Vec::new(), Vec::new());
    for report in reports {
        if chance.below(2) == 0 {
            &mut left
        } else {
            &mut right
        }
        .push(report);
    }
    let server = |reports: Vec<Report>, mut chance: Chance| {
        let portal = world.portal.clone();
        tokio::spawn(async move {
            let mut rest = reports.as_slice();
            while !rest.is_empty() {
                let (part, later) = rest.split_at((1 + chance.below(700)).min(rest.len()));
                ingest::ingest(&portal, part).await.unwrap();
                rest = later;
            }
        })
    };
    let (one, two) = tokio::join!(server(left, Chance(1)), server(right, Chance(2)));
    one.unwrap();
    two.unwrap();

    for (orderly, unruly) in orderly.iter().zip(&unruly) {
        assert_eq!(orderly.balances().await, unruly.balances().await);
    }
    let earned = |prefix: &'static str| {
        let pool = world.pool().clone();
        async move {
            let rows: Vec<(String, String, i64, i64, i64, i64)> = sqlx::query_as(
                "SELECT ext_id, state, sale, base, boost, commission FROM earning ORDER BY ext_id",
            )
            .fetch_all(&pool)
            .await
            .unwrap();
            let ours = rows
                .into_iter()
                .filter_map(|(id, state, sale, base, boost, commission)| {
                    let id = id.strip_prefix(prefix)?.to_owned();
                    Some((id, (state, sale, base, boost, commission)))
                });
            ours.collect::<BTreeMap<_, _>>()
        }
    };
    let (orderly, unruly) = (earned("a-").await, earned("b-").await);
    assert_eq!(orderly.len(), 2_000);
    assert_eq!(orderly, unruly);
    world.check_books().await;
}
