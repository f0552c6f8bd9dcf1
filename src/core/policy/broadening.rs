//! A newer rule file may see more and wait longer. It may never see less: whoever can sign an update must not be able
//! to buy back what someone else's referral is owed.
//!
//! Every struct is taken apart without `..`, so that a new field does not compile until it is compared here.

use super::pattern::Mode;
use super::{Network, Policies, Rules, Source};
use crate::host::Host;

/// How an update would have made us stand down less. `what` is a network's or a rule's id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Narrowing {
    /// Not a rule file of this format.
    Unreadable,
    /// A rule is gone, or sees less.
    Rule {
        /// Its id.
        what: String,
    },
    /// A minimum is shorter.
    Floor {
        /// Whose.
        what: String,
    },
    /// The shopper's own act may now take over.
    Switch {
        /// Whose.
        what: String,
    },
    /// A store that was closed to us is open, or may be prompted at more often.
    Store {
        /// Whose.
        what: String,
    },
}

impl Narrowing {
    /// A stable `area.reason` code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Unreadable => "policy.bad",
            Self::Rule { .. } => "policy.removesRule",
            Self::Floor { .. } => "policy.shortensFloor",
            Self::Switch { .. } => "policy.allowsSwitch",
            Self::Store { .. } => "policy.opensStore",
        }
    }
}

impl core::fmt::Display for Narrowing {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        match self {
            Self::Unreadable => f.write_str(self.code()),
            Self::Rule { what }
            | Self::Floor { what }
            | Self::Switch { what }
            | Self::Store { what } => {
                write!(f, "{}: {what}", self.code())
            }
        }
    }
}

impl Policies {
    /// The rules after an update, which is a whole file.
    ///
    /// # Errors
    /// What the update would narrow, by name; the installed rules then stay.
    pub fn broadened_by(&self, update: &str) -> Result<Self, Narrowing> {
        let update = Self::parse(update).map_err(|_| Narrowing::Unreadable)?;
        self.is_within(&update).map(|()| update)
    }

    /// Does the other see everything that this sees?
    fn is_within(&self, update: &Self) -> Result<(), Narrowing> {
        let Self {
            v: _,
            sources: _,
            networks,
            hash: _,
        } = self;
        let Self {
            v: _,
            sources,
            networks: updated,
            hash: _,
        } = update;
        // That every rule still has a source was checked on reading; a source must say something, too.
        if sources
            .iter()
            .any(|Source { key: _, url, date }| url.is_empty() || date.is_empty())
        {
            return Err(Narrowing::Unreadable);
        }
        for network in networks {
            let other = updated.iter().find(|u| u.id == network.id);
            let gone = || Narrowing::Rule {
                what: network.id.clone(),
            };
            network.is_within(other.ok_or_else(gone)?)?;
        }
        Ok(())
    }
}

impl Network {
    fn is_within(&self, update: &Self) -> Result<(), Narrowing> {
        let Self {
            id,
            name: _,
            floor_minutes,
            may_switch,
            never,
            prompts,
            on,
            rules,
        } = self;
        let Self {
            id: _,
            name: _,
            floor_minutes: new_floor,
            may_switch: now_may_switch,
            never: still_never,
            prompts: new_prompts,
            on: now_on,
            rules: new_rules,
        } = update;
        let what = || id.clone();
        if new_floor < floor_minutes {
            return Err(Narrowing::Floor { what: what() });
        }
        if *now_may_switch && !may_switch {
            return Err(Narrowing::Switch { what: what() });
        }
        let is_looser = match (prompts, new_prompts) {
            (None, _) => false,
            (Some(_), None) => true,
            (Some(old), Some(new)) => new > old,
        };
        // Where a programme's rules count everywhere, or at all of its stores so far, they must go on to.
        let keeps_stores = if on.is_empty() {
            now_on.is_empty()
        } else {
            let is_kept = |host: &Host| now_on.iter().any(|now| host.is_under(now));
            let counts_everywhere = now_on.is_empty() && !never && prompts.is_none();
            counts_everywhere || on.iter().all(is_kept)
        };
        if is_looser || *never && !still_never || !keeps_stores {
            return Err(Narrowing::Store { what: what() });
        }
        rules
            .iter()
            .try_for_each(|old| old.is_within(id, new_rules))
    }
}

impl Rules {
    /// Each rule for itself must be found again somewhere, with no less of a minimum and no more exceptions.
    fn is_within(&self, network: &str, update: &[Self]) -> Result<(), Narrowing> {
        let Self {
            from: _,
            confidence,
            note: _,
            floor,
            params,
            except,
            hosts,
            cookies,
        } = self;
        let waits = |new: &Self| new.floor.unwrap_or(0) >= floor.unwrap_or(0);
        let excepts_no_more = |new: &&Self| new.except.iter().all(|n| except.contains(n));
        // What is weak is not asked at another network's own address.
        let is_as_strong = |new: &&Self| new.confidence != "C" || confidence == "C";
        let gone = |id: String| Narrowing::Rule { what: id };
        let mut ids = self.ids(network);
        let mut check = |seen_by: &dyn Fn(&&Self) -> bool| {
            let id = ids.next().unwrap_or_default();
            let seen = update.iter().filter(is_as_strong).filter(seen_by);
            let mut seen = seen.peekable();
            if seen.peek().is_none() {
                return Err(gone(id));
            }
            if seen.any(waits) {
                Ok(())
            } else {
                Err(Narrowing::Floor { what: id })
            }
        };
        for old in params {
            check(&|new| excepts_no_more(new) && new.params.iter().any(|n| old.is_within(n)))?;
        }
        for old in hosts {
            check(&|new| new.hosts.iter().any(|n| old.is_within(n)))?;
        }
        for old in cookies {
            check(&|new| new.cookies.iter().any(|n| old.is_within(n, Mode::Exact)))?;
        }
        Ok(())
    }
}
