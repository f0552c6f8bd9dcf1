//! What the shopper keeps about stores, as it is shown.

use crate::keepsake::Keepsake;
use crate::kept::Kept;
use crate::money::BasisPoints;
use crate::rate::Rate;
use crate::view::KeepsakeView;

impl Kept<'_> {
    pub(super) fn keepsake(self, keepsake: &Keepsake, now: i64) -> KeepsakeView {
        let best = self.best_at(&keepsake.site, now);
        let is_reached = keepsake.is_reached(best.map(|(v, _)| v));
        KeepsakeView {
            keepsake: keepsake.clone(),
            name: self.named(&keepsake.site).name,
            holds: keepsake.note_at(now).is_some(),
            reached: best.filter(|_| is_reached).map(|(v, store)| {
                self.painter(store.portal, now).rate(&Rate::Percent {
                    v: BasisPoints(v),
                    u: false,
                    l: None,
                })
            }),
        }
    }
}
