//! What the extension sends for a click, and whether it can be meant.

use crate::{error::Error, uuid};
use pointback_core::{activation::ListStamp, protocol::Via, retailer::RetailerId};
use serde::{Deserialize, Serialize};

const LONGEST_PAGE: usize = 4_096;
/// The last whole number that every reader of JSON has exactly (RFC 8259, section 6).
const LAST_EXACT: i64 = (1 << 53) - 1;

/// The body of a click's request.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Asked {
    pub(super) id: String,
    pub(super) retailer: RetailerId,
    list: ListStamp,
    /// The page as the extension reduced it; reduced again here.
    page: Option<String>,
    via: Via,
}

impl Asked {
    pub(super) fn page(&self) -> &str {
        self.page.as_deref().unwrap_or_default()
    }

    /// The sequence of the list on which the offer was seen; an error when something in the request cannot be meant.
    pub(super) fn list_seq(&self) -> Result<i64, Error> {
        uuid::bytes(&self.id).ok_or(Error::Malformed("The click id must be a lower-case UUID."))?;
        if self.page().len() > LONGEST_PAGE {
            return Err(Error::Malformed("The page address is too long."));
        }
        let exact = |n| i64::try_from(n).ok().filter(|n| *n <= LAST_EXACT);
        let [seq, ver] = [self.list.seq, self.list.ver].map(exact);
        ver.and(seq).ok_or(Error::Malformed("No such list."))
    }
}
