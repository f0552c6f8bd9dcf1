//! Keeps the shopper's tokens: the refresh token in our own database, the access token for this browser session.
//! One renewal at a time; the new refresh token is stored before anything is done with it.

use crate::fetch;
use crate::store::{Key, Store};
use futures_util::lock::Mutex;
use pointback_core::account::{Tokens, refresh_form};
use pointback_core::json::{self, Json, Object, Read, Reader, Write};

const FORM: &str = "application/x-www-form-urlencoded";
const JSON: &str = "application/json";
/// Not used any more this shortly before its end, milliseconds.
const MARGIN: i64 = 10_000;

/// An access token and its end, milliseconds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Access {
    token: String,
    until: i64,
}

impl Read for Access {
    fn read(from: Reader<'_>) -> Self {
        Self {
            token: from.get("token"),
            until: from.get("until"),
        }
    }
}

impl Write for Access {
    fn write(&self) -> Json<'_> {
        let mut object = Object::default();
        object.put("token", &self.token);
        object.put("until", &self.until);
        object.done()
    }
}

/// Why there is no token.
pub enum Refusal {
    /// The portal does not know us (any more).
    SignedOut,
    /// It could not be asked.
    Unreachable,
}

/// The tokens.
pub struct Keeper {
    access: Mutex<Option<Access>>,
}

impl Keeper {
    /// With the access token that this session kept, if any.
    pub fn new(access: Option<Access>) -> Self {
        Self {
            access: Mutex::new(access),
        }
    }

    /// Calls the API, renewing the access token when it is needed.
    pub async fn call(
        &self,
        store: &Store,
        url: &str,
        body: Option<&str>,
        token_url: &str,
        now: i64,
    ) -> Result<(u16, Vec<u8>), Refusal> {
        let body = body.map(|text| (JSON, text));
        let token = self.access(store, token_url, None, now).await?;
        let (status, answer) = send(url, &token, body).await?;
        if status != 401 {
            return Ok((status, answer));
        }
        let token = self.access(store, token_url, Some(&token), now).await?;
        match send(url, &token, body).await? {
            (401, _) => Err(Refusal::SignedOut),
            answered => Ok(answered),
        }
    }

    /// Redeems a form at the token endpoint and keeps what comes.
    pub async fn redeem(
        &self,
        store: &Store,
        url: &str,
        form: &str,
        now: i64,
    ) -> Result<(), Refusal> {
        let mut access = self.access.lock().await;
        *access = Some(exchange(store, url, form, now).await?);
        Ok(())
    }

    /// Forgets all tokens, here first, then at the portal.
    pub async fn forget(&self, store: &Store, url: &str) {
        let refresh = text(store).await;
        *self.access.lock().await = None;
        let forgotten = store.put(&[(Key::Refresh, b"")]).await;
        if let (Ok(()), Some(token)) = (forgotten, refresh) {
            // Best effort: an unreachable portal lets the token die of age.
            drop(fetch::call(url, None, Some((FORM, &format!("token={token}")))).await);
        }
    }

    /// The access token to keep for this session.
    pub async fn kept(&self) -> Option<Access> {
        self.access.lock().await.clone()
    }

    async fn access(
        &self,
        store: &Store,
        token_url: &str,
        refused: Option<&str>,
        now: i64,
    ) -> Result<String, Refusal> {
        let mut access = self.access.lock().await;
        let usable = access
            .as_ref()
            .filter(|a| a.until - MARGIN > now && Some(a.token.as_str()) != refused);
        if let Some(usable) = usable {
            return Ok(usable.token.clone());
        }
        let refresh = text(store).await.ok_or(Refusal::SignedOut)?;
        let renewed = exchange(store, token_url, &refresh_form(&refresh), now).await?;
        let token = renewed.token.clone();
        *access = Some(renewed);
        Ok(token)
    }
}

async fn exchange(store: &Store, url: &str, form: &str, now: i64) -> Result<Access, Refusal> {
    let answer = fetch::call(url, None, Some((FORM, form))).await;
    let (status, body) = answer.map_err(|_| Refusal::Unreachable)?;
    match status {
        200 => {}
        400..=403 => return Err(Refusal::SignedOut),
        _ => return Err(Refusal::Unreachable),
    }
    let tokens: Tokens = json::read(&body).ok_or(Refusal::Unreachable)?;
    let stored = store
        .put(&[(Key::Refresh, tokens.refresh_token.as_bytes())])
        .await;
    stored.map_err(|_| Refusal::Unreachable)?;
    Ok(Access {
        token: tokens.access_token,
        until: now + tokens.expires_in.clamp(0, 86_400) * 1000,
    })
}

async fn send(
    url: &str,
    token: &str,
    body: Option<(&str, &str)>,
) -> Result<(u16, Vec<u8>), Refusal> {
    fetch::call(url, Some(token), body)
        .await
        .map_err(|_| Refusal::Unreachable)
}

async fn text(store: &Store) -> Option<String> {
    let bytes = store.get(Key::Refresh).await.ok()?;
    String::from_utf8(bytes).ok().filter(|t| !t.is_empty())
}
