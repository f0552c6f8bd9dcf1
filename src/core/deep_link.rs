//! Where a click-out may lead: the shopper's page reduced to the least that still finds it. The extension runs this
//! before anything leaves the device; the portal runs it again and trusts nothing.

use crate::{address::Address, host::is_loopback_http, retailer::Retailer};
use url::{Url, form_urlencoded::Serializer};

const MAX_PATH: usize = 1_024;
const MAX_ADDRESS: usize = 4_096;

/// The page within the retailer's hosts, without userinfo, port, fragment and any query key that the retailer did not
/// name; otherwise the retailer's home page. Plain http is kept only for shops on this very machine.
#[must_use]
pub fn reduce(page: &str, retailer: &Retailer) -> Option<Url> {
    reduced_page(page, retailer).or_else(|| home(page, retailer))
}

fn reduced_page(page: &str, retailer: &Retailer) -> Option<Url> {
    if !retailer.deep_link || page.chars().any(char::is_control) {
        return None;
    }
    let url = Url::parse(page).ok()?;
    let address = Address::of(&url)?;
    let is_plain = url.username().is_empty() && url.password().is_none();
    let is_reachable = is_loopback_http(&url) || url.scheme() == "https" && url.port().is_none();
    if !is_plain || !is_reachable || !retailer.covers(address) || address.path.len() > MAX_PATH {
        return None;
    }
    let mut reduced = url.clone();
    reduced.set_fragment(None);
    reduced.set_query(None);
    let mut query = Serializer::new(String::new());
    for (key, value) in url.query_pairs() {
        if retailer.query_keys.iter().any(|k| *k == key) {
            query.append_pair(&key, &value);
        }
    }
    let query = query.finish();
    if !query.is_empty() {
        reduced = Url::parse(&[reduced.as_str(), "?", &query].concat()).ok()?;
    }
    (reduced.as_str().len() <= MAX_ADDRESS).then_some(reduced)
}

fn home(page: &str, retailer: &Retailer) -> Option<Url> {
    let host = retailer.hosts.first()?.as_str();
    if let Ok(url) = Url::parse(page)
        && is_loopback_http(&url)
        && Address::of(&url).is_some_and(|at| retailer.covers(at))
    {
        return url.join("/").ok();
    }
    Url::parse(&format!("https://{host}/")).ok()
}

#[cfg(test)]
mod tests;
