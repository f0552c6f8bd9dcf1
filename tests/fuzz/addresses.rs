//! Addresses and hosts, as pages, search engines and shoppers hand them over.

use pointback_core::address::Address;
use pointback_core::host::Host;
use pointback_core::policy::Policies;
use pointback_core::rate_list::RateList;
use pointback_core::retailer::Retailer;
use pointback_core::subscription::PortalLink;
use pointback_core::{deep_link, search_result};
use std::sync::LazyLock;
use url::Url;

pub fn a_host(bytes: &[u8]) {
    let Ok(text) = str::from_utf8(bytes) else {
        return;
    };
    if let Ok(host) = Host::parse(text) {
        assert_eq!(Host::parse(host.as_str()).as_ref(), Ok(&host));
        assert!(host.is_under(&host));
        // The parser of addresses agrees with ours, or takes the text for none.
        if let Ok(url) = Url::parse(&format!("https://{}/", host.as_str())) {
            assert_eq!(Host::of_url(&url), Some(host));
        }
    }
}

/// Whatever the index finds covers the address, and it finds something whenever something does.
pub fn a_match(bytes: &[u8]) {
    static LIST: LazyLock<RateList> = LazyLock::new(|| {
        let lines = concat!(
            r#"{"id":1,"n":"M","d":["macys.com","macys.co.uk"],"x":["jobs.macys.com"]}"#,
            "\n",
            r#"{"id":2,"n":"N","d":["shop.macys.com"],"p":["/a","/b/"]}"#,
            "\n",
            r#"{"id":3,"n":"A","d":["a.b"]}"#,
            "\n",
        );
        RateList::decode(lines.as_bytes()).expect("a list")
    });
    let Ok(Ok(url)) = str::from_utf8(bytes).map(Url::parse) else {
        return;
    };
    let covers = |r: &Retailer| Address::of(&url).is_some_and(|page| r.covers(page));
    match LIST.find(&url) {
        Some(found) => assert!(covers(found)),
        None => {
            for retailer in LIST.retailers() {
                assert!(!covers(retailer));
            }
        }
    }
}

/// The address of a page, as a hostile site may choose it.
pub fn a_page(bytes: &[u8]) {
    let Ok(text) = str::from_utf8(bytes) else {
        return;
    };
    static RULES: LazyLock<Policies> =
        LazyLock::new(|| Policies::packaged().expect("packaged rules"));
    static STORE: LazyLock<Retailer> = LazyLock::new(|| {
        let line = br#"{"id":1,"n":"M","d":["macys.com"],"dl":1,"q":["ID"]}"#;
        Retailer::from_line(line).expect("a store")
    });
    if let Ok(url) = Url::parse(text) {
        let _evidence = (RULES.param_evidence(&url), RULES.hop_evidence(&url));
    }
    if let Some(link) = deep_link::reduce(text, &STORE) {
        assert!(link.fragment().is_none() && link.username().is_empty());
        assert!(link.query_pairs().all(|(key, _)| key == "ID"));
    }
}

pub fn a_portals_link(bytes: &[u8]) {
    let Ok(text) = str::from_utf8(bytes) else {
        return;
    };
    if let Ok(link) = PortalLink::parse(text) {
        assert!(link.base.ends_with('/') && link.base.starts_with("http"));
        assert_eq!(PortalLink::parse(&link.base).map(|l| l.base), Ok(link.base));
    }
}

/// A result on a search engine's page: what is not the engine's leads to itself.
pub fn a_search_result(bytes: &[u8]) {
    let Ok(Ok(url)) = str::from_utf8(bytes).map(Url::parse) else {
        return;
    };
    let leads_to = search_result::target(&url);
    if let Some(host) = Host::of_url(&url)
        && !["google.com", "bing.com", "duckduckgo.com"].contains(&host.as_str())
        && host.suffixes().count() == 2
    {
        assert_eq!(leads_to, Some(url));
    }
}
