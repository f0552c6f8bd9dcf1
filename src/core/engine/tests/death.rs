//! Death between any two events. Before each event and finding of every story in these tests the background dies in a
//! second world: a twin wakes up with nothing but what was saved, is told the same, and must do the same and remember
//! the same. As what it remembers is the same after each step, so is every story with any number of deaths in it.

use super::fixture::{NOTHING, Shopper, button, rules_with, shows_card};
use super::stored::prepare;
use crate::engine::{Engine, Need};
use crate::memory::Memory;
use crate::protocol::{Context, Effect, Event, Icon, Outcome};
use crate::task::{Finding, Task};

/// What happened.
#[derive(Clone)]
pub enum Input {
    Told(Event),
    Learned(Finding),
}

impl Input {
    pub fn needs(&self, engine: &mut Engine, now: i64) -> Vec<Need> {
        match self {
            Self::Told(event) => engine.needs(event, now),
            Self::Learned(finding) => engine.needs_to_learn(finding, now),
        }
    }

    pub fn happen(self, engine: &mut Engine, context: &Context) -> Outcome {
        match self {
            Self::Told(event) => engine.handle(event, context),
            Self::Learned(finding) => engine.learn(finding, context),
        }
    }
}

/// How alike the twin must be.
#[derive(PartialEq)]
enum Likeness {
    Same,
    /// Where a redirected way began is kept nowhere, so that no address is stored: whoever forgot it is in doubt, and
    /// silent.
    NoLouder,
}

/// One that died just before.
pub struct Twin {
    engine: Engine,
    likeness: Likeness,
    input: Input,
}

impl Twin {
    /// None where there is nothing to be alike: what was asked of the network is lost with whoever asked, and begun
    /// again after waking (`syncing.rs` and `portals.rs` tell how), or said to have failed, as a claim that was being sent; after
    /// everything was deleted there is nobody to wake; and a test may have taken the list away.
    pub fn of(shopper: &Shopper, input: &Input, context: &Context) -> Option<Self> {
        let alive = &shopper.engine;
        let is_lost = |(_, fate): &(String, String)| fate == "sending";
        if alive.is_over || alive.memory.claims.iter().any(is_lost) {
            return None;
        }
        let likeness = match input {
            Input::Told(Event::Started { .. }) => return None,
            Input::Learned(Finding::Fetched(..)) => return None,
            Input::Told(Event::NavigationCommitted { tab, .. })
                if alive.started.contains_key(tab) =>
            {
                Likeness::NoLouder
            }
            _ => Likeness::Same,
        };
        let kept = Memory::decode(&alive.memory.encode()).expect("what was saved can be read");
        let said = kept.trips.iter().map(|t| t.at.max(t.asked));
        let woken_at = said.fold(kept.session.last, i64::max).min(context.now);
        let started = Event::Started {
            session: kept.session.name.clone(),
            granted: alive.granted,
            redirect: alive.redirect.clone(),
        };
        let rules = rules_with(&shopper.rules);
        let stored: Vec<_> = shopper.lists.iter().map(|(id, _)| *id).collect();
        let engine = Engine::restore(kept, &stored, rules).ok()?;
        let mut engine = engine.with_receipts(&shopper.receipts);
        let (lists, is_cold, now) = (&shopper.lists, shopper.is_cold, context.now);
        prepare(&mut engine, lists, is_cold, |e| e.needs(&started, now));
        engine.handle(
            started,
            &Context {
                now: woken_at,
                random: [255; 64],
                ..*context
            },
        );
        if !alive.resuming {
            engine.handle(NOTHING, context);
        }
        prepare(&mut engine, lists, is_cold, |e| input.needs(e, now));
        Some(Self {
            engine,
            likeness,
            input: input.clone(),
        })
    }

    /// Happens to the twin, too; then both are held against each other.
    pub fn follow(mut self, shopper: &Shopper, lived: &Outcome, context: &Context) {
        let died = self.input.happen(&mut self.engine, context);
        if self.likeness == Likeness::NoLouder
            && button(&died).is_none_or(|(icon, _)| icon == Icon::Grey)
        {
            assert!(!shows_card(&died));
            return;
        }
        assert_eq!(effects(&died), effects(lived), "after a death");
        assert_eq!(tasks(&died), tasks(lived), "after a death");
        // What is idle was said, whether just now or before. Beginnings of navigations are forgotten by whoever dies.
        let is_beginning = |tab: &str| {
            let mut begun = shopper.engine.started.iter();
            begun.any(|(id, _)| id.0.to_string() == tab)
        };
        let words = self.engine.said_idle.split_whitespace();
        let idle: Vec<&str> = words.filter(|word| !is_beginning(word)).collect();
        let lived: Vec<&str> = shopper.engine.said_idle.split_whitespace().collect();
        assert_eq!(idle, lived, "after a death");
        assert_eq!(
            remembered(&self.engine),
            remembered(&shopper.engine),
            "after a death"
        );
    }
}

/// The time of the alarm is chosen by chance at waking, and whoever wakes registers the sites and says what is idle.
fn effects(outcome: &Outcome) -> Vec<&Effect> {
    let is_told = |e: &&Effect| {
        !matches!(
            e,
            Effect::SetAlarm { .. } | Effect::Watch { .. } | Effect::Idle { .. }
        )
    };
    outcome.effects.iter().filter(is_told).collect()
}

/// A look that is due is begun by whoever wakes first.
fn tasks(outcome: &Outcome) -> Vec<&Task> {
    let is_told = |t: &&Task| !matches!(t, Task::Fetch(fetch) if fetch.portal.is_some());
    outcome.tasks.iter().filter(is_told).collect()
}

fn remembered(engine: &Engine) -> Memory {
    let mut memory = Memory::decode(&engine.memory.encode()).expect("what is saved can be read");
    memory.session.last = 0;
    // Whoever wakes may register the same sites again.
    memory.watched = None;
    for portal in &mut memory.portals {
        portal.next_sync = 0;
    }
    memory
}
