//! Published address shapes and known traps, one by one and as stories over time.

use super::{Arrival, json, policies, session_of, text};
use pointback_core::policy::Policies;
use pointback_core::self_test;
use pointback_core::standdown::Record;
use serde_json::Value;

const MINUTE: i64 = 60_000;

fn rows(value: &Value) -> &Vec<Value> {
    value.as_array().expect("a list")
}

#[test]
fn every_published_shape_is_judged_as_expected() {
    let (table, policies) = (json("tests/vectors/standdown-fixtures.json"), policies());
    let mut wrong = Vec::new();
    for row in rows(&table["arrivals"]) {
        let found = Arrival::of(row).evidence(&policies);
        let network = found.first().map(|e| e.network.as_str());
        if network != row["network"].as_str() {
            wrong.push(format!("{}: {found:?}", row["id"]));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    println!("{} arrivals as expected", rows(&table["arrivals"]).len());
}

#[test]
fn every_fixture_of_the_research_is_there() {
    let table = json("tests/vectors/standdown-fixtures.json");
    let ids: Vec<&str> = ["arrivals", "sequences"]
        .iter()
        .flat_map(|part| rows(&table[part]))
        .filter_map(|row| row["id"].as_str())
        .collect();
    let wanted = (1..=20).map(|n| format!("F{n}"));
    let wanted = wanted.chain((1..=16).map(|n| format!("T{n}")));
    let missing: Vec<String> = wanted.filter(|id| !ids.contains(&id.as_str())).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn records_tell_the_same_story_over_time() {
    let table = json("tests/vectors/standdown-fixtures.json");
    let mut steps = 0;
    for story in rows(&table["sequences"]) {
        let mut record = None;
        for step in rows(&story["steps"]) {
            steps += 1;
            take(&mut record, step, &story["id"]);
        }
    }
    assert!(steps >= 22, "{steps} steps");
    println!("{} stories, {steps} steps", rows(&table["sequences"]).len());
}

fn take(record: &mut Option<Record>, step: &Value, story: &Value) {
    let rules = text("src/core/policies.json");
    let rules = match step["rules"].as_str() {
        Some("damaged") => Policies::parse(&rules[1..]),
        _ => Policies::parse(&rules),
    };
    let silent = match rules {
        Err(_) => true, // there are no rules to ask: the engine does not even start
        Ok(policies) => {
            let now = step["minute"].as_i64().expect("a minute") * MINUTE;
            let session = step["session"].as_u64().expect("a session");
            if step["restart"] == true {
                let kept = serde_json::to_string(record).expect("a record");
                *record = serde_json::from_str(&kept).expect("the same record");
            }
            for evidence in Arrival::of(step).evidence(&policies) {
                Record::add(record, &evidence, session, now);
            }
            let active = record
                .as_ref()
                .map(|r| r.is_active(&policies, &session_of(session), now));
            active.unwrap_or(false)
        }
    };
    assert_eq!(step["silent"].as_bool(), Some(silent), "{story}: {step}");
    if let Some(networks) = step["networks"].as_array() {
        let seen = record
            .as_ref()
            .map(|r| r.networks.clone())
            .unwrap_or_default();
        assert_eq!(
            &serde_json::json!(seen),
            &Value::from(networks.clone()),
            "{story}: {step}"
        );
    }
}

#[test]
fn the_packaged_self_test_is_the_same_table_and_passes() {
    let table = json("tests/vectors/standdown-fixtures.json");
    assert_eq!(json("extension/fixtures.json"), table["arrivals"]);
    let policies = policies();
    let report = self_test::run(&policies, text("extension/fixtures.json").as_bytes()).unwrap();
    assert!(report.is_sound(), "{report:?}");
    assert_eq!(report.rules, policies.hash());
    println!(
        "self-test: {} of {} passed",
        report.passed(),
        report.outcomes.len()
    );
}

#[test]
fn the_self_test_can_fail() {
    let mut rules = json("src/core/policies.json");
    let networks = rules["networks"].as_array_mut().expect("networks");
    networks.retain(|n| n["id"] != "cj");
    let weaker = Policies::parse(&rules.to_string()).expect("rules without CJ");
    let report = self_test::run(&weaker, text("extension/fixtures.json").as_bytes()).unwrap();
    let failed: Vec<&str> = report
        .outcomes
        .iter()
        .filter(|o| !o.passed)
        .map(|o| o.id.as_str())
        .collect();
    assert!(!report.is_sound());
    assert!(
        failed.contains(&"F20") && !failed.contains(&"F1"),
        "{failed:?}"
    );
    assert_ne!(report.rules, policies().hash());
    for nothing in ["[]", "", "{}", "[{}]"] {
        assert!(
            self_test::run(&weaker, nothing.as_bytes()).is_err(),
            "{nothing}"
        );
    }
}
