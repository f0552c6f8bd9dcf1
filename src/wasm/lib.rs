//! The adapter: gives the core its clock and chance, carries out its tasks with `web-sys`, hands its effects to the
//! shim. It decides nothing.

mod ahead;
mod app;
mod border;
mod context;
mod fetch;
mod package;
mod store;
mod tokens;
mod turn;

use app::App;
use js_sys::Function;
use pointback_core::json::Write;
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::prelude::*;

/// 3 KB less in the packed module than the allocator that Rust brings.
#[cfg(target_family = "wasm")]
#[global_allocator]
static ALLOCATOR: talc::wasm::WasmDynamicTalc = talc::wasm::new_wasm_dynamic_allocator();

thread_local! {
    static APP: RefCell<Option<Rc<App>>> = const { RefCell::new(None) };
}

/// Wakes the core. `base` is the extension's own address, where the packaged list lies; `access` is what
/// `keepAccess` asked to keep for this session, or null; `emit` takes effects that follow later by themselves.
///
/// # Errors
/// An `Error` with a `code` when neither the saved state nor the package can be read.
#[wasm_bindgen]
pub async fn boot(base: String, access: JsValue, emit: Function) -> Result<(), JsValue> {
    let access: Option<_> = border::from_js(&access)?;
    let app = App::boot(&base, access.unwrap_or_default(), emit)
        .await
        .map_err(border::error)?;
    APP.with(|slot| *slot.borrow_mut() = Some(Rc::new(app)));
    Ok(())
}

/// Reports an event. Resolves to the effects that follow at once; later ones go to `emit`.
///
/// # Errors
/// An `Error` with a `code` when the event is not one of the protocol's.
#[wasm_bindgen]
pub async fn handle(event: JsValue) -> Result<JsValue, JsValue> {
    let event = border::from_js(&event)?;
    let app = APP.with(|slot| slot.borrow().clone());
    let app = app.ok_or_else(|| border::error_of("core.asleep"))?;
    let effects = app.handle(event).await;
    border::to_js(&effects.write())
}
