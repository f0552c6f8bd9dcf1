//! Keeps a revision, or puts it into quarantine when money must not move before a person has looked.

use super::{
    cause::{Causes, Group},
    quarantine,
};
use crate::{card_linked::offer, db, error::Error, report::Report};

/// What was done with a revision.
pub(super) enum Kept {
    /// It was new; these orders must be settled.
    New(Group),
    Known,
    Quarantined,
}

/// Why money must not move, or which orders would be settled.
enum Judged {
    Sound(Group),
    Doubtful(&'static str),
}

pub(super) async fn keep(
    tx: &mut db::Write,
    causes: &mut Causes,
    report: &Report,
    now: i64,
) -> Result<Kept, Error> {
    let rev = report.rev()?;
    // Neither the passing of time nor a new offer decides for the person.
    if quarantine::is_for_a_person(tx, report, &rev).await? {
        return Ok(Kept::Known);
    }
    let reason = match judge(tx, causes, report, now).await? {
        Judged::Sound(group) => return insert(tx, report, &rev, group).await,
        Judged::Doubtful(reason) => reason,
    };
    // Somebody may have looked at this very revision, or at one like it.
    if is_kept(tx, report, &rev).await? {
        return Ok(Kept::Known);
    }
    if let Some(corrected) = quarantine::corrected(tx, report).await?
        && let Judged::Sound(group) = judge(tx, causes, &corrected, now).await?
    {
        return insert(tx, &corrected, &rev, group).await;
    }
    let is_new = quarantine::put(tx, report, &rev, reason, now).await?;
    Ok(if is_new {
        Kept::Quarantined
    } else {
        Kept::Known
    })
}

/// Keeps a revision that a person has found to be sound; tells which orders must be settled, unless it still cannot be.
pub(super) async fn accept(
    tx: &mut db::Write,
    causes: &mut Causes,
    report: &Report,
    rev: &str,
) -> Result<Result<Group, &'static str>, Error> {
    match belongs(tx, causes, report).await? {
        Judged::Doubtful(reason) => Ok(Err(reason)),
        Judged::Sound(group) => {
            insert(tx, report, rev, group.clone()).await?;
            Ok(Ok(group))
        }
    }
}

async fn judge(
    tx: &mut db::Write,
    causes: &mut Causes,
    report: &Report,
    now: i64,
) -> Result<Judged, Error> {
    match report.doubt(now) {
        Some(reason) => Ok(Judged::Doubtful(reason)),
        None => belongs(tx, causes, report).await,
    }
}

/// Is it known what the order is about, and is that what earlier revisions said?
async fn belongs(
    tx: &mut db::Write,
    causes: &mut Causes,
    report: &Report,
) -> Result<Judged, Error> {
    let found = causes.find(tx, &report.network, &report.click_ref).await?;
    let Some(cause) = found else {
        return Ok(Judged::Doubtful(quarantine::UNKNOWN_CLICK));
    };
    let group = cause.group(&report.network, &report.ext_id)?;
    if group.is_of_cards()
        && !report.follows_its_line()
        && !offer::is_of(tx, report.offer.as_deref(), &report.network).await?
    {
        return Ok(Judged::Doubtful("offer"));
    }
    let other: Option<String> = sqlx::query_scalar(
        "SELECT click_ref FROM report WHERE network = $1 AND ext_id = $2 AND click_ref <> $3 LIMIT 1",
    )
    .bind(&report.network)
    .bind(&report.ext_id)
    .bind(&report.click_ref)
    .fetch_optional(&mut **tx)
    .await?;
    Ok(match other {
        Some(_) => Judged::Doubtful(quarantine::CLICK_CHANGED),
        None => Judged::Sound(group),
    })
}

/// Keeps a revision, which then waits no longer.
async fn insert(
    tx: &mut db::Write,
    report: &Report,
    rev: &str,
    group: Group,
) -> Result<Kept, Error> {
    let kept = sqlx::query(
        "INSERT INTO report (network, ext_id, rev, click_ref, body) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (network, ext_id, rev) DO NOTHING",
    )
    .bind(&report.network)
    .bind(&report.ext_id)
    .bind(rev)
    .bind(&report.click_ref)
    .bind(serde_json::to_string(report)?)
    .execute(&mut **tx)
    .await?;
    quarantine::remove(tx, report, rev).await?;
    Ok(if kept.rows_affected() == 1 {
        Kept::New(group)
    } else {
        Kept::Known
    })
}

async fn is_kept(tx: &mut db::Write, report: &Report, rev: &str) -> Result<bool, Error> {
    let kept: Option<String> = sqlx::query_scalar(
        "SELECT rev FROM report WHERE network = $1 AND ext_id = $2 AND rev = $3",
    )
    .bind(&report.network)
    .bind(&report.ext_id)
    .bind(rev)
    .fetch_optional(&mut **tx)
    .await?;
    Ok(kept.is_some())
}
