//! The outbox: which items are in which file. An item is in one file at most; the database keeps that promise.

use super::{
    files::Batch,
    item::{self, Item, Row},
    rail::Rail,
};
use crate::{db, error::Error};

/// PayPal takes 15,000 payments in a batch; a printer of checks wants fewer.
const LARGEST_FILE: i64 = 5_000;

/// An item, and where it goes.
type Line = (Item, String);
type LineRow = (String, String, String, i64, i64, i64, i64, String);

/// The next items of a period that are in no file: of one rail, and as many as a file holds.
pub(super) async fn next(tx: &mut db::Write, period: &str) -> Result<Option<Batch>, Error> {
    let rail: Option<String> = sqlx::query_scalar(
        "SELECT MIN(i.rail) FROM payout_item i
         WHERE i.period = $1 AND NOT EXISTS (SELECT 1 FROM submission_item s WHERE s.item = i.id)",
    )
    .bind(period)
    .fetch_one(&mut **tx)
    .await?;
    let Some(rail) = rail.as_deref().and_then(Rail::named) else {
        return Ok(None);
    };
    let number: i64 =
        sqlx::query_scalar("SELECT COALESCE(MAX(number), 0) + 1 FROM submission WHERE rail = $1")
            .bind(rail.name())
            .fetch_one(&mut **tx)
            .await?;
    let rows: Vec<LineRow> = sqlx::query_as(
        "SELECT i.id, i.member, i.rail, i.way_ms, i.cents, i.amount, i.rounding, COALESCE(w.address, '')
         FROM payout_item i
         LEFT JOIN payout_way w ON w.member = i.member AND w.since_ms = i.way_ms AND w.unit = LOWER(i.asset)
         WHERE i.period = $1 AND i.rail = $2
           AND NOT EXISTS (SELECT 1 FROM submission_item s WHERE s.item = i.id)
         ORDER BY i.member LIMIT $3",
    )
    .bind(period)
    .bind(rail.name())
    .bind(LARGEST_FILE)
    .fetch_all(&mut **tx)
    .await?;
    Ok(Some(Batch {
        file: Batch::name(period, &rail, number),
        period: period.to_owned(),
        rail,
        number,
        lines: lines(rows),
    }))
}

/// The lines of a file that was announced.
pub(super) async fn of_file(
    connection: &mut db::Connection,
    file: &str,
) -> Result<Vec<Line>, Error> {
    let rows: Vec<LineRow> = sqlx::query_as(
        "SELECT i.id, i.member, i.rail, i.way_ms, i.cents, i.amount, i.rounding, COALESCE(w.address, '')
         FROM submission_item s JOIN payout_item i ON i.id = s.item
         LEFT JOIN payout_way w ON w.member = i.member AND w.since_ms = i.way_ms AND w.unit = LOWER(i.asset)
         WHERE s.file = $1",
    )
    .bind(file)
    .fetch_all(connection)
    .await?;
    Ok(lines(rows))
}

/// In the order in which they are written; the database's own order of texts is not relied on.
fn lines(rows: Vec<LineRow>) -> Vec<Line> {
    let lines = rows.into_iter().filter_map(|row| {
        let (id, member, rail, way_ms, cents, amount, rounding, address) = row;
        let row: Row = (id, member, rail, way_ms, cents, amount, rounding);
        Some((item::from_row(row)?, address))
    });
    let mut lines: Vec<Line> = lines.collect();
    lines.sort_by(|(a, _), (b, _)| a.member.cmp(&b.member));
    lines
}

/// Writes down that a batch is about to be sent, with the hash of its bytes.
pub(super) async fn announce(
    tx: &mut db::Write,
    batch: &Batch,
    sha256: &str,
    now_ms: i64,
) -> Result<(), Error> {
    sqlx::query(
        "INSERT INTO submission (file, period, rail, number, items, total, sha256, at_ms)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
    )
    .bind(&batch.file)
    .bind(&batch.period)
    .bind(batch.rail.name())
    .bind(batch.number)
    .bind(i64::try_from(batch.lines.len()).unwrap_or(i64::MAX))
    .bind(batch.total())
    .bind(sha256)
    .bind(now_ms)
    .execute(&mut **tx)
    .await?;
    for (item, _) in &batch.lines {
        sqlx::query("INSERT INTO submission_item (item, file) VALUES ($1, $2)")
            .bind(&item.id)
            .bind(&batch.file)
            .execute(&mut **tx)
            .await?;
    }
    Ok(())
}
