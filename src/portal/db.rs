//! The database: a SQLite file in the portal's folder, or a PostgreSQL that several servers share. The SQL is the same
//! text for both; what differs between them stands in this file.

use crate::{data_dir::DataDir, failure::Failure, migrations::MIGRATIONS};
use sqlx::{
    Connection as _, Executor,
    any::{AnyConnectOptions, AnyPoolOptions},
};
use std::{str::FromStr, time::Duration};

/// Connections to the database.
pub type Pool = sqlx::AnyPool;
/// One connection, or a transaction seen as one.
pub type Connection = sqlx::AnyConnection;
/// A connection that goes back to its pool when it is dropped.
pub(crate) type Pooled = sqlx::pool::PoolConnection<sqlx::Any>;
/// A write transaction; rolled back when dropped without a commit.
pub(crate) type Write = sqlx::Transaction<'static, sqlx::Any>;

/// Said to each new connection with a SQLite file.
/// The ledger lives here: a movement that was acknowledged must survive a power cut.
const SQLITE: &str = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
    PRAGMA foreign_keys = ON; PRAGMA busy_timeout = 5000";
/// Connections that one server opens at most. SQLite has one writer however many there are.
const SQLITE_CONNECTIONS: u32 = 8;
const POSTGRES_CONNECTIONS: u32 = 24;
/// A connection that was used this recently is taken to be alive.
pub(crate) const TRUSTED: Duration = Duration::from_secs(2);
const LONGEST_WAIT: Duration = Duration::from_secs(10);

/// Which of the two it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    /// A file of this machine.
    Sqlite,
    /// A server, by address.
    Postgres,
}

impl Engine {
    /// The engine behind a pool.
    #[must_use]
    pub fn of(pool: &Pool) -> Self {
        Self::named(pool.connect_options().database_url.scheme()).unwrap_or(Self::Sqlite)
    }

    fn named(scheme: &str) -> Option<Self> {
        match scheme {
            "sqlite" => Some(Self::Sqlite),
            "postgres" | "postgresql" => Some(Self::Postgres),
            _ => None,
        }
    }
}

/// Opens the portal's database, making the file when it is missing, and brings its tables to this version.
///
/// # Errors
/// `Argument` for an address that is neither, `Database` when it cannot be reached, written or brought up to date.
pub async fn open(dir: &DataDir) -> Result<Pool, Failure> {
    let pool = connect(&dir.database_url()?).await?;
    MIGRATIONS.run(&pool).await.map_err(sqlx::Error::from)?;
    Ok(pool)
}

/// What the engine finds wrong with its own files, if anything. PostgreSQL looks after that by itself. A connection of its
/// own, because a pool would try again and again, and then not say why.
pub(crate) async fn complaint(url: &str) -> Result<Option<String>, sqlx::Error> {
    sqlx::any::install_default_drivers();
    let mut connection = Connection::connect(url).await?;
    let ask = if url.starts_with("sqlite:") {
        "PRAGMA integrity_check(1)"
    } else {
        "SELECT CAST('ok' AS TEXT)"
    };
    let said: String = sqlx::query_scalar(ask).fetch_one(&mut connection).await?;
    connection.close().await?;
    Ok((said != "ok").then_some(said))
}

/// Are the tables those of this version?
pub(crate) async fn is_current(pool: &Pool) -> Result<bool, sqlx::Error> {
    let (done, newest): (i64, Option<i64>) = sqlx::query_as(
        "SELECT CAST(COUNT(*) AS BIGINT), CAST(MAX(version) AS BIGINT) FROM _sqlx_migrations WHERE success",
    )
    .fetch_one(pool)
    .await?;
    let is_counted = usize::try_from(done).is_ok_and(|done| done == MIGRATIONS.iter().count());
    Ok(is_counted && newest == MIGRATIONS.iter().map(|m| m.version).max())
}

/// Connects, and leaves the tables as they are.
///
/// # Errors
/// As `open`.
pub async fn connect(url: &str) -> Result<Pool, Failure> {
    sqlx::any::install_default_drivers();
    let options = AnyConnectOptions::from_str(url)?;
    let engine = Engine::named(options.database_url.scheme()).ok_or_else(|| {
        Failure::Argument(
            "the database's address must begin with postgres:// or sqlite://".to_owned(),
        )
    })?;
    let pool = match engine {
        Engine::Sqlite => AnyPoolOptions::new()
            .max_connections(SQLITE_CONNECTIONS)
            .after_connect(|connection, _| {
                Box::pin(async move { connection.execute(SQLITE).await.map(|_| ()) })
            }),
        Engine::Postgres => AnyPoolOptions::new().max_connections(POSTGRES_CONNECTIONS),
    };
    Ok(pool
        .acquire_timeout(LONGEST_WAIT)
        // Asking a busy connection whether it still lives would be one question in four; an idle one may have died.
        .test_before_acquire(false)
        .before_acquire(|connection, seen| {
            Box::pin(async move { Ok(seen.idle_for < TRUSTED || connection.ping().await.is_ok()) })
        })
        .connect_with(options)
        .await?)
}

/// Starts a write transaction. SQLite is asked for its write lock at once, so that two of them queue instead of meeting
/// half-way.
pub(crate) async fn write(pool: &Pool) -> Result<Write, sqlx::Error> {
    match Engine::of(pool) {
        Engine::Sqlite => pool.begin_with("BEGIN IMMEDIATE").await,
        Engine::Postgres => pool.begin().await,
    }
}

/// Work that one server does at a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Turn {
    /// Reading what is posted and posting the difference.
    Ledger,
    /// Numbering retailers and signatures.
    Catalog,
}

/// Waits until no other transaction has the turn, and keeps it until the end of this one. To be taken before anything
/// is read that the transaction builds upon.
pub(crate) async fn turn(tx: &mut Write, turn: Turn) -> Result<(), sqlx::Error> {
    let name = match turn {
        Turn::Ledger => "ledger",
        Turn::Catalog => "catalog",
    };
    sqlx::query("UPDATE turn SET taken = taken + 1 WHERE name = $1")
        .bind(name)
        .execute(&mut **tx)
        .await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_database_from_before_the_epochs_keeps_its_publications() {
        let folder = tempfile::tempdir().unwrap();
        let dir = DataDir::create(folder.path()).unwrap();
        let old = connect(&dir.database_url().unwrap()).await.unwrap();
        MIGRATIONS.run_to(4, &old).await.unwrap();
        assert!(!is_current(&old).await.unwrap());
        sqlx::query(
            "INSERT INTO publication VALUES (7, 3, 1, 'o/x.snap', 9, 'aa', 8, 'bb', 1800000000)",
        )
        .execute(&old)
        .await
        .unwrap();
        old.close().await;
        let pool = open(&dir).await.unwrap();
        assert!(is_current(&pool).await.unwrap());
        let kept = crate::publication::recent(&mut pool.acquire().await.unwrap(), 0, 7)
            .await
            .unwrap();
        let [entry] = kept.as_slice() else {
            panic!("{kept:?}")
        };
        assert_eq!((entry.epoch, entry.seq, entry.part.ver), (1, 7, 3));
        assert_eq!(entry.part.deltas, []);
    }

    #[tokio::test]
    async fn an_address_of_another_kind_is_refused_by_name() {
        let failure = connect("mysql://localhost/portal").await.unwrap_err();
        assert!(failure.to_string().contains("postgres://"), "{failure}");
    }
}
