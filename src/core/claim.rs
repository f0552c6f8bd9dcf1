//! A claim about a trip whose purchase is missing or posted wrongly, as the portal reads it and as a file: JSON, version 1.

use crate::Error;
use crate::hundredths::minor_units;
use crate::json::{Object, Write};

const VERSION: u64 = 1;
/// Characters that the portal reads.
const LONGEST_ORDER: usize = 80;
const LONGEST_NOTE: usize = 2_000;
/// One million dollars.
const MOST_MINOR: u32 = 100_000_000;
const CURRENCY: &str = "USD";

/// The packet. `receipts` is the whole log, or nothing when the shopper keeps it to themselves.
///
/// # Errors
/// `BadFigure` for an amount that is none; `BadClaim` for an order number that is missing or too long, and for a note that
/// is too long or has control characters in it.
pub fn packet(
    click: &str,
    order: &str,
    amount: &str,
    note: &str,
    receipts: &str,
) -> Result<String, Error> {
    let amount = minor_units(amount)?;
    if !(1..=MOST_MINOR).contains(&amount) {
        return Err(Error::BadFigure);
    }
    let (order, note) = (order.trim(), note.trim());
    let is_plain = |text: &str| !text.chars().any(|c| c.is_control() && c != '\n');
    if !(1..=LONGEST_ORDER).contains(&order.len())
        || order.contains('\n')
        || note.len() > LONGEST_NOTE
        || !is_plain(order)
        || !is_plain(note)
    {
        return Err(Error::BadClaim);
    }
    let mut packet = Object::default();
    packet.put("v", &VERSION);
    packet.push("click", click.write());
    packet.push("order", order.write());
    packet.put("amount_minor", &amount);
    packet.push("currency", CURRENCY.write());
    for (name, text) in [("note", note), ("receipts", receipts)] {
        if !text.is_empty() {
            packet.push(name, text.write());
        }
    }
    Ok(packet.done().to_text())
}

#[cfg(test)]
mod tests {
    use super::*;

    const CLICK: &str = "00000000-0000-4000-8000-000000000001";

    #[test]
    fn a_packet_says_what_was_typed_and_no_more() {
        assert_eq!(
            packet(CLICK, " A-1001 ", "49,9", "two\nlines", "").unwrap(),
            format!(
                r#"{{"v":1,"click":"{CLICK}","order":"A-1001","amount_minor":4990,"currency":"USD","note":"two\nlines"}}"#
            )
        );
        let whole = packet(CLICK, "1", "1000000", "", "log\n").unwrap();
        assert!(
            whole.ends_with(r#""currency":"USD","receipts":"log\n"}"#),
            "{whole}"
        );
    }

    #[test]
    fn what_the_portal_would_not_read_is_said_before_it_is_sent() {
        let refused = |order: &str, amount: &str, note: &str| {
            packet(CLICK, order, amount, note, "").unwrap_err()
        };
        for amount in ["", "0", "-1", "1.005", "1000000.01", "1e3"] {
            assert_eq!(refused("A", amount, ""), Error::BadFigure, "{amount}");
        }
        for order in ["", "  ", "a\nb", "a\u{1b}[2J", &"9".repeat(81)] {
            assert_eq!(refused(order, "1", ""), Error::BadClaim, "{order:?}");
        }
        assert_eq!(refused("A", "1", &"n".repeat(2_001)), Error::BadClaim);
        assert_eq!(refused("A", "1", "\u{7}"), Error::BadClaim);
    }
}
