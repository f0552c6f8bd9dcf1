//! The whole way: HTTP to a server in a process of its own. Plain sockets, because whoever loads the machine with a client
//! takes from the server what is to be measured.

use super::CLIENTS;
use crate::shopper::click;
use std::{
    io::{Read, Write},
    net::TcpStream,
    sync::atomic::{AtomicU32, Ordering},
    thread,
    time::{Duration, Instant},
};

/// Numbers of clicks that no round has used.
static NEXT: AtomicU32 = AtomicU32::new(0);

/// Makes new clicks for `time`, one connection for each client; the answer is how many each second.
pub fn clicks(server: &str, token: &str, retailer: u32, time: Duration) -> f64 {
    let host = server.strip_prefix("http://").unwrap();
    let head = format!(
        "POST /v1/clicks HTTP/1.1\r\nhost: {host}\r\nauthorization: Bearer {token}\r\n\
         content-type: application/json\r\ncontent-length: "
    );
    each_second(host, time, |connection| {
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let body = click(number, retailer, "https://acme.example/shop/1").to_string();
        let answer = connection.ask(&format!("{head}{}\r\n\r\n{body}", body.len()));
        assert!(
            answer.starts_with(b"HTTP/1.1 201 "),
            "{}",
            String::from_utf8_lossy(answer)
        );
    })
}

/// Fetches a list for `time`; the answer is how many each second.
pub fn lists(host: &str, path: &str, time: Duration) -> f64 {
    let request = format!("GET {path} HTTP/1.1\r\nhost: {host}\r\n\r\n");
    each_second(host, time, |connection| {
        let answer = connection.ask(&request);
        assert!(answer.starts_with(b"HTTP/1.1 200 "), "not the list");
    })
}

/// Does something for `time` on one connection for each client; the answer is how often each second.
fn each_second(host: &str, time: Duration, once: impl Fn(&mut Connection) + Sync) -> f64 {
    let start = Instant::now();
    let done: u32 = thread::scope(|clients| {
        let client = || {
            let mut connection = Connection::open(host);
            let mut done = 0;
            while start.elapsed() < time {
                once(&mut connection);
                done += 1;
            }
            done
        };
        let clients: Vec<_> = (0..CLIENTS).map(|_| clients.spawn(client)).collect();
        clients.into_iter().map(|c| c.join().unwrap()).sum()
    });
    f64::from(done) / start.elapsed().as_secs_f64()
}

/// Bytes for the head of an answer, and what comes with it.
const HEAD: usize = 16 * 1024;

/// One client's connection, kept open.
struct Connection {
    socket: TcpStream,
    answer: Vec<u8>,
}

impl Connection {
    fn open(host: &str) -> Self {
        let socket = TcpStream::connect(host).unwrap();
        socket.set_nodelay(true).unwrap();
        Self {
            socket,
            answer: vec![0; 8 * HEAD],
        }
    }

    /// The answer's head, and of its body what came with it; the rest of the body is read and forgotten.
    fn ask(&mut self, request: &str) -> &[u8] {
        self.socket.write_all(request.as_bytes()).unwrap();
        let mut end = 0;
        let whole = loop {
            end += read(&mut self.socket, &mut self.answer[end..HEAD]);
            if let Some(whole) = length(&self.answer[..end]) {
                break whole;
            }
        };
        let (kept, mut left) = (end, whole - end);
        while left > 0 {
            left -= read(&mut self.socket, &mut self.answer[HEAD..]);
        }
        &self.answer[..kept]
    }
}

fn read(socket: &mut TcpStream, free: &mut [u8]) -> usize {
    let more = socket.read(free).unwrap();
    assert_ne!(more, 0, "the server closed the connection");
    more
}

/// How long the whole answer is, once its head is there.
fn length(answer: &[u8]) -> Option<usize> {
    let end = answer.windows(4).position(|four| four == b"\r\n\r\n")? + 4;
    let head = std::str::from_utf8(&answer[..end])
        .unwrap()
        .to_ascii_lowercase();
    let length = head
        .lines()
        .find_map(|line| line.strip_prefix("content-length: "));
    Some(end + length.unwrap().parse::<usize>().unwrap())
}
