//! What the sources themselves must keep to.

use super::{all_between, assert_none, files_in, read};

const LONGEST_FILE: usize = 300;
const DATA_TABLES: [&str; 0] = [];

#[test]
fn every_module_opens_with_its_purpose() {
    let mut wrong = files_in("", &[".rs"]);
    wrong.retain(|f| !read(f).starts_with("//! "));
    assert_none("modules that do not open with //!", &wrong);
}

#[test]
fn no_source_file_is_longer_than_300_lines() {
    let mut wrong = Vec::new();
    for file in files_in("", &[".rs", ".js", ".css", ".html", ".sh", ".sql"]) {
        let lines = read(&file).lines().count();
        if lines > LONGEST_FILE && !DATA_TABLES.contains(&file.as_str()) {
            wrong.push(format!("{file}: {lines} lines"));
        }
    }
    assert_none("files with more than one concept", &wrong);
}

#[test]
fn the_shim_never_makes_markup_from_text() {
    let needles = [
        "innerHTML",
        "outerHTML",
        "insertAdjacentHTML",
        "document.write",
        "eval(",
    ];
    let mut wrong = files_in("extension/", &[".js", ".html"]);
    wrong.retain(|f| needles.iter().any(|needle| read(f).contains(needle)));
    assert_none(
        "files of the shim that turn text into markup or code",
        &wrong,
    );
}

#[test]
fn the_browser_wakes_us_for_the_hops_of_the_policies() {
    let policies = pointback_core::policy::Policies::packaged().expect("packaged policies");
    let hops = read("extension/hops.js");
    let mut listed: Vec<&str> = all_between(&hops, "\"*://", "\"");
    listed.sort_unstable();
    let derived = policies.hop_patterns();
    let derived: Vec<&str> = derived
        .iter()
        .filter_map(|p| p.strip_prefix("*://"))
        .collect();
    assert_eq!(
        listed, derived,
        "extension/hops.js against src/core/policies.json"
    );
    let mut unseen = policies.unfiltered_places();
    unseen.sort_unstable();
    let named = all_between(&hops, "//   ", "\n");
    assert_eq!(named, unseen, "hops that no match pattern can name");
    let end = format!("\"{}\"", pointback_core::account::RETURNED);
    assert!(hops.contains(&end), "{end}: where a sign-in in a tab ends");
}
