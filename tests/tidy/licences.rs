//! What everything that we build on is licensed under. cargo-deny, which knows more, is not installed everywhere; this is.

use super::{assert_none, read, root, toml_section};
use spdx::{Expression, ParseMode};
use std::{collections::BTreeMap, process::Command};

/// The quoted texts of a line.
fn quoted(line: &str) -> Vec<String> {
    line.split('"')
        .skip(1)
        .step_by(2)
        .map(str::to_owned)
        .collect()
}

/// What deny.toml allows to single crates.
fn exceptions() -> BTreeMap<String, Vec<String>> {
    let text = read("deny.toml");
    let tables = text.split("[[licenses.exceptions]]\n").skip(1);
    let line = |table: &str, key: &str| table.lines().find(|l| l.starts_with(key)).map(quoted);
    tables
        .map(|table| {
            let name = line(table, "crate").unwrap().swap_remove(0);
            (name, line(table, "allow").unwrap())
        })
        .collect()
}

/// Does an expression, or a list with slashes as of old, leave a choice that is allowed? What cannot be read leaves none.
fn is_met(expression: &str, is_allowed: &dyn Fn(&str) -> bool) -> bool {
    Expression::parse_mode(expression, ParseMode::LAX)
        .is_ok_and(|read| read.evaluate(|one| is_allowed(&one.to_string())))
}

#[test]
fn every_crate_is_under_a_licence_that_deny_toml_allows() {
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args([
        "metadata",
        "--locked",
        "--format-version=1",
        "--all-features",
    ]);
    for (key, targets) in toml_section("deny.toml", "graph") {
        if key == "targets" {
            cargo.args(
                quoted(&targets)
                    .iter()
                    .flat_map(|target| ["--filter-platform", target]),
            );
        }
    }
    let answer = cargo.current_dir(root()).output().unwrap();
    assert!(
        answer.status.success(),
        "{}",
        String::from_utf8_lossy(&answer.stderr)
    );
    let graph: serde_json::Value = serde_json::from_slice(&answer.stdout).unwrap();
    let allowed = toml_section("deny.toml", "licenses");
    let allowed = allowed.iter().find(|(key, _)| key == "allow").unwrap();
    let (allowed, exceptions) = (quoted(&allowed.1), exceptions());
    let packages = graph["packages"].as_array().unwrap();
    assert!(packages.len() > 300, "only {} crates", packages.len());
    let mut wrong = Vec::new();
    for package in packages {
        let name = package["name"].as_str().unwrap();
        let licence = package["license"].as_str().unwrap_or_default();
        let own = exceptions.get(name);
        let is_allowed = |one: &str| {
            let mut all = allowed.iter().chain(own.into_iter().flatten());
            all.any(|licence| licence == one)
        };
        if !is_met(licence, &is_allowed) {
            wrong.push(format!("{name}: {licence:?}"));
        }
    }
    assert_none("licences that deny.toml does not allow", &wrong);
}
