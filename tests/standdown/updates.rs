//! An update may see more and wait longer. Whatever sees less is refused by name.

use super::{json, policies};
use pointback_core::policy::{Narrowing, Policies};
use serde_json::{Value, json};

type Change = fn(&mut Value);

fn updated(change: impl Fn(&mut Value)) -> Result<Policies, Narrowing> {
    let mut rules = json("src/core/policies.json");
    change(&mut rules);
    policies().broadened_by(&rules.to_string())
}

fn network<'r>(rules: &'r mut Value, id: &str) -> &'r mut Value {
    let networks = rules["networks"].as_array_mut().expect("networks");
    networks
        .iter_mut()
        .find(|n| n["id"] == id)
        .expect("the network")
}

fn without(list: &mut Value, text: &str) {
    let items = list.as_array_mut().expect("a list");
    let before = items.len();
    items.retain(|i| i != text);
    assert_eq!(items.len() + 1, before, "{text}");
}

#[test]
fn what_broadens_is_taken() {
    let same = updated(|_| ()).expect("the same rules");
    assert_eq!(same.rule_ids(), policies().rule_ids());
    for (what, change) in [
        (
            "a new network",
            (|r| {
                let new = json!({"id": "new", "name": "New", "floor": 0, "switch": true, "rules": [{"from": "sdk", "confidence": "B", "params": ["newclick"]}]});
                r["networks"].as_array_mut().unwrap().insert(0, new);
            }) as fn(&mut Value),
        ),
        ("a new rule", |r| {
            network(r, "cj")["rules"][1]["hosts"]
                .as_array_mut()
                .unwrap()
                .push(json!("new.example"))
        }),
        ("a longer floor", |r| {
            network(r, "rakuten")["floor"] = json!(120)
        }),
        ("a longer floor of some rules", |r| {
            network(r, "cj")["rules"][0]["floor"] = json!(120)
        }),
        ("no more switching", |r| {
            network(r, "wildfire")["switch"] = json!(false)
        }),
        ("any value", |r| {
            network(r, "generic")["rules"][0]["params"] = json!(["afsrc"])
        }),
        ("any path", |r| {
            network(r, "howl")["rules"][0]["hosts"] =
                json!(["howl.me", "howl.link", "shop-links.co"])
        }),
        ("at any store", |r| network(r, "bestbuy")["on"] = json!([])),
        ("fewer exceptions", |r| {
            network(r, "booking")["rules"][0]["except"] = json!([])
        }),
        ("one of two parameters", |r| {
            network(r, "bestbuy")["rules"][0]["params"] = json!(["ref"])
        }),
        ("fewer prompts", |r| {
            network(r, "ebay")["prompts"] = json!(1)
        }),
        ("another closed store", |r| {
            network(r, "booking")["never"] = json!(true)
        }),
        ("a broader cookie", |r| {
            network(r, "dub")["rules"][0]["cookies"] = json!(["dub_*"])
        }),
        ("another source", |r| {
            r["sources"]["dub"] = json!(["https://dub.co/legal/new", "2026-12-01"])
        }),
        ("rules in another order", |r| {
            network(r, "cj")["rules"].as_array_mut().unwrap().reverse()
        }),
    ] {
        if let Err(narrowing) = updated(change) {
            panic!("{what}: {narrowing}");
        }
    }
}

#[test]
fn what_narrows_is_refused_by_name() {
    let cases: [(&str, Change); 21] = [
        ("policy.removesRule: dub", |r| {
            r["networks"]
                .as_array_mut()
                .unwrap()
                .retain(|n| n["id"] != "dub")
        }),
        ("policy.removesRule: cj.param.cjdata", |r| {
            without(&mut network(r, "cj")["rules"][0]["params"], "~cjdata")
        }),
        ("policy.removesRule: cj.hop.emjcd.com", |r| {
            without(&mut network(r, "cj")["rules"][1]["hosts"], "emjcd.com")
        }),
        ("policy.removesRule: cj.cookie.cje*", |r| {
            without(&mut network(r, "cj")["rules"][0]["cookies"], "cje*")
        }),
        ("policy.removesRule: cj.cookie.cje*", |r| {
            network(r, "cj")["rules"][0]["cookies"] = json!(["cjevent"])
        }),
        ("policy.removesRule: cj.param.cjevent", |r| {
            network(r, "cj")["rules"][0]["params"][0] = json!("cjevent")
        }),
        ("policy.removesRule: cj.param.cjevent", |r| {
            network(r, "cj")["rules"][0]["params"][0] = json!("~cjevent=1")
        }),
        ("policy.removesRule: sovrn.hop.redirect.viglink.com", |r| {
            network(r, "sovrn")["rules"][0]["hosts"] = json!(["redirect.viglink.com/x"]);
        }),
        ("policy.removesRule: bestbuy.param.ref&acampID", |r| {
            network(r, "bestbuy")["rules"][0]["params"] = json!(["ref&acampID&more"]);
        }),
        ("policy.removesRule: booking.param.aid", |r| {
            network(r, "booking")["rules"][0]["except"] = json!(["304142", "7"]);
        }),
        ("policy.removesRule: impact.param.irclickid", |r| {
            network(r, "impact")["rules"][0]["confidence"] = json!("C")
        }),
        ("policy.shortensFloor: cj", |r| {
            network(r, "cj")["floor"] = json!(59)
        }),
        ("policy.shortensFloor: impact.hop.7eer.net", |r| {
            network(r, "impact")["rules"][2]["floor"] = json!(89)
        }),
        ("policy.allowsSwitch: cj", |r| {
            network(r, "cj")["switch"] = json!(true)
        }),
        ("policy.opensStore: amazon", |r| {
            network(r, "amazon")["never"] = json!(false)
        }),
        ("policy.opensStore: amazon", |r| {
            without(&mut network(r, "amazon")["on"], "amazon.de")
        }),
        // Where it counts everywhere, it closes no store.
        ("policy.opensStore: amazon", |r| {
            network(r, "amazon")["on"] = json!([])
        }),
        ("policy.opensStore: ebay", |r| {
            network(r, "ebay")["on"] = json!([])
        }),
        ("policy.opensStore: ebay", |r| {
            network(r, "ebay")["prompts"] = json!(3)
        }),
        ("policy.opensStore: ebay", |r| {
            network(r, "ebay")["prompts"] = Value::Null
        }),
        ("policy.opensStore: cj", |r| {
            network(r, "cj")["on"] = json!(["shop.example"])
        }),
    ];
    for (refusal, change) in cases {
        let narrowing = updated(change).map(|_| ()).expect_err(refusal);
        assert_eq!(narrowing.to_string(), refusal);
    }
    println!("{} ways to narrow refused by name", cases.len());
}

#[test]
fn what_cannot_be_read_is_refused() {
    let cases: [Change; 14] = [
        |r| r["v"] = json!(1),
        |r| r["v"] = json!(3),
        |r| network(r, "cj")["rules"][0]["confidence"] = json!("D"),
        |r| network(r, "cj")["rules"][0]["from"] = json!("hearsay"),
        |r| network(r, "cj")["rules"][0]["params"][0] = json!("c*"),
        |r| network(r, "cj")["rules"][0]["params"][0] = json!("*"),
        |r| network(r, "cj")["rules"][0]["params"][0] = json!("cjevent=?{999}"),
        |r| network(r, "cj")["rules"][0]["cookies"][0] = json!("*"),
        |r| network(r, "cj")["rules"][1]["hosts"][0] = json!("com"),
        |r| network(r, "cj")["rules"][1]["hosts"][0] = json!("*.net"),
        |r| network(r, "cj")["rules"][1]["hosts"][0] = json!("$+.net/"),
        |r| network(r, "cj")["rules"][1]["hosts"][0] = json!("Anrdoezrs.net"),
        |r| network(r, "cj")["id"] = json!("impact"),
        |r| r["sources"]["dub"] = json!(["", "2026-12-01"]),
    ];
    for (at, change) in cases.into_iter().enumerate() {
        assert!(
            matches!(updated(change), Err(Narrowing::Unreadable)),
            "case {at}"
        );
    }
    assert_eq!(
        policies().broadened_by("").map(|_| ()),
        Err(Narrowing::Unreadable)
    );
}

#[test]
fn rules_are_read_as_they_were_written() {
    let policies = policies();
    let text = serde_json::to_string(&policies).unwrap();
    let again = Policies::parse(&text).expect("what was written");
    assert_eq!(serde_json::to_string(&again).unwrap(), text);
    assert_eq!(again.rule_ids(), policies.rule_ids());
    let original = json("src/core/policies.json");
    assert_eq!(serde_json::from_str::<Value>(&text).unwrap(), original);
}
