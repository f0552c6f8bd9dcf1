//! What an offer is worth to this shopper, so that cash, points and miles of different portals can be compared.

use crate::hundredths::Hundredths;
use crate::money::{self, Unit};
use crate::rate::Rate;
use crate::settings::Settings;
use crate::small_map::SmallMap;

/// Cents that the shopper counts for one point, by unit id.
pub type PointValues = SmallMap<String, Hundredths>;

/// One cent, until the shopper says otherwise.
const DEFAULT_VALUE: Hundredths = Hundredths(100);
/// The purchase with which percentages and fixed amounts are compared: $100.
const SPEND: i64 = 10_000;

/// The unit in which a portal would pay this shopper: the chosen one, else cash, else what it has.
#[must_use]
pub fn paid_in<'a>(units: &'a [Unit], chosen: &str) -> Option<&'a Unit> {
    let cash = || units.iter().find(|u| !u.is_points());
    let named = units.iter().find(|u| u.id() == chosen);
    named.or_else(cash).or(units.first())
}

/// What the shopper counts for one point, in cents.
#[must_use]
pub fn value_of(unit: &Unit, values: &PointValues) -> Hundredths {
    values
        .get(&unit.id().to_owned())
        .copied()
        .unwrap_or(DEFAULT_VALUE)
}

/// Worth of a rate on a purchase of $100, in hundredths of a cent. Amounts of other currencies count as they stand:
/// exchange rates are not on the device.
#[must_use]
pub fn worth(rate: &Rate, unit: Option<&Unit>, settings: &Settings, at: i64) -> i64 {
    let cash = match rate {
        Rate::Percent { v, .. } => money::reward(SPEND, *v),
        Rate::Fixed { v, .. } => i64::from(*v),
    };
    match unit.and_then(|u| Some((u, settings.per_unit(u, at)?))) {
        Some((unit, per)) => {
            let value = value_of(unit, &settings.values);
            money::points(cash, 2, per).saturating_mul(i64::from(value.0))
        }
        None => cash * 100,
    }
}

#[cfg(test)]
mod tests;
