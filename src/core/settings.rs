//! What the shopper has chosen.

use serde::{Deserialize, Serialize};

/// How offers are announced.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Mode {
    /// A card on the store's page; needs site access.
    Card,
    /// The toolbar button only; needs `webNavigation`.
    Toolbar,
}

/// All settings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Settings {
    /// Not chosen yet: only the popup speaks.
    pub mode: Option<Mode>,
    /// Id of the unit in which rates are shown first.
    pub unit: String,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            mode: None,
            unit: "usd".to_owned(),
        }
    }
}
