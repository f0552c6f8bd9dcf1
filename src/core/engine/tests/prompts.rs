//! The card that comes unasked: how often, when not, and what is learned. The button and the popup always tell.

use super::fixture::{MACYS, Shopper, button, lit, shows_card};
use super::portals::view;
use super::standing_down::popup;
use crate::governor::{Limits, NoCard, QuietHours};
use crate::host::Host;
use crate::mutes::Where;
use crate::protocol::{Effect, Event, Outcome};
use crate::settings::{Corner, Mode, Settings};
use crate::view::{CardView, PromptsView, SiteView};

const HOUR: i64 = 3_600_000;
const DAY: i64 = 24 * HOUR;

fn withheld(shopper: &mut Shopper) -> Option<NoCard> {
    match popup(shopper, None) {
        SiteView::Offer { withheld, .. } => withheld,
        other => panic!("{other:?}"),
    }
}

fn learned(shopper: &mut Shopper) -> PromptsView {
    view(shopper).prompts
}

fn card(outcome: &Outcome) -> CardView {
    let card = outcome.effects.iter().find_map(|e| match e {
        Effect::ShowCard { card, .. } => Some((**card).clone()),
        _ => None,
    });
    card.expect("a card")
}

pub fn macys() -> Where {
    Where::At(Host::parse("macys.com").expect("a host"))
}

fn choose(shopper: &mut Shopper, limits: Limits) {
    shopper.tell(Event::SettingsChanged {
        settings: Settings {
            mode: Some(Mode::Card),
            limits,
            ..Settings::default()
        },
    });
}

/// A visit of its own, half an hour after the last.
pub fn visit_anew(shopper: &mut Shopper, url: &str) -> Outcome {
    shopper.now += HOUR / 2;
    shopper.visit(url)
}

/// The lists sleep long before a month is over; here only prompts matter.
pub fn fresh_tomorrow(shopper: &mut Shopper, days: i64) {
    for portal in &mut shopper.engine.memory.portals {
        (portal.expires, portal.refreshed) = (i64::MAX / 2000, shopper.now + days * DAY);
    }
    shopper.now += days * DAY;
    shopper.start(&format!("day {}", shopper.now));
}

#[test]
fn one_card_a_day_at_a_store_goes_along_from_page_to_page() {
    let mut shopper = Shopper::new();
    assert!(shows_card(&shopper.visit("https://www.macys.com/")));
    assert!(
        shows_card(&shopper.visit("https://www.macys.com/shoes")),
        "it goes along"
    );
    shopper.die();
    assert!(
        shows_card(&shopper.visit("https://www.macys.com/shoes/1")),
        "after a death, too"
    );
    assert_eq!(learned(&mut shopper).today, 1, "one card");
    let again = visit_anew(&mut shopper, "https://www.macys.com/");
    assert!(!shows_card(&again));
    assert_eq!(button(&again), lit("10%"));
    assert_eq!(withheld(&mut shopper), Some(NoCard::ShownToday));
    fresh_tomorrow(&mut shopper, 1);
    assert!(shows_card(&visit_anew(
        &mut shopper,
        "https://www.macys.com/"
    )));
}

#[test]
fn a_rate_that_rose_is_worth_another_card() {
    let mut shopper = Shopper::new();
    shopper.visit("https://www.macys.com/");
    shopper.engine.memory.prompts.stores[0].worth -= 1;
    assert!(shows_card(&visit_anew(
        &mut shopper,
        "https://www.macys.com/"
    )));
    assert!(!shows_card(&visit_anew(
        &mut shopper,
        "https://www.macys.com/"
    )));
}

#[test]
fn no_more_cards_a_day_than_the_shopper_wants() {
    let mut shopper = Shopper::new();
    let prompts = Some(1);
    choose(
        &mut shopper,
        Limits {
            prompts,
            quiet: None,
        },
    );
    assert!(shows_card(&shopper.visit("https://www.macys.com/")));
    let second = shopper.visit("https://www.nike.com/");
    assert!(!shows_card(&second));
    assert_eq!(button(&second), lit("3%"));
    assert_eq!(withheld(&mut shopper), Some(NoCard::EnoughToday));
    let prompts = None;
    choose(
        &mut shopper,
        Limits {
            prompts,
            quiet: None,
        },
    );
    assert!(shows_card(&visit_anew(
        &mut shopper,
        "https://www.nike.com/"
    )));
}

#[test]
fn quiet_hours_are_the_shoppers_own() {
    let mut shopper = Shopper::new();
    let minute = u32::try_from(shopper.now / 60_000 % 1440).expect("a minute");
    let to = (minute + 60) % 1440;
    let quiet = Some(QuietHours { from: minute, to });
    choose(
        &mut shopper,
        Limits {
            quiet,
            ..Limits::default()
        },
    );
    assert!(!shows_card(&shopper.visit("https://www.macys.com/")));
    assert_eq!(withheld(&mut shopper), Some(NoCard::QuietHours));
    shopper.zone = 120;
    assert!(shows_card(&visit_anew(
        &mut shopper,
        "https://www.macys.com/"
    )));
}

#[test]
fn not_now_three_times_in_a_row_rests_the_card_for_thirty_days() {
    let mut shopper = Shopper::new();
    for _ in 0..3 {
        assert!(shows_card(&visit_anew(
            &mut shopper,
            "https://www.macys.com/"
        )));
        shopper.tell(Event::Dismissed { store: MACYS });
        assert_eq!(withheld(&mut shopper), Some(NoCard::Dismissed));
        fresh_tomorrow(&mut shopper, 1);
    }
    let resting = visit_anew(&mut shopper, "https://www.macys.com/");
    assert!(!shows_card(&resting));
    assert_eq!(button(&resting), lit("10%"));
    assert_eq!(withheld(&mut shopper), Some(NoCard::Resting));
    assert_eq!(learned(&mut shopper).resting[0].name, "Macy's");
    fresh_tomorrow(&mut shopper, 28);
    assert!(!shows_card(&visit_anew(
        &mut shopper,
        "https://www.macys.com/"
    )));
    fresh_tomorrow(&mut shopper, 1);
    assert!(shows_card(&visit_anew(
        &mut shopper,
        "https://www.macys.com/"
    )));
}

#[test]
fn what_was_learned_can_be_undone() {
    let mut shopper = Shopper::new();
    for _ in 0..3 {
        visit_anew(&mut shopper, "https://www.macys.com/");
        shopper.tell(Event::Dismissed { store: MACYS });
        fresh_tomorrow(&mut shopper, 1);
    }
    shopper.tell(Event::LearningUndone { site: macys() });
    assert!(learned(&mut shopper).resting.is_empty());
    assert!(shows_card(&visit_anew(
        &mut shopper,
        "https://www.macys.com/"
    )));
}

#[test]
fn cards_closed_without_use_make_fewer_of_them() {
    let mut shopper = Shopper::new();
    shopper.engine.memory.prompts.closed = 4;
    shopper.visit("https://www.macys.com/");
    shopper.tell(Event::Dismissed { store: MACYS });
    let learned_now = learned(&mut shopper);
    assert_eq!((learned_now.most, learned_now.closed), (Some(6), Some(5)));
    shopper.engine.memory.prompts.today = 6;
    assert!(!shows_card(&shopper.visit("https://www.nike.com/")));
    assert_eq!(withheld(&mut shopper), Some(NoCard::FewerToday));
    shopper.tell(Event::LearningUndone {
        site: Where::Everywhere,
    });
    assert!(shows_card(&visit_anew(
        &mut shopper,
        "https://www.nike.com/"
    )));
}

#[test]
fn an_activation_is_useful_and_ends_what_was_learned() {
    let mut shopper = Shopper::signed_in();
    shopper.engine.memory.prompts.closed = 7;
    shopper.visit("https://www.macys.com/");
    let asked = shopper.activate();
    shopper.answer(&asked, 1000);
    let landed = shopper.visit("https://www.macys.com/?simclick=OURREFERENCE");
    assert!(
        shows_card(&landed),
        "what the shopper asked for is no prompt"
    );
    shopper.tell(Event::Dismissed { store: MACYS });
    let learned = learned(&mut shopper);
    assert_eq!(learned.closed, None, "closing what was used is no refusal");
    let month = &learned.months[0];
    assert_eq!((month.shown, month.useful, learned.today), (1, 1, 1));
}

#[test]
fn a_step_of_paying_shows_no_card_and_says_so() {
    let mut shopper = Shopper::new();
    shopper.visit("https://www.macys.com/bag");
    let paying = shopper.visit("https://www.macys.com/chkout/rc");
    assert!(!shows_card(&paying));
    assert_eq!(button(&paying), lit("10%"));
    assert_eq!(withheld(&mut shopper), Some(NoCard::Checkout));
    let settings = shopper.engine.memory().settings.clone();
    let redrawn = shopper.tell(Event::SettingsChanged { settings });
    assert!(!shows_card(&redrawn), "nor when everything is drawn anew");
}

#[test]
fn the_card_stays_where_and_how_the_shopper_put_it() {
    let mut shopper = Shopper::new();
    let first = card(&shopper.visit("https://www.macys.com/"));
    assert_eq!((first.corner, first.folded), (Corner::BottomEnd, false));
    let (corner, folded) = (Corner::TopStart, true);
    shopper.tell(Event::CardPlaced { corner, folded });
    shopper.die();
    let second = card(&shopper.visit("https://www.macys.com/"));
    assert_eq!((second.corner, second.folded), (corner, folded));
    let question = card(&shopper.activate());
    assert!(!question.folded, "a pill has no room for sign-in");
    shopper.now += DAY / 2;
    shopper.start("another session");
    let next = card(&shopper.visit("https://www.nike.com/"));
    assert_eq!((next.corner, next.folded), (corner, false));
}
