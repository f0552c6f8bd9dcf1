//! What is remembered of referrals and of the ways to a page, whatever comes between.

use super::fixture::{DEMO, GREY, Shopper, TAB, button, lit};
use super::portals::{other, subscribed};
use super::syncing::{look, take_snapshot};
use crate::protocol::{Effect, Event, Icon, TabId};
use crate::store_id::PortalId;

const MINUTE: i64 = 60_000;
const SECOND: i64 = 1_000;
const DAY: i64 = 86_400_000;
const STORE: &str = "https://www.macys.com/";
/// Its network asks for 30 minutes.
const REFERRED: &str = "https://www.macys.com/?ranSiteID=1";
const HOP: &str = "https://click.linksynergy.com/deeplink?id=x";

/// The portal publishes its lines, and the device takes them.
fn publish(shopper: &mut Shopper) {
    shopper.portal.seq += 1;
    shopper.portal.ver += 1;
    let (head, raw) = (shopper.portal.head_file(), shopper.portal.lines.clone());
    let asked = look(shopper, head);
    take_snapshot(shopper, &asked, &raw);
}

/// A second store on the list, below the first one.
pub fn list_photos(shopper: &mut Shopper) {
    let photos = r#"{"id":77,"n":"Photos","d":["photos.macys.com"],"r":[{"k":"p","v":100}]}"#;
    shopper.portal.lines += &format!("{photos}\n");
    publish(shopper);
}

#[test]
fn a_referral_of_long_ago_shortens_no_later_one() {
    let mut shopper = Shopper::new();
    shopper.visit(REFERRED);
    shopper.now += 2 * DAY;
    shopper.visit(REFERRED);
    shopper.now += 62 * MINUTE;
    assert_eq!(button(&shopper.visit(STORE)), GREY, "within 90 minutes");
    shopper.now += 28 * MINUTE;
    assert_eq!(button(&shopper.visit(STORE)), lit("10%"));
}

#[test]
fn an_extension_that_is_replaced_meanwhile_ends_no_silence() {
    let mut shopper = Shopper::new();
    shopper.visit(REFERRED);
    shopper.now += 50 * MINUTE;
    shopper.visit("https://www.nike.com/");
    shopper.now += 50 * MINUTE;
    shopper.start("after the update");
    shopper.tell(Event::Installed { first: false });
    assert_eq!(button(&shopper.visit(STORE)), GREY, "the same session");
    // Switched off and on, it is told nothing.
    let mut shopper = Shopper::new();
    shopper.visit(REFERRED);
    shopper.now += 61 * MINUTE;
    shopper.start("switched on again");
    assert_eq!(button(&shopper.visit(STORE)), GREY, "within 90 minutes");
}

#[test]
fn a_silence_outlives_the_way_in_which_a_list_spells_the_store() {
    let mut shopper = Shopper::new();
    shopper.visit(REFERRED);
    let lines = &shopper.portal.lines;
    shopper.portal.lines = lines.replace("\"macys.com\"", "\"www.macys.com\",\"m.macys.com\"");
    publish(&mut shopper);
    assert_eq!(button(&shopper.visit(STORE)), GREY);

    let mut portal = other(1_200);
    portal.lines = portal.lines.replace("macys.com", "www.macys.com");
    let mut shopper = subscribed(&portal);
    shopper.visit("https://macys.com/?ranSiteID=1");
    let portal = PortalId(1);
    shopper.tell(Event::PortalRemoved { portal: DEMO });
    assert_eq!(
        button(&shopper.visit(STORE)),
        GREY,
        "in the list of {portal:?}"
    );
}

#[test]
fn a_referral_to_a_store_silences_the_tabs_of_those_above_it_at_once() {
    let mut shopper = Shopper::new();
    list_photos(&mut shopper);
    shopper.visit(STORE);
    let url = "https://photos.macys.com/?ranSiteID=1";
    let referred = super::standing_down::see(&mut shopper, TabId(8), url, "");
    let is_grey = |e: &Effect| {
        let Effect::SetIcon { tab, icon, .. } = e else {
            return false;
        };
        (*tab, *icon) == (TAB, Icon::Grey)
    };
    assert!(referred.effects.iter().any(is_grey), "{referred:?}");
}

#[test]
fn the_popup_forgets_nothing_of_the_way_that_a_tab_is_on() {
    let mut shopper = Shopper::new();
    shopper.hop(TAB, HOP);
    shopper.tell(Event::SurfaceOpened {
        tab: Some(TAB),
        url: Some("https://blog.example/".to_owned()),
    });
    assert_eq!(button(&shopper.visit(STORE)), GREY);
}

#[test]
fn a_hop_that_comes_again_counts_from_then_on() {
    let mut shopper = Shopper::new();
    shopper.hop(TAB, HOP);
    shopper.now += 118 * SECOND;
    shopper.hop(TAB, HOP);
    shopper.now += 3 * SECOND;
    assert_eq!(button(&shopper.visit(STORE)), GREY);
}

#[test]
fn of_many_tabs_the_one_that_was_left_longest_is_forgotten() {
    let mut shopper = Shopper::new();
    for tab in 100..612 {
        shopper.now += 1;
        super::standing_down::see(&mut shopper, TabId(tab), STORE, "");
    }
    shopper.now += 1;
    super::standing_down::see(&mut shopper, TabId(100), STORE, "");
    shopper.hop(TAB, HOP);
    shopper.hop(TabId(700), HOP);
    let tabs = &shopper.engine.memory().tabs;
    let has = |tab| tabs.contains_key(&TabId(tab));
    assert!(has(100) && has(7) && has(700) && !has(101) && !has(102));
}

#[test]
fn what_is_over_is_not_remembered_without_bounds() {
    let mut shopper = Shopper::new();
    let store = shopper
        .portal
        .lines
        .lines()
        .next()
        .expect("a store")
        .to_owned();
    let hosts: Vec<_> = (0..50).map(|n| format!("\"s{n}.example\"")).collect();
    let line = |at: usize| {
        let domains: Vec<_> = hosts
            .iter()
            .map(|h| h.replace("\"s", &format!("\"s{at}-")))
            .collect();
        store
            .replace("\"id\":1,", &format!("\"id\":{},", at + 1_000))
            .replace("\"macys.com\"", &domains.join(","))
    };
    let lines: Vec<String> = (0..22).map(line).collect();
    shopper.portal.lines = lines.join("\n") + "\n";
    publish(&mut shopper);
    for at in 0..22 {
        shopper.now += DAY;
        shopper.visit(&format!("https://s{at}-0.example/?ranSiteID=1"));
    }
    let records = &shopper.engine.memory().records;
    assert_eq!(records.len(), 1_000);
    let newest = records
        .iter()
        .filter(|(_, r)| r.last == shopper.now)
        .count();
    assert_eq!(newest, 50);
}
