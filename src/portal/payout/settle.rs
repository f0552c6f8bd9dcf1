//! Settling: what the rails say became of the items. Each item gets one answer, which is final; hearing it again changes
//! nothing. A payment that failed goes back to the confirmed balance and is due again on the next payout day. Delivered
//! points do not come back.

use super::{
    answers::{self, Answer, Outcome},
    freeze::cause,
    item::{self, Item},
    rail::Rail,
    refusal::Refusal,
    status,
};
use crate::{
    db::{self, Turn},
    failure::Failure,
    ledger::{self, Movement, account::Account, earning::State, earnings},
};

/// Items per transaction.
const BATCH: usize = 500;

/// What a report came to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Settled {
    /// Payments that arrived, by this report.
    pub paid: usize,
    /// Payments that came back, by this report.
    pub failed: usize,
    /// Items that had this very answer already.
    pub known: usize,
    /// Items that the rail has not decided about.
    pub open: usize,
}

/// Takes a rail's report.
///
/// # Errors
/// `Payout` when it cannot be read, names items that were never sent, or takes an answer back.
pub async fn settle(
    pool: &db::Pool,
    report: &[u8],
    now_ms: i64,
    say: &(dyn Fn(&str) + Sync),
) -> Result<Settled, Failure> {
    let report = answers::read(report)?;
    let settled = Settled {
        open: report.open,
        ..Settled::default()
    };
    take(pool, report.answers, settled, now_ms, say).await
}

/// Takes a human's word for a whole file: all of its items that have no answer get this one. Count and sum must be said,
/// so that no file is taken for another.
///
/// # Errors
/// `Payout` when there is no such file, or count or sum are not its own.
pub async fn acknowledge(
    pool: &db::Pool,
    file: &str,
    (items, total): (i64, &str),
    failed: Option<&str>,
    now_ms: i64,
    say: &(dyn Fn(&str) + Sync),
) -> Result<Settled, Failure> {
    let mut connection = pool.acquire().await?;
    let sent = status::status(&mut connection).await?;
    let sent = sent.into_iter().find(|sent| sent.file == file);
    let sent = sent.ok_or_else(|| Refusal::UnknownFile(file.to_owned()))?;
    if sent.items != items || sent.rail.show(sent.total) != total {
        return Err(Refusal::OtherTotals {
            file: sent.file,
            items: sent.items,
            total: sent.rail.show(sent.total),
        }
        .into());
    }
    let mut open: Vec<String> = sqlx::query_scalar(
        "SELECT i.item FROM submission_item i WHERE i.file = $1
           AND NOT EXISTS (SELECT 1 FROM payout_answer a WHERE a.item = i.item)",
    )
    .bind(file)
    .fetch_all(&mut *connection)
    .await?;
    drop(connection);
    open.sort();
    let answers = open.into_iter().map(|item| Answer {
        item,
        outcome: failed.map_or(Outcome::Paid, |_| Outcome::Failed),
        reason: failed.unwrap_or_default().to_owned(),
    });
    take(pool, answers.collect(), Settled::default(), now_ms, say).await
}

async fn take(
    pool: &db::Pool,
    answers: Vec<Answer>,
    mut settled: Settled,
    now_ms: i64,
    say: &(dyn Fn(&str) + Sync),
) -> Result<Settled, Failure> {
    check_sent(pool, &answers).await?;
    let mut contradicted = Vec::new();
    for batch in answers.chunks(BATCH) {
        let mut tx = db::write(pool).await?;
        db::turn(&mut tx, Turn::Ledger).await?;
        for answer in batch {
            match (write(&mut tx, answer, now_ms).await?, answer.outcome) {
                (Heard::New, Outcome::Paid) => settled.paid += 1,
                (Heard::New, Outcome::Failed) => settled.failed += 1,
                (Heard::Known, _) => settled.known += 1,
                (Heard::Contradicted, _) => contradicted.push(answer.item.clone()),
            }
        }
        say("About to settle some items.");
        tx.commit().await?;
        let Settled { paid, failed, .. } = settled;
        say(&format!("{paid} paid, {failed} failed so far."));
    }
    match contradicted.first() {
        None => Ok(settled),
        Some(item) => Err(Refusal::AnsweredOtherwise {
            item: item.clone(),
            count: contradicted.len(),
        }
        .into()),
    }
}

/// A report about items that were never sent is about something else, as a whole.
async fn check_sent(pool: &db::Pool, answers: &[Answer]) -> Result<(), Failure> {
    let mut connection = pool.acquire().await?;
    let mut unknown = Vec::new();
    for answer in answers {
        let sent: Option<String> =
            sqlx::query_scalar("SELECT file FROM submission_item WHERE item = $1")
                .bind(&answer.item)
                .fetch_optional(&mut *connection)
                .await?;
        if sent.is_none() {
            unknown.push(answer.item.clone());
        }
    }
    match unknown.first() {
        None => Ok(()),
        Some(item) => Err(Refusal::NotSent {
            item: item.clone(),
            count: unknown.len(),
        }
        .into()),
    }
}

enum Heard {
    New,
    Known,
    Contradicted,
}

async fn write(tx: &mut db::Write, answer: &Answer, now_ms: i64) -> Result<Heard, Failure> {
    let written = sqlx::query(
        "INSERT INTO payout_answer (item, outcome, reason, at_ms) VALUES ($1, $2, $3, $4)
         ON CONFLICT (item) DO NOTHING",
    )
    .bind(&answer.item)
    .bind(answer.outcome.name())
    .bind(&answer.reason)
    .bind(now_ms)
    .execute(&mut **tx)
    .await?;
    if written.rows_affected() == 0 {
        let before: String =
            sqlx::query_scalar("SELECT outcome FROM payout_answer WHERE item = $1")
                .bind(&answer.item)
                .fetch_one(&mut **tx)
                .await?;
        let is_same = before == answer.outcome.name();
        return Ok(if is_same {
            Heard::Known
        } else {
            Heard::Contradicted
        });
    }
    let item = item::by_id(tx, &answer.item).await?;
    let (movements, state) = match answer.outcome {
        Outcome::Failed => (vec![back(&item)], State::Confirmed),
        Outcome::Paid => (out(&item), State::Paid),
    };
    ledger::post(tx, &cause(&answer.item), &movements, now_ms, now_ms).await?;
    earnings::follow_payment(tx, &answer.item, (State::InPayout, state), now_ms).await?;
    Ok(Heard::New)
}

fn back(item: &Item) -> Movement {
    Movement {
        code: "payout_failed",
        debit: Account::in_payout(&item.member),
        credit: Account::confirmed(&item.member),
        amount: item.cents,
    }
}

fn out(item: &Item) -> Vec<Movement> {
    let paid = |to| Movement {
        code: "payout_settled",
        debit: Account::in_payout(&item.member),
        credit: to,
        amount: item.cents,
    };
    match &item.rail {
        Rail::Check => vec![paid(Account::rail("rail:check"))],
        Rail::PayPal => vec![paid(Account::rail("rail:paypal"))],
        Rail::Points(unit) => {
            let delivered = Movement {
                code: "points_delivered",
                debit: Account::converted(unit),
                credit: Account::delivered(&item.member, unit),
                amount: item.amount,
            };
            let rounded = Movement {
                code: "points_rounded",
                debit: Account::conversion(unit),
                credit: Account::rounding(),
                amount: item.rounding,
            };
            let movements = [paid(Account::conversion(unit)), delivered, rounded];
            movements.into_iter().filter(|m| m.amount > 0).collect()
        }
    }
}
