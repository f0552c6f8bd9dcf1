//! The JSON policy format of Rakuten's PublisherStandown SDK, schema 2, rule by rule into rules of ours.

use super::translation::translate;
use pointback_core::policy::{Class, Policies};
use serde::Deserialize;

/// A file of the SDK.
#[derive(Debug, Deserialize)]
pub(super) struct File {
    pub(super) policies: Vec<Policy>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Policy {
    pub(super) id: String,
    pub(super) schema_version: u32,
    pub(super) network: Network,
    pub(super) rules: Vec<Rule>,
    #[serde(default)]
    pub(super) metadata: Metadata,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Network {
    pub(super) id: String,
    pub(super) name: String,
    /// Milliseconds.
    pub(super) session_duration: Option<u64>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct Metadata {
    pub(super) last_updated: Option<String>,
}

/// All fields that are there must fit; within one, any.
#[derive(Debug, Deserialize)]
pub(super) struct Rule {
    domain: Option<String>,
    paths: Option<OneOrMore>,
    params: Option<OneOrMore>,
    pattern: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum OneOrMore {
    One(String),
    More(Vec<String>),
}

impl OneOrMore {
    fn list(&self) -> &[String] {
        match self {
            Self::One(text) => std::slice::from_ref(text),
            Self::More(list) => list,
        }
    }
}

/// A rule of ours.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Converted {
    /// `Hop` or `Param`.
    pub(super) class: Class,
    pub(super) text: String,
    /// The only store at which it counts.
    pub(super) on: Option<String>,
}

impl Rule {
    /// What it says in our language, or why that cannot be said.
    pub(super) fn convert(&self) -> Result<Vec<Converted>, String> {
        let Self {
            domain,
            paths,
            params,
            pattern,
        } = self;
        let domain = domain.as_deref().map(str::to_ascii_lowercase);
        let converted = match (&domain, paths, params, pattern) {
            (Some(domain), None, None, None) => vec![hop(domain.clone())],
            (Some(domain), Some(paths), None, None) => {
                let below =
                    |path: &String| hop(format!("{domain}/{}", path.trim_start_matches('/')));
                paths.list().iter().map(below).collect()
            }
            (_, None, Some(params), None) => {
                let named = |name: &String| param(name.clone(), domain.clone());
                params.list().iter().map(named).collect()
            }
            (_, None, None, Some(pattern)) => of_pattern(pattern, domain)?,
            (None, Some(_), ..) => return Err("a path without a host".to_owned()),
            (None, None, None, None) => return Err("no field that could fit".to_owned()),
            _ => return Err("a combination of fields that no rule of ours can say".to_owned()),
        };
        for rule in &converted {
            if !Policies::can_say(rule.class, &rule.text) {
                return Err(format!(
                    "`{}` is too broad, too long or malformed",
                    rule.text
                ));
            }
        }
        Ok(converted)
    }
}

fn hop(text: String) -> Converted {
    Converted {
        class: Class::Hop,
        text,
        on: None,
    }
}

fn param(text: String, on: Option<String>) -> Converted {
    Converted {
        class: Class::Param,
        text,
        on,
    }
}

/// Theirs is looked for anywhere in the address and ignores case. Ours says which part of it is meant.
fn of_pattern(pattern: &str, domain: Option<String>) -> Result<Vec<Converted>, String> {
    let refused = |why: String| format!("pattern `{}`: {why}", shortened(pattern));
    let scheme = ["^https?:\\/\\/", "^https?://", "https?:\\/\\/", "https?://"];
    let separator = ["[?&]", "[&?]", "(?:\\?|&)", "(\\?|&)"];
    let cut = |starts: &[&str]| {
        let found = starts.iter().find_map(|s| pattern.strip_prefix(s));
        (found.unwrap_or(pattern), found.is_some())
    };
    let (rest, is_param) = cut(&separator);
    let (rest, _) = if is_param { (rest, true) } else { cut(&scheme) };
    let skipped = pattern.chars().count() - rest.chars().count();
    let shift = |e: super::translation::Refusal| refused(e.shifted(skipped).to_string());
    let mut converted = Vec::new();
    for text in translate(rest).map_err(shift)? {
        let is_path = text.starts_with('/');
        converted.push(match (text.split_once('='), &domain) {
            (Some((name, "")), _) => param(format!("~{name}"), domain.clone()),
            (Some((name, value)), _) if !name.contains('/') => {
                // Nothing says that the value ends here.
                let open = if value.ends_with('*') { "" } else { "*" };
                param(format!("~{name}={value}{open}"), domain.clone())
            }
            (None, Some(domain)) if is_path => hop(format!("{domain}{text}")),
            (None, None) if !is_path && !is_param && text.contains('.') => {
                hop(text.to_ascii_lowercase())
            }
            _ => {
                return Err(refused(
                    "which part of the address it means is unclear".to_owned(),
                ));
            }
        });
    }
    Ok(converted)
}

fn shortened(text: &str) -> String {
    match text.char_indices().nth(60) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text.to_owned(),
    }
}
