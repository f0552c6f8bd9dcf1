//! False alarms cost the shopper money, missed referrals cost someone else: how often each happens on real pages.

use super::{Arrival, policies, text};
use pointback_core::policy::Policies;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::Command;

/// How many of these addresses speak for someone else, and by which rules.
fn count<'t>(
    policies: &Policies,
    pages: impl Iterator<Item = &'t str>,
) -> (usize, usize, BTreeMap<String, usize>) {
    let (mut all, mut alarms, mut rules) = (0, 0, BTreeMap::new());
    for page in pages.filter(|p| url::Url::parse(p).is_ok()) {
        all += 1;
        // Seen as a hop, too: an ordinary address must not look like a network's.
        let arrival = Arrival::at(page).with_hop(page);
        if let Some(first) = arrival.evidence(policies).into_iter().next() {
            alarms += 1;
            *rules.entry(first.rule).or_default() += 1;
        }
    }
    (all, alarms, rules)
}

#[test]
fn ordinary_store_pages_raise_no_alarm() {
    let table = text("tests/vectors/pages-ordinary.txt");
    let pages = table.lines().filter(|l| !l.starts_with('#'));
    let (all, alarms, rules) = count(&policies(), pages);
    println!("{alarms} false alarms on {all} ordinary store pages");
    assert!(all >= 150, "{all} pages");
    assert_eq!(alarms, 0, "{rules:?}");
}

#[test]
fn every_affiliate_landing_raises_one() {
    let (table, policies) = (text("tests/vectors/pages-referred.txt"), policies());
    let pages: Vec<&str> = table.lines().filter(|l| !l.starts_with('#')).collect();
    let is_missed = |page: &&&str| Arrival::at(page).evidence(&policies).is_empty();
    let missed: Vec<&&str> = pages.iter().filter(is_missed).collect();
    println!(
        "{} of {} affiliate landings seen",
        pages.len() - missed.len(),
        pages.len()
    );
    assert!(pages.len() >= 60, "{} pages", pages.len());
    assert!(missed.is_empty(), "{missed:?}");
}

#[test]
fn real_visits_raise_few() {
    let policies = policies();
    let Some(corpus) = std::env::var_os("POINTBACK_CORPUS").map(PathBuf::from) else {
        println!("no real visit looked at: POINTBACK_CORPUS names no folder with them");
        return;
    };
    for (name, most_in_ten_thousand) in [("visits-hit", 400), ("visits-miss", 50)] {
        let path = corpus.join(format!("{name}.canon.txt.zst"));
        let opened = Command::new("zstd").arg("-dc").arg(&path).output();
        let Ok(opened) = opened.map(|o| o.stdout) else {
            println!("{name}: not looked at, zstd is not installed");
            continue;
        };
        if opened.is_empty() {
            println!("{name}: not looked at, it is not there");
            continue;
        }
        let pages = String::from_utf8_lossy(&opened);
        let (all, alarms, rules) = count(&policies, pages.lines());
        println!("{name}: {alarms} of {all} visits speak for someone else: {rules:?}");
        assert!(
            alarms * 10_000 <= all * most_in_ten_thousand,
            "{name}: too many"
        );
    }
}
