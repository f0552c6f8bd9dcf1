//! Stand-down: whoever referred the shopper first keeps the credit. Doubt means silence.
//!
//! The inputs are a closed type on purpose: there is no slot for identity, account age, balance, login or a server's
//! answer, so no decision can depend on them.

use crate::host::Host;
use crate::json;
use crate::policy::{Evidence, Policies};
use crate::retailer::Retailer;
use url::Url;

const MINUTE: i64 = 60_000;
/// A record lasts at least this long after the last evidence.
const INACTIVITY: i64 = 60 * MINUTE;
/// An own click explains what it caused for this long.
const OWN_CLICK: i64 = 30 * MINUTE;

/// Where the shopper came from, as far as the landing page shows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Referrer {
    /// Typed, bookmarked, or hidden by policy.
    Direct,
    /// A page of the same retailer.
    Internal,
    /// A search engine.
    Search,
    /// Any other page.
    Other,
}

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
    found.extend(policies.cookie_evidence(cookies));
    if has_unreadable_hop {
        found.push(Evidence::doubt("unreadableHop"));
    }
    if is_degraded && referrer == Referrer::Other {
        found.push(Evidence::doubt("unseenReferral"));
    }
    let own = own.filter(|o| (o.at..o.at + OWN_CLICK).contains(&now));
    found.retain(|e| !own.is_some_and(|o| o.explains(e)));
    found
}

impl OwnClick {
    /// Is this evidence ours: the same network, with exactly our reference as its value?
    #[must_use]
    pub fn explains(&self, evidence: &Evidence) -> bool {
        let is_our_value = evidence.value.as_deref() == Some(self.click_ref.as_str());
        is_our_value && evidence.network == self.network
    }
}

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
    /// Browser session of the last evidence.
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
        if !entry.networks.contains(&evidence.network) {
            entry.networks.push(evidence.network.clone());
        }
        entry.started = entry.started.min(now);
        entry.last = entry.last.max(now);
        entry.session = entry.session.max(session);
    }

    /// Must we still be silent? For the rest of the session, 60 minutes after the last evidence, and each network's own
    /// minimum: the longest wins. A clock set back keeps the silence.
    #[must_use]
    pub fn is_active(&self, policies: &Policies, session: u64, now: i64) -> bool {
        self.session == session || now < self.ends(policies)
    }

    /// When it ends at the earliest, milliseconds; the session may keep it longer.
    #[must_use]
    pub fn ends(&self, policies: &Policies) -> i64 {
        let floors = self
            .networks
            .iter()
            .map(|id| policies.network(id).map_or(90, |n| n.floor_minutes));
        let floor = floors.max().unwrap_or(90) * MINUTE;
        (self.started + floor).max(self.last + INACTIVITY)
    }
}

/// The class of a referrer for an arrival at `retailer`.
#[must_use]
pub fn classify_referrer(referrer: &str, retailer: &Retailer) -> Referrer {
    if referrer.is_empty() {
        return Referrer::Direct;
    }
    let Some(host) = Url::parse(referrer).ok().as_ref().and_then(Host::of_url) else {
        return Referrer::Other;
    };
    if retailer.hosts.iter().any(|h| host.is_under(h)) {
        Referrer::Internal
    } else if is_search_engine(&host) {
        Referrer::Search
    } else {
        Referrer::Other
    }
}

/// Well-known search engines: arriving from one is nobody's referral.
#[must_use]
pub fn is_search_engine(host: &Host) -> bool {
    const NAMES: [&str; 8] = [
        "google",
        "bing",
        "duckduckgo",
        "yahoo",
        "ecosia",
        "startpage",
        "qwant",
        "kagi",
    ];
    let is_brave = host.as_str() == "search.brave.com";
    // `google.com`, `www.google.co.uk`, `us.search.yahoo.com`: the name stands right before a public ending.
    let mut labels: Vec<&str> = host.as_str().rsplit('.').collect();
    labels.truncate(3);
    let is_known = match labels.as_slice() {
        [_, second, third] if matches!(*second, "co" | "com") => NAMES.contains(third),
        [_, second, ..] => NAMES.contains(second),
        _ => false,
    };
    is_brave || is_known
}
