//! The memory in JSON.

use super::{Before, Freshness, Hop, LogEntry, Memory, Portal, Session, Tab, TabState};
use crate::json::{self, Json, Object, Read, Reader, Write};

json::object!(Memory {
    session,
    settings,
    portal,
    account,
    signing_in,
    tabs,
    trips,
    records,
    dismissed,
    muted,
    watched,
    log
});
json::object!(Session { name, number, last });
json::object!(Portal {
    root,
    floor,
    units,
    expires,
    next_sync,
    failures,
    trouble
});
json::object!(Tab {
    retailer,
    state,
    on_the_way,
    before
});
json::object!(Hop { network, rule, at });
json::object!(LogEntry { at, code });

json::words!(Freshness {
    "fresh" => Fresh,
    "stale" => Stale,
    "asleep" => Asleep,
});

impl Read for TabState {
    fn read(from: Reader<'_>) -> Self {
        match from.json() {
            Json::Text(word) if word == "empty" => Self::Empty,
            Json::Text(word) if word == "active" => Self::Active,
            json if json.field("offer").is_some() => Self::Offer(from.get("offer")),
            _ => Self::Silent(from.get("silent")),
        }
    }
}

impl Write for TabState {
    fn write(&self) -> Json<'_> {
        let mut object = Object::default();
        match self {
            Self::Empty => return "empty".write(),
            Self::Active => return "active".write(),
            Self::Offer(headline) => object.put("offer", headline),
            Self::Silent(reason) => object.put("silent", reason),
        }
        object.done()
    }
}

impl Read for Before {
    fn read(from: Reader<'_>) -> Self {
        match from.json() {
            Json::Text(word) if word == "nothing" => Self::Nothing,
            Json::Text(word) if word == "other" => Self::Other,
            _ => Self::Retailer(from.get("retailer")),
        }
    }
}

impl Write for Before {
    fn write(&self) -> Json<'_> {
        let mut object = Object::default();
        match self {
            Self::Nothing => return "nothing".write(),
            Self::Other => return "other".write(),
            Self::Retailer(id) => object.put("retailer", id),
        }
        object.done()
    }
}
