//! Choices that come from elsewhere, and the end of everything that is kept.

use super::Engine;
use crate::lists::Lists;
use crate::memory::Memory;
use crate::preferences::Preferences;
use crate::protocol::{Effect, Outcome};
use crate::settings::Settings;
use crate::task::Task;

impl Engine {
    /// Takes choices that were exported, here or elsewhere. What depends on this browser's permissions stays as it is, and
    /// nothing that is kept about other stores is lost.
    pub(super) fn preferences_taken(
        &mut self,
        preferences: Preferences,
        now: i64,
        out: &mut Outcome,
    ) {
        let Preferences {
            settings,
            cards,
            keepsakes,
            muted,
        } = preferences;
        self.memory.muted.take(muted);
        for keepsake in keepsakes {
            self.keep(keepsake, now);
        }
        if !cards.is_empty() {
            self.cards_changed(cards, now, out);
        }
        let own = &self.memory.settings;
        let settings = Settings {
            mode: own.mode,
            labels: own.labels,
            ..settings
        };
        self.settings_changed(settings, now, out);
        self.settle_tabs(now, out);
    }

    /// Nothing of the shopper stays here, and no portal keeps a token that works.
    pub(super) fn everything_deleted(&mut self, out: &mut Outcome) {
        for portal in self.memory.portals.iter().map(|p| p.id) {
            let url = self.api_url(portal, "oauth/revoke");
            out.task(Task::Forget { portal, url });
        }
        (self.memory, self.lists) = (Memory::default(), Lists::default());
        self.is_over = true;
        for effect in [
            Effect::WatchSites {
                matches: Vec::new(),
            },
            Effect::WatchSearches {
                matches: Vec::new(),
            },
            Effect::ReleasePermissions { keep: None },
        ] {
            out.effect(effect);
        }
        out.task(Task::Wipe);
    }
}
