//! Which earnings a payout day takes. Two rules are in use in the trade, and sources disagree which is in force where: both
//! have a name, and the operator chooses. Pure.

use jiff::{civil::Date, tz::TimeZone};

/// A named rule. Under both an earning must be confirmed by the end of the payout day, in the operator's zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Strategy {
    /// Whatever is confirmed by then.
    #[default]
    ConfirmedByDate,
    /// Only what was first reported by the end of the last quarter: January to March is paid on 15 May, and so on.
    PostingQuarter,
}

/// The moments before which an earning must have been confirmed and reported, milliseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CutOff {
    /// The first moment after the payout day.
    pub confirmed_before_ms: i64,
    /// The first moment after the quarter that is paid, or the end of time.
    pub reported_before_ms: i64,
}

impl Strategy {
    /// All of them, the default first.
    pub const ALL: [Self; 2] = [Self::ConfirmedByDate, Self::PostingQuarter];

    /// The name in the database and on the command line.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::ConfirmedByDate => "confirmed_by_date",
            Self::PostingQuarter => "posting_quarter",
        }
    }

    /// The rule of that name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.name() == name)
    }

    /// The cut-off of a payout day; `None` outside the calendar.
    #[must_use]
    pub fn cut_off(self, date: Date, zone: &TimeZone) -> Option<CutOff> {
        let reported_before_ms = match self {
            Self::ConfirmedByDate => i64::MAX,
            Self::PostingQuarter => {
                let first = Date::new(date.year(), date.month().checked_sub(1)?, 1).ok()?;
                start_of(first, zone)?
            }
        };
        Some(CutOff {
            confirmed_before_ms: start_of(date.tomorrow().ok()?, zone)?,
            reported_before_ms,
        })
    }
}

/// The first moment of a day, milliseconds.
#[must_use]
pub fn start_of(date: Date, zone: &TimeZone) -> Option<i64> {
    let start = date.to_zoned_datetime(zone.clone()).ok()?;
    Some(start.timestamp().as_millisecond())
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::Timestamp;

    fn at(text: &str) -> i64 {
        text.parse::<Timestamp>().unwrap().as_millisecond()
    }

    fn cut_off(strategy: Strategy, date: &str, zone: &str) -> CutOff {
        let zone = TimeZone::get(zone).unwrap();
        strategy.cut_off(date.parse().unwrap(), &zone).unwrap()
    }

    #[test]
    fn confirmed_by_the_last_moment_of_the_payout_day() {
        for (date, zone, end) in [
            // 2028 is a leap year, 2027 is not, 2100 is not: the 15th of February ends alike.
            (
                "2027-02-15",
                "America/New_York",
                "2027-02-16T00:00:00-05:00",
            ),
            (
                "2028-02-15",
                "America/New_York",
                "2028-02-16T00:00:00-05:00",
            ),
            (
                "2100-02-15",
                "America/New_York",
                "2100-02-16T00:00:00-05:00",
            ),
            (
                "2027-05-15",
                "America/New_York",
                "2027-05-16T00:00:00-04:00",
            ),
            ("2027-02-15", "UTC", "2027-02-16T00:00:00Z"),
            (
                "2027-02-15",
                "Pacific/Kiritimati",
                "2027-02-16T00:00:00+14:00",
            ),
            (
                "2027-11-15",
                "Australia/Lord_Howe",
                "2027-11-16T00:00:00+11:00",
            ),
            // Clocks go forward in the night after the payout day, and there is no midnight: the day starts at one.
            (
                "2016-10-15",
                "America/Sao_Paulo",
                "2016-10-16T01:00:00-02:00",
            ),
        ] {
            let cut_off = cut_off(Strategy::ConfirmedByDate, date, zone);
            assert_eq!(cut_off.confirmed_before_ms, at(end), "{date} {zone}");
            assert_eq!(cut_off.reported_before_ms, i64::MAX);
        }
    }

    #[test]
    fn the_posting_quarter_is_the_one_before_the_last_payout_months() {
        for (date, reported_before) in [
            ("2027-05-15", "2027-04-01T00:00:00-04:00"),
            ("2027-08-15", "2027-07-01T00:00:00-04:00"),
            ("2027-11-15", "2027-10-01T00:00:00-04:00"),
            ("2028-02-15", "2028-01-01T00:00:00-05:00"),
        ] {
            let quarter = cut_off(Strategy::PostingQuarter, date, "America/New_York");
            assert_eq!(quarter.reported_before_ms, at(reported_before), "{date}");
            let by_date = cut_off(Strategy::ConfirmedByDate, date, "America/New_York");
            assert_eq!(quarter.confirmed_before_ms, by_date.confirmed_before_ms);
        }
    }

    #[test]
    fn every_name_is_read_back() {
        for strategy in Strategy::ALL {
            assert_eq!(Strategy::named(strategy.name()), Some(strategy));
        }
        assert_eq!(Strategy::named("whenever"), None);
    }
}
