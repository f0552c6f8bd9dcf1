//! What comes with the extension: the first rate list, in the very form of any portal's, and the stand-down rules.

use crate::fetch::{self, Promised};
use pointback_core::Error;
use pointback_core::engine::{Engine, Package};
use pointback_core::envelope::MAX_ENVELOPE;
use pointback_core::head::Part;
use pointback_core::memory::Memory;
use pointback_core::policy::Installed;
use pointback_core::store_id::PortalId;
use pointback_core::task::FetchFailure;

/// The packaged list lies at the extension's own address in the very form of any portal's list.
pub async fn packaged(
    base: &str,
    kept: Option<Memory>,
    stored: &[PortalId],
    rules: Installed,
) -> Result<(Engine, Vec<u8>), Error> {
    let at = |path: &str| format!("{base}rates/v1/{path}");
    let root = own_file(at("root/1.json")).await?;
    let head = own_file(at("head.json")).await?;
    let part = Package::part(&root, &head)?;
    let raw = fetch::object(&at(&part.path), part.len, promised(&part))
        .await
        .map_err(bad)?;
    let package = Package {
        root: &root,
        head: &head,
        retailers: &raw,
    };
    Ok((Engine::with_package(package, kept, stored, rules)?, raw))
}

/// A file of the package.
pub async fn own_file(url: String) -> Result<Vec<u8>, Error> {
    let file = fetch::file(&url, MAX_ENVELOPE as u64, false).await;
    file.map_err(bad)
}

fn bad(failure: FetchFailure) -> Error {
    match failure {
        FetchFailure::Bad(error) => error,
        FetchFailure::Unreachable | FetchFailure::Status(..) => Error::BadMemory,
    }
}

/// What a part of a head promises of its file.
pub fn promised(part: &Part) -> Promised<'_> {
    Promised {
        len: part.len,
        sha256: &part.sha256,
        raw: part.raw,
    }
}
