//! Stand-down: whoever referred the shopper first keeps the credit. Doubt means silence.
//!
//! The inputs are a closed type on purpose: there is no slot for identity, account age, balance, login or a server's
//! answer, so no decision can depend on them.

mod journey;
mod record;
mod referrer;
mod session;
mod silence;

pub use journey::Journey;
pub use record::Record;
pub use referrer::{Referrer, classify_referrer, is_search_engine};
pub use session::Session;
pub use silence::Silence;

use crate::host::Host;
use crate::policy::{Evidence, Policies};
use url::Url;

const MINUTE: i64 = 60_000;
/// Shopping is over after this long without a sign of it: a record and a session last no shorter.
const INACTIVITY: i64 = 60 * MINUTE;
/// An own click explains what it caused for this long.
const OWN_CLICK: i64 = 30 * MINUTE;

/// Everything that a decision may know of one arrival at a store.
#[derive(Debug)]
pub struct Signals<'a> {
    /// Addresses that the main frame requested on the way, in order.
    pub hops: &'a [Url],
    /// Evidence that hops before those gave, noted when they were seen.
    pub on_the_way: &'a [Evidence],
    /// Some hop could not be read.
    pub has_unreadable_hop: bool,
    /// The address that was reached.
    pub landed: &'a Url,
    /// Names of the store's own cookies, where the permission exists.
    pub cookies: &'a [String],
    /// Class of the referrer.
    pub referrer: Referrer,
    /// Without site access hops cannot be seen; the evidence is incomplete.
    pub is_degraded: bool,
}

/// Our own click-out that may explain a network's parameter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnClick {
    /// Network of the click-out.
    pub network: String,
    /// The reference that the network carries for us; exact.
    pub click_ref: String,
    /// When the shopper clicked, milliseconds.
    pub at: i64,
}

/// Foreign evidence on this arrival. An own click explains exactly its own value of its own network, for 30 minutes,
/// and never another network's evidence.
#[must_use]
pub fn foreign_evidence(
    policies: &Policies,
    signals: &Signals<'_>,
    own: Option<&OwnClick>,
    now: i64,
) -> Vec<Evidence> {
    let Signals {
        hops,
        on_the_way,
        has_unreadable_hop,
        landed,
        cookies,
        referrer,
        is_degraded,
    } = *signals;
    let mut found = on_the_way.to_vec();
    found.extend(hops.iter().flat_map(|h| policies.hop_evidence(h)));
    found.extend(policies.param_evidence(landed));
    let host = Host::of_url(landed);
    found.extend(policies.cookie_evidence(host.as_ref(), cookies));
    if has_unreadable_hop {
        found.push(Evidence::doubt("unreadableHop"));
    }
    if referrer == Referrer::Other {
        found.extend(host.as_ref().and_then(|h| policies.referrer_evidence(h)));
        if is_degraded {
            found.push(Evidence::doubt("unseenReferral"));
        }
    }
    let own = own.filter(|o| o.counts_at(now));
    found.retain(|e| !own.is_some_and(|o| o.explains(e)));
    found
}

impl OwnClick {
    /// Is it recent enough to explain anything?
    #[must_use]
    pub fn counts_at(&self, now: i64) -> bool {
        (self.at..self.at + OWN_CLICK).contains(&now)
    }

    /// Is this evidence ours: the same network, with exactly our reference as its value?
    #[must_use]
    pub fn explains(&self, evidence: &Evidence) -> bool {
        evidence.network == self.network && evidence.carries(&self.click_ref)
    }
}
