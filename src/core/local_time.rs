//! The shopper's own day and hour. The zone comes with each event; nothing here reads a clock.

const MINUTE: i64 = 60_000;
const DAY: i64 = 86_400_000;
/// A day begins at four in the morning: a late evening belongs to the day before.
const BEGINS: i64 = 4 * 60 * MINUTE;

/// A moment where the shopper is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LocalTime {
    /// Milliseconds since 1970, UTC.
    pub now: i64,
    /// Minutes that local clocks are ahead of UTC; below zero west of Greenwich.
    pub zone: i32,
}

impl LocalTime {
    fn on_the_wall(self) -> i64 {
        self.now.saturating_add(i64::from(self.zone) * MINUTE)
    }

    /// The shopper's day, counted from 1970.
    #[must_use]
    pub fn day(self) -> i64 {
        (self.on_the_wall() - BEGINS).div_euclid(DAY)
    }

    /// When the shopper's next day begins, milliseconds, UTC.
    #[must_use]
    pub fn tomorrow(self) -> i64 {
        (self.day() + 1) * DAY + BEGINS - i64::from(self.zone) * MINUTE
    }

    /// Minutes since local midnight, 0 to 1439.
    #[must_use]
    pub fn minute(self) -> i64 {
        self.on_the_wall().rem_euclid(DAY) / MINUTE
    }

    /// The month of the shopper's day, counted from January of year 0 (proleptic Gregorian): 2026-11 is 24,322.
    #[must_use]
    pub fn month(self) -> i64 {
        // Howard Hinnant, "chrono-compatible low-level date algorithms": years that begin in March, in eras of 400.
        let day = self.day() + 719_468;
        let of_era = day.rem_euclid(146_097);
        let year = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
        let of_year = of_era - (365 * year + year / 4 - year / 100);
        (day.div_euclid(146_097) * 400 + year) * 12 + (5 * of_year + 2) / 153 + 2
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 2026-11-24 00:00 UTC.
    const MIDNIGHT: i64 = 1_795_478_400_000;

    fn at(hours: i64, zone: i32) -> LocalTime {
        LocalTime {
            now: MIDNIGHT + hours * 60 * MINUTE,
            zone,
        }
    }

    #[test]
    fn a_day_begins_at_four_in_the_morning_where_the_shopper_is() {
        let day = at(12, 0).day();
        assert_eq!(at(4, 0).day(), day);
        assert_eq!(at(3, 0).day(), day - 1, "a late evening");
        assert_eq!(at(27, 0).day(), day);
        assert_eq!(at(28, 0).day(), day + 1);
        assert_eq!(at(12, -480).day(), day, "four in the morning in California");
        assert_eq!(at(11, -480).day(), day - 1);
        assert_eq!(at(22, 345).day(), day, "a quarter to four in Nepal");
        assert_eq!(at(23, 345).day(), day + 1);
    }

    #[test]
    fn tomorrow_begins_where_the_day_changes() {
        for (hours, zone) in [(0, 0), (3, 0), (4, 0), (23, 0), (12, -480), (22, 345)] {
            let (here, now) = (at(hours, zone), at(hours, zone).tomorrow());
            assert_eq!(LocalTime { now, zone }.day(), here.day() + 1);
            assert_eq!(LocalTime { now: now - 1, zone }.day(), here.day());
        }
    }

    #[test]
    fn minutes_count_from_local_midnight() {
        assert_eq!(at(0, 0).minute(), 0);
        assert_eq!(at(23, -60).minute(), 22 * 60);
        assert_eq!(at(0, -60).minute(), 23 * 60);
        assert_eq!(at(0, 345).minute(), 345);
    }

    #[test]
    fn months_follow_the_calendar() {
        let month = |now: i64| LocalTime { now, zone: 0 }.month();
        let noon = 43_200_000;
        for (day, year, number) in [
            (0, 1970, 1),
            (30, 1970, 1),
            (31, 1970, 2),
            (11_016, 2000, 2),
            (11_017, 2000, 3),
            (20_787, 2026, 11),
            (20_788, 2026, 12),
            (20_818, 2026, 12),
            (20_819, 2027, 1),
        ] {
            assert_eq!(month(day * DAY + noon), year * 12 + number - 1, "day {day}");
        }
    }
}
