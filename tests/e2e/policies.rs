//! What an organisation lays down for the extension, where each browser reads it. Firefox reads the home folder of whoever runs
//! it. Chromium reads a folder of the machine, which tests leave alone: it is given a view of the machine in which that folder
//! is ours, for which it takes root.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::LazyLock,
};

use serde_json::{Value, json};

use crate::{
    browser::Browser,
    driver::Kind,
    failure::{Failure, Outcome},
};

/// Where Debian's Chromium looks for policies, and for little else.
const CHROMIUMS: &str = "/etc/chromium";

/// Can Chromium be given a folder of ours in that place?
static CAN_HIDE: LazyLock<bool> = LazyLock::new(|| {
    let mut probe = Command::new("unshare");
    let probe = probe.args(["--mount", "mount", "--bind", "/"]);
    Path::new(CHROMIUMS).is_dir()
        && probe
            .arg(CHROMIUMS)
            .stderr(Stdio::null())
            .status()
            .is_ok_and(|status| status.success())
});

/// A driver's folder in place of the machine's.
fn in_place_of_chromiums(own: &Path) -> PathBuf {
    own.join("chromium")
}

/// Starts this program so that it sees a folder of the driver's in place of the machine's, where that can be.
pub fn command(program: &Path, own: &Path) -> Outcome<Command> {
    if !*CAN_HIDE {
        return Ok(Command::new(program));
    }
    let ours = in_place_of_chromiums(own);
    fs::create_dir_all(&ours)?;
    // Chromium that may raise its own priority leaves Firefox, beside it, next to nothing.
    let script = r#"mount --bind "$0" "$1" && shift && exec setpriv --bounding-set=-sys_nice --inh-caps=-sys_nice "$@""#;
    let mut hidden = Command::new("unshare");
    hidden.args(["--mount", "sh", "-c", script]).arg(ours);
    hidden.arg(CHROMIUMS).arg(program);
    Ok(hidden)
}

/// A policy that is laid down; gone when dropped.
pub struct Policy(PathBuf);

impl Policy {
    /// Nothing where this browser's policies are out of reach.
    pub fn lay_down(browser: &Browser, data: &Value) -> Outcome<Option<Self>> {
        const NAME: &str = "extension@pointback.example";
        let (folder, policy) = match browser.kind() {
            Kind::Chromium if !*CAN_HIDE => return Ok(None),
            Kind::Chromium => {
                let id = browser.package.chromium_id();
                let all = json!({ "3rdparty": { "extensions": { id: data } } });
                let ours = in_place_of_chromiums(&browser.own);
                (ours.join("policies/managed"), all)
            }
            Kind::Firefox => (
                browser.own.join("home/.mozilla/managed-storage"),
                json!({ "name": NAME, "description": "Pointback", "type": "storage", "data": data }),
            ),
        };
        fs::create_dir_all(&folder)?;
        let file = folder.join(format!("{NAME}.json"));
        fs::write(&file, policy.to_string())
            .map_err(|error| Failure::from(error).while_doing(file.display()))?;
        Ok(Some(Self(file)))
    }
}

impl Drop for Policy {
    fn drop(&mut self) {
        // Never made, it cannot be removed either.
        let _gone = fs::remove_file(&self.0);
    }
}
