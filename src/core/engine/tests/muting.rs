//! Silence that the shopper asked for: how long, where, and undone.

use super::fixture::{GREY, Portal, Shopper, TAB, button, lit};
use super::portals::view;
use super::prompts::{fresh_tomorrow, macys};
use super::standing_down::{popup, see};
use crate::decision::Reason;
use crate::mutes::{Lasting, Where};
use crate::protocol::{Effect, Event, TabId};
use crate::view::SiteView;

const HOUR: i64 = 3_600_000;

#[test]
fn a_mute_ends_by_itself_and_holds_where_it_was_asked_for() {
    for (lasting, hours) in [(Lasting::Hour, 1), (Lasting::Month, 720)] {
        let mut shopper = Shopper::new();
        shopper.visit("https://www.macys.com/");
        let (site, until) = (macys(), Some(shopper.now + hours * HOUR));
        let muted = shopper.tell(Event::Muted { site, lasting });
        assert_eq!(button(&muted), GREY);
        let silent = popup(&mut shopper, None);
        assert!(matches!(silent, SiteView::Silent { until: u, .. } if u == until));
        assert_eq!(view(&shopper).mutes[0].until, until);
        assert_eq!(button(&shopper.visit("https://www.nike.com/")), lit("3%"));
        fresh_tomorrow(&mut shopper, 0);
        shopper.now += hours * HOUR - 1;
        fresh_tomorrow(&mut shopper, 0);
        assert_eq!(button(&shopper.visit("https://www.macys.com/")), GREY);
        shopper.now += 1;
        let page = Some("https://www.macys.com/");
        let spoken = popup(&mut shopper, page);
        assert!(
            matches!(spoken, SiteView::Offer { .. }),
            "the popup looks again"
        );
        assert!(view(&shopper).mutes.is_empty());
    }
}

#[test]
fn silence_everywhere_is_every_tabs_and_can_be_undone() {
    let mut shopper = Shopper::new();
    shopper.visit("https://www.macys.com/");
    let elsewhere = TabId(99);
    see(&mut shopper, elsewhere, "https://www.nike.com/", "");
    let (site, lasting) = (Where::Everywhere, Lasting::Day);
    let muted = shopper.tell(Event::Muted {
        site: site.clone(),
        lasting,
    });
    let hidden = |e: &&Effect| matches!(e, Effect::HideCard { .. });
    assert_eq!(muted.effects.iter().filter(hidden).count(), 2);
    shopper.die();
    assert_eq!(button(&shopper.visit("https://www.macys.com/")), GREY);
    shopper.tell(Event::Muted {
        site: macys(),
        lasting,
    });
    let back = shopper.tell(Event::Unmuted { site });
    assert_eq!(button(&back), lit("3%"), "the other store speaks again");
    assert_eq!(
        button(&shopper.visit("https://www.macys.com/")),
        GREY,
        "this one was muted itself"
    );
}

fn silence(shopper: &mut Shopper) -> Option<Reason> {
    match popup(shopper, None) {
        SiteView::Silent { reason, .. } => Some(reason),
        _ => None,
    }
}

#[test]
fn a_mute_undone_speaks_over_nobody_elses_referral() {
    let mut shopper = Shopper::new();
    shopper.visit("https://www.macys.com/");
    let (site, lasting) = (macys(), Lasting::Month);
    shopper.tell(Event::Muted { site, lasting });
    see(
        &mut shopper,
        TabId(8),
        "https://www.macys.com/?awc=1_2_3",
        "",
    );
    let back = shopper.tell(Event::Unmuted { site: macys() });
    assert_eq!(button(&back), GREY);
    let cards = |e: &Effect| matches!(e, Effect::ShowCard { .. });
    assert!(!back.effects.iter().any(cards));
    assert_eq!(silence(&mut shopper), Some(Reason::Referred));
}

#[test]
fn a_mute_undone_opens_no_store_that_is_closed_to_us() {
    let mut portal = Portal::new();
    portal.lines =
        "{\"id\":1,\"n\":\"Amazon\",\"d\":[\"amazon.com\"],\"r\":[{\"k\":\"p\",\"v\":100}]}\n"
            .to_owned();
    let mut shopper = Shopper::of(portal);
    let (site, lasting) = (Where::Everywhere, Lasting::Day);
    shopper.tell(Event::Muted { site, lasting });
    shopper.visit("https://www.amazon.com/");
    let site = Where::Everywhere;
    let back = shopper.tell(Event::Unmuted { site });
    assert_ne!(button(&back).map(|b| b.1), Some("1%".to_owned()));
    assert_eq!(silence(&mut shopper), Some(Reason::NotThroughExtension));
}

#[test]
fn signing_out_ends_a_trip_and_neither_a_referral_nor_a_mute() {
    let mut shopper = Shopper::on_a_trip();
    let (site, lasting) = (macys(), Lasting::Month);
    shopper.tell(Event::Muted { site, lasting });
    let portal = super::fixture::DEMO;
    shopper.tell(Event::SignOutClicked { portal });
    let tab = shopper.engine.memory().tabs.get(&TAB).expect("the tab");
    assert_eq!(tab.state, crate::memory::TabState::Silent(Reason::Muted));
}
