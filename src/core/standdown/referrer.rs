//! Where the shopper came from, as far as the landing page shows it.

use crate::host::Host;
use crate::retailer::Retailer;
use url::Url;

/// The class of the page before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Referrer {
    /// Typed, bookmarked, or hidden by policy.
    Direct,
    /// A page of the same retailer.
    Internal,
    /// A search engine.
    Search,
    /// The portal that the shopper chose.
    Portal,
    /// Any other page.
    Other,
}

crate::json::words!(Referrer {
    "other" => Other,
    "direct" => Direct,
    "internal" => Internal,
    "search" => Search,
    "portal" => Portal,
});

impl Referrer {
    /// Is it the portal, for one of whose hosts this referrer was taken for another site's?
    #[must_use]
    pub fn or_portal(self, referrer: &str, portal: &[Host]) -> Self {
        let host = Url::parse(referrer).ok().as_ref().and_then(Host::of_url);
        let is_portal = host.is_some_and(|h| portal.contains(&h));
        if self == Self::Other && is_portal {
            Self::Portal
        } else {
            self
        }
    }

    /// May software like ours prompt in a journey that began so, where a programme asks?
    #[must_use]
    pub const fn is_approved(self) -> bool {
        match self {
            Self::Direct | Self::Search | Self::Portal => true,
            Self::Internal | Self::Other => false,
        }
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
    } else if is_search_engine(host.as_str().as_bytes()) {
        Referrer::Search
    } else {
        Referrer::Other
    }
}

/// Well-known search engines: arriving from one is nobody's referral.
#[must_use]
pub fn is_search_engine(host: &[u8]) -> bool {
    const NAMES: [&[u8]; 8] = [
        b"google",
        b"bing",
        b"duckduckgo",
        b"yahoo",
        b"ecosia",
        b"startpage",
        b"qwant",
        b"kagi",
    ];
    // `google.com`, `www.google.co.uk`, `us.search.yahoo.com`: the name stands right before a public ending.
    let mut labels = host.rsplit(|b| *b == b'.').skip(1);
    let name = match (labels.next(), labels.next()) {
        (Some(b"co" | b"com"), Some(third)) => third,
        (second, _) => second.unwrap_or_default(),
    };
    host == b"search.brave.com" || NAMES.contains(&name)
}

#[cfg(test)]
mod tests;
