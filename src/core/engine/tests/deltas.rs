//! The short way to a newer list, and the long one when the short one fails.

use super::fixture::{DEMO, Portal, Shopper, button, lit};
use super::syncing::look;
use crate::protocol::Outcome;
use crate::task::{Fetch, FetchFailure, Finding, ListFile, Task};
use crate::{Error, delta, hash::sha256_hex};
use serde_json::json;

const CHANGE: &str = "[1,{\"r\":[{\"k\":\"p\",\"v\":1200}]}]\n";

/// The next list, with a delta from the first one that is announced to be this long.
fn publish(portal: &mut Portal, len: u64) {
    (portal.seq, portal.ver) = (2, 2);
    portal.lines = portal.lines.replace("\"v\":1000", "\"v\":1200");
    portal.deltas = vec![json!({
        "from": 1, "path": "o/retailers-1-2.delta", "len": len, "sha256": sha256_hex(CHANGE.as_bytes()),
        "raw": CHANGE.len(),
    })];
}

fn asked(outcome: &Outcome) -> Fetch {
    let fetch = outcome.tasks.iter().find_map(|t| match t {
        Task::Fetch(fetch) => Some(fetch.clone()),
        _ => None,
    });
    fetch.expect("something is fetched")
}

fn answer(shopper: &mut Shopper, file: ListFile, result: Result<Vec<u8>, FetchFailure>) -> Outcome {
    shopper.learn(Finding::Fetched(DEMO, file, result))
}

fn shows(shopper: &mut Shopper, badge: &str) -> bool {
    button(&shopper.visit("https://www.macys.com/")) == lit(badge)
}

#[test]
fn a_delta_leads_to_the_same_list_as_its_snapshot() {
    let mut shopper = Shopper::new();
    let before = shopper.portal.lines.clone();
    publish(&mut shopper.portal, 40);
    let head = shopper.portal.head_file();
    let fetch = asked(&look(&mut shopper, head));
    assert!(
        fetch.url.ends_with("/o/retailers-1-2.delta"),
        "{}",
        fetch.url
    );
    let raw = delta::apply(before.as_bytes(), CHANGE.as_bytes()).expect("it applies");
    assert_eq!(raw, shopper.portal.lines.as_bytes());
    let taken = answer(&mut shopper, fetch.file, Ok(raw.clone()));
    let is_kept = |t: &Task| matches!(t, Task::SaveList(DEMO, lines, _) if *lines == raw);
    assert!(taken.tasks.iter().any(is_kept));
    assert!(shows(&mut shopper, "12%"));
}

#[test]
fn whatever_is_wrong_with_a_delta_the_snapshot_makes_good_once() {
    let failures: [Result<Vec<u8>, FetchFailure>; 4] = [
        Err(FetchFailure::Status(404, None)),
        Err(FetchFailure::Bad(Error::WrongHash)),
        Err(FetchFailure::Unreachable),
        Ok(b"not that list".to_vec()),
    ];
    for failure in failures {
        let mut shopper = Shopper::new();
        publish(&mut shopper.portal, 40);
        let head = shopper.portal.head_file();
        let delta = asked(&look(&mut shopper, head));
        let snapshot = asked(&answer(&mut shopper, delta.file, failure));
        assert!(matches!(snapshot.file, ListFile::Snapshot(_)));
        assert!(shows(&mut shopper, "10%"), "nothing is lost meanwhile");
        let raw = shopper.portal.lines.clone().into_bytes();
        let mut bad = Shopper::new();
        std::mem::swap(&mut bad, &mut shopper);
        let ended = answer(&mut bad, snapshot.file.clone(), Ok(b"bad".to_vec()));
        assert!(ended.tasks.is_empty(), "only once");
        assert!(shows(&mut bad, "10%"));
        let head = bad.portal.head_file();
        let again = asked(&look(&mut bad, head));
        let again = asked(&answer(
            &mut bad,
            again.file,
            Err(FetchFailure::Unreachable),
        ));
        answer(&mut bad, again.file, Ok(raw));
        assert!(shows(&mut bad, "12%"));
    }
}

#[test]
fn a_delta_that_is_no_shorter_or_starts_elsewhere_or_leads_outside_is_left_alone() {
    let spoils: [fn(&mut Portal); 4] = [
        |p| publish(p, 700),
        |p| p.deltas[0]["from"] = json!(7),
        |p| p.deltas[0]["path"] = json!("o/../x.delta"),
        |p| p.deltas[0]["raw"] = json!(1_u64 << 40),
    ];
    for spoil in spoils {
        let mut shopper = Shopper::new();
        publish(&mut shopper.portal, 40);
        spoil(&mut shopper.portal);
        let head = shopper.portal.head_file();
        let fetch = asked(&look(&mut shopper, head));
        assert!(matches!(fetch.file, ListFile::Snapshot(_)), "{}", fetch.url);
    }
}
