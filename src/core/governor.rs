//! The nag governor: how often a card may come unasked, and what is learned from being sent away. It only ever withholds
//! the card, never the toolbar button or the popup. Pure: the day and the hour are arguments.

mod history;
mod limits;

pub use history::{AtStore, Month, Prompts};
pub use limits::{Limits, QuietHours};

use crate::json;

/// Why there is no card on a page whose offer button and popup show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoCard {
    /// A step of paying.
    Checkout,
    /// The store's programme limits prompts, and this visit has had them.
    Programme,
    /// "Not now", three times in a row at this store.
    Resting,
    /// The store's card was there today, and its rate has not risen since.
    ShownToday,
    /// The shopper's quiet hours.
    QuietHours,
    /// As many cards as the shopper wants in a day have come.
    EnoughToday,
    /// Fewer than that, because many in a row were closed without use.
    FewerToday,
    /// "Not now", until the browser session ends.
    Dismissed,
}

json::words!(NoCard {
    "checkout" => Checkout,
    "programme" => Programme,
    "resting" => Resting,
    "shownToday" => ShownToday,
    "quietHours" => QuietHours,
    "enoughToday" => EnoughToday,
    "fewerToday" => FewerToday,
    "dismissed" => Dismissed,
});
