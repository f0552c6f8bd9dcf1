//! The database: a SQLite file in WAL mode, brought up to date on opening. Writes start with the write lock held, so
//! that two of them queue instead of meeting half-way.

use sqlx::sqlite::{
    Sqlite, SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions,
    SqliteSynchronous,
};
use std::{path::Path, time::Duration};

/// Connections to the database.
pub type Pool = SqlitePool;
/// One connection, or a transaction seen as one.
pub type Connection = sqlx::SqliteConnection;
/// A write transaction; rolled back when dropped without a commit.
pub(crate) type Write = sqlx::Transaction<'static, Sqlite>;

/// Opens the file, creating it when missing, and runs the migrations.
///
/// # Errors
/// When the file cannot be opened, written or brought to this version's tables.
pub async fn open(file: &Path) -> Result<Pool, sqlx::Error> {
    let options = SqliteConnectOptions::new()
        .filename(file)
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        // The ledger lives here: a movement that was acknowledged must survive a power cut.
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .busy_timeout(Duration::from_secs(5));
    let pool = SqlitePoolOptions::new()
        .max_connections(8)
        .connect_with(options)
        .await?;
    sqlx::migrate!("./migrations").run(&pool).await?;
    Ok(pool)
}

/// Starts a write transaction.
pub(crate) async fn write(pool: &Pool) -> Result<Write, sqlx::Error> {
    pool.begin_with("BEGIN IMMEDIATE").await
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
        let file = folder.path().join("portal.db");
        let options = SqliteConnectOptions::new()
            .filename(&file)
            .create_if_missing(true);
        let old = Pool::connect_with(options).await.unwrap();
        sqlx::migrate!("./migrations")
            .run_to(4, &old)
            .await
            .unwrap();
        sqlx::query(
            "INSERT INTO publication VALUES (7, 3, 1, 'o/x.snap', 9, 'aa', 8, 'bb', 1800000000)",
        )
        .execute(&old)
        .await
        .unwrap();
        old.close().await;
        let pool = open(&file).await.unwrap();
        let kept = crate::publication::recent(&pool, 0, 7).await.unwrap();
        let [entry] = kept.as_slice() else {
            panic!("{kept:?}")
        };
        assert_eq!((entry.epoch, entry.seq, entry.part.ver), (1, 7, 3));
        assert_eq!(entry.part.deltas, []);
    }
}
