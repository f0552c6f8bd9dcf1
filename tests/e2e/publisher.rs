//! Somebody else's portal: its own keys and catalogue, published with the real program into a folder for any web server.

use std::{
    ffi::OsStr,
    fs,
    path::{Path, PathBuf},
    process::Stdio,
};

use tempfile::TempDir;
use tokio::process::Command;

use crate::{
    failure::{Failure, Outcome},
    paths,
};

/// Where such portals live for the browser.
pub const HOST: &str = "other.example";

pub struct Publisher {
    folder: TempDir,
}

impl Publisher {
    /// A portal that lists these stores.
    pub async fn new(name: &str, csv: &str) -> Outcome<Self> {
        Self::init(name, csv, None).await
    }

    /// A list about a portal whose own store pages a click opens.
    pub async fn about(name: &str, store_page: &str, csv: &str) -> Outcome<Self> {
        Self::init(name, csv, Some(store_page)).await
    }

    async fn init(name: &str, csv: &str, store_page: Option<&str>) -> Outcome<Self> {
        let publisher = Self {
            folder: TempDir::new()?,
        };
        let base = format!("https://{HOST}/");
        let mut arguments = vec!["--base", base.as_str(), "--name", name];
        if let Some(page) = store_page {
            arguments.extend(["--store-page", page]);
        }
        publisher.portal(&["init"], &arguments).await?;
        publisher.publish(csv).await?;
        Ok(publisher)
    }

    /// Lists these stores, or these rates, from now on.
    pub async fn publish(&self, csv: &str) -> Outcome {
        let file = self.folder.path().join("import.csv");
        fs::write(&file, csv)?;
        let file = file.to_string_lossy().into_owned();
        self.portal(&["import"], &[&file]).await?;
        let out = self.tree().to_string_lossy().into_owned();
        self.portal(&["publish"], &["--out", &out]).await?;
        Ok(())
    }

    /// Puts the next list key in force.
    pub async fn rotate_list_key(&self) -> Outcome {
        let out = self.tree().to_string_lossy().into_owned();
        self.portal(&["keys", "rotate", "list"], &["--out", &out])
            .await?;
        Ok(())
    }

    /// The same portal with the same keys, which goes its own way from here on.
    pub fn fork(&self) -> Outcome<Self> {
        let twin = TempDir::new()?;
        copy(self.folder.path(), twin.path())?;
        Ok(Self { folder: twin })
    }

    /// What is published.
    pub fn tree(&self) -> PathBuf {
        self.folder.path().join("tree")
    }

    /// What shoppers add it with.
    pub async fn link(&self) -> Outcome<String> {
        Ok(self.portal(&["link"], &[]).await?.trim().to_owned())
    }

    async fn portal(&self, command: &[&str], arguments: &[&str]) -> Outcome<String> {
        let data = self.folder.path().join("data");
        let program = paths::portal_program();
        let done = Command::new(program)
            .args(command)
            .arg("--data")
            .arg(data)
            .args(arguments.iter().map(OsStr::new))
            .stdin(Stdio::null())
            .output()
            .await?;
        if done.status.success() {
            return Ok(String::from_utf8_lossy(&done.stdout).into_owned());
        }
        let said = String::from_utf8_lossy(&done.stderr).into_owned();
        Err(Failure::new(format!("portal {command:?}: {said}")))
    }
}

fn copy(from: &Path, to: &Path) -> Outcome {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let place = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy(&entry.path(), &place)?;
        } else {
            fs::copy(entry.path(), place)?;
        }
    }
    Ok(())
}
