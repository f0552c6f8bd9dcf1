//! The border between core and shim: what one says the other understands, word for word.

#[path = "contract/events.rs"]
mod samples;

use pointback_core::activation::ListStamp;
use pointback_core::protocol::{Effect, Event, Icon, TabId};
use pointback_core::retailer::RetailerId;
use pointback_core::store_id::{PortalId, StoreId};
use pointback_core::view::{Figure, RateView};
use samples::events;
use serde_json::{Value, json};
use std::collections::BTreeSet;

const TAB: TabId = TabId(7);
const STORE: StoreId = StoreId {
    portal: PortalId::PACKAGED,
    retailer: RetailerId(1),
};

fn source(name: &str) -> String {
    let path = format!("{}/../extension/{name}", env!("CARGO_MANIFEST_DIR"));
    std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{path}: {e}"))
}

/// Every word that follows `mark` and is closed by a double quote.
fn words_after(text: &str, mark: &str) -> BTreeSet<String> {
    text.split(mark)
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .map(str::to_owned)
        .collect()
}

fn type_of(value: &Value) -> String {
    value["type"].as_str().expect("a type").to_owned()
}

#[test]
fn every_event_that_the_shim_reports_is_one_of_the_core_and_the_other_way_round() {
    let known: BTreeSet<String> = events()
        .iter()
        .map(|e| type_of(&serde_json::to_value(e).expect("an event")))
        .collect();
    assert_eq!(known.len(), events().len(), "one sample of each");
    let sender = source("sender.js");
    let sets = sender
        .split("new Set([")
        .skip(1)
        .filter_map(|rest| rest.split(']').next());
    let mut reported: BTreeSet<String> = sets.flat_map(|set| words_after(set, " \"")).collect();
    reported.extend(sets_first_words(&sender));
    for file in ["background.js", "effects.js"] {
        reported.extend(words_after(&source(file), "type: \""));
    }
    // What the shim says to pages, not to the core.
    for word in ["card", "hide", "viewChanged", "module"] {
        reported.remove(word);
    }
    assert_eq!(reported, known);
}

/// `new Set(["first", …` has no space before its first word.
fn sets_first_words(text: &str) -> BTreeSet<String> {
    words_after(text, "new Set([\"")
}

#[test]
fn events_cross_the_border_unchanged_and_nothing_else_is_let_in() {
    for event in events() {
        let value = serde_json::to_value(&event).expect("an event");
        let back: Event = serde_json::from_value(value.clone()).expect("its own form");
        assert_eq!(back, event, "{value}");
    }
    let hostile = [
        json!({"type": "activate"}),
        json!({"type": "activateClicked", "store": "0:1", "via": "card"}),
        json!({"type": "activateClicked", "tab": 7, "store": "0:-1", "page": null, "via": "card"}),
        json!({"type": "activateClicked", "tab": 7, "store": "0:1", "page": null, "via": "script"}),
        json!({"type": "settingsChanged", "settings": {"mode": "always", "unit": "usd", "values": []}}),
        json!({"type": "pageSeen", "tab": "7", "url": "https://macys.com/", "referrer": "", "cookies": []}),
        json!({"type": "pageSeen", "tab": 7, "url": "https://macys.com/", "referrer": "", "cookies": [{"name": "cje", "value": "1"}]}),
        json!({"type": "muted", "site": "macys.com"}),
        json!({"type": "muted", "site": null, "lasting": "hour"}),
        json!({"type": "muted", "site": "not a host", "lasting": "hour"}),
        json!({"type": "unmuted"}),
        json!({"type": "cardPlaced", "corner": "middle", "folded": false}),
        json!({"tab": 7}),
        json!([]),
        json!(null),
    ];
    for value in hostile {
        assert!(
            serde_json::from_value::<Event>(value.clone()).is_err(),
            "{value}"
        );
    }
}

#[test]
fn every_effect_has_its_case_in_the_shim_and_every_case_its_effect() {
    let effects = [
        Effect::SetIcon {
            tab: TAB,
            icon: Icon::Lit,
            badge: "10%".into(),
        },
        Effect::HideCard { tab: TAB },
        Effect::Go {
            tab: TAB,
            url: "https://p.example/go/x".into(),
            click: "id".into(),
        },
        Effect::OpenTab {
            url: "welcome.html".into(),
        },
        Effect::Watch {
            sites: vec![],
            searches: vec![],
            wanted: String::new(),
        },
        Effect::SetAlarm { at: 1 },
        Effect::LaunchSignIn {
            url: "https://p.example/".into(),
        },
        Effect::ReplyLabels { labels: vec![] },
        Effect::Notify {
            store: STORE,
            name: "Macy's".into(),
            rate: RateView {
                up_to: false,
                figure: Figure::Percent {
                    fraction: "0.0800".into(),
                },
            },
        },
        Effect::Reply,
        Effect::ViewChanged,
        Effect::ReleasePermissions { keep: None },
        Effect::Idle {
            time: 1,
            said: String::new(),
        },
        Effect::NotSaved,
        Effect::BeginAnew { is_done: true },
    ];
    let mut known: BTreeSet<String> = effects
        .iter()
        .map(|e| type_of(&serde_json::to_value(e).expect("an effect")))
        .collect();
    // With views inside, which are drawn in full elsewhere; and the adapter's own.
    known.extend(["showCard", "keepAccess"].map(str::to_owned));
    assert_eq!(words_after(&source("effects.js"), "case \""), known);
    is_sampled(&effects[0]);
}

fn is_sampled(effect: &Effect) {
    match effect {
        Effect::SetIcon { .. }
        | Effect::ShowCard { .. }
        | Effect::HideCard { .. }
        | Effect::Go { .. }
        | Effect::OpenTab { .. }
        | Effect::Watch { .. }
        | Effect::SetAlarm { .. }
        | Effect::LaunchSignIn { .. }
        | Effect::Reply
        | Effect::ReplyLabels { .. }
        | Effect::Notify { .. }
        | Effect::ViewChanged
        | Effect::ReleasePermissions { .. }
        | Effect::Idle { .. }
        | Effect::NotSaved
        | Effect::BeginAnew { .. } => {}
    }
}

#[test]
fn the_list_stamp_travels_as_the_portal_reads_it() {
    let stamp = serde_json::to_value(ListStamp { seq: 3, ver: 2 }).expect("a stamp");
    assert_eq!(stamp, json!({"seq": 3, "ver": 2}));
}
