//! Trip health: what the popup says about a trip under way, and nobody else does.

use super::fixture::{GREY, Shopper, button};
use super::standing_down::{popup, see};
use crate::activation::{Health, Light};
use crate::protocol::TabId;
use crate::view::SiteView;

fn health(shopper: &mut Shopper) -> (Health, Light) {
    match popup(shopper, None) {
        SiteView::Active { health, light, .. } => (health, light),
        other => panic!("no trip: {other:?}"),
    }
}

#[test]
fn an_undisturbed_trip_is_green_until_its_last_tenth() {
    let mut shopper = Shopper::on_a_trip();
    assert_eq!(health(&mut shopper), (Health::Good, Light::Green));
    shopper.now += 86_400_000 / 10 * 9 + 1_000;
    assert_eq!(health(&mut shopper), (Health::EndsSoon, Light::Amber));
}

#[test]
fn a_referral_in_the_trips_tab_is_red_and_in_another_tab_amber() {
    let mut shopper = Shopper::on_a_trip();
    shopper.now += 1_000;
    let outcome = see(
        &mut shopper,
        TabId(8),
        "https://www.macys.com/?awc=1_2_3",
        "",
    );
    assert_eq!(button(&outcome), GREY);
    assert_eq!(health(&mut shopper), (Health::SecondTab, Light::Amber));
    shopper.visit("https://www.macys.com/?awc=1_2_3");
    assert_eq!(health(&mut shopper), (Health::Referred, Light::Red));
}

#[test]
fn a_landing_that_a_cleaner_stripped_of_our_reference_is_amber() {
    let mut shopper = Shopper::signed_in();
    shopper.visit("https://www.macys.com/");
    let asked = shopper.activate();
    shopper.answer(&asked, 1000);
    shopper.visit("https://www.macys.com/?utm_source=mail");
    assert_eq!(
        health(&mut shopper),
        (Health::ReferenceMissing, Light::Amber)
    );
    shopper.visit("https://www.macys.com/basket");
    assert_eq!(
        health(&mut shopper),
        (Health::ReferenceMissing, Light::Amber)
    );
}

#[test]
fn pages_after_a_good_landing_need_no_reference() {
    let mut shopper = Shopper::on_a_trip();
    shopper.visit("https://www.macys.com/basket");
    assert_eq!(health(&mut shopper), (Health::Good, Light::Green));
}
