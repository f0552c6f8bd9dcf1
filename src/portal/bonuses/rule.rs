//! When a bonus is earned: enough was bought within the window. Pure, and the same in any order of reports.

use crate::ledger::earning::{Standing, State};
use std::collections::BTreeMap;

/// A purchase that was not declined.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Purchase {
    /// The click: all lines of one trip are one purchase.
    pub(super) trip: String,
    pub(super) at_ms: i64,
    pub(super) sale: i64,
    pub(super) is_confirmed: bool,
}

/// How far the purchases lead.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Reached {
    pub(super) state: State,
    /// When the purchase was made that was enough.
    pub(super) at_ms: Option<i64>,
}

impl Reached {
    /// Where a bonus of that amount stands.
    pub(super) const fn standing(&self, amount: i64) -> Standing {
        let base = match self.state {
            State::Pending | State::Confirmed => amount,
            _ => 0,
        };
        Standing {
            state: self.state,
            base,
            ..Standing::NONE
        }
    }
}

/// Is it enough, with what is pending or even without? `one_trip`: a single trip must be enough; otherwise all count
/// together. Not enough is as if nothing had happened: it may still become enough.
pub(super) fn reached(one_trip: bool, spend: i64, purchases: &[Purchase]) -> Reached {
    let certain: Vec<&Purchase> = purchases.iter().filter(|p| p.is_confirmed).collect();
    let all: Vec<&Purchase> = purchases.iter().collect();
    let at_ms = moment(one_trip, spend, all);
    let state = match (moment(one_trip, spend, certain), at_ms) {
        (Some(_), _) => State::Confirmed,
        (None, Some(_)) => State::Pending,
        (None, None) => State::Processing,
    };
    Reached { state, at_ms }
}

/// The moment at which the spend was reached.
fn moment(one_trip: bool, spend: i64, mut purchases: Vec<&Purchase>) -> Option<i64> {
    purchases.sort_by(|a, b| (a.at_ms, &a.trip).cmp(&(b.at_ms, &b.trip)));
    let mut sums: BTreeMap<&str, i64> = BTreeMap::new();
    purchases.iter().find_map(|purchase| {
        let together = if one_trip { purchase.trip.as_str() } else { "" };
        let sum = sums.entry(together).or_default();
        *sum = sum.saturating_add(purchase.sale);
        (purchase.sale > 0 && *sum >= spend).then_some(purchase.at_ms)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bought(trip: &str, at_ms: i64, sale: i64, is_confirmed: bool) -> Purchase {
        let trip = trip.to_owned();
        Purchase {
            trip,
            at_ms,
            sale,
            is_confirmed,
        }
    }

    #[test]
    fn the_spend_is_reached_to_the_cent() {
        for (sale, state) in [
            (2_499, State::Processing),
            (2_500, State::Pending),
            (i64::MAX, State::Pending),
        ] {
            let all = [bought("a", 1, sale, false)];
            assert_eq!(reached(true, 2_500, &all).state, state, "{sale}");
        }
        assert_eq!(reached(false, 2_500, &[]).state, State::Processing);
    }

    #[test]
    fn a_referral_adds_trips_up_and_a_welcome_does_not() {
        let two = [bought("a", 1, 3_000, true), bought("b", 2, 2_000, true)];
        let both = reached(false, 5_000, &two);
        assert_eq!((both.state, both.at_ms), (State::Confirmed, Some(2)));
        assert_eq!(reached(true, 5_000, &two).state, State::Processing);
        let lines = [bought("a", 1, 3_000, true), bought("a", 1, 2_000, true)];
        assert_eq!(reached(true, 5_000, &lines).state, State::Confirmed);
    }

    #[test]
    fn what_is_certain_must_be_enough_for_certainty() {
        let half = [bought("a", 1, 3_000, true), bought("b", 2, 2_000, false)];
        assert_eq!(reached(false, 5_000, &half).state, State::Pending);
        assert_eq!(reached(false, 3_000, &half).state, State::Confirmed);
    }

    #[test]
    fn only_an_earned_bonus_has_an_amount() {
        let none = reached(true, 1, &[]);
        assert_eq!(none.standing(5_000), Standing::NONE);
        let some = reached(true, 1, &[bought("a", 1, 1, true)]);
        assert_eq!(some.standing(5_000).base, 5_000);
    }

    #[test]
    fn a_campaign_without_a_minimum_still_needs_a_purchase() {
        assert_eq!(
            reached(true, 0, &[bought("a", 1, 0, true)]).state,
            State::Processing
        );
        assert_eq!(
            reached(true, 0, &[bought("a", 1, 1, true)]).state,
            State::Confirmed
        );
    }
}
