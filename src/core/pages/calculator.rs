//! What a purchase would earn at a store.

use crate::Error;
use crate::hundredths::minor_units;
use crate::kept::Kept;
use crate::money::Unit;
use crate::painter;
use crate::rate::{Headline, Rate};
use crate::store_id::StoreId;
use crate::view::EarnedView;

impl Kept<'_> {
    /// What a purchase of the amount that was typed earns: at the headline, or at the rate with this number among the
    /// store's. Rounded down to the cent, and from there to whole points.
    ///
    /// # Errors
    /// `BadFigure` when the amount cannot be read; `BadAnswer` when the store has no such rate to name.
    pub fn earned(
        self,
        id: StoreId,
        tier: Option<usize>,
        amount: &str,
        now: i64,
    ) -> Result<EarnedView, Error> {
        let spend = i64::from(minor_units(amount)?);
        let retailer = self.lists.get(id).ok_or(Error::BadAnswer)?;
        let headline = match tier {
            None => self.headline(id, retailer, now),
            Some(at) => retailer.rates.get(at).map(of_one),
        };
        let hidden = self.are_figures_hidden(id.portal, now);
        let headline = headline.filter(|_| !hidden).ok_or(Error::BadAnswer)?;
        let painter = self.painter(id.portal, now);
        let (earned, capped) = headline.earns(spend);
        let currency = match &headline.rate {
            Rate::Percent { .. } => painter.currency(),
            Rate::Fixed { c, .. } => c,
        };
        let programmes = painter.units.iter().filter(|u| u.is_points());
        Ok(EarnedView {
            spend: painter::amount(spend, painter.currency()),
            cash: painter
                .units
                .iter()
                .any(|u| matches!(u, Unit::Cash { .. }))
                .then(|| painter::amount(earned, currency)),
            points: programmes
                .filter_map(|unit| painter.points(earned, unit))
                .collect(),
            capped,
        })
    }
}

/// One rate as if it were the only one.
fn of_one(rate: &Rate) -> Headline {
    Headline {
        rate: rate.clone(),
        lowest: None,
        was: None,
        boost: None,
    }
}
