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
    let start = Instant::now();
    let made: u32 = thread::scope(|clients| {
        let client = || {
            let mut connection = Connection::open(host, token);
            let mut made = 0;
            while start.elapsed() < time {
                let number = NEXT.fetch_add(1, Ordering::Relaxed);
                let click = click(number, retailer, "https://acme.example/shop/1");
                let answer = connection.post(&click.to_string());
                assert!(answer.starts_with("HTTP/1.1 201 "), "{answer}");
                made += 1;
            }
            made
        };
        let clients: Vec<_> = (0..CLIENTS).map(|_| clients.spawn(client)).collect();
        clients.into_iter().map(|c| c.join().unwrap()).sum()
    });
    f64::from(made) / start.elapsed().as_secs_f64()
}

/// One client's connection, kept open.
struct Connection {
    socket: TcpStream,
    /// All of a request but the length of its body.
    head: String,
    answer: Vec<u8>,
}

impl Connection {
    fn open(host: &str, token: &str) -> Self {
        let socket = TcpStream::connect(host).unwrap();
        socket.set_nodelay(true).unwrap();
        Self {
            socket,
            head: format!(
                "POST /v1/clicks HTTP/1.1\r\nhost: {host}\r\nauthorization: Bearer {token}\r\n\
                 content-type: application/json\r\ncontent-length: "
            ),
            answer: vec![0; 16 * 1024],
        }
    }

    /// The whole answer, head and body.
    fn post(&mut self, body: &str) -> &str {
        let request = format!("{}{}\r\n\r\n{body}", self.head, body.len());
        self.socket.write_all(request.as_bytes()).unwrap();
        let mut end = 0;
        while !is_whole(&self.answer[..end]) {
            let more = self.socket.read(&mut self.answer[end..]).unwrap();
            assert_ne!(more, 0, "the server closed the connection");
            end += more;
        }
        std::str::from_utf8(&self.answer[..end]).unwrap()
    }
}

/// Has the body come as far as the head says?
fn is_whole(answer: &[u8]) -> bool {
    let Some((head, body)) = std::str::from_utf8(answer).unwrap().split_once("\r\n\r\n") else {
        return false;
    };
    let length = head
        .lines()
        .find_map(|line| line.strip_prefix("content-length: "))
        .unwrap();
    body.len() == length.parse::<usize>().unwrap()
}
