//! Trips as they are kept, and what goes to and comes from the portal for a click.

use super::{Answer, ListStamp, Promise, Trip, TripState};
use crate::json::{self, Read, Reader};
use crate::plain::is_plain;
use crate::rate::{Boost, Rate};

/// Longest word of a portal's answer, bytes.
const LONGEST: usize = 400;
/// Shortest reference, bytes: whatever carries it counts as our own click, so nobody else's may look like it.
const SHORTEST_REF: usize = 12;
/// Longest address of a click-out, bytes.
const MOST_GO: usize = 4_096;

json::object!(Trip {
    click,
    store,
    name,
    tab,
    via,
    shown,
    at,
    list,
    page,
    state
} later {
    asked
});
json::object!(ListStamp { seq, ver });
json::object!(Promise {
    locked,
    go,
    network,
    click_ref,
    trip
});

json::variants!(TripState, "state" {
    "signInFirst" => SignInFirst,
    "asking" => Asking,
    "lessThanShown" => LessThanShown { locked },
    "leaving" => Leaving { promise, since, went },
    "active" => Active { promise, until, health },
    "ended" => Ended { code },
} else Self::Asking);

impl Read for Answer {
    fn read(from: Reader<'_>) -> Self {
        Self {
            id: from.get("id"),
            click_ref: from.get("ref"),
            network: from.get("network"),
            go: from.get("go"),
            rate: from.get("rate"),
            boost: from.get("boost"),
            trip: from.get("trip"),
        }
    }
}

impl Answer {
    /// Within what a list may say, and short: it will be kept, shown and opened.
    pub(super) fn is_sane(&self) -> bool {
        is_plain(&self.network, LONGEST)
            && is_plain(&self.click_ref, LONGEST)
            && self.click_ref.len() >= SHORTEST_REF
            && self.go.len() <= MOST_GO
            && self.rate.iter().all(Rate::is_sane)
            && self.boost.iter().all(Boost::is_sane)
    }
}
