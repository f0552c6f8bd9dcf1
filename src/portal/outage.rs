//! A database that cannot work just now: gone, full or busy. Such a failure passes, by itself or by what the operator does;
//! the request may be repeated, and the server needs no restart.

use sqlx::Error;

/// Why the database cannot work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outage {
    /// It does not answer, or hangs up.
    Gone,
    /// The disk is full, or cannot be written to.
    Full,
    /// Others write, or every connection is taken.
    Busy,
}

impl Outage {
    /// What a failure tells of, if it will pass.
    pub(crate) fn of(cause: &Error) -> Option<Self> {
        match cause {
            Error::Io(_) | Error::Tls(_) | Error::WorkerCrashed | Error::PoolClosed => {
                Some(Self::Gone)
            }
            // Waiting ends alike where everything is taken and where a connection cannot be made.
            Error::PoolTimedOut => Some(Self::Busy),
            Error::Database(said) => Self::named(&said.code()?),
            _ => None,
        }
    }

    /// PostgreSQL's codes have five places, SQLite's are numbers whose lowest byte is the kind.
    fn named(code: &str) -> Option<Self> {
        if code.len() == 5 {
            return match code {
                "53100" => Some(Self::Full),
                "40001" | "40P01" | "55P03" => Some(Self::Busy),
                _ if code.starts_with("53") => Some(Self::Busy),
                _ if code.starts_with("08") || code.starts_with("57P") => Some(Self::Gone),
                _ => None,
            };
        }
        match code.parse::<u32>().ok()? & 0xff {
            5 | 6 => Some(Self::Busy),
            // Read-only, an error of the disk, full: whatever it is, the disk did not take what was written.
            8 | 10 | 13 => Some(Self::Full),
            14 => Some(Self::Gone),
            _ => None,
        }
    }

    /// For the operator.
    pub(crate) const fn advice(self) -> &'static str {
        match self {
            Self::Gone => {
                "the database does not answer: start it, or look at its address; work goes on by itself afterwards"
            }
            Self::Full => {
                "the disk takes nothing more: make room where the database lies; nothing acknowledged is lost, and \
                 work goes on by itself afterwards"
            }
            Self::Busy => {
                "the database is busy: if this lasts, look for a long import, or for a database that cannot be reached"
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_of_both_engines_are_told_apart() {
        for (code, expected) in [
            ("53100", Some(Outage::Full)),
            ("53300", Some(Outage::Busy)),
            ("57P01", Some(Outage::Gone)),
            ("08006", Some(Outage::Gone)),
            ("40P01", Some(Outage::Busy)),
            ("23505", None),
            ("5", Some(Outage::Busy)),
            ("517", Some(Outage::Busy)),
            ("13", Some(Outage::Full)),
            ("778", Some(Outage::Full)),
            ("14", Some(Outage::Gone)),
            ("2067", None),
            ("odd", None),
        ] {
            assert_eq!(Outage::named(code), expected, "{code}");
        }
    }
}
