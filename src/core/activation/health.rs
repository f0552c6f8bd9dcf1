//! Trip health: what happened to a trip that may cost the shopper the reward, as one word and one light.

use super::{Trip, TripState};
use crate::json;

/// The worst that happened so far, worst last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Health {
    /// Nothing.
    Good,
    /// The last tenth of the trip runs.
    EndsSoon,
    /// The network hands our reference to the store's page, but it was not there: something cleaned the address.
    ReferenceMissing,
    /// Someone else's referral opened the store in a second tab.
    SecondTab,
    /// Someone else's referral came through the tab of the trip.
    Referred,
}

json::words!(Health {
    "good" => Good,
    "endsSoon" => EndsSoon,
    "referenceMissing" => ReferenceMissing,
    "secondTab" => SecondTab,
    "referred" => Referred,
});

/// How serious it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Light {
    /// All is well.
    Green,
    /// The shopper can still do something.
    Amber,
    /// It is up to the store.
    Red,
}

json::words!(Light {
    "green" => Green,
    "amber" => Amber,
    "red" => Red,
});

impl Health {
    /// The light that stands for it.
    #[must_use]
    pub const fn light(self) -> Light {
        match self {
            Self::Good => Light::Green,
            Self::EndsSoon | Self::ReferenceMissing | Self::SecondTab => Light::Amber,
            Self::Referred => Light::Red,
        }
    }
}

impl Trip {
    /// How an active trip does at `now`.
    #[must_use]
    pub fn health(&self, now: i64) -> Health {
        match &self.state {
            TripState::Active {
                promise,
                until,
                health: Health::Good,
            } if until - now < promise.trip * 100 => Health::EndsSoon,
            TripState::Active { health, .. } => *health,
            _ => Health::Good,
        }
    }

    /// Notes what happened to an active trip; what was worse stays.
    pub fn worsen(&mut self, to: Health) {
        if let TripState::Active { health, .. } = &mut self.state {
            *health = to.max(*health);
        }
    }
}
