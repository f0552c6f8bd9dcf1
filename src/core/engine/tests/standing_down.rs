//! Standing down, as the shopper and a tester see it: in every tab, silent like nothing, with a receipt for each time.

use super::fixture::{GREY, MACYS, Shopper, TAB, button, goes_to, lit, shows_card};
use crate::decision::Reason;
use crate::policy::Class;
use crate::protocol::{Effect, Event, Icon, Outcome, TabId, Via};
use crate::receipt::{Action, Receipts};
use crate::task::Task;
use crate::view::SiteView;
use url::Url;

const OTHER: TabId = TabId(8);
const STORE: &str = "https://www.macys.com/";
/// A network whose text lets the shopper's own act take the credit over.
const MAY_SWITCH: &str = "https://www.macys.com/?affsource=1";

pub fn see(shopper: &mut Shopper, tab: TabId, url: &str, referrer: &str) -> Outcome {
    shopper.tell(Event::PageSeen {
        tab,
        url: url.to_owned(),
        referrer: referrer.to_owned(),
        cookies: Vec::new(),
        came: shopper.now,
    })
}

pub fn popup(shopper: &mut Shopper, url: Option<&str>) -> SiteView {
    let outcome = shopper.tell(Event::SurfaceOpened {
        tab: Some(TAB),
        url: url.map(str::to_owned),
    });
    assert!(
        outcome.effects.contains(&Effect::Reply),
        "the popup is answered"
    );
    let page = url.map(|url| Url::parse(url).expect("an address"));
    shopper.engine.site(Some(TAB), page.as_ref(), shopper.now)
}

fn led(shopper: &mut Shopper, tab: TabId, url: &str, to: &str) -> Outcome {
    shopper.tell(Event::HopLed {
        tab,
        url: url.to_owned(),
        to: to.to_owned(),
    })
}

fn deeds(shopper: &Shopper) -> Vec<(Action, Class, String)> {
    let list = shopper.engine.receipts.list.iter();
    list.map(|r| (r.action, r.evidence, r.network.clone()))
        .collect()
}

pub fn switch(shopper: &mut Shopper, via: Via) -> Outcome {
    shopper.tell(Event::ActivateClicked {
        tab: TAB,
        store: MACYS,
        page: None,
        via,
    })
}

#[test]
fn stood_down_is_drawn_exactly_like_a_store_that_has_nothing() {
    let mut shopper = Shopper::new();
    let mut outcome = shopper.visit("https://www.macys.com/?awc=1_2_3");
    let tab = TAB;
    let badge = String::new();
    outcome.effects.retain(|e| *e != Effect::ViewChanged);
    let (icon, grey) = (Icon::Grey, Effect::HideCard { tab });
    assert_eq!(
        outcome.effects,
        [Effect::SetIcon { tab, icon, badge }, grey]
    );
}

#[test]
fn every_network_of_a_chain_counts_although_its_page_never_appears() {
    let mut shopper = Shopper::new();
    let chain = [
        "https://click.linksynergy.com/deeplink?id=x",
        "https://www.awin1.com/cread.php?awinmid=1",
        STORE,
    ];
    for hop in chain.windows(2) {
        let (url, to) = (hop[0], hop[1]);
        shopper.hop(OTHER, url);
        led(&mut shopper, OTHER, url, to);
        shopper.die();
    }
    assert_eq!(button(&shopper.visit(STORE)), GREY);
    let SiteView::Silent { networks, .. } = popup(&mut shopper, None) else {
        panic!("an offer although someone else led here")
    };
    assert_eq!(networks.len(), 2, "{networks:?}");
}

#[test]
fn an_offer_in_another_tab_goes_the_moment_someone_else_referred_the_shopper() {
    let mut shopper = Shopper::signed_in();
    shopper.visit(STORE);
    let outcome = see(&mut shopper, OTHER, "https://www.macys.com/?awc=1_2_3", "");
    assert!(outcome.effects.contains(&Effect::HideCard { tab: TAB }));
    assert_eq!(goes_to(&shopper.activate()), None);
    assert!(shopper.engine.memory().trips.is_empty(), "refused");
}

#[test]
fn a_hop_in_a_tab_that_is_gone_or_was_never_shown_counts_for_the_store_it_led_to() {
    for tab in [OTHER, TabId(-1)] {
        let mut shopper = Shopper::new();
        let hop = "https://click.linksynergy.com/deeplink?id=x";
        shopper.hop(tab, hop);
        led(&mut shopper, tab, hop, "https://www.macys.com/shoes");
        shopper.die();
        shopper.now += 600_000;
        assert_eq!(button(&shopper.visit(STORE)), GREY, "tab {tab:?}");
        assert_eq!(button(&shopper.visit("https://nike.com/")), lit("3%"));
    }
}

#[test]
fn every_silence_leaves_a_receipt_that_holds_and_names_no_address() {
    let mut shopper = Shopper::new();
    let outcome = shopper.visit("https://www.macys.com/secret-page?awc=1_2_3");
    let saved = |t: &Task| matches!(t, Task::SaveReceipts(log) if !log.is_empty());
    assert!(outcome.tasks.iter().any(saved));
    shopper.now += 120_000;
    shopper.visit(STORE);
    shopper.visit(STORE);
    let once = (Action::Suppressed, Class::Param, "awin".to_owned());
    assert_eq!(deeds(&shopper), [once.clone(), once], "one a minute");
    let text = shopper.engine.receipts.export();
    assert!(Receipts::import(&text).is_ok());
    assert!(!text.contains("macys") && !text.contains("secret") && !text.contains("1_2_3"));
}

#[test]
fn receipts_survive_the_background_and_go_when_the_shopper_wants() {
    let mut shopper = Shopper::new();
    shopper.visit("https://www.macys.com/?awc=1_2_3");
    let before = deeds(&shopper);
    shopper.fall_asleep();
    shopper.start("first");
    assert_eq!(deeds(&shopper), before);
    let engine = &shopper.engine;
    let receipts = engine.kept().receipts(&engine.receipts, &engine.policies);
    assert_eq!(receipts.list[0].store.as_deref(), Some("Macy's"));
    assert_eq!(
        (receipts.list[0].network.as_str(), receipts.broken),
        ("Awin", None)
    );
    let outcome = shopper.tell(Event::ReceiptsDeleted);
    assert!(outcome.tasks.contains(&Task::SaveReceipts(Vec::new())));
    assert_eq!(deeds(&shopper), []);
}

#[test]
fn our_own_click_leaves_a_receipt_too() {
    let shopper = Shopper::on_a_trip();
    let own = (Action::Activated, Class::Click, "sim".to_owned());
    assert_eq!(deeds(&shopper), [own]);
}

#[test]
fn the_popup_says_by_whom_and_until_when_and_offers_no_switch_by_default() {
    let mut shopper = Shopper::new();
    shopper.visit("https://www.macys.com/?awc=1_2_3");
    let SiteView::Silent {
        reason,
        networks,
        until,
        session,
        switch: offered,
        ..
    } = popup(&mut shopper, None)
    else {
        panic!("silent")
    };
    assert_eq!(
        (reason, networks),
        (Reason::Referred, vec!["Awin".to_owned()])
    );
    assert_eq!((until, session), (Some(shopper.now + 90 * 60_000), true));
    assert_eq!(offered, None);
    switch(&mut shopper, Via::Popup);
    assert!(shopper.engine.memory().trips.is_empty(), "refused");
}

#[test]
fn where_the_networks_text_allows_it_the_shoppers_own_act_takes_the_credit_over() {
    let mut shopper = Shopper::signed_in();
    let silent = shopper.visit(MAY_SWITCH);
    assert_eq!(button(&silent), GREY);
    assert!(matches!(
        popup(&mut shopper, Some(MAY_SWITCH)),
        SiteView::Silent {
            switch: Some(_),
            ..
        }
    ));
    assert!(
        switch(&mut shopper, Via::Card).tasks.is_empty(),
        "only the popup"
    );
    shopper.now += 1_000;
    let asked = switch(&mut shopper, Via::Popup);
    assert!(!shows_card(&asked));
    let answered = shopper.answer(&asked, 1000);
    assert!(goes_to(&answered).is_some());
    popup(&mut shopper, Some(MAY_SWITCH));
    let landed = shopper.visit("https://www.macys.com/?simclick=OURREFERENCE");
    assert_eq!(button(&landed).map(|b| b.0), Some(Icon::Active));
    let last = deeds(&shopper).pop();
    let switched = (Action::Switched, Class::Param, "wildfire".to_owned());
    assert_eq!(last, Some(switched));
    // The next referral is somebody's again.
    shopper.now += 1_000;
    assert_eq!(button(&shopper.visit(MAY_SWITCH)), GREY);
}

#[test]
fn one_network_that_does_not_allow_it_is_enough_to_forbid_the_switch() {
    let mut shopper = Shopper::signed_in();
    shopper.visit("https://www.macys.com/?affsource=1&awc=1_2_3");
    assert!(matches!(
        popup(&mut shopper, None),
        SiteView::Silent { switch: None, .. }
    ));
    assert!(switch(&mut shopper, Via::Popup).tasks.is_empty());
}

#[test]
fn a_page_prepared_ahead_proves_its_referral_and_touches_no_tab() {
    let mut shopper = Shopper::new();
    see(&mut shopper, OTHER, STORE, "");
    let ahead = see(
        &mut shopper,
        TabId(-1),
        &format!("{STORE}?awc=3043_1606583260_fe"),
        "",
    );
    assert_eq!(
        button(&ahead),
        GREY,
        "the tab that shows the store falls silent"
    );
    assert!(shopper.engine.memory().tabs.get(&TabId(-1)).is_none());
    assert_eq!(button(&shopper.visit(STORE)), GREY);
    let clean = see(&mut shopper, TabId(-1), "https://www.nike.com/", "");
    assert_eq!(
        (
            clean.effects.len(),
            shopper.visit("https://www.nike.com/").effects.is_empty()
        ),
        (0, false)
    );
}
