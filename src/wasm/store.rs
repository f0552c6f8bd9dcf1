//! IndexedDB of the extension's origin: one object store, a handful of keys. Pages and content scripts cannot read it.

use js_sys::{Function, Promise, Reflect, Uint8Array};
use pointback_core::store_id::PortalId;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    IdbDatabase, IdbFactory, IdbOpenDbRequest, IdbRequest, IdbTransaction, IdbTransactionMode,
};

const DATABASE: &str = "pointback";
const STORE: &str = "state";

/// What is kept.
#[derive(Clone, Copy)]
pub enum Key {
    /// The core's memory.
    Memory,
    /// What was done about referrals.
    Receipts,
    /// Newer stand-down rules than the packaged ones.
    Rules,
    /// A portal's accepted list, unpacked.
    List(PortalId),
    /// How the headlines of a portal's list changed.
    History(PortalId),
    /// What a portal said of trips and earnings.
    Earnings(PortalId),
    /// A portal's refresh token.
    Refresh(PortalId),
}

impl Key {
    fn name(self) -> JsValue {
        let (word, portal) = match self {
            Self::Memory => return JsValue::from_str("memory"),
            Self::Rules => return JsValue::from_str("rules"),
            Self::Receipts => return JsValue::from_str("receipts"),
            Self::List(portal) => ("list", portal),
            Self::History(portal) => ("history", portal),
            Self::Earnings(portal) => ("earnings", portal),
            Self::Refresh(portal) => ("refresh", portal),
        };
        JsValue::from_str(&format!("{word}:{}", portal.0))
    }
}

/// The open database.
pub struct Store {
    database: IdbDatabase,
}

impl Store {
    /// Opens the database, making it when it is not there.
    pub async fn open() -> Result<Self, JsValue> {
        let factory: IdbFactory =
            Reflect::get(&js_sys::global(), &"indexedDB".into())?.dyn_into()?;
        let request = factory.open_with_u32(DATABASE, 1)?;
        let opening = request.clone();
        let upgrade = Closure::once_into_js(move || make_store(&opening));
        request.set_onupgradeneeded(Some(upgrade.unchecked_ref()));
        let database = JsFuture::from(answer(&request)).await?.dyn_into()?;
        Ok(Self { database })
    }

    /// Reads one value; empty when it is not there.
    pub async fn get(&self, key: Key) -> Result<Vec<u8>, JsValue> {
        let transaction = self.database.transaction_with_str(STORE)?;
        let request = transaction.object_store(STORE)?.get(&key.name())?;
        let value = JsFuture::from(answer(&request)).await?;
        Ok(value
            .dyn_into::<Uint8Array>()
            .map(|bytes| bytes.to_vec())
            .unwrap_or_default())
    }

    /// Deletes everything.
    pub async fn clear(&self) -> Result<(), JsValue> {
        let mode = IdbTransactionMode::Readwrite;
        let transaction = self.database.transaction_with_str_and_mode(STORE, mode)?;
        transaction.object_store(STORE)?.clear()?;
        JsFuture::from(end(&transaction)).await.map(drop)
    }

    /// Writes values in one transaction: all or none. An empty value removes its key.
    pub async fn put(&self, values: &[(Key, &[u8])]) -> Result<(), JsValue> {
        let mode = IdbTransactionMode::Readwrite;
        let transaction = self.database.transaction_with_str_and_mode(STORE, mode)?;
        let store = transaction.object_store(STORE)?;
        for (key, bytes) in values {
            if bytes.is_empty() {
                store.delete(&key.name())?;
            } else {
                store.put_with_key(&Uint8Array::from(*bytes), &key.name())?;
            }
        }
        JsFuture::from(end(&transaction)).await.map(drop)
    }
}

fn make_store(request: &IdbOpenDbRequest) {
    let database = request
        .result()
        .ok()
        .and_then(|d| d.dyn_into::<IdbDatabase>().ok());
    if let Some(database) = database {
        // It can only exist already, which is what we want.
        let _ = database.create_object_store(STORE);
    }
}

/// A request as a promise of its result.
fn answer(request: &IdbRequest) -> Promise {
    Promise::new(&mut |resolve: Function, reject: Function| {
        let asked = request.clone();
        let done = Closure::once_into_js(move || {
            let result = asked.result().unwrap_or(JsValue::UNDEFINED);
            drop(resolve.call1(&JsValue::NULL, &result));
        });
        request.set_onsuccess(Some(done.unchecked_ref()));
        request.set_onerror(Some(&reject));
    })
}

/// A transaction as a promise of its completion.
fn end(transaction: &IdbTransaction) -> Promise {
    Promise::new(&mut |resolve: Function, reject: Function| {
        transaction.set_oncomplete(Some(&resolve));
        transaction.set_onabort(Some(&reject));
        transaction.set_onerror(Some(&reject));
    })
}
