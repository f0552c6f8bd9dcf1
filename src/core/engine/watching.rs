//! Where the browser runs our scripts by itself: on the listed hosts, and on search engines' pages. On every other page no
//! code of ours runs.

use super::Engine;
use crate::protocol::{Effect, Outcome};
use crate::search_result;
use crate::settings::Mode;
use crate::task::Task;

/// Hosts that the browser matches itself: with more of them every other page would be slower, and registering takes seconds.
const MOST_WATCHED: usize = 10_000;

impl Engine {
    /// Has the browser match what is to be watched now, unless it was said to do so already.
    pub(super) fn watch(&mut self, out: &mut Outcome) {
        let settings = &self.memory.settings;
        let has_card = settings.mode == Some(Mode::Card) && self.granted.sites;
        let portals = self.memory.portals.iter();
        let listed = portals.filter(|p| has_card && self.lists.of(p.id).is_some());
        let mut wanted: Vec<&str> = listed.map(|p| p.floor.raw_sha256.as_str()).collect();
        let has_sites = !wanted.is_empty();
        if settings.labels {
            wanted.push("labels");
        }
        let wanted = wanted.join(" ");
        if self.memory.watched.as_deref() == Some(&*wanted) {
            return;
        }
        if has_sites && self.lists.partial().next().is_some() {
            out.task(Task::ReadLists);
            return;
        }
        let mut sites = Vec::new();
        if has_sites {
            let hosts = self.lists.hosts();
            let patterns = hosts.iter().take(MOST_WATCHED);
            sites.extend(patterns.map(|h| format!("*://*.{}/*", h.as_str())));
        }
        let pages = search_result::PAGES.iter().filter(|_| settings.labels);
        out.effect(Effect::Watch {
            sites,
            searches: pages.map(|p| (*p).to_owned()).collect(),
            wanted,
        });
    }

    /// Only what has been registered counts: a browser may quit while it still does.
    pub(super) fn watched(&mut self, wanted: String) {
        self.memory.watched = Some(wanted);
    }
}
