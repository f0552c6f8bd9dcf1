//! The normal form in which every network's orders arrive, and what a set of revisions amounts to. Pure: any order of
//! arrival and any repetition gives the same result.

use crate::{clicks::Terms, ledger::earning::State};
use pointback_core::{
    hash::sha256_hex,
    money::{BasisPoints, reward},
    rate::{Headline, Rate},
};
use serde::{Deserialize, Serialize};

/// Largest amount that is believed without a person looking at it: one million in minor units of two places.
const MOST_MINOR: i64 = 100_000_000;

/// One revision of one order, as a network reports it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// Which network.
    pub network: String,
    /// The network's own number for the order.
    pub ext_id: String,
    /// Which click led to it.
    pub click_ref: String,
    /// When the purchase was made, milliseconds.
    pub event_at: i64,
    /// When the network changed it last, milliseconds.
    pub updated_at: i64,
    /// Rises with every change, for networks that count them; breaks ties of `updated_at`.
    #[serde(default)]
    pub seq: i64,
    /// What was bought, minor units.
    pub sale_minor: i64,
    /// ISO 4217 code.
    pub currency: String,
    /// What the network pays the portal, minor units.
    pub commission_minor: i64,
    /// How certain it is.
    pub status: Status,
}

/// How certain an order is, whatever the network calls it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// May still change.
    Pending,
    /// Certain.
    Confirmed,
    /// Refused, returned or cancelled.
    Declined,
}

impl Report {
    /// The name of this very revision.
    pub(crate) fn rev(&self) -> Result<String, serde_json::Error> {
        Ok(sha256_hex(&serde_json::to_vec(self)?))
    }

    /// Why a person must look at this before any money moves, if so.
    pub(crate) fn doubt(&self) -> Option<&'static str> {
        let sane = |minor: i64| (0..=MOST_MINOR).contains(&minor);
        if self.currency != "USD" {
            Some("currency")
        } else if !sane(self.sale_minor) || !sane(self.commission_minor) {
            Some("amount")
        } else {
            None
        }
    }
}

/// What all revisions of one order amount to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Folded {
    pub(crate) state: State,
    pub(crate) newest: Report,
}

/// Folds the revisions of one order; `None` when there are none.
pub(crate) fn fold(mut revisions: Vec<Report>) -> Option<Folded> {
    revisions.sort_by_cached_key(|r| (r.updated_at, r.seq, r.rev().unwrap_or_default()));
    let newest = revisions.pop()?;
    let was_confirmed = revisions.iter().any(|r| r.status == Status::Confirmed);
    let state = match newest.status {
        Status::Pending => State::Pending,
        Status::Confirmed => State::Confirmed,
        Status::Declined if was_confirmed => State::Reversed,
        Status::Declined => State::Ineligible,
    };
    Some(Folded { state, newest })
}

/// A reward in two parts, because only the boost has a cap.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Reward {
    pub(crate) base: i64,
    /// Before the cap.
    pub(crate) boost: i64,
}

/// The reward that was promised on a sale. Each part is rounded down once.
pub(crate) fn reward_on(terms: &Terms, sale_minor: i64) -> Reward {
    let headline = Headline::at(&terms.rate, &[], 0).map(|h| h.rate);
    let raised = terms.boost.as_ref().map(|b| b.v);
    match headline {
        Some(Rate::Percent { v, .. }) => Reward {
            base: reward(sale_minor, v),
            boost: reward(sale_minor, above(raised, v)),
        },
        Some(Rate::Fixed { v, .. }) if sale_minor > 0 => Reward {
            base: i64::from(v),
            boost: 0,
        },
        _ => Reward { base: 0, boost: 0 },
    }
}

fn above(raised: Option<BasisPoints>, base: BasisPoints) -> BasisPoints {
    BasisPoints(raised.map_or(0, |raised| raised.0.saturating_sub(base.0)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use pointback_core::rate::Boost;

    fn report(updated_at: i64, status: Status) -> Report {
        Report {
            network: "sim".into(),
            ext_id: "1".into(),
            click_ref: "r".into(),
            event_at: 0,
            updated_at,
            seq: 0,
            sale_minor: 10_000,
            currency: "USD".into(),
            commission_minor: 2_000,
            status,
        }
    }

    fn state(revisions: &[Report]) -> State {
        fold(revisions.to_vec()).unwrap().state
    }

    #[test]
    fn the_newest_revision_decides_in_any_order() {
        let all = [
            report(1, Status::Pending),
            report(2, Status::Confirmed),
            report(3, Status::Declined),
        ];
        assert_eq!(state(&all[..1]), State::Pending);
        assert_eq!(state(&all[..2]), State::Confirmed);
        assert_eq!(state(&all), State::Reversed);
        let [a, b, c] = all.clone();
        assert_eq!(state(&[c.clone(), a.clone(), b]), State::Reversed);
        assert_eq!(state(&[c, a]), State::Ineligible);
        assert!(fold(Vec::new()).is_none());
    }

    #[test]
    fn revisions_of_one_moment_have_one_order_too() {
        let (a, b) = (report(1, Status::Pending), report(1, Status::Declined));
        let folded = |revisions: [&Report; 2]| fold(revisions.map(Clone::clone).to_vec());
        assert_eq!(folded([&a, &b]), folded([&b, &a]));
        let counted = Report { seq: 1, ..a };
        assert_eq!(folded([&counted, &b]).unwrap().state, State::Pending);
    }

    #[test]
    fn a_boost_pays_on_top_and_each_part_is_rounded_down() {
        let percent = |v| Rate::Percent {
            v: BasisPoints(v),
            u: false,
            l: None,
        };
        let boost = Boost {
            v: BasisPoints(1_500),
            s: 0,
            e: 1,
            cap: None,
        };
        let terms = Terms {
            rate: vec![percent(1_000)],
            boost: Some(boost),
        };
        assert_eq!(
            reward_on(&terms, 10_000),
            Reward {
                base: 1_000,
                boost: 500
            }
        );
        assert_eq!(
            reward_on(&terms, 999),
            Reward {
                base: 99,
                boost: 49
            }
        );
        let plain = Terms {
            rate: vec![percent(250)],
            boost: None,
        };
        assert_eq!(reward_on(&plain, 999), Reward { base: 24, boost: 0 });
    }

    #[test]
    fn a_fixed_rate_pays_once_per_order() {
        let rate = vec![Rate::Fixed {
            v: 2_500,
            c: "USD".into(),
            u: false,
            l: None,
        }];
        let terms = Terms { rate, boost: None };
        assert_eq!(reward_on(&terms, 10_000).base, 2_500);
        assert_eq!(reward_on(&terms, 0).base, 0);
    }

    #[test]
    fn strange_amounts_need_a_person() {
        let with = |sale_minor, currency: &str| {
            let currency = currency.to_owned();
            Report {
                sale_minor,
                currency,
                ..report(0, Status::Pending)
            }
            .doubt()
        };
        assert_eq!(with(10_000, "USD"), None);
        assert_eq!(with(-1, "USD"), Some("amount"));
        assert_eq!(with(i64::MAX, "USD"), Some("amount"));
        assert_eq!(with(10_000, "EUR"), Some("currency"));
    }
}
