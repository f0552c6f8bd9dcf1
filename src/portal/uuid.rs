//! UUIDs as the extension makes them: one text form, sixteen bytes.

use data_encoding::HEXLOWER;

/// The 16 bytes of a UUID in its usual lower-case form.
pub(crate) fn bytes(text: &str) -> Option<[u8; 16]> {
    let is_hyphen = |at: usize| matches!(at, 8 | 13 | 18 | 23);
    let well_formed = text.len() == 36
        && text
            .bytes()
            .enumerate()
            .all(|(at, b)| is_hyphen(at) == (b == b'-') && !b.is_ascii_uppercase());
    if !well_formed {
        return None;
    }
    let digits = text.replace('-', "");
    HEXLOWER.decode(digits.as_bytes()).ok()?.try_into().ok()
}

/// The usual form of 16 bytes.
pub(crate) fn text(bytes: [u8; 16]) -> String {
    let mut digits = HEXLOWER.encode(&bytes);
    for at in [20, 16, 12, 8] {
        digits.insert(at, '-');
    }
    digits
}

#[cfg(test)]
mod tests {
    use super::{bytes, text};

    #[test]
    fn a_uuid_has_one_form() {
        let usual = "01234567-89ab-cdef-0123-456789abcdef";
        assert_eq!(bytes(usual).map(text).as_deref(), Some(usual));
        for bad in [
            "",
            "0123456789abcdef0123456789abcdef",
            "01234567-89AB-cdef-0123-456789abcdef",
            "01234567-89ab-cdef-0123-456789abcdeg",
            "0123456-789ab-cdef-0123-456789abcdef",
        ] {
            assert_eq!(bytes(bad), None, "{bad}");
        }
    }
}
