//! Toolbar-only mode: tabs in which a page that no list names would change nothing here. The shim need not wake us to tell of
//! one (`extension/gate.js`).

use super::Engine;
use crate::memory::{Before, Tab, TabState};
use crate::protocol::{Effect, Outcome};
use crate::settings::Mode;

impl Engine {
    /// Whoever tells of a tab takes it for busy until we say otherwise, so we say all of it again.
    pub(super) fn told_of(&mut self) {
        self.said_idle.clear();
    }

    /// Says which tabs are idle, and which lists that holds for by portal and version, when that is other than was said: as one
    /// text, which costs the module a third of what two lists would.
    pub(super) fn say_idle(&mut self, out: &mut Outcome) {
        let mut said = String::new();
        if self.memory.settings.mode == Some(Mode::Toolbar) && !self.is_over {
            for (id, tab) in self.memory.tabs.iter() {
                if is_idle(tab) && !self.started.contains_key(id) {
                    said += &i64::from(id.0).to_string();
                    said.push(' ');
                }
            }
            for portal in &self.memory.portals {
                if self.lists.of(portal.id).is_some() {
                    said += &format!("{}:{} ", u64::from(portal.id.0), portal.floor.ver);
                }
            }
        }
        if self.said_idle != said {
            self.times_said += 1;
            self.said_idle.clone_from(&said);
            let time = self.times_said;
            out.effect(Effect::Idle { time, said });
        }
    }
}

/// It shows nothing, nothing is known of the way on which its next page comes, and that it has been elsewhere is known.
fn is_idle(tab: &Tab) -> bool {
    tab.stores.is_empty()
        && tab.state == TabState::Empty
        && tab.before == Before::Other
        && tab.on_the_way.is_empty()
}
