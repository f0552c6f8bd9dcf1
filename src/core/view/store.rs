//! What only our own pages draw of stores: the whole offer in every shape, what it would earn, what the shopper keeps
//! about it, and lists of stores to choose from.

use super::{Figure, RateView, SearchHit};
use crate::hundredths::Hundredths;
use crate::json;
use crate::keepsake::Keepsake;
use crate::store_id::StoreId;
use crate::wallet::CardBonus;

/// A store's offer in full.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoreView {
    /// Which store, at which portal.
    pub id: StoreId,
    /// Name.
    pub name: String,
    /// Under which the portal shows it, and for which cards may pay more.
    pub category: Option<String>,
    /// Rates by category in the order of the list; the headline is not one of them.
    pub tiers: Vec<TierView>,
    /// The running boost.
    pub boost: Option<BoostView>,
    /// The shopper's own cards that pay more here.
    pub cards: Vec<CardBonus>,
    /// How the headline changed over the lists that were seen.
    pub history: Option<HistoryView>,
    /// What the shopper keeps about it; empty for nothing.
    pub kept: KeepsakeView,
}

/// What is paid for one category.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TierView {
    /// Its number among the store's rates, for the calculator.
    pub at: usize,
    /// The category.
    pub label: String,
    /// Its rate; none for an exclusion.
    pub rate: Option<RateView>,
}

/// A boost that runs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BoostView {
    /// When it ends, milliseconds.
    pub ends: i64,
    /// The most that its part pays to one member.
    pub cap: Option<Figure>,
    /// How much of that is left, where it is known: nothing is known of purchases on trips of this boost.
    pub left: Option<Figure>,
    /// The shopper's trips of this boost.
    pub trips: usize,
}

/// How a headline changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HistoryView {
    /// A line in a field of 120 by 32, from the oldest change that is kept to now.
    pub path: String,
    /// When that field begins, milliseconds.
    pub since: i64,
    /// The lowest that was seen.
    pub lowest: RateView,
    /// The highest that was seen.
    pub highest: RateView,
    /// The last changes, newest first: when (milliseconds), and what it was from then on.
    pub steps: Vec<(i64, RateView)>,
}

/// What a purchase would earn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EarnedView {
    /// The purchase.
    pub spend: Figure,
    /// In cash, where the portal pays cash; rounded down.
    pub cash: Option<Figure>,
    /// In each points programme of the portal; rounded down.
    pub points: Vec<Figure>,
    /// Was it cut at the boost's cap?
    pub capped: bool,
}

/// A unit to choose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitView {
    /// Id.
    pub id: String,
    /// Programme name, or currency code.
    pub name: String,
    /// Is it points?
    pub points: bool,
    /// Cents that the shopper counts for a point.
    pub value: Hundredths,
    /// The shopper's status, where it makes a difference; empty for none of those that do.
    pub status: String,
    /// The statuses that make a difference.
    pub statuses: Vec<String>,
    /// What others count for a point.
    pub presets: Vec<PresetView>,
    /// From which value on points are worth more than cash.
    pub break_even: Option<BreakEvenView>,
}

/// What a publication counts for a point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PresetView {
    /// Who.
    pub by: &'static str,
    /// In which month: `2026-01`.
    pub month: &'static str,
    /// Cents.
    pub value: Hundredths,
    /// Where it can be read.
    pub source: &'static str,
}

/// Points or cash?
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BreakEvenView {
    /// Cents a point at which both are worth the same, rounded up.
    pub cents: Hundredths,
    /// Which is worth more to this shopper.
    pub wins: Winner,
}

/// Which of two is worth more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Winner {
    /// Points.
    Points,
    /// Cash.
    Cash,
    /// Both the same.
    Neither,
}

/// What a search found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hits {
    /// The stores, the best first.
    pub hits: Vec<SearchHit>,
    /// Nothing fits what was typed; these are named alike.
    pub similar: bool,
}

/// Stores to choose from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShelvesView {
    /// With the shopper's star.
    pub favourites: Vec<SearchHit>,
    /// Whose boost ends soon, the first one first.
    pub ending: Vec<SearchHit>,
    /// That a portal shows first.
    pub featured: Vec<SearchHit>,
}

/// What the shopper keeps about a store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeepsakeView {
    /// All of it, to be handed back when some of it changes.
    pub keepsake: Keepsake,
    /// The store's name.
    pub name: String,
    /// Does the note still hold?
    pub holds: bool,
    /// The awaited percentage is reached: what the store pays.
    pub reached: Option<RateView>,
}

json::written!(StoreView {
    id,
    name,
    category,
    tiers,
    boost,
    cards,
    history,
    kept
});
json::written!(TierView { at, label, rate });
json::written!(BoostView {
    ends,
    cap,
    left,
    trips
});
json::written!(HistoryView {
    path,
    since,
    lowest,
    highest,
    steps
});
json::written!(EarnedView {
    spend,
    cash,
    points,
    capped
});
json::written!(UnitView { id, name, points, value, status, statuses, presets, break_even = "breakEven" });
json::written!(PresetView {
    by,
    month,
    value,
    source
});
json::written!(BreakEvenView { cents, wins });
json::words!(Winner {
    "points" => Points,
    "cash" => Cash,
    "neither" => Neither,
});
json::written!(Hits { hits, similar });
json::written!(ShelvesView {
    favourites,
    ending,
    featured
});
json::written!(KeepsakeView {
    keepsake,
    name,
    holds,
    reached
});
