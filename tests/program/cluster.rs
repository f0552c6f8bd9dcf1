//! A PostgreSQL that a test may stop: set up for it, on a socket of its own.

use std::{
    path::{Path, PathBuf},
    process::{Command, Output},
};
use tempfile::TempDir;

pub struct Cluster {
    folder: TempDir,
    tools: PathBuf,
}

impl Cluster {
    /// Sets one up and starts it.
    pub fn start_new() -> Self {
        let versions = std::fs::read_dir("/usr/lib/postgresql").unwrap();
        let tools = versions
            .map(|v| v.unwrap().path().join("bin"))
            .max()
            .unwrap();
        let folder = tempfile::tempdir().unwrap();
        let cluster = Self { folder, tools };
        // The server refuses to run as root, and its folder must be its user's own.
        if is_root() {
            let chown = Command::new("chown")
                .arg("postgres")
                .arg(cluster.path())
                .status();
            assert!(chown.unwrap().success());
        }
        let data = cluster.data();
        cluster.run(
            "initdb",
            &[
                "--no-sync",
                "-A",
                "trust",
                "-U",
                "postgres",
                "-E",
                "UTF8",
                "--locale=C",
                "-D",
                &data,
            ],
        );
        cluster.start();
        cluster
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }

    fn data(&self) -> String {
        self.path().join("data").to_str().unwrap().to_owned()
    }

    pub fn url(&self) -> String {
        format!(
            "postgres://postgres@localhost/postgres?host={}",
            self.path().display()
        )
    }

    pub fn start(&self) {
        let (data, log) = (self.data(), self.path().join("log"));
        let options = format!(
            "-k {} -c listen_addresses= -c fsync=off",
            self.path().display()
        );
        let log = log.to_str().unwrap();
        self.run(
            "pg_ctl",
            &[
                "start", "--silent", "--wait", "-D", &data, "-l", log, "-o", &options,
            ],
        );
    }

    /// Stops it at once: who is connected is hung up on.
    pub fn stop(&self) {
        let data = self.data();
        self.run(
            "pg_ctl",
            &["stop", "--silent", "--mode", "immediate", "-D", &data],
        );
    }

    fn run(&self, tool: &str, arguments: &[&str]) {
        let Output { status, stderr, .. } = self.command(tool, arguments).output().unwrap();
        assert!(
            status.success(),
            "{tool}: {}",
            String::from_utf8_lossy(&stderr)
        );
    }

    fn command(&self, tool: &str, arguments: &[&str]) -> Command {
        let tool = self.tools.join(tool);
        let mut command = if is_root() {
            let mut command = Command::new("runuser");
            command.args(["-u", "postgres", "--"]).arg(tool);
            command
        } else {
            Command::new(tool)
        };
        command.args(arguments).current_dir("/");
        command
    }
}

fn is_root() -> bool {
    let id = Command::new("id").arg("-u").output().unwrap();
    id.stdout.trim_ascii() == b"0"
}

impl Drop for Cluster {
    fn drop(&mut self) {
        // Stopped already, where a test ended in between.
        let data = self.data();
        let stop = ["stop", "--silent", "--mode", "immediate", "-D", &data];
        let _ = self.command("pg_ctl", &stop).output();
    }
}
