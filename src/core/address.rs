//! `Address`: the host and path of a page, borrowed from its text: what decides which store it belongs to.
//!
//! A browser writes addresses in one form, so that host and path can be cut out of the text. Only for what is not in that
//! form the full parser is asked.

use crate::host::is_name;
use url::Url;

/// Where a page lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Address<'a> {
    /// In the form of `Host`.
    pub host: &'a str,
    /// With its leading slash, without query.
    pub path: &'a str,
}

/// What a text is, at first sight.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sight<'a> {
    /// An address on the web. Its host may still prove to be none that a list can name.
    Page(Address<'a>),
    /// No page of the web.
    Nowhere,
    /// Not as a browser writes it: ask the full parser.
    Unsure,
}

impl<'a> Address<'a> {
    /// Of a parsed address; nothing where an offer can never be.
    #[must_use]
    pub fn of(url: &'a Url) -> Option<Self> {
        if !matches!(url.scheme(), "http" | "https") {
            return None;
        }
        let host = without_last_dot(url.domain()?);
        is_name(host.as_bytes()).then_some(Self {
            host,
            path: url.path(),
        })
    }

    /// Is the host this one, or a name below it? Compared on a label border.
    #[must_use]
    pub fn is_under(&self, host: &str) -> bool {
        let below = self.host.strip_suffix(host);
        below.is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
    }
}

impl<'a> Sight<'a> {
    /// Cuts host and path out of a text.
    #[must_use]
    pub fn of(text: &'a str) -> Self {
        let rest = text
            .strip_prefix("https://")
            .or_else(|| text.strip_prefix("http://"));
        let Some(rest) = rest else {
            return match text.split_once(':') {
                // Only a parser knows what of it is left out: `HTTPS:\\\\`, a line feed.
                Some((scheme, _)) if !scheme.starts_with("http") && is_scheme(scheme) => {
                    Self::Nowhere
                }
                _ => Self::Unsure,
            };
        };
        let Some(slash) = rest.find('/') else {
            return Self::Unsure;
        };
        let (Some(place), Some(rest)) = (rest.get(..slash), rest.get(slash..)) else {
            return Self::Unsure;
        };
        let (user, place) = place.rsplit_once('@').unwrap_or(("", place));
        let (name, port) = place.split_once(':').unwrap_or((place, ""));
        // Of ports, those that are surely some.
        let is_port = port.bytes().all(|b| b.is_ascii_digit())
            && (port.len() < 5 || port.len() == 5 && port < "6");
        if name.is_empty() || user.contains(['\\', '?', '#']) || !is_port {
            return Self::Unsure;
        }
        let path = rest.split(['?', '#']).next().unwrap_or_default();
        Self::Page(Address {
            host: without_last_dot(name),
            path,
        })
    }
}

fn without_last_dot(host: &str) -> &str {
    host.strip_suffix('.').unwrap_or(host)
}

fn is_scheme(text: &str) -> bool {
    text.bytes()
        .all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'+' | b'-' | b'.'))
}

/// What the query of an address says under a name, the first time.
#[must_use]
pub fn parameter(url: &Url, key: &str) -> Option<String> {
    let found = url.query_pairs().find(|(k, _)| k == key);
    found.map(|(_, value)| value.into_owned())
}

/// Does a path or a part of one lead upwards, or pretend to?
#[must_use]
pub fn climbs(path: &str) -> bool {
    // A search for bytes: that for a text would be half a KB, for this alone.
    path.as_bytes().windows(2).any(|two| two == b"..")
}
