//! What comes from elsewhere: from the shopper's organisation, and from their other browsers by way of the browser's account.
//! Both are looked at when a page of ours is open, and become the events by which the shopper would have chosen the same.

use super::copy::event;
use crate::json::{self, Json, Object, Read, Reader, Write};
use crate::kept::Kept;
use crate::protocol::Granted;
use crate::settings::{Mode, Settings};
use crate::store_id::PortalId;
use crate::subscription::{Candidate, PortalLink};

/// What an organisation has laid down, as `extension/managed.json` describes it.
#[derive(Debug, Default, PartialEq, Eq)]
struct Managed {
    mode: Option<Mode>,
    portals: Vec<String>,
}

impl Read for Managed {
    fn read(from: Reader<'_>) -> Self {
        // Fields of a newer schema do no harm.
        Self {
            mode: from.get("mode"),
            portals: from.get_or_default("portals"),
        }
    }
}

/// What stays in its own browser: what needs permissions there, and what depends on the screen.
const OWN: [&str; 3] = ["mode", "labels", "corner"];

/// What follows, and what the shopper is told of it.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Elsewhere {
    /// In JSON, to be reported.
    pub events: Vec<String>,
    /// Is the way of announcing laid down, and which one is it?
    pub mode: Option<Mode>,
    /// The portals that are laid down and there.
    pub portals: Vec<PortalId>,
}

json::written!(Elsewhere {
    events,
    mode,
    portals
});

/// Settings as they travel to the shopper's other browsers. Nothing in them tells of a store, a trip or an account.
#[must_use]
pub fn shared(settings: &Settings) -> String {
    let mut shared = settings.write();
    if let Json::Object(fields) = &mut shared {
        fields.retain(|(name, _)| !OWN.contains(&name.as_ref()));
    }
    shared.to_text()
}

impl Kept<'_> {
    /// What follows from an organisation's policy and from shared choices, in JSON; what cannot be read is as good as
    /// nothing. A way of announcing needs its permission: without it the shopper is asked by a click as ever.
    #[must_use]
    pub fn elsewhere(self, managed: &str, joined: &str, granted: Granted) -> Elsewhere {
        let Managed { mode, portals } = json::read(managed.as_bytes()).unwrap_or_default();
        let mut found = Elsewhere {
            mode,
            ..Elsewhere::default()
        };
        let own = &self.memory.settings;
        let theirs = json::read::<Settings>(joined.as_bytes());
        let mut settings = theirs.unwrap_or_else(|| own.clone());
        let mut units = self.memory.portals.iter().flat_map(|p| &p.units);
        if units.all(|unit| unit.id() != settings.unit) {
            settings.unit.clone_from(&own.unit);
        }
        (settings.mode, settings.labels, settings.corner) = (own.mode, own.labels, own.corner);
        let is_granted = match mode {
            Some(Mode::Card) => granted.sites,
            Some(Mode::Toolbar) => granted.navigation,
            None => false,
        };
        if is_granted {
            settings.mode = mode;
        }
        if settings != *own {
            found
                .events
                .push(event("settingsChanged", "settings", &settings));
        }
        for link in portals
            .iter()
            .filter_map(|link| PortalLink::parse(link).ok())
        {
            let Some(fingerprint) = &link.fingerprint else {
                continue;
            };
            let mut known = self.memory.portals.iter();
            match known.find(|p| p.fingerprint == *fingerprint) {
                Some(portal) => found.portals.push(portal.id),
                None if found.events.is_empty() => found.events.extend(self.step(&link)),
                None => {}
            }
        }
        found
    }

    /// The next step to a portal that is laid down but not there: its fingerprint stands for the shopper's own look. One
    /// that cannot be had stays where it is said, and the shopper's own candidate comes first.
    fn step(self, link: &PortalLink) -> Option<String> {
        let Some(candidate) = &self.memory.candidate else {
            let fingerprint = link.fingerprint.as_deref().unwrap_or_default();
            let text = format!("portal:{}#{fingerprint}", link.base);
            return Some(event("portalEntered", "text", &text));
        };
        let Candidate {
            link: looked_at,
            found,
            ..
        } = candidate;
        let is_found = looked_at == link && found.is_some();
        let mut confirmed = Object::default();
        confirmed.push("type", "portalConfirmed".write());
        is_found.then(|| confirmed.done().to_text())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lists::Lists;
    use crate::memory::Memory;
    use crate::subscription::Portal;

    const PRINT: &str = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
    const POLICY: &str = r#"{"mode":"card","portals":["https://no-fingerprint.example/","nonsense:","portal:https://o.example/#PRINT"]}"#;
    const ROOT: &str = r#"{"v":1,"portal":"p","root":1,"epoch":1,"expires":9,"name":"P","bases":["b"],"api":"a","go":["g"],"roles":{"root":{"need":1,"keys":["k"]},"list":{"need":1,"keys":["k"]}}}"#;

    fn looked(memory: &Memory, managed: &str, joined: &str, granted: bool) -> Elsewhere {
        let lists = Lists::default();
        let granted = Granted {
            sites: granted,
            ..Granted::default()
        };
        Kept {
            memory,
            lists: &lists,
        }
        .elsewhere(managed, joined, granted)
    }

    fn portal(fingerprint: &str) -> Portal {
        let root = json::read(ROOT.as_bytes()).unwrap();
        let mut portal = Portal::new(PortalId(3), fingerprint.to_owned(), root);
        portal.units = json::read(br#"[{"kind":"cash","id":"usd","cur":"USD","exp":2}]"#).unwrap();
        portal
    }

    #[test]
    fn an_organisations_portal_is_added_by_its_fingerprint_and_not_without_one() {
        let policy = POLICY.replace("PRINT", PRINT).replace("\"card\"", "null");
        let mut memory = Memory::default();
        let entered =
            format!(r#"{{"type":"portalEntered","text":"portal:https://o.example/#{PRINT}"}}"#);
        assert_eq!(looked(&memory, &policy, "", false).events, [entered]);
        let link = PortalLink::parse(&format!("https://o.example/#{PRINT}")).unwrap();
        let candidate = |link: PortalLink, found, trouble: Option<&str>| Candidate {
            link,
            found,
            trouble: trouble.map(str::to_owned),
        };
        memory.candidate = Some(candidate(link.clone(), None, None));
        assert!(
            looked(&memory, &policy, "", false).events.is_empty(),
            "on its way"
        );
        memory.candidate = Some(candidate(link.clone(), None, Some("net.failed")));
        assert!(
            looked(&memory, &policy, "", false).events.is_empty(),
            "never in circles"
        );
        let root = json::read(ROOT.as_bytes()).unwrap();
        memory.candidate = Some(candidate(link, Some((PRINT.to_owned(), root)), None));
        let confirmed = r#"{"type":"portalConfirmed"}"#;
        assert_eq!(looked(&memory, &policy, "", false).events, [confirmed]);
        let own = PortalLink::parse("https://own.example/").unwrap();
        let root = json::read(ROOT.as_bytes()).unwrap();
        memory.candidate = Some(candidate(own, Some(("f".to_owned(), root)), None));
        assert!(
            looked(&memory, &policy, "", false).events.is_empty(),
            "the shopper's own look"
        );
        memory.portals.push(portal(PRINT));
        let there = looked(&memory, &policy, "", false);
        assert_eq!((there.events.len(), there.portals), (0, vec![PortalId(3)]));
    }

    #[test]
    fn a_way_of_announcing_is_laid_down_where_its_permission_is_granted() {
        let memory = Memory::default();
        let asked = looked(&memory, r#"{"mode":"card"}"#, "", false);
        assert_eq!((asked.mode, asked.events.len()), (Some(Mode::Card), 0));
        let granted = looked(&memory, r#"{"mode":"card"}"#, "", true);
        assert!(
            granted.events[0].contains(r#""mode":"card""#),
            "{granted:?}"
        );
        for bad in ["", "{", "[]", r#"{"mode":"loud"}"#, r#"{"portals":[1]}"#] {
            assert_eq!(
                looked(&memory, bad, "", true),
                Elsewhere::default(),
                "{bad}"
            );
        }
    }

    #[test]
    fn shared_choices_are_taken_over_and_nothing_else() {
        let mut memory = Memory::default();
        memory.portals.push(portal("f"));
        let mut there = Settings::default();
        there.limits.prompts = Some(3);
        there.mode = Some(Mode::Toolbar);
        let text = shared(&there);
        let taken = looked(&memory, "", &text, false).events;
        let settings = Settings {
            mode: None,
            ..there.clone()
        };
        assert_eq!(taken, [event("settingsChanged", "settings", &settings)]);
        memory.settings = settings;
        assert!(
            looked(&memory, "", &text, false).events.is_empty(),
            "the same"
        );
        there.unit = "miles".to_owned();
        let unknown = looked(&memory, "", &shared(&there), false);
        assert!(
            unknown.events.is_empty(),
            "no portal here has that unit: {unknown:?}"
        );
        let json = json::parse(text.as_bytes()).unwrap();
        let Json::Object(fields) = json else {
            panic!("{text}")
        };
        let names: Vec<_> = fields.iter().map(|(name, _)| name.as_ref()).collect();
        assert_eq!(
            names,
            ["unit", "values", "limits"],
            "and statuses where there are some"
        );
    }
}
