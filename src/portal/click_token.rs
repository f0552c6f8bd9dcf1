//! The token of `GET /go/{token}`: click id, expiry and a truncated HMAC. It holds no address, so there is nothing to
//! redirect elsewhere.

use crate::keyed_hash::{self, Tag};
use data_encoding::BASE64URL_NOPAD;
use hmac::Mac;

/// How long a token leads on, seconds.
pub(crate) const LIFE_S: i64 = 60;
const DOMAIN: &[u8] = b"pointback click-out token 1\0";
const TAG_LEN: usize = 16;

/// What a token turned out to be.
#[derive(Debug, PartialEq, Eq)]
pub enum Opened {
    /// Made by us, and still fresh.
    Fresh([u8; 16]),
    /// Made by us, but too old.
    Expired([u8; 16]),
    /// Not made by us.
    Forged,
}

/// The token of a click that was made at `created_s`.
#[must_use]
pub fn seal(key: &[u8; 32], click: [u8; 16], created_s: i64) -> String {
    let expires = u32::try_from(created_s + LIFE_S).unwrap_or(u32::MAX);
    let mut bytes = click.to_vec();
    bytes.extend_from_slice(&expires.to_be_bytes());
    let tag = mac(key, &bytes).finalize().into_bytes();
    bytes.extend(tag.iter().take(TAG_LEN));
    BASE64URL_NOPAD.encode(&bytes)
}

/// Checks a token at `now_s`.
#[must_use]
pub fn open(key: &[u8; 32], token: &str, now_s: i64) -> Opened {
    let Ok(bytes) = BASE64URL_NOPAD.decode(token.as_bytes()) else {
        return Opened::Forged;
    };
    let Some((signed, tag)) = bytes.split_last_chunk::<TAG_LEN>() else {
        return Opened::Forged;
    };
    let (Some((click, rest)), true) = (
        signed.split_first_chunk::<16>(),
        mac(key, signed).verify_truncated_left(tag).is_ok(),
    ) else {
        return Opened::Forged;
    };
    match <[u8; 4]>::try_from(rest).map(u32::from_be_bytes) {
        Ok(expires) if now_s < i64::from(expires) => Opened::Fresh(*click),
        Ok(_) => Opened::Expired(*click),
        Err(_) => Opened::Forged,
    }
}

fn mac(key: &[u8; 32], message: &[u8]) -> Tag {
    let mut tag = keyed_hash::tag(key, DOMAIN);
    tag.update(message);
    tag
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: [u8; 32] = [7; 32];
    const CLICK: [u8; 16] = [3; 16];

    #[test]
    fn leads_on_for_sixty_seconds() {
        let token = seal(&KEY, CLICK, 1_000);
        assert_eq!(open(&KEY, &token, 1_000), Opened::Fresh(CLICK));
        assert_eq!(open(&KEY, &token, 1_059), Opened::Fresh(CLICK));
        assert_eq!(open(&KEY, &token, 1_060), Opened::Expired(CLICK));
    }

    #[test]
    fn any_changed_character_is_noticed() {
        let token = seal(&KEY, CLICK, 1_000);
        for at in 0..token.len() {
            let mut changed = token.clone().into_bytes();
            changed[at] = if changed[at] == b'A' { b'B' } else { b'A' };
            let changed = String::from_utf8(changed).unwrap();
            assert_eq!(open(&KEY, &changed, 1_000), Opened::Forged, "at {at}");
        }
        assert_eq!(open(&[8; 32], &token, 1_000), Opened::Forged);
        assert_eq!(open(&KEY, "", 1_000), Opened::Forged);
        assert_eq!(open(&KEY, &token[..20], 1_000), Opened::Forged);
    }
}
