//! Tests of the repository itself: what documents, manifests and code say about each other must stay true.

mod code;
mod documents;
mod licences;
mod supply;
mod threats;

use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|e| panic!("{path}: {e}"))
}

fn json(path: &str) -> Value {
    serde_json::from_str(&read(path)).unwrap_or_else(|e| panic!("{path}: {e}"))
}

/// Every file that is, or is about to be, under version control, by its path from the root.
fn files() -> Vec<String> {
    let listed = Command::new("git")
        .args(["ls-files", "--cached", "--others", "--exclude-standard"])
        .current_dir(root())
        .output()
        .unwrap_or_else(|e| panic!("git: {e}"));
    let text = String::from_utf8_lossy(&listed.stdout);
    let files: Vec<String> = text.lines().map(str::to_owned).collect();
    assert!(
        files.iter().any(|f| f == "Cargo.toml"),
        "git listed {files:?}"
    );
    files
        .into_iter()
        .filter(|f| root().join(f).is_file())
        .collect()
}

fn files_in(folder: &str, endings: &[&str]) -> Vec<String> {
    let is_wanted = |f: &String| f.starts_with(folder) && endings.iter().any(|e| f.ends_with(e));
    let found: Vec<String> = files().into_iter().filter(is_wanted).collect();
    assert!(!found.is_empty(), "no {endings:?} in {folder:?}");
    found
}

/// What stands between each `before` and the next `after`.
fn all_between<'t>(text: &'t str, before: &str, after: &str) -> Vec<&'t str> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some((_, opened)) = rest.split_once(before) {
        let Some((inside, closed)) = opened.split_once(after) else {
            break;
        };
        found.push(inside);
        rest = closed;
    }
    found
}

/// The lines of one section of a TOML file that hold a key, as (key, value).
fn toml_section(path: &str, section: &str) -> Vec<(String, String)> {
    let text = read(path);
    let header = format!("[{section}]");
    text.lines()
        .skip_while(|line| *line != header)
        .skip(1)
        .take_while(|line| !line.starts_with('['))
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split_once('='))
        .map(|(key, value)| (key.trim().to_owned(), value.trim().to_owned()))
        .collect()
}

fn assert_none(what: &str, wrong: &[String]) {
    assert!(wrong.is_empty(), "{what}:\n  {}", wrong.join("\n  "));
}
