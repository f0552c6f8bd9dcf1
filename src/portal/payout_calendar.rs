//! When members are paid and how much is needed. Pure: the time and the operator's zone are arguments.

use jiff::{Timestamp, civil::Date, tz::TimeZone};
use pointback_core::money::{PerUnit, Unit, points};
use serde::Serialize;

/// Confirmed cents that are needed for a payout; less is carried over.
const MIN_CENTS: i64 = 501;
/// Points that are needed at least, when points are elected.
const MIN_POINTS: i64 = 500;
const MONTHS: [i8; 4] = [2, 5, 8, 11];
const DAY: i8 = 15;

/// The next payout as far as it can be known today.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct NextPayout {
    /// In the operator's zone, e.g. `2027-02-15`.
    pub(crate) date: String,
    /// Cents that are needed.
    pub(crate) min: i64,
    /// Cents that are still missing.
    pub(crate) missing: i64,
    /// What would be paid if nothing else were confirmed until then; nothing while something is missing.
    pub(crate) estimate: Estimate,
}

/// An amount in the elected unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Estimate {
    pub(crate) unit: String,
    /// Cents, for cash.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) minor: Option<i64>,
    /// Points, for a programme.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) points: Option<i64>,
}

/// The payout day on or after today.
pub(crate) fn next_date(now_ms: i64, zone: &TimeZone) -> Option<Date> {
    let today = Timestamp::from_millisecond(now_ms)
        .ok()?
        .to_zoned_datetime(zone.clone())
        .date();
    let this_year = MONTHS.map(|month| Date::new(today.year(), month, DAY));
    let next_year = Date::new(today.year().checked_add(1)?, MONTHS[0], DAY);
    this_year
        .into_iter()
        .chain([next_year])
        .filter_map(Result::ok)
        .find(|date| *date >= today)
}

/// The next payout for a member with `confirmed` cents who elected `unit`.
pub(crate) fn next(
    now_ms: i64,
    zone: &TimeZone,
    confirmed: i64,
    unit: &Unit,
) -> Option<NextPayout> {
    let date = next_date(now_ms, zone)?;
    let per = unit.per_unit_at(now_ms.div_euclid(1_000));
    let min = per.map_or(MIN_CENTS, |per| MIN_CENTS.max(cents_for(MIN_POINTS, per)));
    let missing = (min - confirmed).max(0);
    let payable = if missing > 0 { 0 } else { confirmed };
    let as_points = per.map(|per| points(payable, 2, per));
    Some(NextPayout {
        date: date.to_string(),
        min,
        missing,
        estimate: Estimate {
            unit: unit.id().to_owned(),
            minor: as_points.is_none().then_some(payable),
            points: as_points,
        },
    })
}

/// The fewest cents that become `wanted` points.
fn cents_for(wanted: i64, per: &PerUnit) -> i64 {
    let scaled = wanted * 100 * i64::from(per.den);
    match i64::from(per.num) {
        0 => i64::MAX,
        num => (scaled + num - 1) / num,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn new_york() -> TimeZone {
        TimeZone::get("America/New_York").unwrap()
    }

    fn at(text: &str) -> i64 {
        text.parse::<Timestamp>().unwrap().as_millisecond()
    }

    fn date(text: &str) -> String {
        next_date(at(text), &new_york()).unwrap().to_string()
    }

    #[test]
    fn the_payout_day_itself_still_counts() {
        assert_eq!(date("2027-02-14T12:00:00-05:00"), "2027-02-15");
        assert_eq!(date("2027-02-15T00:00:00-05:00"), "2027-02-15");
        assert_eq!(date("2027-02-15T23:59:59-05:00"), "2027-02-15");
        assert_eq!(date("2027-02-16T00:00:00-05:00"), "2027-05-15");
        assert_eq!(date("2027-05-16T00:00:00-04:00"), "2027-08-15");
        assert_eq!(date("2027-08-16T00:00:00-04:00"), "2027-11-15");
        assert_eq!(date("2027-11-16T00:00:00-05:00"), "2028-02-15");
        assert_eq!(date("2027-12-31T23:59:59-05:00"), "2028-02-15");
    }

    #[test]
    fn days_are_the_operators_days() {
        // Already the 16th in London, still the 15th in New York.
        assert_eq!(date("2027-02-16T03:00:00Z"), "2027-02-15");
        assert_eq!(
            next_date(at("2027-02-16T03:00:00Z"), &TimeZone::UTC)
                .unwrap()
                .to_string(),
            "2027-05-15"
        );
    }

    #[test]
    fn five_dollars_is_carried_over_and_one_cent_more_is_paid() {
        let usd = Unit::Cash {
            id: "usd".into(),
            cur: "USD".into(),
            exp: 2,
        };
        let next = |cents| next(0, &TimeZone::UTC, cents, &usd).unwrap();
        assert_eq!((next(500).missing, next(500).estimate.minor), (1, Some(0)));
        assert_eq!(
            (next(501).missing, next(501).estimate.minor),
            (0, Some(501))
        );
        assert_eq!(next(0).missing, 501);
    }

    #[test]
    fn points_follow_the_programmes_table() {
        let per = |num| PerUnit {
            from: 0,
            num,
            den: 1,
            tier: None,
        };
        let programme = |num| Unit::Points {
            id: "mr".into(),
            name: "MR".into(),
            per: vec![per(num)],
        };
        let estimate = |cents, num| {
            next(0, &TimeZone::UTC, cents, &programme(num))
                .unwrap()
                .estimate
                .points
        };
        assert_eq!(estimate(1_000, 100), Some(1_000));
        assert_eq!(estimate(500, 100), Some(0));
        // Half a point per cent: less than $10.00 would be too few points to deliver.
        assert_eq!(estimate(999, 50), Some(0));
        assert_eq!(estimate(1_000, 50), Some(500));
    }
}
