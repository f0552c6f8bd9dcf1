//! Against the library that knows these alphabets by heart.

use super::{base32, hex, sha256_hex};
use data_encoding::{BASE32_NOPAD, HEXLOWER};
use proptest::prelude::*;

proptest! {
    #[test]
    fn digits_are_those_of_the_reference(bytes in any::<Vec<u8>>()) {
        prop_assert_eq!(hex(&bytes), HEXLOWER.encode(&bytes));
        prop_assert_eq!(base32(&bytes), BASE32_NOPAD.encode(&bytes).to_lowercase());
    }
}

#[test]
fn the_hash_is_sha_256() {
    // FIPS 180-2, appendix B.1.
    let abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    assert_eq!(sha256_hex(b"abc"), abc);
}
