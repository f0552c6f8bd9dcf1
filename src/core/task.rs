//! Orders to the adapter, which does what `web-sys` binds, and the findings with which it answers.

use crate::head::{Delta, Part};
use crate::store_id::PortalId;

/// An order to the adapter, which does what `web-sys` binds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Task {
    /// Fetch a file of a list. Answered by `Finding::Fetched`, or `Finding::Looked` where it is nobody's yet.
    Fetch(Fetch),
    /// Keep a portal's list and its index together with the memory, in one transaction; nothing forgets them.
    SaveList(PortalId, Vec<u8>, Vec<u8>),
    /// Append changed headlines to a portal's history, in the same transaction. It is forgotten with its list.
    SaveHistory(PortalId, Vec<u8>),
    /// Keep what a portal said of trips and earnings, in the same transaction; nothing forgets it.
    SaveEarnings(PortalId, Vec<u8>),
    /// Keep newer stand-down rules, in the same transaction.
    SaveRules(Vec<u8>),
    /// Keep the receipts, in the same transaction; nothing deletes them.
    SaveReceipts(Vec<u8>),
    /// Read all lists whole. Answered by `Finding::ListsRead`, which wants them so.
    ReadLists,
    /// Call the portal's API with the shopper's token. Answered by `Finding::Answered` or `Finding::SignedOut`.
    Call(Call),
    /// Redeem an authorization code. Answered by `Finding::SignedIn` or `Finding::NotSignedIn`.
    Redeem {
        /// Whose tokens.
        portal: PortalId,
        /// Token endpoint.
        url: String,
        /// Form body.
        form: String,
    },
    /// Forget the tokens that `token` at this address has issued, and revoke them at `revoke` there. Tokens belong to where
    /// they came from, not to a portal's number: its next root may name another address. Answered by `Finding::Forgotten`.
    Forget(String),
    /// Delete everything that is kept. Answered by `Finding::Wiped`.
    Wipe,
}

impl Task {
    /// Is it to be kept together with the memory, before anything else is done?
    #[must_use]
    pub fn is_save(&self) -> bool {
        matches!(
            self,
            Self::SaveList(..)
                | Self::SaveHistory(..)
                | Self::SaveEarnings(..)
                | Self::SaveRules(_)
                | Self::SaveReceipts(_)
        )
    }
}

/// A file of a list to fetch: no credentials, no referrer, no redirects.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fetch {
    /// Whose list; `None` for a portal that is not subscribed to yet.
    pub portal: Option<PortalId>,
    /// What it is for.
    pub file: ListFile,
    /// Where.
    pub url: String,
    /// Stop reading after this many bytes.
    pub cap: u64,
}

/// A file of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ListFile {
    /// `head.json`
    Head,
    /// `root/{n}.json`
    Root,
    /// The snapshot of the retailers part, to be checked and unpacked.
    Snapshot(Part),
    /// The part with stand-down rules, to be checked and unpacked.
    Rules(Part),
    /// A delta, to be checked, unpacked and applied to the list that was saved. Answered with the whole list.
    Delta(Delta),
}

/// A call of the portal's API.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Call {
    /// Whose API.
    pub portal: PortalId,
    /// What it is for.
    pub purpose: Purpose,
    /// Where.
    pub url: String,
    /// JSON body of a POST; a GET without.
    pub body: Option<String>,
    /// Token endpoint, should the access token need renewal.
    pub token_url: String,
}

/// Why the API was called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Purpose {
    /// Balances and next payout.
    Me,
    /// Trips and what became of them.
    Earnings,
    /// A claim about the trip of this click.
    Claim(String),
    /// A click-out, by the click's id.
    Click(String),
}

/// What the adapter found out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Finding {
    /// A file of a portal's list, unpacked if it was a snapshot or delta; or why not.
    Fetched(PortalId, ListFile, Result<Vec<u8>, FetchFailure>),
    /// The root of a portal that is not subscribed to yet, and where it was asked for; or why not.
    Looked(String, Result<Vec<u8>, FetchFailure>),
    /// The portal's answer: status and body; no status when it could not be reached.
    Answered(PortalId, Purpose, Option<u16>, Vec<u8>),
    /// Tokens are there.
    SignedIn(PortalId),
    /// The code was worth nothing, or the portal could not be asked.
    NotSignedIn(PortalId),
    /// No usable token is there any more.
    SignedOut(PortalId),
    /// The tokens from this address are not kept any more.
    Forgotten(String),
    /// All lists can be read whole.
    ListsRead,
    /// Is nothing kept any more?
    Wiped(bool),
}

/// Why a file did not arrive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FetchFailure {
    /// No answer, a time-out, or no permission by CORS.
    Unreachable,
    /// Another status than 200, with `Retry-After` in seconds if given.
    Status(u16, Option<u32>),
    /// The bytes are not what the signed head promised.
    Bad(crate::Error),
}

#[cfg(test)]
mod tests;
