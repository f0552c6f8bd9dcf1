//! The storage is full: nothing begins that must be remembered, and nothing is forgotten as long as we live.

use super::fixture::{DEMO, Shopper, shows_card, the_click, trip_state};
use super::signing_in::{answer, opened};
use super::syncing::{fetch, look, publish_new_rates};
use super::watching::watch;
use crate::activation::TripState;
use crate::mutes::{Lasting, Where};
use crate::protocol::{Effect, Event};
use crate::rate_list::RateList;
use crate::store_id::PortalId;
use crate::subscription::Freshness;
use crate::task::{Finding, ListFile, Purpose, Task};

fn is_full(state: &TripState) -> bool {
    matches!(state, TripState::Ended { code } if code == "memory.full")
}

#[test]
fn a_click_that_was_not_saved_is_not_sent_and_may_be_tried_again() {
    let mut shopper = Shopper::signed_in();
    shopper.visit("https://www.macys.com/");
    let asked = shopper.activate();
    let left = shopper.engine.unsaved(asked, shopper.now);
    assert_eq!(left.tasks, []);
    assert!(shows_card(&left), "the shopper reads why");
    assert_eq!(left.effects.last(), Some(&Effect::NotSaved));
    assert!(is_full(trip_state(&shopper)));
    the_click(&shopper.activate());
}

#[test]
fn an_answer_that_was_not_saved_sends_nobody() {
    let mut shopper = Shopper::signed_in();
    shopper.visit("https://www.macys.com/");
    let asked = shopper.activate();
    let answered = shopper.answer(&asked, 1_000);
    let left = shopper.engine.unsaved(answered, shopper.now);
    assert!(!left.effects.iter().any(|e| matches!(e, Effect::Go { .. })));
    assert!(is_full(trip_state(&shopper)), "and none is on its way");
    assert_eq!(shopper.engine.receipts.list, [], "nobody left");
    the_click(&shopper.activate());
}

#[test]
fn a_sign_in_that_was_not_saved_opens_no_window() {
    let mut shopper = Shopper::new();
    shopper.visit("https://www.macys.com/");
    let asked = shopper.activate();
    let opens = |e: &Effect| matches!(e, Effect::LaunchSignIn { .. });
    assert!(asked.effects.iter().any(opens));
    let left = shopper.engine.unsaved(asked, shopper.now);
    assert!(!left.effects.iter().any(opens));
    assert!(is_full(trip_state(&shopper)));
    assert!(shopper.activate().effects.iter().any(opens));
}

#[test]
fn a_referral_that_was_not_saved_is_respected_all_the_same() {
    let mut shopper = Shopper::new();
    let referred = shopper.visit("https://www.macys.com/?awc=1_2_3");
    let left = shopper.engine.unsaved(referred, shopper.now);
    assert!(!shows_card(&left));
    assert!(!shows_card(&shopper.visit("https://www.macys.com/")));
}

#[test]
fn what_was_not_saved_is_saved_with_whatever_comes_next() {
    let mut shopper = Shopper::new();
    let labels = || Event::ResultsSeen { links: vec![] };
    assert!(!shopper.tell(labels()).must_save);
    let site = Where::Everywhere;
    let lasting = Lasting::Hour;
    let muted = shopper.tell(Event::Muted { site, lasting });
    drop(shopper.engine.unsaved(muted, shopper.now));
    assert!(shopper.tell(labels()).must_save);
    assert!(!shopper.tell(labels()).must_save);
}

#[test]
fn a_list_that_was_not_saved_is_fetched_again_and_not_promised() {
    let mut shopper = Shopper::new();
    publish_new_rates(&mut shopper.portal);
    let (head, raw) = (shopper.portal.head_file(), shopper.portal.lines.clone());
    let (file, _) = fetch(&look(&mut shopper, head.clone())).expect("a list");
    let finding = Finding::Fetched(DEMO, file, Ok(raw.into_bytes()));
    let context = shopper.context();
    let taken = shopper.engine.learn(finding, &context);
    let left = shopper.engine.unsaved(taken, shopper.now);
    assert_eq!(left.tasks, []);
    let soon = shopper.now + 900_000;
    let is_alarm = |e: &&Effect| matches!(e, Effect::SetAlarm { .. });
    let alarm = left.effects.iter().rev().find(is_alarm);
    assert_eq!(alarm, Some(&Effect::SetAlarm { at: soon }));
    let next = shopper.engine.memory().portal(DEMO).map(|p| p.next_sync);
    assert_eq!(next, Some(soon));
    let freshness = |shopper: &Shopper| {
        let portal = shopper.engine.memory().portal(DEMO);
        portal.map(|p| p.freshness(shopper.now))
    };
    let old = Some(Freshness::Stale);
    assert_eq!(freshness(&shopper), old, "what lies there is not new");
    let woken = shopper.die();
    assert_eq!(woken.tasks, [Task::ReadLists]);
    assert_eq!(watch(&woken).map(|(sites, ..)| sites.len()), Some(2));
    assert_eq!(freshness(&shopper), old, "and is there");
    shopper.now += 61_000;
    let again = look(&mut shopper, head);
    assert!(matches!(fetch(&again), Some((ListFile::Snapshot(_), _))));
}

/// A list that is known by no hash any more must be a list all the same.
#[test]
fn what_lies_there_without_a_hash_and_cannot_be_read_is_lost() {
    for (there, is_lost) in [
        (&b"not a list"[..], true),
        (
            b"{\"id\":1,\"n\":\"A\",\"d\":[\"a.example\"],\"r\":[{\"k\":\"p\",\"v\":100}]}\n",
            false,
        ),
    ] {
        let mut shopper = Shopper::new();
        let portal = shopper.engine.memory.portal_mut(DEMO);
        portal.expect("a portal").lose_list();
        shopper.engine.take_list(DEMO, RateList::default());
        let whole = (DEMO, Vec::new());
        assert_eq!(shopper.engine.supply(&whole, Some(there)), is_lost);
    }
}

#[test]
fn a_look_at_the_list_that_was_not_saved_is_taken_anew() {
    let mut shopper = Shopper::new();
    let head = shopper.portal.head_file();
    look(&mut shopper, head);
    shopper.now += 61_000;
    let refreshed = shopper.tell(Event::RefreshClicked);
    assert!(fetch(&refreshed).is_some());
    assert_eq!(shopper.engine.unsaved(refreshed, shopper.now).tasks, []);
    shopper.now += 61_000;
    assert!(fetch(&shopper.tell(Event::RefreshClicked)).is_some());
}

#[test]
fn what_was_earned_is_saved_the_next_time_it_is_told() {
    let mut shopper = Shopper::signed_in();
    let told = || {
        let body = br#"{"earnings":[]}"#.to_vec();
        Finding::Answered(DEMO, Purpose::Earnings, Some(200), body)
    };
    for is_full in [true, false] {
        let outcome = shopper.learn(told());
        assert!(
            outcome
                .tasks
                .iter()
                .any(|t| matches!(t, Task::SaveEarnings(..)))
        );
        if is_full {
            drop(shopper.engine.unsaved(outcome, shopper.now));
        }
    }
    assert_eq!(shopper.learn(told()).tasks, [], "known by now");
}

#[test]
fn a_claim_that_was_not_saved_is_not_being_sent() {
    let mut shopper = Shopper::on_a_trip();
    let click = shopper.engine.memory().trips[0].click.clone();
    let (portal, packet) = (DEMO, "{}".to_owned());
    let made = shopper.tell(Event::ClaimMade {
        portal,
        click,
        packet,
    });
    drop(shopper.engine.unsaved(made, shopper.now));
    let claims = &shopper.engine.memory().claims;
    assert!(
        matches!(&claims[..], [(_, state)] if state == "memory.full"),
        "{claims:?}"
    );
}

#[test]
fn a_sign_in_that_came_back_and_was_not_saved_says_why() {
    let mut shopper = Shopper::new();
    let sign_in = opened(&shopper.tell(Event::SignInClicked { portal: DEMO }));
    let url = answer(&shopper, &sign_in, "code=abc");
    let returned = shopper.tell(Event::SignInReturned { url });
    let left = shopper.engine.unsaved(returned, shopper.now);
    assert_eq!(left.tasks, []);
    let portal = shopper.engine.memory().portal(DEMO);
    let trouble = portal.and_then(|p| p.trouble.as_deref());
    assert_eq!(trouble, Some("memory.full"));
}

#[test]
fn forgetting_needs_no_room() {
    let mut shopper = Shopper::signed_in();
    let portal = PortalId::PACKAGED;
    for (event, wanted) in [
        (Event::SignOutClicked { portal }, "Forget"),
        (Event::EverythingDeleted, "Wipe"),
    ] {
        let outcome = shopper.tell(event);
        let left = shopper.engine.unsaved(outcome, shopper.now);
        assert!(
            left.tasks
                .iter()
                .any(|t| format!("{t:?}").starts_with(wanted)),
            "{left:?}"
        );
    }
}
