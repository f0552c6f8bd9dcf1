//! Keeps the shopper's tokens: refresh tokens in our own database, access tokens for this browser session.
//! One renewal at a time at each address; the new refresh token is stored before anything is done with it. A token goes
//! nowhere but to the portal that issued it: they are kept by the address that they came from.

use crate::fetch;
use crate::store::{Key, Store};
use crate::turn::Turn;
use pointback_core::account::{Tokens, refresh_form};
use pointback_core::json::{self, Json, Object, Read, Reader, Write};
use pointback_core::task::Call;
use std::cell::{Cell, RefCell};
use wasm_bindgen::JsValue;

const FORM: &str = "application/x-www-form-urlencoded";
const JSON: &str = "application/json";
/// Not used any more this shortly before its end, milliseconds.
const MARGIN: i64 = 10_000;

/// An access token, the address that issued it, and its end, milliseconds.
#[derive(Clone)]
pub struct Access {
    url: String,
    token: String,
    until: i64,
}

impl Read for Access {
    fn read(from: Reader<'_>) -> Self {
        Self {
            url: from.get("url"),
            token: from.get("token"),
            until: from.get("until"),
        }
    }
}

impl Write for Access {
    fn write(&self) -> Json<'_> {
        let mut object = Object::default();
        object.put("url", &self.url);
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

/// Access tokens, one an address.
pub type AccessTokens = Vec<Access>;

/// The tokens of all portals.
pub struct Keeper {
    access: RefCell<AccessTokens>,
    /// The session does not know of `access` yet.
    is_news: Cell<bool>,
    /// Held, for its address, while a refresh token is used up and replaced.
    renewal: Turn,
}

impl Keeper {
    /// With the access tokens that this session kept.
    pub fn new(access: AccessTokens) -> Self {
        Self {
            access: RefCell::new(access),
            is_news: Cell::new(false),
            renewal: Turn::default(),
        }
    }

    /// The access tokens to keep for this session, if they are others than at the last call.
    pub fn news(&self) -> Option<AccessTokens> {
        self.is_news.take().then(|| self.access.borrow().clone())
    }

    /// Calls a portal's API, renewing the access token when it is needed.
    pub async fn call(
        &self,
        store: &Store,
        call: &Call,
        now: i64,
    ) -> Result<(u16, Vec<u8>), Refusal> {
        let body = call.body.as_deref().map(|text| (JSON, text));
        let mut refused = None;
        // A token may be revoked before its time: once it is renewed, and then that answer stands.
        for _ in 0..2 {
            let token = self.access(store, call, refused.as_deref(), now).await?;
            let answer = fetch::call(&call.url, Some(&token), body).await;
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
        let _turn = self.renewal.take(url).await;
        self.exchange(store, url, form, now).await
    }

    /// Forgets the tokens that came from below an address, here first, then there.
    pub async fn forget(&self, store: &Store, base: &str) -> Result<(), JsValue> {
        let url = [base, "token"].concat();
        let turn = self.renewal.take(&url).await;
        let refresh = text(store, &url).await?;
        self.access.borrow_mut().retain(|a| a.url != url);
        self.is_news.set(true);
        store.put(&[(Key::Refresh(&url), b"")]).await?;
        drop(turn);
        if let Some(token) = refresh {
            let url = [base, "revoke"].concat();
            // Best effort: an unreachable portal lets the token die of age.
            drop(fetch::call(&url, None, Some((FORM, &["token=", &*token].concat()))).await);
        }
        Ok(())
    }

    /// Deletes all that is stored, once every token before has been forgotten and none is on its way any more.
    pub async fn wipe(&self, store: &Store) -> Result<(), JsValue> {
        let _turn = self.renewal.take("").await;
        store.clear().await
    }

    async fn access(
        &self,
        store: &Store,
        call: &Call,
        refused: Option<&str>,
        now: i64,
    ) -> Result<String, Refusal> {
        let url = &call.token_url;
        let _turn = self.renewal.take(url).await;
        if let Some(usable) = self.usable(url, refused, now) {
            return Ok(usable);
        }
        // What cannot be read now may be there all the same.
        let kept = text(store, url).await.map_err(|_| Refusal::Unreachable)?;
        let form = refresh_form(&kept.ok_or(Refusal::SignedOut)?);
        self.exchange(store, url, &form, now).await?;
        self.usable(url, None, now).ok_or(Refusal::SignedOut)
    }

    fn usable(&self, url: &str, refused: Option<&str>, now: i64) -> Option<String> {
        let access = self.access.borrow();
        let is_usable = |a: &&Access| a.url == url && a.until - MARGIN > now;
        let token = &access.iter().find(is_usable)?.token;
        (Some(token.as_str()) != refused).then(|| token.clone())
    }

    async fn exchange(
        &self,
        store: &Store,
        url: &str,
        form: &str,
        now: i64,
    ) -> Result<(), Refusal> {
        let answer = fetch::call(url, None, Some((FORM, form))).await;
        let (status, body) = answer.map_err(|_| Refusal::Unreachable)?;
        match status {
            200 => {}
            400..=403 => return Err(Refusal::SignedOut),
            _ => return Err(Refusal::Unreachable),
        }
        let tokens: Tokens = json::read(&body).ok_or(Refusal::Unreachable)?;
        let refresh = (Key::Refresh(url), tokens.refresh_token.as_bytes());
        let stored = store.put(&[refresh]).await;
        stored.map_err(|_| Refusal::Unreachable)?;
        let access = Access {
            url: url.to_owned(),
            token: tokens.access_token,
            until: now + tokens.expires_in.clamp(0, 86_400) * 1000,
        };
        let mut all = self.access.borrow_mut();
        all.retain(|a| a.url != url);
        all.push(access);
        self.is_news.set(true);
        Ok(())
    }
}

async fn text(store: &Store, url: &str) -> Result<Option<String>, JsValue> {
    let bytes = store.get(Key::Refresh(url)).await?;
    Ok(String::from_utf8(bytes).ok().filter(|t| !t.is_empty()))
}
