//! The sign-in and sign-up forms.

use super::{
    Visitor,
    field::{Field, alert},
    frame,
};
use crate::{
    password_rules::{LONGEST, SHORTEST},
    refusal::Refusal,
};
use maud::{Markup, html};

/// One of the two forms.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Form<'a> {
    is_sign_up: bool,
    next: &'a str,
    email: &'a str,
    refusal: Option<Refusal>,
}

impl<'a> Form<'a> {
    pub(crate) const fn sign_in(next: &'a str) -> Self {
        Self {
            is_sign_up: false,
            next,
            email: "",
            refusal: None,
        }
    }

    pub(crate) const fn sign_up(next: &'a str) -> Self {
        Self {
            is_sign_up: true,
            ..Self::sign_in(next)
        }
    }

    /// Keeps what was typed.
    pub(crate) const fn with_email(self, email: &'a str) -> Self {
        Self { email, ..self }
    }

    /// Says why it was not accepted.
    pub(crate) const fn refused(self, refusal: Refusal) -> Self {
        Self {
            refusal: Some(refusal),
            ..self
        }
    }

    pub(crate) fn page(&self, form_token: &str) -> Markup {
        let (title, path, complete) = if self.is_sign_up {
            ("Create your account", "/sign-up", "new-password")
        } else {
            ("Sign in", "/sign-in", "current-password")
        };
        let visitor = if self.next.starts_with("/oauth/") {
            Visitor::SignInWindow
        } else {
            Visitor::Anyone
        };
        let first = match self.refusal {
            Some(refusal) => refusal.field,
            None if self.email.is_empty() => "email",
            None => "password",
        };
        frame(
            title,
            visitor,
            &html! {
                section.card.narrow {
                    h1 { (title) }
                    (alert(self.refusal))
                    form method="post" action=(path) {
                        input type="hidden" name="form" value=(form_token);
                        input type="hidden" name="next" value=(self.next);
                        (Field {
                            name: "email", label: "E-mail address", kind: "email", autocomplete: "username",
                            value: self.email, refusal: self.refusal, maxlength: Some(254),
                            has_focus: first == "email", ..Field::default()
                        })
                        (Field {
                            name: "password", label: "Password", kind: "password", autocomplete: complete,
                            refusal: self.refusal, maxlength: Some(LONGEST),
                            minlength: self.is_sign_up.then_some(SHORTEST),
                            hint: self.is_sign_up.then_some("At least 8 characters; longer is better than stranger."),
                            has_focus: first == "password", ..Field::default()
                        })
                        button type="submit" { @if self.is_sign_up { "Create account" } @else { "Sign in" } }
                    }
                    (self.other())
                    @if self.is_sign_up {
                        p.hint { "The address is only for signing in. No mail is sent, so keep the password: it cannot be reset by mail." }
                    }
                }
            },
        )
    }

    fn other(&self) -> Markup {
        let (question, path, label) = if self.is_sign_up {
            ("Already a member?", "/sign-in", "Sign in")
        } else {
            ("New here?", "/sign-up", "Create an account")
        };
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        if !self.next.is_empty() {
            query.append_pair("next", self.next);
        }
        let query = query.finish();
        let mark = if query.is_empty() { "" } else { "?" };
        html! {
            p.muted { (question) " " a href={ (path) (mark) (query) } { (label) } }
        }
    }
}
