//! What a portal says of a member's trips: the answer of `GET /v1/earnings`, kept as it came and read by our own pages.

use crate::json::{self, Json, Read, Reader};
use crate::rate::{Boost, Headline, Rate};
use crate::retailer::RetailerId;
use crate::small_map::SmallMap;
use crate::store_id::PortalId;

/// No earning is larger: ten billions of a currency.
const MOST_MINOR: i64 = 1_000_000_000_000;
/// Seconds; the year 5138.
const LATEST: i64 = 100_000_000_000;

/// What each portal says.
pub type Said = SmallMap<PortalId, Earnings>;

/// The newest trips, and what no trip led to.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Earnings {
    /// Newest first; one for each order.
    pub trips: Vec<Earned>,
    /// Bonuses, and purchases with a linked card.
    pub other: Vec<OtherEarned>,
}

/// A trip, or one order of a trip that led to several. Amounts in minor units.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Earned {
    /// The click's id.
    pub click: String,
    /// Which store.
    pub retailer: RetailerId,
    /// As it is called today; none when it has left the list.
    pub name: Option<String>,
    /// Where it stands.
    pub state: State,
    /// What was posted.
    pub reward: i64,
    /// Seconds: the order, or the click while no order is known.
    pub at: i64,
    /// Seconds.
    pub clicked: i64,
    /// The purchase; none while no order is known.
    pub sale: Option<i64>,
    /// What was promised with the click.
    pub promised: Option<Headline>,
}

/// An earning without a trip.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OtherEarned {
    /// What it is.
    pub kind: Kind,
    /// Where it was bought; none for bonuses.
    pub name: Option<String>,
    /// Where it stands.
    pub state: State,
    /// What was posted.
    pub reward: i64,
    /// Seconds.
    pub at: i64,
}

/// Where an earning stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum State {
    /// No order is known yet.
    Processing,
    /// Reported, and may still change.
    Pending,
    /// Certain.
    Confirmed,
    /// In a payout under way.
    InPayout,
    /// Paid.
    Paid,
    /// The store declined it.
    Ineligible,
    /// Taken back later.
    Reversed,
}

json::words!(State {
    "processing" => Processing,
    "pending" => Pending,
    "confirmed" => Confirmed,
    "in_payout" => InPayout,
    "paid" => Paid,
    "ineligible" => Ineligible,
    "reversed" => Reversed,
});

/// What an earning without a trip is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// For someone who was invited.
    Referral,
    /// For having joined.
    Welcome,
    /// Bought in a store with a linked card.
    InStore,
    /// Eaten with a linked card.
    Dining,
}

json::words!(Kind {
    "referral" => Referral,
    "welcome" => Welcome,
    "in_store" => InStore,
    "dining" => Dining,
});

impl State {
    /// May it still become certain?
    #[must_use]
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Processing | Self::Pending)
    }

    /// Is the amount certain?
    #[must_use]
    pub const fn is_certain(self) -> bool {
        matches!(self, Self::Confirmed | Self::InPayout | Self::Paid)
    }
}

impl Read for Earnings {
    fn read(from: Reader<'_>) -> Self {
        Self {
            trips: from.get("earnings"),
            other: from.get_or_default("other"),
        }
    }
}

impl Read for Earned {
    fn read(from: Reader<'_>) -> Self {
        let clicked = within(from.field("clicked"), LATEST);
        let rates: Vec<Rate> = from.get("rate");
        let boost: Option<Boost> = from.get("boost");
        Self {
            click: from.get("click"),
            retailer: from.get("retailer"),
            name: from.get("name"),
            state: from.get("state"),
            reward: within(from.field("reward_minor"), MOST_MINOR),
            at: within(from.field("at"), LATEST),
            clicked,
            sale: match from.field("sale_minor") {
                sale if *sale.json() == Json::Null => None,
                sale => Some(within(sale, MOST_MINOR)),
            },
            promised: Headline::at(&rates, boost.as_slice(), clicked),
        }
    }
}

/// A number on either side of zero, up to this one.
fn within(from: Reader<'_>, most: i64) -> i64 {
    let number = i64::read(from);
    match (-most..=most).contains(&number) {
        true => number,
        false => from.fault(0),
    }
}

impl Read for OtherEarned {
    fn read(from: Reader<'_>) -> Self {
        Self {
            kind: from.get("kind"),
            name: from.get("name"),
            state: from.get("state"),
            reward: within(from.field("reward_minor"), MOST_MINOR),
            at: within(from.field("at"), LATEST),
        }
    }
}

json::deserialize!(Earnings);
