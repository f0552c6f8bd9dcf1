//! Envelopes at their borders, and thresholds of roles.

use super::{HEAD_TYPE, MAX_ENVELOPE, MAX_SIGNATURES, ROOT_TYPE, Role, key_id, open, seal};
use crate::Error;
use data_encoding::{BASE64, HEXLOWER};
use ed25519_dalek::SigningKey;
use sha2::{Digest, Sha256};

fn key(n: u8) -> SigningKey {
    SigningKey::from_bytes(&[n; 32])
}

/// A role of the first `of` keys.
fn role(need: usize, of: u8) -> Role {
    let keys = (1..=of).map(|n| BASE64.encode(key(n).verifying_key().as_bytes()));
    Role {
        need,
        keys: keys.collect(),
    }
}

fn signed_by(keys: &[u8], payload: &[u8]) -> Vec<u8> {
    let keys: Vec<SigningKey> = keys.iter().map(|n| key(*n)).collect();
    seal(&keys.iter().collect::<Vec<_>>(), HEAD_TYPE, payload).into_bytes()
}

#[test]
fn as_many_distinct_keys_as_the_role_needs_must_sign() {
    for (signers, need, is_enough) in [
        (&[1][..], 1, true),
        (&[3], 1, true),
        (&[1], 2, false),
        (&[1, 1], 2, false),
        (&[1, 2], 2, true),
        (&[1, 9], 2, false),
        (&[9], 1, false),
        (&[], 1, false),
        (&[1, 2, 3], 3, true),
    ] {
        let opened = open(&signed_by(signers, b"x"), HEAD_TYPE, &role(need, 3));
        let wanted = if is_enough {
            Ok(b"x".to_vec())
        } else {
            Err(Error::BadSignature)
        };
        assert_eq!(opened, wanted, "{signers:?} of {need}");
    }
    let file = signed_by(&[1], b"x");
    assert_eq!(open(&file, ROOT_TYPE, &role(1, 1)), Err(Error::BadEnvelope));
}

#[test]
fn a_role_that_nobody_or_anybody_could_fill_is_refused() {
    let count = |role: &Role| role.verifying_keys().map(|keys| keys.len());
    assert_eq!(count(&role(1, 1)), Ok(1));
    assert_eq!(count(&role(2, 3)), Ok(3));
    assert_eq!(count(&role(3, 3)), Ok(3));
    assert_eq!(
        count(&role(0, 1)),
        Err(Error::BadKeys),
        "nobody needs to sign"
    );
    assert_eq!(count(&role(2, 1)), Err(Error::BadKeys));
    let twice = Role {
        need: 2,
        keys: [role(1, 1).keys, role(1, 1).keys].concat(),
    };
    assert_eq!(count(&twice), Err(Error::BadKeys), "one key is one");
    let weak = BASE64.encode(&[0; 32]);
    for bad in ["", "AAAA", "?", &weak] {
        let keys = vec![bad.to_owned()];
        assert_eq!(count(&Role { need: 1, keys }), Err(Error::BadKeys), "{bad}");
    }
}

#[test]
fn files_and_their_signatures_have_a_most() {
    let most: Vec<u8> = (1..=u8::try_from(MAX_SIGNATURES).unwrap()).collect();
    assert!(open(&signed_by(&most, b"x"), HEAD_TYPE, &role(1, 1)).is_ok());
    let more = [&[1], most.as_slice()].concat();
    let opened = open(&signed_by(&more, b"x"), HEAD_TYPE, &role(1, 1));
    assert_eq!(opened, Err(Error::BadEnvelope));

    let mut file = signed_by(&[1], b"x");
    file.resize(MAX_ENVELOPE, b' ');
    assert!(open(&file, HEAD_TYPE, &role(1, 1)).is_ok());
    file.push(b' ');
    assert_eq!(open(&file, HEAD_TYPE, &role(1, 1)), Err(Error::TooLarge));
}

#[test]
fn a_key_is_called_by_the_beginning_of_its_hash() {
    let key = key(1).verifying_key();
    let hash = HEXLOWER.encode(&Sha256::digest(key.as_bytes()));
    assert_eq!(key_id(&key), hash[..8]);
    let file = String::from_utf8(signed_by(&[1], b"x")).unwrap();
    assert!(file.contains(&format!("\"keyid\":\"{}\"", &hash[..8])));
}
