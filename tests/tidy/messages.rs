//! Messages: every one that is used exists, every one that exists is used, and in every language.

use super::{all_between, assert_none, files_in, json, read};
use std::collections::BTreeSet;

fn sources() -> Vec<(String, String)> {
    let mut files = files_in("extension/", &[".js", ".html"]);
    files.push("manifest.json".to_owned());
    let with_text = |file: String| {
        let text = read(&file);
        (file, text)
    };
    files.into_iter().map(with_text).collect()
}

fn keys(language: &str) -> BTreeSet<String> {
    let file = json(&format!("extension/_locales/{language}/messages.json"));
    let messages = file.as_object().into_iter().flatten();
    messages.map(|(key, _)| key.clone()).collect()
}

/// The keys that a source names whole: `t("key")`, `data-i18n="key"`, `__MSG_key__`.
fn named(text: &str) -> Vec<&str> {
    let mut found = all_between(text, "data-i18n=\"", "\"");
    found.extend(all_between(text, "data-i18n-label=\"", "\""));
    found.extend(all_between(text, "__MSG_", "__"));
    for (at, call) in text.match_indices("t(\"") {
        let (before, rest) = text.split_at(at);
        let is_name = |c: char| c.is_alphanumeric() || "_.$".contains(c);
        if !before.ends_with(is_name) {
            found.extend(rest.split_at(call.len()).1.split('"').next());
        }
    }
    found
}

#[test]
fn every_message_that_is_used_exists() {
    let english = keys("en");
    let mut wrong = Vec::new();
    for (file, text) in sources() {
        let missing = named(&text)
            .into_iter()
            .filter(|key| !english.contains(*key));
        wrong.extend(missing.map(|key| format!("{file}: {key}")));
    }
    assert_none("messages without text", &wrong);
}

#[test]
fn every_message_is_used() {
    let sources: String = sources().into_iter().map(|(_, text)| text).collect();
    let mut wrong: Vec<String> = keys("en").into_iter().collect();
    wrong.retain(|key| {
        let whole = format!("\"{key}\"");
        let in_manifest = format!("__MSG_{key}__");
        // Families are named by what comes at run time: `reason_${reason}`.
        let family = key
            .split_once('_')
            .map(|(family, _)| format!("`{family}_${{"));
        let is_used = sources.contains(&whole)
            || sources.contains(&in_manifest)
            || family.is_some_and(|f| sources.contains(&f));
        !is_used
    });
    assert_none("messages that nothing shows", &wrong);
}

#[test]
fn every_language_has_every_message() {
    let english = keys("en");
    let mut wrong = Vec::new();
    for file in files_in("extension/_locales/", &["/messages.json"]) {
        let language = file.split('/').nth(2).unwrap_or_default();
        let difference = english
            .symmetric_difference(&keys(language))
            .cloned()
            .collect::<Vec<_>>();
        wrong.extend(
            difference
                .into_iter()
                .map(|key| format!("{language}: {key}")),
        );
    }
    assert_none("messages that English or another language lacks", &wrong);
}
