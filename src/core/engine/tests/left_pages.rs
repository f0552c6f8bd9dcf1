//! Pages that show a card no more: another way of announcing, a permission taken back, a page that was left.

use super::fixture::{GREY, Shopper, TAB, button, lit};
use crate::protocol::{Effect, Event, Granted, TabId};
use crate::settings::{Mode, Settings};

const HIDDEN: Effect = Effect::HideCard { tab: TAB };

fn with_card() -> Shopper {
    let mut shopper = Shopper::new();
    shopper.visit("https://www.macys.com/");
    shopper
}

#[test]
fn no_card_stays_where_cards_are_no_longer_wanted_or_allowed() {
    for mode in [None, Some(Mode::Toolbar)] {
        let mut settings = Settings::default();
        (settings.mode, settings.unit) = (mode, "usd".to_owned());
        let changed = with_card().tell(Event::SettingsChanged { settings });
        assert!(changed.effects.contains(&HIDDEN), "{mode:?}");
    }
    let granted = Granted::default();
    let revoked = with_card().tell(Event::PermissionsChanged { granted });
    assert!(revoked.effects.contains(&HIDDEN));
    let deleted = with_card().tell(Event::EverythingDeleted);
    assert!(deleted.effects.contains(&HIDDEN));
    let kept = with_card();
    let settings = kept.engine.memory().settings.clone();
    let mut kept = kept;
    let same = kept.tell(Event::SettingsChanged { settings });
    assert!(!same.effects.contains(&HIDDEN));
}

#[test]
fn a_page_that_is_gone_lights_no_button_any_more() {
    let mut shopper = with_card();
    let gone = shopper.tell(Event::PageGone { tab: TAB });
    assert_eq!(button(&gone), GREY);
    assert!(!gone.effects.contains(&HIDDEN), "there is nobody to tell");
    let settings = shopper.engine.memory().settings.clone();
    let redrawn = shopper.tell(Event::SettingsChanged { settings });
    assert_eq!(button(&redrawn), GREY);
    assert_eq!(button(&shopper.visit("https://www.macys.com/")), lit("10%"));
    let tab = TabId(99);
    let unknown = shopper.tell(Event::PageGone { tab });
    assert!(unknown.effects.is_empty() && !unknown.must_save);
}
