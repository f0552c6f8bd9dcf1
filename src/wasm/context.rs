//! What the browser gives to every event: its clock, its zone, its chance.

use pointback_core::protocol::Context;
use wasm_bindgen::JsCast;

pub fn context() -> Context {
    let mut random = [0; 64];
    let crypto = js_sys::Reflect::get(&js_sys::global(), &"crypto".into());
    let filled = crypto
        .and_then(JsCast::dyn_into::<web_sys::Crypto>)
        .and_then(|crypto| crypto.get_random_values_with_u8_array(&mut random));
    // Every browser that can run this module has a working source of randomness; without one nothing may go on.
    if filled.is_err() {
        wasm_bindgen::throw_str("crypto.missing");
    }
    Context {
        now: now(),
        zone: zone(),
        random,
    }
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "minutes of a day, whole ones"
)]
fn zone() -> i32 {
    -js_sys::Date::new_0().get_timezone_offset() as i32
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "milliseconds fit for 285,000 years"
)]
pub fn now() -> i64 {
    js_sys::Date::now() as i64
}
