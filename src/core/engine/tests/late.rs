//! A click has its minute: whoever is late finds a shopper who has turned to something else.

use super::fixture::{DEMO, MACYS, Shopper, TAB, goes_to, the_click, trip_state};
use super::modes::{in_toolbar_mode, navigate};
use super::standing_down::see;
use crate::activation::TripState;
use crate::protocol::{Event, Outcome, TabId, Via};
use crate::task::{Finding, Purpose, Task};

/// Signed in, and Activate was pressed just now.
fn pressed() -> (Shopper, Outcome) {
    let mut shopper = Shopper::signed_in();
    shopper.visit("https://www.macys.com/");
    let asked = shopper.activate();
    (shopper, asked)
}

fn is_click(task: &Task) -> bool {
    matches!(task, Task::Call(call) if matches!(call.purpose, Purpose::Click(_)))
}

#[test]
fn whoever_comes_back_after_a_minute_is_not_sent_away() {
    for (away, is_asked_again) in [(59_999, true), (60_000, false)] {
        let mut shopper = Shopper::new();
        shopper.visit("https://www.macys.com/");
        shopper.activate();
        shopper.now += 540_000;
        the_click(&shopper.learn(Finding::SignedIn(DEMO)));
        shopper.now += away / 2;
        shopper.die();
        shopper.now += away - away / 2;
        let calls = shopper.die().tasks;
        assert_eq!(
            calls.iter().any(is_click),
            is_asked_again,
            "after {away} ms"
        );
    }
}

#[test]
fn an_answer_that_comes_after_a_minute_sends_nobody_and_a_new_press_takes_its_place() {
    let mut shopper = Shopper::signed_in();
    shopper.visit("https://www.macys.com/");
    let first = shopper.activate();
    shopper.now += 60_000;
    let second = shopper.activate();
    assert_eq!(shopper.engine.memory().trips.len(), 1);
    assert_eq!(goes_to(&shopper.answer(&first, 1000)), None);
    assert!(goes_to(&shopper.answer(&second, 1000)).is_some());

    let (mut shopper, only) = pressed();
    shopper.now += 60_000;
    assert_eq!(goes_to(&shopper.answer(&only, 1000)), None);
    assert!(
        matches!(trip_state(&shopper), TripState::Ended { code } if code == "portal.unreachable")
    );
}

#[test]
fn a_tab_that_shows_something_else_by_now_is_not_sent() {
    for elsewhere in ["https://www.nike.com/", "https://www.macys.com/shop?ID=8"] {
        let (mut shopper, asked) = pressed();
        shopper.visit(elsewhere);
        let is_sent = goes_to(&shopper.answer(&asked, 1000)).is_some();
        assert_eq!(is_sent, elsewhere.contains("macys"), "{elsewhere}");
    }
}

#[test]
fn a_tab_that_left_the_stores_is_not_sent_and_one_of_which_nothing_is_known_is() {
    for (event, is_sent) in [("elsewhere", false), ("gone", true)] {
        let mut shopper = in_toolbar_mode(Shopper::signed_in());
        let store = "https://www.macys.com/";
        navigate(&mut shopper, store, store, "typed");
        let asked = shopper.activate();
        if event == "gone" {
            shopper.tell(Event::PageGone { tab: TAB });
        } else {
            let other = "https://other.example/";
            navigate(&mut shopper, other, other, "typed");
        }
        let sent = goes_to(&shopper.answer(&asked, 1000));
        assert_eq!(sent.is_some(), is_sent, "{event}");
    }
}

#[test]
fn a_tab_that_was_not_sent_in_time_is_not_sent_to_an_address_that_is_over() {
    for (waited, is_sent) in [(49_999, true), (50_000, false)] {
        let (mut shopper, asked) = pressed();
        shopper.answer(&asked, 1000);
        shopper.now += waited;
        assert_eq!(goes_to(&shopper.die()).is_some(), is_sent, "{waited} ms");
        let pressed = shopper.activate();
        assert_eq!(pressed.tasks.is_empty(), is_sent, "{waited} ms");
    }
}

#[test]
fn a_clock_that_was_ahead_keeps_no_click_under_way() {
    for (back, is_free) in [(59_000, false), (7_200_000, true)] {
        let (mut shopper, asked) = pressed();
        let (click, _) = the_click(&asked);
        shopper.answer(&asked, 1000);
        shopper.tell(Event::Went { click });
        shopper.now -= back;
        shopper.visit("https://www.nike.com/");
        let tab = TabId(9);
        see(&mut shopper, tab, "https://www.macys.com/", "");
        let (store, page, via) = (MACYS, None, Via::Card);
        let pressed = shopper.tell(Event::ActivateClicked {
            tab,
            store,
            page,
            via,
        });
        assert_eq!(!pressed.tasks.is_empty(), is_free, "{back} ms");
    }
}

#[test]
fn a_hundred_activations_are_remembered() {
    let mut shopper = Shopper::signed_in();
    shopper.visit("https://www.macys.com/");
    for pressed in 1..=102 {
        shopper.activate();
        shopper.learn(Finding::Answered(
            DEMO,
            Purpose::Click(newest(&shopper)),
            Some(409),
            Vec::new(),
        ));
        assert_eq!(shopper.engine.memory().trips.len(), pressed.min(100));
    }
}

fn newest(shopper: &Shopper) -> String {
    let trips = &shopper.engine.memory().trips;
    trips.last().map(|t| t.click.clone()).unwrap_or_default()
}

#[test]
fn an_answer_says_why_and_only_once() {
    for (status, code) in [
        (Some(409), "portal.refused"),
        (Some(422), "portal.refused"),
        (Some(429), "portal.tooMany"),
        (Some(500), "portal.failed"),
        (None, "portal.unreachable"),
    ] {
        let (mut shopper, asked) = pressed();
        let click = newest(&shopper);
        let told = Finding::Answered(DEMO, Purpose::Click(click), status, Vec::new());
        shopper.learn(told);
        let why = |shopper: &Shopper| match trip_state(shopper) {
            TripState::Ended { code } => code.clone(),
            _ => String::new(),
        };
        assert_eq!(why(&shopper), code);
        assert_eq!(goes_to(&shopper.answer(&asked, 1000)), None, "too late");
        assert_eq!(why(&shopper), code);
    }
}

#[test]
fn a_sign_in_asks_for_no_click_that_waits_for_something_else() {
    let (mut shopper, asked) = pressed();
    shopper.answer(&asked, 1000);
    let again = shopper.learn(Finding::SignedIn(DEMO));
    assert!(!again.tasks.iter().any(is_click));
}
