//! From one root to the next, as far as a portal leads and no further.

use super::fixture::{DEMO, Shopper};
use super::syncing::look;
use crate::protocol::Outcome;
use crate::task::{Finding, ListFile, Task};

fn next_root(outcome: &Outcome) -> Option<String> {
    outcome.tasks.iter().find_map(|t| match t {
        Task::Fetch(fetch) if fetch.file == ListFile::Root => Some(fetch.url.clone()),
        _ => None,
    })
}

/// Walks as far as the roots lead towards the one that the head names, and says how many were fetched.
fn walked(shopper: &mut Shopper, named: u32, there_are: u32) -> u32 {
    (shopper.portal.seq, shopper.portal.root) = (2, named);
    let head = shopper.portal.head_file();
    let mut outcome = look(shopper, head);
    let mut steps = 0;
    while let Some(url) = next_root(&outcome) {
        steps += 1;
        let number = steps + 1;
        assert!(url.ends_with(&format!("/root/{number}.json")), "{url}");
        assert!(number <= there_are, "no root {number}");
        shopper.portal.root = number;
        let root = shopper.portal.root_file();
        outcome = shopper.learn(Finding::Fetched(DEMO, ListFile::Root, Ok(root)));
    }
    steps
}

fn trouble(shopper: &Shopper) -> Option<&str> {
    let portal = shopper.engine.memory().portal(DEMO).expect("the portal");
    portal.trouble.as_deref()
}

#[test]
fn a_head_that_names_a_newer_root_waits_for_it_though_its_key_is_known() {
    let mut shopper = Shopper::new();
    assert_eq!(walked(&mut shopper, 3, 3), 2);
    let portal = shopper.engine.memory().portal(DEMO).expect("the portal");
    assert_eq!((portal.root.root, portal.floor.seq), (3, 2));
    assert_eq!(trouble(&shopper), None);
}

#[test]
fn at_most_thirty_two_roots_are_walked_at_once() {
    let mut shopper = Shopper::new();
    assert_eq!(walked(&mut shopper, 33, 33), 32);
    assert_eq!(trouble(&shopper), None);
    let mut shopper = Shopper::new();
    assert_eq!(walked(&mut shopper, 1_000, 40), 32);
    assert_eq!(trouble(&shopper), Some("list.wrongRoot"));
}

#[test]
fn a_head_expires_by_the_clock_too() {
    for (days, code) in [(6, None), (8, Some("list.expired"))] {
        let mut shopper = Shopper::new();
        shopper.now += days * 86_400_000;
        shopper.portal.seq = 2;
        let head = shopper.portal.head_file();
        look(&mut shopper, head);
        assert_eq!(trouble(&shopper), code, "after {days} days");
    }
}

#[test]
fn a_new_epoch_heals_what_was_signed_for_the_far_future() {
    let mut shopper = Shopper::new();
    let ahead = 50 * 365 * 86_400;
    let honest = shopper.portal.issued;
    (shopper.portal.seq, shopper.portal.issued) = (2, honest + ahead);
    let head = shopper.portal.head_file();
    look(&mut shopper, head);
    assert_eq!(trouble(&shopper), None, "nobody can tell yet");
    shopper.now += 120_000;
    (shopper.portal.seq, shopper.portal.issued) = (3, honest + 120);
    let head = shopper.portal.head_file();
    look(&mut shopper, head);
    assert_eq!(
        trouble(&shopper),
        Some("list.expired"),
        "the list is locked"
    );

    shopper.now += 120_000;
    shopper.portal.root = 2;
    let (mut root, mut head) = (shopper.portal.root(), shopper.portal.head());
    (root["epoch"], head["epoch"], head["seq"]) = (2.into(), 2.into(), 1.into());
    let head = shopper.portal.signed_head(head.to_string().as_bytes());
    let asked = look(&mut shopper, head);
    assert!(next_root(&asked).is_some(), "{asked:?}");
    let root = shopper.portal.signed_root(root.to_string().as_bytes());
    shopper.learn(Finding::Fetched(DEMO, ListFile::Root, Ok(root)));
    assert_eq!(trouble(&shopper), None);
    let portal = shopper.engine.memory().portal(DEMO).expect("the portal");
    assert_eq!((portal.floor.epoch, portal.floor.issued), (2, honest + 120));
}
