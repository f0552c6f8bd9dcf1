//! Moments as people read them, in the operator's zone.

use jiff::{Timestamp, ZonedDateTime, civil::Date, tz::TimeZone};

/// `Feb 10, 2027`; empty for a moment outside the calendar.
pub(crate) fn day(at_ms: i64, zone: &TimeZone) -> String {
    at(at_ms, zone).map_or_else(String::new, |at| at.strftime("%b %-d, %Y").to_string())
}

/// `Feb 10, 2027, 12:00 EST`.
pub(crate) fn minute(at_ms: i64, zone: &TimeZone) -> String {
    at(at_ms, zone).map_or_else(String::new, |at| {
        at.strftime("%b %-d, %Y, %H:%M %Z").to_string()
    })
}

/// `February 15, 2027` for `2027-02-15`.
pub(crate) fn long(date: &str) -> String {
    date.parse::<Date>().map_or_else(
        |_| date.to_owned(),
        |date| date.strftime("%B %-d, %Y").to_string(),
    )
}

/// The moment in the zone; none outside the calendar.
fn at(at_ms: i64, zone: &TimeZone) -> Option<ZonedDateTime> {
    let at = Timestamp::from_millisecond(at_ms).ok()?;
    Some(at.to_zoned_datetime(zone.clone()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_those_of_the_operators_zone() {
        let zone = TimeZone::get("America/New_York").unwrap();
        let late: Timestamp = "2027-02-11T03:30:00Z".parse().unwrap();
        assert_eq!(day(late.as_millisecond(), &zone), "Feb 10, 2027");
        assert_eq!(
            minute(late.as_millisecond(), &zone),
            "Feb 10, 2027, 22:30 EST"
        );
        assert_eq!(day(i64::MAX, &zone), "");
        assert_eq!(long("2027-02-05"), "February 5, 2027");
    }
}
