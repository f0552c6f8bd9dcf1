//! The portals, and one that the shopper is asked about.

use crate::kept::Kept;
use crate::rate_list::RateList;
use crate::subscription::{Candidate, Portal};
use crate::view::{CandidateView, FoundView, PortalView};

impl Kept<'_> {
    pub(super) fn portals(self, now: i64) -> Vec<PortalView> {
        let portals = self.memory.portals.iter();
        portals.map(|p| self.portal(p, now)).collect()
    }

    fn portal(self, portal: &Portal, now: i64) -> PortalView {
        let painter = self.painter(portal.id, now);
        PortalView {
            id: portal.id,
            link: portal.root.is_link(),
            account: portal.account.as_ref().map(|a| painter.account(a)),
            fingerprint: portal.fingerprint.clone(),
            name: portal.root.name.clone(),
            base: portal.root.bases.first().cloned().unwrap_or_default(),
            listed: self.lists.of(portal.id).map_or(0, RateList::len),
            issued: portal.floor.issued * 1000,
            version: portal.floor.ver,
            freshness: portal.freshness(now),
            trouble: portal.trouble.clone(),
        }
    }

    pub(super) fn candidate(self) -> Option<CandidateView> {
        let Candidate {
            link,
            found,
            trouble,
        } = self.memory.candidate.as_ref()?;
        Some(CandidateView {
            base: link.base.clone(),
            checked: link.fingerprint.is_some(),
            found: found.as_ref().map(|(fingerprint, root)| FoundView {
                name: root.name.clone(),
                fingerprint: fingerprint.clone(),
                link: root.is_link(),
                go: root.go.clone(),
            }),
            trouble: trouble.clone(),
        })
    }
}
