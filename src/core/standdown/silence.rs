//! A stand-down as the shopper may read it: who has the credit, by what sign, until when, and whether they may change
//! that themselves.

use super::{Record, Session};
use crate::host::Host;
use crate::json;
use crate::policy::{Class, Policies};

/// Why we are silent at a store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Silence {
    /// Who has the credit, by name, first first.
    pub by: Vec<String>,
    /// The rule that fired first.
    pub rule: String,
    /// What kind of thing was seen.
    pub evidence: Class,
    /// When it is over at the earliest, milliseconds.
    pub until: i64,
    /// Does the session keep it for longer than that?
    pub for_session: bool,
    /// May the shopper's own act take the credit over?
    pub may_switch: bool,
}

json::written!(Silence {
    by,
    rule,
    evidence,
    until,
    for_session,
    may_switch,
});

impl Silence {
    /// What a record means for `store` now; nothing once it is over.
    #[must_use]
    pub fn of(
        record: &Record,
        policies: &Policies,
        store: &Host,
        session: &Session,
        now: i64,
    ) -> Option<Self> {
        if !record.is_active(policies, session, now) {
            return None;
        }
        let name = |id: &String| policies.name_of(id);
        Some(Self {
            by: record.networks.iter().map(name).collect(),
            rule: record.rule.clone(),
            evidence: Class::of_rule(&record.rule),
            until: record.ends(policies, session),
            for_session: record.session == session.number,
            may_switch: record.may_switch(policies, store),
        })
    }
}
