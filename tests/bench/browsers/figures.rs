//! Figures by name; of what was measured more than once, the median counts.

use std::{collections::BTreeMap, fs, path::Path};

use crate::{driver::Kind, failure::Outcome};

pub struct Figures {
    /// What all their names begin with.
    start: String,
    seen: BTreeMap<String, Vec<f64>>,
}

impl Figures {
    pub fn of(part: &str, kind: Kind) -> Self {
        Self {
            start: format!("{part}.{kind}"),
            seen: BTreeMap::new(),
        }
    }

    pub fn note(&mut self, name: &str, value: f64) {
        let name = format!("{}.{name}", self.start);
        self.seen.entry(name).or_default().push(value);
    }

    /// Says how far it is.
    pub fn progress(&self, what: &str) {
        println!("    {} {what}", self.start);
    }

    pub fn write(&self, folder: &Path) -> Outcome {
        let median = |values: &Vec<f64>| {
            let mut values = values.clone();
            values.sort_by(f64::total_cmp);
            values.get(values.len() / 2).copied().unwrap_or_default()
        };
        let medians: BTreeMap<_, _> = self.seen.iter().map(|(k, v)| (k, median(v))).collect();
        let file = folder.join(format!("figures/{}.json", self.start));
        Ok(fs::write(file, serde_json::to_vec(&medians)?)?)
    }
}
