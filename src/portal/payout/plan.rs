//! The plan: who would be paid what. Nothing is written. Of a period that is frozen, or half so, it says what was frozen
//! and what would be added.

use super::{
    candidates::page,
    item::{self, Carried, Item, Reason},
    period::{Period, State},
    rail::Rail,
};
use crate::{db, error::Error, failure::Failure};
use pointback_core::{hash::sha256_hex, money::Unit};
use std::collections::BTreeMap;

/// Payments of a period, by member.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// Who is paid.
    pub items: Vec<Item>,
    /// Who is carried over.
    pub carried: Vec<Carried>,
}

/// Count and sums.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Total {
    /// Payments.
    pub items: i64,
    /// Cents that leave the confirmed balances.
    pub cents: i64,
    /// What arrives: cents, or points.
    pub amount: i64,
}

impl Plan {
    /// Count and sums of each rail.
    #[must_use]
    pub fn totals(&self) -> BTreeMap<Rail, Total> {
        let mut totals: BTreeMap<Rail, Total> = BTreeMap::new();
        for item in &self.items {
            let total = totals.entry(item.rail.clone()).or_default();
            total.items += 1;
            total.cents += item.cents;
            total.amount += item.amount;
        }
        totals
    }

    /// How many are carried over for which reason, and with how many cents.
    #[must_use]
    pub fn reasons(&self) -> BTreeMap<Reason, (i64, i64)> {
        let mut reasons: BTreeMap<Reason, (i64, i64)> = BTreeMap::new();
        for carried in &self.carried {
            let (count, cents) = reasons.entry(carried.reason).or_default();
            *count += 1;
            *cents += carried.cents;
        }
        reasons
    }

    /// The hash over all payments. A freeze of exactly this plan ends with the same hash.
    #[must_use]
    pub fn hash(&self) -> String {
        hash(&self.items)
    }
}

/// The hash over all items that a period has.
pub(crate) async fn batch_hash(
    connection: &mut db::Connection,
    period: &str,
) -> Result<String, Error> {
    Ok(hash(&item::of_period(connection, period).await?))
}

/// The hash over items in their order.
pub(super) fn hash(items: &[Item]) -> String {
    let lines: String = items.iter().map(Item::line).collect();
    sha256_hex(lines.as_bytes())
}

/// Makes the plan of a period.
///
/// # Errors
/// `Database`.
pub async fn plan(
    connection: &mut db::Connection,
    period: &Period,
    units: &[Unit],
) -> Result<Plan, Failure> {
    let mut plan = Plan {
        items: item::of_period(connection, &period.name()).await?,
        carried: item::carried_in(connection, &period.name()).await?,
    };
    if !matches!(period.state, State::Frozen(_)) {
        let mut after = String::new();
        loop {
            let page = page(connection, period, units, &after).await?;
            plan.items.extend(page.items);
            plan.carried.extend(page.carried);
            match page.last {
                Some(last) => after = last,
                None => break,
            }
        }
    }
    item::sort(&mut plan.items);
    plan.carried.sort_by(|a, b| a.member.cmp(&b.member));
    Ok(plan)
}
