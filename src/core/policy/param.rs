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
}

impl Param {
    pub(super) fn parse(text: &str) -> Option<Self> {
        let (names, rule) = match text.strip_prefix('~') {
            Some(rest) => (Mode::AnyCase, rest),
            None => (Mode::Exact, text),
        };
        let mut terms = Vec::new();
        for term in rule.split('&') {
            terms.push(Term::parse(term)?);
        }
        Some(Self {
            text: text.to_owned(),
            names,
            terms,
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

    /// What stands in the parameters if all of them are there: the value, or nothing when there are several. Those with
    /// an excepted value do not count.
    pub(super) fn value_in(&self, pairs: &Pairs<'_>, except: &[Pattern]) -> Option<String> {
        let mut only: Option<&str> = None;
        for term in &self.terms {
            let mut is_there = false;
            for (name, value) in &pairs.list {
                let fits = |p: &Pattern| p.fits(value, Mode::AnyCase);
                if term.name.fits(name, self.names)
                    && term.value.as_ref().is_none_or(fits)
                    && !except.iter().any(fits)
                {
                    is_there = true;
                    let is_same = only.is_none_or(|o| o == value);
                    only = Some(if is_same { value } else { "" });
                }
            }
            if !is_there {
                return None;
            }
        }
        only.map(str::to_owned)
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
