//! The units to choose from, and when points are worth more than cash.

use super::presets;
use crate::hundredths::Hundredths;
use crate::kept::Kept;
use crate::money::{PerUnit, Unit};
use crate::view::{BreakEvenView, UnitView, Winner};
use crate::worth::value_of;
use core::cmp::Ordering;

impl Kept<'_> {
    /// The units of all portals, each once.
    pub(super) fn units(self, now: i64) -> Vec<UnitView> {
        let mut views: Vec<UnitView> = Vec::new();
        for unit in self.memory.portals.iter().flat_map(|p| &p.units) {
            if views.iter().all(|v| v.id != unit.id()) {
                views.push(self.unit(unit, now));
            }
        }
        views
    }

    fn unit(self, unit: &Unit, now: i64) -> UnitView {
        let settings = &self.memory.settings;
        let value = value_of(unit, &settings.values);
        let (name, rows) = match unit {
            Unit::Cash { cur, .. } => (cur, &[][..]),
            Unit::Points { name, per, .. } => (name, per.as_slice()),
        };
        let mut statuses: Vec<String> = Vec::new();
        for status in rows.iter().filter_map(|row| row.tier.as_ref()) {
            if !statuses.contains(status) {
                statuses.push(status.clone());
            }
        }
        let per = settings.per_unit(unit, now / 1000);
        UnitView {
            id: unit.id().to_owned(),
            name: name.clone(),
            points: unit.is_points(),
            value,
            status: settings.status(unit).to_owned(),
            statuses,
            presets: presets::of(unit.id()),
            break_even: per.and_then(|per| break_even(per, value)),
        }
    }
}

/// A dollar is 100 cents, or `num / den` points: both are worth the same at `100 * den / num` cents a point.
fn break_even(per: &PerUnit, value: Hundredths) -> Option<BreakEvenView> {
    let dollar = 10_000 * u64::from(per.den);
    let cents = dollar.div_ceil(u64::from(per.num).max(1));
    let points = u64::from(value.0) * u64::from(per.num);
    (per.num > 0).then(|| BreakEvenView {
        cents: Hundredths(u32::try_from(cents).unwrap_or(u32::MAX)),
        wins: match points.cmp(&dollar) {
            Ordering::Greater => Winner::Points,
            Ordering::Less => Winner::Cash,
            Ordering::Equal => Winner::Neither,
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_win_above_the_break_even() {
        let at = |num, den, value| {
            let per = PerUnit {
                from: 0,
                num,
                den,
                tier: None,
            };
            break_even(&per, Hundredths(value)).map(|b| (b.cents.as_text(), b.wins))
        };
        let is = |cents: &str, wins| Some((cents.to_owned(), wins));
        assert_eq!(at(100, 1, 101), is("1", Winner::Points));
        assert_eq!(at(100, 1, 100), is("1", Winner::Neither));
        assert_eq!(at(50, 1, 199), is("2", Winner::Cash), "Bilt Blue");
        assert_eq!(at(50, 1, 201), is("2", Winner::Points), "Bilt Blue");
        assert_eq!(at(300, 1, 34), is("0.34", Winner::Points), "rounded up");
        assert_eq!(at(300, 1, 33), is("0.34", Winner::Cash));
        assert_eq!(at(100, 3, 300), is("3", Winner::Neither), "100 for $3");
        assert_eq!(at(0, 1, 100), None);
    }
}
