//! Where the browser runs our scripts by itself.

use super::fixture::Shopper;
use crate::protocol::{Effect, Event, Granted, Outcome};
use crate::settings::{Mode, Settings};
use crate::task::Task;

const SITES: [&str; 2] = ["*://*.macys.com/*", "*://*.nike.com/*"];

fn change(shopper: &mut Shopper, mode: Mode, labels: bool) -> Outcome {
    let settings = settings(mode, labels);
    shopper.tell(Event::SettingsChanged { settings })
}

fn settings(mode: Mode, labels: bool) -> Settings {
    Settings {
        mode: Some(mode),
        unit: "usd".to_owned(),
        labels,
        ..Settings::default()
    }
}

/// Where the browser is to run our scripts by itself: sites, searches, and what is reported then.
pub fn watch(outcome: &Outcome) -> Option<(Vec<String>, Vec<String>, String)> {
    outcome.effects.iter().find_map(|e| match e.clone() {
        Effect::Watch {
            sites,
            searches,
            wanted,
        } => Some((sites, searches, wanted)),
        _ => None,
    })
}

/// The same, and the browser is not done with it yet.
fn set(shopper: &mut Shopper, mode: Mode, labels: bool) -> Outcome {
    let settings = settings(mode, labels);
    let context = shopper.context();
    let changed = Event::SettingsChanged { settings };
    shopper.engine.handle(changed, &context)
}

fn report(shopper: &mut Shopper, told: &Outcome) {
    let (.., wanted) = watch(told).expect("an order");
    let context = shopper.context();
    let done = shopper.engine.handle(Event::Watched { wanted }, &context);
    assert_eq!(done.effects, []);
}

fn is_release(effect: &Effect) -> bool {
    matches!(effect, Effect::ReleasePermissions { .. })
}

/// How many sites and how many searches.
fn counts(outcome: &Outcome) -> Option<(usize, usize)> {
    watch(outcome).map(|(sites, searches, _)| (sites.len(), searches.len()))
}

#[test]
fn switching_modes_gives_the_other_permission_back_and_watches_the_listed_hosts_only() {
    let mut shopper = Shopper::new();
    let outcome = change(&mut shopper, Mode::Toolbar, false);
    assert_eq!(counts(&outcome), Some((0, 0)));
    assert!(outcome.effects.contains(&Effect::ReleasePermissions {
        keep: Some(Mode::Toolbar)
    }));
    // Whoever dies before that is done does it again, until it is said to be done.
    assert!(shopper.die().effects.iter().any(is_release));
    let granted = Granted {
        sites: false,
        navigation: true,
        cookies: false,
    };
    shopper.tell(Event::PermissionsChanged { granted });
    assert!(!shopper.die().effects.iter().any(is_release));
    let outcome = change(&mut shopper, Mode::Card, false);
    assert_eq!(watch(&outcome).expect("sites").0, SITES);
    assert_eq!(counts(&change(&mut shopper, Mode::Card, false)), None);
}

#[test]
fn with_a_mode_that_a_lost_permission_ends_the_others_go_too() {
    for navigation in [false, true] {
        let mut shopper = Shopper::new();
        let mut granted = |sites, navigation| {
            let granted = Granted {
                sites,
                navigation,
                cookies: false,
            };
            shopper.tell(Event::PermissionsChanged { granted })
        };
        granted(true, false);
        let lost = granted(false, navigation);
        assert_eq!(lost.effects.iter().any(is_release), navigation);
    }
}

#[test]
fn searches_are_watched_in_every_mode_and_with_labels_only() {
    let mut shopper = Shopper::new();
    for (mode, labels, wanted) in [
        (Mode::Card, true, (2, 3)),
        (Mode::Toolbar, true, (0, 3)),
        (Mode::Toolbar, false, (0, 0)),
    ] {
        assert_eq!(counts(&change(&mut shopper, mode, labels)), Some(wanted));
    }
}

#[test]
fn what_the_browser_was_not_done_with_is_said_again_after_waking() {
    let mut shopper = Shopper::new();
    change(&mut shopper, Mode::Toolbar, false);
    let settings = settings(Mode::Card, true);
    let context = shopper.context();
    let changed = Event::SettingsChanged { settings };
    let asked = shopper.engine.handle(changed, &context);
    assert_eq!(asked.tasks, [Task::ReadLists]);
    assert_eq!(shopper.die().tasks, [Task::ReadLists], "for the hosts");
    let mut shopper = Shopper::new();
    let told = set(&mut shopper, Mode::Toolbar, true);
    assert_eq!(counts(&told), Some((0, 3)));
    assert_eq!(counts(&set(&mut shopper, Mode::Toolbar, true)), None);
    let otherwise = set(&mut shopper, Mode::Toolbar, false);
    assert_eq!(counts(&otherwise), Some((0, 0)), "before the first is done");
    report(&mut shopper, &told);
    assert_eq!(
        counts(&shopper.die()),
        Some((0, 0)),
        "that was not the last"
    );
}

#[test]
fn what_was_wanted_before_is_wanted_again_while_the_other_is_on_its_way() {
    let mut shopper = Shopper::new();
    change(&mut shopper, Mode::Toolbar, false);
    let on = set(&mut shopper, Mode::Toolbar, true);
    let off = set(&mut shopper, Mode::Toolbar, false);
    assert_eq!(counts(&off), Some((0, 0)));
    report(&mut shopper, &on);
    report(&mut shopper, &off);
    assert_eq!(counts(&shopper.die()), None, "done");
}

#[test]
fn what_was_done_before_it_was_wanted_otherwise_does_not_count() {
    let mut shopper = Shopper::new();
    change(&mut shopper, Mode::Toolbar, false);
    let told = [true, false, true].map(|labels| set(&mut shopper, Mode::Toolbar, labels));
    report(&mut shopper, &told[0]);
    assert_eq!(counts(&shopper.die()), Some((0, 3)), "nobody knows");
    for told in [false, true, false].map(|labels| set(&mut shopper, Mode::Toolbar, labels)) {
        report(&mut shopper, &told);
    }
    assert_eq!(counts(&shopper.die()), None, "all is done");
}

#[test]
fn after_a_deletion_that_came_to_nothing_all_is_registered_again() {
    let mut shopper = Shopper::new();
    change(&mut shopper, Mode::Toolbar, true);
    let deleted = shopper.tell(Event::EverythingDeleted);
    assert!(deleted.must_save, "before anything of it is done");
    assert_eq!(counts(&shopper.die()), Some((0, 3)));
}

#[test]
fn whoever_begins_with_nothing_takes_away_what_may_be_left() {
    let mut shopper = Shopper::new();
    shopper.tell(Event::SettingsChanged {
        settings: settings(Mode::Toolbar, false),
    });
    assert_eq!(counts(&shopper.die()), None, "that is known");
    shopper.engine.memory.watched = None;
    assert_eq!(counts(&shopper.die()), Some((0, 0)));
    let updated = shopper.tell(Event::Installed { first: false });
    assert_eq!(counts(&updated), Some((0, 0)), "an update forgets them");
}
