//! The list: taken only when it is authentic and newer; never lost to a bad one.

use super::fixture::{DEMO, Portal, Shopper, button, rules};
use super::stored::Stored;
use crate::engine::{Engine, Package};
use crate::protocol::{Effect, Event, Icon, Outcome};
use crate::retailer::RetailerId;
use crate::task::{FetchFailure, Finding, ListFile, Task};
use ed25519_dalek::SigningKey;

pub fn fetch(outcome: &Outcome) -> Option<(ListFile, String)> {
    outcome.tasks.iter().find_map(|t| match t {
        Task::Fetch(fetch) => Some((fetch.file.clone(), fetch.url.clone())),
        _ => None,
    })
}

pub fn trouble(shopper: &Shopper) -> Option<String> {
    let portal = shopper.engine.memory().portal(DEMO);
    portal.and_then(|p| p.trouble.clone())
}

pub fn version(shopper: &Shopper) -> u64 {
    let portal = shopper.engine.memory().portal(DEMO);
    portal.map_or(0, |p| p.floor.ver)
}

/// A look a minute later: more often the shopper is not listened to. The head is what the portal would publish now.
pub fn look(shopper: &mut Shopper, head: Vec<u8>) -> Outcome {
    shopper.now += 61_000;
    shopper.tell(Event::RefreshClicked);
    shopper.learn(Finding::Fetched(DEMO, ListFile::Head, Ok(head)))
}

pub fn publish_new_rates(portal: &mut Portal) {
    portal.seq += 1;
    portal.ver += 1;
    portal.lines = portal.lines.replace("1000", "1200");
}

pub fn take_snapshot(shopper: &mut Shopper, asked: &Outcome, raw: &str) -> Outcome {
    let (file, _) = fetch(asked).expect("a snapshot is fetched");
    shopper.learn(Finding::Fetched(DEMO, file, Ok(raw.as_bytes().to_vec())))
}

#[test]
fn a_newer_list_is_fetched_checked_and_swapped_whole() {
    let mut shopper = Shopper::new();
    publish_new_rates(&mut shopper.portal);
    let head = shopper.portal.head_file();
    let asked = look(&mut shopper, head);
    assert_eq!(
        fetch(&asked).map(|f| f.1).as_deref(),
        Some("https://demo.example/rates/v1/o/retailers-2.snap")
    );
    let raw = shopper.portal.lines.clone();
    let taken = take_snapshot(&mut shopper, &asked, &raw);
    assert!(
        taken.must_save
            && taken
                .tasks
                .iter().any(|t| matches!(t, Task::SaveList(DEMO, lines, index) if *lines == raw.as_bytes() && !index.is_empty())),
        "saved together"
    );
    assert_eq!((version(&shopper), trouble(&shopper)), (2, None));
    assert_eq!(
        button(&shopper.visit("https://www.macys.com/")),
        Some((Icon::Lit, "12%".to_owned()))
    );
    shopper.die();
    assert_eq!(
        button(&shopper.visit("https://www.macys.com/a")),
        Some((Icon::Lit, "12%".to_owned()))
    );
}

#[test]
fn an_unchanged_list_is_not_fetched_again() {
    let mut shopper = Shopper::new();
    shopper.portal.seq += 1;
    let head = shopper.portal.head_file();
    let outcome = look(&mut shopper, head);
    assert_eq!((fetch(&outcome), trouble(&shopper)), (None, None));
}

#[test]
fn whatever_is_wrong_with_a_head_the_old_list_stays() {
    let other_key = SigningKey::from_bytes(&[9; 32]);
    type Spoil = fn(&mut Portal);
    let cases: [(&str, Spoil); 6] = [
        ("list.rollback", |p| p.seq = 0),
        ("list.equivocation", |p| p.issued -= 1),
        ("list.expired", |p| {
            (p.seq, p.issued) = (2, p.issued - 700_000)
        }),
        // A snapshot outside the folder of objects, spelled out or by escapes.
        ("json.bad", |p| (p.seq, p.folder) = (2, "x/")),
        ("json.bad", |p| (p.seq, p.folder) = (2, "o/../")),
        ("json.bad", |p| (p.seq, p.folder) = (2, "o/%2e%2e/")),
    ];
    for (code, spoil) in cases {
        let mut shopper = Shopper::new();
        spoil(&mut shopper.portal);
        let head = shopper.portal.head_file();
        look(&mut shopper, head);
        assert_eq!(
            (trouble(&shopper).as_deref(), version(&shopper)),
            (Some(code), 1)
        );
        assert_eq!(
            button(&shopper.visit("https://www.macys.com/")),
            Some((Icon::Lit, "10%".to_owned()))
        );
    }
    let mut shopper = Shopper::new();
    shopper.portal.list_key = other_key;
    shopper.portal.seq = 2;
    let head = shopper.portal.head_file();
    let asked = look(&mut shopper, head);
    let (file, url) = fetch(&asked).expect("an unknown key asks for the next root, once");
    assert_eq!(
        (&file, url.as_str()),
        (&ListFile::Root, "https://demo.example/rates/v1/root/2.json")
    );
    shopper.learn(Finding::Fetched(
        DEMO,
        file,
        Err(FetchFailure::Status(404, None)),
    ));
    assert_eq!(
        (trouble(&shopper).as_deref(), version(&shopper)),
        (Some("list.badSignature"), 1)
    );
}

#[test]
fn every_flipped_byte_of_a_head_or_snapshot_is_refused() {
    let mut portal = Portal::new();
    publish_new_rates(&mut portal);
    let head = portal.head_file();
    for position in (0..head.len()).step_by(7) {
        let mut shopper = Shopper::new();
        let mut bytes = head.clone();
        bytes[position] ^= 1;
        let outcome = look(&mut shopper, bytes);
        let asks_snapshot = matches!(fetch(&outcome), Some((ListFile::Snapshot(_), _)));
        // The key id is a hint that nobody looks at; every other byte counts.
        let is_hint = head[..position].ends_with(b"\"keyid\":\"") || in_key_id(&head, position);
        assert!(!asks_snapshot || is_hint, "byte {position}");
    }
    let raw = portal.lines.clone().into_bytes();
    for position in (0..raw.len()).step_by(5) {
        let mut shopper = Shopper::new();
        let asked = look(&mut shopper, head.clone());
        let (file, _) = fetch(&asked).expect("a snapshot is fetched");
        let mut bytes = raw.clone();
        bytes[position] ^= 1;
        shopper.learn(Finding::Fetched(DEMO, file, Ok(bytes)));
        assert_eq!(
            (trouble(&shopper).as_deref(), version(&shopper)),
            (Some("list.wrongHash"), 1)
        );
    }
}

fn in_key_id(head: &[u8], position: usize) -> bool {
    let text = String::from_utf8_lossy(head).into_owned();
    let begin = text.find("\"keyid\"").expect("a key id");
    (begin..begin + "\"keyid\":\"01234567\"".len()).contains(&position)
}

#[test]
fn a_failed_run_only_moves_the_next_look_and_honours_retry_after() {
    let mut shopper = Shopper::new();
    shopper.tell(Event::RefreshClicked);
    let busy = Err(FetchFailure::Status(503, Some(7_200)));
    let outcome = shopper.learn(Finding::Fetched(DEMO, ListFile::Head, busy));
    let at = shopper.now + 7_200_000;
    assert!(outcome.effects.contains(&Effect::SetAlarm { at }));
    assert_eq!(trouble(&shopper).as_deref(), Some("net.busy"));
}

#[test]
fn a_shopper_may_ask_once_a_minute_and_again_after_a_failure() {
    let mut shopper = Shopper::new();
    let head = shopper.portal.head_file();
    let asks = |shopper: &mut Shopper| fetch(&shopper.tell(Event::RefreshClicked)).is_some();
    look(&mut shopper, head.clone());
    assert!(!asks(&mut shopper), "within the minute");
    shopper.now += 61_000;
    assert!(asks(&mut shopper));
    let failed = Err(FetchFailure::Status(500, None));
    shopper.learn(Finding::Fetched(DEMO, ListFile::Head, failed));
    assert!(asks(&mut shopper), "after a failure");
    let busy = Err(FetchFailure::Status(503, Some(7_200)));
    shopper.learn(Finding::Fetched(DEMO, ListFile::Head, busy));
    assert!(!asks(&mut shopper), "the portal asked for time");
}

#[test]
fn waking_never_begins_a_look_by_itself_once_there_was_one() {
    let mut shopper = Shopper::new();
    let head = shopper.portal.head_file();
    look(&mut shopper, head);
    shopper.now += 40 * 86_400_000;
    let woken = shopper.die();
    assert_eq!(
        fetch(&woken),
        None,
        "a visit must not be followed by a request"
    );
    let at = woken.effects.iter().find_map(|e| match e {
        Effect::SetAlarm { at } => Some(*at),
        _ => None,
    });
    let at = at.expect("an alarm");
    assert!((shopper.now + 30_000..=shopper.now + 300_000).contains(&at));
    shopper.now = at;
    assert!(fetch(&shopper.tell(Event::AlarmRang)).is_some());
}

#[test]
fn a_lost_list_begins_again_with_the_package_and_keeps_the_floor() {
    let mut shopper = Shopper::new();
    let packaged = Portal::new();
    publish_new_rates(&mut shopper.portal);
    let head = shopper.portal.head_file();
    let asked = look(&mut shopper, head);
    let raw = shopper.portal.lines.clone();
    take_snapshot(&mut shopper, &asked, &raw);
    let (root, head) = (packaged.root_file(), packaged.head_file());
    let package = Package {
        root: &root,
        head: &head,
        retailers: packaged.lines.as_bytes(),
    };
    let kept = shopper.engine.memory().clone();
    assert!(Engine::restore(kept.clone(), &[], rules()).is_err());
    shopper.engine =
        Engine::with_package(package, Some(kept), &[], rules()).expect("the package is good");
    let stored = Stored::of(&shopper.engine, DEMO, packaged.lines.as_bytes());
    shopper.lists = vec![(DEMO, stored)];
    assert_eq!(version(&shopper), 1);
    shopper.start("first");
    let old = packaged.head_file();
    look(&mut shopper, old);
    assert_eq!(
        trouble(&shopper).as_deref(),
        Some("list.rollback"),
        "the sequence stays where it was"
    );
    let head = shopper.portal.head_file();
    let asked = look(&mut shopper, head);
    take_snapshot(&mut shopper, &asked, &raw);
    assert_eq!((version(&shopper), trouble(&shopper)), (2, None));
}

#[test]
fn the_packages_version_counts_for_nothing_in_another_epoch() {
    let mut shopper = Shopper::new();
    let packaged = Portal::new();
    let (root, head) = (packaged.root_file(), packaged.head_file());
    let package = Package {
        root: &root,
        head: &head,
        retailers: packaged.lines.as_bytes(),
    };
    let mut kept = shopper.engine.memory().clone();
    kept.portals[0].floor.epoch = 2;
    shopper.engine =
        Engine::with_package(package, Some(kept), &[], rules()).expect("the package is good");
    let floor = &shopper.engine.memory().portals[0].floor;
    assert_eq!((floor.epoch, floor.ver), (2, 0));
}

#[test]
fn one_bad_line_in_a_hundred_is_dropped_and_two_refuse_the_list() {
    let line =
        |id: u32| format!("{{\"id\":{id},\"n\":\"Store\",\"d\":[\"store-{id}.example\"]}}\n");
    let mut lines: String = (1..100).map(line).collect();
    lines.push_str("{\"id\":100,\"n\":\"Bad\",\"d\":[\"127.0.0.1\"]}\n");
    let list = crate::rate_list::RateList::decode(lines.as_bytes()).expect("one in a hundred");
    assert_eq!((list.len(), list.dropped()), (99, 1));
    assert!(list.get(RetailerId(99)).is_some());
    lines.push_str("nonsense\n");
    assert_eq!(
        crate::rate_list::RateList::decode(lines.as_bytes()).err(),
        Some(crate::Error::BadLines)
    );
}
