//! Click-outs for each second: the whole service over HTTP, on both engines, beside pgbench and a bare loop that run the
//! same statements; what networks report, likewise; and a list served, beside nginx. One run, alternating rounds, medians;
//! durable writes everywhere.

#![allow(
    dead_code,
    reason = "the world of the tests has more in it than is measured"
)]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::float_arithmetic,
    reason = "a benchmark may panic as a test may"
)]

#[path = "../portal/browser.rs"]
mod browser;
#[path = "../portal/described.rs"]
mod described;
mod ingest;
mod nginx;
mod pgbench;
#[path = "../portal/postgres.rs"]
mod postgres;
#[path = "../portal/schema.rs"]
mod schema;
#[path = "../program/server.rs"]
mod server;
#[path = "../portal/shopper.rs"]
mod shopper;
mod statements;
mod table;
mod web;
#[path = "../portal/world.rs"]
mod world;

use pointback_portal::db::Engine;
use shopper::Shopper;
use statements::Known;
use std::{env, path::PathBuf, time::Duration};
use table::Row;
use world::World;

/// Clients that ask at the same time, in every row.
pub const CLIENTS: usize = 16;

/// How often each row is measured, and how long each time.
#[derive(Clone, Copy)]
pub struct Pace {
    rounds: usize,
    round: Duration,
}

impl Pace {
    fn asked_for() -> Self {
        let is_quick = env::args().any(|argument| argument == "--quick");
        let (rounds, seconds) = if is_quick { (1, 2) } else { (3, 4) };
        let round = Duration::from_secs(seconds);
        Self { rounds, round }
    }
}

const ACME: &str = r#"{"id":0,"n":"Acme","d":["acme.example"],"r":[{"k":"p","v":500}],"dl":1}"#;
const LINK: &str = "https://acme.example/c?sid={click_ref}&u={dest}";

#[tokio::main]
async fn main() {
    let pace = Pace::asked_for();
    let world = World::new().await;
    let retailer = world.list("acme", LINK, ACME).await;
    let shopper = Shopper::new(&world, "ann@example.org").await;
    // The first use of a token is noted; all others only read.
    shopper.me().await;
    let known = Known::of(&world, &shopper.access, retailer).await;
    let server = server::Server::start(world.data());
    let engine = Engine::of(world.pool());

    let mut rows = vec![
        Row::new("portal", "portal, HTTP"),
        Row::new("hand", "same statements, by hand"),
    ];
    if engine == Engine::Postgres {
        rows.push(Row::new("pgbench", "same statements, pgbench"));
    }
    let clicks = statements::script(&known);
    for round in 0..pace.rounds {
        rows[0].add(web::clicks(
            &server.address,
            &shopper.access,
            retailer,
            pace.round,
        ));
        rows[1].add(statements::run(world.pool(), &known, pace.round).await);
        if let Some(row) = rows.get_mut(2) {
            row.add(pgbench::run(&world, &clicks, CLIENTS, pace.round));
        }
        eprintln!("round {} of {} on {engine:?}", round + 1, pace.rounds);
    }
    let what = format!("Click-outs on {engine:?}, durable writes");
    table::print(&what, CLIENTS, &rows);
    println!("  memory of the server: {}", table::memory(server.id()));
    drop(server);
    let reports = ingest::beside(&world, engine, pace).await;
    let what = format!("Order lines taken in on {engine:?}, in batches");
    table::print(&what, 1, &reports);
    let Some(folder) = env::var_os("POINTBACK_BENCH").map(PathBuf::from) else {
        return;
    };
    let name = format!("clicks.{engine:?}").to_lowercase();
    table::write(&folder, &name, &rows);
    let name = format!("ingest.{engine:?}").to_lowercase();
    table::write(&folder, &name, &reports);
    if engine == Engine::Sqlite {
        let rows = nginx::beside(&folder.join("portal-35000"), pace);
        table::print("A list of 35,000 stores, whole", CLIENTS, &rows);
        table::write(&folder, "lists", &rows);
    }
}
