//! Further signals: cookie names, how a journey began, and why a page near a store has no offer.

use super::fixture::{GREY, Portal, Shopper, TAB, button, lit, shows_card};
use super::portals::{other, subscribed};
use super::standing_down::{popup, see};
use crate::decision::Reason;
use crate::protocol::{Event, Icon, Outcome};
use crate::view::SiteView;

fn with_cookie(shopper: &mut Shopper, name: &str) -> Outcome {
    shopper.tell(Event::PageSeen {
        tab: TAB,
        url: "https://www.macys.com/".to_owned(),
        referrer: String::new(),
        cookies: vec!["session".to_owned(), name.to_owned()],
        came: shopper.now,
    })
}

fn reason(site: SiteView) -> Option<Reason> {
    match site {
        SiteView::Silent { reason, .. } => Some(reason),
        _ => None,
    }
}

fn listing(line: &str) -> Shopper {
    let mut portal = Portal::new();
    portal.lines = format!("{line}\n");
    Shopper::of(portal)
}

#[test]
fn a_networks_cookie_on_the_store_silences_and_others_do_not() {
    let mut shopper = Shopper::new();
    assert_eq!(button(&with_cookie(&mut shopper, "theme")), lit("10%"));
    assert_eq!(button(&with_cookie(&mut shopper, "cjevent_dc")), GREY);
}

#[test]
fn the_cookie_of_our_own_click_tells_nothing_while_its_trip_lasts_and_is_doubt_afterwards() {
    let mut shopper = Shopper::signed_in();
    shopper.visit("https://www.macys.com/");
    let asked = shopper.activate();
    shopper.answer_by(&asked, 1000, "cj");
    for _ in 0..2 {
        let landed = with_cookie(&mut shopper, "cjevent_dc");
        assert_eq!(button(&landed).map(|(icon, _)| icon), Some(Icon::Active));
    }
    shopper.now += 1_000;
    let foreign = with_cookie(&mut shopper, "im_ref");
    assert_eq!(button(&foreign), GREY, "another network's");
    shopper.start("after the trip");
    shopper.now += 90_000_000;
    assert_eq!(button(&with_cookie(&mut shopper, "cjevent_dc")), GREY);
}

#[test]
fn ebay_sees_two_cards_in_a_journey_and_none_after_a_foreign_link() {
    let line = r#"{"id":1,"n":"eBay","d":["ebay.com"],"r":[{"k":"p","v":100}]}"#;
    let url = "https://www.ebay.com/";
    let mut shopper = listing(line);
    let seen: Vec<bool> = ["", url, url]
        .iter()
        .map(|referrer| shows_card(&see(&mut shopper, TAB, url, referrer)))
        .collect();
    assert_eq!(seen, [true, true, false]);
    let redrawn = shopper.tell(Event::SettingsChanged {
        settings: shopper.engine.memory().settings.clone(),
    });
    assert!(!shows_card(&redrawn), "nor by any other way");
    let mut shopper = listing(line);
    let from_portal = see(&mut shopper, TAB, url, "https://demo.example/stores");
    assert!(shows_card(&from_portal), "the shopper's own portal");
    let mut shopper = listing(line);
    let from_blog = see(&mut shopper, TAB, url, "https://blog.example/");
    assert_eq!(button(&from_blog), GREY);
}

#[test]
fn amazon_never_has_an_offer_nor_a_switch() {
    let line = r#"{"id":1,"n":"Amazon","d":["amazon.com"],"r":[{"k":"p","v":100}]}"#;
    let mut shopper = listing(line);
    let url = "https://www.amazon.com/?affsource=1";
    assert_eq!(button(&shopper.visit(url)), GREY);
    let site = popup(&mut shopper, Some(url));
    assert!(matches!(&site, SiteView::Silent { switch: None, .. }));
    assert_eq!(reason(site), Some(Reason::NotThroughExtension));
}

#[test]
fn amazon_has_none_either_where_another_portal_does_not_list_it() {
    let line = r#"{"id":9,"n":"Amazon","d":["amazon.com"],"r":[{"k":"p","v":100}]}"#;
    let mut lists_it = other(1200);
    lists_it.lines.push_str(&format!("{line}\n"));
    for is_first in [false, true] {
        let mut shopper = subscribed(&lists_it);
        if is_first {
            let portal = super::portals::SECOND;
            shopper.tell(Event::PortalPreferred { portal });
        }
        let url = "https://www.amazon.com/";
        assert_eq!(button(&shopper.visit(url)), GREY, "first: {is_first}");
        let site = popup(&mut shopper, Some(url));
        assert_eq!(reason(site), Some(Reason::NotThroughExtension));
    }
}

#[test]
fn a_portal_that_names_a_closed_store_among_others_closes_none_of_anothers() {
    let mut bundle = other(1200);
    bundle.lines = bundle
        .lines
        .replace("\"macys.com\"", "\"amazon.com\",\"macys.com\"");
    let mut shopper = subscribed(&bundle);
    assert_eq!(button(&shopper.visit("https://www.macys.com/")), lit("10%"));
    let url = "https://www.amazon.com/";
    assert_eq!(button(&shopper.visit(url)), GREY);
    let site = popup(&mut shopper, Some(url));
    assert_eq!(reason(site), Some(Reason::NotThroughExtension));
}

#[test]
fn a_part_that_a_store_leaves_out_is_named_as_such() {
    let line =
        r#"{"id":1,"n":"Macy's","d":["macys.com"],"x":["wine.macys.com"],"r":[{"k":"p","v":100}]}"#;
    let mut shopper = listing(line);
    let site = popup(&mut shopper, Some("https://wine.macys.com/"));
    assert!(matches!(&site, SiteView::Silent { store: Some(named), .. } if named.name == "Macy's"));
    assert_eq!(reason(site), Some(Reason::Excluded));
    let elsewhere = popup(&mut shopper, Some("https://ordinary.example/"));
    assert_eq!(reason(elsewhere), Some(Reason::NotListed));
}

#[test]
fn a_list_that_is_too_old_is_named() {
    let mut shopper = Shopper::new();
    shopper.now += 60 * 86_400_000;
    let site = popup(&mut shopper, Some("https://www.macys.com/"));
    let SiteView::Silent { reason, asleep, .. } = site else {
        panic!("silent")
    };
    assert_eq!(reason, Reason::ListAsleep);
    assert_eq!(asleep.map(|(name, _)| name).as_deref(), Some("Demo"));
}
