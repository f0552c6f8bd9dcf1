//! What the `url` crate needs of `idna`, for host names that are ASCII already: browsers give every address in that
//! form. The real crate decodes and checks names in other scripts, for 17 KB of the WebAssembly module that no address
//! from a browser ever reaches. Here such a name is an error, and `xn--` labels are taken as they stand.

use std::borrow::Cow;
use std::fmt;

/// Which ASCII characters a host name may not hold.
#[derive(Debug, Clone, Copy)]
pub struct AsciiDenyList(&'static [u8]);

impl AsciiDenyList {
    /// [Forbidden domain code points](https://url.spec.whatwg.org/#forbidden-domain-code-point); controls, space and
    /// delete come on top.
    pub const URL: Self = Self(b"%#/:<>?@[\\]^|");

    fn denies(self, byte: u8) -> bool {
        byte <= b' ' || byte >= 0x7f || self.0.contains(&byte)
    }
}

/// Not a host name in ASCII.
#[derive(Debug, Default)]
pub struct Errors(());

impl fmt::Display for Errors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not an ASCII host name")
    }
}

impl std::error::Error for Errors {}

/// The host name in lower case.
///
/// # Errors
/// For anything beyond ASCII and for denied characters.
pub fn domain_to_ascii_from_cow(
    domain: Cow<'_, [u8]>,
    denied: AsciiDenyList,
) -> Result<Cow<'_, str>, Errors> {
    if domain.iter().any(|byte| denied.denies(*byte)) {
        return Err(Errors::default());
    }
    let mut domain = match domain {
        Cow::Borrowed(bytes) => str::from_utf8(bytes).map(Cow::Borrowed),
        Cow::Owned(bytes) => String::from_utf8(bytes)
            .map(Cow::Owned)
            .map_err(|e| e.utf8_error()),
    }
    .map_err(|_| Errors::default())?;
    if domain.bytes().any(|byte| byte.is_ascii_uppercase()) {
        domain.to_mut().make_ascii_lowercase();
    }
    Ok(domain)
}

/// The host name as it stands.
pub fn domain_to_unicode(domain: &str) -> (String, Result<(), Errors>) {
    (domain.to_owned(), Ok(()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ascii(name: &str) -> Option<String> {
        let name = Cow::Borrowed(name.as_bytes());
        domain_to_ascii_from_cow(name, AsciiDenyList::URL)
            .ok()
            .map(Cow::into_owned)
    }

    #[test]
    fn lower_case_and_nothing_but_ascii() {
        assert_eq!(ascii("WWW.Macys.com.").as_deref(), Some("www.macys.com."));
        assert_eq!(
            ascii("xn--bcher-kva.example").as_deref(),
            Some("xn--bcher-kva.example")
        );
        assert_eq!(
            ascii("under_score.example").as_deref(),
            Some("under_score.example")
        );
        for bad in [
            "bücher.example",
            "a b",
            "a%b",
            "a/b",
            "a@b",
            "a:b",
            "a\u{7f}b",
            "a\tb",
            "a|b",
        ] {
            assert_eq!(ascii(bad), None, "{bad}");
        }
    }
}
