//! Reading the rules. A bad host, and a shape that is long or not anchored, make the whole file bad.

use super::{CookieName, Network, Never, Param, Place, Policies, Shape};
use crate::host::Host;
use crate::json::{self, Json, Read};
use regex_lite::Regex;

const MAX_SHAPE: usize = 64;

json::object!(Policies { v, never, networks });
json::object!(Never { hosts });
json::transparent!(CookieName);

impl Read for Network {
    fn read(json: &Json<'_>) -> Option<Self> {
        Some(Self {
            id: json.get("id")?,
            name: json.get("name")?,
            floor_minutes: json.get("floor_minutes")?,
            params: json.get_or_default("params")?,
            hosts: json.get_or_default("hosts")?,
            cookies: json.get_or_default("cookies")?,
            source: json.get("source")?,
            date: json.get("date")?,
            confidence: json.get("confidence")?,
        })
    }
}

impl Read for Param {
    fn read(json: &Json<'_>) -> Option<Self> {
        Some(Self {
            name: json.get("n")?,
            value: json.get("v")?,
            any_case: json.flag("ci")?,
            on: json.get_or_default("on")?,
            shape: json.get("shape")?,
        })
    }
}

impl Read for Place {
    fn read(json: &Json<'_>) -> Option<Self> {
        let text = json.text()?;
        let (host, path) = text.split_once('/').unwrap_or((text, ""));
        Some(Self {
            host: Host::parse(host).ok()?,
            path: format!("/{path}"),
        })
    }
}

impl Read for Shape {
    fn read(json: &Json<'_>) -> Option<Self> {
        let text = json.text()?;
        let is_anchored = text.starts_with('^') && text.ends_with('$');
        if text.len() > MAX_SHAPE || !is_anchored {
            return None;
        }
        Regex::new(text).ok().map(Self)
    }
}
