//! Why a form was not accepted: the field, and one sentence that says what to do.

use crate::error::Error;

/// Something that the sender of a form can correct.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Refusal {
    /// The field's name in the form.
    pub(crate) field: &'static str,
    /// Shown beside it.
    pub(crate) sentence: &'static str,
}

/// What a form asked for did not happen.
#[derive(Debug)]
pub(crate) enum FormError {
    /// The sender can correct it.
    Refused(Refusal),
    /// They cannot.
    Failed(Error),
}

impl FormError {
    pub(crate) const fn refused(field: &'static str, sentence: &'static str) -> Self {
        Self::Refused(Refusal { field, sentence })
    }
}

impl<E: Into<Error>> From<E> for FormError {
    fn from(cause: E) -> Self {
        Self::Failed(cause.into())
    }
}

/// A form's outcome, with what the sender can correct set apart from what they cannot.
pub(crate) fn split<T>(outcome: Result<T, FormError>) -> Result<Result<T, Refusal>, Error> {
    match outcome {
        Ok(done) => Ok(Ok(done)),
        Err(FormError::Refused(refusal)) => Ok(Err(refusal)),
        Err(FormError::Failed(error)) => Err(error),
    }
}
