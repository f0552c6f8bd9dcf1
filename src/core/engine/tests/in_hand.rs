//! How long a click concerns the shopper, and for how long it may be under way.

use super::fixture::{DEMO, MACYS, Shopper, button, goes_to, lit, shows_card, the_click};
use super::prompts::fresh_tomorrow;
use super::signing_in::opened;
use super::standing_down::popup;
use crate::protocol::{Event, Outcome};
use crate::task::{Finding, Purpose};
use crate::view::{SiteView, StepView};

const STORE: &str = "https://www.macys.com/";

fn step(shopper: &mut Shopper) -> StepView {
    match popup(shopper, None) {
        SiteView::Offer { step, .. } => step,
        other => panic!("no offer: {other:?}"),
    }
}

fn closed() -> Shopper {
    let mut shopper = Shopper::new();
    shopper.visit(STORE);
    let url = opened(&shopper.activate()).into();
    shopper.tell(Event::SignInClosed { url });
    shopper
}

fn page(shopper: &Shopper) -> Option<&str> {
    shopper.engine.memory().trips.last()?.page.as_deref()
}

#[test]
fn the_page_of_a_click_is_kept_no_longer_than_somebody_may_be_asked_with_it() {
    assert_eq!(page(&closed()), None, "the sign-in was closed");

    let mut refused = Shopper::signed_in();
    refused.visit(STORE);
    let asked = refused.activate();
    assert!(page(&refused).is_some(), "it must survive the background");
    let purpose = Purpose::Click(the_click(&asked).0);
    refused.learn(Finding::Answered(DEMO, purpose, Some(500), Vec::new()));
    assert_eq!(page(&refused), None, "the portal failed");

    let mut waiting = Shopper::new();
    waiting.visit(STORE);
    waiting.activate();
    waiting.now += 599_999;
    waiting.die();
    assert!(page(&waiting).is_some(), "a sign-in may still come");
    waiting.now += 1;
    waiting.die();
    assert_eq!(page(&waiting), None, "nobody signed in");
}

#[test]
fn a_click_that_failed_is_forgotten_after_ten_minutes() {
    let mut shopper = closed();
    shopper.now += 599_999;
    assert!(matches!(step(&mut shopper), StepView::Failed { .. }));
    shopper.now += 1;
    assert_eq!(step(&mut shopper), StepView::Ready);
    fresh_tomorrow(&mut shopper, 1);
    let shown: Vec<bool> = (0..2)
        .map(|_| {
            shopper.now += 2_000_000;
            shows_card(&shopper.visit(STORE))
        })
        .collect();
    assert_eq!(shown, [true, false], "one a day, like any other card");
}

#[test]
fn a_lower_rate_that_was_not_agreed_to_is_not_offered_for_ever() {
    let mut shopper = Shopper::signed_in();
    shopper.visit(STORE);
    let asked = shopper.activate();
    shopper.answer(&asked, 600);
    assert_eq!(step(&mut shopper), StepView::Less);
    fresh_tomorrow(&mut shopper, 1);
    assert_eq!(button(&shopper.visit(STORE)), lit("10%"));
    assert_eq!(step(&mut shopper), StepView::Ready);
    let again = shopper.activate();
    let answered = shopper.answer(&again, 600);
    assert_eq!(
        goes_to(&answered),
        None,
        "what is shown now counts: asked again"
    );
}

#[test]
fn a_click_that_waited_for_a_long_sign_in_is_under_way_while_it_is_asked() {
    let mut shopper = Shopper::new();
    shopper.visit(STORE);
    shopper.activate();
    shopper.now += 590_000;
    let asked = shopper.learn(Finding::SignedIn(DEMO));
    let (click, _) = the_click(&asked);
    assert_eq!(step(&mut shopper), StepView::Busy);
    assert!(shopper.activate().tasks.is_empty(), "no second click");
    let woken = shopper.die();
    assert_eq!(
        the_click(&woken).0,
        click,
        "the same one is asked for again"
    );
    assert!(goes_to(&answer(&mut shopper, &woken)).is_some());
}

fn answer(shopper: &mut Shopper, asked: &Outcome) -> Outcome {
    assert_eq!(shopper.engine.memory().trips.len(), 1);
    assert_eq!(shopper.engine.memory().trips[0].store, MACYS);
    shopper.answer(asked, 1000)
}
