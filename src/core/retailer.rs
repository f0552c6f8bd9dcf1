//! `Retailer`: one line of a rate list, and which addresses it covers.

use crate::json::{self, Json, Read};
use crate::rate::{Boost, Headline, Rate, bit};
use crate::{Error, host::Host};
use serde::Serialize;
use url::Url;

/// Longest line that is read, bytes.
pub const MAX_LINE: usize = 8 * 1024;
const MAX_TEXT: usize = 400;
const MAX_ITEMS: usize = 64;

/// A retailer's number within one portal's list; stable over publications.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(transparent)]
pub struct RetailerId(pub u32);

/// A retailer as published.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Retailer {
    /// Stable number.
    pub id: RetailerId,
    /// Name as the retailer writes it.
    #[serde(rename = "n")]
    pub name: String,
    /// Hosts it covers, each with everything below it.
    #[serde(rename = "d")]
    pub hosts: Vec<Host>,
    /// Hosts below those that it does not cover.
    #[serde(rename = "x", skip_serializing_if = "Vec::is_empty")]
    pub excluded: Vec<Host>,
    /// If not empty, only addresses whose path starts with one of these, on a segment border.
    #[serde(rename = "p", skip_serializing_if = "Vec::is_empty")]
    pub paths: Vec<String>,
    /// What it pays; empty when it is a partner whose rate is not known.
    #[serde(rename = "r", skip_serializing_if = "Vec::is_empty")]
    pub rates: Vec<Rate>,
    /// Raised percentages by date.
    #[serde(rename = "b", skip_serializing_if = "Vec::is_empty")]
    pub boosts: Vec<Boost>,
    /// May a click-out lead to the very page, or only to the home page?
    #[serde(
        rename = "dl",
        skip_serializing_if = "core::ops::Not::not",
        with = "bit"
    )]
    pub deep_link: bool,
    /// Query keys that may travel in a deep link.
    #[serde(rename = "q", skip_serializing_if = "Vec::is_empty")]
    pub query_keys: Vec<String>,
    /// Trip length in seconds, if the retailer states one.
    #[serde(rename = "ttl", skip_serializing_if = "Option::is_none")]
    pub trip_ttl: Option<u32>,
    /// Category numbers.
    #[serde(rename = "g", skip_serializing_if = "Vec::is_empty")]
    pub categories: Vec<u32>,
    /// The one condition that matters most.
    #[serde(rename = "t", skip_serializing_if = "Option::is_none")]
    pub condition: Option<String>,
}

json::transparent!(RetailerId);

impl Read for Retailer {
    fn read(json: &Json<'_>) -> Option<Self> {
        Some(Self {
            id: json.get("id")?,
            name: json.get("n")?,
            hosts: json.get("d")?,
            excluded: json.get_or_default("x")?,
            paths: json.get_or_default("p")?,
            rates: json.get_or_default("r")?,
            boosts: json.get_or_default("b")?,
            deep_link: json.flag("dl")?,
            query_keys: json.get_or_default("q")?,
            trip_ttl: json.get("ttl")?,
            categories: json.get_or_default("g")?,
            condition: json.get("t")?,
        })
    }
}

json::deserialize!(Retailer);

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
        let line = serde_json::to_string(self).map_err(|_| Error::BadJson)?;
        Self::from_line(line.as_bytes()).map(|_| line)
    }

    /// Does it cover this address? Host under one of its hosts, under no excluded host, path within its paths.
    #[must_use]
    pub fn covers(&self, host: &Host, url: &Url) -> bool {
        self.hosts.iter().any(|h| host.is_under(h))
            && !self.excluded.iter().any(|h| host.is_under(h))
            && (self.paths.is_empty() || self.paths.iter().any(|p| path_is_under(url.path(), p)))
    }

    /// The headline rate at `at` seconds, or `None` when no rate is known.
    #[must_use]
    pub fn headline_at(&self, at: i64) -> Option<Headline> {
        Headline::at(&self.rates, &self.boosts, at)
    }

    fn is_sane(&self) -> bool {
        let texts = [Some(&self.name), self.condition.as_ref()];
        (1..=MAX_ITEMS).contains(&self.hosts.len())
            && self.excluded.len() <= MAX_ITEMS
            && self.paths.len() <= MAX_ITEMS
            && self.rates.len() <= MAX_ITEMS
            && self.boosts.len() <= MAX_ITEMS
            && !self.name.is_empty()
            && texts.into_iter().flatten().all(|t| is_plain_text(t))
            && self.rates.iter().filter_map(Rate::label).all(is_plain_text)
            && self.rates.iter().all(Rate::is_sane)
            && self
                .boosts
                .iter()
                .all(|b| b.v <= crate::money::BasisPoints::WHOLE && b.s < b.e)
            && self.paths.iter().all(|p| p.starts_with('/'))
    }
}

/// Short and free of control characters: it will be shown to people.
fn is_plain_text(text: &str) -> bool {
    text.len() <= MAX_TEXT && !text.chars().any(char::is_control)
}

fn path_is_under(path: &str, prefix: &str) -> bool {
    path.strip_prefix(prefix)
        .is_some_and(|rest| rest.is_empty() || prefix.ends_with('/') || rest.starts_with('/'))
}
