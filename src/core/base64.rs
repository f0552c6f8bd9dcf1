//! Base64. Written in the standard alphabet with padding, or in the one for addresses without. Read in either alphabet, as
//! DSSE asks, with padding, and only in the one form that the bytes have.

/// The standard alphabet, with padding.
#[must_use]
pub(crate) fn encode(bytes: &[u8]) -> String {
    let mut text = digits(bytes, ['+', '/']);
    while !text.len().is_multiple_of(4) {
        text.push('=');
    }
    text
}

/// The alphabet for addresses, without padding.
#[must_use]
pub(crate) fn encode_for_url(bytes: &[u8]) -> String {
    digits(bytes, ['-', '_'])
}

/// The bytes of a padded text in either alphabet.
#[must_use]
pub(crate) fn decode(text: &str) -> Option<Vec<u8>> {
    let digits = text.trim_end_matches('=');
    if !text.len().is_multiple_of(4) || text.len() - digits.len() > 2 {
        return None;
    }
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3);
    let (mut bits, mut count) = (0_u32, 0_u32);
    for digit in digits.bytes() {
        bits = (bits << 6) + value(digit)?;
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push(u8::try_from(bits >> count).ok()?);
            bits &= (1 << count) - 1;
        }
    }
    (bits == 0).then_some(bytes)
}

fn digits(bytes: &[u8], last: [char; 2]) -> String {
    let mut text = String::with_capacity(bytes.len() / 3 * 4 + 4);
    for chunk in bytes.chunks(3) {
        let byte = |at: usize| chunk.get(at).map_or(0, |b| u32::from(*b));
        let bits = (byte(0) << 16) + (byte(1) << 8) + byte(2);
        for shift in [18, 12, 6, 0].into_iter().take(chunk.len() + 1) {
            text.push(digit(bits >> shift & 63, last));
        }
    }
    text
}

fn digit(value: u32, [plus, slash]: [char; 2]) -> char {
    let after =
        |first: char, from: u32| char::from_u32(u32::from(first) + value - from).unwrap_or(slash);
    match value {
        0..=25 => after('A', 0),
        26..=51 => after('a', 26),
        52..=61 => after('0', 52),
        62 => plus,
        _ => slash,
    }
}

fn value(digit: u8) -> Option<u32> {
    Some(match digit {
        b'A'..=b'Z' => u32::from(digit - b'A'),
        b'a'..=b'z' => u32::from(digit - b'a') + 26,
        b'0'..=b'9' => u32::from(digit - b'0') + 52,
        b'+' | b'-' => 62,
        b'/' | b'_' => 63,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::{decode, encode, encode_for_url};
    use data_encoding::{BASE64, BASE64URL, BASE64URL_NOPAD};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn agrees_with_the_reference(bytes in any::<Vec<u8>>()) {
            prop_assert_eq!(encode(&bytes), BASE64.encode(&bytes));
            prop_assert_eq!(encode_for_url(&bytes), BASE64URL_NOPAD.encode(&bytes));
            prop_assert_eq!(decode(&BASE64URL.encode(&bytes)), Some(bytes));
        }

        #[test]
        fn refuses_what_the_reference_refuses(text in "[AQgwZaz09+/]{0,9}={0,3}") {
            prop_assert_eq!(decode(&text), BASE64.decode(text.as_bytes()).ok());
        }
    }
}
