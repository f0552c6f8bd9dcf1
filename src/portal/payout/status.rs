//! What was sent, and what became of it.

use super::{files::Batch, item::Item, rail::Rail};
use crate::{db, error::Error};

/// A file, and how far its items have come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileStatus {
    /// Its name without ending.
    pub file: String,
    /// Its payout day.
    pub period: String,
    /// By which rail it goes.
    pub rail: Rail,
    /// Counted for each rail.
    pub number: i64,
    /// Payments in it.
    pub items: i64,
    /// Their sum: cents, or points.
    pub total: i64,
    /// Of its bytes.
    pub sha256: String,
    /// When it was announced, milliseconds.
    pub at_ms: i64,
    /// Payments that arrived.
    pub paid: i64,
    /// Payments that came back.
    pub failed: i64,
}

impl FileStatus {
    /// Has every item an answer?
    #[must_use]
    pub fn is_answered(&self) -> bool {
        self.paid + self.failed >= self.items
    }

    /// The name on the disk.
    #[must_use]
    pub fn file_name(&self) -> String {
        format!("{}.{}", self.file, self.rail.ending())
    }

    /// The file with its lines.
    pub(super) fn batch(&self, lines: Vec<(Item, String)>) -> Batch {
        Batch {
            file: self.file.clone(),
            period: self.period.clone(),
            rail: self.rail.clone(),
            number: self.number,
            lines,
        }
    }

    pub(super) fn manifest_row(&self) -> [String; 7] {
        [
            self.file_name(),
            self.rail.name(),
            self.number.to_string(),
            self.items.to_string(),
            self.rail.asset(),
            self.rail.show(self.total),
            self.sha256.clone(),
        ]
    }
}

row! {
    struct Row {
        file: String,
        period: String,
        rail: String,
        number: i64,
        items: i64,
        total: i64,
        sha256: String,
        at_ms: i64,
        paid: i64,
        failed: i64,
    }
}

/// Every file that was announced, by day, rail and number.
///
/// # Errors
/// `Internal`.
pub async fn status(connection: &mut db::Connection) -> Result<Vec<FileStatus>, Error> {
    let rows: Vec<Row> = sqlx::query_as(
        "SELECT s.file, s.period, s.rail, s.number, s.items, s.total, s.sha256, s.at_ms,
           CAST(COUNT(CASE WHEN a.outcome = 'paid' THEN 1 END) AS BIGINT) AS paid,
           CAST(COUNT(CASE WHEN a.outcome = 'failed' THEN 1 END) AS BIGINT) AS failed
         FROM submission s
         LEFT JOIN submission_item i ON i.file = s.file LEFT JOIN payout_answer a ON a.item = i.item
         GROUP BY s.file, s.period, s.rail, s.number, s.items, s.total, s.sha256, s.at_ms",
    )
    .fetch_all(connection)
    .await?;
    let mut files: Vec<FileStatus> = rows.into_iter().filter_map(file).collect();
    files.sort_by(|a, b| (&a.period, &a.rail, a.number).cmp(&(&b.period, &b.rail, b.number)));
    Ok(files)
}

/// The files of one period.
pub(super) async fn of_period(
    connection: &mut db::Connection,
    period: &str,
) -> Result<Vec<FileStatus>, Error> {
    let mut files = status(connection).await?;
    files.retain(|file| file.period == period);
    Ok(files)
}

fn file(row: Row) -> Option<FileStatus> {
    Some(FileStatus {
        rail: Rail::named(&row.rail)?,
        file: row.file,
        period: row.period,
        number: row.number,
        items: row.items,
        total: row.total,
        sha256: row.sha256,
        at_ms: row.at_ms,
        paid: row.paid,
        failed: row.failed,
    })
}
