//! The portals, and one that the shopper is asked about.

use super::book::Book;
use crate::earnings::Said;
use crate::kept::Kept;
use crate::local_time::LocalTime;
use crate::rate_list::RateList;
use crate::subscription::{Candidate, Portal};
use crate::view::{CandidateView, FoundView, PortalView};

impl Kept<'_> {
    pub(super) fn portals(self, said: &Said, local: LocalTime) -> Vec<PortalView> {
        let portals = self.memory.portals.iter();
        portals.map(|p| self.portal(p, said, local)).collect()
    }

    fn portal(self, portal: &Portal, said: &Said, local: LocalTime) -> PortalView {
        let now = local.now;
        let said = said.get(&portal.id);
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
            earned: said.and_then(|said| Book::of(self, portal, now).earned(said, local.zone)),
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
