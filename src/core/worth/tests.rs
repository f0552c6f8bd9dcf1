//! In what a portal pays, and what that is worth.

use super::{paid_in, worth};
use crate::hundredths::Hundredths;
use crate::money::{BasisPoints, PerUnit, Unit};
use crate::rate::Rate;
use crate::settings::Settings;

fn cash(id: &str) -> Unit {
    Unit::Cash {
        id: id.to_owned(),
        cur: "USD".to_owned(),
        exp: 2,
    }
}

fn points(id: &str, num: u32) -> Unit {
    let per = PerUnit {
        from: 0,
        num,
        den: 1,
        tier: None,
    };
    Unit::Points {
        id: id.to_owned(),
        name: id.to_owned(),
        per: vec![per],
    }
}

#[test]
fn the_chosen_unit_else_cash_else_what_there_is() {
    let chosen = |units: &[Unit], id: &str| paid_in(units, id).map(|u| u.id().to_owned());
    let all = [points("mr", 100), cash("usd"), points("bilt", 50)];
    assert_eq!(chosen(&all, "bilt").as_deref(), Some("bilt"));
    assert_eq!(chosen(&all, "miles").as_deref(), Some("usd"));
    assert_eq!(chosen(&all[..1], "miles").as_deref(), Some("mr"));
    assert_eq!(chosen(&[], "usd"), None);
}

#[test]
fn a_hundred_dollars_at_a_rate_in_hundredths_of_a_cent() {
    let eight = Rate::Percent {
        v: BasisPoints(800),
        u: false,
        l: None,
    };
    let five_dollars = Rate::Fixed {
        v: 500,
        c: "USD".to_owned(),
        u: false,
        l: None,
    };
    let mut settings = Settings::default();
    let of = |rate, unit: Option<&Unit>, settings: &Settings| worth(rate, unit, settings, 0);
    assert_eq!(of(&eight, None, &settings), 80_000);
    assert_eq!(of(&eight, Some(&cash("usd")), &settings), 80_000);
    assert_eq!(of(&five_dollars, None, &settings), 50_000);
    let (mr, bilt) = (points("mr", 100), points("bilt", 50));
    assert_eq!(of(&eight, Some(&mr), &settings), 80_000, "a cent a point");
    assert_eq!(of(&five_dollars, Some(&bilt), &settings), 25_000);
    settings.values.insert("mr".to_owned(), Hundredths(150));
    assert_eq!(of(&eight, Some(&mr), &settings), 120_000);
    let not_yet = worth(&eight, Some(&mr), &settings, -1);
    assert_eq!(not_yet, 80_000, "no table in force: as cash");
}
