//! The normal form in which every network's orders arrive. What a set of revisions amounts to, and what it earns, is
//! below; all of it is pure.

pub(crate) mod fold;
pub(crate) mod reward;

pub(crate) use fold::fold;
pub(crate) use reward::{amount_on, reward_on, unpayable_currency};

use crate::ledger::earnings;
use pointback_core::hash::sha256_hex;
use serde::{Deserialize, Serialize};

/// Largest amount that is believed without a person looking at it: one million in minor units of two places.
const MOST_MINOR: i64 = 100_000_000;
/// A revision from further ahead than clocks and time zones differ would outlive every later one.
const MOST_AHEAD_MS: i64 = 2 * DAY_MS;
const DAY_MS: i64 = 24 * 60 * 60 * 1_000;
/// Longest number, reference or category.
pub(crate) const LONGEST_TEXT: usize = 200;

/// One revision of one line of an order, as a network reports it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// Which network.
    pub network: String,
    /// The network's own number for the order line.
    pub ext_id: String,
    /// Which click, or which linked card, led to it.
    pub click_ref: String,
    /// When the purchase was made, milliseconds.
    pub event_at: i64,
    /// The network says only the day of the purchase; then `event_at` is the midnight with which that day begins there.
    #[serde(default, skip_serializing_if = "is_false")]
    pub is_day: bool,
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
    /// Which of the line's records this revises, for networks that correct a line by filing another record with
    /// negative amounts; empty for all others.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub record: String,
    /// The category of what was bought, as the rate's tiers call it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub category: Option<String>,
    /// The in-store or dining offer that a card purchase was for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub offer: Option<String>,
    /// The store's own order number, hashed under the portal's key: enough to recognise it in a claim.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub order_hash: Option<String>,
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

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde hands over what it asks about by reference"
)]
const fn is_false(value: &bool) -> bool {
    !*value
}

impl Report {
    /// The name of this very revision. That it says no time is left out: it says no more of the order than the midnight, and
    /// revisions that were kept or given up before that was known keep their names.
    pub(crate) fn rev(&self) -> Result<String, serde_json::Error> {
        if self.is_day {
            let is_day = false;
            return Self {
                is_day,
                ..self.clone()
            }
            .rev();
        }
        Ok(sha256_hex(&serde_json::to_vec(self)?))
    }

    /// The last moment at which the purchase can have been made, milliseconds.
    pub(crate) const fn latest_event_at(&self) -> i64 {
        if self.is_day {
            self.event_at.saturating_add(DAY_MS - 1)
        } else {
            self.event_at
        }
    }

    /// Does it take something away from the line's other records?
    pub(crate) const fn is_correction(&self) -> bool {
        self.sale_minor < 0 || self.commission_minor < 0
    }

    /// Does it only take away, and leave it to its line to say which card offer that was for? It moves nothing by itself.
    pub(crate) fn follows_its_line(&self) -> bool {
        self.offer.is_none() && (self.is_correction() || self.status == Status::Declined)
    }

    /// Why a person must look at this before any money moves, if so.
    pub(crate) fn doubt(&self, now_ms: i64) -> Option<&'static str> {
        let least = if self.record.is_empty() {
            0
        } else {
            -MOST_MINOR
        };
        let is_sane = |minor: i64| (least..=MOST_MINOR).contains(&minor);
        let is_past = |at: i64| (0..=now_ms.saturating_add(MOST_AHEAD_MS)).contains(&at);
        let texts = [&self.network, &self.ext_id, &self.click_ref, &self.record];
        // The number of an earning is made of network and order: a slash in the first would let two orders meet.
        let is_ours = self.network == earnings::OURS;
        if is_ours
            || self.network.contains('/')
            || texts.iter().any(|text| text.len() > LONGEST_TEXT)
        {
            Some("name")
        } else if self.currency != "USD" {
            Some("currency")
        } else if !is_sane(self.sale_minor) || !is_sane(self.commission_minor) {
            Some("amount")
        } else if !is_past(self.event_at) || !is_past(self.updated_at) {
            Some("time")
        } else {
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A report with nothing strange about it.
    pub(super) fn report(updated_at: i64, status: Status) -> Report {
        Report {
            network: "sim".into(),
            ext_id: "1".into(),
            click_ref: "r".into(),
            event_at: 0,
            is_day: false,
            updated_at,
            seq: 0,
            sale_minor: 10_000,
            currency: "USD".into(),
            commission_minor: 2_000,
            status,
            record: String::new(),
            category: None,
            offer: None,
            order_hash: None,
        }
    }

    #[test]
    fn strange_reports_need_a_person() {
        let plain = || report(0, Status::Pending);
        let amount = |sale_minor| Report {
            sale_minor,
            ..plain()
        };
        let currency = "EUR".to_owned();
        let record = "c-1".to_owned();
        for (report, doubt) in [
            (plain(), None),
            (amount(-1), Some("amount")),
            (amount(i64::MAX), Some("amount")),
            (amount(i64::MIN), Some("amount")),
            (
                Report {
                    record,
                    ..amount(-1)
                },
                None,
            ),
            (
                Report {
                    currency,
                    ..plain()
                },
                Some("currency"),
            ),
            (report(MOST_AHEAD_MS, Status::Pending), None),
            (report(MOST_AHEAD_MS + 1, Status::Pending), Some("time")),
            (report(-1, Status::Pending), Some("time")),
            (
                Report {
                    network: "a/b".into(),
                    ..plain()
                },
                Some("name"),
            ),
            (
                Report {
                    network: "portal".into(),
                    ..plain()
                },
                Some("name"),
            ),
            (
                Report {
                    ext_id: "1".repeat(201),
                    ..plain()
                },
                Some("name"),
            ),
        ] {
            assert_eq!(report.doubt(0), doubt, "{report:?}");
        }
    }

    #[test]
    fn what_a_network_does_not_say_leaves_the_name_of_a_revision_alone() {
        let text = serde_json::to_string(&report(1, Status::Pending)).unwrap();
        for field in ["is_day", "record", "category", "offer", "order_hash"] {
            assert!(!text.contains(field), "{text}");
        }
        let read: Report = serde_json::from_str(&text).unwrap();
        assert_eq!(read, report(1, Status::Pending));
        let day = Report {
            is_day: true,
            ..read.clone()
        };
        assert_eq!(day.rev().unwrap(), read.rev().unwrap());
        let span = [&read, &day].map(Report::latest_event_at);
        assert_eq!(span, [0, DAY_MS - 1]);
        let text = serde_json::to_string(&day).unwrap();
        assert_eq!(serde_json::from_str::<Report>(&text).unwrap(), day);
    }
}
