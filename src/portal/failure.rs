//! What can go wrong on the operator's side, each as one clear sentence that says what to do.

use crate::error::Error;
use crate::outage::Outage;
use crate::payout::Refusal;
use std::fmt;
use std::io::{Error as IoError, ErrorKind};
use std::path::{Path, PathBuf};

/// A command that could not be carried out.
#[derive(Debug)]
pub enum Failure {
    /// The folder exists but nothing can be written to it.
    ReadOnly(PathBuf),
    /// `init` on a folder that holds a portal already.
    AlreadyInitialised(PathBuf),
    /// Any other command on a folder that holds none.
    NotInitialised(PathBuf),
    /// A file that could not be read or written.
    File {
        /// In the infinitive: `read`, `write`, …
        doing: &'static str,
        /// Which file.
        path: PathBuf,
        /// What the system said.
        cause: IoError,
    },
    /// A key file that does not hold 32 bytes in base64.
    BadKey(PathBuf),
    /// An argument that cannot be used; the sentence says why.
    Argument(String),
    /// A step of a payout that the rules forbid.
    Payout(Refusal),
    /// Something inside went wrong.
    Inside(Box<dyn std::error::Error + Send + Sync>),
    /// The database said no.
    Database(sqlx::Error),
    /// A list that the core refuses.
    List {
        /// Which file or address.
        what: String,
        /// The core's reason.
        cause: pointback_core::Error,
    },
    /// An address that could not be fetched.
    Fetch {
        /// Which address.
        what: String,
        /// What the transport said.
        cause: String,
    },
    /// The system gave no random bytes.
    NoRandomness,
    /// The service was told to stop a second time.
    CutShort,
}

impl Failure {
    /// A file that could not be handled; a refused write becomes `ReadOnly` with its folder.
    pub fn file(doing: &'static str, path: &Path, cause: IoError) -> Self {
        match cause.kind() {
            ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem if doing != "read" => {
                Self::ReadOnly(path.parent().unwrap_or(path).to_owned())
            }
            _ => Self::File {
                doing,
                path: path.to_owned(),
                cause,
            },
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::ReadOnly(path) => write!(
                f,
                "cannot write to {}: choose another folder, or give this user write access",
                path.display()
            ),
            Self::AlreadyInitialised(path) => write!(
                f,
                "{} already holds a portal: nothing was changed",
                path.display()
            ),
            Self::NotInitialised(path) => write!(
                f,
                "{} holds no portal: make one with `portal init --data {}`",
                path.display(),
                path.display()
            ),
            Self::File { doing, path, cause } => {
                write!(f, "cannot {doing} {}: {cause}", path.display())?;
                match cause.kind() {
                    ErrorKind::StorageFull => f.write_str(" (make room on that disk, then run this again)"),
                    _ => Ok(()),
                }
            }
            Self::BadKey(path) => write!(
                f,
                "{} is not a key file: it must hold 32 bytes in base64",
                path.display()
            ),
            Self::Argument(sentence) => f.write_str(sentence),
            Self::Payout(refusal) => write!(f, "{refusal} ({})", refusal.code()),
            Self::Inside(cause) => write!(f, "something went wrong inside: {cause}"),
            Self::Database(cause) => {
                write!(f, "the database refused: {cause}")?;
                Outage::of(cause).map_or(Ok(()), |outage| write!(f, " ({})", outage.advice()))
            }
            Self::List { what, cause } => write!(f, "{what} was refused: {cause}"),
            Self::Fetch { what, cause } => write!(f, "cannot fetch {what}: {cause}"),
            Self::NoRandomness => f.write_str("the system gave no random bytes"),
            Self::CutShort => f.write_str(
                "stopped at once by a second signal; running requests were cut, nothing acknowledged is lost",
            ),
        }
    }
}

impl std::error::Error for Failure {}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        Self::Payout(refusal)
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        match error {
            Error::Unavailable(_, cause) => Self::Database(cause),
            Error::Internal(cause) => match cause.downcast::<sqlx::Error>() {
                Ok(cause) => Self::Database(*cause),
                Err(cause) => Self::Inside(cause),
            },
            other => Self::Argument(other.message().to_owned()),
        }
    }
}

impl From<sqlx::Error> for Failure {
    fn from(cause: sqlx::Error) -> Self {
        Self::Database(cause)
    }
}
