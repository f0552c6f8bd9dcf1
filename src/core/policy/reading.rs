//! Reading the rules. A bad host or shape makes the whole file bad.

use super::{CookieName, Network, Never, Param, Place, Policies, Shape};
use crate::host::Host;
use crate::json::{Read, Reader};

impl Read for Policies {
    fn read(from: Reader<'_>) -> Self {
        Self {
            v: from.get("v"),
            never: from.get("never"),
            networks: from.get("networks"),
        }
    }
}

impl Read for Never {
    fn read(from: Reader<'_>) -> Self {
        Self {
            hosts: from.get("hosts"),
        }
    }
}

impl Read for Network {
    fn read(from: Reader<'_>) -> Self {
        Self {
            id: from.get("id"),
            name: from.get("name"),
            floor_minutes: from.get("floor_minutes"),
            params: from.get_or_default("params"),
            hosts: from.get_or_default("hosts"),
            cookies: from.get_or_default("cookies"),
            source: from.get("source"),
            date: from.get("date"),
            confidence: from.get("confidence"),
        }
    }
}

impl Read for Param {
    fn read(from: Reader<'_>) -> Self {
        let shape: Option<String> = from.get("shape");
        Self {
            name: from.get("n"),
            value: from.get("v"),
            any_case: from.flag("ci"),
            on: from.get_or_default("on"),
            shape: shape.and_then(|text| Shape::new(&text).or_else(|| from.fault(None))),
        }
    }
}

impl Read for CookieName {
    fn read(from: Reader<'_>) -> Self {
        Self(Read::read(from))
    }
}

impl Read for Place {
    fn read(from: Reader<'_>) -> Self {
        let text = from.text();
        let (host, path) = text.split_once('/').unwrap_or((text, ""));
        Self {
            host: Host::read_text(host, from),
            path: format!("/{path}"),
        }
    }
}

impl Shape {
    fn new(text: &str) -> Option<Self> {
        let (before, after) = text.split_once('-')?;
        let (before, after) = (before.parse().ok()?, after.parse().ok()?);
        Some(Self { before, after })
    }
}
