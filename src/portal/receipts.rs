//! `portal verify-receipts`: an exported log held against itself, by the code that wrote it.

use crate::failure::Failure;
use pointback_core::receipt::Receipts;
use std::path::Path;

/// Checks the bytes of an exported file and says in one sentence what it proves.
///
/// # Errors
/// `Argument` naming the first line that is broken.
pub fn verify(file: &[u8], path: &Path) -> Result<String, Failure> {
    let name = path.display();
    let text = std::str::from_utf8(file)
        .map_err(|_| Failure::Argument(format!("{name} is not an exported log: it is not text")))?;
    let log =
        Receipts::import(text).map_err(|broken| Failure::Argument(format!("{name}, {broken}")))?;
    let gone = log.truncated.as_ref().map_or(0, |t| t.truncated);
    let before = match gone {
        0 => "from the first on".to_owned(),
        gone => format!("after {gone} that are no longer kept"),
    };
    let head = log.head().unwrap_or_default();
    Ok(format!(
        "{} receipts, {before}, every link holds. The last hash is {head}.",
        log.list.len()
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use pointback_core::policy::Policies;
    use pointback_core::receipt::Deed;
    use pointback_core::retailer::RetailerId;
    use pointback_core::store_id::{PortalId, StoreId};

    #[test]
    fn a_whole_log_is_proven_and_a_broken_one_named() {
        let policies = Policies::packaged().unwrap();
        let mut log = Receipts::default();
        for n in 0..3 {
            let store = StoreId {
                portal: PortalId::PACKAGED,
                retailer: RetailerId(n),
            };
            log.append(Deed::activated(store, "cj"), &policies, 0);
        }
        let (text, path) = (log.export(), Path::new("log.jsonl"));
        let said = verify(text.as_bytes(), path).unwrap();
        assert!(
            said.starts_with("3 receipts, from the first on, every link holds."),
            "{said}"
        );
        let changed = text.replacen("\"store\":\"0:1\"", "\"store\":\"0:2\"", 1);
        let failure = verify(changed.as_bytes(), path).unwrap_err().to_string();
        assert_eq!(failure, "log.jsonl, line 2: receipt.wrongHash");
        assert!(verify(&[0xff], path).is_err());
        assert!(verify(b"", path).is_err());
    }
}
