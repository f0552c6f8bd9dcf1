//! `LinkTemplate`: how a network's link is made from a click. Text from the operator, checked before it is stored.

use crate::failure::Failure;
use pointback_core::host::is_portal_origin;
use url::Url;

/// A network link with `{click_ref}` in it, and optionally `{dest}` (the shopper's reduced page, percent-encoded) and
/// `{base}` (this portal's own base, for the simulated network).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkTemplate(String);

/// The simulated network's link. The portal remembers the shopper's page itself, so it is not in the link.
const SIMULATED: &str = "{base}sim/visit/{click_ref}";

impl LinkTemplate {
    /// Reads a template. `{click_ref}` must be in it, and it must become an https address (http on loopback only)
    /// whose host no placeholder can change.
    ///
    /// # Errors
    /// `Argument` with the rule that was broken.
    pub fn parse(text: &str) -> Result<Self, Failure> {
        let broken = |rule: &str| Err(Failure::Argument(format!("link `{text}` {rule}")));
        if !text.contains("{click_ref}") {
            return broken("must contain {click_ref}");
        }
        let template = Self(text.to_owned());
        let sample = |click_ref: &str, page: &str| {
            let base = Url::parse("https://portal.example/").ok()?;
            template.fill(&base, click_ref, &Url::parse(page).ok()?)
        };
        let (Some(one), Some(two)) = (
            sample("a", "https://one.example/"),
            sample("b", "https://two.example/"),
        ) else {
            return broken("is not an address");
        };
        if !is_portal_origin(&one) {
            return broken("must start with https://");
        }
        if one.as_str().contains(['{', '}']) || one.as_str().contains("%7B") {
            return broken("may only use {click_ref}, {dest} and {base}");
        }
        if one.host() != two.host() || one.username() != two.username() {
            return broken("must not have a placeholder in its host");
        }
        Ok(template)
    }

    /// A template that was checked before it was stored.
    pub(crate) const fn stored(text: String) -> Self {
        Self(text)
    }

    /// The link of the simulated network that the portal itself runs.
    #[must_use]
    pub fn simulated() -> Self {
        Self(SIMULATED.to_owned())
    }

    /// Can a click lead to the very page, or only to the retailer's home?
    #[must_use]
    pub fn carries_page(&self) -> bool {
        self.0.contains("{dest}") || self.0 == SIMULATED
    }

    /// The link for one click.
    #[must_use]
    pub fn fill(&self, base: &Url, click_ref: &str, destination: &Url) -> Option<Url> {
        let encoded: String =
            url::form_urlencoded::byte_serialize(destination.as_str().as_bytes()).collect();
        let link = self
            .0
            .replace("{base}", base.as_str())
            .replace("{click_ref}", click_ref)
            .replace("{dest}", &encoded);
        Url::parse(&link).ok()
    }

    /// The template as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn click_and_page_are_filled_in() {
        let link = LinkTemplate::parse("https://n.example/c?sid={click_ref}&url={dest}").unwrap();
        let base = Url::parse("https://portal.example/").unwrap();
        let page = Url::parse("https://shop.example/a?b=c&d").unwrap();
        assert_eq!(
            link.fill(&base, "REF", &page).unwrap().as_str(),
            "https://n.example/c?sid=REF&url=https%3A%2F%2Fshop.example%2Fa%3Fb%3Dc%26d"
        );
    }

    #[test]
    fn the_simulated_network_lives_below_the_base() {
        let link = LinkTemplate::parse(SIMULATED).unwrap();
        assert_eq!(link, LinkTemplate::simulated());
        let base = Url::parse("http://127.0.0.1:8787/").unwrap();
        let filled = link.fill(&base, "REF", &base).unwrap();
        assert_eq!(filled.as_str(), "http://127.0.0.1:8787/sim/visit/REF");
    }

    #[test]
    fn unsound_templates_are_refused_with_the_rule() {
        for (text, rule) in [
            ("https://n.example/c", "must contain {click_ref}"),
            ("{click_ref}", "is not an address"),
            ("http://n.example/{click_ref}", "must start with https://"),
            ("javascript:{click_ref}", "must start with https://"),
            ("https://n.example/{click_ref}?u={page}", "may only use"),
            ("https://{click_ref}.example/", "placeholder in its host"),
        ] {
            let sentence = LinkTemplate::parse(text).unwrap_err().to_string();
            assert!(sentence.contains(rule), "{text}: {sentence}");
        }
    }
}
