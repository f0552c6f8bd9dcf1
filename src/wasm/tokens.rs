//! Keeps the shopper's tokens: refresh tokens in our own database, access tokens for this browser session.
//! One renewal at a time; the new refresh token is stored before anything is done with it.

use crate::fetch;
use crate::store::{Key, Store};
use crate::turn::Turn;
use pointback_core::account::{Tokens, refresh_form};
use pointback_core::json::{self, Json, Object, Read, Reader, Write};
use pointback_core::small_map::SmallMap;
use pointback_core::store_id::PortalId;
use pointback_core::task::Call;
use std::cell::{Cell, RefCell};
use wasm_bindgen::JsValue;

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

/// Access tokens by portal.
pub type AccessTokens = SmallMap<PortalId, Access>;

/// The tokens of all portals.
pub struct Keeper {
    access: RefCell<AccessTokens>,
    /// The session does not know of `access` yet.
    is_news: Cell<bool>,
    /// Held while a refresh token is used up and replaced.
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
        portal: PortalId,
        url: &str,
        form: &str,
        now: i64,
    ) -> Result<(), Refusal> {
        let _turn = self.renewal.take().await;
        self.exchange(store, portal, url, form, now).await
    }

    /// Forgets a portal's tokens, here first, then there.
    pub async fn forget(&self, store: &Store, portal: PortalId, url: Option<&str>) {
        let turn = self.renewal.take().await;
        let refresh = text(store, portal).await;
        self.access.borrow_mut().remove(&portal);
        self.is_news.set(true);
        let forgotten = store.put(&[(Key::Refresh(portal), b"")]).await;
        drop(turn);
        if let (Ok(()), Some(token), Some(url)) = (forgotten, refresh, url) {
            // Best effort: an unreachable portal lets the token die of age.
            drop(fetch::call(url, None, Some((FORM, &format!("token={token}")))).await);
        }
    }

    /// Deletes all that is stored, once every token before has been forgotten and none is on its way any more.
    pub async fn wipe(&self, store: &Store) -> Result<(), JsValue> {
        let _turn = self.renewal.take().await;
        store.clear().await
    }

    async fn access(
        &self,
        store: &Store,
        call: &Call,
        refused: Option<&str>,
        now: i64,
    ) -> Result<String, Refusal> {
        let _turn = self.renewal.take().await;
        if let Some(usable) = self.usable(call.portal, refused, now) {
            return Ok(usable);
        }
        let refresh = text(store, call.portal).await.ok_or(Refusal::SignedOut)?;
        let form = refresh_form(&refresh);
        self.exchange(store, call.portal, &call.token_url, &form, now)
            .await?;
        self.usable(call.portal, None, now)
            .ok_or(Refusal::SignedOut)
    }

    fn usable(&self, portal: PortalId, refused: Option<&str>, now: i64) -> Option<String> {
        let access = self.access.borrow();
        let token = access.get(&portal).filter(|a| a.until - MARGIN > now)?;
        (Some(token.token.as_str()) != refused).then(|| token.token.clone())
    }

    async fn exchange(
        &self,
        store: &Store,
        portal: PortalId,
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
        let refresh = (Key::Refresh(portal), tokens.refresh_token.as_bytes());
        let stored = store.put(&[refresh]).await;
        stored.map_err(|_| Refusal::Unreachable)?;
        let access = Access {
            token: tokens.access_token,
            until: now + tokens.expires_in.clamp(0, 86_400) * 1000,
        };
        self.access.borrow_mut().insert(portal, access);
        self.is_news.set(true);
        Ok(())
    }
}

async fn text(store: &Store, portal: PortalId) -> Option<String> {
    let bytes = store.get(Key::Refresh(portal)).await.ok()?;
    String::from_utf8(bytes).ok().filter(|t| !t.is_empty())
}
