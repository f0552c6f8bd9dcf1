//! A browser with cookies, and the little of HTTP that the tests need.

use crate::{described, world::World};
use axum::{
    body::Body,
    http::{HeaderMap, Method, Request, StatusCode, header},
};
use http_body_util::BodyExt;
use serde_json::Value;
use std::collections::BTreeMap;
use tower::ServiceExt;
use url::Url;

const OWN_HOST: &str = "127.0.0.1:8787";

#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub text: String,
}

impl Answer {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|e| panic!("{e}: {}", self.text))
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |v| v.to_str().unwrap())
    }

    pub fn location(&self) -> &str {
        self.header("location")
    }

    /// The hidden form token of a page.
    pub fn form(&self) -> String {
        let (_, rest) = self.text.split_once("name=\"form\" value=\"").unwrap();
        rest.split_once('"').unwrap().0.to_owned()
    }

    /// A query parameter of the address that the browser is sent to.
    pub fn sent(&self, key: &str) -> Option<String> {
        let url = Url::parse(self.location()).unwrap();
        let found = url.query_pairs().find(|(k, _)| k == key);
        found.map(|(_, v)| v.into_owned())
    }
}

pub struct Browser<'w> {
    world: &'w World,
    host: String,
    pub cookies: BTreeMap<String, String>,
}

impl<'w> Browser<'w> {
    pub fn new(world: &'w World) -> Self {
        Self::on(world, OWN_HOST)
    }

    /// A browser that visits another host; each host has cookies of its own.
    pub fn on(world: &'w World, host: &str) -> Self {
        Self {
            world,
            host: host.to_owned(),
            cookies: BTreeMap::new(),
        }
    }

    pub async fn get(&mut self, path: &str) -> Answer {
        self.send(Method::GET, path, &[], Body::empty()).await
    }

    pub async fn post_form(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let body = url::form_urlencoded::Serializer::new(String::new())
            .extend_pairs(fields)
            .finish();
        let kind = ("content-type", "application/x-www-form-urlencoded");
        self.send(Method::POST, path, &[kind], Body::from(body))
            .await
    }

    pub async fn send(
        &mut self,
        method: Method,
        path: &str,
        headers: &[(&str, &str)],
        body: Body,
    ) -> Answer {
        let asked = method.clone();
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::HOST, &self.host);
        if !self.cookies.is_empty() {
            let pairs: Vec<_> = self
                .cookies
                .iter()
                .map(|(k, v)| format!("{k}={v}"))
                .collect();
            request = request.header(header::COOKIE, pairs.join("; "));
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request.body(body).unwrap();
        let response = self.world.app.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        for cookie in parts.headers.get_all(header::SET_COOKIE) {
            let pair = cookie.to_str().unwrap().split(';').next().unwrap();
            let (name, value) = pair.split_once('=').unwrap();
            self.cookies.insert(name.to_owned(), value.to_owned());
        }
        let bytes = body.collect().await.unwrap().to_bytes();
        let answer = Answer {
            status: parts.status,
            headers: parts.headers,
            text: String::from_utf8(bytes.to_vec()).unwrap(),
        };
        if self.host == OWN_HOST {
            described::check(&asked, path, &answer);
        }
        answer
    }
}

/// One API request without any cookie.
pub async fn api(
    world: &World,
    method: Method,
    path: &str,
    token: Option<&str>,
    body: Option<Value>,
) -> Answer {
    let bearer = token.map(|token| format!("Bearer {token}"));
    let headers: Vec<_> = bearer
        .as_deref()
        .map(|value| ("authorization", value))
        .into_iter()
        .chain([("content-type", "application/json")])
        .collect();
    let body = body.map_or_else(Body::empty, |json| Body::from(json.to_string()));
    Browser::new(world).send(method, path, &headers, body).await
}
