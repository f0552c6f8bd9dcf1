//! The earnings as stored: each has one row that says where it stands, and the movements that led there.

use super::account::Account;
use super::earning::{self, Bearers, Standing, State};
use super::forfeits;
use crate::{db, error::Error, ledger};
use pointback_core::hash::sha256_hex;
use std::collections::HashMap;

/// What an earning is for. Purchases follow a click; the others have a cause of their own kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Earning {
    /// Who reports it, and owes the commission.
    pub(crate) network: String,
    /// The network's own number for it.
    pub(crate) ext_id: String,
    pub(crate) member: String,
    pub(crate) kind: &'static str,
    /// The click, or whatever else caused it.
    pub(crate) cause: String,
    pub(crate) event_ms: i64,
}

/// The kind of all earnings that follow a click.
pub(crate) const PURCHASE: &str = "purchase";
/// For bringing a new member, on both sides.
pub(crate) const REFERRAL: &str = "referral";
/// For a new member's first purchase.
pub(crate) const WELCOME: &str = "welcome";
/// A purchase in a shop, paid with a linked card.
pub(crate) const IN_STORE: &str = "in_store";
/// A meal, paid with a linked card.
pub(crate) const DINING: &str = "dining";

/// All kinds that follow no click.
pub(crate) const OTHERS: [&str; 4] = [REFERRAL, WELCOME, IN_STORE, DINING];

/// The network of earnings that nobody reports because they follow from the portal's own rules.
pub(crate) const OURS: &str = "portal";

impl Earning {
    /// Derived from the order, so that two reports of it never make two earnings.
    pub(crate) fn id(&self) -> String {
        let mut id = sha256_hex(format!("{}/{}", self.network, self.ext_id).as_bytes());
        id.truncate(32);
        format!("e_{id}")
    }

    fn bearers(&self) -> Bearers {
        let is_bonus = matches!(self.kind, REFERRAL | WELCOME);
        let is_card_purchase = matches!(self.kind, IN_STORE | DINING);
        Bearers {
            expense: if is_bonus {
                Account::bonus_expense()
            } else {
                Account::reward_expense()
            },
            receivable: if is_card_purchase {
                Account::card_receivable(&self.network)
            } else {
                Account::receivable(&self.network)
            },
        }
    }
}

/// Brings an earning and the ledger to `target`. What is there already is not posted again; that it was bought at another
/// moment, or under another offer, moves nothing, and is kept.
pub(crate) async fn settle(
    tx: &mut db::Write,
    earning: &Earning,
    target: &Standing,
    now: i64,
) -> Result<(), Error> {
    let id = earning.id();
    let posted = posted(tx, &id).await?;
    let before = posted.as_ref().map_or(Standing::NONE, Posted::standing);
    let after = before.after_report(target);
    if after == before {
        return match posted {
            Some(posted) if !posted.is_for(earning) => correct(tx, &id, earning).await,
            _ => Ok(()),
        };
    }
    let version = posted.map_or(0, |posted| posted.version) + 1;
    let movements = earning::difference(&before, &after, &earning.member, &earning.bearers());
    let cause = format!("earning/{id}/{version}");
    ledger::post(tx, &cause, &movements, now, earning.event_ms).await?;
    forfeits::follow(tx, &earning.member, &cause, now).await?;
    let confirmed = matches!(after.state, State::Confirmed).then_some(now);
    sqlx::query(
        "INSERT INTO earning (id, network, ext_id, member, kind, click, state, base, boost, commission,
           version, event_ms, updated_ms, reported_ms, confirmed_ms, sale)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $13, $14, $15)
         ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, click = excluded.click, state = excluded.state, base = excluded.base,
           boost = excluded.boost, commission = excluded.commission, version = excluded.version, sale = excluded.sale,
           event_ms = excluded.event_ms, updated_ms = excluded.updated_ms,
           confirmed_ms = CASE WHEN earning.state = excluded.state THEN earning.confirmed_ms
             ELSE COALESCE(excluded.confirmed_ms, earning.confirmed_ms) END",
    )
    .bind(&id)
    .bind(&earning.network)
    .bind(&earning.ext_id)
    .bind(&earning.member)
    .bind(earning.kind)
    .bind(&earning.cause)
    .bind(after.state.name())
    .bind(after.base)
    .bind(after.boost)
    .bind(after.commission)
    .bind(version)
    .bind(earning.event_ms)
    .bind(now)
    .bind(confirmed)
    .bind(after.sale)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

async fn correct(tx: &mut db::Write, id: &str, earning: &Earning) -> Result<(), Error> {
    sqlx::query("UPDATE earning SET kind = $1, click = $2, event_ms = $3 WHERE id = $4")
        .bind(earning.kind)
        .bind(&earning.cause)
        .bind(earning.event_ms)
        .bind(id)
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// Lets the earnings that a payment is for follow it from one state to the next. No movement follows from that: the
/// payment has its own. An earning that was taken back meanwhile stays so.
pub(crate) async fn follow_payment(
    tx: &mut db::Write,
    item: &str,
    (from, to): (State, State),
    now: i64,
) -> Result<(), Error> {
    sqlx::query(
        "UPDATE earning SET state = $1, version = version + 1, updated_ms = $2
         WHERE state = $3 AND id IN (SELECT earning FROM payout_earning WHERE item = $4)",
    )
    .bind(to.name())
    .bind(now)
    .bind(from.name())
    .bind(item)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

row! {
    /// An earning as it is stored.
    pub(crate) struct Posted {
        id: String,
        kind: String,
        click: String,
        state: String,
        sale: i64,
        base: i64,
        boost: i64,
        commission: i64,
        version: i64,
        event_ms: i64,
    }
}

impl Posted {
    /// Would a report that leads to `target` change nothing?
    pub(crate) fn stays(&self, earning: &Earning, target: &Standing) -> bool {
        let standing = self.standing();
        standing.after_report(target) == standing && self.is_for(earning)
    }

    /// Is it known for what it is for, and since when?
    fn is_for(&self, earning: &Earning) -> bool {
        (self.kind.as_str(), &self.click, self.event_ms)
            == (earning.kind, &earning.cause, earning.event_ms)
    }

    fn standing(&self) -> Standing {
        Standing {
            state: State::named(&self.state).unwrap_or(State::Processing),
            sale: self.sale,
            base: self.base,
            boost: self.boost,
            commission: self.commission,
        }
    }
}

/// All of a member's earnings, by their ids.
pub(crate) async fn all(
    connection: &mut db::Connection,
    member: &str,
) -> Result<HashMap<String, Posted>, Error> {
    let rows: Vec<Posted> = sqlx::query_as(
        "SELECT id, kind, click, state, sale, base, boost, commission, version, event_ms
         FROM earning WHERE member = $1",
    )
    .bind(member)
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(|row| (row.id.clone(), row)).collect())
}

async fn posted(connection: &mut db::Connection, id: &str) -> Result<Option<Posted>, Error> {
    let row = sqlx::query_as(
        "SELECT id, kind, click, state, sale, base, boost, commission, version, event_ms
         FROM earning WHERE id = $1",
    )
    .bind(id)
    .fetch_optional(connection)
    .await?;
    Ok(row)
}
