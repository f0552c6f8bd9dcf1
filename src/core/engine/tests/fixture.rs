//! A portal with real keys, a signed list, and a driver that feeds events and collects what follows.

use crate::activation::TripState;
use crate::engine::{Engine, Package};
use crate::envelope::{HEAD_TYPE, ROOT_TYPE, Role, seal};
use crate::hash::sha256_hex;
use crate::protocol::{Context, Effect, Event, Granted, Icon, Outcome, TabId, Via};
use crate::retailer::RetailerId;
use crate::settings::{Mode, Settings};
use crate::task::{Finding, Purpose, Task};
use data_encoding::BASE64;
use ed25519_dalek::SigningKey;
use serde_json::json;

/// A Sunday in September 2026, milliseconds.
pub const NOW: i64 = 1_790_000_000_000;
pub const TAB: TabId = TabId(7);
pub const MACYS: RetailerId = RetailerId(1);
pub const LINES: &str = concat!(
    r#"{"id":1,"n":"Macy's","d":["macys.com"],"r":[{"k":"p","v":1000}],"dl":1,"q":["ID"],"t":"Not on gift cards."}"#,
    "\n",
    r#"{"id":2,"n":"Nike","d":["nike.com"],"r":[{"k":"p","v":300}]}"#,
    "\n",
);

/// A portal that can sign whatever a test wants to be signed.
pub struct Portal {
    root_key: SigningKey,
    pub list_key: SigningKey,
    pub root: u32,
    pub seq: u64,
    pub ver: u64,
    pub issued: i64,
    pub lines: String,
    pub base: &'static str,
    pub folder: &'static str,
}

impl Portal {
    pub fn new() -> Self {
        Self {
            root_key: SigningKey::from_bytes(&[1; 32]),
            list_key: SigningKey::from_bytes(&[2; 32]),
            root: 1,
            seq: 1,
            ver: 1,
            issued: NOW / 1000 - 60,
            lines: LINES.to_owned(),
            base: "https://demo.example/",
            folder: "o/",
        }
    }

    pub fn root_file(&self) -> Vec<u8> {
        let role = |key: &SigningKey| Role {
            need: 1,
            keys: vec![BASE64.encode(key.verifying_key().as_bytes())],
        };
        let payload = json!({
            "v": 1, "portal": "demo.example", "root": self.root, "epoch": 1, "expires": NOW / 1000 + 10_000_000,
            "name": "Demo", "bases": [self.base], "api": self.base, "go": ["demo.example"],
            "roles": {"root": role(&self.root_key), "list": role(&self.list_key)},
        });
        seal(&[&self.root_key], ROOT_TYPE, payload.to_string().as_bytes()).into_bytes()
    }

    pub fn head_file(&self) -> Vec<u8> {
        let raw = self.lines.as_bytes();
        let payload = json!({
            "v": 1, "portal": "demo.example", "epoch": 1, "seq": self.seq, "root": self.root,
            "issued": self.issued, "expires": self.issued + 604_800, "poll": 21_600, "min_client": 1,
            "units": [
                {"id": "usd", "kind": "cash", "cur": "USD", "exp": 2},
                {"id": "mr", "kind": "points", "name": "Membership Rewards", "per": [{"from": 0, "num": 100, "den": 1}]},
            ],
            "parts": {"retailers": {
                "ver": self.ver, "n": 2, "path": format!("{}retailers-{}.snap", self.folder, self.ver), "len": 1000,
                "sha256": "0", "raw": raw.len(), "raw_sha256": sha256_hex(raw), "deltas": [
                    {"from": 0, "path": "o/never-taken.delta", "len": 1, "sha256": "0", "raw": 1}
                ],
            }},
        });
        seal(&[&self.list_key], HEAD_TYPE, payload.to_string().as_bytes()).into_bytes()
    }
}

/// An engine with what it has said.
pub struct Shopper {
    pub engine: Engine,
    pub portal: Portal,
    pub now: i64,
    list: Vec<u8>,
    chance: u8,
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
        let engine = Engine::from_package(package, None).expect("the packaged list is good");
        let list = portal.lines.clone().into_bytes();
        let mut shopper = Self {
            engine,
            portal,
            now: NOW,
            list,
            chance: 0,
        };
        shopper.start("first");
        shopper.tell(Event::SettingsChanged {
            settings: Settings {
                mode: Some(Mode::Card),
                unit: "usd".to_owned(),
            },
        });
        shopper
    }

    pub fn signed_in() -> Self {
        let mut shopper = Self::new();
        shopper.learn(Finding::SignedIn);
        shopper
    }

    pub fn start(&mut self, session: &str) -> Outcome {
        self.tell(Event::Started {
            session: session.to_owned(),
            granted: Granted {
                sites: true,
                navigation: true,
            },
            redirect: "https://ours.example/cb".to_owned(),
        })
    }

    /// The background dies and wakes up again with nothing but what was saved.
    pub fn die(&mut self) -> Outcome {
        let memory = self.engine.memory().encode();
        self.engine = Engine::restore(&memory, &self.list).expect("what was saved can be read");
        assert_eq!(
            self.engine.memory().encode(),
            memory,
            "restoring changes nothing"
        );
        self.start("first")
    }

    pub fn tell(&mut self, event: Event) -> Outcome {
        let context = self.context();
        let outcome = self.engine.handle(event, &context);
        self.saved(outcome)
    }

    pub fn learn(&mut self, finding: Finding) -> Outcome {
        let context = self.context();
        let outcome = self.engine.learn(finding, &context);
        self.saved(outcome)
    }

    pub fn visit(&mut self, url: &str) -> Outcome {
        let (url, referrer) = (url.to_owned(), String::new());
        self.tell(Event::PageSeen {
            tab: TAB,
            url,
            referrer,
        })
    }

    pub fn activate(&mut self) -> Outcome {
        let page = Some("https://www.macys.com/shop?ID=7&secret=1#x".to_owned());
        self.tell(Event::ActivateClicked {
            tab: TAB,
            retailer: MACYS,
            page,
            via: Via::Card,
        })
    }

    /// The portal's answer to the only click in `outcome`, locking `bps`.
    pub fn answer(&mut self, outcome: &Outcome, bps: u32) -> Outcome {
        let (click, _) = the_click(outcome);
        let body = json!({
            "id": click, "ref": "OURREFERENCE", "network": "sim", "go": "https://demo.example/go/token", "ttl": 60,
            "rate": [{"k": "p", "v": bps}], "boost": null, "elect": "usd", "hosts": ["macys.com"], "trip": 86_400,
        });
        self.learn(Finding::Answered(
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

    fn context(&mut self) -> Context {
        self.chance = self.chance.wrapping_add(1);
        Context {
            now: self.now,
            random: [self.chance; 64],
        }
    }

    fn saved(&mut self, outcome: Outcome) -> Outcome {
        for task in &outcome.tasks {
            if let Task::SaveList(raw) = task {
                self.list.clone_from(raw);
            }
        }
        outcome
    }
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
                Purpose::Me => None,
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
