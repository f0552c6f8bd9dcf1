//! What was earned month by month, as bars: whole numbers in a fixed field.

use super::calendar::month_at;
use crate::earnings::{Earnings, State};
use crate::local_time::LocalTime;
use crate::painter;
use crate::view::{MonthSumView, MonthsView};

/// Months that are shown, the present one included.
const MONTHS: usize = 12;
/// A bar and the gap beside it.
const STEP: usize = 10;
const WIDTH: usize = 8;
const TOP: i64 = 2;
const BOTTOM: i64 = 32;

/// Certain and pending, oldest month first.
type Sums = [(i64, i64); MONTHS];

/// The last twelve months; none when nothing was earned in them.
pub(super) fn draw(earnings: &Earnings, currency: &str, local: LocalTime) -> Option<MonthsView> {
    let this_month = month_at(local.now.div_euclid(1000), local.zone);
    let sums = sums(earnings, this_month, local.zone);
    let sum: i64 = sums
        .iter()
        .map(|(certain, pending)| certain + pending)
        .sum();
    let highest = sums
        .iter()
        .map(|(certain, pending)| certain + pending)
        .max()?;
    if highest <= 0 {
        return None;
    }
    let height = |minor: i64| (minor * (BOTTOM - TOP) / highest).max(i64::from(minor > 0));
    let (mut certain, mut pending) = (String::new(), String::new());
    for (at, (sure, open)) in sums.iter().enumerate() {
        let middle = BOTTOM - height(*sure);
        bar(&mut certain, at, BOTTOM, middle);
        bar(&mut pending, at, middle, (middle - height(*open)).max(TOP));
    }
    let amount = |minor: i64| (minor > 0).then(|| painter::amount(minor, currency));
    let mut months = Vec::new();
    for (back, (sure, open)) in sums.iter().rev().enumerate() {
        let month = this_month - i64::try_from(back).unwrap_or_default();
        if sure + open > 0 {
            months.push(MonthSumView {
                year: month.div_euclid(12),
                month: month.rem_euclid(12) + 1,
                certain: amount(*sure),
                pending: amount(*open),
            });
        }
    }
    Some(MonthsView {
        certain,
        pending,
        sum: painter::amount(sum, currency),
        months,
    })
}

fn sums(earnings: &Earnings, this_month: i64, zone: i32) -> Sums {
    let mut sums = Sums::default();
    let trips = earnings.trips.iter().map(|t| (t.at, t.state, t.reward));
    let other = earnings.other.iter().map(|o| (o.at, o.state, o.reward));
    for (at, state, reward) in trips.chain(other) {
        let back = usize::try_from(this_month - month_at(at, zone)).ok();
        let place = back.and_then(|back| MONTHS.checked_sub(back + 1));
        let Some((certain, pending)) = place.and_then(|at| sums.get_mut(at)) else {
            continue;
        };
        match state {
            State::Pending => *pending += reward.max(0),
            state if state.is_certain() => *certain += reward.max(0),
            _ => {}
        }
    }
    sums
}

/// A bar of the month with this number, from one height to another.
fn bar(path: &mut String, month: usize, from: i64, to: i64) {
    let left = month * STEP + 1;
    if to < from {
        path.push_str(&format!("M{left} {from}V{to}H{}V{from}Z", left + WIDTH));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json;

    /// 2026-12-01 00:00 UTC.
    const DECEMBER: i64 = 1_796_083_200;

    /// The months in which an earning and the shopper's question fall; the shopper is west of Greenwich.
    fn months(earned: i64, asked: i64) -> Option<Vec<(i64, i64)>> {
        let said = format!(
            r#"{{"earnings":[],"other":[{{"kind":"welcome","state":"pending","reward_minor":500,"at":{earned}}}]}}"#
        );
        let local = LocalTime {
            now: asked * 1000,
            zone: -480,
        };
        let drawn = draw(&json::read(said.as_bytes())?, "USD", local)?;
        Some(drawn.months.iter().map(|m| (m.year, m.month)).collect())
    }

    #[test]
    fn what_was_earned_just_now_is_drawn_at_every_hour_of_the_first_day_of_a_month() {
        for hour in 0..24 {
            let now = DECEMBER + hour * 3_600;
            let month = if hour < 8 { 11 } else { 12 };
            assert_eq!(months(now, now), Some(vec![(2026, month)]), "{hour}");
        }
        let begins = DECEMBER + 8 * 3_600;
        assert_eq!(months(begins - 1, begins), Some(vec![(2026, 11)]));
        let a_year_on = begins + 340 * 86_400;
        assert_eq!(months(begins, a_year_on), Some(vec![(2026, 12)]));
        assert_eq!(months(begins - 1, a_year_on), None, "of twelve months");
    }
}
