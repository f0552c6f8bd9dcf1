//! `Hundredths`: a figure with two decimals as a person types it. Percentages, cents a point and multipliers are such.

use crate::Error;
use crate::json::{self, Json, Read, Reader, Write};
use crate::money::{decimal, trimmed};

/// Nothing that is typed here is larger: 10,000.00.
const MOST: u32 = 1_000_000;

/// Hundredths of whatever it counts. In JSON an exact decimal text, `"1.5"`; whole numbers, as saved before, count
/// hundredths.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Hundredths(pub u32);

impl Hundredths {
    /// Reads `8`, `8.5` or `8,50`, in Latin or Arabic digits. Exact: nothing is rounded.
    ///
    /// # Errors
    /// `BadFigure` for more than two decimals, for signs, for marks between thousands, and above 10,000.
    pub fn parse(text: &str) -> Result<Self, Error> {
        let parsed = minor_units(text)?;
        if parsed > MOST {
            return Err(Error::BadFigure);
        }
        Ok(Self(parsed))
    }

    /// Without zeros at the end: `1.5`.
    #[must_use]
    pub fn as_text(self) -> String {
        trimmed(&decimal(i64::from(self.0), 2)).to_owned()
    }
}

/// Minor units of an amount with at most two decimals, as it was typed: `249.9` is 24,990.
///
/// # Errors
/// As `Hundredths::parse`, but up to ten million.
pub fn minor_units(text: &str) -> Result<u32, Error> {
    const LARGEST: u32 = 1_000_000_000;
    let (mut units, mut decimals) = (0_u32, None);
    let mut has_digit = false;
    for c in text.trim().chars() {
        let digit = match c {
            '0'..='9' => u32::from(c) - u32::from('0'),
            '٠'..='٩' => u32::from(c) - u32::from('٠'),
            '.' | ',' | '٫' if decimals.is_none() && has_digit => {
                decimals = Some(0);
                continue;
            }
            _ => return Err(Error::BadFigure),
        };
        if decimals == Some(2) || units > LARGEST / 10 {
            return Err(Error::BadFigure);
        }
        has_digit = true;
        units = units * 10 + digit;
        decimals = decimals.map(|places| places + 1);
    }
    let missing = 2 - decimals.unwrap_or(0);
    let whole = units.checked_mul(10_u32.pow(missing));
    whole
        .filter(|units| has_digit && decimals != Some(0) && *units <= LARGEST)
        .ok_or(Error::BadFigure)
}

impl Read for Hundredths {
    fn read(from: Reader<'_>) -> Self {
        match from.json() {
            Json::Natural(_) => Self(Read::read(from)),
            _ => Self::parse(from.text()).unwrap_or_else(|_| from.fault(Self(0))),
        }
    }
}

impl Write for Hundredths {
    fn write(&self) -> Json<'_> {
        Json::Text(self.as_text().into())
    }
}

json::deserialize!(Hundredths);
json::serialize!(Hundredths);

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn whatever_is_typed_is_refused_or_read_without_loss(text in "[0-9٠-٩.,٫ \\-+%e]{0,12}|.*") {
            if let Ok(figure) = Hundredths::parse(&text) {
                prop_assert!(figure.0 <= MOST);
                prop_assert_eq!(Hundredths::parse(&figure.as_text()), Ok(figure));
            }
        }

        #[test]
        fn every_figure_is_read_as_it_was_written(hundredths in 0..=MOST) {
            let text = decimal(i64::from(hundredths), 2);
            prop_assert_eq!(Hundredths::parse(&text), Ok(Hundredths(hundredths)));
        }
    }

    #[test]
    fn what_is_typed_is_read_exactly() {
        for (text, hundredths) in [
            ("8", 800),
            ("8.5", 850),
            (" 8,05 ", 805),
            ("0.01", 1),
            ("10000", MOST),
            ("٨٫٥", 850),
            ("007", 700),
        ] {
            assert_eq!(
                Hundredths::parse(text),
                Ok(Hundredths(hundredths)),
                "{text}"
            );
        }
        assert_eq!(minor_units("249.90"), Ok(24_990));
        for most in ["10000000", "10000000.0", "10000000.00"] {
            assert_eq!(minor_units(most), Ok(1_000_000_000), "{most}");
        }
    }

    #[test]
    fn what_could_mean_something_else_is_refused() {
        for text in [
            "",
            " ",
            ".",
            "8.",
            ".5",
            "1.234",
            "1,234.50",
            "1 000",
            "-1",
            "+1",
            "8%",
            "$5",
            "1e3",
            "NaN",
            "10000.01",
            "99999999999999999999",
            "0x10",
            "８",
        ] {
            assert_eq!(Hundredths::parse(text), Err(Error::BadFigure), "{text}");
        }
        assert_eq!(minor_units("10000000.01"), Err(Error::BadFigure));
    }

    #[test]
    fn it_travels_as_text_and_is_read_as_it_was_saved_before() {
        let read = |text: &str| json::read::<Hundredths>(text.as_bytes());
        assert_eq!(read("150"), Some(Hundredths(150)));
        assert_eq!(read("\"1.5\""), Some(Hundredths(150)));
        assert_eq!(read("\"much\""), None);
        assert_eq!(Hundredths(150).write().to_text(), "\"1.5\"");
        assert_eq!(Hundredths(200).as_text(), "2");
        assert_eq!(Hundredths(0).as_text(), "0");
    }
}
