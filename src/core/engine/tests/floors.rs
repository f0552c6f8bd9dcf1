//! Nothing lowers what was once accepted: no order of old heads, no damaged root, no clock set back.

use super::fixture::{DEMO, Portal, Shopper};
use super::syncing::look;
use crate::protocol::{Effect, Event, Outcome};
use crate::task::{Finding, ListFile, Task};
use ed25519_dalek::SigningKey;
use proptest::prelude::*;

fn floor(shopper: &Shopper) -> (u64, u64, u64) {
    let portal = shopper.engine.memory().portal(DEMO).expect("the portal");
    (portal.floor.epoch, portal.floor.seq, portal.floor.ver)
}

/// Answers whatever list file is asked for with what the portal of that head holds.
fn serve(shopper: &mut Shopper, asked: &Outcome, raw: &str) {
    let file = asked.tasks.iter().find_map(|t| match t {
        Task::Fetch(fetch) => Some(fetch.file.clone()),
        _ => None,
    });
    if let Some(file @ (ListFile::Snapshot(_) | ListFile::Delta(_))) = file {
        let raw = raw.as_bytes().to_vec();
        shopper.learn(Finding::Fetched(DEMO, file, Ok(raw)));
    }
}

/// One publication after another, as head and list.
fn history(count: u64) -> Vec<(Vec<u8>, String)> {
    let mut portal = Portal::new();
    let publication = |seq: u64| {
        (portal.seq, portal.ver) = (seq, 1 + seq / 2);
        let rate = (1000 + 100 * (seq / 2)).to_string();
        portal.lines = Portal::new().lines.replace("1000", &rate);
        (portal.head_file(), portal.lines.clone())
    };
    (1..=count).map(publication).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn any_order_of_old_heads_never_lowers_the_floor(order in prop::collection::vec(0..8_usize, 1..24), deaths in any::<u32>()) {
        let published = history(8);
        let mut shopper = Shopper::new();
        let mut highest = floor(&shopper);
        for (step, at) in order.into_iter().enumerate() {
            let (head, raw) = &published[at];
            let asked = look(&mut shopper, head.clone());
            serve(&mut shopper, &asked, raw);
            if deaths & (1 << (step % 32)) != 0 {
                shopper.die();
            }
            let now = floor(&shopper);
            prop_assert!(now >= highest, "{now:?} after {highest:?}");
            prop_assert_eq!(now.1, highest.1.max(at as u64 + 1), "what is newer is taken");
            highest = now;
        }
    }
}

#[test]
fn every_flipped_byte_of_the_next_root_is_refused() {
    let mut next = Portal::new();
    (next.seq, next.ver, next.root) = (2, 2, 2);
    next.list_key = SigningKey::from_bytes(&[3; 32]);
    let (head, root) = (next.head_file(), next.root_file());
    let is_hint = |at: usize| {
        let text = String::from_utf8_lossy(&root).into_owned();
        let begin = text.find("\"keyid\"").expect("a key id");
        (begin..begin + "\"keyid\":\"01234567\"".len()).contains(&at)
    };
    for at in (0..root.len()).step_by(3).filter(|at| !is_hint(*at)) {
        let mut shopper = Shopper::new();
        look(&mut shopper, head.clone());
        let mut bytes = root.clone();
        bytes[at] ^= 1;
        shopper.learn(Finding::Fetched(DEMO, ListFile::Root, Ok(bytes)));
        let portal = shopper.engine.memory().portal(DEMO).expect("the portal");
        assert!(
            portal.root.root == 1 && portal.trouble.is_some(),
            "byte {at}"
        );
    }
}

#[test]
fn a_clock_set_back_a_year_brings_no_old_list_back_and_delays_no_look() {
    let published = history(4);
    let mut shopper = Shopper::new();
    let (head, raw) = &published[3];
    let asked = look(&mut shopper, head.clone());
    serve(&mut shopper, &asked, raw);
    let before = floor(&shopper);
    shopper.now -= 365 * 86_400_000;
    let woken = shopper.die();
    let at = woken.effects.iter().find_map(|e| match e {
        Effect::SetAlarm { at } => Some(*at),
        _ => None,
    });
    let soon = shopper.now + 300_000;
    assert!(at.is_some_and(|at| at <= soon), "not in a year: {at:?}");
    shopper.now = soon;
    let rang = shopper.tell(Event::AlarmRang);
    assert!(!rang.tasks.is_empty(), "it looks");
    let old = published[0].0.clone();
    shopper.learn(Finding::Fetched(DEMO, ListFile::Head, Ok(old)));
    assert_eq!(floor(&shopper), before);
    let portal = shopper.engine.memory().portal(DEMO).expect("the portal");
    assert_eq!(portal.trouble.as_deref(), Some("list.rollback"));
}
