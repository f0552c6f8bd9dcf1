//! Reports in, movements out. Every revision is kept; what all of them amount to is compared with what was posted, and
//! the ledger gets the difference. Arrival order and repetition do not matter, and a crash leaves all or nothing.

use crate::{
    clicks::{self, Click},
    db::{self, Turn},
    error::Error,
    ledger::{
        earning::{Standing, State},
        earnings::{self, Earning},
    },
    report::{Report, fold, reward_on},
    state::Portal,
};
use std::collections::BTreeSet;

/// Reports per transaction: few enough that a click does not wait long for the write lock.
const BATCH: usize = 200;

/// What became of a batch.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Outcome {
    /// Revisions that were new.
    pub new: usize,
    /// Revisions that were there already.
    pub known: usize,
    /// Revisions that a person must look at.
    pub quarantined: usize,
}

/// Takes reports in.
///
/// # Errors
/// `Internal`; then the batch at hand has left no trace and may be repeated.
pub async fn ingest(portal: &Portal, reports: &[Report]) -> Result<Outcome, Error> {
    let mut outcome = Outcome::default();
    for batch in reports.chunks(BATCH) {
        let mut tx = db::write(&portal.pool).await?;
        db::turn(&mut tx, Turn::Ledger).await?;
        let now = portal.now_ms();
        let mut touched = BTreeSet::new();
        for report in batch {
            match store(&mut tx, report, now).await? {
                Stored::New => {
                    outcome.new += 1;
                    touched.insert((report.network.clone(), report.click_ref.clone()));
                }
                Stored::Known => outcome.known += 1,
                Stored::Quarantined => outcome.quarantined += 1,
            }
        }
        for (network, click_ref) in touched {
            settle(&mut tx, &network, &click_ref, now).await?;
        }
        tx.commit().await?;
    }
    Ok(outcome)
}

enum Stored {
    New,
    Known,
    Quarantined,
}

async fn store(tx: &mut db::Write, report: &Report, now: i64) -> Result<Stored, Error> {
    let rev = report.rev()?;
    let body = serde_json::to_string(report)?;
    if let Some(reason) = doubt(tx, report).await? {
        let kept = sqlx::query(
            "INSERT INTO quarantine (network, ext_id, rev, reason, body, at_ms)
             VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (network, ext_id, rev) DO NOTHING",
        )
        .bind(&report.network)
        .bind(&report.ext_id)
        .bind(&rev)
        .bind(reason)
        .bind(&body)
        .bind(now)
        .execute(&mut **tx)
        .await?;
        let is_new = kept.rows_affected() == 1;
        return Ok(if is_new {
            Stored::Quarantined
        } else {
            Stored::Known
        });
    }
    let kept = sqlx::query(
        "INSERT INTO report (network, ext_id, rev, click_ref, body) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (network, ext_id, rev) DO NOTHING",
    )
    .bind(&report.network)
    .bind(&report.ext_id)
    .bind(&rev)
    .bind(&report.click_ref)
    .bind(&body)
    .execute(&mut **tx)
    .await?;
    let is_new = kept.rows_affected() == 1;
    Ok(if is_new { Stored::New } else { Stored::Known })
}

async fn doubt(tx: &mut db::Write, report: &Report) -> Result<Option<&'static str>, Error> {
    if let Some(reason) = report.doubt() {
        return Ok(Some(reason));
    }
    if clicks::by_ref(tx, &report.network, &report.click_ref)
        .await?
        .is_none()
    {
        return Ok(Some("click"));
    }
    let other: Option<String> = sqlx::query_scalar(
        "SELECT click_ref FROM report WHERE network = $1 AND ext_id = $2 AND click_ref <> $3 LIMIT 1",
    )
    .bind(&report.network)
    .bind(&report.ext_id)
    .bind(&report.click_ref)
    .fetch_optional(&mut **tx)
    .await?;
    Ok(other.map(|_| "click changed"))
}

/// One order with what it amounts to.
struct Target {
    ext_id: String,
    click: Click,
    event_at: i64,
    standing: Standing,
}

/// Brings the ledger to what the reports of a click amount to. Orders under one boost cap are settled together: when
/// one is declined, the others get its share of the cap.
async fn settle(tx: &mut db::Write, network: &str, click_ref: &str, now: i64) -> Result<(), Error> {
    let mut targets = targets(tx, network, click_ref).await?;
    targets.sort_by(|a, b| (a.event_at, &a.ext_id).cmp(&(b.event_at, &b.ext_id)));
    let mut cap_used = 0;
    for target in &mut targets {
        let terms = target.click.terms()?;
        if let Some(cap) = terms.boost.and_then(|b| b.cap) {
            let left = (i64::from(cap) - cap_used).max(0);
            target.standing.boost = target.standing.boost.min(left);
            cap_used += target.standing.boost;
        }
    }
    for target in targets {
        let earning = Earning {
            network: network.to_owned(),
            ext_id: target.ext_id,
            member: target.click.member,
            kind: earnings::PURCHASE,
            cause: target.click.id,
            event_ms: target.event_at,
        };
        earnings::settle(tx, &earning, &target.standing, now).await?;
    }
    Ok(())
}

async fn targets(tx: &mut db::Write, network: &str, click_ref: &str) -> Result<Vec<Target>, Error> {
    let orders: Vec<(String, String)> = sqlx::query_as(
        "SELECT DISTINCT r.ext_id, r.click_ref
         FROM click c
         JOIN click s ON s.id = c.id OR (c.boost_key <> '' AND s.member = c.member AND s.boost_key = c.boost_key)
         JOIN report r ON r.click_ref = s.ref AND r.network = s.network
         WHERE c.ref = $1 AND c.network = $2",
    )
    .bind(click_ref)
    .bind(network)
    .fetch_all(&mut **tx)
    .await?;
    let mut targets = Vec::new();
    for (ext_id, click_ref) in orders {
        let bodies: Vec<String> =
            sqlx::query_scalar("SELECT body FROM report WHERE network = $1 AND ext_id = $2")
                .bind(network)
                .bind(&ext_id)
                .fetch_all(&mut **tx)
                .await?;
        let revisions = bodies
            .iter()
            .map(|body| serde_json::from_str(body))
            .collect::<Result<Vec<Report>, _>>()?;
        let click = clicks::by_ref(tx, network, &click_ref).await?;
        let (Some(folded), Some(click)) = (fold(revisions), click) else {
            continue;
        };
        let standing = standing(&click, folded.state, &folded.newest)?;
        let event_at = folded.newest.event_at;
        targets.push(Target {
            ext_id,
            click,
            event_at,
            standing,
        });
    }
    Ok(targets)
}

fn standing(click: &Click, state: State, newest: &Report) -> Result<Standing, Error> {
    if matches!(state, State::Ineligible | State::Reversed) {
        return Ok(Standing {
            state,
            ..Standing::NONE
        });
    }
    let reward = reward_on(&click.terms()?, newest.sale_minor);
    Ok(Standing {
        state,
        base: reward.base,
        boost: reward.boost,
        commission: newest.commission_minor,
    })
}
