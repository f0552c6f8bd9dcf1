//! `Retailer`: one line of a rate list, and which addresses it covers.

use crate::address::Address;
use crate::json::{self, Json, Object, Read, Reader, Write};
use crate::plain::is_plain;
use crate::rate::{Boost, Headline, Rate};
use crate::{Error, host::Host};

/// Longest line that is read, bytes.
pub const MAX_LINE: usize = 8 * 1024;
const MAX_TEXT: usize = 400;
const MAX_ITEMS: usize = 64;

/// A retailer's number within one portal's list; stable over publications.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RetailerId(pub u32);

/// A retailer as published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Retailer {
    /// Stable number.
    pub id: RetailerId,
    /// Name as the retailer writes it.
    pub name: String,
    /// Hosts it covers, each with everything below it.
    pub hosts: Vec<Host>,
    /// Hosts below those that it does not cover.
    pub excluded: Vec<Host>,
    /// If not empty, only addresses whose path starts with one of these, on a segment border.
    pub paths: Vec<String>,
    /// What it pays; empty when it is a partner whose rate is not known.
    pub rates: Vec<Rate>,
    /// Raised percentages by date.
    pub boosts: Vec<Boost>,
    /// May a click-out lead to the very page, or only to the home page?
    pub deep_link: bool,
    /// Query keys that may travel in a deep link.
    pub query_keys: Vec<String>,
    /// Trip length in seconds, if the retailer states one.
    pub trip_ttl: Option<u32>,
    /// Category numbers.
    pub categories: Vec<u32>,
    /// The one condition that matters most.
    pub condition: Option<String>,
    /// Its name on the portal's own pages, where a click leads there; the first host if there is none.
    pub page: Option<String>,
    /// The category under which the portal shows it.
    pub category: Option<String>,
    /// Does the portal show it first?
    pub featured: bool,
}

json::transparent!(RetailerId);

impl Read for Retailer {
    fn read(from: Reader<'_>) -> Self {
        Self {
            id: from.get("id"),
            name: from.get("n"),
            hosts: from.get("d"),
            excluded: from.get_or_default("x"),
            paths: from.get_or_default("p"),
            rates: from.get_or_default("r"),
            boosts: from.get_or_default("b"),
            deep_link: from.flag("dl"),
            query_keys: from.get_or_default("q"),
            trip_ttl: from.get("ttl"),
            categories: from.get_or_default("g"),
            condition: from.get("t"),
            page: from.get("s"),
            category: from.get("c"),
            featured: from.flag("f"),
        }
    }
}

impl Write for Retailer {
    fn write(&self) -> Json<'_> {
        let mut object = Object::default();
        object.put("id", &self.id);
        object.put("n", &self.name);
        object.put("d", &self.hosts);
        object.put_some("x", &self.excluded);
        object.put_some("p", &self.paths);
        object.put_some("r", &self.rates);
        object.put_some("b", &self.boosts);
        object.put_flag("dl", self.deep_link);
        object.put_some("q", &self.query_keys);
        object.put_some("ttl", &self.trip_ttl);
        object.put_some("g", &self.categories);
        object.put_some("t", &self.condition);
        object.put_some("s", &self.page);
        object.put_some("c", &self.category);
        object.put_flag("f", self.featured);
        object.done()
    }
}

json::deserialize!(Retailer);
json::serialize!(Retailer);

impl Retailer {
    /// Reads and checks one line of a rate list.
    ///
    /// # Errors
    /// `BadJson` for anything malformed, over-long or out of bounds; `BadHost` never escapes: a bad host makes the
    /// whole line bad.
    pub fn from_line(line: &[u8]) -> Result<Self, Error> {
        if line.len() > MAX_LINE || !line.starts_with(b"{\"id\":") {
            return Err(Error::BadJson);
        }
        let retailer: Self = json::read(line).ok_or(Error::BadJson)?;
        if retailer.is_sane() {
            Ok(retailer)
        } else {
            Err(Error::BadJson)
        }
    }

    /// The line as it is published, without the line feed.
    ///
    /// # Errors
    /// `BadJson` when the retailer would not pass its own reader.
    pub fn to_line(&self) -> Result<String, Error> {
        let line = self.write().to_text();
        Self::from_line(line.as_bytes()).map(|_| line)
    }

    /// Does it cover this address? Host under one of its hosts, under no excluded host, path within its paths.
    #[must_use]
    pub fn covers(&self, page: Address<'_>) -> bool {
        self.hosts.iter().any(|h| page.is_under(h.as_str()))
            && !self.excluded.iter().any(|h| page.is_under(h.as_str()))
            && (self.paths.is_empty() || self.paths.iter().any(|p| path_is_under(page.path, p)))
    }

    /// Its name on the portal's own pages.
    #[must_use]
    pub fn page_name(&self) -> &str {
        let first_host = || self.hosts.first().map_or("", Host::as_str);
        self.page.as_deref().unwrap_or_else(first_host)
    }

    /// The headline rate at `at` seconds, or `None` when no rate is known.
    #[must_use]
    pub fn headline_at(&self, at: i64) -> Option<Headline> {
        Headline::at(&self.rates, &self.boosts, at)
    }

    fn is_sane(&self) -> bool {
        (1..=MAX_ITEMS).contains(&self.hosts.len())
            && self.excluded.len() <= MAX_ITEMS
            && self.paths.len() <= MAX_ITEMS
            && self.rates.len() <= MAX_ITEMS
            && self.boosts.len() <= MAX_ITEMS
            && !self.name.is_empty()
            && is_plain_text(&self.name)
            && self.condition.as_deref().is_none_or(is_plain_text)
            && self.category.as_deref().is_none_or(is_plain_text)
            && self
                .rates
                .iter()
                .all(|r| r.label().is_none_or(is_plain_text))
            && self.rates.iter().all(Rate::is_sane)
            && self.boosts.iter().all(Boost::is_sane)
            && self.paths.iter().all(|p| p.starts_with('/'))
    }
}

fn is_plain_text(text: &str) -> bool {
    is_plain(text, MAX_TEXT)
}

fn path_is_under(path: &str, prefix: &str) -> bool {
    path.strip_prefix(prefix)
        .is_some_and(|rest| rest.is_empty() || prefix.ends_with('/') || rest.starts_with('/'))
}

#[cfg(test)]
mod tests;
