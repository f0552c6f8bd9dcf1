//! The real program as a process: what an operator types, and what happens when it dies on the way.

#![cfg(unix)]
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "helpers of tests may panic as the tests themselves may"
)]

mod agreed;
mod books;
mod clients;
mod cluster;
mod demo;
mod doctor;
mod guide;
mod killed;
mod loaded;
mod logs;
mod members;
mod operator;
mod outage;
mod process;
mod round;
mod server;
mod servers;
mod stopping;

// Shared with the tests over HTTP.
#[allow(dead_code)]
#[path = "../portal/browser.rs"]
mod browser;
#[allow(dead_code)]
#[path = "../portal/chance.rs"]
mod chance;
#[allow(dead_code)]
#[path = "../portal/described.rs"]
mod described;
#[path = "../portal/postgres.rs"]
mod postgres;
#[allow(dead_code)]
#[path = "../portal/schema.rs"]
mod schema;
#[allow(dead_code)]
#[path = "../portal/shopper.rs"]
mod shopper;
#[allow(dead_code)]
#[path = "../portal/world.rs"]
mod world;

use std::path::Path;

/// Copies a portal with everything in it, its database too.
async fn copy_portal(from: &Path, to: &Path) {
    copy(from, to);
    postgres::copy(from, to).await;
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap().path();
        let target = to.join(entry.file_name().unwrap());
        if entry.is_dir() {
            copy(&entry, &target);
        } else {
            std::fs::copy(&entry, &target).unwrap();
        }
    }
}
