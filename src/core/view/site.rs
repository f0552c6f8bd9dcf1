//! The store in a tab, as popup and card draw it.

use super::OfferView;
use crate::activation::{Health, Light};
use crate::decision::Reason;
use crate::governor::NoCard;
use crate::host::Host;
use crate::settings::Corner;

/// The store in a tab.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SiteView {
    /// An offer that can be activated.
    Offer {
        /// The offer.
        offer: OfferView,
        /// A click under way or refused.
        step: StepView,
        /// What the other portals offer, the best first.
        others: Vec<OfferView>,
        /// Why no card shows on the page, where the shopper has chosen the card.
        withheld: Option<NoCard>,
    },
    /// A trip is active.
    Active {
        /// The offer as locked.
        offer: OfferView,
        /// When the trip ends, milliseconds.
        until: i64,
        /// What happened to it.
        health: Health,
        /// How serious that is.
        light: Light,
    },
    /// Nothing, and why.
    Silent {
        /// Why.
        reason: Reason,
        /// The store, if it is on the list.
        store: Option<NamedView>,
        /// Names of the networks that referred the shopper.
        networks: Vec<String>,
        /// When the silence ends at the earliest, milliseconds.
        until: Option<i64>,
        /// Does the browser session keep it for longer than that?
        session: bool,
        /// The portal whose list is too old, and when that was signed, milliseconds.
        asleep: Option<(String, i64)>,
        /// What the shopper's own act may still take, where the networks allow it.
        switch: Option<OfferView>,
        /// Where the click for it stands.
        step: StepView,
    },
}

/// A store's site and name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedView {
    /// By which it is muted.
    pub site: Host,
    /// Name.
    pub name: String,
}

/// The on-page card.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CardView {
    /// The offer.
    pub offer: OfferView,
    /// Where the click stands.
    pub step: StepView,
    /// By which the store is muted.
    pub site: Host,
    /// Where it stands.
    pub corner: Corner,
    /// Is it a pill?
    pub folded: bool,
}

/// Where a click stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StepView {
    /// Not clicked.
    Ready,
    /// Waits for sign-in.
    SignIn,
    /// Waits for the portal, or for the store's page.
    Busy,
    /// The portal would lock less than was shown: agree with another click.
    Less,
    /// Did not work.
    Failed {
        /// Stable code.
        code: String,
    },
    /// The trip is active.
    Active,
}
