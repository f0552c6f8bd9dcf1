//! Units: which rate of points is in force, and which tables are refused.

use super::{BasisPoints, PerUnit, Unit, points, reward};
use proptest::prelude::*;

fn row(from: i64, num: u32, tier: Option<&str>) -> PerUnit {
    let tier = tier.map(str::to_owned);
    PerUnit {
        from,
        num,
        den: 1,
        tier,
    }
}

fn programme(per: Vec<PerUnit>) -> Unit {
    let (id, name) = ("mr".to_owned(), "Points".to_owned());
    Unit::Points { id, name, per }
}

fn cash(cur: &str, exp: u8) -> Unit {
    let (id, cur) = ("cash".to_owned(), cur.to_owned());
    Unit::Cash { id, cur, exp }
}

#[test]
fn the_newest_rate_of_the_own_status_is_in_force_from_its_second_on() {
    let unit = programme(vec![
        row(0, 100, None),
        row(50, 70, Some("gold")),
        row(50, 60, None),
        row(80, 50, None),
        row(80, 40, Some("blue")),
    ]);
    for (at, without, gold, blue) in [
        (-1, None, None, None),
        (0, Some(100), Some(100), Some(100)),
        (49, Some(100), Some(100), Some(100)),
        (50, Some(60), Some(70), Some(60)),
        (79, Some(60), Some(70), Some(60)),
        (80, Some(50), Some(50), Some(40)),
        (i64::MAX, Some(50), Some(50), Some(40)),
    ] {
        let num = |per: Option<&PerUnit>| per.map(|p| p.num);
        assert_eq!(num(unit.per_unit_at(at)), without, "at {at}");
        assert_eq!(num(unit.per_unit_for(at, "gold")), gold, "gold at {at}");
        assert_eq!(num(unit.per_unit_for(at, "blue")), blue, "blue at {at}");
        assert_eq!(num(unit.per_unit_for(at, "")), without, "none at {at}");
    }
    assert_eq!(cash("USD", 2).per_unit_at(0), None);
    assert_eq!(cash("USD", 2).per_unit_for(0, "gold"), None);
    assert!(unit.is_points() && !cash("USD", 2).is_points());
}

#[test]
fn of_two_rows_of_one_date_and_status_the_later_one_counts() {
    let unit = programme(vec![row(0, 1, None), row(0, 2, None)]);
    assert_eq!(unit.per_unit_at(0).map(|p| p.num), Some(2));
    assert_eq!(unit.per_unit_for(0, "gold").map(|p| p.num), Some(2));
}

#[test]
fn absurd_units_are_refused() {
    let one = |num, den| {
        programme(vec![PerUnit {
            den,
            ..row(0, num, None)
        }])
    };
    for (unit, is_sound) in [
        (cash("USD", 2), true),
        (cash("BHD", 3), true),
        (cash("BHD", 4), false),
        (cash("JPY", 0), true),
        (cash("JPY", 2), false),
        (cash("USD", 3), false),
        (cash("USD", 5), false),
        (cash("US", 2), false),
        (cash("USDT", 2), false),
        (programme(Vec::new()), true),
        (one(1_000_000, 1), true),
        (one(1_000_001, 1), false),
        (one(1, 0), false),
    ] {
        assert_eq!(unit.check().is_ok(), is_sound, "{unit:?}");
    }
}

proptest! {
    /// Against numbers of 128 bits, which the module does without.
    #[test]
    fn rewards_and_points_are_exact(
        minor in -1_000_000_000_000_i64..1_000_000_000_000,
        bps in 0_u32..=10_000, num in 0_u32..=1_000_000, den in 1_u32..=1_000, exp in 0_u8..=4,
    ) {
        let exact = i128::from(minor) * i128::from(bps) / 10_000;
        prop_assert_eq!(i128::from(reward(minor, BasisPoints(bps))), exact);
        let per = PerUnit { den, ..row(0, num, None) };
        let scale = 10_i128.pow(exp.into()) * i128::from(den);
        let exact = i128::from(minor) * i128::from(num) / scale;
        prop_assert_eq!(i128::from(points(minor, exp, &per)), exact);
    }
}
