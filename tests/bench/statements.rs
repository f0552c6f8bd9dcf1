//! What a click-out asks of the database, without the service around it: one click, one write. The service writes clicks that
//! come at the same time together, which is its own doing and not the peer's.

use super::CLIENTS;
use crate::world::{START_MS, World};
use pointback_core::hash::sha256_hex;
use pointback_portal::db::Pool;
use std::{
    sync::atomic::{AtomicI64, Ordering},
    time::{Duration, Instant},
};
use tokio::task::JoinSet;

/// The statements of one click, in the portal's order. `{…}` stands for what is known beforehand, `:id` for the click.
pub const READS: [&str; 2] = [
    "SELECT l.member, l.scope, p.access_used_ms FROM token_pair p JOIN account_link l ON l.id = p.link
     WHERE p.access = '{access}' AND p.access_until_ms > {now} AND p.voided_ms IS NULL AND l.ended_ms IS NULL",
    "SELECT network, link,
       (SELECT unit FROM election WHERE member = '{member}' AND since_ms <= {now} ORDER BY since_ms DESC LIMIT 1)
     FROM retailer WHERE id = {retailer} AND listed = 1",
];
pub const WRITE: &str =
    "INSERT INTO click (id, request, member, retailer, ref, network, destination, link, terms,
       boost_key, elect, hosts, trip_s, list_seq, created_ms)
     VALUES (:id, 'a0b1c2d3e4f5a6b7c8d9e0f1a2b3c4d5e6f7a8b9c0d1e2f3a4b5c6d7e8f9a0b1', '{member}', {retailer},
       :id, 'acme', 'https://acme.example/shop/1', 'https://acme.example/c?sid=abcdefghijklmnopqrstuvwxyz&u=x',
       '{\"rate\": [{\"k\": \"p\", \"v\": 500}], \"boost\": null}', '', 'usd', '[\"acme.example\"]', 86400, 1, {now})
     ON CONFLICT (id) DO NOTHING";

/// What stands for `{…}`.
pub struct Known {
    access: String,
    member: String,
    retailer: u32,
}

impl Known {
    pub async fn of(world: &World, access: &str, retailer: u32) -> Self {
        let member = sqlx::query_scalar("SELECT id FROM member")
            .fetch_one(world.pool())
            .await
            .unwrap();
        let access = sha256_hex(access.as_bytes());
        Self {
            access,
            member,
            retailer,
        }
    }

    /// The statement, with `id` where the click's stands.
    pub fn fill(&self, statement: &str, id: &str) -> String {
        statement
            .replace("{access}", &self.access)
            .replace("{member}", &self.member)
            .replace("{retailer}", &self.retailer.to_string())
            .replace("{now}", &START_MS.to_string())
            .replace(":id", id)
    }
}

/// A click as a script for pgbench.
pub fn script(known: &Known) -> String {
    let id = "'pgbench-' || lpad(:n::text, 28, '0')";
    let mut script = "\\set n random(1, 1000000000000000)\n".to_owned();
    for statement in READS.iter().chain([&WRITE]) {
        script.push_str(&known.fill(statement, id).replace('\n', " "));
        script.push_str(";\n");
    }
    script
}

/// Numbers of clicks that no round has used.
static NEXT: AtomicI64 = AtomicI64::new(0);

/// Runs them for `time` from as many tasks as there are clients; the answer is clicks for each second.
pub async fn run(pool: &Pool, known: &Known, time: Duration) -> f64 {
    let reads = READS.map(|text| -> &'static str { known.fill(text, "$1").leak() });
    let write: &'static str = known.fill(WRITE, "$1").leak();
    let start = Instant::now();
    let mut clients = JoinSet::new();
    for _ in 0..CLIENTS {
        let pool = pool.clone();
        clients.spawn(async move {
            let mut made = 0_u32;
            while start.elapsed() < time {
                let id = format!("by-hand-{:026}", NEXT.fetch_add(1, Ordering::Relaxed));
                let mut connection = pool.acquire().await.unwrap();
                for text in reads {
                    let row = sqlx::query(text).fetch_optional(&mut *connection);
                    assert!(row.await.unwrap().is_some());
                }
                let write = sqlx::query(write).bind(&id).execute(&mut *connection);
                assert_eq!(write.await.unwrap().rows_affected(), 1);
                made += 1;
            }
            made
        });
    }
    let made: u32 = clients.join_all().await.into_iter().sum();
    f64::from(made) / start.elapsed().as_secs_f64()
}
