//! Orders to the adapter, which does what `web-sys` binds, and the findings with which it answers.

use crate::head::Part;

/// An order to the adapter, which does what `web-sys` binds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Task {
    /// Fetch a file of a list. Answered by `Finding::Fetched`.
    Fetch(Fetch),
    /// Keep the list's bytes together with the memory, in one transaction.
    SaveList(Vec<u8>),
    /// Call the portal's API with the shopper's token. Answered by `Finding::Answered` or `Finding::SignedOut`.
    Call(Call),
    /// Redeem an authorization code. Answered by `Finding::SignedIn` or `Finding::SignedOut`.
    Redeem {
        /// Token endpoint.
        url: String,
        /// Form body.
        form: String,
    },
    /// Revoke and forget all tokens.
    Forget {
        /// Revocation endpoint.
        url: String,
    },
}

/// A file of a list to fetch: no credentials, no referrer, no redirects.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fetch {
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
}

/// A call of the portal's API.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Call {
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
    /// A click-out, by the click's id.
    Click(String),
}

/// What the adapter found out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Finding {
    /// A file of a list, unpacked if it was a snapshot; or why not.
    Fetched(ListFile, Result<Vec<u8>, FetchFailure>),
    /// The portal's answer: status and body; no status when it could not be reached.
    Answered(Purpose, Option<u16>, Vec<u8>),
    /// Tokens are there.
    SignedIn,
    /// No usable token is there.
    SignedOut,
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
