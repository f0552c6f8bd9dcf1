//! What the benchmark prints.

use super::CLIENTS;
use pointback_portal::db::Engine;
use std::fs;

/// One way to make clicks, and how many a second it made in each round.
pub struct Row {
    name: &'static str,
    rounds: Vec<f64>,
}

impl Row {
    pub fn new(name: &'static str) -> Self {
        let rounds = Vec::new();
        Self { name, rounds }
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

/// Medians, each beside the portal's own, and the memory that the server uses after all that.
pub fn print(engine: Engine, rows: &[Row], server: u32) {
    println!("\nClick-outs on {engine:?}, {CLIENTS} clients, durable writes");
    let portal = rows[0].median();
    for row in rows {
        let (name, median) = (row.name, row.median());
        println!(
            "  {name:26} {median:8.0} /s   the portal makes {:.2} of it",
            portal / median
        );
    }
    println!("  memory of the server: {}", memory(server));
}

fn memory(process: u32) -> String {
    let status = fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let of = |key: &str| {
        let line = status.lines().find_map(|line| line.strip_prefix(key));
        line.map_or("unknown", str::trim).to_owned()
    };
    format!("{} now, {} at most", of("VmRSS:"), of("VmHWM:"))
}
