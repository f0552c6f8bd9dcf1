//! What was promised against what was posted: pure, from the click's own terms and the network's report.

use crate::{
    clicks::Terms,
    ledger::earning::State,
    report::reward::{Reward, amount_on, reward_on},
};
use pointback_core::{money::BasisPoints, rate::Rate};

/// An order as it was posted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Posted {
    pub(crate) state: State,
    /// Cents of the purchase, as the network reported it last.
    pub(crate) sale_minor: i64,
    /// Cents of the reward.
    pub(crate) base: i64,
    pub(crate) boost: i64,
}

/// Why the posted reward is not the promised rate on the purchase.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reason {
    /// The store declined the purchase.
    Declined,
    /// The store took it back later.
    TakenBack,
    /// The boost's cap was reached; so many cents of the boost were cut.
    CapReached(i64),
    /// The promised amount per order is on another line of the order.
    OncePerOrder,
    /// "Up to" was promised, and what was bought earns less.
    LowerTier,
    /// Less, and nothing of the above.
    Less,
    /// More than was promised.
    More,
}

/// The headline that was locked at click time.
pub(crate) fn promised(terms: &Terms) -> Option<Rate> {
    terms.headline().map(|headline| headline.rate)
}

/// The share of the purchase that was posted, rounded down; none when nothing was bought.
pub(crate) fn posted_share(posted: &Posted) -> Option<BasisPoints> {
    let reward = i128::from(posted.base + posted.boost);
    let share = (reward * 10_000).checked_div(i128::from(posted.sale_minor))?;
    u32::try_from(share).ok().map(BasisPoints)
}

/// Why the two differ; none when they agree to the cent.
pub(crate) fn difference(terms: &Terms, posted: &Posted) -> Option<Reason> {
    match posted.state {
        State::Processing => return None,
        State::Ineligible => return Some(Reason::Declined),
        State::Reversed => return Some(Reason::TakenBack),
        State::Pending | State::Confirmed | State::InPayout | State::Paid => {}
    }
    let Reward { base, boost } = reward_on(terms, None, posted.sale_minor);
    let has_cap = terms.boost.as_ref().is_some_and(|b| b.cap.is_some());
    let is_up_to = terms.rate.iter().any(Rate::is_up_to) || terms.rate.len() > 1;
    let excludes = terms.rate.iter().any(Rate::pays_nothing);
    let is_amount = amount_on(terms, None).is_some();
    let paid = posted.base + posted.boost;
    let missing = (base + boost) - paid;
    match missing {
        0 => None,
        ..0 => Some(Reason::More),
        _ if base == posted.base && has_cap => Some(Reason::CapReached(missing)),
        _ if is_amount && paid == 0 && !excludes => Some(Reason::OncePerOrder),
        _ if is_up_to => Some(Reason::LowerTier),
        _ => Some(Reason::Less),
    }
}

impl Reason {
    /// One sentence for the member; the cents of a cap are said by the page.
    pub(crate) const fn sentence(self) -> &'static str {
        match self {
            Self::Declined => "The store declined this purchase.",
            Self::TakenBack => "The store took this back, usually after a return.",
            Self::CapReached(_) => "The boost reached its cap.",
            Self::OncePerOrder => "The amount is paid once per order, on another item of it.",
            Self::LowerTier => "What was bought belongs to a category that earns less.",
            Self::Less => "Less than promised. File a claim if you do not know why.",
            Self::More => "More than promised.",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rate_text;
    use pointback_core::rate::Boost;

    fn terms(tiers: &[u32], boost: Option<(u32, Option<u32>)>) -> Terms {
        let rate = tiers.iter().enumerate().map(|(n, v)| Rate::Percent {
            v: BasisPoints(*v),
            u: false,
            l: (n > 0).then(|| format!("tier {n}")),
        });
        Terms {
            rate: rate.collect(),
            boost: boost.map(|(v, cap)| Boost {
                v: BasisPoints(v),
                s: 100,
                e: 200,
                cap,
            }),
        }
    }

    const fn posted(state: State, base: i64, boost: i64) -> Posted {
        Posted {
            state,
            sale_minor: 10_000,
            base,
            boost,
        }
    }

    #[test]
    fn each_difference_has_its_reason() {
        let plain = terms(&[1_000], None);
        let tiers = terms(&[1_000, 200], None);
        let boosted = terms(&[300], Some((600, Some(200))));
        let amount = Terms {
            rate: rate_text::parse("$25").unwrap(),
            boost: None,
        };
        let pending = |base, boost| posted(State::Pending, base, boost);
        for (terms, posted, reason) in [
            (&plain, pending(1_000, 0), None),
            (&plain, pending(200, 0), Some(Reason::Less)),
            (&plain, pending(1_200, 0), Some(Reason::More)),
            (&plain, posted(State::Processing, 0, 0), None),
            (
                &plain,
                posted(State::Ineligible, 0, 0),
                Some(Reason::Declined),
            ),
            (
                &plain,
                posted(State::Reversed, 0, 0),
                Some(Reason::TakenBack),
            ),
            (&tiers, pending(200, 0), Some(Reason::LowerTier)),
            (&amount, pending(2_500, 0), None),
            (&amount, pending(0, 0), Some(Reason::OncePerOrder)),
            (&amount, pending(500, 0), Some(Reason::Less)),
            (&boosted, pending(300, 300), None),
            (&boosted, pending(300, 200), Some(Reason::CapReached(100))),
        ] {
            assert_eq!(difference(terms, &posted), reason, "{posted:?}");
        }
    }

    #[test]
    fn the_promise_is_the_locked_headline() {
        let rate = |terms: &Terms| {
            promised(terms).map(|rate| match rate {
                Rate::Percent { v, .. } => v.0,
                Rate::Fixed { v, .. } => v,
            })
        };
        assert_eq!(rate(&terms(&[1_000, 200], None)), Some(1_000));
        assert_eq!(rate(&terms(&[300], Some((600, None)))), Some(600));
        assert_eq!(rate(&terms(&[], None)), None);
    }

    #[test]
    fn the_posted_share_is_rounded_down() {
        let share = |sale_minor, base| {
            posted_share(&Posted {
                sale_minor,
                ..posted(State::Pending, base, 0)
            })
        };
        assert_eq!(share(10_000, 1_000), Some(BasisPoints(1_000)));
        assert_eq!(share(999, 99), Some(BasisPoints(990)));
        assert_eq!(share(0, 0), None);
    }
}
