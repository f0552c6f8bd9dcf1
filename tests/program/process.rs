//! The portal's program as a process of its own.

use std::{
    io::{BufRead, BufReader, Read},
    os::unix::process::ExitStatusExt,
    path::Path,
    process::{Child, Command, Stdio},
};

const SIGKILL: i32 = 9;

/// How a run came to its end.
#[derive(Debug, PartialEq, Eq)]
pub enum Ended {
    Killed,
    ByItself,
}

/// Runs a command in the portal's folder to its good end; returns the lines it printed.
pub fn run(data: &Path, arguments: &[&str]) -> Vec<String> {
    let output = command(data, arguments).output().unwrap();
    let said = String::from_utf8(output.stdout).unwrap();
    let complained = String::from_utf8(output.stderr).unwrap();
    assert!(
        output.status.success(),
        "portal {arguments:?}: {said}{complained}"
    );
    said.lines().map(str::to_owned).collect()
}

/// Runs a command that must refuse; returns its sentence.
pub fn refused(data: &Path, arguments: &[&str]) -> String {
    let output = command(data, arguments).output().unwrap();
    assert!(!output.status.success(), "portal {arguments:?}");
    String::from_utf8(output.stderr).unwrap()
}

/// Runs a command and kills it as soon as it has printed so many lines.
pub fn run_until(data: &Path, arguments: &[&str], line: usize) -> Ended {
    let mut child = command(data, arguments).spawn().unwrap();
    let said = child.stdout.take().unwrap();
    let read = BufReader::new(said).lines().take(line).count();
    if read == line {
        child.kill().unwrap();
    }
    let status = child.wait().unwrap();
    match status.signal() {
        Some(signal) => {
            assert_eq!(signal, SIGKILL);
            Ended::Killed
        }
        None => {
            assert!(status.success(), "{}", complaint(&mut child));
            Ended::ByItself
        }
    }
}

fn command(data: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_portal"));
    command
        .args(arguments)
        .args(["--data", "."])
        .current_dir(data)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

fn complaint(child: &mut Child) -> String {
    let mut text = String::new();
    child
        .stderr
        .take()
        .unwrap()
        .read_to_string(&mut text)
        .unwrap();
    text
}
