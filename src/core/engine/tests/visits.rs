//! What a visit shows, and when it shows nothing.

use super::fixture::{DEMO, GREY, MACYS, Portal, Shopper, TAB, button, lit, shows_card};
use super::standing_down::{self, see};
use crate::decision::Reason;
use crate::host::Host;
use crate::mutes::{Lasting, Where};
use crate::protocol::{Effect, Event, Outcome, TabId};
use crate::retailer::RetailerId;
use crate::settings::{Mode, Settings};
use crate::store_id::StoreId;
use crate::view::SiteView;

const HOP: &str = "https://click.linksynergy.com/deeplink?id=x";

fn popup(shopper: &mut Shopper) -> SiteView {
    standing_down::popup(shopper, None)
}

#[test]
fn a_listed_store_lights_the_button_and_shows_the_card() {
    let mut shopper = Shopper::new();
    let outcome = shopper.visit("https://www.macys.com/");
    assert_eq!(button(&outcome), lit("10%"));
    assert!(shows_card(&outcome));
    assert!(outcome.tasks.is_empty(), "matching sends nothing");
}

#[test]
fn another_site_draws_nothing_and_saves_no_address() {
    let mut shopper = Shopper::new();
    let outcome = shopper.visit("https://secret.example/path?query");
    assert!(outcome.effects.is_empty() && outcome.tasks.is_empty());
    let memory = String::from_utf8(shopper.engine.memory().encode()).expect("memory is text");
    assert!(!memory.contains("secret"), "no address is kept");
}

#[test]
fn points_show_as_points_per_dollar() {
    let mut shopper = Shopper::new();
    let settings = Settings {
        mode: Some(Mode::Card),
        unit: "mr".to_owned(),
        ..Settings::default()
    };
    shopper.tell(Event::SettingsChanged { settings });
    let outcome = shopper.visit("https://www.macys.com/");
    assert_eq!(button(&outcome), lit("10x"));
}

#[test]
fn a_unit_that_the_portal_does_not_know_is_refused() {
    let mut shopper = Shopper::new();
    let settings = Settings {
        mode: Some(Mode::Card),
        unit: "doubloons".to_owned(),
        ..Settings::default()
    };
    let outcome = shopper.tell(Event::SettingsChanged { settings });
    assert!(!outcome.must_save);
}

#[test]
fn a_referral_in_the_address_silences_the_store_in_every_tab() {
    let mut shopper = Shopper::new();
    let outcome = shopper.visit("https://www.macys.com/?awc=1_2_3");
    assert_eq!(button(&outcome), GREY);
    assert!(!shows_card(&outcome));
    let elsewhere = see(&mut shopper, TabId(99), "https://www.macys.com/", "");
    assert_eq!(
        button(&elsewhere),
        GREY,
        "the record is kept by store, not by tab"
    );
    assert!(matches!(
        popup(&mut shopper),
        SiteView::Silent {
            reason: Reason::Referred,
            ..
        }
    ));
}

#[test]
fn a_hop_on_the_way_silences_even_when_the_background_dies_between() {
    let mut shopper = Shopper::new();
    shopper.hop(TAB, HOP);
    shopper.die();
    let outcome = shopper.visit("https://www.macys.com/");
    assert_eq!(button(&outcome), GREY);
}

fn seen_after(shopper: &mut Shopper, url: &str, age: i64) -> Outcome {
    shopper.tell(Event::PageSeen {
        tab: TAB,
        url: url.to_owned(),
        referrer: String::new(),
        cookies: Vec::new(),
        came: shopper.now - age,
    })
}

#[test]
fn a_page_that_is_late_to_tell_of_itself_takes_no_evidence_from_the_next_one() {
    let mut shopper = Shopper::new();
    shopper.now += 3_000;
    shopper.hop(TAB, HOP);
    shopper.now += 200;
    seen_after(&mut shopper, "https://nike.com/", 3_000);
    shopper.die();
    let next = seen_after(&mut shopper, "https://www.macys.com/", 150);
    assert_eq!(button(&next), GREY);
    let tabs = &shopper.engine.memory().tabs;
    let left = tabs.get(&TAB).map(|tab| tab.on_the_way.len());
    assert_eq!(left, Some(0), "it has led where it led");
}

#[test]
fn a_report_that_waits_for_the_background_takes_no_evidence_of_what_came_meanwhile() {
    let mut shopper = Shopper::new();
    let came = shopper.now;
    shopper.now += 80;
    shopper.hop(TAB, HOP);
    shopper.now += 300;
    shopper.tell(Event::PageSeen {
        tab: TAB,
        url: "https://nike.com/".to_owned(),
        referrer: String::new(),
        cookies: Vec::new(),
        came,
    });
    let next = seen_after(&mut shopper, "https://www.macys.com/", 150);
    assert_eq!(button(&next), GREY);
}

#[test]
fn a_second_hop_of_a_network_hides_no_first_one_from_a_page_that_is_late() {
    let mut shopper = Shopper::new();
    shopper.hop(TAB, HOP);
    shopper.now += 3_000;
    shopper.hop(TAB, HOP);
    shopper.now += 1_000;
    for (url, age) in [
        ("https://www.macys.com/", 3_200),
        ("https://nike.com/", 500),
    ] {
        assert_eq!(button(&seen_after(&mut shopper, url, age)), GREY, "{url}");
    }
}

#[test]
fn a_hop_counts_from_when_it_was_seen_and_whatever_the_clock_does() {
    for (told_late, set_back) in [(600, 0), (0, 3_600_000)] {
        let mut shopper = Shopper::new();
        let (url, at) = (HOP.to_owned(), shopper.now - told_late);
        shopper.tell(Event::HopSeen { tab: TAB, url, at });
        shopper.now -= set_back;
        let landed = seen_after(&mut shopper, "https://www.macys.com/", 500);
        assert_eq!(button(&landed), GREY, "{told_late} {set_back}");
    }
}

#[test]
fn a_hop_that_led_elsewhere_is_forgotten_after_two_minutes() {
    let mut shopper = Shopper::new();
    shopper.hop(TAB, HOP);
    shopper.now += 121_000;
    let outcome = shopper.visit("https://www.macys.com/");
    assert_eq!(button(&outcome), lit("10%"));
}

#[test]
fn a_record_ends_after_the_session_and_its_minutes_and_not_before() {
    let mut shopper = Shopper::new();
    shopper.visit("https://www.macys.com/?ranSiteID=1");
    shopper.now += 59 * 60_000;
    assert_eq!(
        button(&shopper.visit("https://www.macys.com/")),
        GREY,
        "same session"
    );
    shopper.start("after a restart");
    assert_eq!(
        button(&shopper.visit("https://www.macys.com/")),
        GREY,
        "within the hour"
    );
    shopper.now += 62 * 60_000;
    assert_eq!(
        button(&shopper.visit("https://www.macys.com/")),
        lit("10%"),
        "new session, hour over"
    );
}

#[test]
fn a_clock_set_back_does_not_end_the_silence() {
    let mut shopper = Shopper::new();
    shopper.visit("https://www.macys.com/?awc=1_2_3");
    shopper.now -= 400 * 86_400_000;
    shopper.start("another session");
    assert_eq!(button(&shopper.visit("https://www.macys.com/")), GREY);
}

#[test]
fn checkout_pages_show_no_card_but_keep_the_button() {
    let mut shopper = Shopper::new();
    let outcome = shopper.visit("https://www.macys.com/checkout/step1");
    assert!(!shows_card(&outcome));
    assert_eq!(button(&outcome), lit("10%"));
}

#[test]
fn not_now_lasts_for_the_session_and_not_on_this_site_until_unmuted() {
    let mut shopper = Shopper::new();
    shopper.visit("https://www.macys.com/");
    shopper.tell(Event::Dismissed { store: MACYS });
    let outcome = shopper.visit("https://www.macys.com/a");
    assert!(!shows_card(&outcome));
    assert_eq!(button(&outcome), lit("10%"));
    shopper.start("next day");
    shopper.now += 86_400_000;
    assert!(shows_card(&shopper.visit("https://www.macys.com/")));
    let site = Where::At(Host::parse("macys.com").expect("a host"));
    let muted = shopper.tell(Event::Muted {
        site: site.clone(),
        lasting: Lasting::Always,
    });
    assert_eq!(button(&muted), GREY);
    shopper.start("the day after");
    assert_eq!(button(&shopper.visit("https://www.macys.com/")), GREY);
    let back = shopper.tell(Event::Unmuted { site });
    assert_eq!(button(&back), lit("10%"));
}

#[test]
fn an_expired_list_names_the_partner_without_figures_and_then_sleeps() {
    let mut shopper = Shopper::new();
    shopper.now += 8 * 86_400_000;
    assert_eq!(button(&shopper.visit("https://www.macys.com/")), lit(""));
    assert!(matches!(popup(&mut shopper), SiteView::Offer { offer, .. } if offer.rate.is_none()));
    shopper.now += 31 * 86_400_000;
    assert_eq!(button(&shopper.visit("https://www.macys.com/")), GREY);
    assert!(matches!(
        popup(&mut shopper),
        SiteView::Silent {
            reason: Reason::ListAsleep,
            ..
        }
    ));
}

#[test]
fn a_search_finds_stores_and_leads_to_the_store_itself() {
    let mut shopper = Shopper::new();
    let hits = shopper.engine.kept().search("MACYS", shopper.now);
    assert_eq!(
        hits.hits
            .iter()
            .map(|h| h.name.as_str())
            .collect::<Vec<_>>(),
        ["Macy's"]
    );
    let chosen = shopper.tell(Event::StoreChosen { store: MACYS });
    assert_eq!(
        chosen.effects,
        [Effect::OpenTab {
            url: "https://macys.com/".to_owned()
        }]
    );
}

#[test]
fn a_demo_shop_is_opened_where_its_portal_answers() {
    let mut portal = Portal::new();
    portal.base = "http://127.0.0.1:8787/";
    portal.lines = portal.lines.replace("macys.com", "sneakers.localhost");
    let mut shopper = Shopper::of(portal);
    let nike = StoreId {
        portal: DEMO,
        retailer: RetailerId(2),
    };
    for (store, url) in [
        (MACYS, "http://sneakers.localhost:8787/"),
        (nike, "https://nike.com/"),
    ] {
        let chosen = shopper.tell(Event::StoreChosen { store });
        let url = url.to_owned();
        assert_eq!(chosen.effects, [Effect::OpenTab { url }]);
    }
}
