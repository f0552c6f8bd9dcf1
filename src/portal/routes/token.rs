//! `/oauth/token` and `/oauth/revoke` (RFC 6749, 7009). Refusals have the form those ask for, beside our own code.

use crate::{
    authorization,
    config::CLIENT_ID,
    device::{self, NotYet},
    error::Error,
    rotation,
    state::Portal,
    tokens::{self, Issued, Refused},
};
use axum::{
    Form, Json,
    extract::{State, rejection::FormRejection},
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use serde_json::json;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Exchange {
    grant_type: String,
    client_id: String,
    code: String,
    redirect_uri: String,
    code_verifier: String,
    refresh_token: String,
    device_code: String,
}

/// The name of the device grant (RFC 8628).
const DEVICE_GRANT: &str = "urn:ietf:params:oauth:grant-type:device_code";

/// Why a request of RFC 6749 gets nothing.
#[derive(Debug)]
pub(super) enum Refusal {
    /// `error`, our code, and a sentence.
    Named(&'static str, &'static str, &'static str),
    /// Anything that has nothing to do with the grant.
    Other(Error),
}

impl Refusal {
    const UNREADABLE: Self = Self::Named(
        "invalid_request",
        "auth.invalidRequest",
        "The form is not what this address expects.",
    );
    const CLIENT: Self = Self::Named(
        "invalid_client",
        "auth.invalidClient",
        "This portal does not know that program.",
    );
    const GRANT: Self = Self::Named(
        "invalid_grant",
        "auth.invalidGrant",
        "This sign-in is no longer valid. Sign in again.",
    );
    const KIND: Self = Self::Named(
        "unsupported_grant_type",
        "auth.unsupportedGrant",
        "This kind of sign-in is not offered.",
    );
    pub(super) const SCOPE: Self = Self::Named(
        "invalid_scope",
        "auth.invalidScope",
        "This portal does not know what was asked for.",
    );
    const PENDING: Self = Self::Named(
        "authorization_pending",
        "auth.pending",
        "The member has not decided yet.",
    );
    const SLOW_DOWN: Self = Self::Named(
        "slow_down",
        "auth.slowDown",
        "The member has not decided yet. Ask five seconds less often.",
    );
    const DENIED: Self = Self::Named("access_denied", "auth.denied", "The member said no.");
    const EXPIRED: Self = Self::Named(
        "expired_token",
        "auth.expired",
        "Nobody entered the code in time. Begin again.",
    );

    /// Refuses programs that this portal does not know.
    pub(super) fn unless_known(client: &str) -> Result<(), Self> {
        if client == CLIENT_ID {
            Ok(())
        } else {
            Err(Self::CLIENT)
        }
    }
}

impl From<NotYet> for Refusal {
    fn from(not_yet: NotYet) -> Self {
        match not_yet {
            NotYet::Pending => Self::PENDING,
            NotYet::SlowDown => Self::SLOW_DOWN,
            NotYet::Denied => Self::DENIED,
            NotYet::Expired => Self::EXPIRED,
            NotYet::Refused(refused) => refused.into(),
        }
    }
}

impl From<Error> for Refusal {
    fn from(error: Error) -> Self {
        Self::Other(error)
    }
}

impl From<FormRejection> for Refusal {
    fn from(_: FormRejection) -> Self {
        Self::UNREADABLE
    }
}

impl From<Refused> for Refusal {
    fn from(refused: Refused) -> Self {
        match refused {
            Refused::Grant => Self::GRANT,
            Refused::Failed(error) => Self::Other(error),
        }
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let (error, code, sentence) = match self {
            Self::Named(error, code, sentence) => (error, code, sentence),
            Self::Other(error) => return error.into_response(),
        };
        let body = json!({ "error": error, "error_description": sentence, "code": code });
        (StatusCode::BAD_REQUEST, Json(body)).into_response()
    }
}

pub(super) async fn token(
    State(portal): State<Portal>,
    headers: HeaderMap,
    asked: Result<Form<Exchange>, FormRejection>,
) -> Result<Json<Issued>, Refusal> {
    portal.doors.token.pass(&portal, &headers)?;
    let Form(asked) = asked?;
    Refusal::unless_known(&asked.client_id)?;
    let issued = match asked.grant_type.as_str() {
        "authorization_code" => {
            authorization::exchange(
                &portal,
                &asked.code,
                &asked.client_id,
                &asked.redirect_uri,
                &asked.code_verifier,
            )
            .await?
        }
        "refresh_token" => rotation::refresh(&portal, &asked.refresh_token).await?,
        DEVICE_GRANT if portal.config.device_grant => {
            device::ask(&portal, &asked.device_code).await?
        }
        _ => return Err(Refusal::KIND),
    };
    Ok(Json(issued))
}

#[derive(Debug, Deserialize)]
pub(super) struct Revocation {
    token: String,
}

pub(super) async fn revoke(
    State(portal): State<Portal>,
    headers: HeaderMap,
    asked: Result<Form<Revocation>, FormRejection>,
) -> Result<StatusCode, Refusal> {
    portal.doors.token.pass(&portal, &headers)?;
    tokens::revoke(&portal, &asked?.0.token).await?;
    Ok(StatusCode::OK)
}
