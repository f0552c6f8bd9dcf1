//! What the shopper has chosen.

use crate::governor::Limits;
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

/// Where the card stands, in reading direction: "start" is left in English, right in Arabic.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Corner {
    /// Below, where lines end.
    #[default]
    BottomEnd,
    /// Below, where lines begin.
    BottomStart,
    /// Above, where lines end.
    TopEnd,
    /// Above, where lines begin.
    TopStart,
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
    /// Where the card stands.
    pub corner: Corner,
    /// How often it may come unasked.
    pub limits: Limits,
    /// The member's status in a points programme, by unit id, where the points for a dollar depend on it.
    pub statuses: Vec<(String, String)>,
}

json::words!(Mode {
    "card" => Card,
    "toolbar" => Toolbar,
});

json::words!(Corner {
    "bottomEnd" => BottomEnd,
    "bottomStart" => BottomStart,
    "topEnd" => TopEnd,
    "topStart" => TopStart,
});

/// What came later than the first version may be missing.
impl Read for Settings {
    fn read(from: Reader<'_>) -> Self {
        from.refuse_other_fields(&[
            "mode", "unit", "values", "labels", "corner", "limits", "statuses",
        ]);
        Self {
            mode: from.get("mode"),
            unit: from.get("unit"),
            values: from.get("values"),
            labels: from.get_or_default("labels"),
            corner: from.get_or_default("corner"),
            limits: from.get_or_default("limits"),
            statuses: from.get_or_default("statuses"),
        }
    }
}

json::deserialize!(Settings);
json::written!(Settings {
    mode,
    unit,
    values,
    labels,
    corner,
    limits
} optional { statuses });

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
            labels: false,
            corner: Corner::default(),
            limits: Limits::default(),
            statuses: Vec::new(),
        }
    }
}
