//! Signing in and out, and the balances. Tokens never come here: the adapter keeps them.

use super::Engine;
use crate::account::{Account, Me, PendingSignIn};
use crate::json;
use crate::memory::TabState;
use crate::protocol::{Context, Effect, Outcome};
use crate::task::{Call, Purpose, Task};

impl Engine {
    pub(super) fn sign_in(&mut self, context: &Context, out: &mut Outcome) {
        let root = self.memory.portal.as_ref().map(|p| &p.root);
        let begun =
            root.and_then(|r| PendingSignIn::begin(r, self.redirect.clone(), &context.random));
        let Some((pending, url)) = begun else { return };
        self.memory.signing_in = Some(pending);
        out.effect(Effect::LaunchSignIn { url: url.into() });
    }

    pub(super) fn sign_in_returned(
        &mut self,
        returned: &str,
        context: &Context,
        out: &mut Outcome,
    ) {
        let form = self
            .memory
            .signing_in
            .take()
            .map(|pending| pending.redeem(returned));
        match (form, self.api_url("oauth/token")) {
            (Some(Ok(form)), Some(url)) => out.task(Task::Redeem { url, form }),
            _ => self.sign_in_failed("signIn.refused", context, out),
        }
    }

    pub(super) fn sign_in_closed(&mut self, context: &Context, out: &mut Outcome) {
        self.memory.signing_in = None;
        self.sign_in_failed("signIn.closed", context, out);
    }

    fn sign_in_failed(&mut self, code: &str, context: &Context, out: &mut Outcome) {
        self.memory.note(context.now, code);
        self.give_up_waiting_clicks(code, context.now, out);
        out.effect(Effect::ViewChanged);
    }

    pub(super) fn signed_in(&mut self, context: &Context, out: &mut Outcome) {
        self.memory.account.get_or_insert_default();
        self.ask_for_waiting_clicks(context.now, out);
        self.ask_for_balances(out);
        out.effect(Effect::ViewChanged);
    }

    /// No token is usable any more: say so, and let a waiting click fail visibly.
    pub(super) fn signed_out(&mut self, context: &Context, out: &mut Outcome) {
        self.memory.account = None;
        self.fail_asking_clicks("signIn.needed", context.now, out);
        self.sign_in_failed("signIn.needed", context, out);
    }

    /// The shopper's wish: everything of the account goes, the list stays.
    pub(super) fn sign_out(&mut self, now: i64, out: &mut Outcome) {
        if let Some(url) = self.api_url("oauth/revoke") {
            out.task(Task::Forget { url });
        }
        self.memory.account = None;
        self.memory.signing_in = None;
        self.memory.trips.clear();
        let active: Vec<_> = self
            .memory
            .tabs
            .iter()
            .filter(|(_, t)| t.state == TabState::Active)
            .filter_map(|(tab, t)| Some((*tab, t.retailer?)))
            .collect();
        for (tab, id) in active {
            let headline = self.list.get(id).and_then(|r| r.headline_at(now / 1000));
            self.tab_mut(tab).state = headline.map_or(TabState::Empty, TabState::Offer);
            self.draw(tab, false, now, out);
        }
        out.effect(Effect::ViewChanged);
    }

    pub(super) fn ask_for_balances(&mut self, out: &mut Outcome) {
        if let (Some(url), Some(token_url)) = (self.api_url("v1/me"), self.api_url("oauth/token")) {
            out.task(Task::Call(Call {
                purpose: Purpose::Me,
                url,
                body: None,
                token_url,
            }));
        }
    }

    pub(super) fn answered(
        &mut self,
        purpose: Purpose,
        status: Option<u16>,
        body: &[u8],
        context: &Context,
        out: &mut Outcome,
    ) {
        let now = context.now;
        match purpose {
            Purpose::Click(click) => self.click_answered(&click, status, body, now, out),
            Purpose::Me => self.balances_answered(status, body, now, out),
        }
    }

    fn balances_answered(&mut self, status: Option<u16>, body: &[u8], now: i64, out: &mut Outcome) {
        let Some(account) = &mut self.memory.account else {
            return;
        };
        let me = json::read::<Me>(body).filter(|_| status == Some(200));
        let Some(me) = me else {
            return self.memory.note(now, "portal.noBalances");
        };
        let news = Account {
            me: Some(me),
            seen: now / 1000,
        };
        if account.me != news.me {
            out.effect(Effect::ViewChanged);
        }
        *account = news;
    }
}
