//! What a member earned, month by month: the figures behind the account page's chart.

use crate::{error::Error, ledger::earning::State, state::Portal};
use jiff::{Timestamp, ToSpan, civil::Date, tz::TimeZone};

/// Months that are shown, the present one included.
const MONTHS: usize = 12;

/// A month's earnings in cents.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Month {
    /// Its first day.
    pub(crate) first: Date,
    /// Reported, and may still change.
    pub(crate) pending: i64,
    /// Certain: confirmed, in payout or paid.
    pub(crate) certain: i64,
}

impl Month {
    pub(crate) const fn total(&self) -> i64 {
        self.pending + self.certain
    }
}

/// The member's last twelve months, oldest first.
pub(crate) async fn by_month(portal: &Portal, member: &str) -> Result<Vec<Month>, Error> {
    let zone = &portal.config.zone;
    let mut months = last_months(portal.now_ms(), zone);
    let since = months
        .first()
        .and_then(|month| month.first.to_zoned_datetime(zone.clone()).ok())
        .map_or(i64::MAX, |start| start.timestamp().as_millisecond());
    let rows: Vec<(i64, String, i64)> = sqlx::query_as(
        "SELECT event_ms, state, base + boost FROM earning WHERE member = $1 AND event_ms >= $2",
    )
    .bind(member)
    .bind(since)
    .fetch_all(&portal.pool)
    .await?;
    for (event_ms, state, reward) in rows {
        let first = first_of_month(event_ms, zone);
        let Some(month) = months.iter_mut().find(|month| Some(month.first) == first) else {
            continue;
        };
        match State::named(&state) {
            Some(State::Pending) => month.pending += reward,
            Some(State::Confirmed | State::InPayout | State::Paid) => month.certain += reward,
            Some(State::Processing | State::Ineligible | State::Reversed) | None => {}
        }
    }
    Ok(months)
}

fn first_of_month(at_ms: i64, zone: &TimeZone) -> Option<Date> {
    let at = Timestamp::from_millisecond(at_ms).ok()?;
    Some(at.to_zoned_datetime(zone.clone()).date().first_of_month())
}

fn last_months(now_ms: i64, zone: &TimeZone) -> Vec<Month> {
    let Some(newest) = first_of_month(now_ms, zone) else {
        return Vec::new();
    };
    (0..MONTHS)
        .rev()
        .filter_map(|back| {
            let back = i64::try_from(back).ok()?;
            Some(Month {
                first: newest.checked_sub(back.months()).ok()?,
                pending: 0,
                certain: 0,
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn twelve_months_end_with_this_one_in_the_operators_zone() {
        let zone = TimeZone::get("America/New_York").unwrap();
        // Still January 31 in New York.
        let now: Timestamp = "2028-02-01T03:00:00Z".parse().unwrap();
        let months = last_months(now.as_millisecond(), &zone);
        let names: Vec<String> = months.iter().map(|m| m.first.to_string()).collect();
        assert_eq!(names.len(), 12);
        assert_eq!(
            (names[0].as_str(), names[11].as_str()),
            ("2027-02-01", "2028-01-01")
        );
    }
}
