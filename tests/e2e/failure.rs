//! What a scenario returns when it does not hold: one message for a person, made from any error by `?`.

use std::{error::Error, fmt};

/// The reason why a scenario failed. Deliberately not an `Error` itself, so that every error converts into it.
#[derive(Debug)]
pub struct Failure(String);

/// The result of anything the harness does.
pub type Outcome<T = ()> = Result<T, Failure>;

impl Failure {
    pub fn new(message: impl Into<String>) -> Self {
        Self(message.into())
    }

    /// Puts what was being done in front of what went wrong.
    pub fn while_doing(self, what: impl fmt::Display) -> Self {
        Self(format!("{what}: {}", self.0))
    }

    /// Adds what went wrong afterwards, if anything did.
    pub fn and(self, later: Outcome) -> Self {
        match later {
            Ok(()) => self,
            Err(later) => Self(format!("{self}\n    and then: {later}")),
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl<E: Error> From<E> for Failure {
    fn from(error: E) -> Self {
        let mut message = error.to_string();
        let mut cause = error.source();
        while let Some(inner) = cause {
            let text = inner.to_string();
            if !message.contains(&text) {
                message.push_str(": ");
                message.push_str(&text);
            }
            cause = inner.source();
        }
        Self(message)
    }
}

/// Fails the scenario with the given sentence unless the condition holds.
#[macro_export]
macro_rules! ensure {
    ($condition:expr, $($message:tt)+) => {
        if !$condition {
            return Err($crate::failure::Failure::new(format!($($message)+)));
        }
    };
}

/// Fails the scenario unless both sides are equal; says both.
#[macro_export]
macro_rules! ensure_eq {
    ($seen:expr, $expected:expr, $($what:tt)+) => {
        match (&$seen, &$expected) {
            (seen, expected) => {
                if seen != expected {
                    return Err($crate::failure::Failure::new(format!(
                        "{}: expected {expected:?}, saw {seen:?}",
                        format_args!($($what)+),
                    )));
                }
            }
        }
    };
}
