//! Times as networks write them. A time without a zone means nothing until somebody says which zone is meant.

use jiff::{Timestamp, civil::DateTime, tz::TimeZone};

const FORM: &str =
    "a time is written like 2027-02-10T12:00:00-05:00, 2027-02-10 12:00:00 or 2027-02-10";
const ZONE: &str = "the time does not say its zone: add an offset such as Z or -05:00, or say which is meant with --zone";

/// Reads a time as milliseconds since 1970. An hour that is there twice is read as the first, one that is left out as the
/// hour after it.
///
/// # Errors
/// One sentence.
pub(super) fn parse(text: &str, zone: Option<&TimeZone>) -> Result<i64, &'static str> {
    if let Ok(at) = text.parse::<Timestamp>() {
        return Ok(at.as_millisecond());
    }
    let local: DateTime = text.parse().map_err(|_| FORM)?;
    let zone = zone.ok_or(ZONE)?;
    let at = zone.to_timestamp(local).map_err(|_| FORM)?;
    Ok(at.as_millisecond())
}

/// Does a time that can be read say no more than the day?
pub(super) fn is_day(text: &str) -> bool {
    !text.contains(['T', 't', ' '])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn in_zone(text: &str, zone: &str) -> Result<i64, &'static str> {
        parse(text, Some(&TimeZone::get(zone).unwrap()))
    }

    /// 10 February 2027, noon in New York.
    const NOON: i64 = 1_802_278_800_000;

    #[test]
    fn one_moment_has_many_forms() {
        for text in [
            "2027-02-10T12:00:00-05:00",
            "2027-02-10T17:00:00Z",
            "2027-02-10 17:00:00Z",
            "2027-02-10T18:00:00.000+01:00",
        ] {
            assert_eq!(parse(text, None), Ok(NOON), "{text}");
            assert!(!is_day(text), "{text}");
            assert_eq!(in_zone(text, "Asia/Tokyo"), Ok(NOON), "{text}");
        }
        for text in [
            "2027-02-10T12:00:00",
            "2027-02-10 12:00:00",
            "2027-02-10 12:00",
        ] {
            assert_eq!(in_zone(text, "America/New_York"), Ok(NOON), "{text}");
            assert_eq!(parse(text, None), Err(ZONE), "{text}");
            assert!(!is_day(text), "{text}");
        }
        let midnight = in_zone("2027-02-10", "America/New_York").unwrap();
        assert_eq!(NOON - midnight, 12 * 60 * 60 * 1_000);
        assert!(is_day("2027-02-10"));
    }

    #[test]
    fn summer_time_is_known() {
        let before = in_zone("2027-03-13 12:00:00", "America/New_York").unwrap();
        let after = in_zone("2027-03-14 12:00:00", "America/New_York").unwrap();
        assert_eq!(after - before, 23 * 60 * 60 * 1_000);
        // This hour does not exist, that one is there twice.
        assert!(in_zone("2027-03-14 02:30:00", "America/New_York").is_ok());
        assert!(in_zone("2027-11-07 01:30:00", "America/New_York").is_ok());
    }

    #[test]
    fn anything_else_is_refused_with_the_rule() {
        for text in [
            "",
            "yesterday",
            "10/02/2027",
            "2027-13-01",
            "2027-02-30T00:00:00Z",
            "1802278800",
        ] {
            assert_eq!(in_zone(text, "UTC"), Err(FORM), "{text}");
        }
    }
}
