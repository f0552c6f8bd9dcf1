//! Rates as operators write them: `10%`, `up to 10%`, `$25`, `10%|2% Beauty`. Read exactly, with integers.

use pointback_core::money::BasisPoints;
use pointback_core::rate::Rate;
use regex::Regex;
use std::sync::LazyLock;

#[expect(
    clippy::expect_used,
    reason = "the pattern is a constant that every test builds"
)]
static TIER: LazyLock<Regex> = LazyLock::new(|| {
    let form =
        r"(?i)^(?<up_to>up to\s+)?(?:\$(?<dollars>\S+)|(?<percent>\S+)%)(?:\s+(?<label>.+))?$";
    Regex::new(form).expect("a sound pattern")
});

const FORMS: &str = "a rate is written as `10%`, `up to 10%` or `$25`, with a label after a space";
const DECIMALS: &str = "a rate is a number with at most two decimals";
const ZERO: &str = "a rate of zero is no rate: leave the cell empty if none is known, or name the category that is excluded";
const ABSURD: &str = "a rate is at most 100% or $10000";
const TWICE: &str = "two tiers have the same label";

/// Reads a rate cell. Tiers are separated by `|`; an empty cell means that no rate is known.
///
/// # Errors
/// One sentence about the first tier that cannot be used.
pub fn parse(text: &str) -> Result<Vec<Rate>, &'static str> {
    let mut rates: Vec<Rate> = Vec::new();
    if text.trim().is_empty() {
        return Ok(rates);
    }
    for tier in text.split('|') {
        let rate = parse_tier(tier.trim())?;
        if rates.iter().any(|r| r.label() == rate.label()) {
            return Err(TWICE);
        }
        rates.push(rate);
    }
    Ok(rates)
}

fn parse_tier(tier: &str) -> Result<Rate, &'static str> {
    let parts = TIER.captures(tier).ok_or(FORMS)?;
    let part = |name| parts.name(name).map(|m| m.as_str());
    let u = part("up_to").is_some();
    let l = part("label").map(str::to_owned);
    let (v, rate) = match (part("dollars"), part("percent")) {
        (Some(number), _) => {
            let (v, c) = (hundredths(number)?, "USD".to_owned());
            (v, Rate::Fixed { v, c, u, l })
        }
        (None, number) => {
            let v = hundredths(number.unwrap_or_default())?;
            (
                v,
                Rate::Percent {
                    v: BasisPoints(v),
                    u,
                    l,
                },
            )
        }
    };
    match v {
        _ if rate.is_sane() => Ok(rate),
        0 => Err(ZERO),
        _ => Err(ABSURD),
    }
}

/// Cents of a dollar, or basis points of a percentage: both are hundredths of what is written.
fn hundredths(number: &str) -> Result<u32, &'static str> {
    let (whole, part) = number.split_once('.').unwrap_or((number, "0"));
    let is_plain = |digits: &str| !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
    if !is_plain(whole) || !is_plain(part) || part.len() > 2 {
        return Err(DECIMALS);
    }
    // More digits than a u32 holds are absurd, not malformed.
    format!("{whole}{part:0<2}").parse().map_err(|_| ABSURD)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wire(text: &str) -> String {
        serde_json::to_string(&parse(text).unwrap()).unwrap()
    }

    #[test]
    fn every_form_becomes_its_wire_form() {
        for (text, expected) in [
            ("10%", r#"[{"k":"p","v":1000}]"#),
            ("2.5%", r#"[{"k":"p","v":250}]"#),
            ("1.25%", r#"[{"k":"p","v":125}]"#),
            ("0.01%", r#"[{"k":"p","v":1}]"#),
            ("100%", r#"[{"k":"p","v":10000}]"#),
            ("up to 10%", r#"[{"k":"p","v":1000,"u":1}]"#),
            ("Up To 10%", r#"[{"k":"p","v":1000,"u":1}]"#),
            ("$25", r#"[{"k":"f","v":2500,"c":"USD"}]"#),
            ("$22.50", r#"[{"k":"f","v":2250,"c":"USD"}]"#),
            ("up to $5.5", r#"[{"k":"f","v":550,"c":"USD","u":1}]"#),
            (
                "10%|2% Beauty",
                r#"[{"k":"p","v":1000},{"k":"p","v":200,"l":"Beauty"}]"#,
            ),
            (
                " up to 8% | $3 Gift cards ",
                r#"[{"k":"p","v":800,"u":1},{"k":"f","v":300,"c":"USD","l":"Gift cards"}]"#,
            ),
            (
                "5%|0% Gift cards",
                r#"[{"k":"p","v":500},{"k":"p","v":0,"l":"Gift cards"}]"#,
            ),
            ("", "[]"),
            ("  ", "[]"),
        ] {
            assert_eq!(wire(text), expected, "{text}");
        }
    }

    #[test]
    fn anything_else_is_refused_with_the_rule() {
        for (text, rule) in [
            ("10", FORMS),
            ("ten%", DECIMALS),
            ("10 %", FORMS),
            ("€5", FORMS),
            ("10%Beauty", FORMS),
            ("10%|", FORMS),
            ("-3%", DECIMALS),
            ("+3%", DECIMALS),
            ("1.255%", DECIMALS),
            (".5%", DECIMALS),
            ("5.%", DECIMALS),
            ("1e2%", DECIMALS),
            ("$1,000", DECIMALS),
            ("0%", ZERO),
            ("$0.00", ZERO),
            ("100.01%", ABSURD),
            ("$10000.01", ABSURD),
            ("99999999999%", ABSURD),
            ("10%|5%", TWICE),
            ("10%|5% A|4% A", TWICE),
        ] {
            assert_eq!(parse(text).unwrap_err(), rule, "{text}");
        }
    }
}
