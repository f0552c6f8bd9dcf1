//! What publications count for a point, each with its month and place. Editorial estimates, not promises: the shopper's
//! own figure always wins. Only what is dated is told.

use crate::hundredths::Hundredths;
use crate::view::PresetView;

/// The Points Guy's table of January 2026.
const POINTS_GUY: PresetView = PresetView {
    by: "The Points Guy",
    month: "2026-01",
    value: Hundredths(200),
    source: "https://thepointsguy.com/loyalty-programs/monthly-valuations/",
};

/// What is published of a unit's points, by its id.
pub(super) fn of(unit: &str) -> Vec<PresetView> {
    let value = match unit {
        "mr" => Hundredths(200),
        "bilt" => Hundredths(220),
        _ => return Vec::new(),
    };
    vec![PresetView {
        value,
        ..POINTS_GUY
    }]
}
