//! A small line of how a headline changed, as the path of a drawing: whole numbers in a fixed field.

use crate::history::{Change, Point};
use crate::money::BasisPoints;
use crate::painter::Painter;
use crate::rate::Rate;
use crate::view::{HistoryView, RateView};

/// The field.
const WIDTH: i64 = 120;
const TOP: i64 = 2;
const BOTTOM: i64 = 30;
/// What comes before the oldest change that is kept takes this much room at least, seconds.
const BEFORE: i64 = 86_400;
const MOST_STEPS: usize = 6;

/// Draws the changes that led to the rate of now; none when there were none, or all of another kind.
pub(super) fn draw(
    changes: &[Change],
    rate: &Rate,
    painter: Painter<'_>,
    now: i64,
) -> Option<HistoryView> {
    let now = now / 1000;
    let value = |point| match (point, rate) {
        (Point::Percent(v), Rate::Percent { .. }) => Some(i64::from(v.0)),
        (Point::Fixed(v), Rate::Fixed { .. }) => Some(i64::from(v)),
        _ => None,
    };
    let first = changes.first()?;
    let since = first.at.min(now) - BEFORE;
    let mut steps: Vec<(i64, i64)> = Vec::new();
    steps.extend(value(first.before).map(|v| (since, v)));
    for change in changes {
        steps.extend(value(change.after).map(|v| (change.at.min(now), v)));
    }
    // A boost that has begun since the last list is part of the rate, but of no change.
    let shown = value(Point::of(rate))?;
    if steps.last().is_none_or(|(_, v)| *v != shown) {
        steps.push((now, shown));
    }
    let lowest = steps.iter().map(|(_, v)| *v).min()?;
    let highest = steps.iter().map(|(_, v)| *v).max()?;
    if lowest == highest {
        return None;
    }
    let paint = |v: i64| -> RateView {
        let v = u32::try_from(v).unwrap_or_default();
        painter.rate(&match rate {
            Rate::Percent { .. } => Rate::Percent {
                v: BasisPoints(v),
                u: false,
                l: None,
            },
            Rate::Fixed { c, .. } => Rate::Fixed {
                v,
                c: c.clone(),
                u: false,
                l: None,
            },
        })
    };
    let newest = steps.iter().rev().take(MOST_STEPS);
    Some(HistoryView {
        path: path(&steps, since, now, lowest, highest),
        since: since * 1000,
        lowest: paint(lowest),
        highest: paint(highest),
        steps: newest.map(|(at, v)| (at * 1000, paint(*v))).collect(),
    })
}

/// Stairs from the left edge to the right one.
fn path(steps: &[(i64, i64)], since: i64, now: i64, lowest: i64, highest: i64) -> String {
    let x = |at: i64| (at - since) * WIDTH / (now - since).max(1);
    let y = |v: i64| BOTTOM - (v - lowest) * (BOTTOM - TOP) / (highest - lowest).max(1);
    let mut path = String::new();
    for (at, v) in steps {
        let piece = match path.is_empty() {
            true => format!("M{} {}", x(*at), y(*v)),
            false => format!("H{}V{}", x(*at), y(*v)),
        };
        path.push_str(&piece);
    }
    path.push_str(&format!("H{WIDTH}"));
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_climbs_in_stairs() {
        let day = 86_400;
        let steps = [(0, 200), (day, 800), (3 * day, 500)];
        assert_eq!(path(&steps, 0, 4 * day, 200, 800), "M0 30H30V2H90V16H120");
    }
}
