//! Signing in and out, and the balances. Tokens never come here: the adapter keeps them.

use super::Engine;
use crate::account::{Me, PendingSignIn, TOKEN, TOKENS};
use crate::activation::Trip;
use crate::hash::sha256_hex;
use crate::json;
use crate::money::is_currency;
use crate::protocol::{Context, Effect, Outcome};
use crate::store_id::PortalId;
use crate::task::{Call, Purpose, Task};
use core::mem;

/// Longest answer about balances that is kept, bytes.
const MOST_ME: usize = 4_096;

impl Engine {
    pub(super) fn sign_in(&mut self, portal: PortalId, context: &Context, out: &mut Outcome) {
        let root = self.memory.portal(portal).map(|p| &p.root);
        let begun = root
            .filter(|r| !r.is_link())
            .and_then(|r| PendingSignIn::begin(portal, r, &self.redirect, &context.random));
        let Some((pending, url)) = begun else { return };
        // One at a time: whoever waits for another one may begin again.
        if let Some(left) = self.memory.signing_in.replace(pending)
            && left.portal != portal
        {
            self.sign_in_failed(left.portal, "signIn.closed", context, out);
        }
        out.effect(Effect::LaunchSignIn { url });
    }

    /// A page has the address of an answer. Any page can be named like that; only one that was asked for counts.
    pub(super) fn sign_in_returned(
        &mut self,
        returned: &str,
        context: &Context,
        out: &mut Outcome,
    ) {
        let signing_in = &mut self.memory.signing_in;
        let Some(pending) = signing_in.take_if(|s| s.is_answered_by(returned)) else {
            return;
        };
        out.effect(Effect::Reply);
        let portal = pending.portal;
        let url = self.api_url(portal, TOKEN).unwrap_or_default();
        match pending.redeem(returned, &url) {
            Some(form) => {
                // Should the background die before it knows of the token, the token is to be forgotten.
                if let Some(tokens) = self.api_url(portal, TOKENS) {
                    self.memory.leave(&tokens);
                }
                out.task(Task::Redeem { portal, url, form });
            }
            None => self.sign_in_failed(portal, "signIn.refused", context, out),
        }
    }

    /// The window of one sign-in is gone; there may be a newer one.
    pub(super) fn sign_in_closed(&mut self, opened: &str, context: &Context, out: &mut Outcome) {
        if let Some(pending) = self.memory.signing_in.take_if(|s| s.is_of(opened)) {
            self.sign_in_failed(pending.portal, "signIn.closed", context, out);
        }
    }

    pub(super) fn sign_in_failed(
        &mut self,
        portal: PortalId,
        code: &str,
        context: &Context,
        out: &mut Outcome,
    ) {
        self.memory.note(context.now, code);
        self.end_clicks(portal, Trip::waits_for_sign_in, code, context.now, out);
        out.effect(Effect::ViewChanged);
    }

    pub(super) fn signed_in(&mut self, id: PortalId, context: &Context, out: &mut Outcome) {
        let Some(portal) = self.memory.portal_mut(id) else {
            return;
        };
        portal.account.get_or_insert_default();
        if let Some(address) = self.api_url(id, TOKENS) {
            self.memory.stay(&address);
        }
        self.ask_for_waiting_clicks(id, context.now, out);
        self.ask_for_balances(id, out);
        out.effect(Effect::ViewChanged);
    }

    /// No token is usable any more: say so once, and let a waiting click fail visibly. One that waits for a new sign-in
    /// already goes on waiting.
    pub(super) fn signed_out(&mut self, id: PortalId, context: &Context, out: &mut Outcome) {
        let code = "signIn.needed";
        self.end_claims(code);
        let portal = self.memory.portal_mut(id);
        if portal.and_then(|p| p.account.take()).is_none() {
            return out.effect(Effect::ViewChanged);
        }
        out.task(Task::SaveEarnings(id, Vec::new()));
        self.end_clicks(id, Trip::is_asking, code, context.now, out);
        self.sign_in_failed(id, code, context, out);
    }

    /// The shopper's wish: everything of the account goes, the list stays.
    pub(super) fn sign_out(&mut self, id: PortalId, now: i64, out: &mut Outcome) {
        let Some(portal) = self.memory.portal_mut(id) else {
            return;
        };
        portal.account = None;
        out.task(Task::SaveEarnings(id, Vec::new()));
        self.forget(self.api_url(id, TOKENS), out);
        self.memory.signing_in.take_if(|s| s.portal == id);
        self.memory.trips.retain(|t| t.store.portal != id);
        self.settle_tabs(now, out);
        out.effect(Effect::ViewChanged);
    }

    /// The tokens from here are no longer wanted, unless another portal names the same place. Written down, should the
    /// background die before it is done.
    pub(super) fn forget(&mut self, address: Option<String>, out: &mut Outcome) {
        if let Some(address) = address.filter(|a| !self.is_used(a)) {
            self.memory.leave(&address);
            out.task(Task::Forget(address));
        }
    }

    /// What was not forgotten before the background died.
    pub(super) fn forget_left(&mut self, out: &mut Outcome) {
        for address in mem::take(&mut self.memory.leaving) {
            self.forget(Some(address), out);
        }
    }

    /// Is the shopper signed in at a portal that issues its tokens here?
    fn is_used(&self, address: &str) -> bool {
        let mut members = self.memory.portals.iter().filter(|p| p.account.is_some());
        members.any(|p| {
            p.root
                .api_url(TOKENS)
                .is_some_and(|url| url.as_str() == address)
        })
    }

    pub(super) fn ask_for_balances(&mut self, portal: PortalId, out: &mut Outcome) {
        self.call(portal, Purpose::Me, "v1/me", None, out);
        self.call(portal, Purpose::Earnings, "v1/earnings", None, out);
    }

    /// Calls a portal's API: a GET, or a POST with a body.
    pub(super) fn call(
        &self,
        portal: PortalId,
        purpose: Purpose,
        path: &str,
        body: Option<String>,
        out: &mut Outcome,
    ) {
        if let (Some(url), Some(token_url)) =
            (self.api_url(portal, path), self.api_url(portal, TOKEN))
        {
            out.task(Task::Call(Call {
                portal,
                purpose,
                url,
                body,
                token_url,
            }));
        }
    }

    pub(super) fn answered(
        &mut self,
        portal: PortalId,
        purpose: Purpose,
        status: Option<u16>,
        body: &[u8],
        context: &Context,
        out: &mut Outcome,
    ) {
        let now = context.now;
        match purpose {
            Purpose::Click(click) => self.click_answered(&click, status, body, now, out),
            Purpose::Me => self.balances_answered(portal, status, body, now, out),
            Purpose::Earnings => self.earnings_answered(portal, status, body, out),
            Purpose::Claim(click) => self.claim_answered(click, status, out),
        }
    }

    fn balances_answered(
        &mut self,
        portal: PortalId,
        status: Option<u16>,
        body: &[u8],
        now: i64,
        out: &mut Outcome,
    ) {
        let account = self
            .memory
            .portal_mut(portal)
            .and_then(|p| p.account.as_mut());
        let Some(account) = account else {
            return;
        };
        let me = json::read::<Me>(body).filter(|me| {
            status == Some(200) && body.len() <= MOST_ME && is_currency(&me.balances.cur)
        });
        let Some(me) = me else {
            return self.memory.note(now, "portal.noBalances");
        };
        let me = Some(me);
        if account.me != me {
            out.effect(Effect::ViewChanged);
        }
        (account.me, account.seen) = (me, now / 1000);
    }

    /// Kept as it came: what becomes of trips is drawn by our own pages, and weighs upon no waking.
    fn earnings_answered(
        &mut self,
        portal: PortalId,
        status: Option<u16>,
        body: &[u8],
        out: &mut Outcome,
    ) {
        let found = self.memory.portal_mut(portal);
        let hash = sha256_hex(body);
        if let Some(account) = found.and_then(|p| p.account.as_mut())
            && status == Some(200)
            && account.earned != hash
        {
            account.earned = hash;
            out.task(Task::SaveEarnings(portal, body.to_vec()));
            out.effect(Effect::ViewChanged);
        }
    }
}
