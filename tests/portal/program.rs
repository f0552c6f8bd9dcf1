//! The portal as the operator starts it: a process of its own, which can be killed.

use std::{
    env,
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
    process::{Child, Command, ExitStatus, Stdio},
    sync::OnceLock,
};

/// The program, built from the very sources that the tests are built from.
pub fn path() -> &'static Path {
    static PATH: OnceLock<PathBuf> = OnceLock::new();
    PATH.get_or_init(|| {
        let mut build = Command::new(env!("CARGO"));
        build.args(["build", "--locked", "--quiet", "-p", "pointback-portal"]);
        build.args(["--bin", "portal"]);
        // What cargo says about this package would make it build others anew.
        for (name, _) in env::vars().filter(|(name, _)| {
            name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_")
        }) {
            build.env_remove(name);
        }
        // Tests lie in `deps`, one folder below the programs of their profile.
        let folder = env::current_exe().unwrap();
        let folder = folder.ancestors().nth(2).unwrap();
        if folder.ends_with("release") {
            build.arg("--release");
        }
        assert!(
            build.status().unwrap().success(),
            "the portal was not built"
        );
        folder.join("portal")
    })
}

/// A running `portal serve`; killed when dropped.
pub struct Server {
    child: Child,
    /// Where it listens.
    pub address: String,
}

impl Server {
    /// Starts one on the portal in `data`, on a port that is free, and waits until it listens.
    pub fn start(data: &Path) -> Self {
        let mut child = Command::new(path())
            .args(["serve", "--port", "0", "--data"])
            .arg(data)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let line = lines.map(Result::unwrap).next().unwrap();
        let (_, address) = line.split_once(" on ").expect(&line);
        let (address, _) = address.split_once("/ (").expect(&line);
        let address = address.to_owned();
        Self { child, address }
    }

    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Asks it to stop, and waits until it has.
    pub fn stop(mut self) -> ExitStatus {
        let asked = Command::new("kill").arg(self.id().to_string()).status();
        assert!(asked.unwrap().success());
        self.child.wait().unwrap()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
