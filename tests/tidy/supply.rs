//! What we depend on, and what must not slip into a file.

use super::{assert_none, files, json, read, root, toml_section};
use std::collections::BTreeSet;
use std::fs;

const CORE_MAY_USE: [&str; 5] = ["data-encoding", "ed25519-dalek", "serde", "sha2", "url"];

#[test]
fn core_depends_on_nothing_but_the_allowed_crates() {
    let text = read("src/core/Cargo.toml");
    for section in ["[build-dependencies", "[target.", "[dependencies."] {
        assert!(
            !text.contains(section),
            "src/core/Cargo.toml has a {section}…]"
        );
    }
    let crates: BTreeSet<String> = toml_section("src/core/Cargo.toml", "dependencies")
        .into_iter()
        .filter_map(|(key, _)| key.split('.').next().map(str::to_owned))
        .collect();
    assert_eq!(crates, CORE_MAY_USE.map(str::to_owned).into());
}

#[test]
fn every_dependency_is_pinned() {
    let mut wrong: Vec<String> = toml_section("Cargo.toml", "workspace.dependencies")
        .into_iter()
        .filter(|(_, value)| !value.contains("\"=") && !value.contains("path ="))
        .map(|(key, value)| format!("Cargo.toml: {key} = {value}"))
        .collect();
    for (key, value) in toml_section("tests/tools/bench/adblock/Cargo.toml", "dependencies") {
        if !value.contains("\"=") && !value.contains("path =") {
            wrong.push(format!("the native peer: {key} = {value}"));
        }
    }
    for (file, section) in [
        ("tests/package.json", "devDependencies"),
        ("tests/tools/bench/package.json", "dependencies"),
    ] {
        for (name, version) in json(file)[section].as_object().unwrap() {
            if !version
                .as_str()
                .unwrap()
                .starts_with(|c: char| c.is_ascii_digit())
            {
                wrong.push(format!("{file}: {name} {version}"));
            }
        }
    }
    assert_none("dependencies without an exact version", &wrong);
}

#[test]
fn hosts_stay_ascii_through_the_lock_file() {
    let lock = read("Cargo.lock");
    assert!(
        lock.contains("name = \"idna\"\nversion = \"1.1.0\"\n\n") && !lock.contains("idna_adapter"),
        "the registry's idna carries the tables of all scripts into the module; src/idna stands in for it"
    );
}

#[test]
fn no_file_names_a_machine_or_a_registry() {
    // In two halves, so that this file does not name them either.
    let folders = [("/ro", "ot/"), ("/wo", "rk/"), ("/ho", "me/")];
    let hosts = [
        ("static.crates", ".io"),
        ("registry.npm", "js"),
        ("deb.deb", "ian.org"),
        ("py", "pi.org"),
    ];
    let mut wrong = Vec::new();
    for file in files() {
        let Ok(text) = fs::read_to_string(root().join(&file)) else {
            continue; // not text
        };
        for (start, end) in folders {
            let needle = format!("{start}{end}");
            let names_one = text.match_indices(&needle).any(|(at, _)| {
                let (before, rest) = text.split_at(at);
                let is_path = |c: char| !c.is_whitespace() && !"\"'`=(:".contains(c);
                let next = rest[needle.len()..].chars().next();
                !before.ends_with(is_path)
                    && next.is_some_and(|c| c == '.' || c.is_ascii_lowercase())
            });
            if names_one {
                wrong.push(format!("{file}: {needle}"));
            }
        }
        let hosts = hosts.iter().map(|(start, end)| format!("{start}{end}"));
        wrong.extend(
            hosts
                .filter(|h| text.contains(h))
                .map(|h| format!("{file}: {h}")),
        );
    }
    for lock in [
        "tests/package-lock.json",
        "tests/tools/bench/package-lock.json",
    ] {
        if read(lock).contains("\"resolved\"") {
            wrong.push(format!("{lock}: resolved addresses"));
        }
    }
    assert_none("names of machines or registries", &wrong);
}
