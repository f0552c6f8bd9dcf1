//! A copy of everything that is kept on the device, for the shopper, and what of such a copy is taken in again. Tokens are
//! not in it: they are not in the memory either, but for the secret of a sign-in under way.

use crate::Error;
use crate::json::{self, Json, Object, Write, parse};
use crate::keepsake::Keepsake;
use crate::kept::Kept;
use crate::mutes::{Lasting, Mutes};
use crate::protocol::Event;
use crate::settings::Settings;
use crate::wallet::CardBonus;

const FORMAT: &str = "pointback-device-1";

impl Kept<'_> {
    /// The copy, as JSON. `beside` are the values that are kept beside the memory, by name: JSON, or JSON lines.
    #[must_use]
    pub fn copy(self, beside: &[(String, Vec<u8>)], now: i64) -> String {
        let mut memory = self.memory.clone();
        memory.signing_in = None;
        let preferences = Preferences {
            settings: memory.settings.clone(),
            cards: memory.cards.clone(),
            keepsakes: memory.keepsakes.clone(),
            muted: memory.muted.clone(),
        };
        let mut copy = Object::default();
        copy.push("format", FORMAT.write());
        copy.put("made", &now);
        copy.put("preferences", &preferences);
        copy.put("memory", &memory);
        for (name, saved) in beside {
            let lines = saved.split(|b| *b == b'\n').filter_map(parse);
            copy.push(name, Json::List(lines.collect()));
        }
        copy.done().to_text()
    }
}

/// What the shopper chose, as it stands in a copy.
struct Preferences {
    settings: Settings,
    cards: Vec<CardBonus>,
    keepsakes: Vec<Keepsake>,
    muted: Mutes,
}

json::object!(Preferences {
    settings,
    cards,
    keepsakes,
    muted
});

impl Kept<'_> {
    /// The choices in a copy, as the events by which the shopper would make them here. What depends on this browser's
    /// permissions stays as it is, what is kept about other stores stays, and silences that end by themselves are left to.
    ///
    /// # Errors
    /// `BadFile` when it is none, or says what no choice can say.
    pub fn choices(self, text: &str) -> Result<Vec<Event>, Error> {
        let copy = parse(text.as_bytes()).ok_or(Error::BadFile)?;
        let is_ours = copy.field("format").and_then(Json::text) == Some(FORMAT);
        let found = copy.field("preferences").filter(|_| is_ours);
        let found = found.and_then(|found| json::Reader::whole::<Preferences>(found));
        let Preferences {
            settings,
            cards,
            keepsakes,
            muted,
        } = found.ok_or(Error::BadFile)?;
        let own = &self.memory.settings;
        let mut events = vec![Event::SettingsChanged {
            settings: Settings {
                mode: own.mode,
                labels: own.labels,
                ..settings
            },
        }];
        if !cards.is_empty() {
            events.push(Event::CardsChanged { cards });
        }
        for keepsake in keepsakes {
            events.push(Event::KeepsakeChanged { keepsake });
        }
        for (site, until) in muted.held(0) {
            if until.is_none() {
                events.push(Event::Muted {
                    site: site.clone(),
                    lasting: Lasting::Always,
                });
            }
        }
        Ok(events)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::host::Host;
    use crate::lists::Lists;
    use crate::local_time::LocalTime;
    use crate::memory::Memory;
    use crate::mutes::Where;
    use crate::settings::{Corner, Mode};

    #[test]
    fn what_is_exported_can_be_taken_in_again() {
        let mut memory = Memory::default();
        let site = Host::parse("macys.com").unwrap();
        memory.keepsakes.push(Keepsake {
            note: Some("\u{202e}\"note\"".to_owned()),
            ..Keepsake::of(site.clone())
        });
        let at = LocalTime { now: 5, zone: 0 };
        memory.muted.add(Where::At(site), Lasting::Always, at);
        memory.muted.add(Where::Everywhere, Lasting::Month, at);
        memory.settings.mode = Some(Mode::Card);
        memory.settings.corner = Corner::TopStart;
        let lists = Lists::default();
        let kept = Kept {
            memory: &memory,
            lists: &lists,
        };
        let beside = [("requests".to_owned(), b"{\"at\":1}\n{\"at\":2}\n".to_vec())];
        let text = kept.copy(&beside, 9);
        assert!(
            text.ends_with(r#","requests":[{"at":1},{"at":2}]}"#),
            "{text}"
        );
        let taken = preferences(&text).unwrap();
        assert_eq!(taken.settings, memory.settings);
        assert_eq!(
            (taken.keepsakes, taken.muted),
            (memory.keepsakes, memory.muted)
        );
    }

    #[test]
    fn the_secret_of_a_sign_in_stays_here() {
        let pending = r#"{"portal":0,"verifier":"s3cret","state":"t","redirect":"r"}"#;
        let memory = Memory {
            signing_in: json::read(pending.as_bytes()),
            ..Memory::default()
        };
        assert!(memory.signing_in.is_some());
        let lists = Lists::default();
        let kept = Kept {
            memory: &memory,
            lists: &lists,
        };
        assert!(!kept.copy(&[], 0).contains("s3cret"));
    }

    #[test]
    fn what_is_no_copy_is_refused() {
        let good = r#"{"format":"pointback-device-1","preferences":{"settings":{"mode":null,"unit":"usd","values":[]},"cards":[],"keepsakes":[],"muted":[]}}"#;
        let (memory, lists) = (Memory::default(), Lists::default());
        let kept = Kept {
            memory: &memory,
            lists: &lists,
        };
        assert_eq!(kept.choices(good).unwrap().len(), 1);
        for bad in [
            "",
            "[]",
            "{}",
            &good.replace("device-1", "device-2"),
            &good.replace("\"cards\":[],", ""),
            &good.replace("\"mode\":null", "\"mode\":null,\"token\":\"t\""),
            &good.replace("\"muted\":[]", "\"muted\":[[\"not a host\",null]]"),
        ] {
            assert_eq!(kept.choices(bad), Err(Error::BadFile), "{bad}");
        }
    }
}
