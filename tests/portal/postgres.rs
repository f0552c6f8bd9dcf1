//! The same tests on PostgreSQL: where `POINTBACK_TEST_POSTGRES` holds the address of a server, every portal gets a
//! database of its own there; else a SQLite file. `tests/tools/postgres.sh` starts such a server.

use pointback_portal::db::{self, Engine};
use std::{
    path::Path,
    process,
    sync::atomic::{AtomicU32, Ordering},
};
use url::Url;

const SERVER: &str = "POINTBACK_TEST_POSTGRES";

static COUNT: AtomicU32 = AtomicU32::new(0);

/// Which engine a portal in `data` is to run on. For PostgreSQL, the address of a new and empty database lies there then.
pub async fn prepare(data: &Path) -> Engine {
    let Ok(server) = std::env::var(SERVER) else {
        return Engine::Sqlite;
    };
    let number = COUNT.fetch_add(1, Ordering::Relaxed);
    let name = format!("pointback_{}_{number}", process::id());
    let pool = db::connect(&server).await.unwrap();
    let make = sqlx::AssertSqlSafe(format!("CREATE DATABASE {name}"));
    sqlx::query(make).execute(&pool).await.unwrap();
    pool.close().await;
    let mut own = Url::parse(&server).unwrap();
    own.set_path(&name);
    std::fs::create_dir_all(data).unwrap();
    std::fs::write(data.join("database.url"), own.as_str()).unwrap();
    Engine::Postgres
}
