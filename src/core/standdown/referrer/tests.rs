//! Which pages before are whose.

use super::{Referrer, classify_referrer, is_search_engine};
use crate::host::Host;
use crate::retailer::Retailer;

#[test]
fn a_search_engine_is_known_by_its_name_before_a_public_ending() {
    let is_engine = |text: &str| is_search_engine(text.as_bytes());
    for engine in [
        "google.com",
        "www.google.com",
        "www.google.de",
        "google.co.uk",
        "www.google.com.mx",
        "us.search.yahoo.com",
        "search.brave.com",
        "duckduckgo.com",
        "www.ecosia.org",
    ] {
        assert!(is_engine(engine), "{engine}");
    }
    for other in [
        "google.evil.example",
        "notgoogle.com",
        "google.shop.example.com",
        "bing.blog.de",
        "google.co.evil.com",
        "brave.com",
        "search.brave.com.evil.example",
        "com.de",
        "co.example",
    ] {
        assert!(!is_engine(other), "{other}");
    }
}

#[test]
fn a_referrer_has_one_class() {
    let line = br#"{"id":1,"n":"M","d":["macys.com"]}"#;
    let macys = Retailer::from_line(line).expect("a store");
    for (referrer, class) in [
        ("", Referrer::Direct),
        ("https://www.macys.com/a", Referrer::Internal),
        ("https://notmacys.com/", Referrer::Other),
        ("https://www.google.com/", Referrer::Search),
        ("https://blog.example/", Referrer::Other),
        ("android-app://com.google.android.gm/", Referrer::Other),
        ("not an address", Referrer::Other),
    ] {
        assert_eq!(classify_referrer(referrer, &macys), class, "{referrer}");
    }
}

#[test]
fn only_what_looks_like_another_site_may_be_the_portal() {
    let portal = [Host::parse("portal.example").expect("a host")];
    let or_portal = |class: Referrer, url: &str| class.or_portal(url, &portal);
    let ours = "https://portal.example/stores/1";
    assert_eq!(or_portal(Referrer::Other, ours), Referrer::Portal);
    assert_eq!(or_portal(Referrer::Internal, ours), Referrer::Internal);
    for other in [
        "https://a.portal.example/",
        "https://blog.example/",
        "",
        "?",
    ] {
        assert_eq!(
            or_portal(Referrer::Other, other),
            Referrer::Other,
            "{other}"
        );
    }
}

#[test]
fn software_may_prompt_after_these() {
    let approved = [Referrer::Direct, Referrer::Search, Referrer::Portal];
    let not = [Referrer::Internal, Referrer::Other];
    assert!(approved.iter().all(|r| r.is_approved()));
    assert!(!not.iter().any(|r| r.is_approved()));
}
