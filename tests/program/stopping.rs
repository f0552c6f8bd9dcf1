//! SIGTERM: what has begun is finished, and the database is closed; the second one does not wait.

use crate::demo::Demo;
use std::{
    io::{ErrorKind, Read, Write},
    net::TcpStream,
};

#[test]
fn a_running_request_is_finished_before_the_service_stops() {
    let mut program = Demo::start("info");
    let port = program.base.port().unwrap();
    let mut request = program.begin_request();
    program.terminate();
    program.wait_for("stopping");
    // New connections are refused from the moment that the listener is closed.
    while TcpStream::connect(("127.0.0.1", port)).is_ok() {
        std::thread::yield_now();
    }
    request.write_all(b"token=x").unwrap();
    let mut answer = String::new();
    request.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 200 OK\r\n"), "{answer}");

    let (status, log) = program.end();
    assert_eq!(status.code(), Some(0), "{log}");
    assert!(log.contains("\"message\":\"stopped\""), "{log}");
    // SQLite folds its journal into the file when the last connection is closed properly.
    let data = program.folder.path().join("data");
    assert!(data.join("portal.db").exists() && !data.join("portal.db-wal").exists());
}

#[test]
fn a_second_signal_ends_the_service_at_once() {
    let mut program = Demo::start("info");
    let mut request = program.begin_request();
    program.terminate();
    program.wait_for("stopping");
    program.terminate();
    let (status, log) = program.end();
    assert_eq!(status.code(), Some(1));
    assert!(log.contains("stopped at once by a second signal"), "{log}");
    let mut answer = String::new();
    match request.read_to_string(&mut answer) {
        Ok(_) => assert_eq!(answer, ""),
        Err(cause) => assert_eq!(cause.kind(), ErrorKind::ConnectionReset),
    }
}
