//! Reading trips from memory, and the portal's answer to a click.

use super::{Answer, ListStamp, Promise, Trip, TripState};
use crate::json::{self, Json, Read};

json::object!(Trip {
    click,
    retailer,
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

impl Read for TripState {
    fn read(json: &Json<'_>) -> Option<Self> {
        Some(match json.field("state")?.text()? {
            "signInFirst" => Self::SignInFirst,
            "asking" => Self::Asking,
            "lessThanShown" => Self::LessThanShown {
                locked: json.get("locked")?,
            },
            "leaving" => Self::Leaving {
                promise: json.get("promise")?,
                since: json.get("since")?,
                went: json.get("went")?,
            },
            "active" => Self::Active {
                promise: json.get("promise")?,
                until: json.get("until")?,
                challenged: json.get("challenged")?,
            },
            "ended" => Self::Ended {
                code: json.get("code")?,
            },
            _ => return None,
        })
    }
}

json::deserialize!(TripState);

impl Read for Answer {
    fn read(json: &Json<'_>) -> Option<Self> {
        Some(Self {
            id: json.get("id")?,
            click_ref: json.get("ref")?,
            network: json.get("network")?,
            go: json.get("go")?,
            rate: json.get("rate")?,
            boost: json.get("boost")?,
            trip: json.get("trip")?,
        })
    }
}
