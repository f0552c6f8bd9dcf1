//! `src/portal/openapi.json` against the service: the same addresses and methods, the same codes. That the answers are as
//! described is checked with each of them, in `described.rs`.

use crate::{browser::Browser, described::DESCRIPTION, schema, world::World};
use axum::{body::Body, http::Method};
use serde_json::json;
use std::{collections::BTreeSet, fs, path::Path};

pub fn source(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../src/portal")
        .join(name);
    fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

/// What follows each `mark` in a text, up to the next quotation mark.
pub fn quoted_after<'t>(text: &'t str, mark: &str) -> Vec<&'t str> {
    let pieces = text.split(mark).skip(1);
    pieces
        .map(|rest| {
            let rest = rest.trim_start().strip_prefix('"');
            let rest = rest.unwrap_or_else(|| panic!("{mark} without a plain address"));
            rest.split('"').next().unwrap()
        })
        .collect()
}

/// The addresses of `src/portal/routes.rs` that are for programs: neither the demo's, nor those of a function whose name
/// ends in `pages`.
fn routes() -> Vec<String> {
    let text = source("routes.rs");
    let functions = text.split("fn ").filter(|function| {
        let name = function.split(['(', '<']).next().unwrap();
        !name.ends_with("pages")
    });
    let routes = functions.flat_map(|function| quoted_after(function, ".route("));
    let for_programs = routes.filter(|path| !path.starts_with("/sim/"));
    for_programs.map(str::to_owned).collect()
}

/// The methods that the service knows for a template, asked with one that it cannot know.
pub async fn methods(world: &World, template: &str) -> BTreeSet<String> {
    let path: String = template
        .split('/')
        .map(|part| part.replace("{number}", "1").replace(['{', '}'], ""))
        .collect::<Vec<_>>()
        .join("/");
    let probe = Method::from_bytes(b"PROBE").unwrap();
    let answer = Browser::new(world)
        .send(probe, &path, &[], Body::empty())
        .await;
    let allowed = answer.header("allow").split(',').map(str::trim);
    let allowed = allowed.filter(|method| !method.is_empty() && *method != "HEAD");
    allowed.map(str::to_lowercase).collect()
}

#[tokio::test]
async fn every_route_is_described_with_its_methods() {
    let world = World::new().await;
    let found = routes();
    assert!(found.len() > 10, "{found:?}");
    for path in found {
        let described = DESCRIPTION["paths"][&path].as_object();
        let described: BTreeSet<String> = described
            .unwrap_or_else(|| panic!("{path} is not described in src/portal/openapi.json"))
            .keys()
            .cloned()
            .collect();
        assert_eq!(methods(&world, &path).await, described, "{path}");
    }
}

#[tokio::test]
async fn everything_described_is_there() {
    let world = World::new().await;
    for (path, operations) in DESCRIPTION["paths"].as_object().unwrap() {
        let known = methods(&world, path).await;
        for method in operations.as_object().unwrap().keys() {
            assert!(known.contains(method), "{method} {path}: only {known:?}");
        }
    }
}

#[test]
fn every_code_is_described_and_every_described_code_is_used() {
    let codes = |name: &str| -> BTreeSet<String> {
        let text = source(name);
        let (text, _) = text.split_once("#[cfg(test)]").unwrap_or((&text, ""));
        let quoted = text.split('"').skip(1).step_by(2);
        let is_code = |word: &&str| {
            let parts = word.split_once('.');
            parts.is_some_and(|(area, reason)| {
                let is_word = |w: &str| !w.is_empty() && w.bytes().all(|b| b.is_ascii_alphabetic());
                is_word(area) && is_word(reason)
            })
        };
        quoted.filter(is_code).map(str::to_owned).collect()
    };
    let described = |schema: &str| -> BTreeSet<String> {
        let words = DESCRIPTION.pointer(schema).unwrap().as_array().unwrap();
        words
            .iter()
            .map(|w| w.as_str().unwrap().to_owned())
            .collect()
    };
    let problems = &codes("error.rs") | &codes("problem.rs");
    assert_eq!(problems, described("/components/schemas/ProblemCode/enum"));
    assert_eq!(
        codes("routes/token.rs"),
        described("/components/schemas/OAuthRefusal/properties/code/enum")
    );
}

#[tokio::test]
async fn the_description_is_handed_out_as_it_is() {
    let world = World::new().await;
    let answer = Browser::new(&world).get("/openapi.json").await;
    assert_eq!(answer.text, source("openapi.json"));
}

#[test]
fn the_checker_notices_each_kind_of_fault() {
    let document = json!({ "x": { "type": "string", "pattern": "^[a-c]{2}-z*$", "maxLength": 5 } });
    for (schema, good, bad) in [
        (json!({ "$ref": "#/x" }), json!("ab-zz"), json!("ab-zzz")),
        (json!({ "$ref": "#/x" }), json!("ca-"), json!("cd-")),
        (json!({ "$ref": "#/x" }), json!("ca-z"), json!("ca-zy")),
        (
            json!({ "type": ["integer", "null"] }),
            json!(null),
            json!("1"),
        ),
        (json!({ "enum": [1, 2] }), json!(2), json!(3)),
        (json!({ "const": 1 }), json!(1), json!(true)),
        (
            json!({ "type": "integer", "minimum": 1, "maximum": 2 }),
            json!(2),
            json!(3),
        ),
        (
            json!({ "items": { "type": "integer" } }),
            json!([1]),
            json!([1, "2"]),
        ),
        (
            json!({ "required": ["a"] }),
            json!({ "a": null }),
            json!({ "b": 1 }),
        ),
        (
            json!({ "properties": { "a": { "const": 1 } } }),
            json!({ "b": 2 }),
            json!({ "a": 2 }),
        ),
        (
            json!({ "properties": { "a": {} }, "additionalProperties": false }),
            json!({ "a": 2 }),
            json!({ "b": 2 }),
        ),
        (
            json!({ "oneOf": [{ "const": 1 }, { "type": "null" }] }),
            json!(null),
            json!(2),
        ),
    ] {
        assert_eq!(schema::faults(&document, &schema, &good), [""; 0]);
        assert_eq!(
            schema::faults(&document, &schema, &bad).len(),
            1,
            "{schema} {bad}"
        );
    }
}
