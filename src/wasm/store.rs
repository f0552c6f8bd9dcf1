//! What is kept, by `extension/stored.js` in IndexedDB of the extension's origin: a handful of keys. Pages and content scripts
//! cannot read it.

use js_sys::{Array, Uint8Array};
use pointback_core::engine::Need;
use pointback_core::store_id::PortalId;
use wasm_bindgen::prelude::*;

#[wasm_bindgen(raw_module = "../stored.js")]
extern "C" {
    #[wasm_bindgen(catch)]
    async fn read(key: &str) -> Result<JsValue, JsValue>;

    /// Keys and values by turns.
    #[wasm_bindgen(catch)]
    async fn save(entries: Array) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(catch)]
    async fn clear() -> Result<JsValue, JsValue>;

    #[wasm_bindgen(catch)]
    async fn hold(portals: Vec<u32>) -> Result<JsValue, JsValue>;

    /// Each key as two halves.
    #[wasm_bindgen(catch)]
    async fn look(portal: u32, keys: Vec<u32>) -> Result<JsValue, JsValue>;
}

/// What is kept.
#[derive(Clone, Copy)]
pub enum Key<'a> {
    /// The core's memory.
    Memory,
    /// A memory that could not be read.
    Aside,
    /// What was done about referrals.
    Receipts,
    /// Newer stand-down rules than the packaged ones.
    Rules,
    /// A portal's accepted list, unpacked.
    List(PortalId),
    /// Where its lines begin, by host and number.
    Index(PortalId),
    /// How the headlines of a portal's list changed.
    History(PortalId),
    /// What a portal said of trips and earnings.
    Earnings(PortalId),
    /// The refresh token that came from an address.
    Refresh(&'a str),
}

impl Key<'_> {
    fn name(self) -> String {
        let (word, portal) = match self {
            Self::Memory => return "memory".to_owned(),
            Self::Aside => return "aside".to_owned(),
            Self::Rules => return "rules".to_owned(),
            Self::Receipts => return "receipts".to_owned(),
            Self::Refresh(url) => return ["refresh:", url].concat(),
            Self::List(portal) => ("list:", portal),
            Self::Index(portal) => ("index:", portal),
            Self::History(portal) => ("history:", portal),
            Self::Earnings(portal) => ("earnings:", portal),
        };
        [word, &u64::from(portal.0).to_string()].concat()
    }
}

/// The database.
pub struct Store;

impl Store {
    /// Reads one value; empty when it is not there.
    pub async fn get(&self, key: Key<'_>) -> Result<Vec<u8>, JsValue> {
        Ok(bytes(read(&key.name()).await?))
    }

    /// Deletes everything.
    pub async fn clear(&self) -> Result<(), JsValue> {
        clear().await.map(drop)
    }

    /// Writes values in one transaction: all or none. An empty value removes its key.
    pub async fn put(&self, values: &[(Key<'_>, &[u8])]) -> Result<(), JsValue> {
        let entries = Array::new();
        for (key, bytes) in values {
            entries.push(&key.name().into());
            entries.push(&Uint8Array::from(*bytes));
        }
        save(entries).await.map(drop)
    }

    /// Which of these portals' lists lie there with their index, to be read from where they are needed.
    pub async fn hold(&self, portals: Vec<u32>) -> Result<Vec<PortalId>, JsValue> {
        let there: js_sys::Uint32Array = hold(portals).await?.unchecked_into();
        Ok(there.to_vec().into_iter().map(PortalId).collect())
    }

    /// What is needed of a list.
    pub async fn look(&self, (portal, keys): &Need) -> Option<Vec<u8>> {
        // A loop is smaller than an iterator here, and in all of `needs`.
        let mut halves = Vec::new();
        for key in keys {
            halves.extend_from_slice(&key.halves());
        }
        look(portal.0, halves).await.ok().map(bytes)
    }
}

fn bytes(value: JsValue) -> Vec<u8> {
    value.unchecked_into::<Uint8Array>().to_vec()
}
