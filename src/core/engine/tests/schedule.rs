//! When a list is looked at: never sooner than agreed, never later than a day, and never all at one moment.

use super::fixture::{DEMO, NOW, Shopper};
use crate::engine::schedule::between;
use crate::envelope::MAX_ENVELOPE;
use crate::head::{Head, Verified};
use crate::protocol::{Context, Effect, Event, Outcome};
use crate::store_id::PortalId;
use crate::task::{FetchFailure, ListFile, Task};
use proptest::prelude::*;

const SECOND: i64 = 1_000;
const MINUTE: i64 = 60 * SECOND;
const HOUR: i64 = 60 * MINUTE;

fn by_chance(random: u8) -> Context {
    Context {
        now: NOW,
        zone: 0,
        random: [random; 64],
    }
}

/// A shopper whose portal is not being looked at.
fn idle() -> Shopper {
    let mut shopper = Shopper::new();
    shopper.engine.runs.clear();
    shopper
}

fn next_look(shopper: &Shopper) -> i64 {
    let portal = shopper.engine.memory().portal(DEMO).expect("the portal");
    portal.next_sync - NOW
}

fn plan(shopper: &mut Shopper, next_sync: i64) {
    let portal = shopper.engine.memory.portal_mut(DEMO).expect("the portal");
    portal.next_sync = next_sync;
}

fn looks(outcome: &Outcome) -> bool {
    let is_fetch = |task: &Task| matches!(task, Task::Fetch(fetch) if fetch.file == ListFile::Head);
    outcome.tasks.iter().any(is_fetch)
}

fn alarm(outcome: &Outcome) -> Option<i64> {
    outcome.effects.iter().rev().find_map(|e| match e {
        Effect::SetAlarm { at } => Some(*at - NOW),
        _ => None,
    })
}

/// Shortest and longest wait over many throws of the dice, after the portal failed so often before.
fn waits(failures: u32, failure: FetchFailure) -> (i64, i64) {
    let mut shopper = Shopper::new();
    let mut wait = |random: u8| {
        let portal = shopper.engine.memory.portal_mut(DEMO).expect("the portal");
        portal.failures = failures;
        shopper
            .engine
            .run_failed(DEMO, failure, true, &by_chance(random));
        let portal = shopper.engine.memory().portal(DEMO).expect("the portal");
        assert_eq!(portal.failures, failures.saturating_add(1));
        portal.next_sync - NOW
    };
    let waits: Vec<i64> = (0..=u8::MAX).map(&mut wait).collect();
    let (least, most) = (waits.iter().min(), waits.iter().max());
    (*least.expect("a wait"), *most.expect("a wait"))
}

#[test]
fn after_each_failure_the_wait_may_be_twice_as_long_up_to_a_day() {
    for (failures, longest) in [
        (0, 10 * MINUTE),
        (1, 20 * MINUTE),
        (4, 160 * MINUTE),
        (7, 1_280 * MINUTE),
        (8, 24 * HOUR),
        (u32::MAX, 24 * HOUR),
    ] {
        for failure in [FetchFailure::Unreachable, FetchFailure::Status(500, None)] {
            let (least, most) = waits(failures, failure);
            assert_eq!(least, 30 * SECOND, "after {failures}");
            assert!(most < longest, "{most} after {failures}");
            assert!(most > longest / 20 * 19, "{most} after {failures}");
        }
    }
}

#[test]
fn what_is_missing_is_looked_for_within_the_half_hour() {
    let (least, most) = waits(8, FetchFailure::Status(404, Some(7_200)));
    assert!((10 * MINUTE..11 * MINUTE).contains(&least), "{least}");
    assert!((29 * MINUTE..30 * MINUTE).contains(&most), "{most}");
}

#[test]
fn a_busy_portal_gets_the_time_it_asks_for_up_to_a_day() {
    for (seconds, wait) in [
        (0, 30 * SECOND),
        (31, 31 * SECOND),
        (7_200, 2 * HOUR),
        (u32::MAX, 24 * HOUR),
    ] {
        let failure = FetchFailure::Status(503, Some(seconds));
        assert_eq!(waits(3, failure), (wait, wait), "{seconds}");
    }
}

#[test]
fn waking_keeps_what_is_planned_and_puts_off_what_is_overdue() {
    let day_and_a_half = 36 * HOUR;
    for (planned, is_kept) in [
        (1, true),
        (HOUR, true),
        (day_and_a_half - 1, true),
        (day_and_a_half, false),
        (-MINUTE, true),
        (-MINUTE - 1, false),
        (-HOUR, false),
    ] {
        let (mut shopper, mut moments) = (idle(), Vec::new());
        for random in 0..=u8::MAX {
            plan(&mut shopper, NOW + planned);
            let mut out = Outcome::default();
            shopper.engine.plan_sync(&by_chance(random), &mut out);
            assert!(!looks(&out), "planned {planned}");
            let (alarm, next) = (alarm(&out).expect("an alarm"), next_look(&shopper));
            // In the past it would ring at once, for whatever woke us.
            let is_later = (30 * SECOND..5 * MINUTE).contains(&alarm);
            assert!(if next > 0 { alarm == next } else { is_later }, "{alarm}");
            moments.push(next_look(&shopper));
        }
        if is_kept {
            assert!(moments.iter().all(|at| *at == planned), "{moments:?}");
        } else {
            let soon = 30 * SECOND..5 * MINUTE;
            assert!(moments.iter().all(|at| soon.contains(at)), "{moments:?}");
            assert_eq!(moments.first(), Some(&(30 * SECOND)));
            assert!(moments.iter().any(|at| *at > 290 * SECOND), "spread out");
        }
    }
    let mut shopper = idle();
    plan(&mut shopper, 0);
    let mut out = Outcome::default();
    shopper.engine.plan_sync(&by_chance(0), &mut out);
    assert!(looks(&out), "the first look of all is at once");
    assert_eq!(next_look(&shopper), 15 * MINUTE, "should this one die");
}

#[test]
fn the_alarm_may_ring_a_second_early() {
    for (planned, is_due) in [(-HOUR, true), (SECOND, true), (SECOND + 1, false)] {
        let mut shopper = idle();
        plan(&mut shopper, NOW + planned);
        let rang = shopper.tell(Event::AlarmRang);
        assert_eq!(looks(&rang), is_due, "planned {planned}");
        let next = if is_due { 15 * MINUTE } else { planned };
        assert_eq!(alarm(&rang), Some(next));
        plan(&mut shopper, NOW);
        let again = shopper.tell(Event::AlarmRang);
        assert_eq!(looks(&again), !is_due, "one run at a time");
    }
}

#[test]
fn the_shopper_is_listened_to_once_a_minute() {
    for (since, is_heard) in [(0, false), (MINUTE - 1, false), (MINUTE, true), (-1, true)] {
        let mut shopper = idle();
        let portal = shopper.engine.memory.portal_mut(DEMO).expect("the portal");
        portal.refreshed = NOW - since;
        let refreshed = shopper.tell(Event::RefreshClicked);
        assert_eq!(looks(&refreshed), is_heard, "{since} ms after");
        let says_so = refreshed.effects.contains(&Effect::ViewChanged);
        assert!(is_heard || says_so, "the view is drawn again all the same");
    }
}

#[test]
fn the_portal_says_how_often_within_bounds() {
    let mut shopper = idle();
    let root = shopper
        .engine
        .memory()
        .portal(DEMO)
        .expect("it")
        .root
        .clone();
    let Verified { head, sha256 } = Head::verify(&shopper.portal.head_file(), &root).expect("ours");
    for (poll, usual) in [
        (0, 900),
        (900, 900),
        (21_600, 21_600),
        (86_400, 86_400),
        (u32::MAX, 86_400),
    ] {
        let (head, sha256) = (
            Head {
                poll,
                ..head.clone()
            },
            sha256.clone(),
        );
        let verified = Verified { head, sha256 };
        let mut moments = Vec::new();
        for random in 0..=u8::MAX {
            let accepted = shopper.engine.accept(DEMO, &verified, &by_chance(random));
            assert_eq!(accepted, Ok(None), "no rules come with it");
            moments.push(next_look(&shopper));
        }
        let (least, most) = (usual * SECOND * 4 / 5, usual * SECOND * 6 / 5);
        assert_eq!(moments.iter().min(), Some(&least), "{poll}");
        let latest = *moments.iter().max().expect("a moment");
        assert!(
            latest < most && latest > most / 100 * 99,
            "{poll}: {latest}"
        );
    }
}

#[test]
fn a_head_is_cut_off_where_no_signed_file_reaches() {
    let mut shopper = idle();
    let asked = shopper.tell(Event::RefreshClicked);
    let caps = asked.tasks.iter().filter_map(|t| match t {
        Task::Fetch(fetch) => Some(fetch.cap),
        _ => None,
    });
    assert_eq!(caps.collect::<Vec<_>>(), [MAX_ENVELOPE as u64]);
    assert_eq!(MAX_ENVELOPE, 65_536);
}

proptest! {
    #[test]
    fn chance_stays_within_its_bounds_and_differs_by_portal(
        random in any::<[u8; 32]>(), least in 0..DAY, span in 1..DAY, portal in any::<u32>(),
    ) {
        let mut bytes = [0; 64];
        bytes[..32].copy_from_slice(&random);
        bytes[32..].copy_from_slice(&random);
        let context = Context { now: NOW, zone: 0, random: bytes };
        let at = between(least, least + span, PortalId(portal), &context);
        prop_assert!((least..least + span).contains(&at));
        prop_assert_eq!(between(least, least, PortalId(portal), &context), least);
    }
}

const DAY: i64 = 24 * HOUR;

#[test]
fn every_portal_throws_its_own_dice() {
    let mut random = [0; 64];
    for (at, byte) in random.iter_mut().enumerate() {
        *byte = u8::try_from(at * 3).unwrap_or_default();
    }
    let context = Context {
        random,
        ..by_chance(0)
    };
    let throw = |portal| between(0, i64::MAX, PortalId(portal), &context);
    let mut throws: Vec<i64> = (0..57).map(throw).collect();
    assert_eq!(
        throw(57),
        throw(0),
        "eight bytes each, as far as they reach"
    );
    throws.sort_unstable();
    throws.dedup();
    assert_eq!(throws.len(), 57);
}

#[test]
fn an_alarm_that_wakes_the_background_is_followed_by_the_look() {
    for late in [-1, 0, 50, 59] {
        let mut shopper = idle();
        let at = NOW + 4 * HOUR;
        plan(&mut shopper, at);
        shopper.now = at + late * SECOND;
        assert!(!looks(&shopper.die()));
        assert!(looks(&shopper.tell(Event::AlarmRang)), "{late} s late");
    }
}
