//! Headlines, boosts, and what a list may say of a rate.

use super::{Boost, Headline, Rate};
use crate::money::BasisPoints;

fn percent(v: u32, label: Option<&str>) -> Rate {
    Rate::Percent {
        v: BasisPoints(v),
        u: false,
        l: label.map(str::to_owned),
    }
}

fn fixed(v: u32, label: Option<&str>) -> Rate {
    Rate::Fixed {
        v,
        c: "USD".to_owned(),
        u: true,
        l: label.map(str::to_owned),
    }
}

fn boost(v: u32, s: i64, e: i64) -> Boost {
    Boost {
        v: BasisPoints(v),
        s,
        e,
        cap: None,
    }
}

fn headline(rate: Rate) -> Headline {
    Headline::at(&[rate], &[], 0).expect("a rate")
}

#[test]
fn an_excluded_category_is_part_of_no_headline() {
    let rates = [
        percent(0, Some("Gift cards")),
        percent(200, Some("Beauty")),
        percent(1_000, None),
    ];
    assert!(rates.iter().all(Rate::is_sane));
    let headline = Headline::at(&rates, &[], 0).unwrap();
    assert_eq!(headline.rate, percent(1_000, None));
    assert_eq!(headline.lowest, Some(percent(200, Some("Beauty"))));
    assert_eq!(Headline::at(&rates[..1], &[], 0), None);
}

#[test]
fn a_rate_is_possible_or_refused() {
    let euros = |c: &str| Rate::Fixed {
        v: 1,
        c: c.to_owned(),
        u: false,
        l: None,
    };
    for (rate, is_sane) in [
        (percent(1, None), true),
        (percent(10_000, None), true),
        (percent(10_001, None), false),
        (percent(10_001, Some("Beauty")), false),
        (percent(0, None), false),
        (percent(0, Some("Gift cards")), true),
        (fixed(1_000_000, None), true),
        (fixed(1_000_001, None), false),
        (fixed(0, None), false),
        (fixed(0, Some("Gift cards")), true),
        (euros("EUR"), true),
        (euros("EU"), false),
        (euros("EURO"), false),
    ] {
        assert_eq!(rate.is_sane(), is_sane, "{rate:?}");
    }
}

#[test]
fn the_headline_is_the_rate_for_everything_else_the_first_that_pays() {
    let of = |rates: &[Rate]| Headline::at(rates, &[], 0).map(|h| (h.rate, h.lowest));
    let (shoes, all) = (percent(800, Some("Shoes")), percent(300, None));
    assert_eq!(
        of(&[shoes.clone(), all.clone()]),
        Some((all.clone(), None)),
        "no range upwards"
    );
    let beauty = percent(200, Some("Beauty"));
    assert_eq!(
        of(&[shoes.clone(), beauty.clone()]),
        Some((shoes.clone(), Some(beauty)))
    );
    assert_eq!(
        of(&[shoes.clone(), shoes.clone()]),
        Some((shoes.clone(), None)),
        "no range of one"
    );
    assert_eq!(
        of(&[all.clone(), fixed(1, Some("App"))]),
        Some((all, None)),
        "unlike kinds make no range"
    );
    assert_eq!(of(&[]), None);
}

#[test]
fn the_highest_running_boost_raises_a_percentage() {
    let at = |rate: Rate, boosts: &[Boost], at| {
        let headline = Headline::at(&[rate], boosts, at).expect("a rate");
        let raised = headline.boost.as_ref().map(|b| b.v.0);
        assert_eq!(raised.is_some(), headline.was.is_some());
        (headline.rate, raised)
    };
    let boosts = [boost(700, 10, 20), boost(900, 15, 18), boost(200, 0, 99)];
    for (now, raised) in [
        (9, None),
        (10, Some(700)),
        (14, Some(700)),
        (15, Some(900)),
        (17, Some(900)),
        (18, Some(700)),
        (19, Some(700)),
        (20, None),
    ] {
        let rate = percent(raised.unwrap_or(300), None);
        assert_eq!(
            at(percent(300, None), &boosts, now),
            (rate, raised),
            "at {now}"
        );
        assert_eq!(at(fixed(300, None), &boosts, now), (fixed(300, None), None));
    }
    let same = [boost(300, 0, 99)];
    assert_eq!(at(percent(300, None), &same, 1).1, None, "no raise");
    let kept = Headline::at(&[percent(300, None)], &boosts, 10).expect("a rate");
    assert_eq!(kept.was, Some(BasisPoints(300)));
}

#[test]
fn less_is_a_lower_figure_or_another_kind() {
    let is_less = |now: Rate, shown: Rate| headline(now).is_less_than(&headline(shown));
    assert!(is_less(percent(299, None), percent(300, None)));
    assert!(!is_less(percent(300, None), percent(300, None)));
    assert!(!is_less(percent(301, None), percent(300, None)));
    assert!(is_less(fixed(299, None), fixed(300, None)));
    assert!(!is_less(fixed(300, None), fixed(300, None)));
    assert!(is_less(fixed(9_000, None), percent(1, None)));
    assert!(is_less(percent(9_000, None), fixed(1, None)));
    assert!(is_less(percent(300, Some("Shoes")), percent(300, None)));
    assert!(is_less(fixed(300, Some("Shoes")), fixed(300, Some("Bags"))));
    assert!(!is_less(percent(300, None), percent(300, Some("Shoes"))));
}

#[test]
fn less_is_another_currency_a_new_up_to_and_a_lower_lowest() {
    let cash = |c: &str, u: bool| Rate::Fixed {
        v: 300,
        c: c.to_owned(),
        u,
        l: None,
    };
    let is_less = |now: &Headline, shown: &Headline| now.is_less_than(shown);
    let (dollars, pesos) = (headline(cash("USD", false)), headline(cash("MXN", false)));
    assert!(is_less(&pesos, &dollars) && !is_less(&dollars, &dollars));
    let up_to = headline(cash("USD", true));
    assert!(is_less(&up_to, &dollars) && !is_less(&dollars, &up_to));
    assert!(!is_less(&up_to, &up_to));
    let from = |v: u32| Headline {
        lowest: Some(percent(v, Some("Shoes"))),
        ..headline(percent(800, None))
    };
    assert!(is_less(&from(100), &headline(percent(800, None))));
    assert!(is_less(&from(100), &from(101)) && !is_less(&from(101), &from(100)));
    assert!(!is_less(&headline(percent(800, None)), &from(100)));
}

#[test]
fn less_is_a_cap_that_was_not_shown_or_is_lower() {
    let raised = |cap: Option<u32>| {
        let boost = Boost {
            cap,
            ..boost(1_500, 0, 99)
        };
        Headline::at(&[percent(500, None)], &[boost], 1).expect("a rate")
    };
    let (free, high, low) = (raised(None), raised(Some(9_000)), raised(Some(100)));
    assert!(high.is_less_than(&free) && low.is_less_than(&high));
    assert!(!free.is_less_than(&low) && !high.is_less_than(&low) && !high.is_less_than(&high));
    let base = headline(percent(500, None));
    assert!(!low.is_less_than(&base), "all above the base is more");
    assert!(low.is_less_than(&headline(percent(501, None))));
}

#[test]
fn up_to_and_labels_are_told_for_both_kinds() {
    assert!(!percent(1, None).is_up_to() && fixed(1, None).is_up_to());
    let up_to = Rate::Percent {
        v: BasisPoints(1),
        u: true,
        l: None,
    };
    assert!(up_to.is_up_to() && up_to.label().is_none());
    assert_eq!(percent(1, Some("Shoes")).label(), Some("Shoes"));
    assert_eq!(fixed(1, Some("App")).label(), Some("App"));
}

#[test]
fn an_end_that_is_years_ahead_is_not_told() {
    let boost = |e| Boost {
        v: BasisPoints(600),
        s: 0,
        e,
        cap: None,
    };
    let year = 366 * 86_400;
    assert_eq!(boost(year + 7).told_end(7), Some((year + 7) * 1_000));
    assert_eq!(boost(year + 8).told_end(7), None);
    assert_eq!(boost(i64::MAX).told_end(7), None);
}

#[test]
fn a_boost_that_just_reaches_its_cap_is_not_cut() {
    let capped = Boost {
        cap: Some(1_000),
        ..boost(1_500, 0, 99)
    };
    let headline = Headline::at(&[percent(500, None)], &[capped], 1).expect("a rate");
    assert_eq!(headline.earns(9_999), (1_499, false));
    assert_eq!(headline.earns(10_000), (1_500, false));
    assert_eq!(headline.earns(10_010), (1_500, true));
}
