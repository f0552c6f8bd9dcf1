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
    let paper = read("PRIVACY.md");
    let blocks: Vec<&str> = paper.split("\n\n").collect();
    let lists = [
        "permissions",
        "optional_permissions",
        "host_permissions",
        "optional_host_permissions",
    ];
    let mut wrong = Vec::new();
    for name in lists
        .iter()
        .filter_map(|l| manifest[*l].as_array())
        .flatten()
    {
        let name = name.as_str().expect("permissions are strings");
        let is_explained = blocks.iter().enumerate().any(|(i, block)| {
            let is_heading = block.starts_with('#');
            let names_it = |text: &str| text.trim_matches(['`', ' ', ':', '.']) == name;
            let in_bold = || all_between(block, "**", "**").into_iter().any(names_it);
            let has_text = |b: &&str| !b.starts_with('#') && b.split_whitespace().count() > 5;
            if is_heading {
                names_it(block.trim_start_matches('#')) && blocks.get(i + 1).is_some_and(has_text)
            } else {
                in_bold() && has_text(block)
            }
        });
        if !is_explained {
            wrong.push(name.to_owned());
        }
    }
    assert_none(
        "permissions without a paragraph of their own in PRIVACY.md",
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
    for document in ["README.md", "ARCHITECTURE.md"] {
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
