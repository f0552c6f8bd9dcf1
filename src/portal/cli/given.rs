//! What campaigns and offers have in common on the command line: names, amounts, days.

use crate::failure::Failure;
use crate::network_file::amount;
use crate::state::Portal;
use jiff::Timestamp;
use jiff::civil::Date;
use std::ops::RangeInclusive;

/// A short name that stands in addresses.
pub(super) fn name(text: &str) -> Result<&str, Failure> {
    let is_plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
    if (1..=40).contains(&text.len()) && text.bytes().all(is_plain) {
        Ok(text)
    } else {
        Err(Failure::Argument(format!(
            "`{text}` cannot be a name: use lower-case letters, digits and hyphens"
        )))
    }
}

/// Dollars and cents, in cents.
pub(super) fn dollars(
    flag: &str,
    text: &str,
    allowed: RangeInclusive<i64>,
) -> Result<i64, Failure> {
    let cents = amount::minor(text)
        .map_err(|reason| Failure::Argument(format!("{flag} {text}: {reason}")))?;
    within(flag, cents, allowed)
        .map_err(|_| Failure::Argument(format!("{flag} {text} is not a possible amount")))
}

/// A number that is no typing error.
pub(super) fn within(
    flag: &str,
    number: i64,
    allowed: RangeInclusive<i64>,
) -> Result<i64, Failure> {
    if allowed.contains(&number) {
        return Ok(number);
    }
    Err(Failure::Argument(format!(
        "{flag} {number} is not possible: give a number from {} to {}",
        allowed.start(),
        allowed.end()
    )))
}

/// From when until when something runs.
#[derive(Debug, clap::Args)]
pub(super) struct Span {
    /// First day [default: today]
    #[arg(long, value_name = "DATE")]
    from: Option<String>,
    /// First day on which it no longer runs [default: never]
    #[arg(long, value_name = "DATE")]
    until: Option<String>,
}

impl Span {
    /// From the beginning of a day to the beginning of another, in the portal's zone.
    pub(super) fn of(&self, portal: &Portal) -> Result<(i64, i64), Failure> {
        let starts = match &self.from {
            Some(text) => begins(portal, text)?,
            None => portal.now_ms(),
        };
        let until = self.until.as_deref();
        let ends = until.map_or(Ok(i64::MAX), |text| begins(portal, text))?;
        if starts < ends {
            Ok((starts, ends))
        } else {
            Err(Failure::Argument(
                "it would end before it begins: --until is the first day on which it no longer runs"
                    .to_owned(),
            ))
        }
    }
}

fn begins(portal: &Portal, text: &str) -> Result<i64, Failure> {
    let date = text.parse::<Date>().ok();
    let begin = date.and_then(|date| {
        let at = portal.config.zone.to_timestamp(date.at(0, 0, 0, 0)).ok()?;
        Some(at.as_millisecond())
    });
    begin.ok_or_else(|| Failure::Argument(format!("`{text}` is no date: write it like 2027-03-01")))
}

/// The span as an operator reads it.
pub(super) fn shown_span(portal: &Portal, starts_ms: i64, ends_ms: i64) -> String {
    let from = shown_day(portal, starts_ms);
    match ends_ms {
        i64::MAX => format!("from {from} on"),
        ends_ms => format!("from {from} until {}", shown_day(portal, ends_ms)),
    }
}

fn shown_day(portal: &Portal, at_ms: i64) -> String {
    Timestamp::from_millisecond(at_ms).map_or_else(
        |_| String::new(),
        |at| {
            let zoned = at.to_zoned_datetime(portal.config.zone.clone());
            zoned.strftime("%Y-%m-%d %H:%M").to_string()
        },
    )
}
