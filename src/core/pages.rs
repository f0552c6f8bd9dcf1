//! What our own pages show beside the store in the tab, computed in the pages themselves from what the background has
//! saved: opening a page wakes nothing, and none of this weighs upon the module that does.

mod book;
mod breakdown;
mod calculator;
mod calendar;
mod confirmation;
mod copy;
mod elsewhere;
mod forecast;
mod keepsakes;
mod months;
mod portals;
mod posted;
mod presets;
mod proofs;
mod search;
mod shelves;
mod sparkline;
mod store;
#[cfg(test)]
mod tests;
mod trips;
mod units;

pub use elsewhere::{Elsewhere, shared};

use crate::earnings::Said;
use crate::kept::Kept;
use crate::local_time::LocalTime;
use crate::view::{self, View};

impl Kept<'_> {
    /// Everything that popup, welcome page, trips and settings draw. `said` is what is saved of the portals' words on trips.
    #[must_use]
    pub fn view(self, said: &Said, local: LocalTime) -> View {
        let now = local.now;
        let Self { memory, .. } = self;
        let kept = memory.keepsakes.iter();
        View {
            portals: self.portals(said, local),
            candidate: self.candidate(),
            settings: memory.settings.clone(),
            units: self.units(now),
            trips: self.trips(said, now),
            mutes: view::mutes(memory, |site| self.named(site).name, now),
            prompts: view::prompts(memory, |site| self.named(site).name, local),
            cards: memory.cards.clone(),
            keepsakes: kept.map(|k| self.keepsake(k, now)).collect(),
        }
    }
}
