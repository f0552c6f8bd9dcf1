//! Clients that mean no good, on real sockets: they send slowly, never end, send too much, or are very many.

use crate::{server::Server, world::World};
use pointback_portal::{
    connections::{self, Bounds},
    shutdown::Stop,
};
use std::{net::SocketAddr, time::Duration};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    task::JoinHandle,
};

const SHORT: Duration = Duration::from_millis(300);
const LONG: Duration = Duration::from_secs(600);
const HEALTH: &str = "GET /healthz HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n";

/// The service on a socket, with bounds of the test's own.
struct Open {
    address: SocketAddr,
    task: JoinHandle<()>,
    _world: World,
}

impl Open {
    async fn with(bounds: Bounds) -> Self {
        let world = World::with(|config| config.limits.request = SHORT).await;
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let serving = connections::serve(listener, world.app.clone(), bounds, Stop::listen());
        let task = tokio::spawn(serving);
        Self {
            address,
            task,
            _world: world,
        }
    }

    async fn send(&self, text: &str) -> TcpStream {
        let mut socket = TcpStream::connect(self.address).await.unwrap();
        socket.write_all(text.as_bytes()).await.unwrap();
        socket
    }

    /// Everything up to the end of the connection, which the server has to bring about.
    async fn all(&self, text: &str) -> String {
        rest(&mut self.send(text).await).await
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn rest(socket: &mut TcpStream) -> String {
    let mut answer = Vec::new();
    // A reset is an end, too.
    let _ = socket.read_to_end(&mut answer).await;
    String::from_utf8(answer).unwrap()
}

const PATIENT: Bounds = Bounds {
    most: 100,
    head: LONG,
    life: LONG,
};

#[tokio::test]
async fn a_head_that_does_not_come_and_a_connection_that_rests_are_cut() {
    let open = Open::with(Bounds {
        head: SHORT,
        ..PATIENT
    })
    .await;
    assert_eq!(open.all("").await, "");
    assert_eq!(
        open.all("GET /healthz HTTP/1.1\r\nhost: 127.0.0.1\r\nx-slow: ")
            .await,
        ""
    );
    let answered = open.all(HEALTH).await;
    assert!(
        answered.starts_with("HTTP/1.1 200 ") && answered.ends_with("ok\n"),
        "{answered}"
    );
}

#[tokio::test]
async fn a_body_that_does_not_come_is_answered_for() {
    let open = Open::with(PATIENT).await;
    for path in [
        "/v1/clicks",
        "/oauth/token",
        "/sign-in",
        "/account/claims",
        "/in/sim/x",
    ] {
        let answer = open
            .all(&format!(
                "POST {path} HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-length: 100\r\n\
                 content-type: application/x-www-form-urlencoded\r\n\r\nform="
            ))
            .await;
        assert!(answer.starts_with("HTTP/1.1 408 "), "{path}: {answer}");
    }
}

#[tokio::test]
async fn whoever_never_reads_is_cut_in_the_end() {
    let open = Open::with(Bounds {
        life: SHORT,
        ..PATIENT
    })
    .await;
    // Kept busy for ever, request by request, without an answer being read.
    let (_, mut writing) = open.send("").await.into_split();
    while writing.write_all(HEALTH.as_bytes()).await.is_ok() {}
}

#[tokio::test]
async fn who_comes_when_every_place_is_taken_waits_for_one() {
    let open = Open::with(Bounds {
        most: 3,
        head: SHORT,
        ..PATIENT
    })
    .await;
    let mut holders = Vec::new();
    for _ in 0..3 {
        holders.push(open.send("GET /healthz").await);
    }
    let answer = open.all(HEALTH).await;
    assert!(answer.starts_with("HTTP/1.1 200 "), "{answer}");
    for holder in &mut holders {
        assert_eq!(rest(holder).await, "");
    }
}

#[tokio::test]
async fn too_much_is_refused_wherever_it_stands() {
    let open = Open::with(PATIENT).await;
    let long = "x".repeat(64 * 1024);
    let many = "x: y\r\n".repeat(200);
    let post = "POST /v1/clicks HTTP/1.1\r\nhost: 127.0.0.1\r\nconnection: close\r\n";
    for (text, expected) in [
        (
            format!("GET /{long} HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n"),
            "431",
        ),
        (
            format!("GET / HTTP/1.1\r\nhost: 127.0.0.1\r\nx: {long}\r\n\r\n"),
            "431",
        ),
        (
            format!("GET / HTTP/1.1\r\nhost: 127.0.0.1\r\n{many}\r\n"),
            "431",
        ),
        (format!("{post}content-length: 99999999999\r\n\r\n"), "413"),
        (
            format!("{post}transfer-encoding: chunked\r\n\r\n10001\r\n{long}x\r\n"),
            "413",
        ),
        // Two lengths are how a request is smuggled past a server in front.
        (
            format!("{post}content-length: 1\r\ncontent-length: 2\r\n\r\nxy"),
            "400",
        ),
        (
            "GET / HTTP/1.1\r\nhost: 127.0.0.1\r\nx\0y: z\r\n\r\n".to_owned(),
            "400",
        ),
        ("\u{1}\u{2}\u{3}\r\n\r\n".to_owned(), "400"),
    ] {
        let answer = open.all(&text).await;
        let start: String = text.chars().take(60).collect();
        assert!(
            answer.starts_with(&format!("HTTP/1.1 {expected} ")),
            "{start:?}: {answer}"
        );
    }
}

/// Most that one of many waiting connections may cost the server, bytes.
const A_CONNECTION: u64 = 24 * 1024;
const CROWD: usize = 10_000;

#[cfg(target_os = "linux")]
#[tokio::test]
async fn thousands_of_open_connections_cost_little_and_keep_nobody_out() {
    let bounds = Bounds::of_this_process();
    // Both ends of a connection are open files, each of its own process.
    let crowd = CROWD.min(bounds.most * 9 / 10);
    let world = World::new().await;
    let server = Server::start(world.data());
    let address = server.address.strip_prefix("http://").unwrap();
    let before = memory(server.id());
    let mut open = Vec::new();
    for _ in 0..crowd {
        let mut socket = TcpStream::connect(address).await.unwrap();
        socket
            .write_all(b"GET /healthz HTTP/1.1\r\nhost: 127.0.0.1\r\nx-slow: ")
            .await
            .unwrap();
        open.push(socket);
    }
    let mut one_more = TcpStream::connect(address).await.unwrap();
    let close = HEALTH.replace("\r\n\r\n", "\r\nconnection: close\r\n\r\n");
    one_more.write_all(close.as_bytes()).await.unwrap();
    let answer = rest(&mut one_more).await;
    assert!(answer.starts_with("HTTP/1.1 200 "), "{answer}");
    let each = memory(server.id()).saturating_sub(before) / crowd as u64;
    println!("{crowd} open connections, {each} bytes each");
    assert!(each <= A_CONNECTION, "{each} bytes for each of {crowd}");
    drop(open);
    assert!(server.stop().success());
}

/// Bytes that a process holds.
#[cfg(target_os = "linux")]
fn memory(process: u32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kib = line.unwrap().trim().trim_end_matches(" kB");
    kib.parse::<u64>().unwrap() * 1024
}
