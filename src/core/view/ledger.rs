//! What only our own pages draw of trips and money: promised against posted, when it will be certain, when it is paid.

use super::{Figure, RateView, StepView};
use crate::earnings::{Kind, State};
use crate::json;
use crate::store_id::PortalId;

/// One activation, or one order of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TripView {
    /// The click's id.
    pub click: String,
    /// At which portal.
    pub portal: PortalId,
    /// Retailer's name.
    pub name: String,
    /// When, milliseconds.
    pub at: i64,
    /// Where the click stands.
    pub step: StepView,
    /// The rate it was promised.
    pub rate: Option<RateView>,
    /// What became of it, where the portal knows more than the click.
    pub posted: Option<PostedView>,
    /// When it is certain and when it is paid, while it may still become certain.
    pub due: Option<DueView>,
    /// May the portal be asked about it?
    pub claimable: bool,
    /// What became of a claim: `sending`, `filed` or a code.
    pub claim: Option<String>,
}

/// What became of a trip.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PostedView {
    /// Where it stands.
    pub state: State,
    /// The purchase; none while no order is known.
    pub spent: Option<Figure>,
    /// What was posted, in cash.
    pub reward: Option<Figure>,
    /// The share of the purchase that was posted, rounded down.
    pub rate: Option<RateView>,
    /// Why that is not what was promised, if it is not.
    pub why: Option<Difference>,
}

/// Why the posted reward is not the promised rate on the purchase.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Difference {
    /// The store declined the purchase.
    Declined,
    /// The store took it back later.
    TakenBack,
    /// The boost reached its cap.
    CapReached,
    /// "Up to" was promised, and what was bought earns less.
    LowerTier,
    /// The promised amount per order is on another line of the order.
    OncePerOrder,
    /// Less, and nothing of the above.
    Less,
    /// More than was promised.
    More,
}

/// When an earning is certain and when it is paid, as far as can be told. Days by their beginning in UTC, milliseconds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DueView {
    /// Not before.
    pub earliest: i64,
    /// Half-way.
    pub likely: i64,
    /// Hardly after.
    pub latest: i64,
    /// The payout day after the likely one.
    pub payout: i64,
    /// In the elected unit on that day; none while no order is known.
    pub amount: Option<Figure>,
}

/// An earning that no trip led to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OtherView {
    /// What it is.
    pub kind: Kind,
    /// Where it was bought.
    pub name: Option<String>,
    /// When, milliseconds.
    pub at: i64,
    /// Where it stands.
    pub state: State,
    /// What was posted, in cash.
    pub reward: Figure,
    /// While it may still become certain.
    pub due: Option<DueView>,
}

/// A member's earnings at one portal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EarningsView {
    /// By month; none when nothing was earned in the last twelve.
    pub months: Option<MonthsView>,
    /// The payout days to come for which something can be foreseen, at most four.
    pub payouts: Vec<ForeseenView>,
    /// What no trip led to.
    pub other: Vec<OtherView>,
}

/// The last twelve months, the present one included.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MonthsView {
    /// Bars in a field of 120 by 32: what is certain.
    pub certain: String,
    /// And on top of it what is pending.
    pub pending: String,
    /// The sum of all twelve.
    pub sum: Figure,
    /// Those in which something was earned, newest first: year, month (1 to 12), and how much.
    pub months: Vec<MonthSumView>,
}

/// What was earned in one month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MonthSumView {
    /// Year.
    pub year: i64,
    /// 1 to 12.
    pub month: i64,
    /// Certain, if anything is.
    pub certain: Option<Figure>,
    /// Pending, if anything is.
    pub pending: Option<Figure>,
}

/// What is foreseen for a payout day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ForeseenView {
    /// The day: its beginning in UTC, milliseconds.
    pub date: i64,
    /// In the elected unit.
    pub amount: Figure,
    /// In cash, where that is another figure.
    pub cash: Option<Figure>,
    /// How many earnings.
    pub of: usize,
    /// Too little to be paid: it goes over to the next day.
    pub carried: bool,
}

json::words!(Difference {
    "declined" => Declined,
    "takenBack" => TakenBack,
    "capReached" => CapReached,
    "lowerTier" => LowerTier,
    "oncePerOrder" => OncePerOrder,
    "less" => Less,
    "more" => More,
});
json::written!(TripView {
    click,
    portal,
    name,
    at,
    step,
    rate,
    posted,
    due,
    claimable,
    claim
});
json::written!(PostedView {
    state,
    spent,
    reward,
    rate,
    why
});
json::written!(DueView {
    earliest,
    likely,
    latest,
    payout,
    amount
});
json::written!(OtherView {
    kind,
    name,
    at,
    state,
    reward,
    due
});
json::written!(EarningsView {
    months,
    payouts,
    other
});
json::written!(MonthsView {
    certain,
    pending,
    sum,
    months
});
json::written!(MonthSumView {
    year,
    month,
    certain,
    pending
});
json::written!(ForeseenView {
    date,
    amount,
    cash,
    of,
    carried
});
