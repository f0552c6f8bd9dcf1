//! Card or toolbar button: what each watches, and how silent the button is when it cannot see enough.

use super::fixture::shows_card;
use super::fixture::{GREY, Shopper, TAB, button, lit};
use crate::protocol::{Effect, Event, Outcome, TabId};
use crate::settings::{Mode, Settings};

pub fn toolbar_mode() -> Shopper {
    in_toolbar_mode(Shopper::new())
}

pub fn in_toolbar_mode(mut shopper: Shopper) -> Shopper {
    let settings = Settings {
        mode: Some(Mode::Toolbar),
        unit: "usd".to_owned(),
        ..Settings::default()
    };
    shopper.tell(Event::SettingsChanged { settings });
    shopper
}

pub fn begin(shopper: &mut Shopper, tab: TabId, url: &str) -> Outcome {
    let url = url.to_owned();
    shopper.tell(Event::NavigationStarted { tab, url })
}

pub fn navigate(shopper: &mut Shopper, from: &str, to: &str, transition: &str) -> Outcome {
    begin(shopper, TAB, from);
    let qualifiers: &[&str] = if from == to {
        &[]
    } else {
        &["server_redirect"]
    };
    arrive(shopper, to, transition, qualifiers)
}

pub fn arrive(shopper: &mut Shopper, url: &str, transition: &str, qualifiers: &[&str]) -> Outcome {
    shopper.tell(Event::NavigationCommitted {
        tab: TAB,
        url: url.to_owned(),
        transition: transition.to_owned(),
        qualifiers: qualifiers.iter().map(|q| (*q).to_owned()).collect(),
    })
}

#[test]
fn toolbar_mode_lights_the_button_and_never_shows_a_card() {
    let mut shopper = toolbar_mode();
    let outcome = navigate(
        &mut shopper,
        "http://macys.com/",
        "https://www.macys.com/",
        "typed",
    );
    assert_eq!(button(&outcome), lit("10%"));
    assert!(!shows_card(&outcome));
}

#[test]
fn toolbar_mode_is_silent_when_an_unseen_page_may_have_referred() {
    let mut shopper = toolbar_mode();
    let redirected = navigate(
        &mut shopper,
        "https://t.example/x",
        "https://www.macys.com/",
        "link",
    );
    assert_eq!(button(&redirected), GREY, "began at another site");

    let mut shopper = toolbar_mode();
    begin(&mut shopper, TAB, "https://t.example/x");
    let url = "https://www.macys.com/";
    let began_twice = navigate(&mut shopper, url, url, "link");
    assert_eq!(button(&began_twice), lit("10%"), "the first was given up");
    let mut shopper = toolbar_mode();
    for url in ["https://t.example/x", "https://www.macys.com/"] {
        begin(&mut shopper, TAB, url);
    }
    let began_twice = arrive(&mut shopper, url, "link", &["server_redirect"]);
    assert_eq!(
        button(&began_twice),
        GREY,
        "Firefox says it of the last process too"
    );

    let mut shopper = toolbar_mode();
    navigate(
        &mut shopper,
        "https://blog.example/",
        "https://blog.example/",
        "typed",
    );
    let url = "https://www.macys.com/";
    assert_eq!(
        button(&navigate(&mut shopper, url, url, "link")),
        GREY,
        "a link on a blog"
    );

    let mut shopper = toolbar_mode();
    navigate(
        &mut shopper,
        "https://www.google.com/search?q=x",
        "https://www.google.com/search?q=x",
        "typed",
    );
    assert_eq!(
        button(&navigate(&mut shopper, url, url, "link")),
        lit("10%"),
        "a search engine"
    );
}

#[test]
fn a_beginning_lost_with_the_background_matters_only_when_there_was_a_redirect() {
    let url = "https://www.macys.com/";
    for redirect in ["server_redirect", "client_redirect"] {
        let mut shopper = toolbar_mode();
        let outcome = arrive(&mut shopper, url, "typed", &[redirect]);
        assert_eq!(button(&outcome), GREY, "{redirect} from somewhere");
    }
    let mut shopper = toolbar_mode();
    let outcome = arrive(&mut shopper, url, "typed", &["from_address_bar"]);
    assert_eq!(button(&outcome), lit("10%"), "the way began where it ended");
}

/// What was said last of idle tabs.
fn idle(outcome: &Outcome) -> Option<Vec<TabId>> {
    outcome.effects.iter().rev().find_map(|e| match e {
        Effect::Idle { said, .. } => {
            let tabs = said.split(' ').filter_map(|word| word.parse().ok());
            Some(tabs.map(TabId).collect())
        }
        _ => None,
    })
}

#[test]
fn in_an_idle_tab_a_page_that_is_not_listed_changes_nothing() {
    let mut shopper = toolbar_mode();
    let (news, other) = ("https://news.example.org/a", "https://other.example.net/");
    let arrived = navigate(&mut shopper, news, news, "link");
    assert_eq!(idle(&arrived), Some(vec![TAB]));
    for (from, to) in [(other, other), (other, news), (news, news)] {
        shopper.now += 60_000;
        let mut before = shopper.engine.memory().clone();
        let outcome = navigate(&mut shopper, from, to, "link");
        // It was told of all the same: so it is said anew.
        assert_eq!(idle(&outcome), Some(vec![TAB]));
        assert!(outcome.tasks.is_empty() && outcome.effects.len() == 1);
        before.tabs.get_or_default(TAB).seen = shopper.now;
        assert_eq!(*shopper.engine.memory(), before);
    }
}

#[test]
fn no_tab_is_idle_that_the_core_must_hear_of() {
    for url in [
        "https://www.macys.com/",
        "https://www.google.com/",
        "about:blank",
    ] {
        let mut shopper = toolbar_mode();
        let news = "https://news.example.org/a";
        navigate(&mut shopper, news, news, "link");
        assert_eq!(
            idle(&navigate(&mut shopper, url, url, "typed")),
            Some(Vec::new()),
            "{url}"
        );
        assert_eq!(
            idle(&navigate(&mut shopper, news, news, "link")),
            Some(vec![TAB])
        );
        let hop = shopper.hop(TAB, "https://click.linksynergy.com/x?id=1");
        assert_eq!(idle(&hop), Some(Vec::new()), "a network sends it on");
        let begun = begin(&mut shopper, TAB, "https://t.example/");
        assert_eq!(idle(&begun), Some(Vec::new()));
    }
}

#[test]
fn another_list_or_mode_is_said_and_card_mode_has_no_idle_tabs() {
    let mut shopper = toolbar_mode();
    let news = "https://news.example.org/a";
    navigate(&mut shopper, news, news, "link");
    let settings = Settings {
        mode: Some(Mode::Card),
        unit: "usd".to_owned(),
        ..Settings::default()
    };
    let outcome = shopper.tell(Event::SettingsChanged { settings });
    assert_eq!(idle(&outcome), Some(Vec::new()));
    assert_eq!(idle(&shopper.visit("https://www.macys.com/")), None);
}

#[test]
fn a_trip_to_one_store_excuses_no_unseen_way_to_another_nor_one_hours_later() {
    let (blog, network) = ("https://blog.example/", "https://t.example/x");
    for (store, minutes, is_silent) in [
        ("https://www.nike.com/", 5, true),
        ("https://www.macys.com/", 29, false),
        ("https://www.macys.com/", 31, true),
    ] {
        let mut shopper = in_toolbar_mode(Shopper::on_a_trip());
        shopper.now += minutes * 60_000;
        navigate(&mut shopper, blog, blog, "typed");
        let followed = navigate(&mut shopper, network, store, "link");
        let is_grey = button(&followed) == GREY;
        assert_eq!(is_grey, is_silent, "{store} after {minutes} minutes");
    }
}

#[test]
fn a_trip_to_a_store_excuses_no_network_s_way_there() {
    let (blog, store) = ("https://blog.example/", "https://www.macys.com/");
    for (hop, is_silent) in [
        ("https://www.awin1.com/cread.php?awinmid=1", true),
        ("https://t.example/x", false),
    ] {
        let mut shopper = in_toolbar_mode(Shopper::on_a_trip());
        shopper.now += 5 * 60_000;
        navigate(&mut shopper, blog, blog, "typed");
        navigate(&mut shopper, hop, store, "link");
        let is_referred = shopper.engine.memory().records.iter().next().is_some();
        assert_eq!(is_referred, is_silent, "{hop}");
    }
}
