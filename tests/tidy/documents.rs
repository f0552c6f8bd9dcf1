//! What the documents and the manifest say must be so.

use super::{all_between, assert_none, files, json, read, root, toml_section};
use std::collections::BTreeSet;

#[test]
fn manifest_workspace_and_changelog_agree_on_the_version() {
    let package = toml_section("Cargo.toml", "workspace.package");
    let (_, version) = package
        .iter()
        .find(|(key, _)| key == "version")
        .expect("a version");
    let version = version.trim_matches('"');
    assert_eq!(json("manifest.json")["version"], version);
    let changelog = read("CHANGELOG.md");
    let headings = changelog
        .lines()
        .filter_map(|line| line.strip_prefix("## "));
    let is_number = |text: &&str| text.starts_with(|c: char| c.is_ascii_digit());
    let newest = headings
        .map(|heading| heading.trim_matches(['[', ' ']))
        .find(is_number)
        .expect("a heading with a version in CHANGELOG.md");
    let number = newest.split([']', ' ']).next();
    assert_eq!(number, Some(version), "the newest heading of CHANGELOG.md");
}

#[test]
fn every_permission_is_explained_in_the_privacy_paper() {
    let manifest = json("manifest.json");
    let star = "\u{2217}"; // host patterns are full of what Markdown takes for emphasis
    let paper = read("PRIVACY.md")
        .replace("\\*", star)
        .replace("\n* ", "\n\n* ");
    let explained: BTreeSet<&str> = paper
        .split("\n\n")
        .filter(|paragraph| paragraph.split_whitespace().count() > 5)
        .flat_map(|paragraph| all_between(paragraph, "**", "**"))
        .collect();
    let lists = [
        "permissions",
        "optional_permissions",
        "host_permissions",
        "optional_host_permissions",
    ];
    let asked = lists.iter().filter_map(|list| manifest[*list].as_array());
    let mut wrong: Vec<String> = asked
        .flatten()
        .filter_map(|name| name.as_str().map(str::to_owned))
        .collect();
    assert!(!wrong.is_empty(), "no permissions in manifest.json");
    wrong.retain(|name| !explained.contains(name.replace('*', star).as_str()));
    assert_none(
        "permissions without a paragraph that opens with their name in PRIVACY.md",
        &wrong,
    );
}

#[test]
fn every_path_named_in_the_documents_exists() {
    let known = files();
    let tops: BTreeSet<&str> = known
        .iter()
        .filter_map(|f| f.split_once('/'))
        .map(|(top, _)| top)
        .collect();
    let mut wrong = Vec::new();
    for document in [
        "README.md",
        "ARCHITECTURE.md",
        "CONTRIBUTING.md",
        "OPERATING.md",
        "STORES.md",
    ] {
        for quoted in all_between(&read(document).replace("```", "\n"), "`", "`") {
            let path = quoted
                .strip_prefix("./")
                .unwrap_or(quoted)
                .trim_end_matches('/');
            let is_plain = path
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || "-_./".contains(c));
            let exists = match path.split_once('/') {
                _ if !is_plain => true,
                Some((top, _)) => !tops.contains(top) || root().join(path).exists(),
                None => {
                    let is_file = [".rs", ".js", ".md", ".toml", ".sh", ".html", ".css"];
                    let is_here = |f: &String| f == path || f.ends_with(&format!("/{path}"));
                    !is_file.iter().any(|e| path.ends_with(e)) || known.iter().any(is_here)
                }
            };
            if !exists {
                wrong.push(format!("{document}: {quoted}"));
            }
        }
    }
    assert_none("paths that do not exist", &wrong);
}

#[test]
fn every_permission_is_justified_to_the_stores() {
    let manifest = json("manifest.json");
    let table = read("STORES.md");
    let lists = [
        "permissions",
        "optional_permissions",
        "optional_host_permissions",
    ];
    let asked = lists.iter().filter_map(|list| manifest[*list].as_array());
    let mut wrong: Vec<&str> = asked.flatten().filter_map(|name| name.as_str()).collect();
    assert!(!wrong.is_empty(), "no permissions in manifest.json");
    wrong.retain(|name| !table.contains(&format!("| `{name}`")));
    assert!(
        wrong.is_empty(),
        "permissions without a row in STORES.md: {wrong:?}"
    );
}

/// A file that was renamed would quietly leave the score of `./build.sh mutants`.
#[test]
fn every_file_that_mutants_are_made_of_exists() {
    let known = files();
    let mut gone = Vec::new();
    for path in all_between(&read(".cargo/mutants.toml"), "  \"", "\",") {
        if !known.iter().any(|f| f == path) {
            gone.push(path.to_owned());
        }
    }
    assert_none("files that .cargo/mutants.toml names", &gone);
}
