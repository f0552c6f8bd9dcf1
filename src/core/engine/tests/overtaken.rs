//! Somebody else refers the shopper while a click of ours is under way: then that is the newer wish, and nothing of ours
//! comes on top of it.

use super::fixture::{GREY, Shopper, TAB, button, goes_to, trip_state};
use super::remembered::list_photos;
use super::standing_down::{see, switch};
use crate::activation::TripState;
use crate::protocol::{TabId, Via};

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
fn no_offer_is_taken_in_a_tab_that_is_on_its_way_through_a_network() {
    let mut shopper = Shopper::signed_in();
    shopper.visit(STORE);
    shopper.hop(OTHER, HOP);
    shopper.hop(TAB, HOP);
    assert!(shopper.activate().tasks.is_empty());
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
