//! A background that has just woken up and reads a few pieces of the lists says what one says that knows them whole.

use super::fixture::{DEMO, Shopper};
use crate::mutes::{Lasting, Where};
use crate::protocol::{Effect, Event, TabId, Via};
use crate::retailer::RetailerId;
use crate::settings::{Mode, Settings};
use crate::store_id::StoreId;
use crate::task::{Finding, Purpose};
use proptest::prelude::*;

const PAGES: [&str; 12] = [
    "https://www.macys.com/",
    "https://www.macys.com/shop?ID=7&cjevent=abc",
    "https://www.macys.com/bag",
    "https://m.nike.com/w?irclickid=1",
    "https://www.nike.com./",
    "https://user@www.ebay.com:8443/itm/1",
    "https://www.google.com/search?q=shoes",
    "https://click.linksynergy.com/x?id=1",
    "https://news.example.org/a",
    "https://notmacys.com/",
    "about:blank",
    "not an address",
];

fn page() -> impl Strategy<Value = String> {
    prop::sample::select(PAGES.to_vec()).prop_map(str::to_owned)
}

fn store() -> impl Strategy<Value = StoreId> {
    (1_u32..6).prop_map(|id| StoreId {
        portal: DEMO,
        retailer: RetailerId(id),
    })
}

fn site() -> impl Strategy<Value = Where> {
    prop::sample::select(vec!["macys.com", "nike.com", "*"]).prop_map(|name| match name {
        "*" => Where::Everywhere,
        host => Where::At(crate::host::Host::parse(host).unwrap()),
    })
}

fn event() -> impl Strategy<Value = Event> {
    let tab = || (1..4).prop_map(TabId);
    let words = |list: &[&str]| {
        prop::sample::select(list.iter().map(|w| (*w).to_owned()).collect::<Vec<_>>())
    };
    prop_oneof![
        6 => (tab(), page(), page(), any::<bool>(), prop::sample::select(vec![0, i64::MAX])).prop_map(|(tab, url, from, is_direct, came)| Event::PageSeen {
            tab,
            url,
            referrer: if is_direct { String::new() } else { from },
            cookies: Vec::new(),
            came,
        }),
        1 => page().prop_map(|url| Event::PageSeen {
            tab: TabId(-1),
            url,
            referrer: String::new(),
            cookies: Vec::new(),
            came: 0,
        }),
        2 => (tab(), page()).prop_map(|(tab, url)| Event::HopSeen { tab, url, at: i64::MAX }),
        2 => (tab(), page(), page()).prop_map(|(tab, url, to)| Event::HopLed { tab, url, to }),
        3 => (tab(), page()).prop_map(|(tab, url)| Event::NavigationStarted { tab, url }),
        5 => (tab(), page(), words(&["typed", "link"]), words(&["server_redirect", "from_address_bar"])).prop_map(
            |(tab, url, transition, qualifier)| Event::NavigationCommitted { tab, url, transition, qualifiers: vec![qualifier] }
        ),
        1 => (tab(), tab()).prop_map(|(tab, from)| Event::TabOpened { tab, from }),
        4 => (tab(), store(), page(), any::<bool>()).prop_map(|(tab, store, page, is_card)| Event::ActivateClicked {
            tab,
            store,
            page: Some(page),
            via: if is_card { Via::Card } else { Via::Popup },
        }),
        1 => store().prop_map(|store| Event::Dismissed { store }),
        1 => site().prop_map(|site| Event::Muted { site, lasting: Lasting::Hour }),
        1 => site().prop_map(|site| Event::Unmuted { site }),
        1 => any::<bool>().prop_map(|is_card| Event::SettingsChanged {
            settings: Settings {
                mode: Some(if is_card { Mode::Card } else { Mode::Toolbar }),
                unit: "usd".to_owned(),
                labels: true,
                ..Settings::default()
            },
        }),
        1 => proptest::collection::vec(page(), 0..5).prop_map(|links| Event::ResultsSeen { links }),
        2 => (proptest::option::of(tab()), proptest::option::of(page())).prop_map(|(tab, url)| Event::SurfaceOpened { tab, url }),
        1 => store().prop_map(|store| Event::StoreChosen { store }),
        1 => Just(Event::RefreshClicked),
        1 => Just(Event::AlarmRang),
        1 => Just(Event::SignOutClicked { portal: DEMO }),
    ]
}

#[derive(Debug, Clone)]
enum Step {
    Event(Event),
    /// The portal answers the newest click.
    Answered(Option<u16>),
    SignedIn,
    Minutes(i64),
    Died,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        12 => event().prop_map(Step::Event),
        2 => proptest::option::of(prop::sample::select(vec![201_u16, 409, 500])).prop_map(Step::Answered),
        1 => Just(Step::SignedIn),
        1 => (1_i64..90).prop_map(Step::Minutes),
        1 => Just(Step::Died),
    ]
}

/// Sites are watched once the lists were read, after what else there is to do.
fn sorted(mut effects: Vec<Effect>) -> Vec<Effect> {
    effects.sort_by_key(|e| matches!(e, Effect::Watch { .. }));
    effects
}

proptest! {
    #[test]
    fn whatever_happens_a_few_pieces_are_enough(steps in proptest::collection::vec(step(), 1..40)) {
        let (mut cold, mut whole) = (Shopper::new(), Shopper::new());
        whole.is_cold = false;
        for step in steps {
            let tell = |shopper: &mut Shopper| match &step {
                Step::Event(event) => shopper.tell(event.clone()),
                Step::SignedIn => shopper.learn(Finding::SignedIn(DEMO)),
                Step::Answered(status) => {
                    let trip = shopper.engine.memory().trips.last();
                    let click = trip.map(|t| t.click.clone()).unwrap_or_default();
                    let body = br#"{"go":"https://demo.example/go/t"}"#.to_vec();
                    shopper.learn(Finding::Answered(DEMO, Purpose::Click(click), *status, body))
                }
                Step::Minutes(minutes) => {
                    shopper.now += minutes * 60_000;
                    shopper.start("first")
                }
                Step::Died => shopper.die(),
            };
            let (few, all) = (tell(&mut cold), tell(&mut whole));
            prop_assert_eq!(sorted(few.effects), sorted(all.effects), "{:?}", step);
            prop_assert_eq!(cold.engine.memory(), whole.engine.memory(), "{:?}", step);
        }
    }
}
