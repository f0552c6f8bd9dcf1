//! The database: is it there, is it sound, is it of this version, do the books balance, and what does it say about payout
//! days?

use super::{Finding, Verdict};
use crate::{audit, data_dir::DataDir, db, payout, payout_calendar};
use std::fmt::Display;
use url::Url;

pub(super) async fn look(dir: &DataDir, now: i64) -> Vec<Finding> {
    let url = match dir.database_url() {
        Ok(url) => url,
        Err(cause) => return vec![unreachable(&cause)],
    };
    let sound = match missing(&url) {
        Some(finding) => finding,
        None => soundness(&url).await,
    };
    if sound.verdict != Verdict::Ok {
        return vec![sound];
    }
    let pool = match db::connect(&url).await {
        Ok(pool) => pool,
        Err(cause) => return vec![unreachable(&cause)],
    };
    let current = migrations(&pool).await;
    let mut findings = vec![sound, current];
    // Other tables have other books.
    if findings.iter().all(|f| f.verdict == Verdict::Ok) {
        findings.extend([books(&pool).await, zone(&pool, now).await]);
    }
    pool.close().await;
    findings
}

/// Connecting would make a file where there is none.
fn missing(url: &str) -> Option<Finding> {
    let path = url.strip_prefix("sqlite:")?;
    let file = Url::parse(&format!("file:{path}")).ok()?;
    let file = file.to_file_path().ok().filter(|file| !file.is_file())?;
    let sentence = format!(
        "{} is not there: restore it from a backup, or begin anew with `portal init` in another folder",
        file.display()
    );
    Some(Finding::fault("database", sentence))
}

async fn soundness(url: &str) -> Finding {
    match db::complaint(url).await {
        Ok(None) => Finding::ok("database", "it answers, and is sound"),
        Ok(Some(complaint)) => Finding::fault(
            "database",
            format!("it is damaged ({complaint}): stop the service and restore a backup"),
        ),
        Err(cause) => unreachable(&cause),
    }
}

fn unreachable(cause: &dyn Display) -> Finding {
    Finding::fault(
        "database",
        format!("it does not answer ({cause}): is it running, and may this user use it?"),
    )
}

async fn migrations(pool: &db::Pool) -> Finding {
    match db::is_current(pool).await {
        Ok(true) => Finding::ok("migrations", "the tables are those of this version"),
        Ok(false) | Err(_) => Finding::fault(
            "migrations",
            "the tables are not those of this version: back the database up; the next `portal serve` brings older ones up to date, newer ones need the newer program",
        ),
    }
}

async fn books(pool: &db::Pool) -> Finding {
    match audit::audit(pool).await {
        Ok(broken) if broken.is_empty() => Finding::ok("books", "every cent is accounted for"),
        Ok(broken) => Finding::fault(
            "books",
            format!(
                "{} rules are broken: pay nobody before `portal audit` is understood",
                broken.len()
            ),
        ),
        Err(error) => unreachable(&error.message()),
    }
}

async fn zone(pool: &db::Pool, now: i64) -> Finding {
    let zone = match payout::rules::zone_in(pool).await {
        Ok(zone) => zone,
        Err(failure) => return Finding::fault("zone", failure.to_string()),
    };
    let name = zone.iana_name().unwrap_or("UTC").to_owned();
    match payout_calendar::next_date(now.saturating_mul(1_000), &zone) {
        Some(date) => Finding::ok(
            "zone",
            format!("payout days begin at midnight in {name}; the next is {date}"),
        ),
        None => Finding::fault("zone", "the clock is outside the calendar: set it"),
    }
}
