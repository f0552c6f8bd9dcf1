//! What is remembered of a referral, by retailer and browser profile, never by tab. It only ever grows.

use super::{INACTIVITY, MINUTE, Session};
use crate::host::Host;
use crate::json;
use crate::policy::{Evidence, Policies};

/// Where the end of a session was not seen, no minimum is shorter.
const UNOBSERVED: i64 = 90;

/// That someone else referred the shopper to a retailer. Only ever grows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// Networks seen, first first.
    pub networks: Vec<String>,
    /// The rule that fired first.
    pub rule: String,
    /// First evidence, milliseconds.
    pub started: i64,
    /// Last evidence, milliseconds.
    pub last: i64,
    /// Number of the session of the last evidence.
    pub session: u64,
}

json::object!(Record {
    networks,
    rule,
    started,
    last,
    session
});

impl Record {
    /// Adds evidence to a record, or begins one. Nothing in it is ever shortened.
    pub fn add(record: &mut Option<Self>, evidence: &Evidence, session: u64, now: i64) {
        let entry = record.get_or_insert_with(|| Self {
            networks: Vec::new(),
            rule: evidence.rule.clone(),
            started: now,
            last: now,
            session,
        });
        for network in core::iter::once(&evidence.network).chain(&evidence.others) {
            if !entry.networks.contains(network) {
                entry.networks.push(network.clone());
            }
        }
        entry.started = entry.started.min(now);
        entry.last = entry.last.max(now);
        entry.session = entry.session.max(session);
    }

    /// Must we still be silent? For the rest of the session, 60 minutes after the last evidence, and each network's own
    /// minimum: the longest wins. A clock set back keeps the silence.
    #[must_use]
    pub fn is_active(&self, policies: &Policies, session: &Session, now: i64) -> bool {
        self.session == session.number || now < self.ends(policies, session)
    }

    /// When it ends at the earliest, milliseconds; the session may keep it longer.
    #[must_use]
    pub fn ends(&self, policies: &Policies, session: &Session) -> i64 {
        let least = if session.is_over(self.session) {
            UNOBSERVED
        } else {
            0
        };
        let floors = self.networks.iter();
        let floors = floors.map(|id| policies.floor_minutes(id, &self.rule));
        let floor = floors.max().unwrap_or(UNOBSERVED).max(least) * MINUTE;
        (self.started.saturating_add(floor)).max(self.last.saturating_add(INACTIVITY))
    }

    /// What was seen first, as evidence.
    #[must_use]
    pub fn evidence(&self) -> Evidence {
        let network = self.networks.first().cloned().unwrap_or_default();
        Evidence::met(network, self.rule.clone())
    }

    /// May the shopper's own act take the credit over, from the popup that they opened? Only where every network that
    /// has it says so in writing, and never at a store that is closed to software like ours.
    #[must_use]
    pub fn may_switch(&self, policies: &Policies, store: &Host) -> bool {
        let says_so = |id: &String| policies.network(id).is_some_and(|n| n.may_switch);
        !self.networks.is_empty() && self.networks.iter().all(says_so) && !policies.is_never(store)
    }
}
