//! SHA-256 as lower-case hexadecimal, the form in which heads and receipts write it.

use sha2::{Digest, Sha256};

/// The SHA-256 of `bytes`, 64 hexadecimal digits.
#[must_use]
pub fn sha256_hex(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// Lower-case hexadecimal.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        for digit in [byte >> 4, byte & 15] {
            text.extend(char::from_digit(digit.into(), 16));
        }
    }
    text
}

/// Base 32 (RFC 4648), lower case and unpadded.
#[must_use]
pub fn base32(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz234567";
    let bit = |at: usize| {
        bytes
            .get(at / 8)
            .map_or(0, |byte| usize::from(byte >> (7 - at % 8)) & 1)
    };
    let digit = |first: usize| (first..first + 5).fold(0, |value, at| 2 * value + bit(at));
    let digits = (0..bytes.len() * 8).step_by(5).map(digit);
    digits
        .filter_map(|d| DIGITS.get(d).copied().map(char::from))
        .collect()
}

#[cfg(test)]
mod tests;
