//! Reports that a person must look at before money moves: kept, listed, and resolved or dropped. Those whose click was
//! not known are resolved by themselves once it is; the others wait for the person, however often they are repeated.

use super::{
    BATCH, begin,
    cause::{Causes, Group},
    keep, settle_all,
};
use crate::{db, error::Error, report::Report, state::Portal};
use std::collections::BTreeSet;

/// The reason that time may cure.
pub(crate) const UNKNOWN_CLICK: &str = "click";
/// The reason that a person cures by naming the click of another revision.
pub(super) const CLICK_CHANGED: &str = "click changed";

/// A report in quarantine.
#[derive(Debug, Clone)]
pub(crate) struct Case {
    /// Names this revision.
    pub(crate) rev: String,
    pub(crate) reason: String,
    pub(crate) at_ms: i64,
    pub(crate) report: Report,
}

row! {
    struct Row {
        rev: String,
        reason: String,
        body: String,
        at_ms: i64,
    }
}

impl TryFrom<Row> for Case {
    type Error = serde_json::Error;

    fn try_from(row: Row) -> Result<Self, Self::Error> {
        let report = serde_json::from_str(&row.body)?;
        Ok(Self {
            rev: row.rev,
            reason: row.reason,
            at_ms: row.at_ms,
            report,
        })
    }
}

/// Puts a revision in. `true` when it was not there before.
pub(super) async fn put(
    tx: &mut db::Write,
    report: &Report,
    rev: &str,
    reason: &str,
    now: i64,
) -> Result<bool, Error> {
    let kept = sqlx::query(
        "INSERT INTO quarantine (network, ext_id, rev, reason, body, at_ms, click_ref)
         VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (network, ext_id, rev) DO NOTHING",
    )
    .bind(&report.network)
    .bind(&report.ext_id)
    .bind(rev)
    .bind(reason)
    .bind(serde_json::to_string(report)?)
    .bind(now)
    .bind(&report.click_ref)
    .execute(&mut **tx)
    .await?;
    Ok(kept.rows_affected() == 1)
}

/// Was this revision given up, or does it wait for what only a person can decide?
pub(super) async fn is_for_a_person(
    tx: &mut db::Write,
    report: &Report,
    rev: &str,
) -> Result<bool, Error> {
    let found: Option<String> = sqlx::query_scalar(
        "SELECT rev FROM quarantine WHERE network = $1 AND ext_id = $2 AND rev = $3
         AND (dropped_ms IS NOT NULL OR reason NOT IN ($4, $5))",
    )
    .bind(&report.network)
    .bind(&report.ext_id)
    .bind(rev)
    .bind(UNKNOWN_CLICK)
    .bind(CLICK_CHANGED)
    .fetch_optional(&mut **tx)
    .await?;
    Ok(found.is_some())
}

/// The report with the click that a person has found for this order, if one has.
pub(super) async fn corrected(
    tx: &mut db::Write,
    report: &Report,
) -> Result<Option<Report>, Error> {
    let click_ref: Option<String> = sqlx::query_scalar(
        "SELECT click_ref FROM reassigned WHERE network = $1 AND ext_id = $2 AND named = $3",
    )
    .bind(&report.network)
    .bind(&report.ext_id)
    .bind(&report.click_ref)
    .fetch_optional(&mut **tx)
    .await?;
    Ok(click_ref.map(|click_ref| Report {
        click_ref,
        ..report.clone()
    }))
}

/// What waits for a person, oldest first.
///
/// # Errors
/// `Internal`.
pub(crate) async fn list(portal: &Portal) -> Result<Vec<Case>, Error> {
    let rows: Vec<Row> = sqlx::query_as(
        "SELECT rev, reason, body, at_ms FROM quarantine WHERE dropped_ms IS NULL ORDER BY at_ms, rev",
    )
    .fetch_all(&portal.pool)
    .await?;
    cases(rows)
}

/// Why a case could not be resolved.
#[derive(Debug)]
pub(crate) enum Unresolved {
    /// The reason that is left.
    Doubt(&'static str),
    /// Somebody else was faster.
    Decided,
    /// Our own fault.
    Failed(Error),
}

impl<E: Into<Error>> From<E> for Unresolved {
    fn from(cause: E) -> Self {
        Self::Failed(cause.into())
    }
}

/// Takes a report in after all: as it is, or for another click than the network names.
pub(crate) async fn resolve(
    portal: &Portal,
    case: &Case,
    click_ref: Option<&str>,
) -> Result<(), Unresolved> {
    // There is no rate of exchange here: an amount in another currency cannot become a reward.
    if case.report.currency != "USD" {
        return Err(Unresolved::Doubt("currency"));
    }
    let mut tx = begin(portal).await?;
    if !waits(&mut tx, case).await? {
        return Err(Unresolved::Decided);
    }
    let mut causes = Causes::default();
    let mut report = case.report.clone();
    if let Some(click_ref) = click_ref {
        reassign(&mut tx, &report, click_ref).await?;
        click_ref.clone_into(&mut report.click_ref);
    }
    let group = keep::accept(&mut tx, &mut causes, &report, &case.rev)
        .await?
        .map_err(Unresolved::Doubt)?;
    settle_all(
        &mut tx,
        &mut causes,
        BTreeSet::from([group]),
        portal.now_ms(),
    )
    .await?;
    tx.commit().await?;
    Ok(())
}

/// Gives a report up, if it waits still. It is remembered, so that it does not come back with the network's next report.
pub(crate) async fn drop(portal: &Portal, case: &Case) -> Result<(), Unresolved> {
    let mut tx = begin(portal).await?;
    if !waits(&mut tx, case).await? {
        return Err(Unresolved::Decided);
    }
    sqlx::query(
        "UPDATE quarantine SET dropped_ms = $1 WHERE network = $2 AND ext_id = $3 AND rev = $4",
    )
    .bind(portal.now_ms())
    .bind(&case.report.network)
    .bind(&case.report.ext_id)
    .bind(&case.rev)
    .execute(&mut *tx)
    .await?;
    tx.commit().await?;
    Ok(())
}

/// Does a case wait still? Whoever has the ledger's turn asks: since the case was read, it may have been taken in or given up.
async fn waits(tx: &mut db::Write, case: &Case) -> Result<bool, Error> {
    let found: Option<String> = sqlx::query_scalar(
        "SELECT rev FROM quarantine WHERE network = $1 AND ext_id = $2 AND rev = $3 AND dropped_ms IS NULL",
    )
    .bind(&case.report.network)
    .bind(&case.report.ext_id)
    .bind(&case.rev)
    .fetch_optional(&mut **tx)
    .await?;
    Ok(found.is_some())
}

/// Takes in what waited for a click that is known by now. Returns how many reports that were.
///
/// # Errors
/// `Internal`; the next time makes up for it.
pub async fn retry(portal: &Portal) -> Result<usize, Error> {
    let rows: Vec<Row> = sqlx::query_as(
        "SELECT q.rev, q.reason, q.body, q.at_ms FROM quarantine q
         JOIN click c ON c.ref = q.click_ref AND c.network = q.network
         WHERE q.reason = $1 AND q.dropped_ms IS NULL",
    )
    .bind(UNKNOWN_CLICK)
    .fetch_all(&portal.pool)
    .await?;
    let mut taken = 0;
    for batch in cases(rows)?.chunks(BATCH) {
        let mut tx = begin(portal).await?;
        let mut causes = Causes::default();
        let mut touched: BTreeSet<Group> = BTreeSet::new();
        for case in batch {
            if !waits(&mut tx, case).await? {
                continue;
            }
            if let Ok(group) = keep::accept(&mut tx, &mut causes, &case.report, &case.rev).await? {
                touched.insert(group);
                taken += 1;
            }
        }
        settle_all(&mut tx, &mut causes, touched, portal.now_ms()).await?;
        tx.commit().await?;
    }
    Ok(taken)
}

fn cases(rows: Vec<Row>) -> Result<Vec<Case>, Error> {
    let cases: Result<Vec<Case>, serde_json::Error> =
        rows.into_iter().map(Case::try_from).collect();
    Ok(cases?)
}

async fn reassign(tx: &mut db::Write, report: &Report, click_ref: &str) -> Result<(), Error> {
    sqlx::query(
        "INSERT INTO reassigned (network, ext_id, named, click_ref) VALUES ($1, $2, $3, $4)
         ON CONFLICT (network, ext_id, named) DO UPDATE SET click_ref = excluded.click_ref",
    )
    .bind(&report.network)
    .bind(&report.ext_id)
    .bind(&report.click_ref)
    .bind(click_ref)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Ends the waiting of a revision.
pub(super) async fn remove(tx: &mut db::Write, report: &Report, rev: &str) -> Result<(), Error> {
    sqlx::query("DELETE FROM quarantine WHERE network = $1 AND ext_id = $2 AND rev = $3")
        .bind(&report.network)
        .bind(&report.ext_id)
        .bind(rev)
        .execute(&mut **tx)
        .await?;
    Ok(())
}
