//! Money without floats: minor units, basis points, points; rounded down once, at the edge.

use crate::Error;
use crate::json;
use crate::plain::is_plain;

/// Longest name of a unit, bytes.
const LONGEST: usize = 100;

/// Hundredths of a percent: 1,000 is 10 %.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct BasisPoints(pub u32);

/// Could this be an ISO 4217 code? Browsers refuse to show an amount of anything else.
#[must_use]
pub fn is_currency(code: &str) -> bool {
    code.len() == 3 && code.bytes().all(|b| b.is_ascii_uppercase())
}

/// Decimal places of a currency's minor unit, as ISO 4217 has them: amounts come as whole numbers of it.
#[must_use]
pub fn decimals(currency: &str) -> u8 {
    // One text each, which is smaller than a list.
    let is_one = |of: &[u8]| of.chunks(3).any(|code| code == currency.as_bytes());
    if is_one(b"BIFCLPDJFGNFISKJPYKMFKRWPYGRWFUGXUYIVNDVUVXAFXOFXPF") {
        0
    } else if is_one(b"BHDIQDJODKWDLYDOMRTND") {
        3
    } else {
        2
    }
}

impl BasisPoints {
    /// 100 %.
    pub const WHOLE: Self = Self(10_000);

    /// The fraction as an exact decimal: 1,000 gives `"0.1000"`.
    #[must_use]
    pub fn as_fraction(self) -> String {
        decimal(i64::from(self.0), 4)
    }

    /// As people write it: 250 is `"2.5"`.
    #[must_use]
    pub fn as_percent(self) -> String {
        trimmed(&decimal(i64::from(self.0), 2)).to_owned()
    }
}

/// The reward on a sale, in the sale's minor units: `sale * rate`, rounded **down**.
///
/// ```
/// # use pointback_core::money::{reward, BasisPoints};
/// assert_eq!(reward(10_000, BasisPoints(1_000)), 1_000); // $100 at 10 % = $10.00
/// assert_eq!(reward(999, BasisPoints(250)), 24);          // 24.975 cents, down
/// ```
#[must_use]
pub fn reward(sale_minor: i64, rate: BasisPoints) -> i64 {
    // Whole hundreds and the rest apart: exact without numbers of 128 bits, whose division is a kilobyte of the module.
    let (rate, whole) = (i64::from(rate.0), i64::from(BasisPoints::WHOLE.0));
    let of_rest = sale_minor % whole * rate / whole;
    (sale_minor / whole)
        .saturating_mul(rate)
        .saturating_add(of_rest)
}

/// A decimal text with `exp` places: `decimal(1000, 2)` is `"10.00"`. Callers hand it to `Intl`, which reads it exactly.
#[must_use]
pub fn decimal(minor: i64, exp: u8) -> String {
    let sign = if minor < 0 { "-" } else { "" };
    let digits = format!(
        "{:0width$}",
        minor.unsigned_abs(),
        width = usize::from(exp) + 1
    );
    let (whole, part) = digits.split_at(digits.len() - usize::from(exp));
    if exp == 0 {
        format!("{sign}{whole}")
    } else {
        format!("{sign}{whole}.{part}")
    }
}

/// Without trailing zeros: `2.50` is `2.5`, `10.00` is `10`.
#[must_use]
pub fn trimmed(decimal: &str) -> &str {
    decimal.trim_end_matches('0').trim_end_matches('.')
}

/// Points for an amount, at `num / den` points per whole currency unit; rounded **down**.
///
/// ```
/// # use pointback_core::money::{points, PerUnit};
/// let mr = PerUnit { from: 0, num: 100, den: 1, tier: None };
/// assert_eq!(points(1_000, 2, &mr), 1_000); // $10.00 = 1,000 points, never 100,000
/// ```
#[must_use]
pub fn points(minor: i64, exp: u8, per: &PerUnit) -> i64 {
    let scale = 10_i64.pow(u32::from(exp.min(4))) * i64::from(per.den.max(1));
    let num = i64::from(per.num);
    // Apart, as in `reward`. What `Unit::check` lets through never comes near the end of these numbers.
    let of_rest = (minor % scale).saturating_mul(num) / scale;
    (minor / scale).saturating_mul(num).saturating_add(of_rest)
}

/// Points per whole currency unit from a date on, optionally for one status tier only.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PerUnit {
    /// Valid from this second, UTC.
    pub from: i64,
    /// Points …
    pub num: u32,
    /// … per this many whole currency units.
    pub den: u32,
    /// Only for members of this status.
    pub tier: Option<String>,
}

/// What a reward can be shown and paid in. Comes with the signed head, so a programme can change its terms by date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unit {
    /// Money of one currency with `exp` decimal places.
    Cash {
        /// Short name, e.g. `usd`.
        id: String,
        /// ISO 4217 code.
        cur: String,
        /// Decimal places of the minor unit.
        exp: u8,
    },
    /// A points programme.
    Points {
        /// Short name, e.g. `mr`.
        id: String,
        /// The programme's name as its members know it.
        name: String,
        /// The dated table of points per currency unit.
        per: Vec<PerUnit>,
    },
}

json::transparent!(BasisPoints);
json::object!(PerUnit { from, num, den } optional { tier });

json::variants!(Unit, "kind" {
    "cash" => Cash { id, cur, exp },
    "points" => Points { id, name, per },
} else Self::Cash { id: String::new(), cur: String::new(), exp: 0 });

impl Unit {
    /// The short name.
    #[must_use]
    pub fn id(&self) -> &str {
        match self {
            Self::Cash { id, .. } | Self::Points { id, .. } => id,
        }
    }

    /// Is it a points programme?
    #[must_use]
    pub fn is_points(&self) -> bool {
        matches!(self, Self::Points { .. })
    }

    /// The points rate in force at `at` seconds for members without a status, or `None` for cash.
    #[must_use]
    pub fn per_unit_at(&self, at: i64) -> Option<&PerUnit> {
        let Self::Points { per, .. } = self else {
            return None;
        };
        per.iter()
            .filter(|p| p.from <= at && p.tier.is_none())
            .max_by_key(|p| p.from)
    }

    /// The points rate in force at `at` seconds for members of this status: of rows with the same date, the status' own
    /// comes first. `None` for cash.
    #[must_use]
    pub fn per_unit_for(&self, at: i64, tier: &str) -> Option<&PerUnit> {
        let Self::Points { per, .. } = self else {
            return None;
        };
        let is_mine =
            |p: &&PerUnit| p.from <= at && p.tier.as_deref().is_none_or(|own| own == tier);
        let order = |p: &PerUnit| (p.from, p.tier.is_some());
        let mut newest: Option<&PerUnit> = None;
        for row in per.iter().filter(is_mine) {
            if newest.is_none_or(|other| order(other) <= order(row)) {
                newest = Some(row);
            }
        }
        newest
    }

    /// Refuses tables that could divide by zero or show absurd numbers.
    ///
    /// # Errors
    /// `BadJson`, as for any other malformed signed content.
    pub fn check(&self) -> Result<(), Error> {
        let sound = match self {
            Self::Cash { exp, cur, .. } => is_currency(cur) && *exp == decimals(cur),
            Self::Points { name, per, .. } => {
                is_plain(name, LONGEST) && per.iter().all(|p| p.den > 0 && p.num <= 1_000_000)
            }
        };
        if sound && is_plain(self.id(), LONGEST) {
            Ok(())
        } else {
            Err(Error::BadJson)
        }
    }
}

#[cfg(test)]
mod tests;
