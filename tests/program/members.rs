//! More members than fit into one transaction, in every way to be paid, with purchases that their network confirmed.

use crate::world::World;
use pointback_portal::{
    ingest,
    payout::{
        programme,
        way::{Kind, choose_way},
    },
    report::{Report, Status},
};
use std::path::{Path, PathBuf};
use tokio::sync::OnceCell;

const MEMBERS: i64 = 760;

/// Signing them all up takes longer than what most tests do with them.
static SIGNED_UP: OnceCell<PathBuf> = OnceCell::const_new();

/// Makes a portal's folder with all of them in it, a few days before the payout day.
pub async fn make(folder: &Path) {
    crate::copy_portal(SIGNED_UP.get_or_init(signed_up).await, folder).await;
}

async fn signed_up() -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("members");
    if folder.exists() {
        std::fs::remove_dir_all(&folder).unwrap(); // of the last run
    }
    let world = World::new().await;
    fill(&world).await;
    world.pool().close().await;
    crate::copy_portal(world.data(), &folder).await;
    folder
}

/// Signs all of them up; returns what their network reported, in their order.
pub async fn fill(world: &World) -> Vec<Report> {
    let before: jiff::Timestamp = "2025-11-10T12:00:00Z".parse().unwrap();
    world.set_time(before.as_millisecond());
    let mut reports = Vec::new();
    for number in 0..MEMBERS {
        sign_up(world, number).await;
        reports.push(purchase(world, number).await);
    }
    ingest::ingest(&world.portal, &reports).await.unwrap();
    reports
}

/// Their ids.
pub fn member(number: i64) -> String {
    format!("m_{number:04}")
}

/// A check, PayPal, or points; every seventh has no address, every eleventh too little, and of those who want points every
/// thirteenth has not said that they can take part.
async fn sign_up(world: &World, number: i64) {
    let (id, now, pool) = (member(number), world.now_ms(), world.pool());
    sqlx::query("INSERT INTO member (id, email, password, created_ms) VALUES ($1, $2, '', $3)")
        .bind(&id)
        .bind(format!("{id}@example.org"))
        .bind(now)
        .execute(pool)
        .await
        .unwrap();
    let (unit, kind, address) = match number % 7 {
        0 => return,
        1 | 2 => (
            "usd",
            Kind::Check,
            format!("Member {number}\n{number} Main St\nReno, NV"),
        ),
        3 | 4 => ("usd", Kind::PayPal, format!("{id}@example.org")),
        5 => ("mr", Kind::Account, format!("MR-{number}")),
        _ => ("bilt", Kind::Account, format!("B-{number}")),
    };
    choose_way(pool, &id, unit, kind, &address, now)
        .await
        .unwrap();
    if kind == Kind::Account {
        programme::confirm(pool, &id, unit, &address, "blue", now)
            .await
            .unwrap();
        sqlx::query("INSERT INTO election (member, since_ms, unit) VALUES ($1, $2, $3)")
            .bind(&id)
            .bind(now)
            .bind(unit)
            .execute(pool)
            .await
            .unwrap();
        if number % 13 != 0 {
            agree(world, &id, unit).await;
        }
    }
}

async fn agree(world: &World, id: &str, unit: &str) {
    sqlx::query(
        "INSERT INTO programme_consent (member, unit, version, at_ms) VALUES ($1, $2, 'standard', $3)",
    )
    .bind(id)
    .bind(unit)
    .bind(world.now_ms())
    .execute(world.pool())
    .await
    .unwrap();
}

async fn purchase(world: &World, number: i64) -> Report {
    let (click_ref, now) = (format!("r{number}"), world.now_ms());
    sqlx::query(
        "INSERT INTO click (id, request, member, retailer, ref, network, destination, link, terms, boost_key,
           elect, hosts, trip_s, list_seq, created_ms, used_ms)
         VALUES ($1, '', $2, 1, $1, 'sim', '', '', $3, '', 'usd', '[]', 86400, 1, $4, $4)",
    )
    .bind(&click_ref)
    .bind(member(number))
    .bind(r#"{"rate":[{"k":"p","v":1000}]}"#)
    .bind(now)
    .execute(world.pool())
    .await
    .unwrap();
    let cents = if number % 11 == 0 {
        500
    } else {
        1_001 + number
    };
    Report {
        network: "sim".to_owned(),
        ext_id: format!("o{number}"),
        click_ref,
        event_at: now,
        is_day: false,
        updated_at: now,
        seq: 1,
        sale_minor: cents * 10,
        currency: "USD".to_owned(),
        commission_minor: cents * 2,
        status: Status::Confirmed,
        record: String::new(),
        category: None,
        offer: None,
        order_hash: None,
    }
}
