//! A member's payouts so far: what was paid, what came back, and what was carried over.

use super::{
    item::Reason,
    rail::Rail,
    way::{Kind, Way},
};
use crate::{db, error::Error};

/// What a payout day came to for a member.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Entry {
    /// The payout day, e.g. `2027-02-15`.
    pub(crate) date: String,
    /// Cents that left the confirmed balance, or would have.
    pub(crate) cents: i64,
    pub(crate) outcome: Outcome,
}

/// Paid, or not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Outcome {
    Paid(Payment),
    CarriedOver(Reason),
}

/// A payment, and how far it has come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Payment {
    pub(crate) rail: Rail,
    /// Cents, or points.
    pub(crate) amount: i64,
    /// The way as it was then.
    pub(crate) way: Option<Way>,
    pub(crate) state: State,
}

/// How far a payment has come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum State {
    /// Decided, or sent, and not answered.
    UnderWay,
    /// It arrived.
    Arrived,
    /// It came back, with what the rail said about it.
    CameBack(String),
}

/// All of them, newest first.
pub(crate) async fn of(connection: &mut db::Connection, member: &str) -> Result<Vec<Entry>, Error> {
    let mut entries = payments(connection, member).await?;
    entries.extend(carried(connection, member).await?);
    entries.sort_by(|a, b| b.date.cmp(&a.date));
    Ok(entries)
}

row! {
    struct Row {
        period: String,
        rail: String,
        cents: i64,
        amount: i64,
        kind: Option<String>,
        address: Option<String>,
        way_ms: i64,
        outcome: Option<String>,
        reason: Option<String>,
    }
}

async fn payments(connection: &mut db::Connection, member: &str) -> Result<Vec<Entry>, Error> {
    let rows: Vec<Row> = sqlx::query_as(
        "SELECT i.period, i.rail, i.cents, i.amount, w.kind, w.address, i.way_ms, a.outcome, a.reason
         FROM payout_item i
         LEFT JOIN payout_way w ON w.member = i.member AND w.since_ms = i.way_ms AND w.unit = LOWER(i.asset)
         LEFT JOIN payout_answer a ON a.item = i.id
         WHERE i.member = $1",
    )
    .bind(member)
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().filter_map(payment).collect())
}

fn payment(row: Row) -> Option<Entry> {
    let kind = row.kind.as_deref().and_then(Kind::named);
    let way = kind.zip(row.address).map(|(kind, address)| Way {
        kind,
        address,
        since_ms: row.way_ms,
    });
    let state = match row.outcome.as_deref() {
        None => State::UnderWay,
        Some("paid") => State::Arrived,
        Some(_) => State::CameBack(row.reason.unwrap_or_default()),
    };
    Some(Entry {
        date: row.period,
        cents: row.cents,
        outcome: Outcome::Paid(Payment {
            rail: Rail::named(&row.rail)?,
            amount: row.amount,
            way,
            state,
        }),
    })
}

async fn carried(connection: &mut db::Connection, member: &str) -> Result<Vec<Entry>, Error> {
    let rows: Vec<(String, i64, String)> =
        sqlx::query_as("SELECT period, cents, reason FROM payout_carried WHERE member = $1")
            .bind(member)
            .fetch_all(connection)
            .await?;
    let entries = rows.into_iter().filter_map(|(date, cents, reason)| {
        let outcome = Outcome::CarriedOver(Reason::named(&reason)?);
        Some(Entry {
            date,
            cents,
            outcome,
        })
    });
    Ok(entries.collect())
}
