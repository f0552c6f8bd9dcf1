//! Every answer that a test gets from the service is as `src/portal/openapi.json` says.

use crate::{browser::Answer, schema};
use axum::http::Method;
use serde_json::Value;
use std::sync::LazyLock;

pub static DESCRIPTION: LazyLock<Value> =
    LazyLock::new(|| serde_json::from_str(include_str!("../../src/portal/openapi.json")).unwrap());

/// Follows a reference, if it is one.
fn resolved(value: &Value) -> &Value {
    match value["$ref"].as_str() {
        Some(place) => DESCRIPTION.pointer(place.trim_start_matches('#')).unwrap(),
        None => value,
    }
}

/// Is `path` an address of the template `/a/{b}/c`?
fn is_of(template: &str, path: &str) -> bool {
    let (mut parts, mut given) = (template.split('/'), path.split('/'));
    loop {
        match (parts.next(), given.next()) {
            (None, None) => return true,
            (Some(part), Some(given)) => {
                let fits = match part.split_once('{') {
                    Some((_, rest)) => given.ends_with(rest.split_once('}').unwrap().1),
                    None => part == given,
                };
                if !fits {
                    return false;
                }
            }
            _ => return false,
        }
    }
}

/// Panics when an answer is not as described. Addresses that are not described are for people.
pub fn check(method: &Method, path: &str, answer: &Answer) {
    let path = path.split('?').next().unwrap();
    let paths = DESCRIPTION["paths"].as_object().unwrap();
    let Some((template, operations)) = paths.iter().find(|(template, _)| is_of(template, path))
    else {
        return;
    };
    let Some(operation) = operations.get(method.as_str().to_lowercase()) else {
        return;
    };
    let what = format!("{method} {template} with {}", answer.status.as_u16());
    let described = resolved(&operation["responses"][answer.status.as_str()]);
    assert!(described.is_object(), "{what} is not described");
    for (name, header) in described["headers"].as_object().into_iter().flatten() {
        let is_missing = header["required"] == true && answer.header(name).is_empty();
        assert!(!is_missing, "{what} has no {name}");
    }
    let Some(contents) = described["content"].as_object() else {
        assert_eq!(answer.text, "", "{what} should have no body");
        return;
    };
    let kind = answer.header("content-type").split(';').next().unwrap();
    let content = contents.get(kind);
    let content = content.unwrap_or_else(|| panic!("{what} is {kind:?}, which is not described"));
    if let Some(schema) = content.get("schema") {
        let body = if kind.ends_with("json") {
            answer.json()
        } else {
            Value::from(answer.text.as_str())
        };
        let faults = schema::faults(&DESCRIPTION, schema, &body);
        assert_eq!(faults, [""; 0], "{what}");
    }
}
