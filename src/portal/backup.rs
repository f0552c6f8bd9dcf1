//! A copy of a portal's folder that can be put in its place, taken while the service runs.

use crate::{
    data_dir::DataDir,
    db::{self, Engine},
    failure::Failure,
};
use std::{fs, path::Path};

/// The database and what SQLite keeps beside it: never copied as files, because they may be half written.
const DATABASE: &str = "portal.db";

/// Copies everything into a new folder. The database comes last: a list that it knows nothing of could not be followed by
/// a newer one. `false` where the database is a PostgreSQL, which has a program of its own for that.
///
/// # Errors
/// `Argument` when the folder would lie in the portal's own, `File` or `ReadOnly`, also when it is there already; `Database`.
pub async fn write(dir: &DataDir, pool: &db::Pool, out: &Path) -> Result<bool, Failure> {
    check_outside(dir.path(), out)?;
    fs::create_dir(out).map_err(|cause| Failure::file("create", out, cause))?;
    copy(dir.path(), out)?;
    if Engine::of(pool) == Engine::Postgres {
        return Ok(false);
    }
    let file = out.join(DATABASE);
    let path = file
        .to_str()
        .ok_or_else(|| Failure::Argument(format!("{} is no path in UTF-8", file.display())))?;
    sqlx::query("VACUUM INTO $1")
        .bind(path)
        .execute(pool)
        .await?;
    Ok(true)
}

/// Within the portal's folder a copy would be copied into itself, and into every copy that is made later.
fn check_outside(data: &Path, out: &Path) -> Result<(), Failure> {
    let failed = |cause| Failure::file("create", out, cause);
    let place = match out.parent() {
        // What is there is refused as such, unless it is the portal's folder, or in it.
        _ if out.exists() => out,
        Some(parent) if parent != Path::new("") => parent,
        _ => Path::new("."),
    };
    let (data, place) = (data.canonicalize(), place.canonicalize());
    let (data, place) = (data.map_err(failed)?, place.map_err(failed)?);
    if !place.starts_with(&data) {
        return Ok(());
    }
    Err(Failure::Argument(format!(
        "{} lies in the folder that is to be copied, {}: choose a place outside of it",
        out.display(),
        data.display()
    )))
}

/// Files with their permissions, folder by folder.
fn copy(from: &Path, to: &Path) -> Result<(), Failure> {
    for entry in fs::read_dir(from).map_err(|cause| Failure::file("read", from, cause))? {
        let path = entry
            .map_err(|cause| Failure::file("read", from, cause))?
            .path();
        let name = path.file_name().unwrap_or_default();
        let target = to.join(name);
        if path.is_dir() {
            fs::create_dir(&target).map_err(|cause| Failure::file("create", &target, cause))?;
            copy(&path, &target)?;
        } else if !name.to_string_lossy().starts_with(DATABASE) {
            fs::copy(&path, &target).map_err(|cause| Failure::file("write", &target, cause))?;
        }
    }
    Ok(())
}
