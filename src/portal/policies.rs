//! `portal policies import`: stand-down rules that others publish, merged into ours. The result is what a signed update
//! may be: it sees more and waits longer, never less.

mod sdk;
mod translation;

use crate::failure::Failure;
use pointback_core::hash::sha256_hex;
use pointback_core::policy::{Class, Policies};
use sdk::{Converted, File, Policy};
use serde_json::{Map, Value, json};

/// The schema that is read.
const SCHEMA: u32 = 2;
/// Minutes for networks whose own text nobody here has read.
const FLOOR: u64 = 90;
/// Names of theirs for networks of ours.
const ALIASES: [(&str, &str); 7] = [
    ("afsrc", "generic"),
    ("default", "generic"),
    ("linkshare", "rakuten"),
    ("misc", "generic"),
    ("pepperjam", "ascend"),
    ("performancehorizon", "partnerize"),
    ("viglink", "sovrn"),
];

/// What came of an import.
#[derive(Debug)]
pub struct Imported {
    /// The merged rules, as they are written to a file.
    pub text: String,
    /// How many rules are new.
    pub added: usize,
    /// How many there were already.
    pub known: usize,
    /// What could not be said, each with its place.
    pub refused: Vec<String>,
}

/// Merges a file of the SDK into `policies`.
///
/// # Errors
/// `Argument` when the file is not one, or when nothing of it could be used.
pub fn import(policies: &Policies, file: &[u8], name: &str) -> Result<Imported, Failure> {
    let bad = |why: String| Failure::Argument(format!("{name} is no policy file: {why}"));
    let theirs: File = serde_json::from_slice(file).map_err(|e| bad(e.to_string()))?;
    let mut merge = Merge {
        ours: serde_json::to_value(policies).map_err(|e| bad(e.to_string()))?,
        known: policies.rule_ids(),
        source: format!("{name}#sha256={}", sha256_hex(file)),
        imported: Imported {
            text: String::new(),
            added: 0,
            known: 0,
            refused: Vec::new(),
        },
    };
    for (at, policy) in theirs.policies.iter().enumerate() {
        merge.add_policy(policy, at + 1);
    }
    let (merged, mut imported) = (merge.ours.to_string(), merge.imported);
    if imported.added + imported.known == 0 {
        return Err(bad("none of its rules could be used".to_owned()));
    }
    let merged = policies
        .broadened_by(&merged)
        .map_err(|narrowing| bad(format!("merged, it would see less: {narrowing}")))?;
    imported.text = serde_json::to_string_pretty(&merged).map_err(|e| bad(e.to_string()))?;
    Ok(imported)
}

struct Merge {
    ours: Value,
    known: Vec<String>,
    source: String,
    imported: Imported,
}

impl Merge {
    fn add_policy(&mut self, policy: &Policy, at: usize) {
        let place = format!("policy {at} ({})", policy.id);
        if policy.schema_version != SCHEMA {
            let version = policy.schema_version;
            self.imported
                .refused
                .push(format!("{place}: schema {version} is unknown"));
            return;
        }
        for (at, rule) in policy.rules.iter().enumerate() {
            match rule.convert() {
                Ok(converted) => converted
                    .iter()
                    .for_each(|rule| self.add_rule(policy, rule)),
                Err(why) => self
                    .imported
                    .refused
                    .push(format!("{place}, rule {}: {why}", at + 1)),
            }
        }
    }

    fn add_rule(&mut self, policy: &Policy, rule: &Converted) {
        let network = self.network_for(policy, rule);
        let word = rule.class.word();
        let id = format!("{network}.{word}.{}", rule.text.trim_start_matches('~'));
        // A redirect host is one network's; theirs may file it elsewhere, and the longest floor was chosen for it.
        let elsewhere = format!(".{word}.{}", rule.text);
        let is_hop = rule.class == Class::Hop;
        if self
            .known
            .iter()
            .any(|k| *k == id || is_hop && k.ends_with(&elsewhere))
        {
            self.imported.known += 1;
            return;
        }
        let floor = minutes(policy);
        let source = self.source_for(policy);
        let field = if is_hop { "hosts" } else { "params" };
        let Some(entry) = self.entry(&network, policy, rule) else {
            return;
        };
        let Some(rules) = entry.get_mut("rules").and_then(Value::as_array_mut) else {
            return;
        };
        let position = rules.iter().position(|r| r["from"] == source);
        let position = position.unwrap_or_else(|| {
            rules.push(json!({ "from": source, "confidence": "B", "floor": floor }));
            rules.len() - 1
        });
        let Some(group) = rules.get_mut(position).and_then(Value::as_object_mut) else {
            return;
        };
        let list = group.entry(field).or_insert_with(|| json!([]));
        if let Some(list) = list.as_array_mut() {
            list.push(json!(rule.text));
            self.known.push(id);
            self.imported.added += 1;
        }
    }

    /// Our network for a rule; one that counts at a single store is that store's own programme.
    fn network_for(&self, policy: &Policy, rule: &Converted) -> String {
        let theirs = policy.network.id.to_ascii_lowercase().replace('.', "-");
        let alias = ALIASES.iter().find(|(name, _)| *name == theirs);
        let network = alias.map_or(theirs.as_str(), |(_, ours)| ours).to_owned();
        let Some(store) = &rule.on else {
            return network;
        };
        let owns = |n: &&Value| {
            let stores = n["on"].as_array().into_iter().flatten();
            stores.into_iter().any(|s| s == store)
        };
        let networks = self.ours.get("networks").and_then(Value::as_array);
        let own = networks
            .into_iter()
            .flatten()
            .find(owns)
            .and_then(|n| n["id"].as_str());
        own.map_or_else(
            || format!("{network}-{}", store.replace('.', "-")),
            str::to_owned,
        )
    }

    fn entry(
        &mut self,
        id: &str,
        policy: &Policy,
        rule: &Converted,
    ) -> Option<&mut Map<String, Value>> {
        let networks = self.ours.get_mut("networks")?.as_array_mut()?;
        let position = networks.iter().position(|n| n["id"] == id);
        let position = position.unwrap_or_else(|| {
            let stores: Vec<&String> = rule.on.iter().collect();
            let name = &policy.network.name;
            let network =
                json!({ "id": id, "name": name, "floor": FLOOR, "on": stores, "rules": [] });
            networks.push(network);
            networks.len() - 1
        });
        networks.get_mut(position)?.as_object_mut()
    }

    fn source_for(&mut self, policy: &Policy) -> String {
        let key = format!("import-{}", policy.id);
        let date = policy.metadata.last_updated.as_deref().unwrap_or("undated");
        let sources = self.ours.get_mut("sources");
        if let Some(sources) = sources.and_then(Value::as_object_mut) {
            sources.insert(key.clone(), json!([self.source, date]));
        }
        key
    }
}

/// Their session as a floor of ours, in minutes; never shorter than for a network that nobody has read.
fn minutes(policy: &Policy) -> u64 {
    let theirs = policy
        .network
        .session_duration
        .unwrap_or(0)
        .div_ceil(60_000);
    theirs.clamp(FLOOR, 30 * 24 * 60)
}

#[cfg(test)]
mod tests;
