//! What was promised against what was posted.

use crate::earnings::{Earned, State};
use crate::money::{BasisPoints, reward};
use crate::painter::{self, Painter};
use crate::rate::{Headline, Rate};
use crate::view::{Difference, PostedView};
use core::cmp::Ordering;

/// What became of a trip, held against what was promised for it.
pub(super) fn what_became(
    painter: Painter<'_>,
    earned: &Earned,
    promised: Option<&Headline>,
) -> PostedView {
    let amount = |minor: i64| painter::amount(minor, painter.currency());
    let is_share = promised.is_none_or(|p| matches!(p.rate, Rate::Percent { .. }));
    let share = share(earned).filter(|_| is_share);
    PostedView {
        state: earned.state,
        spent: earned.sale.map(amount),
        reward: earned.sale.map(|_| amount(earned.reward)),
        rate: share.map(|v| {
            painter.rate(&Rate::Percent {
                v,
                u: false,
                l: None,
            })
        }),
        why: why(earned, promised),
    }
}

/// The share of the purchase that was posted, rounded down; none when nothing was bought.
fn share(earned: &Earned) -> Option<BasisPoints> {
    let sale = earned.sale.filter(|sale| *sale > 0)?;
    let share = earned.reward * i64::from(BasisPoints::WHOLE.0) / sale;
    u32::try_from(share).ok().map(BasisPoints)
}

/// Why the two differ; none when they agree to the cent.
fn why(earned: &Earned, promised: Option<&Headline>) -> Option<Difference> {
    match earned.state {
        State::Processing => return None,
        State::Ineligible => return Some(Difference::Declined),
        State::Reversed => return Some(Difference::TakenBack),
        State::Pending | State::Confirmed | State::InPayout | State::Paid => {}
    }
    let (sale, promised) = (earned.sale?, promised?);
    let (expected, is_capped) = promised.earns(sale);
    let has_cap = promised.boost.as_ref().is_some_and(|b| b.cap.is_some());
    let base = promised.was.map(|was| reward(sale, was));
    match earned.reward.cmp(&expected) {
        Ordering::Equal => is_capped.then_some(Difference::CapReached),
        Ordering::Greater => Some(Difference::More),
        // What is left of the cap after other trips, the portal knows.
        Ordering::Less if has_cap && base.is_some_and(|base| earned.reward >= base) => {
            Some(Difference::CapReached)
        }
        Ordering::Less if promised.rate.is_up_to() || promised.lowest.is_some() => {
            Some(Difference::LowerTier)
        }
        Ordering::Less if earned.reward == 0 && matches!(promised.rate, Rate::Fixed { .. }) => {
            Some(Difference::OncePerOrder)
        }
        Ordering::Less => Some(Difference::Less),
    }
}
