//! `portal keys list`: every key that the newest root names, and what it does.

use crate::data_dir::DataDir;
use crate::failure::Failure;
use crate::list_keys::ListKeys;
use crate::place::Place;
use crate::{keys, roots};
use jiff::Timestamp;
use pointback_core::root::Root;
use std::fmt::Write;
use std::path::PathBuf;

/// The table, without the last line feed.
///
/// # Errors
/// `File`, `List`, `BadKey`.
pub fn table(dir: &DataDir, now: i64) -> Result<String, Failure> {
    let all = Place::Folder(dir.rates()).roots()?;
    let Some(newest) = all.last() else {
        return Ok(String::new());
    };
    let held = ListKeys::load(dir)?;
    let mut text = format!(
        "Root {} of {}, epoch {}, valid until {}\n{:<6}{:<10}{:<24}{:<13}{:<7}{}",
        newest.root,
        newest.portal,
        newest.epoch,
        date(newest.expires),
        "role",
        "id",
        "state",
        "since",
        "signs",
        "file"
    );
    let mut row = |role: &str, key: &str, state: &str, since: &str, signs: &str, file: &str| {
        let id = roots::short_name(key);
        // Writing into memory does not fail.
        let _ = write!(
            text,
            "\n{role:<6}{id:<10}{state:<24}{since:<13}{signs:<7}{file}"
        );
    };
    for key in &newest.roles.root.keys {
        let path = path_of(&keys::roots_here(dir), key);
        let file = path.map_or("offline".to_owned(), |p| {
            format!("{} (move it offline)", p.display())
        });
        row(
            "root",
            key,
            "current",
            &first_named(&all, key, |r| &r.roles.root.keys),
            "roots",
            &file,
        );
    }
    let signing = held.signing_at(now);
    let numbers: Vec<u32> = (1..held.unused()).collect();
    for key in &newest.roles.list.keys {
        let number = numbers
            .iter()
            .find(|n| is_key(&keys::list_path(dir, **n), key))
            .copied();
        let until = held
            .retiring
            .iter()
            .find(|k| Some(k.number) == number)
            .map(|k| k.until);
        let state = match (number, until) {
            (Some(n), _) if n == held.current => "current".to_owned(),
            (Some(n), _) if n == held.next => "next".to_owned(),
            (_, Some(until)) if until > now => format!("retiring, {}", date(until)),
            _ => "to be dropped".to_owned(),
        };
        let signs = if number.is_some_and(|n| signing.contains(&n)) {
            "yes"
        } else {
            "no"
        };
        let file = number.map_or("not here".to_owned(), |n| {
            keys::list_path(dir, n).display().to_string()
        });
        let since = match number {
            Some(n) if n == held.current && held.since > 0 => date(held.since),
            _ => first_named(&all, key, |r| &r.roles.list.keys),
        };
        row("list", key, &state, &since, signs, &file);
    }
    Ok(text)
}

/// Roots carry no date of their own: the number of the first one that names a key tells its age.
fn first_named(all: &[Root], key: &String, of: fn(&Root) -> &Vec<String>) -> String {
    let first = all.iter().find(|root| of(root).contains(key));
    first.map_or_else(String::new, |root| format!("root {}", root.root))
}

fn path_of(files: &[PathBuf], public: &str) -> Option<PathBuf> {
    files.iter().find(|path| is_key(path, public)).cloned()
}

fn is_key(path: &std::path::Path, public: &str) -> bool {
    keys::read_key(path).is_ok_and(|key| roots::public(&key) == public)
}

fn date(seconds: i64) -> String {
    Timestamp::from_second(seconds).map_or_else(
        |_| seconds.to_string(),
        |t| t.strftime("%Y-%m-%d").to_string(),
    )
}
