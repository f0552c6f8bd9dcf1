//! `ledger.json`: trips, months and payouts as our own pages draw them. A case names only the fields that it is about.

use super::{list_of, rows, table};
use pointback_core::earnings::{Earnings, Said};
use pointback_core::json;
use pointback_core::kept::Kept;
use pointback_core::lists::Lists;
use pointback_core::local_time::LocalTime;
use pointback_core::memory::Memory;
use pointback_core::store_id::PortalId;
use serde_json::Value;

/// Is everything that `expected` names in `actual`, as it says?
fn holds(actual: &Value, expected: &Value) -> bool {
    match (actual, expected) {
        (Value::Object(actual), Value::Object(expected)) => expected
            .iter()
            .all(|(key, value)| actual.get(key).is_some_and(|found| holds(found, value))),
        (Value::Array(actual), Value::Array(expected)) => {
            let mut pairs = actual.iter().zip(expected);
            actual.len() == expected.len() && pairs.all(|(a, e)| holds(a, e))
        }
        _ => actual == expected,
    }
}

fn memory_for(case: &Value, base: &Value) -> Memory {
    let mut memory = base.clone();
    let me = &mut memory["portals"][0]["account"]["me"];
    if let Some(confirmed) = case.get("confirmed") {
        me["balances"]["confirmed"] = confirmed.clone();
    }
    if let Some(held) = case.get("held") {
        me["next_payout"]["held"] = held.clone();
    }
    if let Some(unit) = case.get("election") {
        me["election"]["unit"] = unit.clone();
    }
    for (from, to) in [("trips_here", "trips"), ("claims", "claims")] {
        if let Some(given) = case.get(from) {
            memory[to] = given.clone();
        }
    }
    let saved = serde_json::json!([1, memory]).to_string();
    Memory::decode(saved.as_bytes()).expect("a memory")
}

#[test]
fn trips_say_what_was_promised_posted_and_when_it_is_paid() {
    let table = table("ledger");
    let mut lists = Lists::default();
    lists.insert(PortalId::PACKAGED, list_of(&table["list"], 2));
    for case in rows(&table["cases"], 29) {
        let memory = memory_for(case, &table["memory"]);
        let earnings = case["earnings"].to_string();
        let earnings: Earnings = json::read(earnings.as_bytes()).expect("earnings");
        let mut said = Said::default();
        said.insert(PortalId::PACKAGED, earnings);
        let kept = Kept {
            memory: &memory,
            lists: &lists,
        };
        let zone = case["zone"].as_i64().unwrap_or_default();
        let local = LocalTime {
            now: table["now"].as_i64().expect("a moment"),
            zone: i32::try_from(zone).expect("a zone"),
        };
        let view = serde_json::to_value(kept.view(&said, local)).expect("a view");
        let portal = &view["portals"][0];
        let actual = serde_json::json!({
            "earned": portal["earned"], "account": portal["account"], "trips": view["trips"],
        });
        let expected = &case["expect"];
        assert!(
            holds(&actual, expected),
            "{}\nexpected {expected:#}\nfound {actual:#}",
            case["name"]
        );
    }
}
