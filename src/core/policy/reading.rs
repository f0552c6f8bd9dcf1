//! Reading the rules. A bad host or pattern makes the whole file bad, and so does a rule without source.

use super::{Network, Param, Pattern, Place, Policies, Rules, Source, VERSION};
use crate::json::{Field, Read, Reader};

/// A cookie rule whose name could be anything would silence everything.
const LEAST_PINNED: usize = 3;

impl Policies {
    pub(super) fn is_sound(&self) -> bool {
        let is_known = |rules: &Rules| self.sources.iter().any(|s| s.key == rules.from);
        let is_sound = |network: &Network| {
            let is_first = self.networks.iter().find(|n| n.id == network.id);
            !network.id.is_empty()
                && !network.id.contains('.')
                && network.floor_minutes >= 0
                && is_first.is_some_and(|first| core::ptr::eq(first, network))
                && !network.rules.is_empty()
                && network.rules.iter().all(is_known)
        };
        self.v == VERSION && self.networks.iter().all(is_sound)
    }
}

impl Read for Policies {
    fn read(from: Reader<'_>) -> Self {
        let sources = from.field("sources");
        let source = |(key, pair): &Field<'_>| {
            let (url, date) = Read::read(sources.at(pair));
            let key = key.clone().into_owned();
            Source { key, url, date }
        };
        Self {
            v: from.get("v"),
            sources: sources.fields().iter().map(source).collect(),
            networks: from.get("networks"),
            hash: String::new(),
        }
    }
}

impl Read for Network {
    fn read(from: Reader<'_>) -> Self {
        Self {
            id: from.get("id"),
            name: from.get("name"),
            floor_minutes: from.get("floor"),
            may_switch: from.get_or_default("switch"),
            never: from.get_or_default("never"),
            prompts: from.get("prompts"),
            on: from.get_or_default("on"),
            rules: from.get("rules"),
        }
    }
}

impl Read for Rules {
    fn read(from: Reader<'_>) -> Self {
        let confidence: String = from.get("confidence");
        if !matches!(confidence.as_str(), "A" | "B" | "C") {
            let () = from.fault(());
        }
        Self {
            from: from.get("from"),
            confidence,
            note: from.get("note"),
            floor: from.get("floor"),
            params: all(from, "params", Param::parse),
            except: all(from, "except", Pattern::parse),
            hosts: all(from, "hosts", Place::parse),
            cookies: all(from, "cookies", cookie),
        }
    }
}

/// A list of texts in a form of their own; an ill-formed one is a fault.
fn all<T>(from: Reader<'_>, name: &str, parse: fn(&str) -> Option<T>) -> Vec<T> {
    let texts: Vec<String> = from.get_or_default(name);
    let mut list = Vec::new();
    for text in &texts {
        match parse(text) {
            Some(value) => list.push(value),
            None => from.fault(()),
        }
    }
    list
}

pub(super) fn cookie(text: &str) -> Option<Pattern> {
    Pattern::parse(text).filter(|c| c.pinned() >= LEAST_PINNED)
}
