//! Signing in for a click, and out again.

use super::fixture::{DEMO, Shopper, button, the_click, trip_state};
use crate::activation::TripState;
use crate::protocol::{Effect, Event, Icon};
use crate::task::{Finding, Task};

#[test]
fn signing_in_continues_the_click_that_asked_for_it() {
    let mut shopper = Shopper::new();
    shopper.visit("https://www.macys.com/");
    let clicked = shopper.activate();
    let sign_in = clicked.effects.iter().find_map(|e| match e {
        Effect::LaunchSignIn { url } => Some(url.clone()),
        _ => None,
    });
    let url = url::Url::parse(&sign_in.expect("sign-in opens")).expect("an address");
    let state = url
        .query_pairs()
        .find(|(k, _)| k == "state")
        .expect("a state")
        .1
        .into_owned();
    shopper.die();
    let url = format!("https://ours.example/cb?code=abc&state={state}");
    let redeem = shopper.tell(Event::SignInReturned { url });
    assert!(
        redeem
            .tasks
            .iter()
            .any(|t| matches!(t, Task::Redeem { form, .. } if form.contains("code=abc")))
    );
    let signed_in = shopper.learn(Finding::SignedIn(DEMO));
    the_click(&signed_in);
}

#[test]
fn a_sign_in_that_comes_back_wrong_or_not_at_all_ends_the_click() {
    let answers = [
        "https://ours.example/cb?code=abc&state=forged",
        "https://evil.example/cb?code=abc",
        "x",
    ];
    for url in answers {
        let mut shopper = Shopper::new();
        shopper.visit("https://www.macys.com/");
        shopper.activate();
        let outcome = shopper.tell(Event::SignInReturned {
            url: url.to_owned(),
        });
        assert!(outcome.tasks.is_empty(), "{url}");
        assert!(matches!(trip_state(&shopper), TripState::Ended { .. }));
    }
    let mut shopper = Shopper::new();
    shopper.visit("https://www.macys.com/");
    shopper.activate();
    shopper.tell(Event::SignInClosed);
    assert!(matches!(trip_state(&shopper), TripState::Ended { code } if code == "signIn.closed"));
}

#[test]
fn signing_out_takes_trips_and_balances_and_leaves_the_list() {
    let mut shopper = Shopper::on_a_trip();
    let outcome = shopper.tell(Event::SignOutClicked { portal: DEMO });
    assert!(
        outcome
            .tasks
            .iter()
            .any(|t| matches!(t, Task::Forget { .. }))
    );
    let memory = shopper.engine.memory();
    let portal = memory.portal(DEMO).expect("the portal stays");
    assert!(portal.account.is_none() && memory.trips.is_empty());
    assert_eq!(button(&outcome).map(|b| b.0), Some(Icon::Lit));
}

#[test]
fn a_browser_without_such_windows_says_so() {
    let mut shopper = Shopper::new();
    shopper.tell(Event::Started {
        session: "first".to_owned(),
        granted: shopper.engine.granted,
        redirect: String::new(),
    });
    shopper.visit("https://www.macys.com/");
    let clicked = shopper.activate();
    let opens = |e: &Effect| matches!(e, Effect::LaunchSignIn { .. });
    assert!(!clicked.effects.iter().any(opens));
    assert!(
        matches!(trip_state(&shopper), TripState::Ended { code } if code == "signIn.unavailable")
    );
}
