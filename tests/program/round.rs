//! A browser of few words, and a shopper's whole round with it: sign-up, consent, click, purchase, sign-out.

use crate::demo::Demo;
use data_encoding::BASE64URL_NOPAD;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::{
    collections::BTreeMap,
    io::{Read, Write},
    net::TcpStream,
};

const VERIFIER: &str = "a-verifier-of-forty-three-characters-or-more-0123";
const REDIRECT: &str = "https://5ac6f5f768377d4cbaacfb5390ab1bf1bc231856.extensions.allizom.org/cb";
pub const EMAIL: &str = "ann.shopper@example.org";
pub const PASSWORD: &str = "correct horse battery";

pub struct Answer {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub text: String,
}

impl Answer {
    pub fn header(&self, name: &str) -> &str {
        let found = self.headers.iter().find(|(n, _)| n == name);
        found.map_or("", |(_, value)| value)
    }

    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|e| panic!("{e}: {}", self.text))
    }

    /// The hidden form token of a page.
    fn form(&self) -> String {
        let (_, rest) = self
            .text
            .split_once("name=\"form\" value=\"")
            .expect("a form");
        rest.split_once('"').unwrap().0.to_owned()
    }
}

/// Sends one request to `host`, which the program takes from the header.
pub fn send(
    mut stream: TcpStream,
    host: &str,
    start: &str,
    headers: &[(&str, &str)],
    body: &str,
) -> Answer {
    let mut text = format!(
        "{start} HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\ncontent-length: {}\r\n",
        body.len()
    );
    for (name, value) in headers {
        text.push_str(&format!("{name}: {value}\r\n"));
    }
    stream
        .write_all(format!("{text}\r\n{body}").as_bytes())
        .unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    let (head, text) = answer.split_once("\r\n\r\n").unwrap();
    let mut lines = head.lines();
    let status = lines
        .next()
        .unwrap()
        .split(' ')
        .nth(1)
        .unwrap()
        .parse()
        .unwrap();
    let headers = lines.filter_map(|line| line.split_once(": "));
    Answer {
        status,
        headers: headers.map(|(n, v)| (n.to_owned(), v.to_owned())).collect(),
        text: text.to_owned(),
    }
}

/// A browser with cookies for each host.
struct Browser<'p> {
    program: &'p Demo,
    cookies: BTreeMap<(String, String), String>,
}

impl Browser<'_> {
    fn ask(&mut self, host: &str, start: &str, body: &str) -> Answer {
        let ours = self.cookies.iter().filter(|((of, _), _)| of == host);
        let cookie: Vec<String> = ours
            .map(|((_, name), value)| format!("{name}={value}"))
            .collect();
        let headers = [
            ("cookie", cookie.join("; ")),
            (
                "content-type",
                "application/x-www-form-urlencoded".to_owned(),
            ),
        ];
        let headers = headers
            .each_ref()
            .map(|(name, value)| (*name, value.as_str()));
        let answer = send(self.program.connect(), host, start, &headers, body);
        for (_, value) in answer
            .headers
            .iter()
            .filter(|(name, _)| name == "set-cookie")
        {
            let (name, value) = value.split(';').next().unwrap().split_once('=').unwrap();
            self.cookies
                .insert((host.to_owned(), name.to_owned()), value.to_owned());
        }
        answer
    }

    fn post(&mut self, host: &str, path: &str, fields: &[(&str, &str)]) -> Answer {
        let body = encoded(fields);
        self.ask(host, &format!("POST {path}"), &body)
    }

    /// Opens an address of the program, whatever its host is.
    fn open(&mut self, address: &str) -> Answer {
        let url = url::Url::parse(address).unwrap();
        let host = url.authority().to_owned();
        let path = &url[url::Position::BeforePath..];
        self.ask(&host, &format!("GET {path}"), "")
    }
}

fn encoded(fields: &[(&str, &str)]) -> String {
    url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs(fields)
        .finish()
}

/// Does a whole round, and returns everything that must not stand in any log.
pub fn whole_round(program: &Demo) -> Vec<String> {
    let host = program.base.authority().to_owned();
    let mut browser = Browser {
        program,
        cookies: BTreeMap::new(),
    };
    let form = browser.ask(&host, "GET /sign-up", "").form();
    let fields = [
        ("form", form.as_str()),
        ("email", EMAIL),
        ("password", PASSWORD),
    ];
    assert_eq!(browser.post(&host, "/sign-up", &fields).status, 303);

    let challenge = BASE64URL_NOPAD.encode(&Sha256::digest(VERIFIER));
    let asked = [
        ("response_type", "code"),
        ("client_id", "pointback-extension"),
        ("redirect_uri", REDIRECT),
        ("state", "the-secret-state"),
        ("code_challenge", &challenge),
        ("code_challenge_method", "S256"),
    ];
    let consent = browser.ask(
        &host,
        &format!("GET /oauth/authorize?{}", encoded(&asked)),
        "",
    );
    let consent = consent.form();
    let decision = [("form", consent.as_str()), ("decision", "allow")];
    let sent = browser.post(&host, "/oauth/authorize", &[&asked[..], &decision].concat());
    let sent = url::Url::parse(sent.header("location")).unwrap();
    let code = sent
        .query_pairs()
        .find(|(key, _)| key == "code")
        .unwrap()
        .1
        .into_owned();
    let exchange = [
        ("grant_type", "authorization_code"),
        ("client_id", "pointback-extension"),
        ("redirect_uri", REDIRECT),
        ("code", &code),
        ("code_verifier", VERIFIER),
    ];
    let issued = browser.post(&host, "/oauth/token", &exchange).json();
    let (access, refresh) = (
        text(&issued["access_token"]),
        text(&issued["refresh_token"]),
    );

    let bearer = format!("Bearer {access}");
    let headers = [
        ("authorization", bearer.as_str()),
        ("content-type", "application/json"),
    ];
    let api = |start: &str, body: &str| send(program.connect(), &host, start, &headers, body);
    let id = "0f8b2c64-1111-4222-8333-0123456789ab";
    let click = json!({ "id": id, "retailer": 1, "list": { "seq": 1, "ver": 1 }, "page": null, "via": "popup" });
    let click = api("POST /v1/clicks", &click.to_string());
    assert_eq!(click.status, 201, "{}", click.text);
    let click = click.json();

    let network = browser.open(&text(&click["go"]));
    let shop = browser.open(network.header("location"));
    let shop = shop.header("location").to_owned();
    assert_eq!(browser.open(&shop).status, 200);
    let shop_host = url::Url::parse(&shop).unwrap().authority().to_owned();
    assert!(shop_host.contains(".localhost"), "{shop_host}");
    let thanks = browser.post(&shop_host, "/buy", &[]);
    assert!(thanks.header("location").starts_with("/thanks?order="));
    // The order reaches the ledger by way of the network.
    let me = loop {
        let me = api("GET /v1/me", "").json();
        if me["balances"]["pending"] != 0 {
            break me;
        }
        std::thread::yield_now();
    };
    assert_eq!(api("GET /v1/earnings?after=4102444800000", "").status, 200);
    assert_eq!(api("GET /v1/nothing?secret=query", "").status, 404);
    assert_eq!(
        browser
            .post(&host, "/oauth/revoke", &[("token", &refresh)])
            .status,
        200
    );

    let go = text(&click["go"]);
    let go = go.rsplit('/').next().unwrap().to_owned();
    let mut secrets = vec![
        EMAIL.to_owned(),
        PASSWORD.to_owned(),
        "ann.shopper".to_owned(),
        text(&me["member"]),
        text(&click["ref"]),
        id.to_owned(),
        VERIFIER.to_owned(),
        "the-secret-state".to_owned(),
        "secret=query".to_owned(),
        "4102444800000".to_owned(),
        form,
        consent,
        code,
        access,
        refresh,
        go,
        shop_host,
    ];
    secrets.extend(browser.cookies.into_values());
    secrets
}

fn text(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}
