//! Signing in for a click, and out again.

use super::fixture::{DEMO, Shopper, button, the_click, trip_state};
use super::portals::{SECOND, other, subscribed};
use crate::activation::TripState;
use crate::protocol::{Effect, Event, Icon, Outcome, TabId};
use crate::task::{Finding, Task};
use url::Url;

#[test]
fn signing_in_continues_the_click_that_asked_for_it() {
    let mut shopper = Shopper::new();
    shopper.visit("https://www.macys.com/");
    let sign_in = opened(&shopper.activate());
    assert_eq!(said(&sign_in, "redirect_uri"), "https://ours.example/cb");
    shopper.die();
    let redeem = shopper.tell(Event::SignInReturned {
        url: answer(&shopper, &sign_in, "code=abc"),
    });
    assert!(is_redeemed(&redeem));
    let signed_in = shopper.learn(Finding::SignedIn(DEMO));
    the_click(&signed_in);
}

#[test]
fn a_token_that_came_to_a_dying_background_is_forgotten() {
    let mut shopper = Shopper::new();
    shopper.visit("https://www.macys.com/");
    let sign_in = opened(&shopper.activate());
    shopper.tell(Event::SignInReturned {
        url: answer(&shopper, &sign_in, "code=abc"),
    });
    let forgotten = |t: &Task| matches!(t, Task::Forget(_));
    assert!(shopper.die().tasks.iter().any(forgotten));
    // Had it been known in time, it would stay.
    shopper.learn(Finding::SignedIn(DEMO));
    assert!(!shopper.die().tasks.iter().any(forgotten));
}

#[test]
fn a_sign_in_that_is_refused_or_does_not_come_back_ends_the_click() {
    let mut shopper = Shopper::new();
    shopper.visit("https://www.macys.com/");
    let sign_in = opened(&shopper.activate());
    shopper.tell(Event::SignInReturned {
        url: answer(&shopper, &sign_in, "error=access_denied"),
    });
    assert!(matches!(trip_state(&shopper), TripState::Ended { code } if code == "signIn.refused"));
    let older = opened(&shopper.activate());
    let newer = opened(&shopper.activate());
    // Of two windows the older one closes, and then the one that counts.
    shopper.tell(Event::SignInClosed { url: older.into() });
    assert_eq!(*trip_state(&shopper), TripState::SignInFirst);
    shopper.tell(Event::SignInClosed { url: newer.into() });
    assert!(matches!(trip_state(&shopper), TripState::Ended { code } if code == "signIn.closed"));
}

#[test]
fn an_address_that_was_not_asked_for_changes_nothing() {
    let mut shopper = Shopper::new();
    shopper.visit("https://www.macys.com/");
    let sign_in = opened(&shopper.activate());
    let ours = answer(&shopper, &sign_in, "code=abc");
    let state = said(&sign_in, "state");
    let own = "https://ours.example/cb";
    let strangers = [
        ours.replace(&state, "forged"),
        ours.replace(own, "https://evil.example/cb"),
        ours.replace(own, "https://ours.example/cb/"),
        ours.replace('?', "#?"),
        "x".to_owned(),
        String::new(),
    ];
    for url in strangers {
        let outcome = shopper.tell(Event::SignInReturned { url: url.clone() });
        assert!(!is_redeemed(&outcome), "{url}");
        assert!(!outcome.effects.contains(&Effect::Reply), "{url}");
        assert_eq!(*trip_state(&shopper), TripState::SignInFirst, "{url}");
    }
    let url = answer(&shopper, &sign_in, "code=abc");
    let outcome = shopper.tell(Event::SignInReturned { url: url.clone() });
    assert!(is_redeemed(&outcome) && outcome.effects.contains(&Effect::Reply));
    // Only once: afterwards nothing is asked for any more.
    assert!(!is_redeemed(&shopper.tell(Event::SignInReturned { url })));
}

/// A portal that is asked may lead on to another one, which answers with what it was asked: all come back to one address.
#[test]
fn the_answer_of_another_portal_is_refused() {
    for issuer in ["&iss=https://other.example/?", "&iss=", "&other="] {
        let mut shopper = Shopper::new();
        shopper.visit("https://www.macys.com/");
        let sign_in = opened(&shopper.activate());
        let ours = answer(&shopper, &sign_in, "code=abc");
        let cut = ours.find("&iss=").expect("an issuer");
        let theirs = [
            &ours[..cut],
            issuer,
            "&",
            &ours[ours.rfind("state=").expect("a state")..],
        ];
        let outcome = shopper.tell(Event::SignInReturned {
            url: theirs.concat(),
        });
        assert!(!is_redeemed(&outcome), "{issuer}");
        assert!(
            matches!(trip_state(&shopper), TripState::Ended { code } if code == "signIn.refused")
        );
    }
}

/// Firefox for Android has no windows for signing in.
#[test]
fn a_browser_without_such_windows_comes_back_to_the_portals_own_page() {
    let mut shopper = Shopper::new();
    shopper.tell(Event::Started {
        session: "first".to_owned(),
        granted: shopper.engine.granted,
        redirect: String::new(),
    });
    shopper.visit("https://www.macys.com/");
    let sign_in = opened(&shopper.activate());
    let portal = shopper.engine.api_url(DEMO, "oauth/returned");
    assert_eq!(Some(said(&sign_in, "redirect_uri")), portal);
    // Where neither sites nor navigations may be seen, the shopper opens the popup there.
    let redeem = shopper.tell(Event::SurfaceOpened {
        tab: Some(TabId(9)),
        url: Some(answer(&shopper, &sign_in, "code=abc")),
    });
    assert!(is_redeemed(&redeem));
}

/// The address that was opened to sign in.
pub fn opened(outcome: &Outcome) -> Url {
    let sign_in = outcome.effects.iter().find_map(|e| match e {
        Effect::LaunchSignIn { url } => Some(url),
        _ => None,
    });
    Url::parse(sign_in.expect("sign-in opens")).expect("an address")
}

/// What it says under a name.
fn said(sign_in: &Url, name: &str) -> String {
    let found = sign_in.query_pairs().find(|(key, _)| key == name);
    found.expect("it is said").1.into_owned()
}

/// Where the portal leads with this answer.
pub fn answer(shopper: &Shopper, sign_in: &Url, answer: &str) -> String {
    let [redirect, state] = ["redirect_uri", "state"].map(|name| said(sign_in, name));
    let issuer = shopper.engine.api_url(DEMO, "").expect("a portal of ours");
    format!("{redirect}?{answer}&iss={issuer}&state={state}")
}

fn is_redeemed(outcome: &Outcome) -> bool {
    let redeems = |t: &Task| matches!(t, Task::Redeem { form, .. } if form.contains("code=abc"));
    outcome.tasks.iter().any(redeems)
}

#[test]
fn a_click_that_waits_for_a_new_sign_in_is_not_ended_by_a_second_refusal_of_the_old_one() {
    let mut shopper = Shopper::signed_in();
    shopper.visit("https://www.macys.com/");
    shopper.learn(Finding::SignedOut(DEMO));
    let sign_in = opened(&shopper.activate());
    shopper.learn(Finding::SignedOut(DEMO));
    assert_eq!(trip_state(&shopper), &TripState::SignInFirst);
    shopper.tell(Event::SignInReturned {
        url: answer(&shopper, &sign_in, "code=abc"),
    });
    shopper.learn(Finding::NotSignedIn(DEMO));
    assert!(matches!(trip_state(&shopper), TripState::Ended { .. }));
}

#[test]
fn a_sign_in_elsewhere_ends_the_click_that_waited_for_the_first_one() {
    let mut shopper = subscribed(&other(900));
    shopper.visit("https://www.macys.com/");
    shopper.activate();
    shopper.tell(Event::SignInClicked { portal: DEMO });
    assert_eq!(trip_state(&shopper), &TripState::SignInFirst);
    shopper.tell(Event::SignInClicked { portal: SECOND });
    let closed = TripState::Ended {
        code: "signIn.closed".to_owned(),
    };
    assert_eq!(trip_state(&shopper), &closed);
}

#[test]
fn a_claim_that_is_made_while_nobody_is_signed_in_says_so() {
    let mut shopper = Shopper::on_a_trip();
    shopper.learn(Finding::SignedOut(DEMO));
    shopper.engine.memory.claims = vec![("c".to_owned(), "sending".to_owned())];
    shopper.learn(Finding::SignedOut(DEMO));
    assert_eq!(shopper.engine.memory().claims[0].1, "signIn.needed");
}

/// What is to be forgotten when the background wakes up next.
fn forgotten(outcome: &Outcome) -> Vec<&String> {
    let forgotten = outcome.tasks.iter().filter_map(|task| match task {
        Task::Forget(address) => Some(address),
        _ => None,
    });
    forgotten.collect()
}

#[test]
fn tokens_are_forgotten_however_often_the_background_dies_before() {
    let mut shopper = Shopper::signed_in();
    let address = shopper.engine.api_url(DEMO, "oauth/").expect("an API");
    assert!(forgotten(&shopper.die()).is_empty());
    let signed_out = shopper.tell(Event::SignOutClicked { portal: DEMO });
    assert_eq!(forgotten(&signed_out), [&address]);
    for _ in 0..2 {
        assert_eq!(forgotten(&shopper.die()), [&address]);
    }
    shopper.learn(Finding::Forgotten(address.clone()));
    assert!(forgotten(&shopper.die()).is_empty());

    let removed = shopper.tell(Event::PortalRemoved { portal: DEMO });
    assert_eq!(
        forgotten(&removed),
        [&address],
        "whether or not it knows of any"
    );
    assert_eq!(
        forgotten(&shopper.die()),
        [&address],
        "although the portal is gone"
    );
}

/// Any portal may say that its API is another's.
#[test]
fn no_portal_has_anothers_tokens_forgotten() {
    let mut shopper = subscribed(&other(900));
    shopper.learn(Finding::SignedIn(DEMO));
    let theirs = shopper
        .engine
        .memory()
        .portal(DEMO)
        .expect("ours")
        .root
        .api
        .clone();
    let second = shopper.engine.memory.portal_mut(SECOND);
    second.expect("the other one").root.api = theirs;
    shopper.learn(Finding::SignedIn(SECOND));
    let out = shopper.tell(Event::SignOutClicked { portal: SECOND });
    assert!(forgotten(&out).is_empty());
    shopper
        .engine
        .memory
        .leave(&shopper.engine.api_url(DEMO, "oauth/").expect("an API"));
    assert!(forgotten(&shopper.die()).is_empty());
    assert!(shopper.engine.memory().leaving.is_empty());
    let out = shopper.tell(Event::PortalRemoved { portal: SECOND });
    assert!(forgotten(&out).is_empty());
    let out = shopper.tell(Event::SignOutClicked { portal: DEMO });
    assert_eq!(forgotten(&out).len(), 1);
}

#[test]
fn tokens_of_a_new_sign_in_stay() {
    let mut shopper = Shopper::signed_in();
    shopper.tell(Event::SignOutClicked { portal: DEMO });
    shopper.learn(Finding::SignedIn(DEMO));
    assert!(forgotten(&shopper.die()).is_empty());
}

#[test]
fn signing_out_takes_trips_and_balances_and_leaves_the_list() {
    let mut shopper = Shopper::on_a_trip();
    let outcome = shopper.tell(Event::SignOutClicked { portal: DEMO });
    assert!(outcome.tasks.iter().any(|t| matches!(t, Task::Forget(_))));
    let memory = shopper.engine.memory();
    let portal = memory.portal(DEMO).expect("the portal stays");
    assert!(portal.account.is_none() && memory.trips.is_empty());
    assert_eq!(button(&outcome).map(|b| b.0), Some(Icon::Lit));
}
