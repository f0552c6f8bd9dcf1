//! The real portal binary in its demo mode, as a process that a scenario may kill and start again.

use std::{env, ffi::OsStr, fs, fs::File, net::TcpListener, path::PathBuf, process::Stdio};

use tempfile::TempDir;
use tokio::process::{Child, Command};

use crate::{
    failure::{Failure, Outcome},
    package::Package,
    paths, wait,
};

/// Where the portal lives for the browser; the proxy leads it to the loopback port.
pub const BASE: &str = "https://portal.pointback.example/";

/// A portal with a data folder of its own. The process ends when this is dropped.
pub struct Portal {
    program: PathBuf,
    extension: PathBuf,
    folder: TempDir,
    port: u16,
    process: Option<Child>,
}

impl Portal {
    /// Starts the program named by `POINTBACK_PORTAL_BIN`, else the one built by `cargo build`, on a copy of the data
    /// that published the package's list, and waits until it says that it is ready.
    pub async fn start(package: &Package) -> Outcome<Self> {
        let program = paths::portal_program();
        if !program.is_file() {
            return Err(Failure::new(format!(
                "no portal at {}: run cargo build --bin portal or set POINTBACK_PORTAL_BIN",
                program.display()
            )));
        }
        let mut portal = Self {
            program,
            extension: package.dir().to_path_buf(),
            folder: TempDir::new()?,
            port: free_port()?,
            process: None,
        };
        let published = env::var_os("POINTBACK_PORTAL_DATA")
            .map_or_else(|| paths::prepared().join("portal"), PathBuf::from);
        paths::copy_folder(&published, &portal.data())
            .map_err(|failure| failure.while_doing("copying the portal's data"))?;
        portal.start_again().await?;
        Ok(portal)
    }

    /// The loopback port that serves the portal and all shops.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// The data folder: database, keys and the published list.
    pub fn data(&self) -> PathBuf {
        self.file("data")
    }

    /// What the program printed so far.
    pub fn output(&self) -> String {
        fs::read_to_string(self.file("output.txt")).unwrap_or_default()
    }

    /// Ends the process with SIGKILL, as a power cut would.
    pub async fn kill(&mut self) -> Outcome {
        if let Some(mut process) = self.process.take() {
            process.kill().await?;
        }
        Ok(())
    }

    /// Starts on the same data and the same port.
    pub async fn start_again(&mut self) -> Outcome {
        let ready = self.file("ready");
        if ready.exists() {
            fs::remove_file(&ready)?;
        }
        let output = File::options()
            .create(true)
            .append(true)
            .open(self.file("output.txt"))?;
        let mut process = Command::new(&self.program)
            .arg("demo")
            .arg("--data")
            .arg(self.data())
            .args(["--port", &self.port.to_string(), "--base", BASE])
            .arg("--extension")
            .arg(&self.extension)
            .arg("--ready-file")
            .arg(&ready)
            .stdin(Stdio::null())
            .stdout(output.try_clone()?)
            .stderr(output)
            .kill_on_drop(true)
            .spawn()
            .map_err(|error| Failure::from(error).while_doing(self.program.display()))?;
        let mut ended = None;
        let waited = wait::holds("the portal to be ready", async || {
            ended = process.try_wait()?;
            Ok(ended.is_some() || ready.exists())
        })
        .await;
        if let Some(status) = ended {
            return Err(Failure::new(format!(
                "the portal ended with {status}: {}",
                self.output()
            )));
        }
        waited?;
        self.process = Some(process);
        Ok(())
    }

    /// Changes the catalogue as an operator does, by importing a file and publishing, while the service runs.
    pub async fn import(&self, csv: &str) -> Outcome {
        self.publish_with(&["import"], "import.csv", csv).await
    }

    /// Publishes stand-down rules beside the list, as an operator does.
    pub async fn install_rules(&self, rules: &str) -> Outcome {
        let install = ["policies", "install"];
        self.publish_with(&install, "rules.json", rules).await
    }

    /// Hands a file to a command, then publishes.
    async fn publish_with(&self, command: &[&str], name: &str, content: &str) -> Outcome {
        let (file, data) = (self.file(name), self.data());
        fs::write(&file, content)?;
        let folder = ["--data".as_ref(), data.as_os_str()];
        let mut arguments: Vec<&OsStr> = command.iter().map(AsRef::as_ref).collect();
        arguments.extend(folder);
        arguments.push(file.as_os_str());
        self.command(&arguments).await?;
        self.command(&[&["publish".as_ref()], &folder[..]].concat())
            .await
            .map(drop)
    }

    /// The claims of members, as the operator reads them.
    pub async fn claims(&self) -> Outcome<String> {
        let data = self.data();
        let list = ["claims", "list", "--data"].map(OsStr::new);
        self.command(&[&list[..], &[data.as_os_str()]].concat())
            .await
    }

    /// Runs a command of the operator's and returns what it printed.
    async fn command(&self, arguments: &[&OsStr]) -> Outcome<String> {
        let done = Command::new(&self.program)
            .args(arguments)
            .stdin(Stdio::null())
            .output()
            .await?;
        if done.status.success() {
            return Ok(String::from_utf8_lossy(&done.stdout).into_owned());
        }
        Err(Failure::new(format!(
            "portal {arguments:?}: {}",
            String::from_utf8_lossy(&done.stderr)
        )))
    }

    fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }
}

/// A port that was free a moment ago.
fn free_port() -> Outcome<u16> {
    Ok(TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port())
}
