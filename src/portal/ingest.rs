//! Reports in, movements out. Every revision is kept; what all of them amount to is compared with what was posted, and
//! the ledger gets the difference. Arrival order and repetition do not matter, and a crash leaves all or nothing.

mod cause;
mod keep;
mod once;
pub(crate) mod quarantine;
mod settle;
mod target;

use crate::{
    bonuses,
    db::{self, Turn},
    error::Error,
    report::Report,
    state::Portal,
};
pub(crate) use target::Target;

use cause::{Causes, Group};
use keep::Kept;
use std::{collections::BTreeSet, time::Instant};

/// Reports per transaction: few enough that a click does not wait long for the write lock.
pub const BATCH: usize = 200;

/// A fourth of the time that a batch took is left to others.
const PAUSE_SHARE: u32 = 4;

/// What became of some reports.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Outcome {
    /// Revisions that were new.
    pub new: usize,
    /// Revisions that were there already.
    pub known: usize,
    /// Revisions that a person must look at.
    pub quarantined: usize,
}

impl std::ops::AddAssign for Outcome {
    fn add_assign(&mut self, other: Self) {
        self.new += other.new;
        self.known += other.known;
        self.quarantined += other.quarantined;
    }
}

impl std::fmt::Display for Outcome {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self {
            new,
            known,
            quarantined,
        } = self;
        write!(f, "{new} new, {known} known, {quarantined} in quarantine")
    }
}

/// Takes reports in.
///
/// # Errors
/// `Internal`; then the batch at hand has left no trace and may be repeated.
pub async fn ingest(portal: &Portal, reports: &[Report]) -> Result<Outcome, Error> {
    let mut outcome = Outcome::default();
    for batch in reports.chunks(BATCH) {
        let began = Instant::now();
        let mut tx = begin(portal).await?;
        outcome += take(&mut tx, batch, portal.now_ms()).await?;
        tx.commit().await?;
        let_others_write(began, batch).await;
    }
    portal.metrics.ingested(&outcome);
    Ok(outcome)
}

/// Says what would become of reports, and leaves everything as it is. A revision that comes twice counts as new twice if
/// the two are far apart.
///
/// # Errors
/// `Internal`.
pub async fn rehearse(portal: &Portal, reports: &[Report]) -> Result<Outcome, Error> {
    let mut outcome = Outcome::default();
    for batch in reports.chunks(BATCH) {
        let began = Instant::now();
        let mut tx = begin(portal).await?;
        outcome += take(&mut tx, batch, portal.now_ms()).await?;
        tx.rollback().await?;
        let_others_write(began, batch).await;
    }
    Ok(outcome)
}

/// Those who wait for SQLite's write lock only look for it now and then. Without a pause a long file would take it again
/// before any of them looks, until they give up.
async fn let_others_write(began: Instant, batch: &[Report]) {
    if batch.len() == BATCH {
        tokio::time::sleep(began.elapsed() / PAUSE_SHARE).await;
    }
}

/// A transaction that has the ledger to itself.
async fn begin(portal: &Portal) -> Result<db::Write, Error> {
    let mut tx = db::write(&portal.pool).await?;
    db::turn(&mut tx, Turn::Ledger).await?;
    Ok(tx)
}

async fn take(tx: &mut db::Write, reports: &[Report], now: i64) -> Result<Outcome, Error> {
    let mut outcome = Outcome::default();
    let mut causes = Causes::default();
    let mut touched = BTreeSet::new();
    for report in reports {
        match keep::keep(tx, &mut causes, report, now).await? {
            Kept::New(group) => {
                outcome.new += 1;
                touched.insert(group);
            }
            Kept::Known => outcome.known += 1,
            Kept::Quarantined => outcome.quarantined += 1,
        }
    }
    settle_all(tx, &mut causes, touched, now).await?;
    Ok(outcome)
}

/// Brings the ledger to what the reports amount to; then the bonuses that depend on what was bought.
async fn settle_all(
    tx: &mut db::Write,
    causes: &mut Causes,
    touched: BTreeSet<Group>,
    now: i64,
) -> Result<(), Error> {
    for group in &touched {
        settle::settle(tx, causes, group, now).await?;
    }
    let members: BTreeSet<&str> = touched.iter().map(|group| group.member.as_str()).collect();
    for member in members {
        bonuses::review(tx, member, now).await?;
    }
    Ok(())
}
