//! What our own pages show beside the store in the tab, computed in the pages themselves from what the background has
//! saved: opening a page wakes nothing, and none of this weighs upon the module that does.

mod breakdown;
mod calculator;
mod keepsakes;
mod portals;
mod presets;
mod proofs;
mod search;
mod shelves;
mod sparkline;
mod store;
#[cfg(test)]
mod tests;
mod units;

use crate::kept::Kept;
use crate::local_time::LocalTime;
use crate::view::{self, View};

const MOST_TRIPS: usize = 5;

impl Kept<'_> {
    /// Everything that popup, welcome page and settings draw.
    #[must_use]
    pub fn view(self, local: LocalTime) -> View {
        let now = local.now;
        let Self { memory, .. } = self;
        let kept = memory.keepsakes.iter();
        let newest = memory.trips.iter().rev().take(MOST_TRIPS);
        View {
            portals: self.portals(now),
            candidate: self.candidate(),
            settings: memory.settings.clone(),
            units: self.units(now),
            trips: newest
                .map(|t| self.painter(t.store.portal, now).trip(t, now))
                .collect(),
            mutes: view::mutes(memory, |site| self.named(site).name, now),
            prompts: view::prompts(memory, |site| self.named(site).name, local),
            cards: memory.cards.clone(),
            keepsakes: kept.map(|k| self.keepsake(k, now)).collect(),
        }
    }
}
