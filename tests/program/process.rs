//! The portal's program as a process of its own.

use pointback_portal::{data_dir::DataDir, db};
use std::{
    io::{BufRead, BufReader, Read},
    os::unix::process::ExitStatusExt,
    path::Path,
    process::{Child, Command, ExitStatus, Stdio},
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
    ended(status, &mut child)
}

fn ended(status: ExitStatus, child: &mut Child) -> Ended {
    match status.signal() {
        Some(signal) => {
            assert_eq!(signal, SIGKILL);
            Ended::Killed
        }
        None => {
            assert!(status.success(), "{}", complaint(child));
            Ended::ByItself
        }
    }
}

/// Runs a command and kills it as soon as somebody else can see that it has committed so many transactions.
pub async fn run_until_committed(data: &Path, arguments: &[&str], commits: usize) -> Ended {
    let pool = open(data).await;
    let mut connection = pool.acquire().await.unwrap();
    let mut seen = rows(&mut connection).await;
    let mut child = command(data, arguments).spawn().unwrap();
    let mut counted = 0;
    while counted < commits && child.try_wait().unwrap().is_none() {
        let now = rows(&mut connection).await;
        if now != seen {
            counted += 1;
            seen = now;
        }
    }
    if counted == commits {
        child.kill().unwrap();
    }
    let status = child.wait().unwrap();
    drop(connection);
    pool.close().await;
    ended(status, &mut child)
}

/// The database of the portal in a folder.
pub async fn open(data: &Path) -> db::Pool {
    db::open(&DataDir::open(data).unwrap()).await.unwrap()
}

/// Changes with every transaction of a payout.
async fn rows(connection: &mut db::Connection) -> Vec<i64> {
    sqlx::query_scalar(
        "SELECT CAST(COUNT(*) AS BIGINT) FROM movement UNION ALL SELECT CAST(COUNT(*) AS BIGINT) FROM payout_item
         UNION ALL SELECT CAST(COUNT(*) AS BIGINT) FROM period UNION ALL SELECT CAST(COUNT(hash) AS BIGINT) FROM period
         UNION ALL SELECT CAST(COUNT(*) AS BIGINT) FROM submission
         UNION ALL SELECT CAST(COUNT(*) AS BIGINT) FROM submission_item
         UNION ALL SELECT CAST(COUNT(*) AS BIGINT) FROM payout_answer
         UNION ALL SELECT COALESCE(CAST(SUM(version) AS BIGINT), 0) FROM earning",
    )
    .fetch_all(connection)
    .await
    .unwrap()
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
