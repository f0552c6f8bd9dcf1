//! What must silence us and what must not, for every rule, graded as strictly both ways: whoever does nothing fails.

use super::derived::{Scenario, scenarios};
use super::{Arrival, policies};
use pointback_core::policy::Policies;
use std::collections::BTreeMap;

/// Which of the scenarios does this way of deciding get wrong?
fn grade(fires: impl Fn(&Scenario) -> bool) -> Vec<String> {
    let wrong = scenarios().into_iter().filter(|s| fires(s) != s.must_fire);
    wrong
        .map(|s| format!("{} {}: {:?}", s.kind, s.rule, s.arrival))
        .collect()
}

/// Does the rule of a scenario see it? Where none is named, does any?
fn fires(policies: &Policies, scenario: &Scenario) -> bool {
    let found = scenario.arrival.evidence(policies);
    found
        .iter()
        .any(|e| e.rule == scenario.rule || scenario.rule.is_empty())
}

#[test]
fn every_rule_sees_what_it_is_for_and_nothing_beside_it() {
    let policies = policies();
    let wrong = grade(|scenario| fires(&policies, scenario));
    assert!(
        wrong.is_empty(),
        "{} wrong:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
    let mut counts: BTreeMap<(bool, &str), usize> = BTreeMap::new();
    for scenario in scenarios() {
        *counts
            .entry((scenario.must_fire, scenario.kind))
            .or_default() += 1;
    }
    let sum = |fires: bool| {
        counts
            .iter()
            .filter(|((f, _), _)| *f == fires)
            .map(|(_, n)| n)
            .sum::<usize>()
    };
    println!(
        "{} that must silence us, {} that must not: {counts:?}",
        sum(true),
        sum(false)
    );
    assert!(sum(true) >= 500 && sum(false) >= 500);
}

#[test]
fn no_rule_is_without_its_scenarios() {
    let scenarios = scenarios();
    for rule in policies().rule_ids() {
        for fires in [true, false] {
            let has = scenarios
                .iter()
                .any(|s| s.rule == rule && s.must_fire == fires);
            assert!(has, "{rule} has none that must fire: {fires}");
        }
    }
}

#[test]
fn neither_silence_nor_noise_passes() {
    assert!(
        grade(|_| true).len() > 500,
        "whoever is always silent passes"
    );
    assert!(
        grade(|_| false).len() > 500,
        "whoever never stands down passes"
    );
}

#[test]
fn every_rule_says_where_it_was_read() {
    let policies = policies();
    let ids = policies.rule_ids();
    for id in &ids {
        let origin = policies
            .origin(id)
            .unwrap_or_else(|| panic!("{id} has no source"));
        assert!(origin.source.starts_with("https://"), "{id}");
        assert_eq!(origin.date.len(), "2026-11-23".len(), "{id}");
        assert!(["A", "B", "C"].contains(&origin.confidence), "{id}");
    }
    let mut once = ids.clone();
    once.sort();
    once.dedup();
    assert_eq!(once.len(), ids.len(), "a rule id stands for two rules");
    println!("{} rules, each with source, date and confidence", ids.len());
}

#[test]
fn our_own_click_explains_for_half_an_hour() {
    let policies = policies();
    for (since_click, is_explained) in [(0, true), (1_799_999, true), (1_800_000, false)] {
        let mut arrival = Arrival::at("https://shop.example/?cjsid=OURS").after_click("cj", "OURS");
        arrival.since_click = since_click;
        let found = arrival.evidence(&policies);
        assert_eq!(
            found.is_empty(),
            is_explained,
            "after {since_click} ms: {found:?}"
        );
    }
}
