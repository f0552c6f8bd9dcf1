//! A claim packet: what the extension exports about one trip, or what the form collects. JSON, version 1:
//!
//! ```json
//! {"v":1,"click":"<id of the click>","order":"A-1001","amount_minor":10000,"currency":"USD",
//!  "note":"…","receipts":"<the log as `portal verify-receipts` checks it, JSON lines>"}
//! ```
//!
//! `note` and `receipts` may be left out.

use crate::{object, refusal::FormError, uuid};
use pointback_core::receipt::Receipts;
use serde::Deserialize;

const LONGEST_ORDER: usize = 80;
const LONGEST_NOTE: usize = 2_000;
const LONGEST_RECEIPTS: usize = 200 * 1_024;
/// One million dollars.
const MOST_MINOR: i64 = 100_000_000;

const UNREADABLE: &str = "This is not a claim packet. Export one in the extension and paste all of it, or leave this empty.";

/// A claim as it comes in.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Packet {
    v: u32,
    /// The trip it is about.
    pub(crate) click: String,
    /// The store's own number for the order.
    pub(crate) order: String,
    /// What was bought, cents, without tax and shipping.
    pub(crate) amount_minor: i64,
    currency: String,
    #[serde(default)]
    pub(crate) note: String,
    #[serde(default)]
    pub(crate) receipts: String,
}

impl Packet {
    /// From the fields of the form.
    pub(crate) fn of_form(
        click: &str,
        order: &str,
        amount: &str,
        note: &str,
    ) -> Result<Self, FormError> {
        let amount_minor = cents(amount).ok_or(FormError::refused(
            "amount",
            "Write the amount in dollars, like 49.90.",
        ))?;
        Ok(Self {
            v: 1,
            click: click.to_owned(),
            order: order.trim().to_owned(),
            amount_minor,
            currency: "USD".to_owned(),
            // Browsers send line ends as mail does.
            note: note.trim().replace("\r\n", "\n"),
            receipts: String::new(),
        })
    }

    /// From what the extension exported.
    pub(crate) fn read(text: &str) -> Result<Self, FormError> {
        object::read(text.as_bytes()).ok_or(FormError::refused("packet", UNREADABLE))
    }

    /// Refuses what nobody could answer.
    pub(crate) fn check(&self) -> Result<(), FormError> {
        let refused = |field, sentence| Err(FormError::refused(field, sentence));
        if self.v != 1 || self.currency != "USD" {
            return refused("packet", UNREADABLE);
        }
        if uuid::bytes(&self.click).is_none() {
            return refused("click", "Choose the trip that this is about.");
        }
        let is_plain = |text: &str| !text.chars().any(|c| c.is_control() && c != '\n');
        if !(1..=LONGEST_ORDER).contains(&self.order.chars().count())
            || !is_plain(&self.order)
            || self.order.contains('\n')
        {
            return refused("order", "Write the order number that the store gave you.");
        }
        if !(1..=MOST_MINOR).contains(&self.amount_minor) {
            return refused("amount", "Write the amount in dollars, like 49.90.");
        }
        if self.note.chars().count() > LONGEST_NOTE || !is_plain(&self.note) {
            return refused("note", "Write at most 2,000 characters of plain text.");
        }
        if self.receipts.len() > LONGEST_RECEIPTS
            || !(self.receipts.is_empty() || Receipts::import(&self.receipts).is_ok())
        {
            return refused(
                "packet",
                "The receipts in this packet do not hold together. Export them again.",
            );
        }
        Ok(())
    }
}

/// Cents of an amount as people write it: `49.9`, `$1,049.90`. Exact.
fn cents(text: &str) -> Option<i64> {
    let text = text.trim().trim_start_matches('$').replace(',', "");
    let (whole, part) = text.split_once('.').unwrap_or((&text, ""));
    let is_digits = |digits: &str| digits.bytes().all(|b| b.is_ascii_digit());
    if whole.is_empty()
        || whole.len() > 12
        || part.len() > 2
        || !is_digits(whole)
        || !is_digits(part)
    {
        return None;
    }
    format!("{whole}{part:0<2}").parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    const CLICK: &str = "00000000-0000-4000-8000-000000000001";

    fn field(outcome: Result<(), FormError>) -> &'static str {
        match outcome {
            Ok(()) => "",
            Err(FormError::Refused(refusal)) => refusal.field,
            Err(FormError::Failed(error)) => panic!("{error:?}"),
        }
    }

    fn checked(click: &str, order: &str, amount: &str, note: &str) -> &'static str {
        field(Packet::of_form(click, order, amount, note).and_then(|packet| packet.check()))
    }

    #[test]
    fn amounts_are_read_to_the_cent() {
        for (text, minor) in [
            ("49.90", Some(4_990)),
            ("$1,049.9", Some(104_990)),
            (" 12 ", Some(1_200)),
            ("12.", Some(1_200)),
            ("12.345", None),
            ("-1", None),
            ("", None),
            ("1e3", None),
            ("99999999999999999999", None),
        ] {
            assert_eq!(cents(text), minor, "{text}");
        }
    }

    #[test]
    fn what_cannot_be_answered_is_refused_by_its_field() {
        assert_eq!(checked(CLICK, "A-1001", "49.90", "two\r\nlines"), "");
        assert_eq!(checked("", "A-1001", "49.90", ""), "click");
        assert_eq!(checked(CLICK, " ", "49.90", ""), "order");
        assert_eq!(checked(CLICK, "A\u{1b}[2J", "49.90", ""), "order");
        assert_eq!(checked(CLICK, "A-1001", "0", ""), "amount");
        assert_eq!(checked(CLICK, "A-1001", "1000000.01", ""), "amount");
        assert_eq!(checked(CLICK, "A-1001", "1", &"n".repeat(2_001)), "note");
    }

    #[test]
    fn a_packet_is_read_whole_or_refused() {
        let good = format!(
            r#"{{"v":1,"click":"{CLICK}","order":"A-1001","amount_minor":4990,"currency":"USD"}}"#
        );
        assert_eq!(field(Packet::read(&good).and_then(|p| p.check())), "");
        let broken = good.replace("}", r#","receipts":"no log"}"#);
        for bad in [
            "",
            "[]",
            &good.replace("\"v\":1", "\"v\":2"),
            &good.replace("USD", "EUR"),
            &broken,
        ] {
            assert_eq!(
                field(Packet::read(bad).and_then(|p| p.check())),
                "packet",
                "{bad}"
            );
        }
    }
}
