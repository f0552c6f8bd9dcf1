//! Sending: every item of a frozen period gets into exactly one numbered file. The file is announced in the database, with
//! its key and hash, before it is written; writing it again gives the same bytes. What a rail has not answered for 25
//! days is never sent again by itself, because PayPal forgets a batch's key after 30 days.

use super::{
    files::{self, Batch},
    item::{self, Item},
    period::{Period, State},
    rail::Rail,
    refusal::Refusal,
    status::{FileStatus, of_period},
};
use crate::{
    data_dir,
    db::{self, Turn},
    error::Error,
    failure::Failure,
};
use pointback_core::hash::sha256_hex;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::{Path, PathBuf};

/// PayPal takes 15,000 payments in a batch; a printer of checks wants fewer.
const LARGEST_FILE: usize = 5_000;
/// Older than this without an answer, a file is a matter for a human.
const LONGEST_WAIT_DAYS: i64 = 25;
const DAY_MS: i64 = 24 * 60 * 60 * 1_000;

/// A file on the disk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// Where.
    pub path: PathBuf,
    /// Was it there already, with these very bytes?
    pub was_there: bool,
}

/// Announces and writes the files of a frozen period to a folder.
///
/// # Errors
/// `Payout` when the period is not frozen, a file is unanswered for too long or would differ, or `File`.
pub async fn submit(
    pool: &db::Pool,
    name: &str,
    folder: &Path,
    now_ms: i64,
    say: &(dyn Fn(&str) + Sync),
) -> Result<Vec<Written>, Failure> {
    let mut connection = pool.acquire().await?;
    let period = Period::read(&mut connection, name).await?;
    if !matches!(period.state, State::Frozen(_)) {
        return Err(Refusal::NotFrozen(name.to_owned()).into());
    }
    drop(connection);
    while announce(pool, name, now_ms, say).await? {}
    let mut connection = pool.acquire().await?;
    let announced = of_period(&mut connection, name).await?;
    let items = item::of_period(&mut connection, name).await?;
    let mut written = Vec::new();
    for file in &announced {
        if file.is_answered() {
            continue;
        }
        let days = (now_ms - file.at_ms) / DAY_MS;
        if days >= LONGEST_WAIT_DAYS {
            let file = file.file.clone();
            return Err(Refusal::Unanswered { file, days }.into());
        }
        let batch = batch(&mut connection, name, file, &items).await?;
        let bytes = bytes(&batch)?;
        if sha256_hex(&bytes) != file.sha256 {
            return Err(Refusal::FileDiffers(file.file.clone()).into());
        }
        written.push(write(&folder.join(file.file_name()), &bytes, say)?);
    }
    let rows: Vec<[String; 7]> = announced.iter().map(FileStatus::manifest_row).collect();
    let path = folder.join(format!("{name}-files.csv"));
    let bytes = files::manifest(&rows).map_err(|e| Failure::file("write", &path, e))?;
    written.push(write(&path, &bytes, say)?);
    Ok(written)
}

/// Puts the next items that are in no file into one. Whether there were any.
async fn announce(
    pool: &db::Pool,
    period: &str,
    now_ms: i64,
    say: &(dyn Fn(&str) + Sync),
) -> Result<bool, Failure> {
    let mut tx = db::write(pool).await?;
    db::turn(&mut tx, Turn::Ledger).await?;
    let Some((rail, items)) = next_items(&mut tx, period).await? else {
        return Ok(false);
    };
    let number: i64 =
        sqlx::query_scalar("SELECT COALESCE(MAX(number), 0) + 1 FROM submission WHERE rail = $1")
            .bind(rail.name())
            .fetch_one(&mut *tx)
            .await?;
    let addresses = addresses(&mut tx, period).await?;
    let batch = Batch {
        file: Batch::name(period, &rail, number),
        period: period.to_owned(),
        lines: with_addresses(items, &addresses),
        rail,
        number,
    };
    let bytes = bytes(&batch)?;
    sqlx::query(
        "INSERT INTO submission (file, period, rail, number, items, total, sha256, at_ms)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
    )
    .bind(&batch.file)
    .bind(period)
    .bind(batch.rail.name())
    .bind(number)
    .bind(i64::try_from(batch.lines.len()).unwrap_or(i64::MAX))
    .bind(batch.total())
    .bind(sha256_hex(&bytes))
    .bind(now_ms)
    .execute(&mut *tx)
    .await?;
    for (item, _) in &batch.lines {
        sqlx::query("INSERT INTO submission_item (item, file) VALUES ($1, $2)")
            .bind(&item.id)
            .bind(&batch.file)
            .execute(&mut *tx)
            .await?;
    }
    say(&format!("{}: about to announce.", batch.file));
    tx.commit().await?;
    say(&format!("{}: announced.", batch.file));
    Ok(true)
}

/// The first rail with items that are in no file, and as many of them as a file holds.
async fn next_items(
    tx: &mut db::Write,
    period: &str,
) -> Result<Option<(Rail, Vec<Item>)>, Failure> {
    let sent: Vec<String> = sqlx::query_scalar(
        "SELECT s.item FROM submission_item s JOIN payout_item i ON i.id = s.item WHERE i.period = $1",
    )
    .bind(period)
    .fetch_all(&mut **tx)
    .await?;
    let sent: BTreeSet<String> = sent.into_iter().collect();
    let mut by_rail: BTreeMap<Rail, Vec<Item>> = BTreeMap::new();
    for item in item::of_period(tx, period).await? {
        if !sent.contains(&item.id) {
            by_rail.entry(item.rail.clone()).or_default().push(item);
        }
    }
    Ok(by_rail.pop_first().map(|(rail, mut items)| {
        items.truncate(LARGEST_FILE);
        (rail, items)
    }))
}

/// The batch of a file that was announced.
async fn batch(
    connection: &mut db::Connection,
    period: &str,
    file: &FileStatus,
    items: &[Item],
) -> Result<Batch, Failure> {
    let inside: Vec<String> =
        sqlx::query_scalar("SELECT item FROM submission_item WHERE file = $1")
            .bind(&file.file)
            .fetch_all(&mut *connection)
            .await?;
    let inside: BTreeSet<String> = inside.into_iter().collect();
    let items = items.iter().filter(|item| inside.contains(&item.id));
    let addresses = addresses(connection, period).await?;
    Ok(Batch {
        file: file.file.clone(),
        period: period.to_owned(),
        rail: file.rail.clone(),
        number: file.number,
        lines: with_addresses(items.cloned().collect(), &addresses),
    })
}

/// The address of each item of a period.
async fn addresses(
    connection: &mut db::Connection,
    period: &str,
) -> Result<HashMap<String, String>, Error> {
    let rows: Vec<(String, String)> = sqlx::query_as(
        "SELECT i.id, w.address FROM payout_item i
         JOIN payout_way w ON w.member = i.member AND w.since_ms = i.way_ms AND w.unit = LOWER(i.asset)
         WHERE i.period = $1",
    )
    .bind(period)
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().collect())
}

fn with_addresses(items: Vec<Item>, addresses: &HashMap<String, String>) -> Vec<(Item, String)> {
    items
        .into_iter()
        .map(|item| {
            let address = addresses.get(&item.id).cloned().unwrap_or_default();
            (item, address)
        })
        .collect()
}

fn bytes(batch: &Batch) -> Result<Vec<u8>, Failure> {
    batch
        .bytes()
        .map_err(|e| Failure::file("write", Path::new(&batch.file), e))
}

fn write(path: &Path, bytes: &[u8], say: &(dyn Fn(&str) + Sync)) -> Result<Written, Failure> {
    let was_there = std::fs::read(path).is_ok_and(|there| there == bytes);
    if !was_there {
        say(&format!("{}: about to write.", path.display()));
        data_dir::write_private(path, bytes)?;
        say(&format!("{}: written.", path.display()));
    }
    Ok(Written {
        path: path.to_owned(),
        was_there,
    })
}
