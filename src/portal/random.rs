//! Random ids and tokens, from the operating system.

use crate::error::Error;
use data_encoding::{BASE32_NOPAD, BASE64URL_NOPAD};

/// `N` random bytes.
pub(crate) fn bytes<const N: usize>() -> Result<[u8; N], Error> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(Error::internal)?;
    Ok(bytes)
}

/// 256 random bits as text: a token, a code or a cookie.
pub(crate) fn token() -> Result<String, Error> {
    Ok(BASE64URL_NOPAD.encode(&bytes::<32>()?))
}

/// 128 random bits as 26 lower-case letters and digits: fits every network's click id field.
pub(crate) fn short_id() -> Result<String, Error> {
    Ok(BASE32_NOPAD.encode(&bytes::<16>()?).to_ascii_lowercase())
}
