//! What the surfaces draw. Amounts are exact decimal texts for `Intl`; no surface calculates anything.

mod ledger;
mod prompts;
mod proofs;
mod site;
mod store;
mod wire;

pub use ledger::{
    Difference, DueView, EarningsView, ForeseenView, MonthSumView, MonthsView, OtherView,
    PostedView, TripView,
};
pub use prompts::{MonthView, MuteView, PromptsView, RestView, mutes, prompts};
pub use proofs::{ReceiptView, ReceiptsView};
pub use site::{CardView, NamedView, SiteView, StepView};
pub use store::{
    BoostView, BreakEvenView, EarnedView, HistoryView, Hits, KeepsakeView, PresetView, ShelvesView,
    StoreView, TierView, UnitView, Winner,
};

use crate::settings::Settings;
use crate::store_id::{PortalId, StoreId};
use crate::subscription::Freshness;
use crate::wallet::CardBonus;

/// Everything that popup, welcome page and settings draw beside the store in the tab.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct View {
    /// The portals subscribed to, in the shopper's order.
    pub portals: Vec<PortalView>,
    /// One that the shopper is asked about.
    pub candidate: Option<CandidateView>,
    /// The shopper's choices.
    pub settings: Settings,
    /// Units that can be chosen.
    pub units: Vec<UnitView>,
    /// Activations, newest first.
    pub trips: Vec<TripView>,
    /// Where the shopper asked for silence.
    pub mutes: Vec<MuteView>,
    /// How often the card came unasked, and what was learned.
    pub prompts: PromptsView,
    /// Bonuses of the shopper's own cards.
    pub cards: Vec<CardBonus>,
    /// What the shopper keeps about stores.
    pub keepsakes: Vec<KeepsakeView>,
}

/// An offer in the shopper's unit, with the other unit beside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfferView {
    /// Which store, at which portal.
    pub id: StoreId,
    /// The portal's name, where there are several.
    pub portal: Option<String>,
    /// Activating only opens the portal's own page of the store, because its list was published by someone else.
    pub opens: bool,
    /// Retailer's name.
    pub name: String,
    /// In the shopper's unit; hidden while the list is stale.
    pub rate: Option<RateView>,
    /// In the other unit.
    pub other: Option<RateView>,
    /// The lowest category.
    pub lowest: Option<RateView>,
    /// Before the boost.
    pub was: Option<RateView>,
    /// When the boost ends, milliseconds.
    pub boost_ends: Option<i64>,
    /// The most that the boost's part pays to one member.
    pub boost_cap: Option<Figure>,
    /// `$100` and what it earns.
    pub example: Option<ExampleView>,
    /// The one condition that matters.
    pub condition: Option<String>,
    /// The shopper's own cards that pay more here.
    pub cards: Vec<CardBonus>,
    /// The shopper's own note about the store, while it holds.
    pub note: Option<String>,
    /// The last day on which it holds: its beginning in UTC, milliseconds.
    pub note_until: Option<i64>,
}

/// One rate in one unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RateView {
    /// "Up to".
    pub up_to: bool,
    /// The figure.
    pub figure: Figure,
}

/// A figure and what it is of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Figure {
    /// A share: `0.1000` is 10 %.
    Percent {
        /// Decimal fraction.
        fraction: String,
    },
    /// Points for every whole currency unit.
    PointsPer {
        /// Decimal.
        points: String,
        /// Programme.
        programme: String,
    },
    /// An amount of money.
    Amount {
        /// Decimal.
        amount: String,
        /// ISO 4217.
        currency: String,
    },
    /// An amount of points.
    Points {
        /// Whole number.
        points: String,
        /// Programme.
        programme: String,
    },
}

/// What a purchase of `spend` earns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExampleView {
    /// The purchase.
    pub spend: Figure,
    /// In cash.
    pub cash: Figure,
    /// In the first points programme.
    pub points: Option<Figure>,
}

/// The account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountView {
    /// Sums, if the portal has answered yet.
    pub pending: Option<Figure>,
    /// Confirmed, not yet paid.
    pub confirmed: Option<Figure>,
    /// In a payout under way.
    pub in_payout: Option<Figure>,
    /// Paid so far.
    pub paid: Option<Figure>,
    /// The next payout.
    pub payout: Option<PayoutView>,
}

/// The next payout.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PayoutView {
    /// ISO 8601 date.
    pub date: String,
    /// What is confirmed for it, in the elected unit.
    pub amount: Figure,
    /// Still missing to the minimum.
    pub missing: Option<Figure>,
    /// Share of the minimum that is reached, whole percent up to 100.
    pub progress: u8,
}

/// A portal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PortalView {
    /// Its number here.
    pub id: PortalId,
    /// Its list was published by someone else: there is no account and no balance.
    pub link: bool,
    /// The account, when signed in.
    pub account: Option<AccountView>,
    /// Of its first root.
    pub fingerprint: String,
    /// Name.
    pub name: String,
    /// Base address.
    pub base: String,
    /// How many retailers are listed.
    pub listed: usize,
    /// When the list was signed, milliseconds.
    pub issued: i64,
    /// Version of the list.
    pub version: u64,
    /// How much it may promise.
    pub freshness: Freshness,
    /// Code of the last failure.
    pub trouble: Option<String>,
    /// What was earned there, as the portal last said.
    pub earned: Option<EarningsView>,
}

/// A portal that the shopper is asked about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CandidateView {
    /// Where its list lies.
    pub base: String,
    /// Did the link carry a fingerprint, and was it this portal's? Otherwise it is trusted on first use.
    pub checked: bool,
    /// What was found there, when it was.
    pub found: Option<FoundView>,
    /// Why there is none.
    pub trouble: Option<String>,
}

/// What a portal says about itself in its first root.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundView {
    /// Name.
    pub name: String,
    /// Fingerprint.
    pub fingerprint: String,
    /// Its list was published by someone else.
    pub link: bool,
    /// Hosts that a click may open.
    pub go: Vec<String>,
}

/// A search result.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SearchHit {
    /// Which store, at the portal that offers most.
    pub id: StoreId,
    /// Name.
    pub name: String,
    /// First host.
    pub host: String,
    /// In the shopper's unit.
    pub rate: Option<RateView>,
    /// Does it bear the shopper's star?
    pub favourite: bool,
    /// When its boost ends, milliseconds.
    pub boost_ends: Option<i64>,
}
