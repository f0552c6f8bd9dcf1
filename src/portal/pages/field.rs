//! A labelled field: its hint, and what was wrong with it, are read out together with it.

use crate::refusal::Refusal;
use maud::{Markup, Render, html};

/// A field of one line.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Field<'a> {
    pub(crate) name: &'static str,
    pub(crate) label: &'a str,
    /// `text`, `email`, `password` …
    pub(crate) kind: &'static str,
    pub(crate) autocomplete: &'static str,
    /// `decimal` brings up digits on phones.
    pub(crate) inputmode: Option<&'static str>,
    pub(crate) value: &'a str,
    pub(crate) hint: Option<&'a str>,
    pub(crate) refusal: Option<Refusal>,
    pub(crate) minlength: Option<usize>,
    pub(crate) maxlength: Option<usize>,
    /// Where several forms of a page have a field of that name.
    pub(crate) prefix: &'static str,
    pub(crate) is_optional: bool,
    pub(crate) has_focus: bool,
}

impl Render for Field<'_> {
    fn render(&self) -> Markup {
        let id = format!("{}{}", self.prefix, self.name);
        let refusal = sentence(self.refusal, self.name);
        html! {
            label for=(id) {
                (self.label)
                @if self.is_optional { span.muted { " (may be left empty)" } }
            }
            input id=(id) name=(self.name) type=(self.kind) value=(self.value)
                autocomplete=[some(self.autocomplete)] inputmode=[self.inputmode]
                minlength=[self.minlength] maxlength=[self.maxlength]
                required[!self.is_optional] autofocus[self.has_focus]
                aria-invalid=[refusal.map(|_| "true")]
                aria-describedby=[described(&id, self.hint.is_some(), refusal.is_some())];
            (beside(&id, self.hint, refusal))
        }
    }
}

fn some(text: &'static str) -> Option<&'static str> {
    Some(text).filter(|text| !text.is_empty())
}

/// The sentence for a field, if it is the one that was refused.
pub(crate) fn sentence(refusal: Option<Refusal>, name: &str) -> Option<&'static str> {
    refusal.filter(|r| r.field == name).map(|r| r.sentence)
}

/// Which texts describe a field.
pub(crate) fn described(id: &str, has_hint: bool, is_refused: bool) -> Option<String> {
    let hint = has_hint.then(|| format!("{id}-hint"));
    let refusal = is_refused.then(|| format!("{id}-refusal"));
    let ids: Vec<String> = refusal.into_iter().chain(hint).collect();
    Some(ids.join(" ")).filter(|ids| !ids.is_empty())
}

/// The texts themselves.
pub(crate) fn beside(id: &str, hint: Option<&str>, refusal: Option<&str>) -> Markup {
    html! {
        @if let Some(refusal) = refusal { p.wrong id={ (id) "-refusal" } { (refusal) } }
        @if let Some(hint) = hint { p.hint id={ (id) "-hint" } { (hint) } }
    }
}

/// Stands above a form that was refused, so that it is heard first.
pub(crate) fn alert(refusal: Option<Refusal>) -> Markup {
    html! {
        @if let Some(refusal) = refusal {
            p.refusal role="alert" { (refusal.sentence) }
        }
    }
}
