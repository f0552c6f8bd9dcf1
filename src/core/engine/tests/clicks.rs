//! One gesture, one click, one trip; and nothing without the gesture.

use super::fixture::{DEMO, GREY, MACYS, Shopper, TAB, button, goes_to, the_click, trip_state};
use super::standing_down::see;
use crate::activation::{Health, TripState};
use crate::protocol::{Event, Icon, TabId, Via};
use crate::task::{Finding, Purpose};
use serde_json::{Value, json};

#[test]
fn a_click_asks_the_portal_with_the_reduced_page_only() {
    let mut shopper = Shopper::signed_in();
    shopper.visit("https://www.macys.com/");
    let outcome = shopper.activate();
    assert!(
        outcome.must_save,
        "the id is stored before anything is sent"
    );
    let (click, body) = the_click(&outcome);
    let body: Value = serde_json::from_str(&body).expect("a JSON body");
    let wanted = json!({"id": click, "retailer": 1, "list": {"seq": 1, "ver": 1},
        "page": "https://www.macys.com/shop?ID=7", "via": "card"});
    assert_eq!(body, wanted);
}

#[test]
fn the_answer_sends_the_tab_and_the_landing_makes_the_trip_active() {
    let mut shopper = Shopper::signed_in();
    shopper.visit("https://www.macys.com/");
    let asked = shopper.activate();
    let answered = shopper.answer(&asked, 1000);
    assert_eq!(
        goes_to(&answered).as_deref(),
        Some("https://demo.example/go/token")
    );
    let landed = shopper.visit("https://www.macys.com/shop?simclick=OURREFERENCE");
    assert_eq!(button(&landed), Some((Icon::Active, "\u{2713}".to_owned())));
    assert!(matches!(trip_state(&shopper), TripState::Active { .. }));
}

#[test]
fn the_background_may_die_between_any_two_steps() {
    let straight = {
        let shopper = Shopper::on_a_trip();
        trip_state(&shopper).clone()
    };
    for deaths in 0..16_u8 {
        let mut shopper = Shopper::signed_in();
        let die =
            |shopper: &mut Shopper, step: u8| (deaths & (1 << step) != 0).then(|| shopper.die());
        shopper.visit("https://www.macys.com/");
        die(&mut shopper, 0);
        let asked = shopper.activate();
        let (click, body) = the_click(&asked);
        if let Some(again) = die(&mut shopper, 1) {
            assert_eq!(
                the_click(&again),
                (click.clone(), body),
                "the same click is asked again"
            );
        }
        let answered = shopper.answer(&asked, 1000);
        if let Some(again) = die(&mut shopper, 2) {
            assert_eq!(
                goes_to(&again),
                goes_to(&answered),
                "a tab that was not sent is sent"
            );
        }
        shopper.tell(Event::Went { click });
        if let Some(again) = die(&mut shopper, 3) {
            assert_eq!(goes_to(&again), None, "a tab that was sent is left alone");
        }
        shopper.visit("https://www.macys.com/?simclick=OURREFERENCE");
        assert_eq!(shopper.engine.memory().trips.len(), 1);
        let state = trip_state(&shopper).clone();
        assert_eq!(
            std::mem::discriminant(&state),
            std::mem::discriminant(&straight),
            "deaths {deaths:04b}"
        );
    }
}

#[test]
fn a_click_without_an_offer_in_that_tab_is_refused() {
    let mut shopper = Shopper::signed_in();
    let nowhere = shopper.activate();
    assert!(nowhere.tasks.is_empty(), "no page seen");
    shopper.visit("https://www.nike.com/");
    assert!(shopper.activate().tasks.is_empty(), "another store's page");
    shopper.visit("https://www.macys.com/?awc=1_2_3");
    assert!(shopper.activate().tasks.is_empty(), "stood down");
    let (tab, page) = (TabId(1), None);
    let elsewhere = shopper.tell(Event::ActivateClicked {
        tab,
        store: MACYS,
        page,
        via: Via::Popup,
    });
    assert!(
        elsewhere.tasks.is_empty() && shopper.engine.memory().trips.is_empty(),
        "another tab"
    );
}

#[test]
fn a_second_click_while_one_is_under_way_makes_no_second_click_out() {
    let mut shopper = Shopper::signed_in();
    shopper.visit("https://www.macys.com/");
    shopper.activate();
    assert!(shopper.activate().tasks.is_empty());
    assert_eq!(shopper.engine.memory().trips.len(), 1);
}

#[test]
fn a_lower_locked_rate_asks_again_before_leaving() {
    let mut shopper = Shopper::signed_in();
    shopper.visit("https://www.macys.com/");
    let asked = shopper.activate();
    let less = shopper.answer(&asked, 600);
    assert_eq!(
        goes_to(&less),
        None,
        "nobody leaves for less than was shown"
    );
    assert!(matches!(
        trip_state(&shopper),
        TripState::LessThanShown { .. }
    ));
    let agreed = shopper.activate();
    assert_ne!(
        the_click(&agreed).0,
        the_click(&asked).0,
        "another gesture, another click"
    );
    let answered = shopper.answer(&agreed, 600);
    assert!(goes_to(&answered).is_some());
}

#[test]
fn an_answer_that_would_lead_elsewhere_is_refused() {
    for go in [
        "https://evil.example/go/x",
        "http://demo.example/go/x",
        "https://u@demo.example/go/x",
        "nonsense",
    ] {
        let mut shopper = Shopper::signed_in();
        shopper.visit("https://www.macys.com/");
        let asked = shopper.activate();
        let (click, _) = the_click(&asked);
        let body = json!({"id": click, "ref": "OURREFERENCE", "network": "sim", "go": go, "rate": [{"k": "p", "v": 1000}]});
        let finding = Finding::Answered(
            DEMO,
            Purpose::Click(click),
            Some(201),
            body.to_string().into_bytes(),
        );
        let outcome = shopper.learn(finding);
        assert_eq!(goes_to(&outcome), None, "{go}");
        assert!(
            matches!(trip_state(&shopper), TripState::Ended { code } if code == "portal.badAnswer"),
            "{go}"
        );
    }
}

#[test]
fn our_own_reference_explains_only_itself() {
    let landings = [
        ("https://www.macys.com/?simclick=SOMEONEELSE", false),
        (
            "https://www.macys.com/?simclick=OURREFERENCE&awc=1_2_3",
            false,
        ),
        ("https://www.macys.com/?awc=OURREFERENCE", false),
        ("https://www.macys.com/?simclick=OURREFERENCE", true),
    ];
    for (url, is_ours) in landings {
        let mut shopper = Shopper::signed_in();
        shopper.visit("https://www.macys.com/");
        let asked = shopper.activate();
        shopper.answer(&asked, 1000);
        let landed = shopper.visit(url);
        let icon = button(&landed).map(|(icon, _)| icon);
        assert_eq!(
            icon,
            Some(if is_ours { Icon::Active } else { Icon::Grey }),
            "{url}"
        );
    }
}

#[test]
fn a_referral_after_activation_is_remembered_and_never_answered_with_a_new_click() {
    let mut shopper = Shopper::on_a_trip();
    let challenged = shopper.visit("https://www.macys.com/?awc=1_2_3");
    assert_eq!(button(&challenged).map(|b| b.0), Some(Icon::Grey));
    assert!(matches!(
        trip_state(&shopper),
        TripState::Active {
            health: Health::Referred,
            ..
        }
    ));
    assert!(shopper.activate().tasks.is_empty());
}

#[test]
fn a_landing_comes_in_time_and_in_the_same_tab() {
    let mut shopper = Shopper::signed_in();
    shopper.visit("https://www.macys.com/");
    let asked = shopper.activate();
    shopper.answer(&asked, 1000);
    see(&mut shopper, TabId(8), "https://www.macys.com/", "");
    assert!(
        matches!(trip_state(&shopper), TripState::Leaving { .. }),
        "another tab"
    );
    shopper.now += 121_000;
    shopper.visit("https://www.macys.com/");
    assert!(
        matches!(trip_state(&shopper), TripState::Leaving { .. }),
        "too late"
    );
}

#[test]
fn a_click_replaces_the_one_that_still_waited_for_its_sign_in_and_no_other_trip() {
    let mut shopper = Shopper::new();
    shopper.visit("https://www.macys.com/");
    let clicks = |shopper: &Shopper| -> Vec<String> {
        let trips = shopper.engine.memory().trips.iter();
        trips.map(|t| t.click.clone()).collect()
    };
    shopper.activate();
    let first = clicks(&shopper);
    shopper.activate();
    let second = clicks(&shopper);
    assert_eq!((first.len(), second.len()), (1, 1));
    assert_ne!(first, second);

    let mut shopper = Shopper::on_a_trip();
    let before = clicks(&shopper);
    shopper.now += 3 * 86_400_000;
    shopper.visit("https://www.macys.com/");
    the_click(&shopper.activate());
    assert_eq!(clicks(&shopper).first(), before.first(), "what was earned");
    assert_eq!(clicks(&shopper).len(), 2);
}

#[test]
fn whoever_is_signed_out_stays_on_their_trip() {
    let mut shopper = Shopper::on_a_trip();
    let before = trip_state(&shopper).clone();
    shopper.learn(Finding::SignedOut(DEMO));
    assert_eq!(*trip_state(&shopper), before);
}

#[test]
fn an_offer_that_was_drawn_before_the_clock_went_back_into_a_silence_is_not_taken() {
    let mut shopper = Shopper::signed_in();
    shopper.visit("https://www.macys.com/?awc=1_2_3");
    shopper.now += 3 * 86_400_000;
    shopper.visit("https://www.macys.com/");
    shopper.now -= 3 * 86_400_000 - 60_000;
    assert!(shopper.activate().tasks.is_empty());
}

#[test]
fn a_click_explains_what_is_seen_in_its_own_tab_only() {
    for (tab, is_ours) in [(TAB, true), (TabId(8), false)] {
        let mut shopper = Shopper::on_a_trip();
        let again = see(
            &mut shopper,
            tab,
            "https://www.macys.com/?simclick=OURREFERENCE",
            "",
        );
        assert_eq!(button(&again) != GREY, is_ours, "{tab:?}");
    }
}
