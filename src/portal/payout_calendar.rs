//! When members are paid and how much is needed. Pure: the time and the operator's zone are arguments.

use crate::payout::cut_off::start_of;
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
    /// Cents that are confirmed and not paid on that day: they fall under a later day's cut-off.
    pub(crate) held: i64,
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
    let today = day_of(now_ms, zone)?;
    days_around(today).find(|date| *date >= today)
}

/// The last payout day that is over.
pub(crate) fn last_date(now_ms: i64, zone: &TimeZone) -> Option<Date> {
    let today = day_of(now_ms, zone)?;
    days_around(today).filter(|date| *date < today).last()
}

/// Is this a day on which members are paid?
pub(crate) fn is_payout_day(date: Date) -> bool {
    date.day() == DAY && MONTHS.contains(&date.month())
}

/// The day of a moment in the operator's zone.
fn day_of(now_ms: i64, zone: &TimeZone) -> Option<Date> {
    let moment = Timestamp::from_millisecond(now_ms).ok()?;
    Some(moment.to_zoned_datetime(zone.clone()).date())
}

/// The payout days of three years, in order.
fn days_around(today: Date) -> impl Iterator<Item = Date> {
    let years = [-1, 0, 1].map(|step| today.year().checked_add(step));
    let of_year = |year: i16| MONTHS.map(|month| Date::new(year, month, DAY));
    years
        .into_iter()
        .flatten()
        .flat_map(of_year)
        .filter_map(Result::ok)
}

/// The payout of `date` for a member with `confirmed` cents, of which that day does not pay `held`, who elected `unit` and has
/// the status `tier` there.
pub(crate) fn next(
    (date, zone): (Date, &TimeZone),
    confirmed: i64,
    held: i64,
    unit: &Unit,
    tier: &str,
) -> NextPayout {
    let per = rate_on(unit, tier, date, zone);
    let min = min_cents(per);
    let payable = confirmed - held;
    let missing = (min - payable).max(0);
    let paid = if missing > 0 { 0 } else { payable };
    // A programme without a rate for that day delivers nothing.
    let as_points = unit
        .is_points()
        .then(|| per.map_or(0, |per| points(paid, 2, per)));
    NextPayout {
        date: date.to_string(),
        min,
        missing,
        estimate: Estimate {
            unit: unit.id().to_owned(),
            minor: as_points.is_none().then_some(paid),
            points: as_points,
        },
        held,
    }
}

/// Points per dollar of a payout day: the rate with which the day begins, so that a change on the day after, in whichever
/// zone, does not touch it. Nothing for cash.
pub(crate) fn rate_on<'u>(
    unit: &'u Unit,
    tier: &str,
    date: Date,
    zone: &TimeZone,
) -> Option<&'u PerUnit> {
    unit.per_unit_for(start_of(date, zone)?.div_euclid(1_000), tier)
}

/// The fewest cents that are paid out: at least $5.01, and for points enough for 500.
pub(crate) fn min_cents(per: Option<&PerUnit>) -> i64 {
    per.map_or(MIN_CENTS, |per| MIN_CENTS.max(cents_for(MIN_POINTS, per)))
}

/// The fewest cents that become `wanted` points.
pub(crate) fn cents_for(wanted: i64, per: &PerUnit) -> i64 {
    let scaled = wanted * 100 * i64::from(per.den);
    match i64::from(per.num) {
        0 => i64::MAX,
        num => (scaled + num - 1) / num,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DAY_OF_FEBRUARY: Date = Date::constant(2027, 2, 15);

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
    fn the_last_payout_day_is_over_only_on_the_next_day() {
        let last = |text| last_date(at(text), &new_york()).unwrap().to_string();
        assert_eq!(last("2028-02-15T23:59:59-05:00"), "2027-11-15");
        assert_eq!(last("2028-02-16T00:00:00-05:00"), "2028-02-15");
        // The 29th of a leap year is a day like others.
        assert_eq!(last("2028-02-29T12:00:00-05:00"), "2028-02-15");
        assert_eq!(last("2028-01-01T00:00:00-05:00"), "2027-11-15");
        let is_one = |text: &str| is_payout_day(text.parse().unwrap());
        assert!(is_one("2028-02-15") && is_one("2027-11-15"));
        assert!(!is_one("2028-02-16") && !is_one("2027-03-15"));
    }

    #[test]
    fn bilts_change_of_16_may_2026_goes_by_status() {
        let units = crate::units::all();
        let bilt = units.iter().find(|u| u.id() == "bilt").unwrap();
        for (date, tier, points) in [
            ("2026-02-15", "blue", 1_000),
            ("2026-05-15", "blue", 1_000),
            ("2026-05-15", "", 1_000),
            ("2026-05-15", "gold", 1_000),
            ("2026-08-15", "blue", 500),
            ("2026-08-15", "", 500),
            ("2026-08-15", "silver", 1_000),
            ("2026-08-15", "gold", 1_000),
            ("2026-08-15", "platinum", 1_000),
        ] {
            for zone in [
                "America/New_York",
                "UTC",
                "Pacific/Kiritimati",
                "Pacific/Niue",
            ] {
                let zone = TimeZone::get(zone).unwrap();
                let per = rate_on(bilt, tier, date.parse().unwrap(), &zone).unwrap();
                assert_eq!(super::points(1_000, 2, per), points, "{date} {tier}");
            }
        }
        assert_eq!(
            min_cents(rate_on(
                bilt,
                "blue",
                Date::constant(2026, 8, 15),
                &TimeZone::UTC
            )),
            1_000
        );
    }

    #[test]
    fn five_dollars_is_carried_over_and_one_cent_more_is_paid() {
        let usd = Unit::Cash {
            id: "usd".into(),
            cur: "USD".into(),
            exp: 2,
        };
        let next = |cents| next((DAY_OF_FEBRUARY, &TimeZone::UTC), cents, 0, &usd, "");
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
            next(
                (DAY_OF_FEBRUARY, &TimeZone::UTC),
                cents,
                0,
                &programme(num),
                "",
            )
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
