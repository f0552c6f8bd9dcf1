//! Files of the SDK's form, made up here, and what becomes of them.

use super::{Imported, import};
use pointback_core::policy::Policies;
use serde_json::{Value, json};
use url::Url;

fn policy(network: &str, rules: &Value) -> Value {
    json!({
        "id": format!("{network}-network"), "schemaVersion": 2, "policyVersion": 1,
        "network": {"id": network, "name": format!("{network} by name"), "sessionDuration": 7_200_000},
        "rules": rules, "metadata": {"lastUpdated": "2026-05-08", "documentation": "https://example.com/"},
    })
}

fn imported(network: &str, rules: Value) -> Imported {
    let file = json!({"version": "8", "policies": [policy(network, &rules)]});
    let policies = Policies::packaged().unwrap();
    import(&policies, file.to_string().as_bytes(), "theirs.json").unwrap()
}

fn rules_for(text: &str, url: &str, is_hop: bool) -> Vec<String> {
    let policies = Policies::parse(text).unwrap();
    let url = Url::parse(url).unwrap();
    let found = if is_hop {
        policies.hop_evidence(&url)
    } else {
        policies.param_evidence(&url)
    };
    found.into_iter().map(|e| e.rule).collect()
}

#[test]
fn every_kind_of_rule_finds_its_place() {
    let done = imported(
        "newnet",
        json!([
            {"domain": "click.newnet.example", "reason": "host"},
            {"domain": "newnet.example", "paths": ["/go/", "/r"], "reason": "paths"},
            {"params": "nnclick", "reason": "param"},
            {"params": ["nnone", "nntwo"], "domain": "store.example", "reason": "param of a store"},
            {"pattern": "nn[0-9]{4}\\.example\\.net", "reason": "regex"},
            {"pattern": "[?&]nnaff=(?:a|b)\\.", "domain": "store.example", "reason": "regex of a parameter"},
            {"domain": "awin1.com", "reason": "known"},
        ]),
    );
    assert_eq!(
        (done.added, done.known, done.refused.len()),
        (9, 1, 0),
        "{:?}",
        done.refused
    );
    for (url, is_hop, rule) in [
        (
            "https://click.newnet.example/x",
            true,
            "newnet.hop.click.newnet.example",
        ),
        (
            "https://newnet.example/go/x",
            true,
            "newnet.hop.newnet.example/go/",
        ),
        (
            "https://shop.example/?nnclick=1",
            false,
            "newnet.param.nnclick",
        ),
        (
            "https://store.example/?nntwo=1",
            false,
            "newnet-store-example.param.nntwo",
        ),
        (
            "https://x.nn1234.example.net/",
            true,
            "newnet.hop.nn#{4}.example.net",
        ),
        (
            "https://store.example/?NNAFF=b.7",
            false,
            "newnet-store-example.param.nnaff=b.*",
        ),
    ] {
        assert_eq!(rules_for(&done.text, url, is_hop), [rule], "{url}");
    }
    assert!(rules_for(&done.text, "https://shop.example/?nntwo=1", false).is_empty());
    let merged = Policies::parse(&done.text).unwrap();
    assert_eq!(merged.floor_minutes("newnet", "newnet.param.nnclick"), 120);
    let origin = merged.origin("newnet.param.nnclick").unwrap();
    assert!(origin.source.starts_with("theirs.json#sha256="));
    assert_eq!((origin.date, origin.confidence), ("2026-05-08", "B"));
}

#[test]
fn what_cannot_be_said_is_refused_by_name_and_place() {
    let done = imported(
        "newnet",
        json!([
            {"params": "nnclick", "reason": "good"},
            {"pattern": "[?&]aid=(?!(?:1|2))", "domain": "booking.com", "reason": "look-ahead"},
            {"pattern": "ebay(?:\\.\\w{2,3})+\\/x", "reason": "repeated group"},
            {"paths": "/go", "reason": "no host"},
            {"domain": "co.uk", "reason": "everyone"},
            {"pattern": ".+", "reason": "everything"},
            {"params": "a", "reason": "anything"},
            {"reason": "nothing"},
            {"domain": "a.example", "paths": "/x", "params": "y", "reason": "all at once"},
        ]),
    );
    assert_eq!((done.added, done.refused.len()), (1, 8));
    let place = "policy 1 (newnet-network), rule";
    assert_eq!(
        done.refused[0],
        format!("{place} 2: pattern `[?&]aid=(?!(?:1|2))`: a look around at character 9")
    );
    assert_eq!(
        done.refused[1],
        format!("{place} 3: pattern `ebay(?:\\.\\w{{2,3}})+\\/x`: a repeated group at character 5")
    );
    assert_eq!(done.refused[2], format!("{place} 4: a path without a host"));
    for (n, refusal) in done.refused.iter().enumerate() {
        assert!(
            refusal.starts_with(&format!("{place} {}: ", n + 2)),
            "{refusal}"
        );
    }
}

#[test]
fn a_known_networks_rules_stay_and_only_grow() {
    let before = Policies::packaged().unwrap();
    let done = imported(
        "linkshare",
        json!([{"domain": "clickserver.example", "reason": "new"}, {"params": "ranEAID", "reason": "known"}]),
    );
    let merged = Policies::parse(&done.text).unwrap();
    assert_eq!((done.added, done.known), (1, 1));
    let after = merged.rule_ids();
    assert!(before.rule_ids().iter().all(|id| after.contains(id)));
    assert!(after.contains(&"rakuten.hop.clickserver.example".to_owned()));
    assert_eq!(merged.floor_minutes("rakuten", "rakuten.param.ranEAID"), 30);
    assert!(before.broadened_by(&done.text).is_ok());
}

#[test]
fn what_is_no_policy_file_is_refused() {
    let policies = Policies::packaged().unwrap();
    let other_schema = json!({"policies": [{"id": "x", "schemaVersion": 3, "policyVersion": 1, "network": {"id": "x", "name": "X"}, "rules": []}]});
    for file in [
        "",
        "{}",
        "[]",
        "{\"policies\":[]}",
        &other_schema.to_string(),
    ] {
        let failure = import(&policies, file.as_bytes(), "f.json").unwrap_err();
        assert!(
            failure
                .to_string()
                .starts_with("f.json is no policy file: "),
            "{failure}"
        );
    }
}
