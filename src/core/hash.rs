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
    let digit = |value: u8| char::from_digit(value.into(), 16);
    let digits = bytes.iter().flat_map(|b| [digit(b >> 4), digit(b & 15)]);
    digits.flatten().collect()
}

/// The fingerprint of a root as people compare it: the SHA-256 of its file in base32.
#[must_use]
pub fn fingerprint(root_file: &[u8]) -> String {
    data_encoding::BASE32_NOPAD.encode(&Sha256::digest(root_file))
}
