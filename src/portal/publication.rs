//! The table of publications: every number that was ever signed, and what it named.

use crate::db;
use crate::failure::Failure;
use pointback_core::head::{Delta, Part};

/// One row of the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Entry {
    /// Epoch of the signature.
    pub(crate) epoch: u64,
    /// Number of the signature in its epoch.
    pub(crate) seq: u64,
    /// The retailers part that it named.
    pub(crate) part: Part,
    /// When it was signed, seconds.
    pub(crate) issued: i64,
}

/// The newest number of an epoch.
pub(crate) async fn last_seq(db: &mut db::Connection, epoch: u64) -> Result<Option<u64>, Failure> {
    let seq: Option<i64> = sqlx::query_scalar("SELECT MAX(seq) FROM publication WHERE epoch = $1")
        .bind(stored(epoch))
        .fetch_one(db)
        .await?;
    Ok(seq.map(read))
}

/// The newest version that was published, in whatever epoch.
pub(crate) async fn newest_part(db: &mut db::Connection) -> Result<Option<Part>, Failure> {
    let row: Option<Row> =
        sqlx::query_as("SELECT * FROM publication ORDER BY ver DESC, issued DESC LIMIT 1")
            .fetch_optional(db)
            .await?;
    Ok(row.map(|row| Entry::from(row).part))
}

/// Keeps a publication that is about to be signed.
pub(crate) async fn keep(db: &mut db::Connection, entry: &Entry) -> Result<(), Failure> {
    let part = &entry.part;
    sqlx::query(
        "INSERT INTO publication
           (epoch, seq, ver, n, path, len, sha256, raw, raw_sha256, deltas, issued)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
    )
    .bind(stored(entry.epoch))
    .bind(stored(entry.seq))
    .bind(stored(part.ver))
    .bind(stored(part.n))
    .bind(&part.path)
    .bind(stored(part.len))
    .bind(&part.sha256)
    .bind(stored(part.raw))
    .bind(&part.raw_sha256)
    .bind(serde_json::to_string(&part.deltas).unwrap_or_default())
    .bind(entry.issued)
    .execute(db)
    .await?;
    Ok(())
}

/// Publications signed after `since`, and the newest `versions` versions however old; newest first.
pub(crate) async fn recent(
    connection: &mut db::Connection,
    since: i64,
    versions: usize,
) -> Result<Vec<Entry>, Failure> {
    let rows: Vec<Row> = sqlx::query_as(
        "SELECT * FROM publication WHERE issued > $1 OR ver IN
           (SELECT DISTINCT ver FROM publication ORDER BY ver DESC LIMIT $2)
         ORDER BY ver DESC, issued DESC",
    )
    .bind(since)
    .bind(stored(versions as u64))
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(Entry::from).collect())
}

row! {
    struct Row {
        epoch: i64,
        seq: i64,
        ver: i64,
        n: i64,
        path: String,
        len: i64,
        sha256: String,
        raw: i64,
        raw_sha256: String,
        deltas: String,
        issued: i64,
    }
}

impl From<Row> for Entry {
    fn from(row: Row) -> Self {
        let deltas: Vec<Delta> = serde_json::from_str(&row.deltas).unwrap_or_default();
        let part = Part {
            ver: read(row.ver),
            n: read(row.n),
            path: row.path,
            len: read(row.len),
            sha256: row.sha256,
            raw: read(row.raw),
            raw_sha256: row.raw_sha256,
            deltas,
        };
        Self {
            epoch: read(row.epoch),
            seq: read(row.seq),
            part,
            issued: row.issued,
        }
    }
}

/// Every number of a head is far below the end of an i64.
fn stored(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

fn read(number: i64) -> u64 {
    u64::try_from(number).unwrap_or(0)
}
