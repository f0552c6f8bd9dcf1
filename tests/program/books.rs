//! What a payout leaves behind: files, and rows of the database without the moments at which they were written.

use crate::process::open;
use pointback_portal::{audit, payout};
use std::{collections::BTreeMap, fs, path::Path};

/// The rails' report, in the portal's folder.
pub const REPORT: &str = "report.csv";

/// What must not depend on where a run was killed.
#[derive(Debug, PartialEq, Eq)]
pub struct Books {
    files: BTreeMap<String, Vec<u8>>,
    rows: BTreeMap<&'static str, Vec<String>>,
    /// Cents on their way.
    pub in_payout: i64,
}

const QUERIES: [(&str, &str); 7] = [
    ("periods", "SELECT date || ' ' || state || ' ' || COALESCE(hash, '') FROM period"),
    (
        "items",
        "SELECT id || ' ' || member || ' ' || rail || ' ' || way_ms || ' ' || cents || ' ' || amount || ' ' || rounding
         FROM payout_item",
    ),
    ("carried", "SELECT member || ' ' || reason || ' ' || cents FROM payout_carried"),
    (
        "files",
        "SELECT s.file || ' ' || s.sha256 || ' ' || i.item FROM submission s JOIN submission_item i ON i.file = s.file",
    ),
    ("answers", "SELECT item || ' ' || outcome FROM payout_answer"),
    ("movements", "SELECT id || ' ' || debit || ' ' || credit || ' ' || amount FROM movement"),
    ("earnings", "SELECT e.id || ' ' || e.state || ' ' || e.version FROM earning e"),
];

impl Books {
    pub async fn read(data: &Path) -> Self {
        let pool = open(data).await;
        assert_eq!(audit::audit(&pool).await.unwrap(), []);
        let mut rows = BTreeMap::new();
        for (name, query) in QUERIES {
            let mut found: Vec<String> = sqlx::query_scalar(query).fetch_all(&pool).await.unwrap();
            found.sort();
            rows.insert(name, found);
        }
        let in_payout = sqlx::query_scalar(
            "SELECT CAST(COALESCE(SUM(credits - debits), 0) AS BIGINT) FROM balance WHERE account LIKE 'm:in_payout%'",
        )
        .fetch_one(&pool)
        .await
        .unwrap();
        pool.close().await;
        Self {
            files: files(&data.join("payouts")),
            rows,
            in_payout,
        }
    }

    pub fn assert_same(&self, expected: &Self, when: &str) {
        let names = |books: &Self| books.files.keys().cloned().collect::<Vec<_>>();
        assert_eq!(names(self), names(expected), "{when}");
        for (name, bytes) in &expected.files {
            assert!(self.files[name] == *bytes, "{when}: {name} differs");
        }
        for (name, rows) in &expected.rows {
            assert!(self.rows[name] == *rows, "{when}: {name} differ");
        }
        assert_eq!(self.in_payout, expected.in_payout, "{when}");
    }
}

fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let Ok(entries) = fs::read_dir(folder) else {
        return BTreeMap::new();
    };
    let files = entries.map(|entry| {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        (name, fs::read(path).unwrap())
    });
    // What a killed run was writing when it died: nobody takes it for a file of the payout.
    files.filter(|(name, _)| !name.starts_with('.')).collect()
}

/// What the rails report of everything that was sent: every fifth payment came back.
pub async fn write_report(data: &Path) {
    let pool = open(data).await;
    assert!(
        !payout::status(&mut pool.acquire().await.unwrap())
            .await
            .unwrap()
            .is_empty()
    );
    let mut items: Vec<String> = sqlx::query_scalar("SELECT item FROM submission_item")
        .fetch_all(&pool)
        .await
        .unwrap();
    pool.close().await;
    items.sort();
    let mut text = "item,status,reason\n".to_owned();
    for (item, number) in items.iter().zip(0..) {
        let failed = number % 5 == 0;
        text += &format!(
            "{item},{}\n",
            if failed {
                "failed,no such account"
            } else {
                "ok,"
            }
        );
    }
    fs::write(data.join(REPORT), text).unwrap();
}
