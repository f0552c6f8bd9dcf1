//! What a line may say, at its borders.

use super::{MAX_ITEMS, MAX_LINE, MAX_TEXT, Retailer};
use crate::address::Address;
use serde_json::{Value, json};
use url::Url;

/// A whole line; `changes` take the place of its fields.
fn line(changes: Value) -> String {
    let mut fields = json!({"n": "M", "d": ["macys.com"], "x": ["jobs.macys.com"], "p": [], "r": [{"k": "p", "v": 100}], "b": []});
    for (key, value) in changes.as_object().expect("fields") {
        fields[key] = value.clone();
    }
    format!("{{\"id\":7,{}", &fields.to_string()[1..])
}

fn is_read(changes: Value) -> bool {
    Retailer::from_line(line(changes).as_bytes()).is_ok()
}

#[test]
fn lists_within_a_line_have_a_most() {
    let hosts = |n: usize| json!((0..n).map(|i| format!("h{i}.com")).collect::<Vec<_>>());
    let paths = |n: usize| json!((0..n).map(|i| format!("/{i}")).collect::<Vec<_>>());
    let rate = json!({"k": "p", "v": 100});
    let boost = json!({"v": 200, "s": 1, "e": 2});
    for (key, value) in [
        ("d", &hosts as &dyn Fn(usize) -> Value),
        ("x", &hosts),
        ("p", &paths),
        ("r", &|n| json!(vec![&rate; n])),
        ("b", &|n| json!(vec![&boost; n])),
    ] {
        assert!(is_read(json!({key: value(1)})), "one {key}");
        assert!(is_read(json!({key: value(MAX_ITEMS)})), "most {key}");
        assert!(!is_read(json!({key: value(MAX_ITEMS + 1)})), "more {key}");
    }
    assert!(!is_read(json!({"d": []})), "a store without a host");
}

#[test]
fn texts_are_short_and_plain() {
    let in_rate = |l: &str| json!({"r": [{"k": "p", "v": 100, "l": l}]});
    for (what, field) in [
        (
            "name",
            &(|t: &str| json!({"n": t})) as &dyn Fn(&str) -> Value,
        ),
        ("condition", &|t| json!({"t": t})),
        ("category", &|t| json!({"c": t})),
        ("label", &in_rate),
    ] {
        assert!(is_read(field("Schuhe & mehr – 靴")), "{what}");
        assert!(is_read(field(&"a".repeat(MAX_TEXT))), "{what}");
        assert!(!is_read(field(&"a".repeat(MAX_TEXT + 1))), "{what}");
        assert!(!is_read(field("a\u{7}")), "{what}");
    }
    assert!(!is_read(json!({"n": ""})));
}

#[test]
fn what_it_pays_and_where_is_possible() {
    let boost = |v: u32, s: i64, e: i64| json!({"b": [{"v": v, "s": s, "e": e}]});
    assert!(is_read(boost(10_000, 1, 2)));
    assert!(!is_read(boost(10_001, 1, 2)), "more than all");
    assert!(!is_read(boost(100, 2, 2)), "over before it begins");
    assert!(!is_read(boost(100, 3, 2)));
    assert!(!is_read(json!({"r": [{"k": "p", "v": 10_001}]})));
    assert!(!is_read(json!({"p": ["/shop", "shop"]})));
}

#[test]
fn a_line_has_a_most_and_opens_with_its_id() {
    let filled = |length: usize| {
        let text = line(json!({"g": [1]}));
        let blanks = " ".repeat(length - text.len());
        text.replace("\"g\":[", &format!("\"g\":[{blanks}"))
    };
    assert!(Retailer::from_line(filled(MAX_LINE).as_bytes()).is_ok());
    assert!(Retailer::from_line(filled(MAX_LINE + 1).as_bytes()).is_err());
    assert_eq!(MAX_LINE, 8_192);
    assert!(Retailer::from_line(br#"{"n":"M","id":7,"d":["macys.com"]}"#).is_err());
}

#[test]
fn a_store_covers_its_hosts_and_paths_less_what_it_excludes() {
    let paths = json!({"p": ["/us", "/shop/"]});
    let store = Retailer::from_line(line(paths).as_bytes()).expect("a store");
    for (address, covered) in [
        ("https://macys.com/us", true),
        ("https://www.macys.com/us/a", true),
        ("https://www.macys.com/usa", false),
        ("https://www.macys.com/", false),
        ("https://www.macys.com/shop/", true),
        ("https://www.macys.com/shop/a", true),
        ("https://www.macys.com/shop", false),
        ("https://jobs.macys.com/us", false),
        ("https://a.jobs.macys.com/us", false),
        ("https://notmacys.com/us", false),
    ] {
        let url = Url::parse(address).expect("an address");
        let page = Address::of(&url).expect("a page");
        assert_eq!(store.covers(page), covered, "{address}");
    }
}

#[test]
fn a_line_is_written_as_it_is_read_or_not_at_all() {
    let text = r#"{"id":7,"n":"M","d":["macys.com"],"r":[{"k":"p","v":100}]}"#;
    let mut store = Retailer::from_line(text.as_bytes()).expect("a store");
    assert_eq!(store.to_line().as_deref(), Ok(text));
    store.name.clear();
    assert!(store.to_line().is_err());
}

#[test]
fn its_page_is_called_as_it_says_or_like_its_first_host() {
    let named = |changes| Retailer::from_line(line(changes).as_bytes()).expect("a store");
    assert_eq!(named(json!({"s": "macys"})).page_name(), "macys");
    assert_eq!(named(json!({"d": ["b.com", "a.com"]})).page_name(), "b.com");
}
