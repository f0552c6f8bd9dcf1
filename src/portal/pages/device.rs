//! The pages of the device grant: enter the code, see what it is for, decide.

use super::{Visitor, frame, last_word};
use maud::{Markup, html};

pub(crate) const UNKNOWN: &str =
    "No device is waiting with this code. Look at it again, or start anew on the device.";

/// Asks for the code.
pub(crate) fn enter(form_token: &str, refusal: Option<&str>) -> Markup {
    frame(
        "Connect a device",
        Visitor::SignInWindow,
        &html! {
            section.card.narrow {
                h1 { "Connect a device" }
                @if let Some(sentence) = refusal {
                    p.refusal #refusal role="alert" { (sentence) }
                }
                form method="post" action="/oauth/device" {
                    input type="hidden" name="form" value=(form_token);
                    label for="code" { "The code that the device shows" }
                    input #code name="code" type="text" autocomplete="off" autocapitalize="characters"
                        spellcheck="false" required maxlength="20" autofocus
                        aria-describedby=(if refusal.is_some() { "refusal warning" } else { "warning" });
                    (warning())
                    button type="submit" { "Continue" }
                }
            }
        },
    )
}

/// Says what the code is for, and asks.
pub(crate) fn confirm(code: &str, email: &str, form_token: &str) -> Markup {
    frame(
        "Connect this device?",
        Visitor::SignInWindow,
        &html! {
            section.card.narrow {
                h1 { "Let the device with the code " (code.trim()) " use your account?" }
                p { "It will act for " strong { (email) } ": see your balances and your trips, and record clicks. "
                    "You can end this at any time on your account page." }
                (warning())
                form method="post" action="/oauth/device" {
                    input type="hidden" name="form" value=(form_token);
                    input type="hidden" name="code" value=(code);
                    div.choices {
                        button type="submit" name="decision" value="allow" #allow { "Allow" }
                        button.quiet type="submit" name="decision" value="deny" { "Cancel" }
                    }
                }
            }
        },
    )
}

/// Says that it is done.
pub(crate) fn decided(is_allowed: bool) -> Markup {
    if is_allowed {
        last_word(
            "Connected",
            "The device is connected. You may close this page.",
        )
    } else {
        last_word(
            "Not connected",
            "The device was refused. You may close this page.",
        )
    }
}

fn warning() -> Markup {
    html! {
        p.hint #warning {
            strong { "Only go on if you have started this yourself, on a device that you have before you. " }
            "Whoever sends you a code by mail, chat or telephone wants into your account."
        }
    }
}
