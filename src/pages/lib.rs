//! What the extension's own pages compute: they hand in what the background has saved, and draw what comes back. Answers
//! are JSON as text, which a page reads faster than objects made field by field. Nothing is decided or kept here.

use pointback_core::Error;
use pointback_core::hundredths::Hundredths;
use pointback_core::json::{self, Write};
use pointback_core::kept::Kept;
use pointback_core::lists::Lists;
use pointback_core::local_time::LocalTime;
use pointback_core::memory::Memory;
use pointback_core::policy::Installed;
use pointback_core::rate_list::RateList;
use pointback_core::receipt::Receipts;
use pointback_core::self_test;
use pointback_core::store_id::{PortalId, StoreId};
use wasm_bindgen::prelude::*;

/// Small, as in the background's module.
#[cfg(target_family = "wasm")]
#[global_allocator]
static ALLOCATOR: talc::wasm::WasmDynamicTalc = talc::wasm::new_wasm_dynamic_allocator();

/// What the background has saved, as read by a page.
#[wasm_bindgen]
pub struct Desk {
    memory: Memory,
    lists: Lists,
}

#[wasm_bindgen]
impl Desk {
    /// Takes the memory as saved; the lists may follow.
    ///
    /// # Errors
    /// An `Error` with a `code` when it cannot be read.
    #[wasm_bindgen(constructor)]
    pub fn new(memory: &[u8]) -> Result<Desk, JsValue> {
        let memory = Memory::decode(memory).map_err(thrown)?;
        let lists = Lists::default();
        Ok(Self { memory, lists })
    }

    /// The memory changed; the lists are still those.
    ///
    /// # Errors
    /// As `new`.
    pub fn renew(&mut self, memory: &[u8]) -> Result<(), JsValue> {
        self.memory = Memory::decode(memory).map_err(thrown)?;
        Ok(())
    }

    /// The lists to hand in, as JSON: pairs of a portal's number and the hash of its list, to know it again by.
    #[must_use]
    pub fn lists(&self) -> String {
        let portals = self.memory.portals.iter();
        let named: Vec<_> = portals.map(|p| (p.id, &p.floor.raw_sha256)).collect();
        named.write().to_text()
    }

    /// Takes a portal's list as saved.
    ///
    /// # Errors
    /// An `Error` with a `code` when it cannot be read.
    #[wasm_bindgen(js_name = takeList)]
    pub fn take_list(&mut self, portal: u32, raw: &[u8]) -> Result<(), JsValue> {
        let list = RateList::decode(raw).map_err(thrown)?;
        self.lists.insert(PortalId(portal), list);
        Ok(())
    }

    /// Everything but the store in the tab, as JSON. `now` is in milliseconds, as in all that follows; `zone` says how many
    /// minutes local clocks are ahead of UTC.
    #[must_use]
    pub fn view(&self, now: f64, zone: i32) -> String {
        let now = whole(now);
        self.kept().view(LocalTime { now, zone }).write().to_text()
    }

    /// The stores that fit what was typed, as JSON.
    #[must_use]
    pub fn search(&self, text: &str, now: f64) -> String {
        self.kept().search(text, whole(now)).write().to_text()
    }

    /// Stores to choose from without a search, as JSON.
    #[must_use]
    pub fn shelves(&self, now: f64) -> String {
        self.kept().shelves(whole(now)).write().to_text()
    }

    /// A store's offer in full, as JSON; `null` when it is not listed. `history` is what is saved of its portal's.
    #[must_use]
    pub fn store(&self, store: &str, history: &[u8], now: f64) -> String {
        let id = named(store);
        let view = id.and_then(|id| self.kept().store(id, history, whole(now)));
        view.write().to_text()
    }

    /// What a purchase of the amount that was typed earns at a store, as JSON: at the headline, or at the rate with this
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
    ) -> Result<String, JsValue> {
        let id = named(store).ok_or_else(|| thrown(Error::BadAnswer))?;
        let earned = self.kept().earned(id, tier, amount, whole(now));
        Ok(earned.map_err(thrown)?.write().to_text())
    }

    /// The categories under which stores are listed, as JSON, each once and in order.
    #[must_use]
    pub fn categories(&self) -> String {
        self.kept().categories().write().to_text()
    }

    /// The receipts as saved, held against each other, as JSON. `packaged` and `updated` are the stand-down rules, which
    /// know the networks' names.
    ///
    /// # Errors
    /// An `Error` with a `code` when they cannot be read.
    pub fn receipts(
        &self,
        saved: &[u8],
        packaged: &[u8],
        updated: &[u8],
    ) -> Result<String, JsValue> {
        let receipts: Receipts = match saved {
            [] => Receipts::default(),
            saved => json::read(saved).ok_or_else(|| thrown(Error::BadJson))?,
        };
        let rules = Installed::new(packaged.to_vec(), updated).map_err(thrown)?;
        Ok(self.kept().receipts(&receipts, &rules).write().to_text())
    }

    fn kept(&self) -> Kept<'_> {
        Kept {
            memory: &self.memory,
            lists: &self.lists,
        }
    }
}

/// Replays known arrivals against the installed rules, and says as JSON what came of it.
///
/// # Errors
/// An `Error` with a `code` when rules or arrivals cannot be read.
#[wasm_bindgen(js_name = selfTest)]
pub fn self_test(fixtures: &[u8], packaged: &[u8], updated: &[u8]) -> Result<String, JsValue> {
    let rules = Installed::new(packaged.to_vec(), updated).map_err(thrown)?;
    let report = self_test::run(&rules, fixtures).map_err(thrown)?;
    Ok(report.write().to_text())
}

/// A figure as it was typed, in the form in which events carry it.
///
/// # Errors
/// An `Error` with a `code` when it is none.
#[wasm_bindgen]
pub fn figure(text: &str) -> Result<String, JsValue> {
    Ok(Hundredths::parse(text).map_err(thrown)?.as_text())
}

/// A store as the views name it.
fn named(store: &str) -> Option<StoreId> {
    json::read(json::Json::Text(store.into()).to_text().as_bytes())
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
