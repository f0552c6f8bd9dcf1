//! Trips as they are kept, and what goes to and comes from the portal for a click.

use super::{Answer, ListStamp, Promise, Trip, TripState};
use crate::json::{self, Read, Reader};

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
