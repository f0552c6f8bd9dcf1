//! Results of the search engines whose pages can carry labels: where a result leads, when the engine wraps its address.
//! Advertisements are never unwrapped: whoever paid for them referred the shopper.

use crate::address::parameter;
use crate::base64;
use crate::host::Host;
use url::Url;

/// The pages that carry labels once the shopper has switched them on, as match patterns.
pub const PAGES: [&str; 3] = [
    "*://www.google.com/search*",
    "*://www.bing.com/search*",
    "*://duckduckgo.com/*",
];

/// Where a result leads; itself when it is no wrapper. None for an engine's own pages, advertisements among them.
///
/// ```
/// # use pointback_core::search_result::target;
/// # use url::Url;
/// let wrapped = "https://duckduckgo.com/l/?uddg=https%3A%2F%2Fwww.macys.com%2F&rut=1";
/// let url = target(&Url::parse(wrapped).unwrap()).unwrap();
/// assert_eq!(url.as_str(), "https://www.macys.com/");
/// ```
#[must_use]
pub fn target(link: &Url) -> Option<Url> {
    let host = Host::of_url(link)?;
    let engine = ["google.com", "bing.com", "duckduckgo.com"]
        .into_iter()
        .find(|engine| host.suffixes().any(|suffix| suffix == *engine));
    let wrapped = match (engine, link.path()) {
        (None, _) => return Some(link.clone()),
        (Some("google.com"), "/url") => parameter(link, "q").or_else(|| parameter(link, "url"))?,
        (Some("bing.com"), "/ck/a") => unpacked(&parameter(link, "u")?)?,
        (Some("duckduckgo.com"), "/l/") => parameter(link, "uddg")?,
        _ => return None,
    };
    Url::parse(&wrapped).ok()
}

/// Bing writes an address as `a1` and base64 for addresses, without padding.
fn unpacked(text: &str) -> Option<String> {
    let mut digits = text.strip_prefix("a1")?.to_owned();
    while !digits.len().is_multiple_of(4) {
        digits.push('=');
    }
    String::from_utf8(base64::decode(&digits)?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn led(link: &str) -> Option<String> {
        target(&Url::parse(link).unwrap()).map(Into::into)
    }

    #[test]
    fn a_result_leads_to_the_store_whatever_wraps_it() {
        for link in [
            "https://www.macys.com/shop",
            "https://www.google.com/url?q=https://www.macys.com/shop&sa=U",
            "https://www.google.com/url?url=https%3A%2F%2Fwww.macys.com%2Fshop",
            "https://www.bing.com/ck/a?!&&p=1&u=a1aHR0cHM6Ly93d3cubWFjeXMuY29tL3Nob3A&ntb=1",
            "https://duckduckgo.com/l/?uddg=https%3A%2F%2Fwww.macys.com%2Fshop",
        ] {
            let there = Some("https://www.macys.com/shop".to_owned());
            assert_eq!(led(link), there, "{link}");
        }
    }

    #[test]
    fn an_engines_own_pages_and_advertisements_lead_nowhere() {
        for link in [
            "https://www.google.com/search?q=macys",
            "https://www.google.com/aclk?sa=l&adurl=https://www.macys.com/",
            "https://www.google.com/url?sa=U",
            "https://www.bing.com/aclick?ld=x&u=a1aHR0cHM6Ly93d3cubWFjeXMuY29tL3Nob3A",
            "https://www.bing.com/ck/a?u=a1%25%25",
            "https://www.bing.com/ck/a?u=b2aHR0",
            "https://duckduckgo.com/y.js?ad_domain=macys.com",
            "https://duckduckgo.com/l/?uddg=nowhere",
        ] {
            assert_eq!(led(link), None, "{link}");
        }
    }
}
