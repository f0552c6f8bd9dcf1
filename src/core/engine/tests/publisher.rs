//! A portal with real keys that signs whatever a test wants to be signed.

use crate::envelope::{HEAD_TYPE, ROOT_TYPE, Role, seal};
use crate::hash::sha256_hex;
use data_encoding::BASE64;
use ed25519_dalek::SigningKey;
use serde_json::json;

/// A Sunday in September 2026, milliseconds.
pub const NOW: i64 = 1_790_000_000_000;
pub const LINES: &str = concat!(
    r#"{"id":1,"n":"Macy's","d":["macys.com"],"r":[{"k":"p","v":1000}],"dl":1,"q":["ID"],"t":"Not on gift cards."}"#,
    "\n",
    r#"{"id":2,"n":"Nike","d":["nike.com"],"r":[{"k":"p","v":300}]}"#,
    "\n",
);

const UNITS: &str = r#"[
    {"id": "usd", "kind": "cash", "cur": "USD", "exp": 2},
    {"id": "mr", "kind": "points", "name": "Membership Rewards", "per": [{"from": 0, "num": 100, "den": 1}]}
]"#;

/// A portal that can sign whatever a test wants to be signed.
pub struct Portal {
    root_key: SigningKey,
    pub list_key: SigningKey,
    pub root: u32,
    pub seq: u64,
    pub ver: u64,
    pub issued: i64,
    pub lines: String,
    pub base: &'static str,
    pub second_base: Option<&'static str>,
    pub folder: &'static str,
    pub name: &'static str,
    pub deltas: Vec<serde_json::Value>,
    /// JSON.
    pub units: &'static str,
    pub page: Option<&'static str>,
    /// Stand-down rules that are published beside the list.
    pub rules: Option<String>,
}

impl Portal {
    pub fn new() -> Self {
        Self {
            root_key: SigningKey::from_bytes(&[1; 32]),
            list_key: SigningKey::from_bytes(&[2; 32]),
            root: 1,
            seq: 1,
            ver: 1,
            issued: NOW / 1000 - 60,
            lines: LINES.to_owned(),
            base: "https://demo.example/",
            second_base: None,
            folder: "o/",
            name: "Demo",
            deltas: vec![
                json!({"from": 0, "path": "o/never-taken.delta", "len": 1, "sha256": "0", "raw": 1}),
            ],
            units: UNITS,
            page: None,
            rules: None,
        }
    }

    pub fn root_file(&self) -> Vec<u8> {
        self.signed_root(self.root().to_string().as_bytes())
    }

    pub fn root(&self) -> serde_json::Value {
        let role = |key: &SigningKey| Role {
            need: 1,
            keys: vec![BASE64.encode(key.verifying_key().as_bytes())],
        };
        let bases: Vec<_> = [Some(self.base), self.second_base]
            .into_iter()
            .flatten()
            .collect();
        json!({
            "v": 1, "portal": "demo.example", "root": self.root, "epoch": 1, "expires": NOW / 1000 + 10_000_000,
            "name": self.name, "bases": bases, "api": self.base, "go": ["demo.example"],
            "roles": {"root": role(&self.root_key), "list": role(&self.list_key)}, "page": self.page,
        })
    }

    pub fn head_file(&self) -> Vec<u8> {
        self.signed_head(self.head().to_string().as_bytes())
    }

    /// Whatever stands in it, signed as a head.
    pub fn signed_head(&self, payload: &[u8]) -> Vec<u8> {
        seal(&[&self.list_key], HEAD_TYPE, payload).into_bytes()
    }

    /// Whatever stands in it, signed as a root.
    pub fn signed_root(&self, payload: &[u8]) -> Vec<u8> {
        seal(&[&self.root_key], ROOT_TYPE, payload).into_bytes()
    }

    pub fn head(&self) -> serde_json::Value {
        let raw = self.lines.as_bytes();
        let units: serde_json::Value = serde_json::from_str(self.units).expect("JSON");
        let mut payload = json!({
            "v": 1, "portal": "demo.example", "epoch": 1, "seq": self.seq, "root": self.root,
            "issued": self.issued, "expires": self.issued + 604_800, "poll": 21_600, "min_client": 1,
            "units": units,
            "parts": {"retailers": {
                "ver": self.ver, "n": 2, "path": format!("{}retailers-{}.snap", self.folder, self.ver), "len": 1000,
                "sha256": "0", "raw": raw.len(), "raw_sha256": sha256_hex(raw), "deltas": self.deltas,
            }},
        });
        if let Some(rules) = &self.rules {
            payload["parts"]["standdown"] = json!({
                "ver": 1, "n": 1, "path": "o/standdown-1.rules", "len": 1000, "sha256": "0", "raw": rules.len(),
                "raw_sha256": sha256_hex(rules.as_bytes()), "deltas": [],
            });
        }
        payload
    }
}
