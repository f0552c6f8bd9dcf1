//! The look-up of a list against the plainest one there is: every retailer is asked. Paths, exclusions and ties included; on
//! generated lists and addresses always, on the real ones of POINTBACK_CORPUS where that names a folder with them.

use super::RateList;
use crate::address::Address;
use crate::host_table::{Entry, HostTable, build};
use crate::retailer::{Retailer, RetailerId};
use proptest::prelude::*;
use sha2::{Digest, Sha256};
use std::cmp::Reverse;
use std::path::PathBuf;
use std::process::Command;
use url::Url;

/// The truth: of all that cover the page, the longest host, then the longest path, then the lowest number.
fn plainly<'a>(list: &'a [Retailer], text: &str) -> Option<&'a Retailer> {
    let url = Url::parse(text).ok()?;
    let page = Address::of(&url)?;
    let length = |r: &Retailer| {
        let under = r.hosts.iter().filter(|h| page.is_under(h.as_str()));
        let path = r.paths.iter().map(String::len).max().unwrap_or(0);
        (under.map(|h| h.as_str().len()).max(), path, Reverse(r.id))
    };
    list.iter()
        .filter(|r| r.covers(page))
        .max_by_key(|r| length(r))
}

fn list_of(hosts: &[String]) -> RateList {
    let line = |(id, host)| format!("{{\"id\":{id},\"n\":\"S\",\"d\":[\"{host}\"]}}\n");
    let lines: String = (1_u32..).zip(hosts).map(line).collect();
    RateList::decode(lines.as_bytes()).expect("a list")
}

fn id(found: Option<&Retailer>) -> Option<RetailerId> {
    found.map(|r| r.id)
}

fn host() -> impl Strategy<Value = String> {
    "(([ab]|www|shop)\\.){0,3}(macys|theory)\\.(com|co\\.uk|example)"
}

fn path() -> impl Strategy<Value = String> {
    "(/(shop|a|b)){0,3}/?".prop_map(|path| format!("/{}", path.trim_start_matches('/')))
}

fn line() -> impl Strategy<Value = String> {
    let hosts = proptest::collection::vec(host(), 1..4);
    let excluded = proptest::collection::vec(host(), 0..2);
    let paths = proptest::collection::vec(path(), 0..3);
    (hosts, excluded, paths)
        .prop_map(|(d, x, p)| format!("\"n\":\"S\",\"d\":{d:?},\"x\":{x:?},\"p\":{p:?}}}"))
}

fn address() -> impl Strategy<Value = String> {
    let before = prop::sample::select(vec![
        "https://",
        "http://",
        "https://u:p@",
        "http://macys.com@",
        "ftp://",
        "HTTPS://",
        "https:\\\\",
    ]);
    let after = prop::sample::select(vec!["", ".", ":8080", ".:1", "..", ":70000", "%2e"]);
    let end = prop::sample::select(vec!["", "?to=https://macys.com/", "#@macys.com/"]);
    (before, host(), after, path(), end).prop_map(|(b, h, a, p, e)| format!("{b}{h}{a}{p}{e}"))
}

proptest! {
    #[test]
    fn any_list_answers_as_if_every_retailer_were_asked(
        lines in proptest::collection::vec(line(), 1..30),
        addresses in proptest::collection::vec(address(), 1..60),
    ) {
        let lines: String = (1..).zip(&lines).map(|(id, rest)| format!("{{\"id\":{id},{rest}\n")).collect();
        let list = RateList::decode(lines.as_bytes()).expect("a list");
        for text in &addresses {
            let Ok(url) = Url::parse(text) else {
                prop_assert_eq!(list.at(text), None);
                continue;
            };
            // As the browser writes it, and as somebody typed it.
            let expected = plainly(list.retailers(), text);
            prop_assert_eq!(list.find(&url), expected, "{}", text);
            prop_assert_eq!(list.at(url.as_str()), expected, "{}", text);
        }
    }
}

#[test]
fn the_table_of_addresses_and_the_bytes_of_its_table() {
    let file = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../tests/vectors/lookup.json"
    );
    let text = std::fs::read_to_string(file).expect("the table of addresses");
    let table: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    let hosts: Vec<String> = serde_json::from_value(table["hosts"].clone()).expect("hosts");
    let list = list_of(&hosts);
    let cases = table["cases"].as_array().expect("cases");
    assert!(cases.len() >= 60, "{} cases", cases.len());
    for case in cases {
        let url = case["url"].as_str().expect("an address");
        let said = case.get("parser").unwrap_or(&case["found"]);
        let expected = said
            .as_u64()
            .map(|at| u32::try_from(at).expect("a position") + 1);
        assert_eq!(id(list.at(url)).map(|id| id.0), expected, "{url}");
    }
    let entries: Vec<_> = (0..)
        .zip(&hosts)
        .map(|(at, h)| Entry::of_host(h, at))
        .collect();
    let bytes = build(&entries).expect("a table");
    assert_eq!(
        data_encoding::HEXLOWER.encode(&Sha256::digest(&bytes)),
        table["table"]
    );
    assert!(HostTable::open(bytes).is_ok());
}

/// The lines of a file in the folder of real addresses.
fn real(name: &str) -> Option<Vec<String>> {
    let file = PathBuf::from(std::env::var_os("POINTBACK_CORPUS")?).join(name);
    let unpacked = Command::new("zstd").arg("-dc").arg(file).output().ok()?;
    let text = String::from_utf8(unpacked.stdout).ok()?;
    unpacked
        .status
        .success()
        .then(|| text.lines().map(str::to_owned).collect())
}

#[test]
fn real_addresses_find_what_a_plain_walk_finds() {
    let files = [
        "visits-miss.canon.txt.zst",
        "visits-hit.canon.txt.zst",
        "domains-350k.txt.zst",
    ]
    .map(real);
    let [Some(miss), Some(hit), Some(names)] = files else {
        println!(
            "0 of 40,000 real addresses looked up: POINTBACK_CORPUS names no folder with them"
        );
        return;
    };
    let list = list_of(&names[..3_500]);
    let numbers: std::collections::HashMap<&str, u32> =
        names[..3_500].iter().map(String::as_str).zip(1..).collect();
    let (mut looked, mut found) = (0, 0);
    for text in miss.iter().chain(&hit) {
        let url = Url::parse(text).expect("a browser's address");
        let host = Address::of(&url).map_or("", |a| a.host);
        let mut parents = std::iter::successors(Some(host), |h| Some(h.split_once('.')?.1));
        let expected = parents.find_map(|h| numbers.get(h)).copied();
        assert_eq!(id(list.at(text)).map(|id| id.0), expected, "{text}");
        (looked, found) = (looked + 1, found + u32::from(expected.is_some()));
    }
    println!("{looked} real addresses looked up, {found} found");
    assert!(looked >= 40_000 && found >= 19_900);
}
