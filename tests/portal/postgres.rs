//! The same tests on PostgreSQL: where `POINTBACK_TEST_POSTGRES` holds the address of a server, every portal gets a
//! database of its own there; else a SQLite file. `tests/tools/postgres.sh` starts such a server.

use pointback_portal::db::{self, Engine};
use std::{
    fs,
    path::Path,
    process,
    sync::atomic::{AtomicU32, Ordering},
};
use url::Url;

const SERVER: &str = "POINTBACK_TEST_POSTGRES";
/// Where a portal's folder keeps the address of its database.
const ADDRESS: &str = "database.url";

static COUNT: AtomicU32 = AtomicU32::new(0);

/// Which engine a portal in `data` is to run on. For PostgreSQL, the address of a new and empty database lies there then.
pub async fn prepare(data: &Path) -> Engine {
    let Ok(server) = std::env::var(SERVER) else {
        return Engine::Sqlite;
    };
    fs::create_dir_all(data).unwrap();
    make(&server, "template1", data).await;
    Engine::Postgres
}

/// Gives the copy of a portal's folder in `to` a copy of the database of the one in `from`.
#[allow(
    dead_code,
    reason = "for the tests of the program, which share this file"
)]
pub async fn copy(from: &Path, to: &Path) {
    let Ok(server) = std::env::var(SERVER) else {
        return;
    };
    let original = fs::read_to_string(from.join(ADDRESS)).unwrap();
    let original = Url::parse(&original).unwrap();
    let name = original.path().trim_start_matches('/');
    let pool = db::connect(&server).await.unwrap();
    // A database that somebody is connected to cannot be copied.
    let leave = "SELECT COUNT(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = $1";
    sqlx::query(leave).bind(name).execute(&pool).await.unwrap();
    pool.close().await;
    make(&server, name, to).await;
}

async fn make(server: &str, template: &str, data: &Path) {
    let number = COUNT.fetch_add(1, Ordering::Relaxed);
    let name = format!("pointback_{}_{number}", process::id());
    let pool = db::connect(server).await.unwrap();
    let make = format!("CREATE DATABASE {name} TEMPLATE {template}");
    let make = sqlx::AssertSqlSafe(make);
    sqlx::query(make).execute(&pool).await.unwrap();
    pool.close().await;
    let mut own = Url::parse(server).unwrap();
    own.set_path(&name);
    fs::write(data.join(ADDRESS), own.as_str()).unwrap();
}
