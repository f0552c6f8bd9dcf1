//! Keeps the shopper's tokens: the refresh token in our own database, the access token for this browser session.
//! One renewal at a time; the new refresh token is stored before anything is done with it.

use crate::fetch;
use crate::store::{Key, Store};
use crate::turn::Turn;
use pointback_core::account::{Tokens, refresh_form};
use pointback_core::json::{self, Json, Object, Read, Reader, Write};
use std::cell::{Cell, RefCell};

const FORM: &str = "application/x-www-form-urlencoded";
const JSON: &str = "application/json";
/// Not used any more this shortly before its end, milliseconds.
const MARGIN: i64 = 10_000;

/// An access token and its end, milliseconds.
#[derive(Clone)]
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
    access: RefCell<Option<Access>>,
    /// The session does not know of `access` yet.
    is_news: Cell<bool>,
    /// Held while the refresh token is used up and replaced.
    renewal: Turn,
}

impl Keeper {
    /// With the access token that this session kept, if any.
    pub fn new(access: Option<Access>) -> Self {
        Self {
            access: RefCell::new(access),
            is_news: Cell::new(false),
            renewal: Turn::default(),
        }
    }

    /// The access token to keep for this session, if it is another one than at the last call.
    pub fn news(&self) -> Option<Option<Access>> {
        self.is_news.take().then(|| self.access.borrow().clone())
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
        let mut refused = None;
        // A token may be revoked before its time: once it is renewed, and then that answer stands.
        for _ in 0..2 {
            let token = self
                .access(store, token_url, refused.as_deref(), now)
                .await?;
            let answer = fetch::call(url, Some(&token), body).await;
            match answer.map_err(|_| Refusal::Unreachable)? {
                (401, _) => refused = Some(token),
                answered => return Ok(answered),
            }
        }
        Err(Refusal::SignedOut)
    }

    /// Redeems a form at the token endpoint and keeps what comes.
    pub async fn redeem(
        &self,
        store: &Store,
        url: &str,
        form: &str,
        now: i64,
    ) -> Result<(), Refusal> {
        let _alone = self.renewal.take().await;
        self.set(Some(exchange(store, url, form, now).await?));
        Ok(())
    }

    /// Forgets all tokens, here first, then at the portal.
    pub async fn forget(&self, store: &Store, url: &str) {
        let refresh = {
            let _alone = self.renewal.take().await;
            let refresh = text(store).await;
            self.set(None);
            let forgotten = store.put(&[(Key::Refresh, b"")]).await;
            refresh.filter(|_| forgotten.is_ok())
        };
        if let Some(token) = refresh {
            // Best effort: an unreachable portal lets the token die of age.
            drop(fetch::call(url, None, Some((FORM, &format!("token={token}")))).await);
        }
    }

    async fn access(
        &self,
        store: &Store,
        token_url: &str,
        refused: Option<&str>,
        now: i64,
    ) -> Result<String, Refusal> {
        let _alone = self.renewal.take().await;
        if let Some(token) = self.usable(refused, now) {
            return Ok(token);
        }
        let refresh = text(store).await.ok_or(Refusal::SignedOut)?;
        let renewed = exchange(store, token_url, &refresh_form(&refresh), now).await?;
        let token = renewed.token.clone();
        self.set(Some(renewed));
        Ok(token)
    }

    fn usable(&self, refused: Option<&str>, now: i64) -> Option<String> {
        let access = self.access.borrow();
        let token = access.as_ref().filter(|a| a.until - MARGIN > now);
        let token = token.map(|a| &a.token);
        token.filter(|t| Some(t.as_str()) != refused).cloned()
    }

    fn set(&self, access: Option<Access>) {
        self.access.replace(access);
        self.is_news.set(true);
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

async fn text(store: &Store) -> Option<String> {
    let bytes = store.get(Key::Refresh).await.ok()?;
    String::from_utf8(bytes).ok().filter(|t| !t.is_empty())
}
