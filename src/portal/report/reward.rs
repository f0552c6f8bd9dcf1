//! What a purchase earns under the terms that were promised at the click.

use crate::{clicks::Terms, ledger::account::USD};
use pointback_core::{
    money::{BasisPoints, reward},
    rate::Rate,
};

/// A reward in two parts, because only the boost has a cap.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Reward {
    pub(crate) base: i64,
    /// Before the cap.
    pub(crate) boost: i64,
}

/// The reward that was promised on an order line, cents. Both parts together are rounded down once, so that they are what the
/// headline says of such a purchase.
///
/// A line that names a category of the rate is paid at that tier's rate, which may be nothing. One that names none is paid at
/// the headline: that was promised, and nothing tells that it earns less. A boost raises the headline rate only, which may
/// itself be a category's: the shopper was shown the other tiers as they are.
///
/// An amount is one for the whole order, whichever line it is asked of: `amount_on` tells it apart.
pub(crate) fn reward_on(terms: &Terms, category: Option<&str>, sale_minor: i64) -> Reward {
    match rate_on(terms, category) {
        Some((Rate::Percent { v, .. }, was)) => {
            let base = reward(sale_minor, was.unwrap_or(v));
            let boost = reward(sale_minor, v).saturating_sub(base);
            Reward { base, boost }
        }
        Some((Rate::Fixed { v, c, .. }, _)) if sale_minor > 0 && c == USD => Reward {
            base: i64::from(v),
            boost: 0,
        },
        _ => Reward { base: 0, boost: 0 },
    }
}

/// The amount per order that a line is paid at; none when it is paid a share of the purchase.
pub(crate) fn amount_on(terms: &Terms, category: Option<&str>) -> Option<Rate> {
    let (rate, _) = rate_on(terms, category)?;
    matches!(rate, Rate::Fixed { .. }).then_some(rate)
}

/// The currency, as an ISO 4217 code, of an amount that cannot be paid because the ledger counts purchases in another one;
/// none when all can be. Nothing is converted: no rate of exchange was promised.
pub(crate) fn unpayable_currency(rates: &[Rate]) -> Option<&str> {
    let mut paying = rates.iter().filter(|rate| !rate.pays_nothing());
    paying.find_map(|rate| match rate {
        Rate::Fixed { c, .. } => (c != USD).then_some(c.as_str()),
        Rate::Percent { .. } => None,
    })
}

/// The rate of a line, and what it was before a boost raised it.
fn rate_on(terms: &Terms, category: Option<&str>) -> Option<(Rate, Option<BasisPoints>)> {
    let headline = terms.headline()?;
    let tier = category.and_then(|category| tier(&terms.rate, category));
    Some(match tier {
        Some(tier) if tier.label() != headline.rate.label() => (tier.clone(), None),
        _ => (headline.rate, headline.was),
    })
}

/// The tier of that name, however it is written.
fn tier<'r>(rates: &'r [Rate], category: &str) -> Option<&'r Rate> {
    let plain = |text: &str| text.trim().to_lowercase();
    let wanted = plain(category);
    rates
        .iter()
        .find(|r| r.label().is_some_and(|label| plain(label) == wanted))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rate_text;
    use pointback_core::rate::Boost;

    fn terms(rate: &str, boost: Option<u32>) -> Terms {
        Terms {
            rate: rate_text::parse(rate).unwrap(),
            boost: boost.map(|v| Boost {
                v: BasisPoints(v),
                s: 0,
                e: 1,
                cap: None,
            }),
        }
    }

    fn parts(rate: &str, boost: Option<u32>, category: Option<&str>, sale: i64) -> (i64, i64) {
        let reward = reward_on(&terms(rate, boost), category, sale);
        (reward.base, reward.boost)
    }

    #[test]
    fn a_boost_pays_on_top_and_both_together_are_rounded_down_once() {
        assert_eq!(parts("10%", Some(1_500), None, 10_000), (1_000, 500));
        assert_eq!(parts("10%", Some(1_500), None, 999), (99, 50));
        assert_eq!(parts("2.5%", None, None, 999), (24, 0));
    }

    #[test]
    fn an_amount_is_paid_when_something_is_left_of_the_purchase() {
        assert_eq!(parts("$25", None, None, 10_000), (2_500, 0));
        assert_eq!(parts("$25", None, None, 0), (0, 0));
    }

    #[test]
    fn an_amount_in_another_currency_than_the_ledgers_is_no_reward() {
        let amount = |c: &str, l: Option<&str>| Rate::Fixed {
            v: 2_500,
            c: c.to_owned(),
            u: false,
            l: l.map(str::to_owned),
        };
        let terms = |rate| Terms { rate, boost: None };
        let of = |terms: &Terms, category| {
            let reward = reward_on(terms, category, 10_000);
            (reward.base, reward.boost)
        };
        assert_eq!(of(&terms(vec![amount("EUR", None)]), None), (0, 0));
        let mixed = terms(vec![amount("USD", None), amount("EUR", Some("Sign-up"))]);
        assert_eq!(of(&mixed, Some("Sign-up")), (0, 0));
        assert_eq!(of(&mixed, None), (2_500, 0));
    }

    #[test]
    fn what_is_paid_is_what_the_calculator_said() {
        let file = concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/../../tests/vectors/calculator.json"
        );
        let text = std::fs::read_to_string(file).unwrap();
        let table: serde_json::Value = serde_json::from_str(&text).unwrap();
        for case in table.as_array().unwrap() {
            let number = |key: &str| case.get(key).map(|n| n.as_i64().unwrap());
            let small = |key: &str| number(key).map(|n| u32::try_from(n).unwrap());
            let percent = |v: u32| format!("{}%", BasisPoints(v).as_percent());
            let cents = |v: u32| format!("${}.{:02}", v / 100, v % 100);
            let rate = match (small("was").or(small("bps")), small("fixed")) {
                (Some(base), _) => percent(base),
                (None, fixed) => cents(fixed.unwrap()),
            };
            let mut terms = terms(&rate, small("was").and(small("bps")));
            let cap = small("cap");
            terms.boost = terms.boost.map(|boost| Boost { cap, ..boost });
            let spend = number("spend").unwrap();
            let reward = reward_on(&terms, None, spend);
            let boost = reward.boost.min(cap.map_or(reward.boost, i64::from));
            assert_eq!(number("earned"), Some(reward.base + boost), "{case}");
            let (said, _) = terms.headline().unwrap().earns(spend);
            assert_eq!(said, reward.base + boost, "{case}");
        }
    }

    #[test]
    fn a_boost_raises_the_headline_that_is_of_a_category() {
        let rate = "8% Shoes|2% Beauty|0% Gift cards";
        for (category, expected) in [
            (None, (800, 400)),
            (Some("Shoes"), (800, 400)),
            (Some(" SHOES"), (800, 400)),
            (Some("Beauty"), (200, 0)),
            (Some("Gift cards"), (0, 0)),
        ] {
            let said = parts(rate, Some(1_200), category, 10_000);
            assert_eq!(said, expected, "{category:?}");
        }
        // A boost below the rate takes nothing from it.
        assert_eq!(parts(rate, Some(500), Some("Shoes"), 10_000), (800, 0));
    }

    #[test]
    fn a_named_category_is_paid_at_its_own_rate() {
        let rate = "up to 10%|2% Beauty|$3 Sign-ups|0% Gift cards";
        for (category, expected) in [
            (None, (1_000, 500)),
            (Some("Beauty"), (200, 0)),
            (Some(" beauty "), (200, 0)),
            (Some("SIGN-UPS"), (300, 0)),
            (Some("Gift cards"), (0, 0)),
            (Some("Garden"), (1_000, 500)),
        ] {
            assert_eq!(
                parts(rate, Some(1_500), category, 10_000),
                expected,
                "{category:?}"
            );
        }
    }
}
