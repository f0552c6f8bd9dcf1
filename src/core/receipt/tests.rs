//! Any log verifies; any change of it is found, and named by its line.

use super::{Broken, Deed, MOST, Receipt, Receipts};
use crate::json::{self, Write};
use crate::policy::{Class, Evidence, Policies};
use crate::retailer::RetailerId;
use crate::store_id::{PortalId, StoreId};
use proptest::prelude::*;

fn store(n: u32) -> StoreId {
    StoreId {
        portal: PortalId(3),
        retailer: RetailerId(n),
    }
}

fn log(count: usize) -> Receipts {
    let policies = Policies::packaged().unwrap();
    let mut log = Receipts::default();
    let seen = Evidence::met("cj".into(), "cj.param.cjevent".into());
    for n in 0..count {
        let id = store(u32::try_from(n).unwrap());
        let deed = match n % 3 {
            0 => Deed::suppressed(id, &seen),
            1 => Deed::activated(id, "awin"),
            _ => Deed::switched(id, &seen),
        };
        log.append(deed, &policies, n as i64 * 61_000);
    }
    log
}

#[test]
fn the_hash_is_of_exactly_the_documented_lines() {
    let log = log(2);
    let [first, second] = log.list.as_slice() else {
        panic!()
    };
    let rules = Policies::packaged().unwrap().hash().to_owned();
    let zeros = "0".repeat(64);
    let lines = format!(
        "pointback-receipt-1\n1\n0\n3:0\ncj\ncj.param.cjevent\nparam\nsuppressed\n{rules}\n{zeros}"
    );
    assert_eq!(first.hash, crate::hash::sha256_hex(lines.as_bytes()));
    let before = &first.hash;
    let lines = format!(
        "pointback-receipt-1\n2\n1\n3:1\nawin\nawin.click.own\nclick\nactivated\n{rules}\n{before}"
    );
    assert_eq!(second.hash, crate::hash::sha256_hex(lines.as_bytes()));
    assert_eq!(
        (first.evidence, second.evidence),
        (Class::Param, Class::Click)
    );
}

#[test]
fn a_receipt_has_no_slot_for_an_address() {
    let text = log(1).export();
    let start = r#"{"n":1,"minute":0,"store":"3:0","network":"cj","rule":"cj.param.cjevent","evidence":"param","action":"suppressed","rules":""#;
    assert!(text.starts_with(start), "{text}");
}

#[test]
fn the_same_within_a_minute_is_one_receipt() {
    let policies = Policies::packaged().unwrap();
    let mut log = Receipts::default();
    let deed = Deed::suppressed(store(7), &Evidence::doubt("unreadableHop"));
    for now in [0, 1, 59_999, 60_000, 60_001] {
        log.append(deed.clone(), &policies, now);
    }
    assert_eq!(log.list.len(), 2);
    log.append(Deed::activated(store(7), "cj"), &policies, 60_002);
    log.append(deed, &policies, 60_003);
    assert_eq!(log.list.len(), 4);
    assert_eq!(log.verify(), Ok(()));
}

#[test]
fn what_is_dropped_is_said() {
    let log = log(MOST + 17);
    assert_eq!(log.list.len(), MOST);
    let truncated = log.truncated.clone().unwrap();
    assert_eq!(truncated.truncated, 17);
    assert_eq!(log.list[0].previous, truncated.hash);
    let text = log.export();
    assert!(text.starts_with(r#"{"truncated":17,"hash":""#), "{text}");
    assert_eq!(Receipts::import(&text), Ok(log));
    let lies = text.replacen(":17,", ":16,", 1);
    assert_eq!(Receipts::import(&lies), broken(2, "receipt.wrongNumber"));
    let hidden = text.split_once('\n').unwrap().1;
    assert_eq!(Receipts::import(hidden), broken(1, "receipt.wrongNumber"));
}

fn broken(line: usize, why: &'static str) -> Result<Receipts, Broken> {
    Err(Broken { line, why })
}

#[test]
fn the_first_broken_line_is_named() {
    let text = log(9).export();
    let lines: Vec<&str> = text.lines().collect();
    let join = |lines: &[&str]| lines.join("\n");
    assert!(Receipts::import(&join(&lines)).is_ok());
    let without = [&lines[..3], &lines[4..]].concat();
    assert_eq!(
        Receipts::import(&join(&without)),
        broken(4, "receipt.wrongNumber")
    );
    let swapped = [&lines[..2], &[lines[3], lines[2]], &lines[4..]].concat();
    assert_eq!(
        Receipts::import(&join(&swapped)),
        broken(3, "receipt.wrongNumber")
    );
    let doubled = [&lines[..5], &lines[4..]].concat();
    assert_eq!(
        Receipts::import(&join(&doubled)),
        broken(6, "receipt.wrongNumber")
    );
    let foreign = log(12).export();
    let foreign: Vec<&str> = foreign.lines().collect();
    let changed = lines[5]
        .replace("suppressed", "activated")
        .replace("switched", "activated");
    let changed = [&lines[..5], &[changed.as_str()], &lines[6..]].concat();
    assert_eq!(
        Receipts::import(&join(&changed)),
        broken(6, "receipt.wrongHash")
    );
    let note = [&lines[..7], &["not a receipt"], &lines[7..]].concat();
    assert_eq!(
        Receipts::import(&join(&note)),
        broken(8, "receipt.unreadable")
    );
    let late = [&lines[..2], &[r#"{"truncated":2,"hash":"x"}"#], &lines[2..]].concat();
    assert_eq!(
        Receipts::import(&join(&late)),
        broken(3, "receipt.unreadable")
    );
    assert_eq!(
        foreign[..9],
        lines[..9],
        "the same deeds have the same receipts"
    );
    let beside = text.replacen("{", r#"{"note":"trust me","#, 1);
    assert_eq!(Receipts::import(&beside), broken(1, "receipt.unreadable"));
    assert_eq!(Receipts::import(""), broken(1, "receipt.none"));
    assert_eq!(
        Receipts::import(r#"{"truncated":0,"hash":"x"}"#),
        broken(1, "receipt.none")
    );
}

#[test]
fn texts_that_could_pass_for_others_are_refused_whatever_their_hash() {
    let long = |length: usize| "x".repeat(length);
    type Set = fn(&mut Receipt, String);
    let fields: [Set; 4] = [
        |r, text| r.network = text,
        |r, text| r.rule = text,
        |r, text| r.rules = text,
        |r, text| r.previous = text,
    ];
    for (at, set) in fields.into_iter().enumerate() {
        let verified = |text: &str| {
            let mut log = log(1);
            let receipt = log.list.first_mut().unwrap();
            set(receipt, text.to_owned());
            receipt.hash = receipt.computed_hash();
            log.verify().map_err(|broken| broken.to_string())
        };
        let unreadable = Err("line 1: receipt.unreadable".to_owned());
        assert_eq!(verified("cj\nawin"), unreadable, "field {at}");
        assert_eq!(verified(&long(161)), unreadable, "field {at}");
        if at < 3 {
            assert_eq!(verified(&long(160)), Ok(()), "field {at}");
        }
    }
}

#[test]
fn the_newest_hash_names_the_log() {
    assert_eq!(log(0).head(), None);
    let log = log(3);
    assert_eq!(log.head(), Some(log.list[2].hash.as_str()));
}

proptest! {
    #[test]
    fn any_log_is_read_as_it_was_written(count in 0_usize..30) {
        let log = log(count);
        prop_assert_eq!(log.verify(), Ok(()));
        let text = log.write().to_text();
        prop_assert_eq!(json::read::<Receipts>(text.as_bytes()), Some(log.clone()));
        if count > 0 {
            prop_assert_eq!(Receipts::import(&log.export()), Ok(log));
        }
    }

    #[test]
    fn any_changed_byte_is_found(at in any::<prop::sample::Index>(), byte in b' '..b'~') {
        let text = log(6).export();
        let at = at.index(text.len());
        let mut changed = text.clone().into_bytes();
        changed[at] = byte;
        let changed = String::from_utf8(changed).unwrap();
        let line = text[..at].matches('\n').count() + 1;
        match Receipts::import(&changed) {
            Ok(_) => prop_assert_eq!(changed, text),
            // The last byte of a line joins it to the next.
            Err(broken) => prop_assert!([line, line + 1].contains(&broken.line), "{} for line {}", broken, line),
        }
    }
}
