//! How portals and their stores are named on this device.

use crate::json::{self, Json, Read, Reader, Write};
use crate::retailer::RetailerId;
use core::fmt;

/// A subscription's number on this device.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PortalId(pub u32);

/// A retailer of one portal. In JSON, on pages and in messages a text: `0:1042`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StoreId {
    /// Whose list it is on.
    pub portal: PortalId,
    /// Its number there.
    pub retailer: RetailerId,
}

impl PortalId {
    /// The portal whose root and list come with the package.
    pub const PACKAGED: Self = Self(0);
}

impl fmt::Display for StoreId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // One width of numbers in texts, here and elsewhere: each has code of its own.
        let [portal, retailer] = [self.portal.0, self.retailer.0].map(u64::from);
        write!(f, "{portal}:{retailer}")
    }
}

impl Read for StoreId {
    fn read(from: Reader<'_>) -> Self {
        let (portal, retailer) = from.text().split_once(':').unwrap_or_default();
        let number = |text: &str| text.parse().unwrap_or_else(|_| from.fault(0));
        Self {
            portal: PortalId(number(portal)),
            retailer: RetailerId(number(retailer)),
        }
    }
}

impl Write for StoreId {
    fn write(&self) -> Json<'_> {
        Json::Text(self.to_string().into())
    }
}

json::transparent!(PortalId);
json::deserialize!(StoreId);
json::serialize!(StoreId);
