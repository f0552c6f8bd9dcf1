//! What our own pages show beside the store in the tab, computed in the pages themselves from what the background has
//! saved: opening a page wakes nothing, and none of this weighs upon the module that does.

mod portals;
mod proofs;
mod search;

use crate::kept::Kept;
use crate::local_time::LocalTime;
use crate::painter;
use crate::view::{self, View};

const MOST_TRIPS: usize = 5;

impl Kept<'_> {
    /// Everything that popup, welcome page and settings draw.
    #[must_use]
    pub fn view(self, local: LocalTime) -> View {
        let now = local.now;
        let Self { memory, .. } = self;
        let newest = memory.trips.iter().rev().take(MOST_TRIPS);
        View {
            portals: self.portals(now),
            candidate: self.candidate(),
            settings: memory.settings.clone(),
            units: painter::unit_views(
                memory.portals.iter().flat_map(|p| &p.units),
                &memory.settings.values,
            ),
            trips: newest
                .map(|t| self.painter(t.store.portal, now).trip(t, now))
                .collect(),
            mutes: view::mutes(memory, |site| self.named(site).name, now),
            prompts: view::prompts(memory, |site| self.named(site).name, local),
        }
    }
}
