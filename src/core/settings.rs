//! What the shopper has chosen.

use crate::json::{self, Read, Reader};
use crate::money::{PerUnit, Unit};
use crate::worth::PointValues;

/// How offers are announced.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// A card on the store's page; needs site access.
    Card,
    /// The toolbar button only; needs `webNavigation`.
    Toolbar,
}

/// All settings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// Not chosen yet: only the popup speaks.
    pub mode: Option<Mode>,
    /// Id of the unit in which rates are shown first.
    pub unit: String,
    /// What a point counts for, where it is not the default.
    pub values: PointValues,
    /// The member's status in a points programme, by unit id, where the points for a dollar depend on it.
    pub statuses: Vec<(String, String)>,
}

json::words!(Mode {
    "card" => Card,
    "toolbar" => Toolbar,
});

impl Read for Settings {
    fn read(from: Reader<'_>) -> Self {
        from.refuse_other_fields(&["mode", "unit", "values", "statuses"]);
        Self {
            mode: from.get("mode"),
            unit: from.get("unit"),
            values: from.get("values"),
            statuses: from.get_or_default("statuses"),
        }
    }
}

json::deserialize!(Settings);
json::written!(Settings { mode, unit, values } optional { statuses });

impl Settings {
    /// The shopper's status in a points programme; empty for none that makes a difference.
    #[must_use]
    pub fn status(&self, unit: &Unit) -> &str {
        let mut statuses = self.statuses.iter();
        let mine = statuses.find(|(id, _)| id == unit.id());
        mine.map_or("", |(_, status)| status)
    }

    /// Points per whole currency unit at `at` seconds for a member of this shopper's status; `None` for cash.
    #[must_use]
    pub fn per_unit<'u>(&self, unit: &'u Unit, at: i64) -> Option<&'u PerUnit> {
        unit.per_unit_for(at, self.status(unit))
    }
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            mode: None,
            unit: "usd".to_owned(),
            values: PointValues::default(),
            statuses: Vec::new(),
        }
    }
}
