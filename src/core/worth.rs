//! What an offer is worth to this shopper, so that cash, points and miles of different portals can be compared.

use crate::money::{self, Unit};
use crate::rate::Rate;
use crate::small_map::SmallMap;

/// Hundredths of a cent that the shopper counts for one point, by unit id.
pub type PointValues = SmallMap<String, u32>;

/// One cent, until the shopper says otherwise.
const DEFAULT_VALUE: u32 = 100;
/// The purchase with which percentages and fixed amounts are compared: $100.
const SPEND: i64 = 10_000;

/// The unit in which a portal would pay this shopper: the chosen one, else cash, else what it has.
#[must_use]
pub fn paid_in<'a>(units: &'a [Unit], chosen: &str) -> Option<&'a Unit> {
    let cash = || units.iter().find(|u| !u.is_points());
    let named = units.iter().find(|u| u.id() == chosen);
    named.or_else(cash).or(units.first())
}

/// What the shopper counts for one point, in hundredths of a cent.
#[must_use]
pub fn value_of(unit: &Unit, values: &PointValues) -> u32 {
    values
        .get(&unit.id().to_owned())
        .copied()
        .unwrap_or(DEFAULT_VALUE)
}

/// Worth of a rate on a purchase of $100, in hundredths of a cent. Amounts of other currencies count as they stand:
/// exchange rates are not on the device.
#[must_use]
pub fn worth(rate: &Rate, unit: Option<&Unit>, values: &PointValues, at: i64) -> i64 {
    let cash = match rate {
        Rate::Percent { v, .. } => money::reward(SPEND, *v),
        Rate::Fixed { v, .. } => i64::from(*v),
    };
    match unit.and_then(|u| Some((u, u.per_unit_at(at)?))) {
        Some((unit, per)) => {
            money::points(cash, 2, per).saturating_mul(i64::from(value_of(unit, values)))
        }
        None => cash * 100,
    }
}
