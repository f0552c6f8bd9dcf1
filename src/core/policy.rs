//! Stand-down policies as data: which parameters, redirect hosts and cookie names show that someone else referred the
//! shopper, with the source, date and confidence of each rule.

mod reading;

use crate::json;
use crate::{Error, host::Host};
use url::Url;

const PACKAGED: &str = include_str!("policies.json");
/// Values longer than this are not looked at: no rule needs it, and it bounds the work a page can cause.
const MAX_VALUE: usize = 512;

/// The installed rules.
#[derive(Debug)]
pub struct Policies {
    /// Format version, 1.
    v: u32,
    /// Stores that software like ours may never activate.
    never: Vec<Never>,
    /// Networks, in the order in which evidence is named.
    pub networks: Vec<Network>,
}

#[derive(Debug)]
struct Never {
    hosts: Vec<Host>,
}

/// One network's rules.
#[derive(Debug)]
pub struct Network {
    /// Short name.
    pub id: String,
    /// Name as shown.
    pub name: String,
    /// The network's own minimum, minutes from the first evidence.
    pub floor_minutes: i64,
    params: Vec<Param>,
    hosts: Vec<Place>,
    cookies: Vec<CookieName>,
    /// Where the rule was read.
    pub source: String,
    /// When, ISO 8601.
    pub date: String,
    /// A: the rule-maker's own text. B: an implementer's. C: second-hand.
    pub confidence: String,
}

#[derive(Debug)]
struct Param {
    name: String,
    value: Option<String>,
    any_case: bool,
    on: Vec<Host>,
    shape: Option<Shape>,
}

/// A host with everything below it, optionally only from a path prefix on: `howl.me/link`.
#[derive(Debug)]
struct Place {
    host: Host,
    path: String,
}

/// An exact name, or one with `*` at either end.
#[derive(Debug)]
struct CookieName(String);

/// A value's form: this many bytes, a hyphen, this many bytes. Written `11-22`. The only form that any rule needs so
/// far; an engine for patterns would take a tenth of the module.
#[derive(Debug)]
struct Shape {
    before: usize,
    after: usize,
}

/// Why we think that someone else referred the shopper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evidence {
    /// Network id.
    pub network: String,
    /// Stable rule id, e.g. `cj.param.cjevent`.
    pub rule: String,
    /// The parameter's value, to compare with our own click; never stored, never logged.
    pub(crate) value: Option<String>,
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
    /// `BadPolicy` for unknown versions, bad hosts and bad shapes.
    pub fn parse(text: &str) -> Result<Self, Error> {
        let policies: Self = json::read(text.as_bytes()).ok_or(Error::BadPolicy)?;
        if policies.v == 1 {
            Ok(policies)
        } else {
            Err(Error::BadPolicy)
        }
    }

    /// May software like ours never activate at this host?
    #[must_use]
    pub fn is_never(&self, host: &Host) -> bool {
        self.never
            .iter()
            .flat_map(|n| &n.hosts)
            .any(|h| host.is_under(h))
    }

    /// A network by id.
    #[must_use]
    pub fn network(&self, id: &str) -> Option<&Network> {
        self.networks.iter().find(|n| n.id == id)
    }

    /// Evidence in the addresses that were requested on the way.
    #[must_use]
    pub fn hop_evidence(&self, hop: &Url) -> Vec<Evidence> {
        let host = Host::of_url(hop);
        let by_place = self.networks.iter().filter_map(|network| {
            let place = network
                .hosts
                .iter()
                .find(|p| host.as_ref().is_some_and(|h| p.covers(h, hop)))?;
            Some(Evidence::new(network, "hop", place.host.as_str(), None))
        });
        by_place.chain(self.param_evidence(hop)).collect()
    }

    /// Evidence in the parameters of an address, also those hidden in its fragment.
    #[must_use]
    pub fn param_evidence(&self, url: &Url) -> Vec<Evidence> {
        let host = Host::of_url(url);
        let pairs = pairs(url);
        let mut found = Vec::new();
        for network in &self.networks {
            for param in &network.params {
                let on_its_host = param.on.is_empty()
                    || host
                        .as_ref()
                        .is_some_and(|h| param.on.iter().any(|o| h.is_under(o)));
                let value = pairs
                    .iter()
                    .find(|(name, value)| param.matches(name, value));
                if let (true, Some((_, value))) = (on_its_host, value) {
                    found.push(Evidence::new(
                        network,
                        "param",
                        &param.name,
                        Some(value.clone()),
                    ));
                }
            }
        }
        found
    }

    /// Evidence in the names of the store's own cookies. Values are never looked at.
    #[must_use]
    pub fn cookie_evidence(&self, names: &[String]) -> Vec<Evidence> {
        let mut found = Vec::new();
        for network in &self.networks {
            for rule in &network.cookies {
                if names.iter().any(|name| rule.matches(name)) {
                    found.push(Evidence::new(network, "cookie", &rule.0, None));
                }
            }
        }
        found
    }

    /// Match patterns of every redirect host, sorted: the static filter with which the browser wakes us for hops only.
    #[must_use]
    pub fn hop_patterns(&self) -> Vec<String> {
        let places = self.networks.iter().flat_map(|n| &n.hosts);
        let mut patterns: Vec<String> = places
            .map(|p| format!("*://*.{}{}*", p.host.as_str(), p.path))
            .collect();
        patterns.sort_unstable();
        patterns.dedup();
        patterns
    }
}

impl Evidence {
    fn new(network: &Network, class: &str, what: &str, value: Option<String>) -> Self {
        let rule = format!("{}.{class}.{what}", network.id);
        Self {
            network: network.id.clone(),
            rule,
            value,
        }
    }

    /// Evidence that was noted when a hop was seen.
    #[must_use]
    pub fn met(network: String, rule: String) -> Self {
        Self {
            network,
            rule,
            value: None,
        }
    }

    /// Doubt: something on the way could not be read.
    #[must_use]
    pub fn doubt(what: &str) -> Self {
        Self {
            network: "generic".to_owned(),
            rule: format!("generic.doubt.{what}"),
            value: None,
        }
    }
}

impl Param {
    fn matches(&self, name: &str, value: &str) -> bool {
        let is_named = if self.any_case {
            name.eq_ignore_ascii_case(&self.name)
        } else {
            name == self.name
        };
        is_named
            && value.len() <= MAX_VALUE
            && self.value.as_ref().is_none_or(|v| v == value)
            && self.shape.as_ref().is_none_or(|s| s.fits(value))
    }
}

impl Shape {
    fn fits(&self, value: &str) -> bool {
        value.len() == self.before + 1 + self.after
            && value.as_bytes().get(self.before) == Some(&b'-')
    }
}

impl Place {
    fn covers(&self, host: &Host, url: &Url) -> bool {
        host.is_under(&self.host) && url.path().starts_with(&self.path)
    }
}

impl CookieName {
    fn matches(&self, name: &str) -> bool {
        match (self.0.strip_prefix('*'), self.0.strip_suffix('*')) {
            (Some(rest), Some(_)) => name.contains(rest.trim_end_matches('*')),
            (None, Some(start)) => name.starts_with(start),
            (Some(end), None) => name.ends_with(end),
            (None, None) => name == self.0,
        }
    }
}

/// Query pairs, and pairs written into the fragment as some shops do: `#section?name=value&name=value`.
fn pairs(url: &Url) -> Vec<(String, String)> {
    let fragment = url.fragment().unwrap_or_default();
    let hidden = fragment
        .split(['?', '#'])
        .flat_map(|part| url::form_urlencoded::parse(part.as_bytes()));
    url.query_pairs()
        .chain(hidden)
        .map(|(k, v)| (k.into_owned(), v.into_owned()))
        .collect()
}
