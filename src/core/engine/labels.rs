//! Labels beside the results of a search: what the listed stores among them pay. Text only; a click on a result stays the
//! shopper's own, and no address leaves the device.

use super::Engine;
use crate::host::Host;
use crate::memory::TabState;
use crate::protocol::{Effect, Outcome};
use crate::search_result::target;
use crate::store_id::StoreId;
use url::Url;

/// Results looked at on one page; there are ten to thirty.
const MOST: usize = 100;

impl Engine {
    /// A label for each link, in their order; nothing for those that get none.
    pub(super) fn results_seen(&self, links: &[String], now: i64, out: &mut Outcome) {
        let is_on = self.memory.settings.labels;
        let links = links.iter().take(MOST).filter(|_| is_on);
        out.effect(Effect::ReplyLabels {
            labels: links.map(|link| self.label(link, now)).collect(),
        });
    }

    /// The badge's text, and whether it is "up to". Where a card or a badge would be silent, a label is, too; and where
    /// the address or the store's programme leaves any doubt.
    fn label(&self, link: &str, now: i64) -> Option<(String, bool)> {
        let url = target(&Url::parse(link).ok()?)?;
        let stores = self.stores_at(&url);
        if self.is_silent_about(&url, &stores, now) {
            return None;
        }
        let TabState::Offer(offers) = self.offers_at(&stores, now) else {
            return None;
        };
        let rate = &self.ranked(&offers, now).first()?.headline.rate;
        Some((self.badge(&offers, now), rate.is_up_to())).filter(|(text, _)| !text.is_empty())
    }

    fn is_silent_about(&self, url: &Url, stores: &[StoreId], now: i64) -> bool {
        let is_restricted =
            |host: Host| self.policies.is_never(&host) || self.policies.prompts_at(&host).is_some();
        self.referral(stores, now).is_some()
            || self.mute_at(stores, now).is_some()
            || !self.policies.param_evidence(url).is_empty()
            || Host::of_url(url).is_none_or(is_restricted)
    }
}
