//! One arrival at an address: offer, stand down, or nothing, always with a reason. Used by the engine and by
//! `portal explain` alike.

use crate::address::Address;
use crate::host::Host;
use crate::json;
use crate::policy::{Evidence, Policies};
use crate::rate::Headline;
use crate::rate_list::RateList;
use crate::retailer::Retailer;
use crate::standdown::{self, OwnClick, Referrer, Signals};
use url::Url;

/// Why there is no offer although nobody else referred the shopper.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Reason {
    /// Not an http or https address of a public host.
    NotASite,
    /// No retailer on the list covers the address.
    NotListed,
    /// A listed store's host, but not this part of it.
    Excluded,
    /// A partner, but no rate is known today.
    NoRate,
    /// The store's programme does not allow software like this.
    NotThroughExtension,
    /// The list is too old to promise anything.
    ListAsleep,
    /// The shopper asked for silence here.
    Muted,
    /// The shopper asked for silence everywhere.
    MutedEverywhere,
    /// An offer is there.
    Listed,
    /// Someone else referred the shopper.
    Referred,
    /// The shopper has no portal.
    NoPortal,
    /// The list or the rules could not be read.
    Unready,
}

json::words!(Reason {
    "notASite" => NotASite,
    "notListed" => NotListed,
    "excluded" => Excluded,
    "noRate" => NoRate,
    "notThroughExtension" => NotThroughExtension,
    "listAsleep" => ListAsleep,
    "muted" => Muted,
    "mutedEverywhere" => MutedEverywhere,
    "listed" => Listed,
    "referred" => Referred,
    "noPortal" => NoPortal,
    "unready" => Unready,
});

impl Reason {
    /// The shopper's own wish?
    #[must_use]
    pub fn is_muted(self) -> bool {
        matches!(self, Self::Muted | Self::MutedEverywhere)
    }
}

/// What to do about one arrival.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// Show this.
    Offer(Headline),
    /// Be silent: this was seen.
    StandDown(Evidence),
    /// Be silent for another reason.
    Nothing(Reason),
}

/// An arrival as the caller saw it.
#[derive(Debug)]
pub struct Arrival<'a> {
    /// The address reached.
    pub url: &'a Url,
    /// Addresses requested on the way, as text; unreadable ones count as doubt.
    pub hops: &'a [String],
    /// Evidence noted on the way already.
    pub on_the_way: &'a [Evidence],
    /// Names of the store's own cookies.
    pub cookies: &'a [String],
    /// The referrer, empty if none.
    pub referrer: &'a str,
    /// Hosts of the shopper's own portals.
    pub portals: &'a [Host],
    /// Without site access.
    pub is_degraded: bool,
    /// Our own click-out under way, if any.
    pub own: Option<&'a OwnClick>,
    /// Milliseconds.
    pub now: i64,
}

/// Matches and decides. The retailer is named even when the answer is silence, so that silence can be explained.
#[must_use]
pub fn judge<'l>(
    list: &'l RateList,
    policies: &Policies,
    arrival: &Arrival<'_>,
) -> (Option<&'l Retailer>, Verdict) {
    let Some(host) = Host::of_url(arrival.url) else {
        return (None, Verdict::Nothing(Reason::NotASite));
    };
    let Some(retailer) = list.find(arrival.url) else {
        return (None, Verdict::Nothing(Reason::NotListed));
    };
    if policies.is_never(&host) {
        return (
            Some(retailer),
            Verdict::Nothing(Reason::NotThroughExtension),
        );
    }
    let hops: Vec<Url> = arrival
        .hops
        .iter()
        .filter_map(|h| Url::parse(h).ok())
        .collect();
    let signals = Signals {
        has_unreadable_hop: hops.len() < arrival.hops.len(),
        hops: &hops,
        on_the_way: arrival.on_the_way,
        landed: arrival.url,
        cookies: arrival.cookies,
        referrer: referrer(arrival, retailer, &hops),
        is_degraded: arrival.is_degraded,
    };
    let foreign = standdown::foreign_evidence(policies, &signals, arrival.own, arrival.now);
    if let Some(referral) = together(foreign) {
        return (Some(retailer), Verdict::StandDown(referral));
    }
    let verdict = retailer
        .headline_at(arrival.now.div_euclid(1000))
        .map_or(Verdict::Nothing(Reason::NoRate), Verdict::Offer);
    (Some(retailer), verdict)
}

/// Why an address is not covered: its store is on the list, but leaves this host or path out, or no store is.
#[must_use]
pub fn why_unlisted(list: &RateList, url: &Url) -> Reason {
    match Host::of_url(url) {
        None => Reason::NotASite,
        Some(_) if near(list, url).is_some() => Reason::Excluded,
        Some(_) => Reason::NotListed,
    }
}

/// The store at whose host an address lies that is not covered.
#[must_use]
pub fn near<'l>(list: &'l RateList, url: &Url) -> Option<&'l Retailer> {
    let (host, page) = (Host::of_url(url)?, Address::of(url)?);
    let named = host.suffixes().flat_map(|parent| list.of_host(parent));
    named.into_iter().find(|r| !r.covers(page))
}

/// The first evidence stands for all of it, and names whom else it spoke for.
fn together(found: Vec<Evidence>) -> Option<Evidence> {
    let mut found = found.into_iter();
    let mut first = found.next()?;
    for Evidence { network, .. } in found {
        if network != first.network && !first.others.contains(&network) {
            first.others.push(network);
        }
    }
    Some(first)
}

/// A degraded arrival that began at another site's address was referred by it, whatever the page says.
fn referrer(arrival: &Arrival<'_>, retailer: &Retailer, hops: &[Url]) -> Referrer {
    let began_elsewhere = hops
        .iter()
        .any(|hop| standdown::classify_referrer(hop.as_str(), retailer) == Referrer::Other);
    if arrival.is_degraded && began_elsewhere {
        Referrer::Other
    } else {
        standdown::classify_referrer(arrival.referrer, retailer)
            .or_portal(arrival.referrer, arrival.portals)
    }
}

#[cfg(test)]
mod tests;
