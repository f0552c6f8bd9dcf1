//! Every failure the core can name. One variant per decision a caller can take; no variant carries user data.

use core::fmt;

/// Why something was refused. `code()` is stable and safe to log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Error {
    /// Not a public ASCII host name with at least two labels.
    BadHost,
    /// Not an http or https address that can be read.
    BadUrl,
    /// The bytes are not the JSON that this place expects.
    BadJson,
    /// The envelope is not a DSSE envelope of the expected payload type.
    BadEnvelope,
    /// Too few valid signatures by the keys that are trusted for this role.
    BadSignature,
    /// A key in the root is not an Ed25519 public key, or a role needs more keys than it has.
    BadKeys,
    /// Signed for another portal.
    WrongPortal,
    /// Needs a newer client: keep what is there and say so.
    TooNew,
    /// Older than what was accepted before.
    Rollback,
    /// Same sequence number, other content: the portal says two things at once.
    Equivocation,
    /// Past its expiry: frozen by someone, or forgotten by the operator.
    Expired,
    /// The head was signed under another epoch or root than the one trusted.
    WrongRoot,
    /// Larger than the signed length or than the cap.
    TooLarge,
    /// The content does not have the signed hash.
    WrongHash,
    /// More than 1 % of the lines are unusable, or there are too many.
    BadLines,
    /// A table of hosts is damaged, or cannot be built.
    BadTable,
    /// A stored snapshot is of an unknown version or damaged.
    BadMemory,
    /// A stand-down policy is malformed, hostile, or would narrow what was already detected.
    BadPolicy,
    /// An update of the stand-down rules sees less than the packaged ones.
    NarrowPolicy,
    /// The portal's answer does not fit the request.
    BadAnswer,
    /// Not a portal's link: an https address, optionally with a fingerprint.
    BadLink,
    /// The portal's first root is not the one that the link names.
    WrongFingerprint,
    /// Not a plain figure with at most two decimals, as it was typed.
    BadFigure,
    /// A claim without an order number, or with more words than the portal reads.
    BadClaim,
    /// Not a copy that the extension has exported.
    BadFile,
}

impl Error {
    /// A stable `area.reason` code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::BadHost => "host.bad",
            Self::BadUrl => "url.bad",
            Self::BadJson => "json.bad",
            Self::BadEnvelope => "list.badEnvelope",
            Self::BadSignature => "list.badSignature",
            Self::BadKeys => "list.badKeys",
            Self::WrongPortal => "list.wrongPortal",
            Self::TooNew => "list.tooNew",
            Self::Rollback => "list.rollback",
            Self::Equivocation => "list.equivocation",
            Self::Expired => "list.expired",
            Self::WrongRoot => "list.wrongRoot",
            Self::TooLarge => "list.tooLarge",
            Self::WrongHash => "list.wrongHash",
            Self::BadLines => "list.badLines",
            Self::BadTable => "list.badTable",
            Self::BadMemory => "memory.bad",
            Self::BadPolicy => "policy.bad",
            Self::NarrowPolicy => "policy.narrow",
            Self::BadAnswer => "portal.badAnswer",
            Self::BadLink => "portal.badLink",
            Self::WrongFingerprint => "portal.wrongFingerprint",
            Self::BadFigure => "figure.bad",
            Self::BadClaim => "claim.bad",
            Self::BadFile => "file.bad",
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl std::error::Error for Error {}
