//! SHA-256 as lower-case hexadecimal, the form in which heads and receipts write it.

use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};

/// The SHA-256 of `bytes`, 64 hexadecimal digits.
#[must_use]
pub fn sha256_hex(bytes: &[u8]) -> String {
    HEXLOWER.encode(&Sha256::digest(bytes))
}

/// The fingerprint of a root as people compare it: the SHA-256 of its file in base32.
#[must_use]
pub fn fingerprint(root_file: &[u8]) -> String {
    data_encoding::BASE32_NOPAD.encode(&Sha256::digest(root_file))
}
