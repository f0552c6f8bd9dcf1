//! Where a sign-in may return to: addresses that only the extension itself can read, which browsers derive from its id,
//! and the portal's own page, for browsers that have no such addresses. That one is the portal's alone, too: it names itself
//! to nobody, not even to what it loads, and its code is of use only to whoever began the sign-in.

use crate::failure::Failure;
use pointback_core::account::RETURNED;
use pointback_core::hash::sha256_hex;
use std::path::Path;
use url::Url;

/// Firefox: the SHA-1 of the id in the manifest, `extension@pointback.example`.
const FIREFOX: &str = "https://5ac6f5f768377d4cbaacfb5390ab1bf1bc231856.extensions.allizom.org/cb";

/// Addresses of the published package.
pub(crate) fn packaged() -> Vec<String> {
    vec![FIREFOX.to_owned()]
}

/// The page of ours that says that it is over.
pub(crate) fn own(base: &Url) -> Option<String> {
    base.join(RETURNED).ok().map(String::from)
}

/// The address of an unpacked extension in Chromium, which makes the id from the folder's absolute path.
pub(crate) fn unpacked(folder: &Path) -> Result<String, Failure> {
    let path = folder
        .canonicalize()
        .map_err(|cause| Failure::file("read", folder, cause))?;
    Ok(format!("https://{}.chromiumapp.org/cb", chromium_id(&path)))
}

fn chromium_id(path: &Path) -> String {
    sha256_hex(path.as_os_str().as_encoded_bytes())
        .bytes()
        .take(32)
        .map(|digit| match digit {
            b'0'..=b'9' => char::from(digit - b'0' + b'a'),
            _ => char::from(digit - b'a' + b'k'),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chromium_ids_are_thirty_two_letters_of_the_path() {
        let id = chromium_id(Path::new("/tmp/extension"));
        assert_eq!(id.len(), 32);
        assert!(id.bytes().all(|b| (b'a'..=b'p').contains(&b)));
        let digest = sha256_hex(b"/tmp/extension");
        let first = u32::from_str_radix(&digest[..1], 16).unwrap();
        assert_eq!(u32::from(id.as_bytes()[0] - b'a'), first);
        assert_ne!(id, chromium_id(Path::new("/tmp/extension2")));
    }

    #[test]
    fn our_own_page_is_where_the_extension_looks_for_it() {
        let base = Url::parse("https://portal.example").unwrap();
        let own = own(&base).unwrap();
        assert_eq!(own, "https://portal.example/oauth/returned");
    }

    #[test]
    fn a_missing_folder_is_named() {
        let sentence = unpacked(Path::new("/no/such/folder"))
            .unwrap_err()
            .to_string();
        assert!(sentence.contains("/no/such/folder"), "{sentence}");
    }
}
