//! Hostile tables, and honest ones against a plain map.

use super::{Entry, Form, Found, HEADER, HostTable, Key, LEAST_BITS, REACH, build, length, walk};
use crate::Error;
use core::ops::ControlFlow;
use proptest::prelude::*;
use std::collections::HashMap;

fn table(hosts: &[&str]) -> HostTable<Vec<u8>> {
    let entries: Vec<_> = (0..)
        .zip(hosts)
        .map(|(at, h)| Entry::of_host(h, at))
        .collect();
    HostTable::open(build(&entries).unwrap()).unwrap()
}

#[test]
fn a_damaged_head_is_refused() {
    let good = table(&["macys.com"]).bytes;
    for at in 0..HEADER {
        let mut bad = good.clone();
        bad[at] ^= 0x80;
        assert_eq!(
            HostTable::open(bad).err(),
            Some(Error::BadTable),
            "byte {at}"
        );
    }
    for cut in [0, 3, HEADER, good.len() - 1] {
        assert_eq!(HostTable::open(&good[..cut]).err(), Some(Error::BadTable));
    }
    let longer = [good.as_slice(), &[0]].concat();
    assert_eq!(HostTable::open(longer).err(), Some(Error::BadTable));
}

#[test]
fn a_head_that_counts_more_than_half_of_its_slots_is_refused() {
    let mut bytes = table(&["macys.com"]).bytes;
    for (entries, is_good) in [(8_u32, true), (9, false)] {
        bytes[8..12].copy_from_slice(&entries.to_le_bytes());
        assert_eq!(HostTable::open(&bytes).is_ok(), is_good, "{entries} of 16");
    }
}

#[test]
fn a_name_has_at_most_253_characters() {
    for (last, is_name) in [(61, true), (62, false)] {
        let host = [
            "a".repeat(63),
            "b".repeat(63),
            "c".repeat(63),
            "d".repeat(last),
        ]
        .join(".");
        let form = walk(host.as_bytes(), |_, _| ControlFlow::Continue(()));
        assert_eq!(matches!(form, Form::Name), is_name, "{}", host.len());
    }
}

#[test]
fn slots_full_of_anything_give_an_answer() {
    let mut bytes = table(&["macys.com"]).bytes;
    for filling in [1, 0x7f, 0xff] {
        bytes[HEADER..].fill(filling);
        let full = HostTable::open(&bytes).unwrap();
        assert!(full.positions(Key::of_host("nike.com")).count() <= REACH);
        let _any = full.find(b"www.nike.com");
    }
}

#[test]
fn the_longest_listed_parent_is_found_and_nothing_else() {
    let table = table(&["theory.com", "outlet.theory.com", "macys.com"]);
    let found = |host: &str| table.find(host.as_bytes());
    assert_eq!(found("www.theory.com"), Found::At(0));
    assert_eq!(found("outlet.theory.com"), Found::At(1));
    assert_eq!(found("a.b.outlet.theory.com."), Found::At(1));
    for miss in [
        "com",
        "notmacys.com",
        "macys.com.evil.example",
        "macys.co",
        "macys..com",
        "x..macys.com",
        "",
        ".",
    ] {
        assert_eq!(found(miss), Found::Miss, "{miss}");
    }
    let long = "a".repeat(64);
    assert_eq!(
        found(&format!("{long}.macys.com")),
        Found::Miss,
        "no such label"
    );
    assert_eq!(
        found(&format!("{}macys.com", "a.".repeat(123))),
        Found::Miss,
        "too long"
    );
    for odd in [
        "Macys.com",
        "macys.com:443",
        "m\u{e4}cys.com",
        "[::1]",
        "user@macys.com",
    ] {
        assert_eq!(found(odd), Found::Odd, "{odd}");
    }
}

#[test]
fn two_labels_rule_out_what_ends_in_them() {
    let table = table(&["theory.com", "shop.brand.co.uk"]);
    let kept = ["theory.com", "x.theory.com.", "co.uk", "elsewhere.co.uk"];
    for unsure in kept
        .iter()
        .chain(&["com", "com.", "", "a:b@c.com", "c.com:80", "[::1]"])
    {
        assert!(!table.rules_out(unsure.as_bytes()), "{unsure}");
    }
    let others: Vec<_> = (0..1_000).map(|n| format!("site-{n}.com")).collect();
    let out = others
        .iter()
        .filter(|site| table.rules_out(site.as_bytes()));
    // 2 of the 64 bits of the smallest table are set.
    assert!((900..=1_000).contains(&out.count()));
}

#[test]
fn entries_that_crowd_one_place_are_refused_and_not_searched_for_ever() {
    let key = Key::of_host("macys.com");
    let crowd: Vec<_> = (0..=REACH)
        .map(|at| Entry::of_host("macys.com", at.try_into().unwrap()))
        .collect();
    assert_eq!(build(&crowd), Err(Error::BadTable));
    let table = HostTable::open(build(&crowd[..REACH]).unwrap()).unwrap();
    let positions: Vec<u32> = table.positions(key).collect();
    assert_eq!(
        positions,
        (0..).take(REACH).collect::<Vec<u32>>(),
        "in their order"
    );
}

#[test]
fn a_table_is_no_longer_than_its_entries_ask_for() {
    assert_eq!(build(&[]).unwrap().len(), length(LEAST_BITS));
    let entries: Vec<_> = (0..3_500).map(|n| Entry::of_number(n, n)).collect();
    assert_eq!(build(&entries).unwrap().len(), length(13));
}

fn hosts() -> impl Strategy<Value = Vec<String>> {
    proptest::collection::vec("([a-d]{1,2}\\.){1,3}(com|co\\.uk|example)", 0..60)
}

proptest! {
    #[test]
    fn any_bytes_are_refused_or_answer(bytes in proptest::collection::vec(any::<u8>(), 0..2_000), host in ".{0,40}") {
        if let Ok(table) = HostTable::open(&bytes) {
            let _any = table.find(host.as_bytes());
        }
        let mut dressed = table(&[]).bytes;
        // Repeated, so that the parents behind the slots are set, too.
        for (slot, byte) in dressed[HEADER..].iter_mut().zip(bytes.iter().cycle()) {
            *slot = *byte;
        }
        let _any = HostTable::open(&dressed).unwrap().find(host.as_bytes());
    }

    #[test]
    fn a_plain_map_says_the_same(listed in hosts(), asked in hosts()) {
        let names: Vec<&str> = listed.iter().map(String::as_str).collect();
        let table = table(&names);
        let mut map = HashMap::new();
        for (at, name) in (0..).zip(&names) {
            map.entry(*name).or_insert(at);
        }
        for host in listed.iter().chain(&asked) {
            let mut parents = std::iter::successors(Some(host.as_str()), |h| Some(h.split_once('.')?.1));
            let expected = parents.find_map(|h| map.get(h)).map_or(Found::Miss, |at| Found::At(*at));
            prop_assert_eq!(table.find(host.as_bytes()), expected);
            let end = host.rsplitn(3, '.').take(2).map(str::len).sum::<usize>() + 1;
            let is_out = table.rules_out(&host.as_bytes()[host.len() - end..]);
            prop_assert_eq!(table.rules_out(host.as_bytes()), is_out, "the last two labels are enough");
            prop_assert!(!is_out || expected == Found::Miss);
        }
    }

    #[test]
    fn every_parent_is_handed_out_with_its_own_key(host in "([a-z0-9_-]{1,5}\\.){1,6}[a-z]{2,5}") {
        let mut seen = Vec::new();
        let form = walk(host.as_bytes(), |start, key| {
            seen.push((start, key));
            ControlFlow::Continue(())
        });
        prop_assert_eq!(form, Form::Name);
        for (start, key) in &seen {
            prop_assert_eq!(*key, Key::of_host(&host[*start..]));
        }
        prop_assert_eq!(seen.len(), host.matches('.').count());
    }
}
