//! What the extension's own pages compute: they hand in what the background has saved, and draw what comes back: plain
//! objects. Nothing is decided or kept here.

mod file;

use pointback_core::Error;
use pointback_core::claim;
use pointback_core::earnings::Said;
use pointback_core::engine::Engine;
use pointback_core::hundredths::Hundredths;
use pointback_core::json::{self, Write};
use pointback_core::kept::Kept;
use pointback_core::lists::Lists;
use pointback_core::local_time::LocalTime;
use pointback_core::memory::Memory;
use pointback_core::pages;
use pointback_core::policy::Installed;
use pointback_core::protocol::{Granted, TabId};
use pointback_core::rate_list::RateList;
use pointback_core::receipt::Receipts;
use pointback_core::requests::Requests;
use pointback_core::self_test;
use pointback_core::store_id::{PortalId, StoreId};
use serde::Serialize;
use serde_wasm_bindgen::Serializer;
use url::Url;
use wasm_bindgen::prelude::*;

/// Small, as in the background's module.
#[cfg(target_family = "wasm")]
#[global_allocator]
static ALLOCATOR: talc::wasm::WasmDynamicTalc = talc::wasm::new_wasm_dynamic_allocator();

/// What the background has saved, as read by a page.
#[wasm_bindgen]
pub struct Desk {
    /// Looked at, and told nothing.
    engine: Engine,
    said: Said,
    /// What else is kept, by name.
    beside: Vec<(String, Vec<u8>)>,
}

#[wasm_bindgen]
impl Desk {
    /// Takes the memory as saved and the stand-down rules, as packaged and as updated; the lists may follow.
    ///
    /// # Errors
    /// An `Error` with a `code` when they cannot be read.
    #[wasm_bindgen(constructor)]
    pub fn new(memory: &[u8], packaged: &[u8], updated: &[u8]) -> Result<Desk, JsValue> {
        let memory = Memory::decode(memory).map_err(thrown)?;
        let rules = Installed::new(packaged.to_vec(), updated).map_err(thrown)?;
        let engine = Engine::of(memory, Lists::default(), rules);
        Ok(Self {
            engine,
            said: Said::default(),
            beside: Vec::new(),
        })
    }

    /// The memory changed; the lists are still those.
    ///
    /// # Errors
    /// As `new`.
    pub fn renew(&mut self, memory: &[u8]) -> Result<(), JsValue> {
        self.engine.look_at(Memory::decode(memory).map_err(thrown)?);
        Ok(())
    }

    /// The lists to hand in: pairs of a portal's number and the hash of its list, to know it again by.
    #[must_use]
    pub fn lists(&self) -> JsValue {
        let portals = self.engine.memory().portals.iter();
        let named: Vec<_> = portals.map(|p| (p.id, &p.floor.raw_sha256)).collect();
        shown(&named)
    }

    /// Takes a portal's list as saved.
    ///
    /// # Errors
    /// An `Error` with a `code` when it cannot be read.
    #[wasm_bindgen(js_name = takeList)]
    pub fn take_list(&mut self, portal: u32, raw: &[u8]) -> Result<(), JsValue> {
        let list = RateList::decode(raw).map_err(thrown)?;
        self.engine.take_list(PortalId(portal), list);
        Ok(())
    }

    /// Takes what is saved of a portal's words on trips; what cannot be read is as good as nothing.
    #[wasm_bindgen(js_name = takeEarnings)]
    pub fn take_earnings(&mut self, portal: u32, saved: &[u8]) {
        let said = json::read(saved).unwrap_or_default();
        self.said.insert(PortalId(portal), said);
    }

    /// What a portal is told, and a file says, about a trip whose purchase is missing or wrong. `receipts` is the whole log
    /// or empty.
    ///
    /// # Errors
    /// An `Error` with a `code` when something that was typed cannot be sent.
    pub fn claim(
        click: &str,
        order: &str,
        amount: &str,
        note: &str,
        receipts: &str,
    ) -> Result<String, JsValue> {
        claim::packet(click, order, amount, note, receipts).map_err(thrown)
    }

    /// Everything but the store in the tab. `now` is in milliseconds, as in all that follows; `zone` says how many
    /// minutes local clocks are ahead of UTC.
    #[must_use]
    pub fn view(&self, now: f64, zone: i32) -> JsValue {
        let now = whole(now);
        shown(&self.kept().view(&self.said, LocalTime { now, zone }))
    }

    /// The stores that fit what was typed.
    #[must_use]
    pub fn search(&self, text: &str, now: f64) -> JsValue {
        shown(&self.kept().search(text, whole(now)))
    }

    /// Stores to choose from without a search.
    #[must_use]
    pub fn shelves(&self, now: f64) -> JsValue {
        shown(&self.kept().shelves(whole(now)))
    }

    /// A store's offer in full; `null` when it is not listed. `history` is what is saved of its portal's.
    #[must_use]
    pub fn store(&self, store: &str, history: &[u8], now: f64) -> JsValue {
        let id = named(store);
        let view = id.and_then(|id| self.kept().store(id, history, whole(now)));
        shown(&view)
    }

    /// What a purchase of the amount that was typed earns at a store: at the headline, or at the rate with this
    /// number.
    ///
    /// # Errors
    /// An `Error` with a `code` when the amount cannot be read, or the store names no rate.
    pub fn earned(
        &self,
        store: &str,
        tier: Option<usize>,
        amount: &str,
        now: f64,
    ) -> Result<JsValue, JsValue> {
        let id = named(store).ok_or_else(|| thrown(Error::BadAnswer))?;
        let earned = self.kept().earned(id, tier, amount, whole(now));
        Ok(shown(&earned.map_err(thrown)?))
    }

    /// The categories under which stores are listed, each once and in order.
    #[must_use]
    pub fn categories(&self) -> JsValue {
        shown(&self.kept().categories())
    }

    /// The store in a tab, or why there is nothing. `url` is the tab's address, where it is known. `null` as long as the
    /// background was not asked and the address is news to what it has saved.
    #[must_use]
    pub fn site(&self, tab: Option<i32>, url: Option<String>, asked: bool, now: f64) -> JsValue {
        let (tab, now) = (tab.map(TabId), whole(now));
        let page = url.and_then(|url| Url::parse(&url).ok());
        let subject = tab.zip(page.as_ref()).filter(|_| !asked);
        let is_news = subject.is_some_and(|(tab, page)| self.engine.is_news(tab, page, now));
        shown(&(!is_news).then(|| self.engine.site(tab, page.as_ref(), now)))
    }

    /// The receipts as saved, held against each other. Where they cannot be read the background begins anew, too.
    #[must_use]
    pub fn receipts(&self, saved: &[u8]) -> JsValue {
        let receipts: Receipts = json::read(saved).unwrap_or_default();
        let view = self.kept().receipts(&receipts, self.engine.policies());
        shown(&view)
    }

    /// The log of requests as saved, newest first, and what they come to.
    #[must_use]
    pub fn requests(&self, saved: &[u8]) -> JsValue {
        shown(&Requests::read(saved))
    }

    /// Takes a value that is kept beside the memory, for the copy.
    #[wasm_bindgen(js_name = takeBeside)]
    pub fn take_beside(&mut self, name: String, saved: Vec<u8>) {
        self.beside.retain(|(other, _)| *other != name);
        self.beside.push((name, saved));
    }

    /// A copy of everything that is kept, as JSON.
    #[must_use]
    pub fn copy(&self, now: f64) -> String {
        self.kept().copy(&self.beside, whole(now))
    }

    /// The choices in such a copy, as the events to report.
    ///
    /// # Errors
    /// An `Error` with a `code` when it is none.
    pub fn choices(&self, copy: &str) -> Result<JsValue, JsValue> {
        Ok(shown(&self.kept().choices(copy).map_err(thrown)?))
    }

    /// What follows from an organisation's policy and from the choices of the shopper's other browsers, both in JSON or
    /// empty; `sites` and `navigation` say what is permitted here.
    #[must_use]
    pub fn elsewhere(&self, managed: &str, joined: &str, sites: bool, navigation: bool) -> JsValue {
        let granted = Granted {
            sites,
            navigation,
            ..Granted::default()
        };
        shown(&self.kept().elsewhere(managed, joined, granted))
    }

    /// Replays known arrivals against the rules in force, and says as JSON what came of it.
    ///
    /// # Errors
    /// An `Error` with a `code` when the arrivals cannot be read.
    #[wasm_bindgen(js_name = selfTest)]
    pub fn self_test(&self, fixtures: &[u8]) -> Result<JsValue, JsValue> {
        let report = self_test::run(self.engine.policies(), fixtures).map_err(thrown)?;
        Ok(shown(&report))
    }

    fn kept(&self) -> Kept<'_> {
        self.engine.kept()
    }
}

/// A figure as it was typed, in the form in which events carry it.
///
/// # Errors
/// An `Error` with a `code` when it is none.
#[wasm_bindgen]
pub fn figure(text: &str) -> Result<String, JsValue> {
    Ok(Hundredths::parse(text).map_err(thrown)?.as_text())
}

/// The choices in these settings that the shopper's other browsers may take over, in JSON.
///
/// # Errors
/// An `Error` with a `code` when these are no settings.
#[wasm_bindgen]
pub fn shared(settings: &str) -> Result<String, JsValue> {
    let settings = json::read(settings.as_bytes()).ok_or_else(|| thrown(Error::BadJson))?;
    Ok(pages::shared(&settings))
}

/// A store as the views name it.
fn named(store: &str) -> Option<StoreId> {
    json::read(json::Json::Text(store.into()).to_text().as_bytes())
}

/// A view as a plain object for the page: no `Map` and no `BigInt`.
fn shown(view: &impl Write) -> JsValue {
    let object = view.write().serialize(&Serializer::json_compatible());
    // A tree of JSON has nothing that cannot be written; a page draws nothing as "unknown".
    object.unwrap_or(JsValue::NULL)
}

/// A core error as a JavaScript `Error` whose `code` is the closed part.
fn thrown(error: Error) -> JsValue {
    let code = error.code();
    let error = js_sys::Error::new(code);
    // Setting a property of a fresh object cannot fail.
    let _ = js_sys::Reflect::set(&error, &"code".into(), &code.into());
    error.into()
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "milliseconds fit for 285,000 years"
)]
fn whole(now: f64) -> i64 {
    now as i64
}
