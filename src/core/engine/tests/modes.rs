//! Card or toolbar button: what each watches, and how silent the button is when it cannot see enough.

use super::fixture::shows_card;
use super::fixture::{GREY, Shopper, TAB, button, lit};
use crate::protocol::{Effect, Event, Outcome};
use crate::settings::{Mode, Settings};

fn toolbar_mode() -> Shopper {
    let mut shopper = Shopper::new();
    let settings = Settings {
        mode: Some(Mode::Toolbar),
        unit: "usd".to_owned(),
    };
    shopper.tell(Event::SettingsChanged { settings });
    shopper
}

fn navigate(shopper: &mut Shopper, from: &str, to: &str, transition: &str) -> Outcome {
    shopper.tell(Event::NavigationStarted {
        tab: TAB,
        url: from.to_owned(),
    });
    let transition = transition.to_owned();
    shopper.tell(Event::NavigationCommitted {
        tab: TAB,
        url: to.to_owned(),
        transition,
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

    let mut shopper = toolbar_mode();
    let transition = "link".to_owned();
    let lost = shopper.tell(Event::NavigationCommitted {
        tab: TAB,
        url: url.to_owned(),
        transition,
    });
    assert_eq!(
        button(&lost),
        GREY,
        "the beginning was lost with the background"
    );
}

#[test]
fn switching_modes_gives_the_other_permission_back_and_watches_the_listed_hosts_only() {
    let mut shopper = Shopper::new();
    let watched = shopper.engine.memory().watched.clone();
    assert!(watched.is_some(), "card mode watches");
    let settings = Settings {
        mode: Some(Mode::Toolbar),
        unit: "usd".to_owned(),
    };
    let outcome = shopper.tell(Event::SettingsChanged { settings });
    assert!(outcome.effects.contains(&Effect::ReleasePermissions {
        keep: Some(Mode::Toolbar)
    }));
    assert!(
        outcome
            .effects
            .contains(&Effect::WatchSites { matches: vec![] })
    );
    let settings = Settings {
        mode: Some(Mode::Card),
        unit: "usd".to_owned(),
    };
    let outcome = shopper.tell(Event::SettingsChanged { settings });
    let matches = vec![
        "*://*.macys.com/*".to_owned(),
        "*://*.nike.com/*".to_owned(),
    ];
    assert!(outcome.effects.contains(&Effect::WatchSites { matches }));
}
