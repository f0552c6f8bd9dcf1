//! Several portals side by side: which offer comes first, and what a click on it does.

use super::fixture::{DEMO, GREY, Portal, Shopper, TAB, button, goes_to, lit, the_click};
use super::portals::{MACYS_THERE, SECOND, enter, find, other, subscribed, view};
use super::standing_down::popup;
use crate::hundredths::Hundredths;
use crate::protocol::{Effect, Event, Icon, Via};
use crate::settings::Settings;
use crate::task::{Finding, ListFile, Purpose, Task};
use crate::view::SiteView;

fn compared(shopper: &mut Shopper) -> Vec<Option<String>> {
    match popup(shopper, None) {
        SiteView::Offer { offer, others, .. } => {
            let all = std::iter::once(offer).chain(others);
            all.map(|o| o.portal).collect()
        }
        other => panic!("no offer: {other:?}"),
    }
}

#[test]
fn the_offer_worth_most_to_this_shopper_comes_first() {
    let names = |list: &[&str]| -> Vec<_> { list.iter().map(|n| Some((*n).to_owned())).collect() };
    let mut shopper = subscribed(&other(1200));
    shopper.visit("https://www.macys.com/");
    assert_eq!(compared(&mut shopper), names(&["Other", "Demo"]));

    let mut equal = subscribed(&other(1000));
    equal.visit("https://www.macys.com/");
    assert_eq!(compared(&mut equal), names(&["Demo", "Other"]), "by order");
    equal.tell(Event::PortalPreferred { portal: SECOND });
    assert_eq!(compared(&mut equal), names(&["Other", "Demo"]));

    // A portal that pays miles only: 8 % is 8 miles for a dollar, worth less or more than 10 % as the shopper counts.
    let mut miles = other(800);
    miles.units =
        r#"[{"id":"miles","kind":"points","name":"Miles","per":[{"from":0,"num":100,"den":1}]}]"#;
    let mut shopper = subscribed(&miles);
    shopper.visit("https://www.macys.com/");
    assert_eq!(compared(&mut shopper), names(&["Demo", "Other"]));
    for (value, best) in [(124, "Demo"), (126, "Other")] {
        let mut settings = Settings {
            mode: view(&shopper).settings.mode,
            ..Settings::default()
        };
        settings
            .values
            .insert("miles".to_owned(), Hundredths(value));
        shopper.tell(Event::SettingsChanged { settings });
        let first = compared(&mut shopper).remove(0);
        assert_eq!(first.as_deref(), Some(best), "{value}");
    }
}

#[test]
fn a_stale_list_comes_after_every_fresh_one() {
    let mut shopper = subscribed(&other(1200));
    shopper.now += 8 * 86_400_000;
    let mut portal = Portal::new();
    (portal.seq, portal.issued) = (2, shopper.now / 1000);
    let head = portal.head_file();
    shopper.tell(Event::AlarmRang);
    shopper.learn(Finding::Fetched(DEMO, ListFile::Head, Ok(head)));
    assert_eq!(button(&shopper.visit("https://www.macys.com/")), lit("10%"));
    assert_eq!(compared(&mut shopper)[0].as_deref(), Some("Demo"));
}

#[test]
fn a_referral_silences_all_portals_and_those_to_come() {
    let mut shopper = subscribed(&other(1200));
    shopper.visit("https://www.macys.com/?awc=1_2_3");
    shopper.tell(Event::PortalRemoved { portal: DEMO });
    let outcome = shopper.visit("https://www.macys.com/");
    assert_eq!(button(&outcome), GREY);
}

#[test]
fn one_trip_at_a_time_and_never_moved() {
    let mut shopper = subscribed(&other(900));
    shopper.learn(Finding::SignedIn(DEMO));
    shopper.learn(Finding::SignedIn(SECOND));
    shopper.visit("https://www.macys.com/");
    let there = |shopper: &mut Shopper| {
        shopper.tell(Event::ActivateClicked {
            tab: TAB,
            store: MACYS_THERE,
            page: None,
            via: Via::Popup,
        })
    };
    let asked = there(&mut shopper);
    let (click, body) = the_click(&asked);
    assert!(body.contains(r#""retailer":5"#), "{body}");
    assert!(
        shopper.activate().tasks.is_empty(),
        "one click is under way"
    );
    assert!(matches!(
        asked.tasks.as_slice(),
        [Task::Call(call)] if call.portal == SECOND && call.url == "https://other.example/v1/clicks"
    ));
    let body = format!(
        r#"{{"id":"{click}","ref":"OURREFERENCE","network":"sim","go":"https://demo.example/go/x","rate":[{{"k":"p","v":900}}]}}"#
    );
    let answer = |shopper: &mut Shopper, body: &str| {
        let purpose = Purpose::Click(click.clone());
        let body = body.as_bytes().to_vec();
        shopper.learn(Finding::Answered(SECOND, purpose, Some(201), body))
    };
    assert_eq!(
        goes_to(&answer(
            &mut shopper,
            &body.replace("demo.example", "evil.example")
        )),
        None,
        "only hosts of its own root"
    );
    let mut shopper = subscribed(&other(900));
    shopper.learn(Finding::SignedIn(SECOND));
    shopper.visit("https://www.macys.com/");
    let (click, _) = the_click(&there(&mut shopper));
    let body = format!(
        r#"{{"id":"{click}","ref":"OURREFERENCE","network":"sim","go":"https://demo.example/go/x","rate":[{{"k":"p","v":900}}]}}"#
    );
    let answered = shopper.learn(Finding::Answered(
        SECOND,
        Purpose::Click(click),
        Some(201),
        body.into_bytes(),
    ));
    assert!(goes_to(&answered).is_some());
    let landed = shopper.visit("https://www.macys.com/?simclick=OURREFERENCE");
    assert_eq!(button(&landed).map(|b| b.0), Some(Icon::Active));
    assert!(
        shopper.activate().tasks.is_empty(),
        "the trip stays where it is, whatever another portal offers"
    );
}

#[test]
fn a_list_about_somebody_elses_portal_only_opens_that_portals_own_page() {
    let mut portal = other(1500);
    portal.page = Some("https://demo.example/shop/*");
    let mut shopper = subscribed(&portal);
    shopper.visit("https://www.macys.com/");
    let SiteView::Offer { offer, .. } = popup(&mut shopper, None) else {
        panic!("an offer");
    };
    assert!(offer.opens && offer.id == MACYS_THERE);
    let outcome = shopper.tell(Event::ActivateClicked {
        tab: TAB,
        store: MACYS_THERE,
        page: Some("https://www.macys.com/secret".to_owned()),
        via: Via::Card,
    });
    let url = "https://demo.example/shop/macys.com".to_owned();
    assert_eq!(outcome.effects, [Effect::OpenTab { url }]);
    assert!(outcome.tasks.is_empty() && shopper.engine.memory().trips.is_empty());
    let sign_in = shopper.tell(Event::SignInClicked { portal: SECOND });
    assert!(sign_in.effects.is_empty(), "there is no account");
    let other_trip = shopper.activate();
    assert!(
        other_trip
            .effects
            .iter()
            .any(|e| matches!(e, Effect::LaunchSignIn { .. })),
        "the other portal is there still"
    );
}

#[test]
fn a_list_cannot_lead_beyond_the_place_that_its_root_leaves() {
    let mut portal = other(1500);
    portal.page = Some("https://demo.example/shop/*");
    for name in ["../evil", "a/b", "x?y", "@evil.example", "a%2fb", "", "é"] {
        portal.lines = format!(
            "{{\"id\":5,\"n\":\"Macys\",\"d\":[\"macys.com\"],\"r\":[{{\"k\":\"p\",\"v\":1500}}],\"s\":\"{name}\"}}\n"
        );
        let mut shopper = subscribed(&portal);
        shopper.visit("https://www.macys.com/");
        let outcome = shopper.tell(Event::ActivateClicked {
            tab: TAB,
            store: MACYS_THERE,
            page: None,
            via: Via::Card,
        });
        assert!(outcome.effects.is_empty(), "{name}");
    }
    portal.page = Some("https://evil.example/*");
    let mut shopper = Shopper::new();
    enter(&mut shopper, portal.base);
    find(&mut shopper, portal.root_file());
    let candidate = view(&shopper).candidate.expect("a candidate");
    assert_eq!(
        candidate.trouble.as_deref(),
        Some("json.bad"),
        "not in `go`"
    );
}

#[test]
fn a_portal_in_another_currency_is_told_in_that_one() {
    let mut euros = other(800);
    euros.units = r#"[{"id":"eur","kind":"cash","cur":"EUR","exp":2}]"#;
    euros.lines.push_str(
        "{\"id\":6,\"n\":\"Nike\",\"d\":[\"nike.com\"],\"r\":[{\"k\":\"f\",\"v\":2500,\"c\":\"EUR\"}]}\n",
    );
    let mut shopper = subscribed(&euros);
    shopper.tell(Event::PortalRemoved { portal: DEMO });
    shopper.visit("https://www.macys.com/");
    let SiteView::Offer { offer, .. } = popup(&mut shopper, None) else {
        panic!("no offer")
    };
    let example = offer.example.expect("an example");
    let euros = |minor| crate::painter::amount(minor, "EUR");
    assert_eq!((example.spend, example.cash), (euros(10_000), euros(800)));
    assert_eq!(button(&shopper.visit("https://www.nike.com/")), lit("25"));
}
