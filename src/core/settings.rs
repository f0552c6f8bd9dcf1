//! What the shopper has chosen.

use crate::json::{self, Json, Read};
use serde::Serialize;

/// How offers are announced.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Mode {
    /// A card on the store's page; needs site access.
    Card,
    /// The toolbar button only; needs `webNavigation`.
    Toolbar,
}

/// All settings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Settings {
    /// Not chosen yet: only the popup speaks.
    pub mode: Option<Mode>,
    /// Id of the unit in which rates are shown first.
    pub unit: String,
}

json::words!(Mode {
    "card" => Card,
    "toolbar" => Toolbar,
});

impl Read for Settings {
    fn read(json: &Json<'_>) -> Option<Self> {
        let settings = Self {
            mode: json.get("mode")?,
            unit: json.get("unit")?,
        };
        json.has_only(&["mode", "unit"]).then_some(settings)
    }
}

json::deserialize!(Settings);

impl Default for Settings {
    fn default() -> Self {
        Self {
            mode: None,
            unit: "usd".to_owned(),
        }
    }
}
