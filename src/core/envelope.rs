//! The DSSE envelope around every signed file: the exact bytes that were signed are the bytes that are parsed.
//!
//! <https://github.com/secure-systems-lab/dsse/blob/master/protocol.md>, Ed25519 with strict verification.

use crate::Error;
use crate::base64::{decode, encode};
use crate::hash::hex;
use crate::json::{self, Read, Reader, Write};
use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};
use sha2::{Digest, Sha256};

/// Payload type of a head.
pub const HEAD_TYPE: &str = "application/vnd.portal-rates.head.v1+json";
/// Payload type of a root.
pub const ROOT_TYPE: &str = "application/vnd.portal-rates.root.v1+json";
/// No signed file is larger than this, bytes.
pub const MAX_ENVELOPE: usize = 64 * 1024;
const MAX_SIGNATURES: usize = 16;

struct Envelope {
    payload_type: String,
    payload: String,
    signatures: Vec<SignatureEntry>,
}

struct SignatureEntry {
    keyid: String,
    sig: String,
}

/// A role: the keys that may sign, and how many distinct ones must.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Role {
    /// Threshold.
    pub need: usize,
    /// Ed25519 public keys, base64.
    pub keys: Vec<String>,
}

impl Read for Envelope {
    fn read(from: Reader<'_>) -> Self {
        Self {
            payload_type: from.get("payloadType"),
            payload: from.get("payload"),
            signatures: from.get("signatures"),
        }
    }
}

impl Read for SignatureEntry {
    fn read(from: Reader<'_>) -> Self {
        Self {
            keyid: from.get_or_default("keyid"),
            sig: from.get("sig"),
        }
    }
}

json::written!(Envelope {
    payload_type = "payloadType",
    payload,
    signatures
});
json::written!(SignatureEntry { keyid, sig });
json::object!(Role { need, keys });

impl Role {
    /// The distinct keys of the role.
    ///
    /// # Errors
    /// `BadKeys` when a key is malformed or weak, or the threshold cannot be met or is zero.
    pub fn verifying_keys(&self) -> Result<Vec<VerifyingKey>, Error> {
        let mut keys = Vec::new();
        for text in &self.keys {
            let bytes: [u8; 32] = decode(text)
                .and_then(|b| b.try_into().ok())
                .ok_or(Error::BadKeys)?;
            let key = VerifyingKey::from_bytes(&bytes).map_err(|_| Error::BadKeys)?;
            if key.is_weak() {
                return Err(Error::BadKeys);
            }
            if !keys.contains(&key) {
                keys.push(key);
            }
        }
        if self.need == 0 || keys.len() < self.need {
            return Err(Error::BadKeys);
        }
        Ok(keys)
    }
}

/// Signs `payload` with every key and returns the envelope file.
#[must_use]
pub fn seal(keys: &[&SigningKey], payload_type: &str, payload: &[u8]) -> String {
    let message = pre_authentication_encoding(payload_type, payload);
    let signatures = keys
        .iter()
        .map(|key| SignatureEntry {
            keyid: key_id(&key.verifying_key()),
            sig: encode(&key.sign(&message).to_bytes()),
        })
        .collect();
    let payload_type = payload_type.to_owned();
    let payload = encode(payload);
    let envelope = Envelope {
        payload_type,
        payload,
        signatures,
    };
    envelope.write().to_text()
}

/// Verifies an envelope and returns the very bytes that were signed. Key ids are hints only and are not looked at.
///
/// # Errors
/// `TooLarge`, `BadEnvelope`, `BadKeys`, or `BadSignature` when fewer than `role.need` distinct keys signed.
pub fn open(file: &[u8], payload_type: &str, role: &Role) -> Result<Vec<u8>, Error> {
    let (payload, signatures) = parse(file, payload_type)?;
    let message = pre_authentication_encoding(payload_type, &payload);
    let keys = role.verifying_keys()?;
    let signed_by = |key: &&VerifyingKey| {
        signatures
            .iter()
            .any(|s| key.verify_strict(&message, s).is_ok())
    };
    if keys.iter().filter(signed_by).count() < role.need {
        return Err(Error::BadSignature);
    }
    Ok(payload)
}

/// The payload of a root file **before** any key is trusted: only to learn which keys a pinned root names.
///
/// # Errors
/// `TooLarge` or `BadEnvelope`.
pub(crate) fn peek(file: &[u8], payload_type: &str) -> Result<Vec<u8>, Error> {
    parse(file, payload_type).map(|(payload, _)| payload)
}

/// The short name of a key: the first 8 hexadecimal digits of its SHA-256.
#[must_use]
pub fn key_id(key: &VerifyingKey) -> String {
    let mut id = hex(&Sha256::digest(key.as_bytes()));
    id.truncate(8);
    id
}

fn parse(file: &[u8], payload_type: &str) -> Result<(Vec<u8>, Vec<Signature>), Error> {
    if file.len() > MAX_ENVELOPE {
        return Err(Error::TooLarge);
    }
    let envelope: Envelope = json::read(file).ok_or(Error::BadEnvelope)?;
    if envelope.payload_type != payload_type || envelope.signatures.len() > MAX_SIGNATURES {
        return Err(Error::BadEnvelope);
    }
    let payload = decode(&envelope.payload).ok_or(Error::BadEnvelope)?;
    let signatures = envelope
        .signatures
        .iter()
        .filter_map(|entry| Signature::from_slice(&decode(&entry.sig)?).ok())
        .collect();
    Ok((payload, signatures))
}

/// What is signed: type and length first, so that no other file can be read as this one.
fn pre_authentication_encoding(payload_type: &str, payload: &[u8]) -> Vec<u8> {
    let [type_length, length] = [payload_type.len(), payload.len()].map(|n| n as u64);
    let head = format!("DSSEv1 {type_length} {payload_type} {length} ");
    [head.as_bytes(), payload].concat()
}

#[cfg(test)]
mod tests;
