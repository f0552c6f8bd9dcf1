//! What a purchase earns under the terms that were promised at the click.

use crate::{clicks::Terms, ledger::account::USD};
use pointback_core::{
    money::{BasisPoints, reward},
    rate::{Headline, Rate},
};

/// A reward in two parts, because only the boost has a cap.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Reward {
    pub(crate) base: i64,
    /// Before the cap.
    pub(crate) boost: i64,
}

/// The reward that was promised on an order line. Each part is rounded down once.
///
/// A line that names a category of the rate is paid at that tier's rate, which may be nothing. A boost raises the
/// headline rate only: the shopper was shown the tiers as they are.
///
/// An amount is one for the whole order, whichever line it is asked of: `amount_on` tells it apart.
pub(crate) fn reward_on(terms: &Terms, category: Option<&str>, sale_minor: i64) -> Reward {
    let (rate, raised) = rate_on(terms, category);
    match rate {
        Some(Rate::Percent { v, .. }) => Reward {
            base: reward(sale_minor, v),
            boost: reward(sale_minor, above(raised, v)),
        },
        Some(Rate::Fixed { v, c, .. }) if sale_minor > 0 && c == USD => Reward {
            base: i64::from(v),
            boost: 0,
        },
        _ => Reward { base: 0, boost: 0 },
    }
}

/// The amount per order that a line is paid at; none when it is paid a share of the purchase.
pub(crate) fn amount_on(terms: &Terms, category: Option<&str>) -> Option<Rate> {
    let (rate, _) = rate_on(terms, category);
    rate.filter(|rate| matches!(rate, Rate::Fixed { .. }))
}

/// The currency, as an ISO 4217 code, of an amount that cannot be paid because the ledger counts purchases in another one;
/// none when all can be. Nothing is converted: no rate of exchange was promised.
pub(crate) fn unpayable_currency(rates: &[Rate]) -> Option<&str> {
    rates.iter().find_map(|rate| match rate {
        Rate::Fixed { c, .. } => (c != USD).then_some(c.as_str()),
        Rate::Percent { .. } => None,
    })
}

/// The rate of a line, and what a boost raises it to.
fn rate_on(terms: &Terms, category: Option<&str>) -> (Option<Rate>, Option<BasisPoints>) {
    match category.and_then(|category| tier(&terms.rate, category)) {
        Some(tier) => (Some(tier.clone()), None),
        None => {
            let headline = Headline::at(&terms.rate, &[], 0).map(|h| h.rate);
            (headline, terms.boost.as_ref().map(|b| b.v))
        }
    }
}

/// The tier of that name, however it is written.
fn tier<'r>(rates: &'r [Rate], category: &str) -> Option<&'r Rate> {
    let plain = |text: &str| text.trim().to_lowercase();
    let wanted = plain(category);
    rates
        .iter()
        .find(|r| r.label().is_some_and(|label| plain(label) == wanted))
}

fn above(raised: Option<BasisPoints>, base: BasisPoints) -> BasisPoints {
    BasisPoints(raised.map_or(0, |raised| raised.0.saturating_sub(base.0)))
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
    fn a_boost_pays_on_top_and_each_part_is_rounded_down() {
        assert_eq!(parts("10%", Some(1_500), None, 10_000), (1_000, 500));
        assert_eq!(parts("10%", Some(1_500), None, 999), (99, 49));
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
