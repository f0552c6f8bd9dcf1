//! Labels beside the results of searches.

use super::fixture::Shopper;
use crate::mutes::{Lasting, Where};
use crate::protocol::{Effect, Event};
use crate::settings::Settings;

const STORE: &str = "https://www.macys.com/shop";

fn labelled() -> Shopper {
    let mut shopper = Shopper::new();
    let settings = Settings {
        labels: true,
        ..shopper.engine.memory.settings.clone()
    };
    let outcome = shopper.tell(Event::SettingsChanged { settings });
    let watched = |e: &Effect| matches!(e, Effect::Watch { searches, .. } if searches.len() == 3);
    assert!(outcome.effects.iter().any(watched), "{outcome:?}");
    shopper
}

fn labels(shopper: &mut Shopper, links: &[&str]) -> Vec<Option<(String, bool)>> {
    let links = links.iter().map(|l| (*l).to_owned()).collect();
    let outcome = shopper.tell(Event::ResultsSeen { links });
    assert!(
        outcome.tasks.is_empty() && !outcome.must_save,
        "nothing is sent or kept"
    );
    match outcome.effects.as_slice() {
        [Effect::ReplyLabels { labels }] => labels.clone(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn listed_results_are_labelled_and_others_are_not() {
    let mut shopper = labelled();
    let wrapped = "https://www.google.com/url?q=https://www.macys.com/shop";
    let found = labels(
        &mut shopper,
        &[STORE, "https://unlisted.example/", "nonsense", wrapped],
    );
    let ten = Some(("10%".to_owned(), false));
    assert_eq!(found, [ten.clone(), None, None, ten]);
    shopper.now += 8 * 86_400_000;
    assert_eq!(
        labels(&mut shopper, &[STORE]),
        [None],
        "an old list names no figures"
    );
}

#[test]
fn nothing_is_labelled_before_it_is_wanted_nor_afterwards() {
    let mut shopper = Shopper::new();
    assert_eq!(labels(&mut shopper, &[STORE]), []);
    let mut shopper = labelled();
    let settings = Settings::default();
    let outcome = shopper.tell(Event::SettingsChanged { settings });
    assert!(
        outcome
            .effects
            .iter()
            .any(|e| matches!(e, Effect::Watch { searches, .. } if searches.is_empty()))
    );
    assert_eq!(labels(&mut shopper, &[STORE]), []);
}

#[test]
fn a_store_that_is_silent_has_no_label() {
    let referred = "https://www.macys.com/?awc=1_2_3";
    let mut shopper = labelled();
    assert_eq!(
        labels(&mut shopper, &[referred]),
        [None],
        "somebody else's link"
    );
    shopper.visit(referred);
    assert_eq!(labels(&mut shopper, &[STORE]), [None], "stood down");
    let mut shopper = labelled();
    shopper.tell(Event::Muted {
        site: Where::Everywhere,
        lasting: Lasting::Hour,
    });
    assert_eq!(labels(&mut shopper, &[STORE]), [None], "muted");
}
