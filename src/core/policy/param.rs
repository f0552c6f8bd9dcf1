//! A rule about parameters: `name`, `name=value`, or several that must come together, joined by `&`. Names and values
//! are patterns. `~` before it: upper and lower case of names alike. Values are always compared so.

use super::pattern::{Mode, Pattern};
use std::borrow::Cow;
use url::Url;

/// No address that people use has more; the bound keeps a page from making us work.
const MAX_PAIRS: usize = 256;
/// A rule whose names could mean anything would silence everything.
const LEAST_PINNED: usize = 3;

#[derive(Debug, Clone)]
pub(super) struct Param {
    text: String,
    names: Mode,
    terms: Vec<Term>,
}

#[derive(Debug, Clone)]
struct Term {
    name: Pattern,
    value: Option<Pattern>,
}

/// Query pairs, and pairs written into the fragment as some shops do: `#section?name=value&name=value`.
pub(super) struct Pairs<'u> {
    list: Vec<(Cow<'u, str>, Cow<'u, str>)>,
    pub(super) are_too_many: bool,
}

impl<'u> Pairs<'u> {
    pub(super) fn of(url: &'u Url) -> Self {
        let fragment = url.fragment().unwrap_or_default();
        let hidden = fragment
            .split(['?', '#'])
            .flat_map(|part| url::form_urlencoded::parse(part.as_bytes()));
        let mut all = url.query_pairs().chain(hidden);
        Self {
            list: all.by_ref().take(MAX_PAIRS).collect(),
            are_too_many: all.next().is_some(),
        }
    }

    pub(super) fn values(&self) -> Vec<String> {
        let values = self.list.iter().map(|(_, value)| value);
        values.map(|v| v.clone().into_owned()).collect()
    }
}

impl Param {
    pub(super) fn parse(text: &str) -> Option<Self> {
        let (names, rule) = match text.strip_prefix('~') {
            Some(rest) => (Mode::AnyCase, rest),
            None => (Mode::Exact, text),
        };
        let terms = rule.split('&').map(Term::parse);
        Some(Self {
            text: text.to_owned(),
            names,
            terms: terms.collect::<Option<_>>()?,
        })
    }

    /// As written.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// As rule ids name it.
    pub(super) fn id(&self) -> &str {
        self.text.trim_start_matches('~')
    }

    /// What stands in the parameters if all of them are there; those with an excepted value do not count.
    pub(super) fn values_in(&self, pairs: &Pairs<'_>, except: &[Pattern]) -> Option<Vec<String>> {
        let mut all = Vec::new();
        for term in &self.terms {
            let before = all.len();
            let named = pairs
                .list
                .iter()
                .filter(|(name, _)| term.name.fits(name, self.names));
            for (_, value) in named {
                let fits = |p: &Pattern| p.fits(value, Mode::AnyCase);
                if term.value.as_ref().is_none_or(fits) && !except.iter().any(fits) {
                    all.push(value.clone().into_owned());
                }
            }
            if all.len() == before {
                return None;
            }
        }
        Some(all)
    }

    /// Does everything that this sees certainly show to the other too?
    pub(super) fn is_within(&self, broader: &Self) -> bool {
        let names = broader.names;
        let sees_case = self.names == names || names == Mode::AnyCase;
        sees_case
            && broader
                .terms
                .iter()
                .all(|b| self.terms.iter().any(|t| t.is_within(b, names)))
    }
}

impl Term {
    fn parse(text: &str) -> Option<Self> {
        let (name, value) = match text.split_once('=') {
            Some((name, value)) => (name, Some(Pattern::parse(value)?)),
            None => (text, None),
        };
        let name = Pattern::parse(name).filter(|n| n.pinned() >= LEAST_PINNED)?;
        Some(Self { name, value })
    }

    fn is_within(&self, broader: &Self, names: Mode) -> bool {
        let values = match (&self.value, &broader.value) {
            (_, None) => true,
            (None, Some(_)) => false,
            (Some(own), Some(other)) => own.is_within(other, Mode::AnyCase),
        };
        values && self.name.is_within(&broader.name, names)
    }
}
