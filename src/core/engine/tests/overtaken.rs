//! Somebody else refers the shopper while a click of ours is under way: then that is the newer wish, and nothing of ours
//! comes on top of it.

use super::fixture::{GREY, NOTHING, NOW, Shopper, TAB, button, goes_to, lit, trip_state};
use super::modes::{arrive, begin, in_toolbar_mode, navigate, toolbar_mode};
use super::remembered::list_photos;
use super::standing_down::{see, switch};
use crate::activation::TripState;
use crate::protocol::{Effect, Event, TabId, Via};

const OTHER: TabId = TabId(8);
const STORE: &str = "https://www.macys.com/";
const HOP: &str = "https://click.linksynergy.com/deeplink?id=x";

fn is_overtaken(shopper: &Shopper) -> bool {
    matches!(trip_state(shopper), TripState::Ended { code } if code == "trip.referred")
}

#[test]
fn a_referral_between_click_and_answer_ends_the_click() {
    let mut shopper = Shopper::signed_in();
    shopper.visit(STORE);
    let asked = shopper.activate();
    shopper.now += 1_000;
    see(&mut shopper, OTHER, "https://www.macys.com/?awc=1_2_3", "");
    assert_eq!(goes_to(&shopper.answer(&asked, 1000)), None);
    assert!(is_overtaken(&shopper));
}

#[test]
fn a_referral_that_has_not_arrived_yet_ends_the_click_in_its_tab_only() {
    let mut shopper = Shopper::signed_in();
    shopper.visit(STORE);
    let asked = shopper.activate();
    shopper.hop(TAB, HOP);
    shopper.now += 5_000;
    assert_eq!(goes_to(&shopper.answer(&asked, 1000)), None);
    assert!(is_overtaken(&shopper));

    let mut shopper = Shopper::signed_in();
    shopper.visit(STORE);
    let asked = shopper.activate();
    shopper.hop(OTHER, HOP);
    assert!(goes_to(&shopper.answer(&asked, 1000)).is_some());
}

#[test]
fn a_referral_counts_although_the_clock_was_ahead_when_the_trip_began() {
    for back in [0, 7_200_000] {
        let mut shopper = Shopper::on_a_trip();
        shopper.now -= back;
        shopper.now += 1_000;
        see(&mut shopper, OTHER, "https://www.macys.com/?awc=1_2_3", "");
        shopper.now += 1_000;
        assert_eq!(button(&shopper.visit(STORE)), GREY, "{back}");
    }
}

#[test]
fn no_offer_is_taken_in_a_tab_that_is_on_its_way_through_a_network() {
    let mut shopper = Shopper::signed_in();
    shopper.visit(STORE);
    shopper.hop(OTHER, HOP);
    shopper.hop(TAB, HOP);
    let refused = shopper.activate();
    assert!(refused.tasks.is_empty());
    assert!(refused.effects.contains(&Effect::HideCard { tab: TAB }));
    assert!(shopper.engine.memory().trips.is_empty());
    shopper.now += 121_000;
    assert!(!shopper.activate().tasks.is_empty(), "it led nowhere");
}

#[test]
fn a_tab_that_left_for_a_referral_is_not_called_back_when_the_background_wakes() {
    for (hop, is_sent) in [(None, true), (Some(HOP), false)] {
        let mut shopper = Shopper::signed_in();
        shopper.visit(STORE);
        let asked = shopper.activate();
        assert!(goes_to(&shopper.answer(&asked, 1000)).is_some());
        if let Some(hop) = hop {
            shopper.hop(TAB, hop);
        }
        assert_eq!(goes_to(&shopper.die()).is_some(), is_sent, "{hop:?}");
    }
}

/// The very referral may be what wakes the background, and another page than the store's may be.
#[test]
fn what_woke_the_background_is_known_before_a_tab_is_sent() {
    for (woke, is_sent) in [
        (NOTHING, true),
        (
            Event::HopSeen {
                tab: TAB,
                url: HOP.to_owned(),
                at: NOW,
            },
            false,
        ),
        (seen(TAB, "https://www.nike.com/"), false),
        (seen(TAB, STORE), true),
        (seen(OTHER, "https://www.nike.com/"), true),
    ] {
        let mut shopper = Shopper::signed_in();
        shopper.visit(STORE);
        let asked = shopper.activate();
        shopper.answer(&asked, 1000);
        shopper.fall_asleep();
        assert_eq!(goes_to(&shopper.start("first")), None, "not yet");
        let first = shopper.tell(woke.clone());
        assert_eq!(goes_to(&first).is_some(), is_sent, "{woke:?}");
        let state = trip_state(&shopper);
        assert!(matches!(state, TripState::Leaving { .. }), "{state:?}");
        assert_eq!(goes_to(&shopper.tell(NOTHING)), None, "once");
    }
}

#[test]
fn an_answer_that_comes_before_it_is_known_what_woke_us_sends_once() {
    let mut shopper = Shopper::signed_in();
    shopper.visit(STORE);
    shopper.activate();
    shopper.fall_asleep();
    let asked = shopper.start("first");
    assert_eq!(goes_to(&shopper.answer(&asked, 1000)), None, "not yet");
    assert!(goes_to(&shopper.tell(seen(TAB, STORE))).is_some());
    assert_eq!(goes_to(&shopper.tell(NOTHING)), None, "once");
}

fn seen(tab: TabId, url: &str) -> Event {
    Event::PageSeen {
        tab,
        url: url.to_owned(),
        referrer: String::new(),
        cookies: Vec::new(),
        came: NOW,
    }
}

/// In toolbar mode, signed in, on the store's page.
fn with_the_button_only() -> Shopper {
    let mut shopper = in_toolbar_mode(Shopper::signed_in());
    navigate(&mut shopper, STORE, STORE, "typed");
    shopper
}

#[test]
fn a_navigation_that_begins_at_a_network_ends_the_click_in_its_tab_only() {
    for (tab, is_ended) in [(TAB, true), (OTHER, false)] {
        let mut shopper = with_the_button_only();
        let asked = shopper.activate();
        begin(&mut shopper, tab, HOP);
        shopper.now += 5_000;
        let answered = shopper.answer(&asked, 1000);
        assert_eq!(goes_to(&answered).is_none(), is_ended, "{tab:?}");
        assert_eq!(is_overtaken(&shopper), is_ended, "{tab:?}");
    }
    let mut shopper = with_the_button_only();
    begin(&mut shopper, TAB, HOP);
    assert!(shopper.activate().tasks.is_empty(), "nor does one begin");
}

#[test]
fn a_beginning_at_a_network_outlives_the_background_though_a_landing_of_ours_is_expected() {
    let mut shopper = with_the_button_only();
    let asked = shopper.activate();
    assert!(goes_to(&shopper.answer(&asked, 1000)).is_some());
    begin(&mut shopper, TAB, HOP);
    assert_eq!(goes_to(&shopper.die()), None, "it is not called back");
    let arrived = arrive(&mut shopper, STORE, "link", &["server_redirect"]);
    assert_eq!(button(&arrived), GREY);
}

#[test]
fn a_beginning_at_a_network_that_came_to_nothing_counts_as_long_as_a_hop() {
    for (minutes, expected) in [(1, GREY), (3, lit("10%"))] {
        let mut shopper = toolbar_mode();
        begin(&mut shopper, TAB, HOP);
        shopper.now += minutes * 60_000;
        let arrived = navigate(&mut shopper, STORE, STORE, "typed");
        assert_eq!(button(&arrived), expected, "after {minutes} minutes");
    }
}

#[test]
fn a_beginning_at_a_network_that_led_elsewhere_is_over_and_others_are_not_remembered() {
    let mut shopper = toolbar_mode();
    let begun = begin(&mut shopper, TAB, "https://t.example/x");
    assert!(!begun.must_save);
    let search = "https://www.google.com/search?q=x";
    navigate(&mut shopper, HOP, search, "link");
    let arrived = navigate(&mut shopper, STORE, STORE, "link");
    assert_eq!(button(&arrived), lit("10%"));
}

/// Two stores, one below the other. The first was referred to by a network that lets the shopper's own act take the credit
/// over, and whose silence lasts longer than the next one's.
fn with_two_stores() -> Shopper {
    let mut shopper = Shopper::signed_in();
    list_photos(&mut shopper);
    shopper.visit("https://www.macys.com/?affsource=1");
    shopper.now += 1_000;
    shopper
}

#[test]
fn a_newer_referral_counts_beside_an_older_one_that_lasts_longer() {
    let newer = "https://photos.macys.com/?ranSiteID=1";
    let mut shopper = with_two_stores();
    let asked = switch(&mut shopper, Via::Popup);
    shopper.now += 1_000;
    see(&mut shopper, OTHER, newer, "");
    assert_eq!(goes_to(&shopper.answer(&asked, 1000)), None);
    assert!(is_overtaken(&shopper));

    let mut shopper = with_two_stores();
    let asked = switch(&mut shopper, Via::Popup);
    assert!(goes_to(&shopper.answer(&asked, 1000)).is_some());
    shopper.now += 1_000;
    see(&mut shopper, OTHER, newer, "");
    let landed = shopper.visit("https://www.macys.com/?simclick=OURREFERENCE");
    assert_eq!(button(&landed), GREY, "not taken over: referred since");
}
