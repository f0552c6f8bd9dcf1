//! Stand-down rules beside the list: what the operator installed, signed with every head from then on. Extensions take
//! them from the portal that they were packaged with, and only if they see no less than the packaged rules.

use crate::data_dir::{self, DataDir};
use crate::failure::Failure;
use crate::objects;
use pointback_core::hash::sha256_hex;
use pointback_core::head::{MAX_RULES, Part};
use pointback_core::policy::{Narrowing, Policies};

/// What was installed.
#[derive(Debug, PartialEq, Eq)]
pub struct Installed {
    /// How many rules.
    pub count: usize,
    /// Match patterns of redirect hosts that the package does not ask the browser to watch.
    pub unwatched: Vec<String>,
}

/// Keeps a rule file to be published.
///
/// # Errors
/// `Argument` for a file that no extension would take.
pub fn install(dir: &DataDir, file: &[u8]) -> Result<Installed, Failure> {
    let rules = check(file).map_err(Failure::Argument)?;
    data_dir::write_atomically(&dir.rules_file(), file)?;
    let watched = packaged().map_err(Failure::Argument)?.hop_patterns();
    let mut unwatched = rules.hop_patterns();
    unwatched.retain(|pattern| !watched.contains(pattern));
    Ok(Installed {
        count: rules.rule_ids().len(),
        unwatched,
    })
}

fn packaged() -> Result<Policies, String> {
    Policies::packaged().map_err(|cause| cause.to_string())
}

/// What an extension would make of a rule file.
///
/// # Errors
/// Why it would be refused, in one sentence.
pub(crate) fn check(file: &[u8]) -> Result<Policies, String> {
    let text = std::str::from_utf8(file).map_err(|_| "the rules are not UTF-8".to_owned())?;
    if text.len() as u64 > MAX_RULES {
        return Err(format!("the rules are longer than {MAX_RULES} bytes"));
    }
    packaged()?.broadened_by(text).map_err(|why| match why {
        Narrowing::Unreadable => {
            "this is no rule file of this version: see src/core/policies.json".to_owned()
        }
        narrower => format!("these rules see less than the packaged ones: {narrower}"),
    })
}

/// The part of the next head, if rules are installed, and else why they are left out: a newer version of this program may have
/// packaged rules that see more, and extensions of its time would refuse them. `last` is that of the newest head; where that one
/// names none, earlier ones may have, so a new version is above all that were ever written.
pub(crate) fn part(
    dir: &DataDir,
    last: Option<&Part>,
) -> Result<(Option<Part>, Option<String>), Failure> {
    if !dir.rules_file().is_file() {
        return Ok((None, None));
    }
    let raw = data_dir::read(&dir.rules_file())?;
    let rules = match check(&raw) {
        Ok(rules) => rules,
        Err(why) => return Ok((None, Some(why))),
    };
    let ver = match last {
        Some(part) if part.raw_sha256 == sha256_hex(&raw) => part.ver,
        last => {
            let seen = last.map_or(0, |part| part.ver);
            seen.max(objects::newest_rules(dir)?).saturating_add(1)
        }
    };
    let n = rules.rule_ids().len() as u64;
    let part = objects::write_rules(dir, &raw, ver, n)?;
    Ok((Some(part), None))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::objects;
    use pointback_core::policy::PACKAGED;

    fn folder() -> (tempfile::TempDir, DataDir) {
        let folder = tempfile::tempdir().unwrap();
        let dir = DataDir::create(folder.path()).unwrap();
        (folder, dir)
    }

    fn shorter() -> String {
        let shorter = PACKAGED.replace("\"floor\":90", "\"floor\":1");
        shorter.replace("\"floor\": 90", "\"floor\": 1")
    }

    #[test]
    fn rules_are_counted_up_when_they_change_and_only_then() {
        let (_folder, dir) = folder();
        assert_eq!(part(&dir, None).unwrap(), (None, None));
        let installed = install(&dir, PACKAGED.as_bytes()).unwrap();
        assert_eq!(installed.unwatched, [""; 0]);
        let first = part(&dir, None).unwrap().0.unwrap();
        assert_eq!((first.ver, first.n), (1, installed.count as u64));
        assert_eq!(part(&dir, Some(&first)).unwrap().0.unwrap(), first);
        let changed = format!("{PACKAGED}\n");
        install(&dir, changed.as_bytes()).unwrap();
        let second = part(&dir, Some(&first)).unwrap().0.unwrap();
        assert_eq!(second.ver, 2);
        assert_eq!(objects::content(&dir, &second).unwrap(), changed.as_bytes());
    }

    #[test]
    fn rules_that_come_back_after_a_gap_are_counted_on() {
        let (_folder, dir) = folder();
        install(&dir, PACKAGED.as_bytes()).unwrap();
        let first = part(&dir, None).unwrap().0.unwrap();
        install(&dir, format!("{PACKAGED}\n").as_bytes()).unwrap();
        let second = part(&dir, Some(&first)).unwrap().0.unwrap();
        // A list without them, or an epoch whose root does not know the old head's key: nothing says what was last.
        install(&dir, format!("{PACKAGED}\n\n").as_bytes()).unwrap();
        let third = part(&dir, None).unwrap().0.unwrap();
        assert_eq!((first.ver, second.ver, third.ver), (1, 2, 3));
    }

    #[test]
    fn what_the_package_has_the_browser_not_watch_is_named() {
        let (_folder, dir) = folder();
        let more = PACKAGED.replacen(
            "\"bing.com/rebates\"",
            "\"bing.com/rebates\", \"new.example\"",
            1,
        );
        let installed = install(&dir, more.as_bytes()).unwrap();
        assert_eq!(installed.unwatched, ["*://*.new.example/*"]);
    }

    #[test]
    fn what_no_extension_would_take_is_not_kept() {
        let (_folder, dir) = folder();
        for bad in [b"{}".to_vec(), b"\xff".to_vec(), shorter().into_bytes()] {
            let failure = install(&dir, &bad).unwrap_err();
            assert!(matches!(failure, Failure::Argument(_)), "{failure}");
        }
        assert_eq!(part(&dir, None).unwrap(), (None, None));
    }

    #[test]
    fn what_was_installed_before_the_package_saw_more_is_left_out_and_why_is_said() {
        let (_folder, dir) = folder();
        data_dir::write_atomically(&dir.rules_file(), shorter().as_bytes()).unwrap();
        let (part, why) = part(&dir, None).unwrap();
        assert_eq!(part, None);
        assert!(why.unwrap().contains("less than the packaged ones"));
    }
}
