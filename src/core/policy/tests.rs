//! Rules as their makers see them: what can be said, where it was read, and which hops the browser wakes us for.

use super::{Class, Evidence, Origin, Pattern, Policies};
use crate::standdown::OwnClick;
use serde_json::json;
use url::Url;

fn rules(networks: &serde_json::Value) -> Policies {
    let sources = json!({"a": ["https://a.example/", "2026-01-01"], "b": ["https://b.example/", "2026-02-02"]});
    let text = json!({"v": 2, "sources": sources, "networks": networks}).to_string();
    Policies::parse(&text).expect("rules")
}

#[test]
fn a_class_is_what_its_rules_are_called() {
    for class in [
        Class::Hop,
        Class::Param,
        Class::Cookie,
        Class::Referrer,
        Class::Doubt,
        Class::Click,
    ] {
        let rule = format!("cj.{}.what.ever", class.word());
        assert_eq!(Class::of_rule(&rule), class);
    }
    for odd in ["", "cj", "cj.", "cj.hops.x", "hop.x"] {
        assert_eq!(Class::of_rule(odd), Class::Doubt, "{odd}");
    }
}

#[test]
fn what_can_be_said_pins_something_down() {
    for (class, text, can) in [
        (Class::Hop, "a.example", true),
        (Class::Hop, "com", false),
        (Class::Param, "cjevent", true),
        (Class::Param, "c*", false),
        (Class::Cookie, "cje*", true),
        (Class::Cookie, "c*", false),
        (Class::Referrer, "a.example", false),
        (Class::Doubt, "cjevent", false),
        (Class::Click, "cjevent", false),
    ] {
        assert_eq!(Policies::can_say(class, text), can, "{class:?} {text}");
    }
}

#[test]
fn every_rule_says_where_it_was_read() {
    let rules = rules(&json!([
        {"id": "x", "name": "X", "floor": 0, "rules": [
            {"from": "b", "confidence": "B", "params": ["xclick"], "note": "Weak."},
            {"from": "a", "confidence": "A", "hosts": ["x.example"]},
        ]},
    ]));
    let of_b = Origin {
        source: "https://b.example/",
        date: "2026-02-02",
        confidence: "B",
        note: Some("Weak."),
    };
    let of_a = Origin {
        source: "https://a.example/",
        date: "2026-01-01",
        confidence: "A",
        note: None,
    };
    assert_eq!(rules.origin("x.param.xclick"), Some(of_b));
    assert_eq!(rules.origin("x.hop.x.example"), Some(of_a));
    for none in ["x.param.other", "y.param.xclick", "generic.doubt.x", "x"] {
        assert_eq!(rules.origin(none), None, "{none}");
    }
}

#[test]
fn a_landing_is_marked_where_the_network_has_parameters() {
    let rules = rules(&json!([
        {"id": "x", "name": "X", "floor": 0, "rules": [{"from": "a", "confidence": "A", "hosts": ["x.example"]}]},
        {"id": "y", "name": "Y", "floor": 0, "rules": [{"from": "a", "confidence": "A", "params": ["yclick"]}]},
    ]));
    let marked = ["x", "y", "z"].map(|id| rules.marks_landings(id));
    assert_eq!(marked, [false, true, false]);
}

#[test]
fn the_browser_is_told_the_narrowest_pattern_that_covers_a_place() {
    let places = [
        ("x.example", Some("*://*.x.example/*")),
        ("go.x.example/link", Some("*://*.go.x.example/link*")),
        ("x.example/c/#+/#+", Some("*://*.x.example/c/*")),
        ("*.${4-6}.net/c/#+", Some("*://*.net/c/*")),
        ("i#{6}.x.net", Some("*://*.x.net/*")),
        ("ab${2}.net/abc", Some("*://*.net/abc*")),
        ("abcd${2}.net", None),
        ("abcd${2}.net/c", None),
        ("*.go.x.*/abcdef", None),
    ];
    let hosts: Vec<&str> = places.iter().map(|(place, _)| *place).collect();
    let rules = rules(&json!([
        {"id": "x", "name": "X", "floor": 0, "rules": [
            {"from": "a", "confidence": "A", "hosts": hosts},
            {"from": "b", "confidence": "A", "hosts": ["x.example"]},
        ]},
    ]));
    let mut patterns: Vec<&str> = places.iter().filter_map(|(_, pattern)| *pattern).collect();
    patterns.sort_unstable();
    assert_eq!(rules.hop_patterns(), patterns, "sorted, each once");
    let unseen = places.iter().filter(|(_, pattern)| pattern.is_none());
    let unseen: Vec<&str> = unseen.map(|(place, _)| *place).collect();
    assert_eq!(rules.unfiltered_places(), unseen);
}

#[test]
fn an_own_click_without_a_reference_explains_nothing() {
    let rules = Policies::packaged().expect("packaged rules");
    let own = |click_ref: &str| OwnClick {
        network: "impact".to_owned(),
        click_ref: click_ref.to_owned(),
        at: 0,
    };
    let seen = |url: &str| -> Vec<Evidence> {
        rules.param_evidence(&Url::parse(url).expect("an address"))
    };
    for url in [
        "https://shop.example/?irclickid=",
        "https://shop.example/?irclickid=a&irclickid=b",
    ] {
        let seen = seen(url);
        assert!(
            !seen.is_empty() && !seen.iter().any(|e| own("").explains(e)),
            "{url}"
        );
    }
    let ours = seen("https://shop.example/?irclickid=a&irclickid=a");
    assert!(ours.iter().all(|e| own("a").explains(e)));
    assert!(!ours.iter().any(|e| own("b").explains(e)));
}

#[test]
fn a_pattern_has_a_most() {
    let units = |count: usize| "#{1}".repeat(count);
    assert_eq!(units(24).len(), 96);
    assert!(Pattern::parse(&units(24)).is_some());
    assert!(Pattern::parse(&(units(24) + "a")).is_none());
}
