//! The WebDriver processes: chromedriver or geckodriver on a port of its own choice, ended when dropped.

use std::{
    cell::Cell,
    fmt,
    net::SocketAddr,
    path::{Path, PathBuf},
    process::{self, Stdio},
    time::Duration,
};

use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Map, Value, json};
use tokio::{
    io::{AsyncBufReadExt, BufReader, Lines},
    process::{Child, ChildStdout, Command},
    sync::OnceCell,
    time::timeout,
};

use crate::{
    chromium,
    failure::{Failure, Outcome},
    firefox, firefox_profile, firefox_renewal,
    package::Package,
    paths, policies,
};

/// How long a driver may take to say where it listens.
const START: Duration = Duration::from_secs(60);
/// How long a page or a script may take, in milliseconds.
const PAGE: u32 = 60_000;

/// Which browser a session drives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Chromium,
    Firefox,
}

impl Kind {
    pub const ALL: [Self; 2] = [Self::Chromium, Self::Firefox];

    pub fn name(self) -> &'static str {
        match self {
            Self::Chromium => "chromium",
            Self::Firefox => "firefox",
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A running driver. It serves one session after the other.
pub struct Driver {
    kind: Kind,
    /// What it and its browsers have for themselves, so that a second driver is in nobody's way.
    own: PathBuf,
    address: String,
    process: Child,
    /// The profile whose copies Firefox starts from, once it is there.
    worn_in: OnceCell<PathBuf>,
    /// A browser that was given back.
    kept: Cell<Option<Client>>,
}

impl Driver {
    pub async fn start(kind: Kind, own: PathBuf) -> Outcome<Self> {
        let (program, arguments, announcement): (_, &[&str], _) = match kind {
            Kind::Chromium => (
                paths::program("CHROMEDRIVER", &["chromedriver"], "install chromium-driver")?,
                &["--port=0"],
                "started successfully on port ",
            ),
            Kind::Firefox => (
                paths::program("GECKODRIVER", &["geckodriver"], "cargo install geckodriver")?,
                &["--port=0", "--websocket-port=0", "--allow-system-access"],
                "Listening on 127.0.0.1:",
            ),
        };
        let home = own.join("home");
        std::fs::create_dir_all(&home)?;
        let command = match kind {
            Kind::Chromium => policies::command(&program, &own)?,
            Kind::Firefox => process::Command::new(&program),
        };
        let mut process = Command::from(command)
            .args(arguments)
            .env("HOME", home) // no policy, font or cache of whoever runs the tests
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .map_err(|error| Failure::from(error).while_doing(program.display()))?;
        let output = process
            .stdout
            .take()
            .ok_or_else(|| Failure::new("the driver has no output"))?;
        let mut lines = BufReader::new(output).lines();
        let port = timeout(START, announced_port(&mut lines, announcement))
            .await
            .map_err(|_| Failure::new("it did not say where it listens"))
            .flatten()
            .map_err(|failure| failure.while_doing(program.display()))?;
        tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
        Ok(Self {
            kind,
            own,
            address: format!("http://127.0.0.1:{port}"),
            process,
            worn_in: OnceCell::new(),
            kept: Cell::default(),
        })
    }

    /// The process, whose descendants are the browser.
    pub fn id(&self) -> u32 {
        self.process.id().unwrap_or_default()
    }

    pub fn kind(&self) -> Kind {
        self.kind
    }

    pub fn own(&self) -> &Path {
        &self.own
    }

    /// The browser as a fresh profile has it, whose only way out is the proxy.
    pub async fn session(&self, proxy: SocketAddr, package: &Package) -> Outcome<Client> {
        if let Some(client) = self.kept.take() {
            match firefox_renewal::lead_through(&client, proxy).await {
                Ok(()) => return Ok(client),
                Err(failure) => {
                    println!("    {} that was kept is of no use: {failure}", self.kind);
                    let _ended = client.close().await; // it may have ended by itself
                }
            }
        }
        match self.kind {
            Kind::Chromium => {
                let options = chromium::options(package)?;
                self.open(proxy, "goog:chromeOptions", options).await
            }
            Kind::Firefox => {
                let wear_in = async || {
                    let empty = firefox_profile::empty(&self.own)?;
                    self.firefox(proxy, package, &empty).await?.close().await?;
                    firefox_profile::worn_in(empty)
                };
                let worn_in = self.worn_in.get_or_try_init(wear_in).await?;
                let copy = firefox_profile::copy(&self.own, worn_in)?;
                self.firefox(proxy, package, &copy).await
            }
        }
    }

    /// Ends a session. Starting Firefox is half of what a scenario costs: it is emptied instead, and kept for the next one.
    pub async fn give_back(&self, client: Client, package: &Package) -> Outcome {
        if self.kind == Kind::Chromium {
            return Ok(client.close().await?);
        }
        if let Err(failure) = firefox_renewal::empty(&client, package).await {
            let closed = client.close().await.map_err(Failure::from);
            return Err(failure.while_doing("emptying Firefox").and(closed));
        }
        self.kept.set(Some(client));
        Ok(())
    }

    /// Ends the driver, and a browser that it kept.
    pub async fn end(self) -> Outcome {
        match self.kept.take() {
            Some(client) => Ok(client.close().await?),
            None => Ok(()),
        }
    }

    async fn firefox(
        &self,
        proxy: SocketAddr,
        package: &Package,
        profile: &Path,
    ) -> Outcome<Client> {
        let options = firefox::options(package, profile)?;
        self.open(proxy, "moz:firefoxOptions", options).await
    }

    async fn open(&self, proxy: SocketAddr, vendor: &str, options: Value) -> Outcome<Client> {
        let capabilities = Map::from_iter([
            ("acceptInsecureCerts".to_owned(), Value::Bool(true)),
            (
                "proxy".to_owned(),
                json!({
                    "proxyType": "manual",
                    "httpProxy": proxy.to_string(),
                    "sslProxy": proxy.to_string(),
                }),
            ),
            (
                "timeouts".to_owned(),
                json!({ "pageLoad": PAGE, "script": PAGE }),
            ),
            (vendor.to_owned(), options),
        ]);
        ClientBuilder::new(HttpConnector::new())
            .capabilities(capabilities)
            .connect(&self.address)
            .await
            .map_err(|error| Failure::from(error).while_doing(format!("starting {}", self.kind)))
    }
}

async fn announced_port(
    lines: &mut Lines<BufReader<ChildStdout>>,
    announcement: &str,
) -> Outcome<u16> {
    while let Some(line) = lines.next_line().await? {
        if let Some((_, rest)) = line.split_once(announcement) {
            let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
            return Ok(digits.parse()?);
        }
    }
    Err(Failure::new("it ended before it listened"))
}
