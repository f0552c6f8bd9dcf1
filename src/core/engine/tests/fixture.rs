//! A shopper: an engine with a driver that feeds events and collects what follows.

use super::death::{Input, Twin};
pub use super::publisher::{NOW, Portal};
use super::stored::{Stored, prepare};
use super::watching::watch;
use crate::activation::TripState;
use crate::engine::{Engine, Package};
use crate::memory::Memory;
use crate::policy::{Installed, PACKAGED};
use crate::protocol::{Context, Effect, Event, Granted, Icon, Outcome, TabId, Via};
use crate::retailer::RetailerId;
use crate::settings::{Mode, Settings};
use crate::store_id::{PortalId, StoreId};
use crate::task::{Finding, Purpose, Task};
use serde_json::json;

pub const TAB: TabId = TabId(7);
pub const DEMO: PortalId = PortalId::PACKAGED;
pub const MACYS: StoreId = StoreId {
    portal: DEMO,
    retailer: RetailerId(1),
};
/// It changes nothing, and may be what the background woke up for.
pub const NOTHING: Event = Event::PageGone { tab: TabId(999) };

/// An engine with what it has said.
pub struct Shopper {
    pub engine: Engine,
    pub portal: Portal,
    pub now: i64,
    pub zone: i32,
    pub lists: Vec<(PortalId, Stored)>,
    pub receipts: Vec<u8>,
    pub rules: Vec<u8>,
    chance: u8,
    /// Before every event all that was read of the lists is forgotten, as if the background had just woken up.
    pub is_cold: bool,
}

impl Shopper {
    /// Installed, card mode, not signed in.
    pub fn new() -> Self {
        Self::of(Portal::new())
    }

    pub fn of(portal: Portal) -> Self {
        let (root, head) = (portal.root_file(), portal.head_file());
        let package = Package {
            root: &root,
            head: &head,
            retailers: portal.lines.as_bytes(),
        };
        let engine =
            Engine::with_package(package, None, &[], rules()).expect("the packaged list is good");
        let lists = vec![(DEMO, Stored::of(&engine, DEMO, portal.lines.as_bytes()))];
        let mut shopper = Self {
            engine,
            portal,
            now: NOW,
            zone: 0,
            lists,
            receipts: Vec::new(),
            rules: Vec::new(),
            chance: 0,
            is_cold: true,
        };
        shopper.start("first");
        shopper.tell(Event::SettingsChanged {
            settings: Settings {
                mode: Some(Mode::Card),
                unit: "usd".to_owned(),
                ..Settings::default()
            },
        });
        shopper
    }

    pub fn signed_in() -> Self {
        let mut shopper = Self::new();
        shopper.learn(Finding::SignedIn(DEMO));
        shopper
    }

    pub fn start(&mut self, session: &str) -> Outcome {
        self.tell(Event::Started {
            session: session.to_owned(),
            granted: Granted {
                sites: true,
                navigation: true,
                cookies: false,
            },
            redirect: "https://ours.example/cb".to_owned(),
        })
    }

    /// The background dies and wakes up again with nothing but what was saved.
    pub fn die(&mut self) -> Outcome {
        self.fall_asleep();
        let mut woken = self.start("first");
        woken.effects.extend(self.tell(NOTHING).effects);
        woken
    }

    /// It dies, and has not woken up yet.
    pub fn fall_asleep(&mut self) {
        let memory = self.engine.memory().encode();
        let kept = Memory::decode(&memory).expect("what was saved can be read");
        let stored: Vec<_> = self.lists.iter().map(|(id, _)| *id).collect();
        let engine = Engine::restore(kept, &stored, rules_with(&self.rules))
            .expect("what was saved can be used");
        self.engine = engine.with_receipts(&self.receipts);
        let restored = self.engine.memory().encode();
        assert_eq!(restored, memory, "restoring changes nothing");
    }

    pub fn tell(&mut self, event: Event) -> Outcome {
        self.happens(Input::Told(event))
    }

    pub fn learn(&mut self, finding: Finding) -> Outcome {
        self.happens(Input::Learned(finding))
    }

    fn happens(&mut self, input: Input) -> Outcome {
        let context = self.context();
        let twin = Twin::of(self, &input, &context);
        let (lists, is_cold, now) = (&self.lists, self.is_cold, self.now);
        prepare(&mut self.engine, lists, is_cold, |e| input.needs(e, now));
        let outcome = input.happen(&mut self.engine, &context);
        if let Some(twin) = twin {
            twin.follow(self, &outcome, &context);
        }
        let outcome = self.saved(outcome);
        if let Some((.., wanted)) = watch(&outcome) {
            self.engine.handle(Event::Watched { wanted }, &context);
        }
        outcome
    }

    pub fn visit(&mut self, url: &str) -> Outcome {
        let (url, referrer) = (url.to_owned(), String::new());
        self.tell(Event::PageSeen {
            tab: TAB,
            url,
            referrer,
            cookies: Vec::new(),
            came: self.now,
        })
    }

    /// A tab asks a network's redirect host, now.
    pub fn hop(&mut self, tab: TabId, url: &str) -> Outcome {
        let (url, at) = (url.to_owned(), self.now);
        self.tell(Event::HopSeen { tab, url, at })
    }

    pub fn activate(&mut self) -> Outcome {
        let page = Some("https://www.macys.com/shop?ID=7&secret=1#x".to_owned());
        self.tell(Event::ActivateClicked {
            tab: TAB,
            store: MACYS,
            page,
            via: Via::Card,
        })
    }

    /// The portal's answer to the only click in `outcome`, locking `bps`.
    pub fn answer(&mut self, outcome: &Outcome, bps: u32) -> Outcome {
        self.answer_by(outcome, bps, "sim")
    }

    /// The same, through this network.
    pub fn answer_by(&mut self, outcome: &Outcome, bps: u32, network: &str) -> Outcome {
        let (click, _) = the_click(outcome);
        let body = json!({
            "id": click, "ref": "OURREFERENCE", "network": network, "go": "https://demo.example/go/token", "ttl": 60,
            "rate": [{"k": "p", "v": bps}], "boost": null, "elect": "usd", "hosts": ["macys.com"], "trip": 86_400,
        });
        self.learn(Finding::Answered(
            DEMO,
            Purpose::Click(click),
            Some(201),
            body.to_string().into_bytes(),
        ))
    }

    /// Activated, sent through the click-out, landed.
    pub fn on_a_trip() -> Self {
        let mut shopper = Self::signed_in();
        shopper.visit("https://www.macys.com/");
        let asked = shopper.activate();
        shopper.answer(&asked, 1000);
        shopper.visit("https://www.macys.com/?simclick=OURREFERENCE");
        shopper
    }

    pub fn context(&mut self) -> Context {
        self.chance = self.chance.wrapping_add(1);
        Context {
            now: self.now,
            zone: self.zone,
            random: [self.chance; 64],
        }
    }

    fn saved(&mut self, mut outcome: Outcome) -> Outcome {
        for task in &outcome.tasks {
            if let Task::SaveReceipts(log) = task {
                self.receipts.clone_from(log);
            }
            if let Task::SaveRules(rules) = task {
                self.rules.clone_from(rules);
            }
            if let Task::SaveList(portal, lines, index) = task {
                self.lists.retain(|(id, _)| id != portal);
                if !lines.is_empty() {
                    let (lines, index) = (lines.clone(), index.clone());
                    self.lists.push((*portal, Stored { lines, index }));
                }
            }
        }
        // What only the adapter can answer, and always does.
        if outcome.tasks.contains(&Task::ReadLists) {
            let read = self.learn(Finding::ListsRead);
            self.chance = self.chance.wrapping_sub(1);
            outcome.must_save |= read.must_save;
            outcome.effects.extend(read.effects);
        }
        outcome
    }
}

/// The packaged rules.
pub fn rules() -> Installed {
    rules_with(&[])
}

/// The packaged rules with an update that was saved.
pub fn rules_with(saved: &[u8]) -> Installed {
    Installed::new(PACKAGED.as_bytes().to_vec(), saved).expect("the packaged rules are good")
}

/// The toolbar button that an outcome draws last.
pub fn button(outcome: &Outcome) -> Option<(Icon, String)> {
    outcome.effects.iter().rev().find_map(|e| match e {
        Effect::SetIcon { icon, badge, .. } => Some((*icon, badge.clone())),
        _ => None,
    })
}

/// Does it show a card?
pub fn shows_card(outcome: &Outcome) -> bool {
    outcome
        .effects
        .iter()
        .any(|e| matches!(e, Effect::ShowCard { .. }))
}

/// Where it sends a tab.
pub fn goes_to(outcome: &Outcome) -> Option<String> {
    outcome.effects.iter().find_map(|e| match e {
        Effect::Go { url, .. } => Some(url.clone()),
        _ => None,
    })
}

/// Id and body of the only click it asks the portal for.
pub fn the_click(outcome: &Outcome) -> (String, String) {
    let calls: Vec<_> = outcome
        .tasks
        .iter()
        .filter_map(|t| match t {
            Task::Call(call) => match &call.purpose {
                Purpose::Click(id) => Some((id.clone(), call.body.clone().unwrap_or_default())),
                Purpose::Me | Purpose::Earnings | Purpose::Claim(_) => None,
            },
            _ => None,
        })
        .collect();
    let [click] = calls.as_slice() else {
        panic!("one click expected, found {calls:?}")
    };
    click.clone()
}

/// Nothing and stood down look like this.
pub const GREY: Option<(Icon, String)> = Some((Icon::Grey, String::new()));

/// A lit button with this badge.
pub fn lit(badge: &str) -> Option<(Icon, String)> {
    Some((Icon::Lit, badge.to_owned()))
}

/// Where the newest trip stands.
pub fn trip_state(shopper: &Shopper) -> &TripState {
    &shopper.engine.memory().trips.last().expect("a trip").state
}
