//! Toolbar-only mode: tabs in which a page that no list names would change nothing here. The shim need not wake us to tell of
//! one (`extension/gate.js`).

use super::Engine;
use crate::memory::{Before, Tab, TabState};
use crate::protocol::{Effect, Outcome, TabId};
use crate::settings::Mode;

/// What was said last: those tabs, and the lists by portal and hash.
pub(super) type Said = (Vec<TabId>, Vec<(u32, String)>);

impl Engine {
    /// Whoever tells of a tab takes it for busy until we say otherwise.
    pub(super) fn told_of(&mut self, tab: TabId) {
        if let Some((tabs, _)) = &mut self.said_idle {
            tabs.retain(|idle| *idle != tab);
        }
    }

    /// Says which tabs are idle, and which lists that holds for, when that is other than was said.
    pub(super) fn say_idle(&mut self, out: &mut Outcome) {
        let is_on = self.memory.settings.mode == Some(Mode::Toolbar);
        if self.is_over || !is_on && self.said_idle.is_none() {
            return;
        }
        let (mut tabs, mut lists) = Said::default();
        for (id, tab) in self.memory.tabs.iter().filter(|_| is_on) {
            if is_idle(tab) && !self.started.contains_key(id) {
                tabs.push(*id);
            }
        }
        for (portal, _) in self.lists.in_order(&self.memory) {
            let known = self.memory.portal(portal);
            lists.extend(known.map(|p| (portal.0, p.floor.raw_sha256.clone())));
        }
        let idle = Some((tabs, lists));
        if self.said_idle != idle {
            self.times_said += 1;
            if let Some((tabs, lists)) = idle.clone() {
                let time = self.times_said;
                out.effect(Effect::Idle { time, tabs, lists });
            }
            self.said_idle = idle;
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
