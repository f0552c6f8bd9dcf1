//! What the shopper has chosen.

use crate::json::{self, Read, Reader};
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
    /// Label the results of searches; needs access to the search engines' pages.
    pub labels: bool,
}

json::words!(Mode {
    "card" => Card,
    "toolbar" => Toolbar,
});

impl Read for Settings {
    fn read(from: Reader<'_>) -> Self {
        from.refuse_other_fields(&["mode", "unit", "values", "labels"]);
        Self {
            mode: from.get("mode"),
            unit: from.get("unit"),
            values: from.get("values"),
            labels: from.get_or_default("labels"),
        }
    }
}

json::deserialize!(Settings);
json::written!(Settings {
    mode,
    unit,
    values,
    labels
});

impl Default for Settings {
    fn default() -> Self {
        Self {
            mode: None,
            unit: "usd".to_owned(),
            values: PointValues::default(),
            labels: false,
        }
    }
}
