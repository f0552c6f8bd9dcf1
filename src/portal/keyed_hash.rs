//! HMAC-SHA-256 under the portal's one secret. Every use names its own domain, so that a tag made for one purpose is
//! worthless for any other.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

/// A tag in the making.
pub(crate) type Tag = Hmac<Sha256>;

/// Starts a tag for one purpose.
pub(crate) fn tag(key: &[u8; 32], domain: &[u8]) -> Tag {
    // HMAC fills a short key up with zeros to the size of a block; doing so here leaves nothing that could fail.
    let mut block = [0_u8; 64];
    for (to, from) in block.iter_mut().zip(key) {
        *to = *from;
    }
    let mut tag = Tag::new(&block.into());
    tag.update(domain);
    tag
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_filled_key_is_the_same_key() {
        let mut plain = Tag::new_from_slice(&[7; 32]).unwrap();
        plain.update(b"domain");
        assert_eq!(
            tag(&[7; 32], b"domain").finalize().into_bytes(),
            plain.finalize().into_bytes()
        );
    }
}
