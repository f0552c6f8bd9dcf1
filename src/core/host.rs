//! `Host`: the one form in which a host name is compared. ASCII, lower case, no trailing dot, no port.
//!
//! Suffixes are compared on a label border only: `notmacys.com` and `macys.com.evil.example` are not `macys.com`.

use crate::Error;
use crate::json::{self, Json, Read, Reader, Write};
use url::Url;

/// Suffixes under which anyone may register a name. The publisher checks the whole public suffix list; the device only
/// refuses the best known ones, because an offer on all of `co.uk` must not happen even if a publisher slips.
const SHARED_SUFFIXES: [&str; 14] = [
    "co.uk", "org.uk", "me.uk", "com.au", "net.au", "co.nz", "co.jp", "com.br", "co.in", "com.mx",
    "co.za", "com.cn", "co.kr", "com.tr",
];

/// A public DNS name with at least two labels.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Host(String);

impl Host {
    /// Reads a bare host name, as it stands in a rate list or a policy.
    ///
    /// # Errors
    /// `BadHost` for anything with a port, userinfo or path, for non-ASCII (give the `xn--` form), single labels, IP
    /// addresses, over-long labels and well-known shared suffixes.
    ///
    /// ```
    /// # use pointback_core::host::Host;
    /// assert_eq!(Host::parse("WWW.Macys.com.").unwrap().as_str(), "www.macys.com");
    /// assert!(Host::parse("192.168.0.1").is_err());
    /// assert!(Host::parse("com").is_err());
    /// ```
    pub fn parse(text: &str) -> Result<Self, Error> {
        let name = text.strip_suffix('.').unwrap_or(text);
        let name = name.to_ascii_lowercase();
        if is_name(name.as_bytes()) {
            Ok(Self(name))
        } else {
            Err(Error::BadHost)
        }
    }

    /// Reads a host that is all or part of a text in JSON.
    pub(crate) fn read_text(text: &str, from: Reader<'_>) -> Self {
        Self::parse(text).unwrap_or_else(|_| from.fault(Self(String::new())))
    }

    /// The host of an address, or `None` where an offer can never be: other schemes, IP addresses, single labels.
    #[must_use]
    pub fn of_url(url: &Url) -> Option<Self> {
        if !matches!(url.scheme(), "http" | "https") {
            return None;
        }
        Self::parse(url.domain()?).ok()
    }

    /// The host as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Is this `suffix` itself or a name below it? Compared on a label border.
    #[must_use]
    pub fn is_under(&self, suffix: &Self) -> bool {
        self.suffixes().any(|s| s == suffix.0)
    }

    /// The host and every parent of it, longest first: `a.b.com`, `b.com`, `com`.
    pub fn suffixes(&self) -> impl Iterator<Item = &str> {
        core::iter::successors(Some(self.0.as_str()), |s| {
            s.split_once('.').map(|(_, rest)| rest)
        })
    }
}

impl Read for Host {
    #[inline(never)]
    fn read(from: Reader<'_>) -> Self {
        Self::read_text(from.text(), from)
    }
}

impl Write for Host {
    fn write(&self) -> Json<'_> {
        self.0.write()
    }
}

json::deserialize!(Host);
json::serialize!(Host);

/// Is it a public name in lower case, without a dot at its end?
#[must_use]
pub fn is_name(name: &[u8]) -> bool {
    let labels = || name.split(|b| *b == b'.');
    name.len() <= 253
        && name.contains(&b'.')
        && labels().all(is_label)
        && !labels().next_back().is_some_and(is_number)
        && !SHARED_SUFFIXES.iter().any(|s| s.as_bytes() == name)
}

/// Letters, digits, hyphen and (seen in real host names) underscore; never empty, never over 63 bytes.
fn is_label(label: &[u8]) -> bool {
    let is_plain = |b: &u8| b.is_ascii_alphanumeric() || *b == b'-' || *b == b'_';
    (1..=63).contains(&label.len()) && label.iter().all(is_plain)
}

/// The WHATWG rule for "this will be read as an IPv4 address": decimal, or hexadecimal after `0x`.
fn is_number(label: &[u8]) -> bool {
    match label.strip_prefix(b"0x") {
        Some(digits) => digits.iter().all(u8::is_ascii_hexdigit),
        None => label.iter().all(u8::is_ascii_digit),
    }
}

/// Is this address allowed for a portal: https anywhere, plain http on this machine only.
#[must_use]
pub fn is_portal_origin(url: &Url) -> bool {
    url.scheme() == "https" && url.host().is_some() || is_loopback_http(url)
}

/// Plain http to this very machine, which the demo uses.
#[must_use]
pub fn is_loopback_http(url: &Url) -> bool {
    url.scheme() == "http"
        && match url.host() {
            Some(url::Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
            Some(url::Host::Ipv4(ip)) => ip.is_loopback(),
            Some(url::Host::Ipv6(ip)) => ip.is_loopback(),
            None => false,
        }
}

#[cfg(test)]
mod tests;
