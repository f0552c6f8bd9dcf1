//! A member with a connected extension, and what they do.

use crate::{
    browser::{Answer, Browser, api},
    world::{REDIRECT, World},
};
use axum::http::{Method, StatusCode};
use data_encoding::BASE64URL_NOPAD;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

pub const VERIFIER: &str = "a-verifier-of-forty-three-characters-or-more-0123";
pub const PASSWORD: &str = "correct horse battery";

pub fn challenge() -> String {
    BASE64URL_NOPAD.encode(&Sha256::digest(VERIFIER))
}

/// The fields of a sign-in as the extension asks for it.
pub fn asked(redirect: &str) -> Vec<(&'static str, String)> {
    vec![
        ("response_type", "code".to_owned()),
        ("client_id", "pointback-extension".to_owned()),
        ("redirect_uri", redirect.to_owned()),
        ("scope", "balances:read clicks:write".to_owned()),
        ("state", "the-state".to_owned()),
        ("code_challenge", challenge()),
        ("code_challenge_method", "S256".to_owned()),
    ]
}

pub fn authorize_path(redirect: &str) -> String {
    let query = url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs(asked(redirect))
        .finish();
    format!("/oauth/authorize?{query}")
}

/// Creates an account in this browser.
pub async fn sign_up(browser: &mut Browser<'_>, email: &str) -> Answer {
    let form = browser.get("/sign-up").await.form();
    let fields = [
        ("form", form.as_str()),
        ("next", ""),
        ("email", email),
        ("password", PASSWORD),
    ];
    browser.post_form("/sign-up", &fields).await
}

/// Signs this browser in.
pub async fn sign_in(browser: &mut Browser<'_>, email: &str, password: &str) -> Answer {
    let form = browser.get("/sign-in").await.form();
    let fields = [
        ("form", form.as_str()),
        ("next", ""),
        ("email", email),
        ("password", password),
    ];
    browser.post_form("/sign-in", &fields).await
}

/// Sends a form of the page at `from`, with that page's token.
pub async fn submit(
    browser: &mut Browser<'_>,
    from: &str,
    path: &str,
    fields: &[(&str, &str)],
) -> Answer {
    let token = browser.get(from).await.form();
    let fields = [&[("form", token.as_str())], fields].concat();
    browser.post_form(path, &fields).await
}

/// Says yes on the consent page and returns the code.
pub async fn allow(browser: &mut Browser<'_>) -> String {
    decide(browser, "allow").await.sent("code").unwrap()
}

pub async fn decide(browser: &mut Browser<'_>, decision: &str) -> Answer {
    decide_with(browser, &asked(REDIRECT), decision).await
}

/// Decides on a request for a sign-in of the caller's own making.
pub async fn decide_with(
    browser: &mut Browser<'_>,
    asked: &[(&str, String)],
    decision: &str,
) -> Answer {
    let query = url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs(asked)
        .finish();
    let page = browser.get(&format!("/oauth/authorize?{query}")).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text);
    let form = page.form();
    let mut fields: Vec<(&str, &str)> = asked.iter().map(|(k, v)| (*k, v.as_str())).collect();
    fields.extend([("form", form.as_str()), ("decision", decision)]);
    browser.post_form("/oauth/authorize", &fields).await
}

pub async fn exchange(world: &World, code: &str, verifier: &str, redirect: &str) -> Answer {
    let fields = [
        ("grant_type", "authorization_code"),
        ("client_id", "pointback-extension"),
        ("code", code),
        ("redirect_uri", redirect),
        ("code_verifier", verifier),
    ];
    Browser::new(world).post_form("/oauth/token", &fields).await
}

pub async fn refresh(world: &World, token: &str) -> Answer {
    let fields = [
        ("grant_type", "refresh_token"),
        ("client_id", "pointback-extension"),
        ("refresh_token", token),
    ];
    Browser::new(world).post_form("/oauth/token", &fields).await
}

pub struct Shopper<'w> {
    world: &'w World,
    pub access: String,
    pub refresh: String,
}

impl<'w> Shopper<'w> {
    pub async fn new(world: &'w World, email: &str) -> Self {
        let mut browser = Browser::new(world);
        assert_eq!(
            sign_up(&mut browser, email).await.status,
            StatusCode::SEE_OTHER
        );
        let code = allow(&mut browser).await;
        let issued = exchange(world, &code, VERIFIER, REDIRECT).await;
        assert_eq!(issued.status, StatusCode::OK, "{}", issued.text);
        Self::with(world, &issued.json())
    }

    pub fn with(world: &'w World, issued: &Value) -> Self {
        let text = |key: &str| issued[key].as_str().unwrap().to_owned();
        Self {
            world,
            access: text("access_token"),
            refresh: text("refresh_token"),
        }
    }

    /// The same member after the access token has run out.
    pub async fn renewed(&self) -> Self {
        let issued = refresh(self.world, &self.refresh).await;
        Self::with(self.world, &issued.json())
    }

    pub async fn get(&self, path: &str) -> Answer {
        api(self.world, Method::GET, path, Some(&self.access), None).await
    }

    pub async fn post(&self, path: &str, body: Value) -> Answer {
        self.send(Method::POST, path, body).await
    }

    pub async fn put(&self, path: &str, body: Value) -> Answer {
        self.send(Method::PUT, path, body).await
    }

    pub async fn send(&self, method: Method, path: &str, body: Value) -> Answer {
        api(self.world, method, path, Some(&self.access), Some(body)).await
    }

    pub async fn me(&self) -> Value {
        let answer = self.get("/v1/me").await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
        answer.json()
    }

    /// `[pending, confirmed, to offset]`
    pub async fn balances(&self) -> [i64; 3] {
        let balances = &self.me().await["balances"];
        ["pending", "confirmed", "to_offset"].map(|key| balances[key].as_i64().unwrap())
    }

    pub async fn click(&self, number: u32, retailer: u32, page: &str) -> Value {
        let answer = self.post("/v1/clicks", click(number, retailer, page)).await;
        assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.text);
        answer.json()
    }
}

/// The body of a click; the number makes the id.
pub fn click(number: u32, retailer: u32, page: &str) -> Value {
    json!({
        "id": format!("00000000-0000-4000-8000-{number:012x}"),
        "retailer": retailer,
        "list": { "seq": 1, "ver": 1 },
        "page": page,
        "via": "popup",
    })
}

/// The path of a click's `go` address.
pub fn go_path(click: &Value) -> String {
    let go = url::Url::parse(click["go"].as_str().unwrap()).unwrap();
    go.path().to_owned()
}
