//! The unpacked extension folder under test, and who it will be in each browser.

use std::{
    env, fs,
    path::{Path, PathBuf},
};

use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::{
    driver::Kind,
    failure::{Failure, Outcome},
    paths,
};

/// Firefox gives each profile a random host for `moz-extension:`; a preference fixes it to this one.
pub const FIREFOX_UUID: &str = "7d6b3a0e-52c4-4f19-9a83-0c1e5b7f2d64";

/// What the browsers under test speak, and the extension with them.
pub const ENGLISH: &str = "en";

/// A variant of the package: English, and without windows for signing in, as in Firefox for Android.
pub const ANDROID: &str = "android";

/// A folder with a manifest, read once.
#[derive(Clone, Debug)]
pub struct Package {
    dir: PathBuf,
    manifest: Value,
    language: &'static str,
}

impl Package {
    /// The folder named by `POINTBACK_EXTENSION`, else the one that `build.sh e2e` assembles.
    pub fn from_env() -> Outcome<Self> {
        let dir = env::var_os("POINTBACK_EXTENSION")
            .map_or_else(|| paths::prepared().join("extension"), PathBuf::from);
        Self::read(&dir)
    }

    /// A folder that holds an extension.
    pub fn read(dir: &Path) -> Outcome<Self> {
        let missing = |error: &dyn std::fmt::Display| {
            Failure::new(format!(
                "no extension in {} ({error}): run ./build.sh e2e or set POINTBACK_EXTENSION",
                dir.display()
            ))
        };
        let dir = dir.canonicalize().map_err(|error| missing(&error))?;
        let manifest = fs::read(dir.join("manifest.json")).map_err(|error| missing(&error))?;
        Ok(Self {
            dir,
            manifest: serde_json::from_slice(&manifest)?,
            language: ENGLISH,
        })
    }

    /// What is on trial in a variant. For any language but English, a copy in a driver's own folder that knows only this
    /// one, and so speaks it in browsers that were installed in English. For Android, a copy that has not what is missing
    /// there.
    pub fn varied(&self, variant: &'static str, own: &Path) -> Outcome<Self> {
        if variant == ENGLISH {
            return Ok(self.clone());
        }
        let copy = own.join(format!("extension-{variant}"));
        if copy.exists() {
            fs::remove_dir_all(&copy)?;
        }
        paths::copy_folder(&self.dir, &copy)?;
        let mut manifest = self.manifest.clone();
        if variant == ANDROID {
            let granted = manifest["permissions"].as_array_mut();
            granted
                .into_iter()
                .for_each(|all| all.retain(|p| p != "identity"));
        } else {
            for known in fs::read_dir(copy.join("_locales"))? {
                let known = known?;
                if known.file_name() != variant {
                    fs::remove_dir_all(known.path())?;
                }
            }
            manifest["default_locale"] = variant.into();
        }
        fs::write(copy.join("manifest.json"), manifest.to_string())?;
        let package = Self::read(&copy)?;
        let language = if variant == ANDROID { ENGLISH } else { variant };
        Ok(Self {
            language,
            ..package
        })
    }

    /// What the extension speaks, as a code of `_locales`.
    pub fn language(&self) -> &'static str {
        self.language
    }

    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// Does it open a page when it is installed?
    pub fn has_first_page(&self) -> bool {
        self.dir.join("welcome.html").is_file()
    }

    /// `chrome-extension://…` or `moz-extension://…`, without a slash at the end.
    pub fn origin(&self, kind: Kind) -> String {
        match kind {
            Kind::Chromium => format!("chrome-extension://{}", self.chromium_id()),
            Kind::Firefox => format!("moz-extension://{FIREFOX_UUID}"),
        }
    }

    /// Chromium names an unpacked extension after its absolute path.
    pub fn chromium_id(&self) -> String {
        Sha256::digest(self.dir.as_os_str().as_encoded_bytes())
            .iter()
            .take(16)
            .flat_map(|byte| [byte >> 4, byte & 15])
            .map(|digit| char::from(b'a' + digit))
            .collect()
    }

    pub fn gecko_id(&self) -> Outcome<&str> {
        self.manifest
            .pointer("/browser_specific_settings/gecko/id")
            .and_then(Value::as_str)
            .ok_or_else(|| Failure::new("the manifest has no browser_specific_settings.gecko.id"))
    }

    /// API permissions that the manifest may ask for later.
    pub fn optional_permissions(&self) -> Vec<&str> {
        self.strings("optional_permissions")
    }

    /// Host patterns that the manifest may ask for later.
    pub fn optional_hosts(&self) -> Vec<&str> {
        self.strings("optional_host_permissions")
    }

    fn strings(&self, key: &str) -> Vec<&str> {
        self.manifest
            .get(key)
            .and_then(Value::as_array)
            .map(|values| values.iter().filter_map(Value::as_str).collect())
            .unwrap_or_default()
    }
}
