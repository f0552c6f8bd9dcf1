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
        // An update of ours ends what was registered, and may be all that was to be heard of it.
        let mut wanted = vec![env!("CARGO_PKG_VERSION")];
        wanted.extend(listed.map(|p| p.floor.raw_sha256.as_str()));
        let has_sites = wanted.len() > 1;
        if settings.labels {
            wanted.push("labels");
        }
        let wanted = wanted.join(" ");
        let known = [&self.memory.watched, &self.ordered];
        if known.iter().any(|k| k.as_deref() == Some(&*wanted)) {
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
        // Until it is done nobody knows: a browser may quit meanwhile.
        self.memory.watched = None;
        self.ordered = Some(wanted.clone());
        self.orders += 1;
        out.effect(Effect::Watch {
            sites,
            searches: pages.map(|p| (*p).to_owned()).collect(),
            wanted,
        });
    }

    /// The browser did as it was told, unless it has been told otherwise since, if only for a moment.
    pub(super) fn watched(&mut self, wanted: String) {
        self.orders = self.orders.saturating_sub(1);
        let is_last = self.orders == 0;
        let done = self
            .ordered
            .take_if(|ordered| is_last && *ordered == wanted);
        self.memory.watched = done.or(self.memory.watched.take());
    }
}
