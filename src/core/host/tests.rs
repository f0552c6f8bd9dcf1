//! Hosts at their borders, and what counts as this very machine.

use super::{Host, SHARED_SUFFIXES, is_loopback_http, is_portal_origin};
use url::Url;

fn url(text: &str) -> Url {
    Url::parse(text).unwrap_or_else(|e| panic!("{text}: {e}"))
}

#[test]
fn names_and_labels_have_a_most() {
    let label = "a".repeat(63);
    let name = |last: usize| format!("{label}.{label}.{label}.{}", "b".repeat(last));
    assert_eq!(name(61).len(), 253);
    assert!(Host::parse(&name(61)).is_ok());
    assert!(Host::parse(&name(62)).is_err(), "254 bytes");
    assert!(Host::parse(&format!("{label}.com")).is_ok());
    assert!(Host::parse(&format!("{label}a.com")).is_err(), "64 bytes");
}

#[test]
fn what_a_browser_reads_as_a_number_is_no_host() {
    for text in ["1.2.3.4", "a.1", "a.0x1f", "a.0X1F", "a.0x", "shop.0"] {
        assert!(Host::parse(text).is_err(), "{text}");
    }
    for text in ["a.x1", "1.com", "0x1f.com", "a.0xg", "4ever.shop"] {
        assert!(Host::parse(text).is_ok(), "{text}");
    }
}

#[test]
fn shared_suffixes_are_no_hosts_but_what_lies_below_them_is() {
    for suffix in SHARED_SUFFIXES {
        assert!(Host::parse(suffix).is_err(), "{suffix}");
        assert!(Host::parse(&suffix.to_uppercase()).is_err(), "{suffix}");
        assert!(Host::parse(&format!("shop.{suffix}")).is_ok(), "{suffix}");
    }
}

#[test]
fn only_web_pages_of_named_hosts_have_one() {
    let host = |text: &str| Host::of_url(&url(text)).map(|h| h.as_str().to_owned());
    assert_eq!(
        host("https://WWW.Macys.com:8443/a").as_deref(),
        Some("www.macys.com")
    );
    assert_eq!(host("http://macys.com./").as_deref(), Some("macys.com"));
    for none in [
        "ftp://macys.com/",
        "chrome://macys.com/",
        "https://192.168.0.1/",
        "https://[::1]/",
        "https://localhost/",
        "about:blank",
    ] {
        assert_eq!(host(none), None, "{none}");
    }
}

#[test]
fn a_host_is_below_itself_and_its_parents_only() {
    let host = |text: &str| Host::parse(text).expect("a host");
    let www = host("www.macys.com");
    assert_eq!(
        www.suffixes().collect::<Vec<_>>(),
        ["www.macys.com", "macys.com", "com"]
    );
    assert!(www.is_under(&www) && www.is_under(&host("macys.com")));
    for other in ["a.www.macys.com", "acys.com", "ww.macys.com", "macys.co"] {
        assert!(!www.is_under(&host(other)), "{other}");
    }
}

#[test]
fn a_portal_is_reached_by_https_or_on_this_machine() {
    for (address, is_loopback, is_allowed) in [
        ("https://portal.example/", false, true),
        ("https://192.168.0.1/", false, true),
        ("http://portal.example/", false, false),
        ("http://192.168.0.1/", false, false),
        ("http://[2001:db8::1]/", false, false),
        ("http://localhost:8787/", true, true),
        ("http://shop.localhost/", true, true),
        ("http://notlocalhost/", false, false),
        ("http://localhost.evil.example/", false, false),
        ("http://127.0.0.1:8787/", true, true),
        ("http://127.9.9.9/", true, true),
        ("http://[::1]:8787/", true, true),
        ("https://localhost/", false, true),
        ("ftp://localhost/", false, false),
        ("ws://127.0.0.1/", false, false),
        ("data:text/html,hello", false, false),
    ] {
        let url = url(address);
        assert_eq!(is_loopback_http(&url), is_loopback, "{address}");
        assert_eq!(is_portal_origin(&url), is_allowed, "{address}");
    }
}
