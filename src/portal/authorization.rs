//! Authorization codes: what a member allowed, carried by the browser to the extension and good for one exchange by
//! whoever started it (PKCE, S256 only).

use crate::{config::CLIENT_ID, db, error::Error, random, session, state::Portal, tokens};
use axum::http::HeaderMap;
use data_encoding::BASE64URL_NOPAD;
use pointback_core::hash::sha256_hex;
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;
use url::Url;

/// What is allowed when nothing else is asked for: all that the extension needs.
const SCOPES: [&str; 2] = ["balances:read", "clicks:write"];
/// A copy of everything that is stored. Only when asked for by name.
pub(crate) const EXPORT: &str = "account:export";
/// Deleting the account. Only when asked for by name.
pub(crate) const DELETE: &str = "account:delete";
const CODE_LIFE_MS: i64 = 60 * 1_000;
/// A code that comes back this long after its exchange was stolen, not repeated by a nervous network.
const REPEAT_MS: i64 = 20 * 1_000;
/// What has expired is kept this long, so that a code that comes back late is still noticed.
const KEEP_MS: i64 = 7 * 24 * 60 * 60 * 1_000;

/// A sign-in that the extension asked for and that was found in order.
#[derive(Debug, Clone)]
pub(crate) struct Request {
    pub(crate) redirect: String,
    pub(crate) scope: String,
    pub(crate) state: String,
    pub(crate) challenge: String,
}

/// What the extension sends to `/oauth/authorize`.
#[derive(Debug, Clone, Default, serde::Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    pub(crate) response_type: String,
    pub(crate) client_id: String,
    pub(crate) redirect_uri: String,
    pub(crate) scope: String,
    pub(crate) state: String,
    pub(crate) code_challenge: String,
    pub(crate) code_challenge_method: String,
    /// `login` asks for the password again, to change accounts.
    pub(crate) prompt: String,
}

impl Asked {
    /// The request again, as form fields or as a query; what it asks of the sign-in page is done by then.
    pub(crate) fn fields(&self) -> [(&'static str, &str); 7] {
        [
            ("response_type", &self.response_type),
            ("client_id", &self.client_id),
            ("redirect_uri", &self.redirect_uri),
            ("scope", &self.scope),
            ("state", &self.state),
            ("code_challenge", &self.code_challenge),
            ("code_challenge_method", &self.code_challenge_method),
        ]
    }

    /// Our own address at which the request can be taken up again.
    pub(crate) fn path(&self) -> String {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        query.extend_pairs(self.fields());
        format!("/oauth/authorize?{}", query.finish())
    }
}

/// Why a request was not found in order.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// The client or its address is unknown: nothing may be sent there, so a person has to read it.
    Show(&'static str),
    /// The address is right, so the extension is told.
    Tell(String),
}

/// Checks a request against the registered addresses.
pub(crate) fn check(redirects: &[String], issuer: &Url, asked: &Asked) -> Result<Request, Refusal> {
    if asked.client_id != CLIENT_ID {
        return Err(Refusal::Show(
            "This portal does not know the program that asked for a sign-in.",
        ));
    }
    if !redirects.contains(&asked.redirect_uri) {
        return Err(Refusal::Show(
            "The sign-in would be sent to an address that this portal does not know.",
        ));
    }
    let tell = |error: &str| Err(Refusal::Tell(error_address(issuer, asked, error)));
    if asked.response_type != "code" {
        return tell("unsupported_response_type");
    }
    let is_sha256 = BASE64URL_NOPAD
        .decode(asked.code_challenge.as_bytes())
        .is_ok_and(|bytes| bytes.len() == 32);
    if asked.code_challenge_method != "S256" || !is_sha256 || asked.state.len() > 512 {
        return tell("invalid_request");
    }
    let Some(scope) = scopes(&asked.scope, &[EXPORT, DELETE]) else {
        return tell("invalid_scope");
    };
    Ok(Request {
        redirect: asked.redirect_uri.clone(),
        scope,
        state: asked.state.clone(),
        challenge: asked.code_challenge.clone(),
    })
}

/// The scopes that are asked for, the usual ones when none is named; `None` when one is neither usual nor among `also`.
pub(crate) fn scopes(asked: &str, also: &[&str]) -> Option<String> {
    let mut scopes: Vec<&str> = asked.split_ascii_whitespace().collect();
    if scopes.is_empty() {
        scopes.extend(SCOPES);
    }
    scopes.sort_unstable();
    scopes.dedup();
    let are_ours = scopes
        .iter()
        .all(|s| SCOPES.contains(s) || also.contains(s));
    are_ours.then(|| scopes.join(" "))
}

/// Where the browser goes when the member says no.
pub(crate) fn denied_address(issuer: &Url, asked: &Asked) -> String {
    error_address(issuer, asked, "access_denied")
}

fn error_address(issuer: &Url, asked: &Asked, error: &str) -> String {
    address(issuer, &asked.redirect_uri, "error", error, &asked.state)
}

/// An answer says who gives it (RFC 9207), so that no other portal can pass it off as its own.
fn address(issuer: &Url, redirect: &str, key: &str, value: &str, state: &str) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    query.append_pair(key, value);
    query.append_pair("iss", issuer.as_str());
    if !state.is_empty() {
        query.append_pair("state", state);
    }
    format!("{redirect}?{}", query.finish())
}

/// Issues a code for a member who said yes in this browser; the answer is the address to send it to.
pub(crate) async fn issue(
    portal: &Portal,
    request: &Request,
    member: &str,
    headers: &HeaderMap,
) -> Result<String, Error> {
    let code = random::token()?;
    let now = portal.now_ms();
    forget_old(portal, now).await?;
    let mut tx = db::write(&portal.pool).await?;
    session::hold(&mut tx, portal, headers, member).await?;
    sqlx::query(
        "INSERT INTO auth_code (code, member, client, redirect, challenge, scope, until_ms)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(sha256_hex(code.as_bytes()))
    .bind(member)
    .bind(CLIENT_ID)
    .bind(&request.redirect)
    .bind(&request.challenge)
    .bind(&request.scope)
    .bind(now + CODE_LIFE_MS)
    .execute(&mut *tx)
    .await?;
    tx.commit().await?;
    let issuer = &portal.config.base;
    Ok(address(
        issuer,
        &request.redirect,
        "code",
        &code,
        &request.state,
    ))
}

/// Codes and tokens that have long stopped working; a sign-in is rare enough to sweep up after the others.
async fn forget_old(portal: &Portal, now: i64) -> Result<(), Error> {
    for sweep in [
        "DELETE FROM auth_code WHERE until_ms < $1",
        "DELETE FROM token_pair WHERE refresh_until_ms < $1",
    ] {
        sqlx::query(sweep)
            .bind(now - KEEP_MS)
            .execute(&portal.pool)
            .await?;
    }
    Ok(())
}

row! {
    struct CodeRow {
        member: String,
        client: String,
        redirect: String,
        challenge: String,
        scope: String,
        until_ms: i64,
        spent_ms: Option<i64>,
        link: Option<String>,
    }
}

/// Exchanges a code for the first pair of tokens of a new link.
pub(crate) async fn exchange(
    portal: &Portal,
    code: &str,
    client: &str,
    redirect: &str,
    verifier: &str,
) -> Result<tokens::Issued, tokens::Refused> {
    let now = portal.now_ms();
    let hash = sha256_hex(code.as_bytes());
    let mut tx = db::write(&portal.pool).await?;
    let row: Option<CodeRow> = sqlx::query_as(
        "SELECT member, client, redirect, challenge, scope, until_ms, spent_ms, link
         FROM auth_code WHERE code = $1",
    )
    .bind(&hash)
    .fetch_optional(&mut *tx)
    .await?;
    let row = row.ok_or(tokens::Refused::Grant)?;
    if let Some(spent) = row.spent_ms {
        if let Some(link) = row.link.filter(|_| now - spent > REPEAT_MS) {
            tokens::end_link(&mut tx, &link, now).await?;
            tx.commit().await?;
        }
        return Err(tokens::Refused::Grant);
    }
    let in_order = row.until_ms > now
        && row.client == client
        && row.redirect == redirect
        && proves(verifier, &row.challenge);
    if !in_order {
        return Err(tokens::Refused::Grant);
    }
    let link = tokens::open_link(&mut tx, &row.member, client, &row.scope, now).await?;
    let claimed = sqlx::query(
        "UPDATE auth_code SET spent_ms = $2, link = $3 WHERE code = $1 AND spent_ms IS NULL",
    )
    .bind(&hash)
    .bind(now)
    .bind(&link.id)
    .execute(&mut *tx)
    .await?;
    if claimed.rows_affected() == 0 {
        // Another server was faster: this link never comes to be.
        return Err(tokens::Refused::Grant);
    }
    let issued = tokens::issue(&mut tx, &link, &row.scope, now).await?;
    tx.commit().await?;
    Ok(issued)
}

/// Is the challenge the hash of the verifier (RFC 7636)?
fn proves(verifier: &str, challenge: &str) -> bool {
    let well_formed = (43..=128).contains(&verifier.len())
        && verifier
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b"-._~".contains(&b));
    let hash = BASE64URL_NOPAD.encode(&Sha256::digest(verifier.as_bytes()));
    well_formed && bool::from(hash.as_bytes().ct_eq(challenge.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::proves;

    #[test]
    fn the_example_of_rfc_7636_proves_itself() {
        let verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
        let challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
        assert!(proves(verifier, challenge));
        assert!(!proves(&verifier.replace('d', "e"), challenge));
        assert!(!proves("short", challenge));
        assert!(!proves(challenge, challenge));
    }
}
