//! Amounts as people read them. Exact: digits are moved, nothing is divided into a float.

use pointback_core::{
    money::{BasisPoints, PerUnit, decimal, decimals, points as points_for, trimmed},
    rate::{Headline, Rate},
};

/// `$1,234.50`, or `-$0.20`.
pub(crate) fn dollars(cents: i64) -> String {
    let sign = if cents < 0 { "-" } else { "" };
    let text = decimal(cents.saturating_abs(), 2);
    let (whole, part) = text.split_once('.').unwrap_or((&text, "00"));
    format!("{sign}${}.{part}", grouped(whole))
}

/// `1,000 points`.
pub(crate) fn points(number: i64) -> String {
    format!("{} points", whole(number))
}

/// `1,000`.
pub(crate) fn whole(number: i64) -> String {
    grouped(&number.to_string())
}

/// `3,162`.
pub(crate) fn count(number: usize) -> String {
    grouped(&number.to_string())
}

/// `10%`, `2.5%`.
pub(crate) fn percent(rate: BasisPoints) -> String {
    let text = decimal(i64::from(rate.0), 2);
    let text = text.trim_end_matches('0').trim_end_matches('.');
    format!("{text}%")
}

/// `Up to 10%`, `$25.00`.
pub(crate) fn headline(headline: &Headline) -> String {
    rate(&headline.rate)
}

/// `Up to 10%`, `$25.00`.
pub(crate) fn rate(rate: &Rate) -> String {
    let amount = match rate {
        Rate::Percent { v, .. } => percent(*v),
        Rate::Fixed { v, c, .. } if c == "USD" => dollars(i64::from(*v)),
        Rate::Fixed { v, c, .. } => format!("{} {c}", decimal(i64::from(*v), decimals(c))),
    };
    format!("{}{amount}", up_to(rate))
}

/// `Up to 10 points per dollar`, `2,500 points`.
pub(crate) fn rate_in_points(rate: &Rate, per: &PerUnit) -> String {
    let amount = match rate {
        Rate::Percent { v, .. } => {
            let hundredths =
                i64::from(v.0) * i64::from(per.num) / (100 * i64::from(per.den.max(1)));
            format!("{} points per dollar", trimmed(&decimal(hundredths, 2)))
        }
        Rate::Fixed { v, .. } => points(points_for(i64::from(*v), 2, per)),
    };
    format!("{}{amount}", up_to(rate))
}

fn up_to(rate: &Rate) -> &'static str {
    if rate.is_up_to() { "Up to " } else { "" }
}

/// The value of a point, in cents, at which points and cash are worth the same: `1.00`.
pub(crate) fn break_even_cents(per: &PerUnit) -> String {
    let hundredths = 10_000 * i64::from(per.den) / i64::from(per.num.max(1));
    decimal(hundredths, 2)
}

fn grouped(digits: &str) -> String {
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_read_as_written_by_hand() {
        assert_eq!(dollars(0), "$0.00");
        assert_eq!(dollars(1_000), "$10.00");
        assert_eq!(dollars(123_456_789), "$1,234,567.89");
        assert_eq!(dollars(-20), "-$0.20");
        assert_eq!(count(3_162), "3,162");
        assert_eq!(points(1_000), "1,000 points");
        assert_eq!(percent(BasisPoints(1_000)), "10%");
        assert_eq!(percent(BasisPoints(250)), "2.5%");
        assert_eq!(percent(BasisPoints(5)), "0.05%");
    }

    #[test]
    fn points_follow_the_programmes_own_table() {
        let per = |num| PerUnit {
            from: 0,
            num,
            den: 1,
            tier: None,
        };
        let ten = Rate::Percent {
            v: BasisPoints(1_000),
            u: true,
            l: None,
        };
        let fixed = Rate::Fixed {
            v: 2_500,
            c: "USD".to_owned(),
            u: false,
            l: None,
        };
        assert_eq!(
            rate_in_points(&ten, &per(100)),
            "Up to 10 points per dollar"
        );
        assert_eq!(rate_in_points(&ten, &per(50)), "Up to 5 points per dollar");
        assert_eq!(rate_in_points(&fixed, &per(100)), "2,500 points");
        assert_eq!(break_even_cents(&per(100)), "1.00");
        assert_eq!(break_even_cents(&per(50)), "2.00");
    }
}
