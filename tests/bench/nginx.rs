//! Serving a published list: the portal, and nginx on the same files.

use crate::{Pace, server::Server, table::Row, web};
use std::{
    fs,
    io::ErrorKind,
    net::{TcpListener, TcpStream},
    os::unix::fs::MetadataExt,
    path::Path,
    process::{Child, Command, Stdio},
    thread,
};
use tempfile::TempDir;

/// Both, in turns, on the tree that a portal has published in `data`.
pub fn beside(data: &Path, pace: Pace) -> Vec<Row> {
    let portal = Server::start(data);
    let nginx = Nginx::start(&data.join("public"));
    let snapshot = fs::read_dir(data.join("public/rates/v1/o")).unwrap();
    let newest = snapshot
        .map(|f| f.unwrap().file_name().into_string().unwrap())
        .find(|f| f.ends_with(".snap"));
    let path = format!("/rates/v1/o/{}", newest.unwrap());
    let mut rows = vec![
        Row::new("portal", "portal, HTTP"),
        Row::new("nginx", "nginx"),
    ];
    for _ in 0..pace.rounds {
        rows[0].add(web::lists(
            portal.address.strip_prefix("http://").unwrap(),
            &path,
            pace.round,
        ));
        rows[1].add(web::lists(&nginx.address, &path, pace.round));
    }
    rows
}

/// A running nginx with a configuration of its own; ended when dropped.
struct Nginx {
    child: Child,
    address: String,
    _folder: TempDir,
}

impl Nginx {
    fn start(root: &Path) -> Self {
        let folder = TempDir::new().unwrap();
        let port = TcpListener::bind(("127.0.0.1", 0))
            .unwrap()
            .local_addr()
            .unwrap()
            .port();
        let address = format!("127.0.0.1:{port}");
        let here = folder.path().display();
        // Its workers leave root behind unless told not to, and then may not read what a test has written.
        let user = if fs::metadata(folder.path()).unwrap().uid() == 0 {
            "user root;"
        } else {
            ""
        };
        let text = format!(
            "{user} worker_processes auto; pid {here}/pid; error_log {here}/error; events {{ }}
             http {{ access_log off; sendfile on; tcp_nopush on; keepalive_requests 1000000; open_file_cache max=100;
               client_body_temp_path {here}/a; proxy_temp_path {here}/b; fastcgi_temp_path {here}/c;
               uwsgi_temp_path {here}/d; scgi_temp_path {here}/e;
               server {{ listen {address}; root {}; add_header Access-Control-Allow-Origin *; }} }}",
            root.display()
        );
        let file = folder.path().join("nginx.conf");
        fs::write(&file, text).unwrap();
        let mut nginx = Command::new("nginx");
        nginx
            .arg("-c")
            .arg(&file)
            .args(["-g", "daemon off;"])
            .stderr(Stdio::null());
        let child = nginx.spawn().unwrap();
        while let Err(error) = TcpStream::connect(&address) {
            assert_eq!(error.kind(), ErrorKind::ConnectionRefused);
            thread::yield_now();
        }
        Self {
            child,
            address,
            _folder: folder,
        }
    }
}

impl Drop for Nginx {
    fn drop(&mut self) {
        // SIGTERM, so that it ends its workers.
        let id = self.child.id().to_string();
        let _ = Command::new("sh").args(["-c", "kill $0", &id]).status();
        let _ = self.child.wait();
    }
}
