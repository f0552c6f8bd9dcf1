//! Receipts: what we did about someone else's referral, and about our own clicks, in a chain of hashes that stays on the
//! device until the shopper exports it. There is no slot for an address or for anything that stood in one.
//!
//! A receipt's hash is the SHA-256 of these lines, joined by line feeds, without one at the end:
//!
//! ```text
//! pointback-receipt-1
//! <n>         running number, from 1
//! <minute>    minutes since 1970, UTC
//! <store>     the portal's number in this browser, a colon, the store's number on that portal's list
//! <network>   network id
//! <rule>      rule id
//! <evidence>  hop | param | cookie | referrer | doubt | click
//! <action>    suppressed | activated | switched
//! <rules>     SHA-256 of the installed rule file
//! <previous>  hash of the receipt before, or 64 zeros
//! ```
//!
//! Changing, removing or inserting a receipt breaks the chain there. Cutting off its end does not: whoever wants to
//! prove that nothing is missing compares the last hash, which `portal verify-receipts` prints.

mod reading;

pub use reading::Broken;

use crate::hash::sha256_hex;
use crate::json::{self, Write};
use crate::policy::{Class, Evidence, Policies};
use crate::store_id::StoreId;

/// How many receipts are kept.
pub const MOST: usize = 200;
const FORMAT: &str = "pointback-receipt-1";
const BEGINNING: &str = "0000000000000000000000000000000000000000000000000000000000000000";
const MINUTE: i64 = 60_000;

/// What we did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Action {
    /// Showed no offer.
    Suppressed,
    /// Took the shopper through their portal, after their click.
    Activated,
    /// Took the credit over by the shopper's own act, where the network's text allows it.
    Switched,
}

json::words!(Action {
    "suppressed" => Suppressed,
    "activated" => Activated,
    "switched" => Switched,
});

/// One thing done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    /// Running number, from 1.
    pub n: u64,
    /// Minutes since 1970, UTC.
    pub minute: i64,
    /// Whose page it was, as the portal lists it.
    pub store: StoreId,
    /// The network that had, or got, the credit.
    pub network: String,
    /// The rule that decided.
    pub rule: String,
    /// What kind of thing was seen.
    pub evidence: Class,
    /// What we did.
    pub action: Action,
    /// SHA-256 of the rules that were installed.
    pub rules: String,
    /// Hash of the receipt before.
    pub previous: String,
    /// Hash of this one.
    pub hash: String,
}

json::object!(Receipt {
    n,
    minute,
    store,
    network,
    rule,
    evidence,
    action,
    rules,
    previous,
    hash,
});

/// Stands first once older receipts were dropped: how many, and the hash of the last of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Truncated {
    /// How many are gone.
    pub truncated: u64,
    /// What the first receipt that is left names as the one before.
    pub hash: String,
}

json::object!(Truncated { truncated, hash });

/// The log.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Receipts {
    /// What is no longer there.
    pub truncated: Option<Truncated>,
    /// What is, oldest first.
    pub list: Vec<Receipt>,
}

json::object!(Receipts { list } optional { truncated });

/// What is to be noted, without when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deed {
    /// Whose page it was.
    pub store: StoreId,
    /// The network that had, or got, the credit.
    pub network: String,
    /// The rule that decided.
    pub rule: String,
    /// What we did.
    pub action: Action,
}

impl Deed {
    /// We stood down for this.
    #[must_use]
    pub fn suppressed(store: StoreId, evidence: &Evidence) -> Self {
        Self {
            store,
            network: evidence.network.clone(),
            rule: evidence.rule.clone(),
            action: Action::Suppressed,
        }
    }

    /// The shopper took over what someone else had the credit for.
    #[must_use]
    pub fn switched(store: StoreId, evidence: &Evidence) -> Self {
        Self {
            action: Action::Switched,
            ..Self::suppressed(store, evidence)
        }
    }

    /// The shopper clicked, and nobody had the credit.
    #[must_use]
    pub fn activated(store: StoreId, network: &str) -> Self {
        Self {
            store,
            network: network.to_owned(),
            rule: format!("{network}.click.own"),
            action: Action::Activated,
        }
    }
}

impl Receipts {
    /// Notes a deed at `now` milliseconds, and says whether it was new: the same within the same minute is one receipt.
    /// Beyond `MOST`, the oldest are dropped, and the log says so.
    pub fn append(&mut self, deed: Deed, policies: &Policies, now: i64) -> bool {
        let Deed {
            store,
            network,
            rule,
            action,
        } = deed;
        let last = self.list.last();
        let mut receipt = Receipt {
            n: last.map_or(0, |l| l.n) + 1,
            minute: now.div_euclid(MINUTE),
            store,
            network,
            evidence: Class::of_rule(&rule),
            rule,
            action,
            rules: policies.hash().to_owned(),
            previous: last.map_or_else(|| BEGINNING.to_owned(), |l| l.hash.clone()),
            hash: String::new(),
        };
        if last.is_some_and(|l| l.is_repeated_by(&receipt)) {
            return false;
        }
        receipt.hash = receipt.computed_hash();
        self.list.push(receipt);
        while self.list.len() > MOST {
            let oldest = self.list.remove(0);
            self.truncated = Some(Truncated {
                truncated: oldest.n,
                hash: oldest.hash,
            });
        }
        true
    }

    /// The log as JSON lines, oldest first.
    #[must_use]
    pub fn export(&self) -> String {
        let first = self.truncated.iter().map(|t| t.write().to_text());
        let lines = first.chain(self.list.iter().map(|r| r.write().to_text()));
        lines.map(|line| line + "\n").collect()
    }

    /// Hash of the newest receipt: names the whole log.
    #[must_use]
    pub fn head(&self) -> Option<&str> {
        self.list.last().map(|r| r.hash.as_str())
    }
}

impl Receipt {
    fn is_repeated_by(&self, next: &Self) -> bool {
        let key = |r: &Self| (r.minute, r.store, r.action);
        key(self) == key(next)
            && (&self.network, &self.rule, &self.rules) == (&next.network, &next.rule, &next.rules)
    }

    fn computed_hash(&self) -> String {
        let Self {
            n,
            minute,
            store,
            network,
            rule,
            evidence,
            action,
            rules,
            previous,
            hash: _,
        } = self;
        let (evidence, action) = (evidence.word(), action.word());
        let lines = format!(
            "{FORMAT}\n{n}\n{minute}\n{store}\n{network}\n{rule}\n{evidence}\n{action}\n{rules}\n{previous}"
        );
        sha256_hex(lines.as_bytes())
    }
}

impl Action {
    const fn word(self) -> &'static str {
        match self {
            Self::Suppressed => "suppressed",
            Self::Activated => "activated",
            Self::Switched => "switched",
        }
    }
}

#[cfg(test)]
mod tests;
