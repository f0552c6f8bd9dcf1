//! The database goes away under a running server, or its disk is full: the server says so, says what to do, and goes on by
//! itself once it is over.

use crate::{
    cluster::Cluster,
    process::{refused, run},
    round::{Answer, send},
    server::Server,
    shopper::{Shopper, click},
    world::World,
};
use pointback_portal::db::Engine;
use std::{
    fs,
    io::{BufRead, BufReader},
    net::TcpStream,
    path::{Path, PathBuf},
    process::{Child, ChildStderr, Command, Stdio},
};

const ACME: &str = r#"{"id":0,"n":"Acme","d":["acme.example"],"r":[{"k":"p","v":500}],"dl":1}"#;
const LINK: &str = "https://acme.example/c?sid={click_ref}&u={dest}";

fn ask(server: &str, start: &str, headers: &[(&str, &str)], body: &str) -> Answer {
    let host = server.strip_prefix("http://").unwrap();
    send(
        TcpStream::connect(host).unwrap(),
        host,
        start,
        headers,
        body,
    )
}

fn assert_out_of_order(answer: &Answer) {
    assert_eq!(answer.status, 503, "{}", answer.text);
    assert_eq!(answer.header("retry-after"), "5");
    assert_eq!(answer.json()["code"], "portal.unavailable");
}

/// Method and path, headers, body, status.
type Needy = (
    &'static str,
    &'static [(&'static str, &'static str)],
    &'static str,
    u16,
);
/// Requests that need the database, and what they are answered while it is there.
const NEEDY: [Needy; 3] = [
    (
        "POST /v1/clicks",
        &[("authorization", "Bearer nobody")],
        "{}",
        401,
    ),
    ("GET /v1/me", &[("authorization", "Bearer nobody")], "", 401),
    (
        "POST /oauth/token",
        &[("content-type", "application/x-www-form-urlencoded")],
        "grant_type=refresh_token&client_id=pointback-extension&refresh_token=x",
        400,
    ),
];

#[test]
fn a_postgres_that_goes_and_comes_back_needs_no_restart() {
    // Where the other tests run on it, it is installed.
    if std::env::var_os("POINTBACK_TEST_POSTGRES").is_none() {
        return;
    }
    let cluster = Cluster::start_new();
    let folder = tempfile::tempdir().unwrap();
    let url = cluster.url();
    let base = ["--base", "http://127.0.0.1:8787/", "--name", "Portal"];
    run(
        folder.path(),
        &[&["init", "--database", &url][..], &base].concat(),
    );
    let list = folder.path().join("list.csv");
    fs::write(&list, "domain,name,rate\nmacys.com,Macy's,5%\n").unwrap();
    run(folder.path(), &["import", list.to_str().unwrap()]);
    run(folder.path(), &["publish"]);
    let server = Server::start(folder.path());
    let server = &server.address;
    for _ in 0..2 {
        for (start, headers, body, status) in NEEDY {
            assert_eq!(ask(server, start, headers, body).status, status, "{start}");
        }
        assert_eq!(ask(server, "GET /", &[], "").status, 200, "the directory");
        cluster.stop();
        for (start, headers, body, _) in NEEDY {
            assert_out_of_order(&ask(server, start, headers, body));
        }
        let cookie = [("cookie", "session=nobody"), ("accept", "text/html")];
        let page = ask(server, "GET /account", &cookie, "");
        assert_eq!((page.status, page.header("retry-after")), (503, "5"));
        assert!(page.text.contains("Try again in a moment"), "{}", page.text);
        assert_eq!(ask(server, "GET /", &[], "").status, 200, "seen before");
        assert_eq!(ask(server, "GET /readyz", &[], "").status, 503);
        assert_eq!(ask(server, "GET /healthz", &[], "").status, 200);
        assert_eq!(ask(server, "GET /rates/v1/head.json", &[], "").status, 200);
        let audit = refused(folder.path(), &["audit"]);
        assert!(
            audit.contains("start it, or look at its address"),
            "{audit}"
        );
        cluster.start();
        let (start, headers, body, status) = NEEDY[0];
        while ask(server, start, headers, body).status != status {}
        assert_eq!(ask(server, "GET /readyz", &[], "").status, 200);
    }
}

/// A server whose folder lies on a small disk of its own.
struct Cramped {
    process: Child,
    log: ChildStderr,
    address: String,
    /// The folder, as the server sees it.
    data: PathBuf,
}

impl Cramped {
    /// Copies a portal onto a disk that has so much room beside a ballast of the same size.
    fn start(portal: &Path, disk: &Path, room_kib: u64) -> Self {
        let script = "mount -t tmpfs -o size=$((2 * $3 + $(du -sk \"$1\" | cut -f1)))k tmpfs \"$2\" && \
                      cp -R \"$1\" \"$2/data\" && dd if=/dev/zero of=\"$2/ballast\" bs=1k count=$3 status=none && \
                      exec \"$4\" serve --port 0 --log json --clicks-per-minute 60000 --data \"$2/data\"";
        let mut process = Command::new("unshare")
            .args(["--map-root-user", "--mount", "sh", "-c", script, "sh"])
            .args([portal, disk])
            .arg(room_kib.to_string())
            .arg(env!("CARGO_BIN_EXE_portal"))
            .env("RUST_LOG", "error") // a log that nobody takes must not fill its pipe
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        let mut said = BufReader::new(process.stdout.take().unwrap());
        said.read_line(&mut line).unwrap();
        let (_, address) = line.split_once(" on ").expect("a server that listens");
        let address = address.split_once("/ (").unwrap().0.to_owned();
        Self {
            log: process.stderr.take().unwrap(),
            address,
            data: disk.join("data"),
            process,
        }
    }

    fn make_room(&self) {
        let ballast = self.data.with_file_name("ballast");
        let seen = format!("/proc/{}/root{}", self.process.id(), ballast.display());
        fs::remove_file(seen).unwrap();
    }

    /// What a command says there, and whether it ended well.
    fn command(&self, name: &str, arguments: &[&str]) -> (bool, String) {
        let output = Command::new("nsenter")
            .args(["--user", "--mount", "--preserve-credentials", "--target"])
            .arg(self.process.id().to_string())
            .args([env!("CARGO_BIN_EXE_portal"), name, "--data"])
            .arg(&self.data)
            .args(arguments)
            .output()
            .unwrap();
        let said = [output.stdout, output.stderr].concat();
        (output.status.success(), String::from_utf8(said).unwrap())
    }

    fn end(mut self) -> String {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
        std::io::read_to_string(self.log).unwrap()
    }
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_full_disk_is_told_loses_nothing_and_is_over_when_there_is_room() {
    let world = World::new().await;
    if Engine::of(world.pool()) == Engine::Postgres {
        return; // its own disk, its own affair: what it says then is told apart by its code
    }
    world.set_time(jiff::Timestamp::now().as_millisecond());
    let retailer = world.list("acme", LINK, ACME).await;
    let ann = Shopper::new(&world, "ann@example.org").await;
    world.pool().close().await;
    let disk = tempfile::tempdir().unwrap();
    let cramped = Cramped::start(world.data(), disk.path(), 600);
    let bearer = format!("Bearer {}", ann.access);
    let headers = [
        ("authorization", bearer.as_str()),
        ("content-type", "application/json"),
    ];
    let post = |number: u32| {
        let body = click(number, retailer, "https://acme.example/shop").to_string();
        ask(&cramped.address, "POST /v1/clicks", &headers, &body)
    };
    let (refused_at, answer) = (0..)
        .map(|number| (number, post(number)))
        .find(|(_, answer)| answer.status != 201)
        .unwrap();
    assert_out_of_order(&answer);
    assert!(refused_at > 10, "{refused_at}");
    // What only reads goes on, and a command says what to do.
    assert_eq!(
        ask(&cramped.address, "GET /v1/me", &headers, "").status,
        200
    );
    let (done, said) = cramped.command("publish", &[]);
    assert!(!done && said.contains("make room"), "{said}");

    cramped.make_room();
    while post(refused_at).status != 201 {}
    // What was acknowledged is there, and is answered as it was; new ones are taken again.
    for number in 0..=refused_at {
        assert_eq!(post(number).status, 200, "{number}");
    }
    assert_eq!(post(refused_at + 1).status, 201);
    for (name, sound) in [
        ("audit", "The books are sound."),
        ("publish", "Signed as number"),
    ] {
        let (done, said) = cramped.command(name, &[]);
        assert!(done && said.contains(sound), "{name}: {said}");
    }
    // A fault remains: so small a disk. Its database has none.
    let (_, said) = cramped.command("doctor", &["--offline"]);
    assert!(
        said.contains("database: it answers, and is sound"),
        "{said}"
    );
    let log = cramped.end();
    assert!(log.contains("make room where the database lies"), "{log}");
}
