//! Decimal amounts as networks write them, `3.211` or `-12`, in minor units of two places. Read exactly and rounded once,
//! here at the border: towards zero, so that a correction takes back what was counted and no more.

const FORM: &str = "an amount is a number like 12.34, without signs of currency or thousands";
const ABSURD: &str = "an amount has at most twelve digits before the point and twelve after it";
/// Digits before or after the point.
const MOST_DIGITS: usize = 12;
const PLACES: usize = 2;

/// Reads an amount.
///
/// # Errors
/// One sentence.
pub(crate) fn minor(text: &str) -> Result<i64, &'static str> {
    let (sign, digits) = match text.strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, text),
    };
    let (whole, part) = digits.split_once('.').unwrap_or((digits, "0"));
    let is_plain = |digits: &str| !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
    if !is_plain(whole) || !is_plain(part) {
        return Err(FORM);
    }
    if whole.len() > MOST_DIGITS || part.len() > MOST_DIGITS {
        return Err(ABSURD);
    }
    let kept: String = part.chars().chain("00".chars()).take(PLACES).collect();
    let minor: i64 = format!("{whole}{kept}").parse().map_err(|_| ABSURD)?;
    Ok(sign * minor)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_read_exactly_and_rounded_towards_zero() {
        for (text, expected) in [
            ("0", 0),
            ("12", 1_200),
            ("12.3", 1_230),
            ("12.34", 1_234),
            ("3.211", 321),
            ("7.789", 778),
            ("0.999999999999", 99),
            ("-3.211", -321),
            ("-0.009", 0),
            ("-3", -300),
            ("000012.50", 1_250),
            ("999999999999.99", 99_999_999_999_999),
        ] {
            assert_eq!(minor(text), Ok(expected), "{text}");
        }
    }

    #[test]
    fn a_correction_takes_back_exactly_what_was_counted() {
        for text in ["3.211", "7.789", "0.005", "19.99"] {
            let back = minor(&format!("-{text}")).unwrap();
            assert_eq!(minor(text).unwrap() + back, 0, "{text}");
        }
    }

    #[test]
    fn anything_else_is_refused_with_the_rule() {
        for text in [
            "", "-", ".", "1.", ".5", "1,000.00", "$5", "5 USD", "1e3", "+5", "--5", "٣", "NaN",
            "(5.00)",
        ] {
            assert_eq!(minor(text), Err(FORM), "{text}");
        }
        for text in ["1000000000000", "1.0000000000000"] {
            assert_eq!(minor(text), Err(ABSURD), "{text}");
        }
        assert_eq!(minor(&"9".repeat(1_000_000)), Err(ABSURD));
    }
}
