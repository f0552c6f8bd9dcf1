//! Days of the calendar, counted from 1970, and the days on which members are paid.

use crate::local_time::LocalTime;

pub(super) const DAY: i64 = 86_400_000;
/// Members are paid on the 15th of these months, January being 0.
const PAID_IN: [i64; 4] = [1, 4, 7, 10];

/// The month of a day, counted as `LocalTime::month` does.
pub(super) fn month_of(day: i64) -> i64 {
    let noon = day * DAY + DAY / 2;
    let at = LocalTime { now: noon, zone: 0 };
    at.month()
}

/// The month of a moment, in seconds, where clocks are so many minutes ahead of UTC. It begins at midnight.
pub(super) fn month_at(at: i64, zone: i32) -> i64 {
    month_of((at + i64::from(zone) * 60).div_euclid(86_400))
}

/// The first day of a month.
pub(super) fn first_of(month: i64) -> i64 {
    // Howard Hinnant, "chrono-compatible low-level date algorithms": years that begin in March, in eras of 400.
    let from_march = month - 2;
    let (year, month) = (from_march.div_euclid(12), from_march.rem_euclid(12));
    let of_era = year.rem_euclid(400);
    let day = of_era * 365 + of_era / 4 - of_era / 100 + (153 * month + 2) / 5;
    year.div_euclid(400) * 146_097 + day - 719_468
}

/// The first payout day that is not before this one.
pub(super) fn payout_from(day: i64) -> i64 {
    let mut month = month_of(day);
    loop {
        let paid = first_of(month) + 14;
        if paid >= day && PAID_IN.contains(&month.rem_euclid(12)) {
            return paid;
        }
        month += 1;
    }
}

/// A day as portals write it: `2027-02-15`.
pub(super) fn parse(text: &str) -> Option<i64> {
    let mut parts = text.splitn(3, '-').map(|part| part.parse::<u16>().ok());
    let (year, month, day) = (parts.next()??, parts.next()??, parts.next()??);
    let is_one = (1..=12).contains(&month) && (1..=31).contains(&day);
    let first = first_of(i64::from(year) * 12 + i64::from(month) - 1);
    is_one.then(|| first + i64::from(day) - 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_month_begins_where_the_one_before_has_ended() {
        for month in 1970 * 12..2400 * 12 {
            let first = first_of(month);
            assert_eq!((month_of(first - 1), month_of(first)), (month - 1, month));
        }
        assert_eq!(first_of(1970 * 12), 0);
    }

    #[test]
    fn days_are_read_as_they_are_written() {
        assert_eq!(parse("1970-01-01"), Some(0));
        assert_eq!(parse("2028-02-29"), Some(21_243));
        for bad in [
            "",
            "2028",
            "2028-13-01",
            "2028-01-00",
            "2028-01-32",
            "x-1-1",
            "2028--1-1",
        ] {
            assert_eq!(parse(bad), None, "{bad}");
        }
    }
}
