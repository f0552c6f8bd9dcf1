//! The table of publications: every number that was ever signed, and what it named.

use crate::failure::Failure;
use pointback_core::head::Part;
use sqlx::{SqliteConnection, SqlitePool};

/// One row of the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Entry {
    /// Number of the signature.
    pub(crate) seq: u64,
    /// The retailers part that it named.
    pub(crate) part: Part,
}

/// The newest publication.
pub(crate) async fn last(db: &mut SqliteConnection) -> Result<Option<Entry>, Failure> {
    let row: Option<Row> = sqlx::query_as(
        "SELECT seq, ver, n, path, len, sha256, raw, raw_sha256 FROM publication
         ORDER BY seq DESC LIMIT 1",
    )
    .fetch_optional(db)
    .await?;
    Ok(row.map(Entry::from))
}

/// Keeps a publication that is about to be signed.
pub(crate) async fn keep(
    db: &mut SqliteConnection,
    entry: &Entry,
    issued: i64,
) -> Result<(), Failure> {
    let part = &entry.part;
    sqlx::query(
        "INSERT INTO publication (seq, ver, n, path, len, sha256, raw, raw_sha256, issued)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
    )
    .bind(stored(entry.seq))
    .bind(stored(part.ver))
    .bind(stored(part.n))
    .bind(&part.path)
    .bind(stored(part.len))
    .bind(&part.sha256)
    .bind(stored(part.raw))
    .bind(&part.raw_sha256)
    .bind(issued)
    .execute(db)
    .await?;
    Ok(())
}

/// The objects that heads signed after `since` have named.
pub(crate) async fn paths_since(pool: &SqlitePool, since: i64) -> Result<Vec<String>, Failure> {
    let paths = sqlx::query_scalar("SELECT DISTINCT path FROM publication WHERE issued > $1")
        .bind(since)
        .fetch_all(pool)
        .await?;
    Ok(paths)
}

#[derive(sqlx::FromRow)]
struct Row {
    seq: i64,
    ver: i64,
    n: i64,
    path: String,
    len: i64,
    sha256: String,
    raw: i64,
    raw_sha256: String,
}

impl From<Row> for Entry {
    fn from(row: Row) -> Self {
        let part = Part {
            ver: read(row.ver),
            n: read(row.n),
            path: row.path,
            len: read(row.len),
            sha256: row.sha256,
            raw: read(row.raw),
            raw_sha256: row.raw_sha256,
            deltas: Vec::new(),
        };
        let seq = read(row.seq);
        Self { seq, part }
    }
}

/// Every number of a head is far below the end of an i64.
fn stored(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

fn read(number: i64) -> u64 {
    u64::try_from(number).unwrap_or(0)
}
