//! What may be published as a host. Stricter than the device, because only here is the whole public suffix list at hand.

use pointback_core::host::Host;
use std::net::IpAddr;

/// Reads a host that a retailer claims.
///
/// # Errors
/// One sentence that says what to write instead, or why it can never be listed.
pub fn host(text: &str) -> Result<Host, &'static str> {
    if text.is_empty() {
        return Err("the host is missing");
    }
    if !text.is_ascii() {
        return Err("give the xn-- form of the host");
    }
    if text.trim_matches(['[', ']']).parse::<IpAddr>().is_ok() {
        return Err("an IP address cannot be listed");
    }
    if text.contains(['/', ':', '@', '?', '#']) {
        return Err("give the host alone, without scheme, port, user or path");
    }
    if !text.trim_end_matches('.').contains('.') {
        return Err("a single label cannot be listed");
    }
    let lower = text.trim_end_matches('.').to_ascii_lowercase();
    let suffix = psl::suffix_str(&lower).ok_or("not a host name")?;
    if suffix == lower && is_known(&lower) {
        return Err("anyone may register a name below this one: it is a public suffix");
    }
    let host = Host::parse(text).map_err(|_| "not a host name")?;
    if is_known(&lower) {
        Ok(host)
    } else {
        Err("its top-level domain does not exist")
    }
}

fn is_known(host: &str) -> bool {
    psl::suffix(host.as_bytes()).is_some_and(|suffix| suffix.is_known())
}

#[cfg(test)]
mod tests {
    use super::host;

    #[test]
    fn public_hosts_pass_in_their_one_form() {
        for (text, expected) in [
            ("macys.com", "macys.com"),
            ("WWW.Macys.com.", "www.macys.com"),
            ("shop.example.co.uk", "shop.example.co.uk"),
            ("xn--bcher-kva.example.com", "xn--bcher-kva.example.com"),
            ("mystore.myshopify.com", "mystore.myshopify.com"),
        ] {
            assert_eq!(host(text).unwrap().as_str(), expected);
        }
    }

    #[test]
    fn what_can_never_be_listed_is_refused_with_the_reason() {
        for (text, reason) in [
            ("", "missing"),
            ("bücher.de", "xn--"),
            ("192.168.0.1", "IP address"),
            ("[::1]", "IP address"),
            ("2001:db8::1", "IP address"),
            ("https://macys.com/", "host alone"),
            ("macys.com:443", "host alone"),
            ("user@macys.com", "host alone"),
            ("localhost", "single label"),
            ("com.", "single label"),
            ("co.uk", "public suffix"),
            ("myshopify.com", "public suffix"),
            ("github.io", "public suffix"),
            ("amazon.htm", "top-level domain"),
            ("sneakers.localhost", "top-level domain"),
            ("macys com.com", "not a host name"),
            ("-.-", "top-level domain"),
            ("a..com", "not a host name"),
        ] {
            let said = host(text).unwrap_err();
            assert!(said.contains(reason), "{text}: {said}");
        }
    }
}
