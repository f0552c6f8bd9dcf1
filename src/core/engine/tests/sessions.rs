//! How long a session of shopping lasts, and what goes with it.

use super::fixture::{GREY, MACYS, Shopper, TAB, button, goes_to, lit, the_click, trip_state};
use super::standing_down::popup;
use crate::activation::TripState;
use crate::decision::Reason;
use crate::protocol::{Event, TabId};
use crate::task::Finding;
use crate::view::SiteView;

const MINUTE: i64 = 60_000;
const STORE: &str = "https://www.macys.com/";
/// Its network asks for 30 minutes.
const REFERRED: &str = "https://www.macys.com/?ranSiteID=1";

#[test]
fn where_only_the_lack_of_store_pages_ended_a_session_the_silence_lasts_ninety_minutes() {
    let mut shopper = Shopper::new();
    shopper.visit(REFERRED);
    // The background may wake meanwhile as often as it likes: that is no page of a store.
    shopper.now += 10 * MINUTE;
    assert!(!shopper.die().must_save, "nor anything to write down");
    shopper.now += 30 * MINUTE;
    shopper.die();
    shopper.now += 22 * MINUTE;
    assert_eq!(button(&shopper.visit(STORE)), GREY, "after 62 minutes");
    shopper.now += 28 * MINUTE - 1;
    assert_eq!(button(&shopper.visit(STORE)), GREY, "still in 90 minutes");
    shopper.now += 1;
    assert_eq!(button(&shopper.visit(STORE)), lit("10%"));
}

/// A browser that begins anew cannot be told from an extension that was switched off and on.
#[test]
fn where_the_browsers_own_session_ended_the_silence_lasts_as_long() {
    let mut shopper = Shopper::new();
    shopper.visit(REFERRED);
    shopper.now += 90 * MINUTE - 1;
    shopper.start("next day");
    assert_eq!(button(&shopper.visit(STORE)), GREY);
    shopper.now += 1;
    assert_eq!(button(&shopper.visit(STORE)), lit("10%"));
}

#[test]
fn who_goes_on_shopping_goes_on_with_the_session() {
    let mut shopper = Shopper::new();
    shopper.visit(REFERRED);
    for _ in 0..6 {
        shopper.now += 60 * MINUTE;
        shopper.visit("https://www.nike.com/");
        assert_eq!(button(&shopper.visit(STORE)), GREY);
    }
}

#[test]
fn a_referral_on_the_way_belongs_to_the_session_that_begins_with_it() {
    let mut shopper = Shopper::new();
    shopper.visit("https://www.nike.com/");
    shopper.now += 120 * MINUTE;
    let hop = "https://click.linksynergy.com/deeplink?id=x";
    for tab in [TAB, TabId(-1)] {
        let (url, to) = (hop.to_owned(), STORE.to_owned());
        shopper.tell(Event::HopLed { tab, url, to });
    }
    let session = &shopper.engine.memory().session;
    let mut records = shopper.engine.memory().records.iter();
    assert!(records.all(|(_, record)| record.session == session.number));
    assert_eq!(session.last, shopper.now);
}

#[test]
fn a_popup_says_that_the_silence_lasts_for_the_session_only_while_it_does() {
    let mut shopper = Shopper::new();
    shopper.visit(REFERRED);
    let lasts = |shopper: &mut Shopper| match popup(shopper, None) {
        SiteView::Silent {
            session, reason, ..
        } => (session, reason),
        other => panic!("silent: {other:?}"),
    };
    assert_eq!(lasts(&mut shopper), (true, Reason::Referred));
    shopper.now += 70 * MINUTE;
    shopper.visit(STORE);
    assert_eq!(lasts(&mut shopper), (false, Reason::Referred));
}

#[test]
fn a_click_of_a_closed_browser_sends_no_tab_that_has_its_number_now() {
    let mut shopper = Shopper::signed_in();
    shopper.visit(STORE);
    let asked = shopper.activate();
    shopper.start("the browser again");
    assert!(matches!(trip_state(&shopper), TripState::Ended { code } if code == "trip.notLanded"));
    assert_eq!(goes_to(&shopper.answer(&asked, 1000)), None);

    let mut shopper = Shopper::new();
    shopper.visit(STORE);
    shopper.activate();
    shopper.start("the browser again");
    let signed_in = shopper.learn(Finding::SignedIn(MACYS.portal));
    assert!(
        signed_in
            .tasks
            .iter()
            .all(|t| !format!("{t:?}").contains("v1/clicks"))
    );

    let mut shopper = Shopper::signed_in();
    shopper.visit(STORE);
    let asked = shopper.activate();
    let (click, _) = the_click(&asked);
    assert!(goes_to(&shopper.answer(&asked, 1000)).is_some());
    shopper.tell(Event::Went { click });
    shopper.start("the browser again");
    assert!(
        matches!(trip_state(&shopper), TripState::Leaving { .. }),
        "it left"
    );
}
