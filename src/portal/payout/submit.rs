//! Sending: every item of a frozen period gets into exactly one numbered file. The file is announced in the database, with
//! its key and hash, before it is written; writing it again gives the same bytes. What a rail has not answered for 25
//! days is never sent again by itself, because PayPal forgets a batch's key after 30 days.

use super::{
    files::{self, Batch},
    outbox,
    period::{Period, State},
    refusal::Refusal,
    status::{FileStatus, of_period},
};
use crate::{
    data_dir,
    db::{self, Turn},
    failure::Failure,
};
use pointback_core::hash::sha256_hex;
use std::path::{Path, PathBuf};

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
        let lines = outbox::of_file(&mut connection, &file.file).await?;
        let bytes = bytes(&file.batch(lines))?;
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
    let Some(batch) = outbox::next(&mut tx, period).await? else {
        return Ok(false);
    };
    let sha256 = sha256_hex(&bytes(&batch)?);
    outbox::announce(&mut tx, &batch, &sha256, now_ms).await?;
    say(&format!("{}: about to announce.", batch.file));
    tx.commit().await?;
    say(&format!("{}: announced.", batch.file));
    Ok(true)
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
