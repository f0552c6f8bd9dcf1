//! What other sites try: forms of their own, and addresses that lead away. The table is made from the routes, so that a new
//! form brings its own attack.

use crate::{
    browser::{Answer, Browser},
    dump::dump,
    openapi::{methods, quoted_after, source},
    shopper::{PASSWORD, asked, authorize_path, sign_in, sign_up},
    world::{REDIRECT, World},
};
use axum::{
    body::Body,
    http::{Method, StatusCode},
};
use std::collections::BTreeSet;

/// Addresses that take a form or a body from anyone: they ask for a token or a secret, and never look at cookies.
const FOR_PROGRAMS: [&str; 3] = ["/v1/", "/oauth/token", "/in/"];
const ALSO_FOR_PROGRAMS: [&str; 2] = ["/oauth/revoke", "/oauth/device_authorization"];

/// Every address of the service, with something in place of what varies.
fn addresses() -> BTreeSet<String> {
    let text = source("routes.rs");
    let mut templates: BTreeSet<String> = quoted_paths(&text);
    for file in ["referral", "offers", "device"] {
        let found = source(&format!("routes/{file}.rs"));
        let paths = quoted_after(&found, "const PATH: &str = ");
        templates.extend(paths.into_iter().map(str::to_owned));
    }
    templates
        .into_iter()
        .map(|template| {
            template
                .replace("{action}", "confirm")
                .replace(['{', '}'], "")
        })
        .collect()
}

/// The plain addresses among those of `.route(`: the others are constants.
fn quoted_paths(text: &str) -> BTreeSet<String> {
    let pieces = text.split(".route(").skip(1);
    let plain = pieces.filter_map(|rest| rest.trim_start().strip_prefix('"'));
    plain
        .map(|rest| rest.split('"').next().unwrap().to_owned())
        .collect()
}

fn is_for_programs(path: &str) -> bool {
    FOR_PROGRAMS.iter().any(|start| path.starts_with(start)) || ALSO_FOR_PROGRAMS.contains(&path)
}

#[tokio::test]
async fn no_form_of_another_site_does_anything() {
    let world = World::new().await;
    let mut ann = Browser::new(&world);
    sign_up(&mut ann, "ann@example.org").await;
    let mut eve = Browser::new(&world);
    sign_up(&mut eve, "eve@example.org").await;
    let foreign = eve.get("/account").await.form();
    let before = dump(&world).await;
    let mut tried = 0;
    for path in addresses() {
        let known = methods(&world, &path).await;
        for method in known.iter().filter(|m| *m != "get") {
            for token in ["", "x", foreign.as_str()] {
                // As a browser sends another site's form, did it send the cookies along.
                let fields = [
                    ("form", token),
                    ("decision", "allow"),
                    ("email", "eve@example.org"),
                    ("password", PASSWORD),
                    ("code", "BBBB-BBBB"),
                    ("unit", "mr"),
                ];
                let asked = asked(REDIRECT);
                let asked = asked.iter().map(|(key, value)| (*key, value.as_str()));
                let body = url::form_urlencoded::Serializer::new(String::new())
                    .extend_pairs(fields.into_iter().chain(asked))
                    .finish();
                let headers = [
                    ("content-type", "application/x-www-form-urlencoded"),
                    ("origin", "https://evil.example"),
                    ("sec-fetch-site", "cross-site"),
                ];
                let method = Method::from_bytes(method.to_uppercase().as_bytes()).unwrap();
                let what = format!("{method} {path} with {token:?}");
                if path == "/oauth/device_authorization" {
                    continue; // begins something that nobody has allowed yet, for anyone who asks
                }
                let answer = ann.send(method, &path, &headers, Body::from(body)).await;
                if is_for_programs(&path) {
                    assert!(
                        answer.status.is_client_error() || path == "/oauth/revoke",
                        "{what}"
                    );
                } else {
                    assert_eq!(answer.status, StatusCode::FORBIDDEN, "{what}");
                }
                tried += 1;
            }
        }
    }
    assert!(tried > 60, "{tried}");
    assert_eq!(dump(&world).await, before);
}

/// Does an answer keep the browser here, and its headers to themselves?
fn assert_stays(answer: &Answer, what: &str) {
    let to = answer.location();
    let is_ours = to.starts_with('/') && !to.starts_with("//") && !to.starts_with("/\\");
    let is_extension = to.split('?').next() == Some(REDIRECT);
    assert!(
        to.is_empty() || is_ours || is_extension,
        "{what} leads to {to}"
    );
    assert_eq!(answer.header("x-evil"), "", "{what}");
    let cookies = answer.headers.get_all("set-cookie").iter();
    for cookie in cookies {
        let cookie = cookie.to_str().unwrap();
        let name = cookie.split('=').next().unwrap();
        assert!(
            ["session", "visit", "invite"].contains(&name),
            "{what}: {cookie}"
        );
    }
}

/// Ways to lead away, or to end a header and begin one of the attacker's own.
const AWAY: [&str; 14] = [
    "https://evil.example/",
    "//evil.example/",
    "///evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "/\t/evil.example",
    "https:evil.example",
    "javascript:alert(1)",
    "data:text/html,x",
    "/account\r\nx-evil: 1",
    "/account\nset-cookie: evil=1",
    "/oauth/authorize?\r\nx-evil: 1",
    "/account@evil.example",
    "\u{ff0f}\u{ff0f}evil.example",
];

#[tokio::test]
async fn nothing_that_is_asked_leads_elsewhere_or_writes_a_header() {
    let world = World::new().await;
    let mut ann = Browser::new(&world);
    sign_up(&mut ann, "ann@example.org").await;
    for away in AWAY {
        let quoted: String = url::form_urlencoded::byte_serialize(away.as_bytes()).collect();
        for page in [
            format!("/sign-in?next={quoted}"),
            format!("/sign-up?next={quoted}"),
            format!("/go/{quoted}"),
            format!("/join/{quoted}"),
            format!("/sim/visit/{quoted}"),
            format!("/stores/{quoted}"),
            format!("/account/{quoted}"),
            format!("/?q={quoted}"),
            authorize_path(away),
            format!("{}&state={quoted}", authorize_path(REDIRECT)),
        ] {
            assert_stays(&ann.get(&page).await, &page);
            assert_stays(&Browser::new(&world).get(&page).await, &page);
        }
        let form = ann.get("/account").await.form();
        let signed_in = [
            ("form", form.as_str()),
            ("next", away),
            ("email", "ann@example.org"),
            ("password", PASSWORD),
        ];
        for path in ["/sign-in", "/sign-out"] {
            let answer = ann.post_form(path, &signed_in).await;
            assert_eq!(answer.status, StatusCode::SEE_OTHER, "{path} {away}");
            assert_stays(&answer, &format!("{path} with {away}"));
        }
        sign_in(&mut ann, "ann@example.org", PASSWORD).await;
        for field in ["redirect_uri", "state", "scope", "client_id"] {
            let mut fields = asked(REDIRECT);
            for (key, value) in &mut fields {
                if *key == field {
                    *value = away.to_owned();
                }
            }
            let mut fields: Vec<_> = fields.iter().map(|(k, v)| (*k, v.as_str())).collect();
            for decision in ["allow", "deny"] {
                fields.extend([("form", form.as_str()), ("decision", decision)]);
                let answer = ann.post_form("/oauth/authorize", &fields).await;
                assert_stays(&answer, &format!("{field} {away}"));
                fields.truncate(fields.len() - 2);
            }
        }
    }
}

#[tokio::test]
async fn a_character_that_a_database_does_not_keep_is_the_mistake_of_whoever_sent_it() {
    let world = World::new().await;
    let mut browser = Browser::new(&world);
    sign_up(&mut browser, "ann@example.org").await;
    for path in ["/account/claims?trip=%00", "/account/trips?after=0.%00"] {
        let answer = browser.get(path).await;
        assert!(!answer.status.is_server_error(), "{path}: {}", answer.text);
    }
    let form = browser.get("/account").await.form();
    for template in addresses() {
        let parts = template.split('/');
        let parts = parts.map(|part| if part == "id" { "%00" } else { part });
        let path = parts.collect::<Vec<_>>().join("/");
        let fields = [
            ("form", form.as_str()),
            ("email", "a\0@example.org"),
            ("password", "\0"),
        ];
        let answer = browser.post_form(&path, &fields).await;
        assert!(!answer.status.is_server_error(), "{path}: {}", answer.text);
    }
}
