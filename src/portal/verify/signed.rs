//! The signed files: roots from the first to the newest, and the head.

use super::Look;
use pointback_core::Error;
use pointback_core::envelope::MAX_ENVELOPE;
use pointback_core::head::{Floor, Head, Verified};
use pointback_core::root::Root;
use pointback_core::subscription;

/// More roots than any portal makes.
const MAX_ROOTS: u32 = 1_000;
/// A root that ends within this time is spoken of.
const SOON: i64 = 30 * 86_400;

impl Look<'_> {
    pub(super) fn roots(&mut self, pinned: Option<&str>) -> Option<Root> {
        let first = self.expect("root", "root/1.json", MAX_ENVELOPE as u64)?;
        let mut root = match Root::pinned(&first) {
            Ok(root) => root,
            Err(cause) => {
                let what = "is no root that signs itself: copy it again from the portal's folder";
                return self.failed("root", format!("root/1.json {what} ({cause})"));
            }
        };
        let fingerprint = subscription::fingerprint(&first);
        let base = root.bases.first().cloned().unwrap_or_default();
        self.ok(
            "root",
            format!("{} (\"{}\"), list at {base}", root.portal, root.name),
        );
        self.report.link = Some(format!("portal:{base}#{fingerprint}"));
        match pinned {
            Some(given) if !given.eq_ignore_ascii_case(&fingerprint) => {
                let what = format!(
                    "root 1 has {fingerprint}, not {given}: this is another portal, or its first root was replaced; shoppers who were given the old link will refuse it"
                );
                self.failed::<()>("fingerprint", what);
            }
            Some(_) => self.ok("fingerprint", "as given".to_owned()),
            None => self.ok("fingerprint", fingerprint),
        }
        for number in 2..=MAX_ROOTS {
            let path = format!("root/{number}.json");
            let Some(file) = self.ask("root walk", &path, MAX_ENVELOPE as u64)? else {
                break;
            };
            root = match root.successor(&file) {
                Ok(next) => next,
                Err(cause) => {
                    let what = "is not signed by the keys of the root before it and by its own, or is no root: put back the one that `portal keys` made; where there is none, the server must answer 404";
                    return self.failed("root walk", format!("{path} {what} ({cause})"));
                }
            };
        }
        self.ok("root walk", format!("{} of {}", root.root, root.root));
        match root.expires - self.now {
            left if left <= 0 => self.failed(
                "root expiry",
                "the root has expired: make a new one with `portal keys rotate list`".to_owned(),
            )?,
            left => {
                let note = if left < SOON {
                    ": make a new one soon with `portal keys rotate list`"
                } else {
                    ""
                };
                self.ok("root expiry", format!("{} days left{note}", left / 86_400));
            }
        }
        Some(root)
    }

    pub(super) fn head(&mut self, root: &Root) -> Option<Verified> {
        let file = self.expect("head", "head.json", MAX_ENVELOPE as u64)?;
        let verified = match Head::verify(&file, root) {
            Ok(verified) => verified,
            Err(cause @ Error::WrongPortal) => {
                return self.failed("identity", format!("the head speaks for another portal than {}: publish from this portal's own folder ({cause})", root.portal));
            }
            Err(cause @ Error::TooNew) => {
                return self.failed(
                    "identity",
                    format!("the head asks for a newer client than there is ({cause})"),
                );
            }
            Err(cause @ (Error::BadSignature | Error::BadKeys)) => {
                return self.failed("signature", format!("the head was changed after it was signed, or is signed by a key that root {} does not name: upload the roots too, or publish again ({cause})", root.root));
            }
            Err(cause) => {
                return self.failed(
                    "signature",
                    format!("head.json is no signed head: publish again ({cause})"),
                );
            }
        };
        let head = &verified.head;
        self.ok(
            "head",
            format!(
                "number {} of epoch {}, {} bytes",
                head.seq,
                head.epoch,
                file.len()
            ),
        );
        self.ok(
            "signature",
            format!("by a key that root {} names", root.root),
        );
        self.ok("identity", head.portal.clone());
        if head.root > root.root {
            let what = format!(
                "the head names root {}, and the newest here is root {}: upload the roots too",
                head.root, root.root
            );
            return self.failed("root number", what);
        }
        self.ok(
            "root number",
            if head.root == root.root {
                head.root.to_string()
            } else {
                format!(
                    "{}, though root {} is there: publish again, so that clients learn of it",
                    head.root, root.root
                )
            },
        );
        match verified.check_newer(&Floor::default(), root, self.now) {
            Ok(()) => self.ok(
                "freshness",
                format!("{} hours left", (head.expires - self.now) / 3_600),
            ),
            Err(Error::Expired) => self.failed(
                "freshness",
                format!(
                    "the head expired {} hours ago: publish again, and at least every day",
                    (self.now - head.expires) / 3_600
                ),
            )?,
            Err(cause @ Error::WrongRoot) => self.failed(
                "freshness",
                format!(
                    "the head is of epoch {}, the root of epoch {}: publish again ({cause})",
                    head.epoch, root.epoch
                ),
            )?,
            Err(cause) => self.failed(
                "freshness",
                format!("the head names no list within the caps: publish again ({cause})"),
            )?,
        }
        Some(verified)
    }
}
