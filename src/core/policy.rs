//! Stand-down policies as data: which parameters, redirect hosts and cookie names show that someone else referred the
//! shopper, with the source, date and confidence of each rule.

mod broadening;
mod evidence;
mod installed;
mod origin;
mod param;
mod pattern;
mod place;
mod reading;
mod writing;

pub use broadening::Narrowing;
pub use evidence::{Class, Evidence};
pub use installed::Installed;
pub use origin::Origin;

use crate::{Error, hash::sha256_hex, host::Host, json};
use param::{Pairs, Param};
use pattern::{Mode, Pattern};
use place::Place;
use url::Url;

/// The file that comes with the package.
pub const PACKAGED: &str = include_str!("policies.json");
const VERSION: u32 = 2;
/// Minutes for which evidence of an unknown network counts.
const LONGEST_FLOOR: i64 = 90;

/// The installed rules.
#[derive(Debug, Clone)]
pub struct Policies {
    /// Format version.
    v: u32,
    /// Where rules were read, by a short key.
    sources: Vec<Source>,
    /// Networks, in the order in which evidence is named.
    pub networks: Vec<Network>,
    /// SHA-256 of the file.
    hash: String,
}

/// A document and when it was read or dated.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Source {
    key: String,
    url: String,
    date: String,
}

/// One network's rules.
#[derive(Debug, Clone)]
pub struct Network {
    /// Short name.
    pub id: String,
    /// Name as shown.
    pub name: String,
    /// The network's own minimum, minutes from the first evidence.
    pub floor_minutes: i64,
    /// May the shopper's own act take the credit over? Only where the network's written text says so.
    pub may_switch: bool,
    /// Software like ours may never activate at its stores.
    never: bool,
    /// Most prompts in one shopping journey at its stores, which then must have begun at an approved referrer.
    prompts: Option<u32>,
    /// Its stores, when it is a store's own programme; its parameters and cookies mean nothing elsewhere.
    on: Vec<Host>,
    rules: Vec<Rules>,
}

/// Rules of one network that were read at the same place.
#[derive(Debug, Clone)]
struct Rules {
    /// Key of the source.
    from: String,
    /// A: the rule-maker's own text. B: an implementer's. C: second-hand, or weak.
    confidence: String,
    /// What a reader should know, such as where sources disagree.
    note: Option<String>,
    /// A longer minimum than the network's.
    floor: Option<i64>,
    params: Vec<Param>,
    /// Values with which the parameters mean nothing.
    except: Vec<Pattern>,
    hosts: Vec<Place>,
    cookies: Vec<Pattern>,
}

impl Policies {
    /// The rules that come with the package.
    ///
    /// # Errors
    /// `BadPolicy` when the packaged file is damaged; everything then stands down.
    pub fn packaged() -> Result<Self, Error> {
        Self::parse(PACKAGED)
    }

    /// Reads a policy file.
    ///
    /// # Errors
    /// `BadPolicy` for other versions, bad hosts, hostile patterns, and rules without source, date or confidence.
    pub fn parse(text: &str) -> Result<Self, Error> {
        let mut policies: Self = json::read(text.as_bytes()).ok_or(Error::BadPolicy)?;
        policies.hash = sha256_hex(text.as_bytes());
        if policies.is_sound() {
            Ok(policies)
        } else {
            Err(Error::BadPolicy)
        }
    }

    /// SHA-256 of the installed file: which rules decided.
    #[must_use]
    pub fn hash(&self) -> &str {
        &self.hash
    }

    /// Could a rule of this class be written so? For tools that make rules.
    #[must_use]
    pub fn can_say(class: Class, text: &str) -> bool {
        match class {
            Class::Hop => Place::parse(text).is_some(),
            Class::Param => Param::parse(text).is_some(),
            Class::Cookie => reading::cookie(text).is_some(),
            Class::Referrer | Class::Doubt | Class::Click => false,
        }
    }

    /// May software like ours never activate at this host?
    #[must_use]
    pub fn is_never(&self, host: &Host) -> bool {
        self.networks.iter().any(|n| n.never && n.owns(host))
    }

    /// Most prompts in one shopping journey at this host, where its programme limits them.
    #[must_use]
    pub fn prompts_at(&self, host: &Host) -> Option<u32> {
        let own = self.networks.iter().filter(|n| n.owns(host));
        own.filter_map(|n| n.prompts).min()
    }

    /// A network by id.
    #[must_use]
    pub fn network(&self, id: &str) -> Option<&Network> {
        self.networks.iter().find(|n| n.id == id)
    }

    /// A network's name; its id if it is not known any more.
    #[must_use]
    pub fn name_of(&self, id: &str) -> String {
        let network = self.network(id);
        network.map_or_else(|| id.to_owned(), |n| n.name.clone())
    }

    /// Does a landing through this network carry a parameter of its own?
    #[must_use]
    pub fn marks_landings(&self, network: &str) -> bool {
        let rules = self.network(network).map_or(&[][..], |n| &n.rules);
        rules.iter().any(|r| !r.params.is_empty())
    }

    /// For how many minutes evidence of this network by this rule counts at least.
    #[must_use]
    pub fn floor_minutes(&self, network: &str, rule: &str) -> i64 {
        let Some(network) = self.network(network) else {
            return LONGEST_FLOOR;
        };
        let own = network.rules_of(rule).and_then(|rules| rules.floor);
        network.floor_minutes.max(own.unwrap_or(0))
    }

    /// Evidence in an address that was requested on the way.
    #[must_use]
    pub fn hop_evidence(&self, hop: &Url) -> Vec<Evidence> {
        let pairs = Pairs::of(hop);
        let mut found = Vec::new();
        if let Some(host) = Host::of_url(hop) {
            for network in &self.networks {
                if let Some(place) = network.place_of(&host, hop) {
                    let mut evidence = Evidence::new(&network.id, Class::Hop, place.text());
                    evidence.value = hop.query().unwrap_or_default().to_owned();
                    found.push(evidence);
                }
            }
        }
        // At one network's own address, what would weakly speak for another is its own business.
        let is_known = !found.is_empty();
        self.add_params(hop, &pairs, is_known, &mut found);
        found
    }

    /// Evidence in the parameters of an address, also those hidden in its fragment.
    #[must_use]
    pub fn param_evidence(&self, url: &Url) -> Vec<Evidence> {
        let mut found = Vec::new();
        self.add_params(url, &Pairs::of(url), false, &mut found);
        found
    }

    fn add_params(
        &self,
        url: &Url,
        pairs: &Pairs<'_>,
        only_strong: bool,
        found: &mut Vec<Evidence>,
    ) {
        let host = Host::of_url(url);
        if pairs.are_too_many {
            found.push(Evidence::doubt("parameters"));
        }
        for network in self.networks.iter().filter(|n| n.counts_at(host.as_ref())) {
            let rules = network.rules.iter();
            for rules in rules.filter(|r| !only_strong || r.confidence != "C") {
                for param in &rules.params {
                    if let Some(value) = param.value_in(pairs, &rules.except) {
                        let mut evidence = Evidence::new(&network.id, Class::Param, param.id());
                        evidence.value = value;
                        found.push(evidence);
                    }
                }
            }
        }
    }

    /// Evidence in the names of the cookies of the store at `host`. Values are never looked at.
    #[must_use]
    pub fn cookie_evidence(&self, host: Option<&Host>, names: &[String]) -> Vec<Evidence> {
        let mut found = Vec::new();
        for network in self.networks.iter().filter(|n| n.counts_at(host)) {
            for rules in &network.rules {
                for rule in &rules.cookies {
                    if names.iter().any(|name| rule.fits(name, Mode::Exact)) {
                        found.push(Evidence::new(&network.id, Class::Cookie, rule.text()));
                    }
                }
            }
        }
        found
    }

    /// Evidence in the mere fact that another site led here: only where a store's programme says so.
    #[must_use]
    pub fn referrer_evidence(&self, host: &Host) -> Option<Evidence> {
        let own = |n: &&Network| n.prompts.is_some() && n.owns(host);
        let network = self.networks.iter().find(own)?;
        Some(Evidence::new(&network.id, Class::Referrer, "other"))
    }

    /// Match patterns of every redirect host, sorted: the static filter with which the browser wakes us for hops only.
    #[must_use]
    pub fn hop_patterns(&self) -> Vec<String> {
        let mut patterns: Vec<String> = self.places().filter_map(Place::filter).collect();
        patterns.sort_unstable();
        patterns.dedup();
        patterns
    }

    /// Redirect hosts that no match pattern can name without naming half the web: their hops are seen only where the
    /// page itself is reported.
    #[must_use]
    pub fn unfiltered_places(&self) -> Vec<&str> {
        let unseen = self.places().filter(|p| p.filter().is_none());
        unseen.map(Place::text).collect()
    }

    fn places(&self) -> impl Iterator<Item = &Place> {
        let rules = self.networks.iter().flat_map(|n| &n.rules);
        rules.flat_map(|r| &r.hosts)
    }
}

impl Network {
    /// Is this one of its stores?
    fn owns(&self, host: &Host) -> bool {
        self.on.iter().any(|own| host.is_under(own))
    }

    fn place_of(&self, host: &Host, url: &Url) -> Option<&Place> {
        for rules in &self.rules {
            if let Some(place) = rules.hosts.iter().find(|p| p.covers(host, url)) {
                return Some(place);
            }
        }
        None
    }

    /// Do its parameters and cookies mean anything at this host?
    fn counts_at(&self, host: Option<&Host>) -> bool {
        self.on.is_empty() || host.is_some_and(|h| self.owns(h))
    }
}

#[cfg(test)]
mod tests;
