//! What a caller of the API may learn about a failure: a status, a stable code and one sentence. The cause is logged
//! here, once, and never sent.

use crate::{failure::Failure, outage::Outage, problem::Problem, throttle::Wait};
use axum::{
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};

/// Seconds after which it is worth asking again.
const SOON: HeaderValue = HeaderValue::from_static("5");

/// A failed request.
#[derive(Debug)]
pub enum Error {
    /// No valid access token, or no valid sign-in.
    SignInNeeded,
    /// The token does not carry the scope this needs.
    ScopeMissing,
    /// The request cannot be understood; the text says what is wrong with it.
    Malformed(&'static str),
    /// The form is stale or did not come from our own page.
    StaleForm,
    /// Nothing is here.
    NotFound,
    /// The click id was used for another click before.
    ClickConflict,
    /// The retailer is not on the published list.
    UnknownRetailer,
    /// The retailer is listed, but no rate is known: nothing could be promised.
    NoRate,
    /// The operator's rules do not let this member elect that.
    NotEligible(&'static str),
    /// No affiliate network is connected.
    NoNetwork,
    /// No rate list has been published yet.
    NoList,
    /// Too many failed sign-ins for one address.
    TooManyAttempts(Wait),
    /// Too much of anything else in a short time.
    TooMany(Wait),
    /// Money is on its way to a member who wants to leave.
    PayoutUnderWay,
    /// The database cannot work just now; the same request may succeed in a moment.
    Unavailable(Outage, sqlx::Error),
    /// Our own fault.
    Internal(Box<dyn std::error::Error + Send + Sync>),
}

impl Error {
    pub(crate) fn internal(cause: impl std::error::Error + Send + Sync + 'static) -> Self {
        Self::Internal(Box::new(cause))
    }

    pub(crate) const fn status(&self) -> StatusCode {
        match self {
            Self::SignInNeeded => StatusCode::UNAUTHORIZED,
            Self::ScopeMissing | Self::StaleForm => StatusCode::FORBIDDEN,
            Self::Malformed(_) => StatusCode::BAD_REQUEST,
            Self::NotFound | Self::UnknownRetailer => StatusCode::NOT_FOUND,
            Self::ClickConflict | Self::PayoutUnderWay => StatusCode::CONFLICT,
            Self::NoRate | Self::NoNetwork | Self::NotEligible(_) => {
                StatusCode::UNPROCESSABLE_ENTITY
            }
            Self::NoList | Self::Unavailable(..) => StatusCode::SERVICE_UNAVAILABLE,
            Self::TooManyAttempts(_) | Self::TooMany(_) => StatusCode::TOO_MANY_REQUESTS,
            Self::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    const fn code(&self) -> &'static str {
        match self {
            Self::SignInNeeded => "auth.signInNeeded",
            Self::ScopeMissing => "auth.scopeMissing",
            Self::Malformed(_) => "request.malformed",
            Self::StaleForm => "request.staleForm",
            Self::NotFound => "request.notFound",
            Self::ClickConflict => "click.conflict",
            Self::UnknownRetailer => "click.unknownRetailer",
            Self::NoRate => "click.noRate",
            Self::NotEligible(_) => "election.notEligible",
            Self::NoNetwork => "click.noNetwork",
            Self::NoList => "list.notPublished",
            Self::TooManyAttempts(_) => "auth.tooManyAttempts",
            Self::TooMany(_) => "request.tooMany",
            Self::PayoutUnderWay => "account.payoutUnderWay",
            Self::Unavailable(..) => "portal.unavailable",
            Self::Internal(_) => "portal.internal",
        }
    }

    pub(crate) const fn message(&self) -> &'static str {
        match self {
            Self::SignInNeeded => "Sign in first.",
            Self::ScopeMissing => "This sign-in does not allow that.",
            Self::Malformed(what) | Self::NotEligible(what) => what,
            Self::StaleForm => {
                "This form is no longer valid. Go back, reload the page and try again."
            }
            Self::NotFound => "There is nothing at this address.",
            Self::ClickConflict => "This click id was used for another click.",
            Self::UnknownRetailer => "This retailer is not on the list.",
            Self::NoRate => "No rate is known for this retailer, so nothing can be promised.",
            Self::NoNetwork => "This portal is not connected to an affiliate network.",
            Self::NoList => "This portal has not published its list yet.",
            Self::TooManyAttempts(_) => "Too many failed sign-ins. Try again in a few minutes.",
            Self::TooMany(_) => "Too many requests. Wait a little and try again.",
            Self::PayoutUnderWay => {
                "A payout is on its way to you. Delete the account once it has arrived."
            }
            Self::Unavailable(..) => "This is out of order just now. Try again in a moment.",
            Self::Internal(_) => "Something went wrong on our side. Try again.",
        }
    }

    /// What goes along with the status: how long to wait, or what kind of sign-in is needed.
    pub(crate) fn headers(&self) -> HeaderMap {
        let header = match self {
            Self::TooManyAttempts(wait) | Self::TooMany(wait) => {
                Some((header::RETRY_AFTER, HeaderValue::from(wait.0)))
            }
            Self::NoList | Self::Unavailable(..) => Some((header::RETRY_AFTER, SOON)),
            Self::SignInNeeded => {
                Some((header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer")))
            }
            Self::ScopeMissing => Some((
                header::WWW_AUTHENTICATE,
                HeaderValue::from_static("Bearer error=\"insufficient_scope\""),
            )),
            _ => None,
        };
        header.into_iter().collect()
    }

    /// Logs the cause, if it is one for the operator. Called by whoever turns the error into an answer.
    pub(crate) fn log(&self) {
        let code = self.code();
        match self {
            Self::Internal(cause) => tracing::error!(code, %cause, "request failed"),
            Self::Unavailable(outage, cause) => {
                tracing::error!(code, %cause, advice = outage.advice(), "request failed");
            }
            _ => {}
        }
    }
}

/// PostgreSQL keeps no NUL in texts. It says so of the request before it does anything.
fn is_unkeepable(cause: &sqlx::Error) -> bool {
    let code = cause.as_database_error().and_then(|said| said.code());
    code.is_some_and(|code| code == "22021")
}

impl From<sqlx::Error> for Error {
    fn from(cause: sqlx::Error) -> Self {
        match Outage::of(&cause) {
            Some(outage) => Self::Unavailable(outage, cause),
            None if is_unkeepable(&cause) => {
                Self::Malformed("The request holds a character that cannot be kept.")
            }
            None => Self::internal(cause),
        }
    }
}

impl From<Failure> for Error {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Database(cause) => cause.into(),
            other => Self::internal(other),
        }
    }
}

impl From<serde_json::Error> for Error {
    fn from(cause: serde_json::Error) -> Self {
        Self::internal(cause)
    }
}

impl IntoResponse for Error {
    fn into_response(self) -> Response {
        self.log();
        let problem = Problem {
            status: self.status(),
            code: self.code(),
            detail: self.message(),
        };
        (self.headers(), problem).into_response()
    }
}
