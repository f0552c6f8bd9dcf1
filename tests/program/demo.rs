//! `portal demo` on a folder of its own, with its log to read.
use std::{
    fs,
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    process::{Child, ChildStderr, Command, ExitStatus, Output, Stdio},
    sync::mpsc::{self, Receiver},
    thread,
    time::Duration,
};
use tempfile::TempDir;
use url::Url;

/// Longer than anything here takes; only a test that fails waits for it.
const PATIENCE: Duration = Duration::from_secs(60);

/// Runs a command to its end.
pub fn portal(arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_portal"));
    command.args(arguments).output().unwrap()
}

pub struct Demo {
    process: Child,
    log: Receiver<String>,
    pub base: Url,
    metrics: u16,
    pub folder: TempDir,
}

impl Demo {
    /// Starts the demo and waits until it answers.
    pub fn start(log_level: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name);
        let mut process = Command::new(env!("CARGO_BIN_EXE_portal"))
            .arg("demo")
            .args(["--port", "0", "--log", "json", "--metrics-port", "0"])
            .arg("--data")
            .arg(path("data"))
            .arg("--ready-file")
            .arg(path("ready"))
            .env("RUST_LOG", log_level)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let log = read_along(process.stderr.take().unwrap());
        // The banner's last line comes before the ready file: read it, then look until the file is there.
        let mut said = BufReader::new(process.stdout.take().unwrap()).lines();
        assert!(said.any(|line| line.unwrap().contains("Stop with Ctrl-C")));
        while !path("ready").exists() {
            thread::yield_now();
        }
        let ready = fs::read(path("ready")).unwrap();
        let ready: serde_json::Value = serde_json::from_slice(&ready).unwrap();
        let base = Url::parse(ready["base"].as_str().unwrap()).unwrap();
        Self {
            process,
            log,
            base,
            metrics: u16::try_from(ready["metrics"].as_u64().unwrap()).unwrap(),
            folder,
        }
    }

    /// Sends the signal that service managers send.
    pub fn terminate(&self) {
        let id = self.process.id().to_string();
        let sent = Command::new("sh")
            .args(["-c", "kill -TERM $0", &id])
            .status()
            .unwrap();
        assert!(sent.success());
    }

    /// Reads the log up to the line that says this.
    pub fn wait_for(&self, message: &str) {
        assert!(
            self.log.iter().any(|line| line.contains(message)),
            "the program ended without saying {message:?}"
        );
    }

    /// The program's end, and what it logged since it was last read.
    pub fn end(&mut self) -> (ExitStatus, String) {
        let rest: Vec<String> = self.log.iter().collect();
        (self.process.wait().unwrap(), rest.join("\n"))
    }

    pub fn connect(&self) -> TcpStream {
        connect(self.base.port().unwrap())
    }

    pub fn connect_to_metrics(&self) -> TcpStream {
        connect(self.metrics)
    }

    /// Sends the head of a request and waits until its handler asks for the body: from then on it is running.
    pub fn begin_request(&self) -> TcpStream {
        let mut stream = self.connect();
        let head = format!(
            "POST /oauth/revoke HTTP/1.1\r\nhost: {}\r\nconnection: close\r\nexpect: 100-continue\r\n\
             content-type: application/x-www-form-urlencoded\r\ncontent-length: 7\r\n\r\n",
            self.base.authority()
        );
        stream.write_all(head.as_bytes()).unwrap();
        let go_on = "HTTP/1.1 100 Continue\r\n\r\n";
        let mut answer = vec![0; go_on.len()];
        stream.read_exact(&mut answer).unwrap();
        assert_eq!(String::from_utf8(answer).unwrap(), go_on);
        stream
    }
}

/// Lines as they come: a program whose log nobody takes would stop to write.
fn read_along(log: ChildStderr) -> Receiver<String> {
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || {
        let lines = BufReader::new(log).lines().map_while(Result::ok);
        lines.for_each(|line| drop(sender.send(line)));
    });
    receiver
}

fn connect(port: u16) -> TcpStream {
    let stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    stream
}

impl Drop for Demo {
    fn drop(&mut self) {
        // Ended already, in a test that went well.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
