//! What the benchmark prints.

use std::{fs, path::Path};

/// One way to do something, and how often a second it was done in each round.
pub struct Row {
    key: &'static str,
    name: &'static str,
    rounds: Vec<f64>,
}

impl Row {
    pub fn new(key: &'static str, name: &'static str) -> Self {
        let rounds = Vec::new();
        Self { key, name, rounds }
    }

    pub fn add(&mut self, per_second: f64) {
        self.rounds.push(per_second);
    }

    fn median(&self) -> f64 {
        let mut rounds = self.rounds.clone();
        rounds.sort_by(f64::total_cmp);
        rounds[rounds.len() / 2]
    }
}

/// Medians, each beside the portal's own.
pub fn print(what: &str, clients: usize, rows: &[Row]) {
    println!("\n{what}, {clients} at a time");
    let portal = rows[0].median();
    for row in rows {
        let (name, median) = (row.name, row.median());
        println!(
            "  {name:26} {median:8.0} /s   the portal makes {:.2} of it",
            portal / median
        );
    }
}

/// The same as figures, for `build.sh bench`.
pub fn write(folder: &Path, name: &str, rows: &[Row]) {
    let figures: Vec<_> = rows
        .iter()
        .map(|row| format!("\"{name}.{}\":{}", row.key, row.median()))
        .collect();
    let file = folder.join(format!("figures/{name}.json"));
    fs::write(file, format!("{{{}}}", figures.join(","))).unwrap();
}

/// What a process uses, and has used.
pub fn memory(process: u32) -> String {
    let status = fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let of = |key: &str| {
        let line = status.lines().find_map(|line| line.strip_prefix(key));
        line.map_or("unknown", str::trim).to_owned()
    };
    format!("{} now, {} at most", of("VmRSS:"), of("VmHWM:"))
}
