//! Silence that the shopper asked for: how long, where, and undone.

use super::fixture::{GREY, Shopper, button, lit};
use super::portals::view;
use super::prompts::{fresh_tomorrow, macys};
use super::standing_down::popup;
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
    shopper.tell(Event::PageSeen {
        tab: elsewhere,
        url: "https://www.nike.com/".to_owned(),
        referrer: String::new(),
        cookies: Vec::new(),
    });
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
