//! The memory in JSON.

use super::{Before, Hop, LogEntry, Memory, Offer, Tab, TabState};
use crate::json::{self, Json, Object, Read, Reader, Write};

json::object!(Memory {
    session,
    settings,
    portals,
    candidate,
    signing_in,
    tabs,
    trips,
    records,
    journeys,
    dismissed,
    muted,
    watched,
    log
} later {
    prompts,
    folded,
    keepsakes,
    cards,
    claims,
    numbered,
    leaving,
    releasing
});
json::object!(Tab {
    stores,
    state,
    no_card,
    on_the_way,
    before
} later {
    seen
});
json::object!(Hop { network, rule, at });
json::object!(LogEntry { at, code });

json::object!(Offer { store, headline });

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
            Self::Offer(offers) => object.put("offer", offers),
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
            _ => Self::Store(from.get("store")),
        }
    }
}

impl Write for Before {
    fn write(&self) -> Json<'_> {
        let mut object = Object::default();
        match self {
            Self::Nothing => return "nothing".write(),
            Self::Other => return "other".write(),
            Self::Store(store) => object.put("store", store),
        }
        object.done()
    }
}
