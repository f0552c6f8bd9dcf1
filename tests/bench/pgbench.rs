//! PostgreSQL's own benchmark program, on the same database with the same statements.

use crate::world::World;
use std::{fs, process::Command, time::Duration};
use url::Url;

/// How often a second so many clients run a script.
pub fn run(world: &World, statements: &str, clients: usize, time: Duration) -> f64 {
    let url = fs::read_to_string(world.data().join("database.url")).unwrap();
    let url = Url::parse(&url).unwrap();
    let (_, socket) = url.query_pairs().find(|(key, _)| key == "host").unwrap();
    let script = world.data().join("pgbench.sql");
    fs::write(&script, statements).unwrap();
    let seconds = time.as_secs().to_string();
    let clients = clients.to_string();
    let output = Command::new(
        std::env::var("POINTBACK_PGBENCH").expect("run this through ./build.sh bench"),
    )
    .args(["--host", &socket, "--username", url.username()])
    .args(["--client", &clients, "--jobs", "2", "--time", &seconds])
    .args(["--protocol", "prepared", "--no-vacuum", "--file"])
    .arg(&script)
    .arg(url.path().trim_start_matches('/'))
    .output()
    .unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let per_second = text.lines().find_map(|line| {
        let (number, rest) = line.strip_prefix("tps = ")?.split_once(' ')?;
        rest.contains("without").then(|| number.parse().unwrap())
    });
    per_second.unwrap_or_else(|| panic!("{text}{}", String::from_utf8_lossy(&output.stderr)))
}
