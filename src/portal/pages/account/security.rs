//! Who may come in as this member: password, e-mail address, browsers, extensions.

use super::{account_frame, form_token};
use crate::{
    pages::{
        dates,
        field::{Field, alert},
    },
    password_rules::{LONGEST, SHORTEST},
    refusal::Refusal,
    session::OpenSession,
    tokens::OpenLink,
};
use jiff::tz::TimeZone;
use maud::{Markup, html};

/// What became of a form of this page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome<'a> {
    None,
    PasswordChanged,
    EmailChanged,
    PasswordRefused(Refusal),
    /// With the address that was typed.
    EmailRefused(Refusal, &'a str),
}

impl Outcome<'_> {
    /// From the page's own address after a change.
    pub(crate) fn named(name: &str) -> Self {
        match name {
            "password" => Self::PasswordChanged,
            "email" => Self::EmailChanged,
            _ => Self::None,
        }
    }
}

/// What the page shows.
pub(crate) struct View<'a> {
    pub(crate) email: String,
    pub(crate) sessions: Vec<OpenSession>,
    pub(crate) links: Vec<OpenLink>,
    pub(crate) zone: &'a TimeZone,
    pub(crate) outcome: Outcome<'a>,
    pub(crate) form: &'a str,
}

pub(crate) fn page(view: &View<'_>) -> Markup {
    let done = match view.outcome {
        Outcome::PasswordChanged => {
            Some("Your password is changed. Other browsers and extensions are signed out.")
        }
        Outcome::EmailChanged => Some("Your e-mail address is changed."),
        Outcome::None | Outcome::PasswordRefused(_) | Outcome::EmailRefused(..) => None,
    };
    account_frame(
        "Sign-in and devices",
        "/account/security",
        &html! {
            @if let Some(done) = done { p.note role="status" { (done) } }
            (sessions(view))
            (links(view))
            div.columns {
                (password(view))
                (email(view))
            }
            section.card aria-labelledby="everywhere" {
                h2 #everywhere { "Sign out everywhere" }
                p { "Ends all sessions and disconnects all extensions, here and elsewhere." }
                form method="post" action="/account/end-everything" {
                    (form_token(view.form))
                    button.quiet type="submit" { "Sign out everywhere" }
                }
            }
        },
    )
}

fn sessions(view: &View<'_>) -> Markup {
    html! {
        section.card aria-labelledby="sessions" {
            h2 #sessions { "Signed-in browsers" }
            ul.rows {
                @for session in &view.sessions {
                    @let since = dates::minute(session.started_ms, view.zone);
                    li {
                        span { @if session.is_this_one { strong { "This browser" } } @else { "Another browser" } ", since " (since) }
                        @if !session.is_this_one {
                            (ending("sessions", &session.id, "End", &format!("the session since {since}"), view))
                        }
                    }
                }
            }
            p.hint { "This portal keeps no browser names and no addresses, so the time is all there is to tell them apart." }
        }
    }
}

fn links(view: &View<'_>) -> Markup {
    html! {
        section.card aria-labelledby="extensions" {
            h2 #extensions { "Connected extensions" }
            @if view.links.is_empty() {
                p.muted { "None. Sign in from the extension to connect it." }
            }
            ul.rows {
                @for link in &view.links {
                    @let since = dates::minute(link.created_ms, view.zone);
                    li {
                        span { "Pointback extension, since " (since) }
                        (ending("links", &link.id, "Disconnect", &format!("the extension since {since}"), view))
                    }
                }
            }
        }
    }
}

/// A button that ends one thing. What it ends is said to those who do not see the row.
fn ending(kind: &str, id: &str, verb: &str, what: &str, view: &View<'_>) -> Markup {
    html! {
        form method="post" action={ "/account/" (kind) "/" (id) "/end" } {
            (form_token(view.form))
            button.quiet.small type="submit" { (verb) span.unseen { " " (what) } }
        }
    }
}

fn password(view: &View<'_>) -> Markup {
    let refusal = match view.outcome {
        Outcome::PasswordRefused(refusal) => Some(refusal),
        _ => None,
    };
    html! {
        section.card aria-labelledby="password" {
            h2 #password { "Change your password" }
            (alert(refusal))
            form method="post" action="/account/password" {
                (form_token(view.form))
                (current("password-", refusal))
                (Field {
                    name: "new", label: "New password", kind: "password", autocomplete: "new-password",
                    prefix: "password-", hint: Some("At least 8 characters; longer is better than stranger."),
                    minlength: Some(SHORTEST), maxlength: Some(LONGEST), refusal, ..Field::default()
                })
                button type="submit" { "Change password" }
            }
            p.hint { "All other browsers and extensions are signed out with it." }
        }
    }
}

fn email(view: &View<'_>) -> Markup {
    let (refusal, typed) = match view.outcome {
        Outcome::EmailRefused(refusal, typed) => (Some(refusal), typed),
        _ => (None, ""),
    };
    html! {
        section.card aria-labelledby="email" {
            h2 #email { "Change your e-mail address" }
            p { "It is " strong { (view.email) } " now." }
            (alert(refusal))
            form method="post" action="/account/email" {
                (form_token(view.form))
                (Field {
                    name: "email", label: "New e-mail address", kind: "email", autocomplete: "email",
                    prefix: "email-", value: typed, refusal, maxlength: Some(254), ..Field::default()
                })
                (current("email-", refusal))
                button type="submit" { "Change e-mail address" }
            }
        }
    }
}

/// The field for the password as it is now.
pub(super) fn current(prefix: &'static str, refusal: Option<Refusal>) -> Field<'static> {
    Field {
        name: "current",
        label: "Your password now",
        kind: "password",
        autocomplete: "current-password",
        maxlength: Some(LONGEST),
        prefix,
        refusal,
        ..Field::default()
    }
}
