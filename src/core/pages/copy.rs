//! A copy of everything that is kept on the device, for the shopper, and what of such a copy is taken in again. Tokens are
//! not in it: they are not in the memory either, but for the secret of a sign-in under way.

use crate::Error;
use crate::json::{Json, Object, Read, Reader, Write, parse};
use crate::keepsake::Keepsake;
use crate::kept::Kept;
use crate::mutes::{Lasting, Mutes};
use crate::settings::Settings;
use crate::wallet::CardBonus;

const FORMAT: &str = "pointback-device-1";

impl Kept<'_> {
    /// The copy, as JSON. `beside` are the values that are kept beside the memory, by name: JSON, or JSON lines.
    #[must_use]
    pub fn copy(self, beside: &[(String, Vec<u8>)], now: i64) -> String {
        let memory = self.memory;
        let mut preferences = Object::default();
        preferences.put("settings", &memory.settings);
        preferences.put("cards", &memory.cards);
        preferences.put("keepsakes", &memory.keepsakes);
        preferences.put("muted", &memory.muted);
        let mut all = memory.write();
        if let Json::Object(fields) = &mut all {
            fields.retain(|(name, _)| name != "signing_in");
        }
        let mut copy = Object::default();
        copy.push("format", FORMAT.write());
        copy.put("made", &now);
        copy.push("preferences", preferences.done());
        copy.push("memory", all);
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

impl Read for Preferences {
    fn read(from: Reader<'_>) -> Self {
        Self {
            settings: from.get("settings"),
            cards: from.get("cards"),
            keepsakes: from.get("keepsakes"),
            muted: from.get("muted"),
        }
    }
}

impl Kept<'_> {
    /// The choices in a copy, as the events, in JSON, by which the shopper would make them here. What depends on this browser's
    /// permissions stays as it is, what is kept about other stores stays, and silences that end by themselves are left to.
    ///
    /// # Errors
    /// `BadFile` when it is none, or says what no choice can say.
    pub fn choices(self, text: &str) -> Result<Vec<String>, Error> {
        let copy = parse(text.as_bytes()).ok_or(Error::BadFile)?;
        let is_ours = copy.field("format").and_then(Json::text) == Some(FORMAT);
        let found = copy.field("preferences").filter(|_| is_ours);
        let found = found.and_then(Reader::whole::<Preferences>);
        let Preferences {
            settings,
            cards,
            keepsakes,
            muted,
        } = found.ok_or(Error::BadFile)?;
        let own = &self.memory.settings;
        let settings = Settings {
            mode: own.mode,
            labels: own.labels,
            ..settings
        };
        let mut events = vec![event("settingsChanged", "settings", &settings)];
        if !cards.is_empty() {
            events.push(event("cardsChanged", "cards", &cards));
        }
        for keepsake in &keepsakes {
            events.push(event("keepsakeChanged", "keepsake", keepsake));
        }
        for (site, until) in muted.held(0) {
            if until.is_none() {
                let mut muted = Object::default();
                muted.push("type", "muted".write());
                muted.put("site", &site);
                muted.put("lasting", &Lasting::Always);
                events.push(muted.done().to_text());
            }
        }
        Ok(events)
    }
}

/// An event with one field, in JSON.
pub(super) fn event(word: &'static str, field: &'static str, value: &dyn Write) -> String {
    let mut event = Object::default();
    event.push("type", word.write());
    event.put(field, value);
    event.done().to_text()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::host::Host;
    use crate::json;
    use crate::lists::Lists;
    use crate::local_time::LocalTime;
    use crate::memory::Memory;
    use crate::mutes::Where;
    use crate::protocol::Event;
    use crate::settings::{Corner, Mode};

    #[test]
    fn what_is_exported_can_be_taken_in_again() {
        let mut memory = Memory::default();
        let site = Host::parse("macys.com").unwrap();
        memory.keepsakes.push(Keepsake {
            note: Some("\u{202e}\"note\"".to_owned()),
            until: Some(7),
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
        let elsewhere = Memory::default();
        let here = Kept {
            memory: &elsewhere,
            lists: &lists,
        };
        let settings = Settings {
            mode: None,
            ..memory.settings.clone()
        };
        let expected = [
            Event::SettingsChanged { settings },
            Event::KeepsakeChanged {
                keepsake: memory.keepsakes[0].clone(),
            },
            Event::Muted {
                site: Where::At(memory.keepsakes[0].site.clone()),
                lasting: Lasting::Always,
            },
        ];
        let events = here.choices(&text).unwrap();
        let read = |event: &String| json::read::<Event>(event.as_bytes()).unwrap();
        assert_eq!(events.iter().map(read).collect::<Vec<_>>(), expected);
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
