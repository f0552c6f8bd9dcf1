//! The stored lists, read as the adapter reads them: in pieces, before each event.

use crate::engine::{Engine, Need};
use crate::host_table::HostTable;
use crate::rate_list::RateList;
use crate::store_id::PortalId;

/// What the adapter does before an event: reads what is asked for from where the lists are stored.
pub fn prepare(
    engine: &mut Engine,
    lists: &[(PortalId, Stored)],
    is_cold: bool,
    needs: impl FnOnce(&mut Engine) -> Vec<Need>,
) {
    for (portal, stored) in lists {
        let list = match is_cold {
            true => RateList::default(),
            false => RateList::decode(&stored.lines).expect("a list"),
        };
        engine.take_list(*portal, list);
    }
    for need in needs(engine) {
        let stored = lists.iter().find(|(id, _)| *id == need.0);
        let read = stored.map(|(_, stored)| stored.read(&need));
        assert!(!engine.supply(&need, read.as_deref()), "nothing is lost");
    }
}

/// A list as it is stored.
pub struct Stored {
    pub lines: Vec<u8>,
    pub index: Vec<u8>,
}

impl Stored {
    pub fn of(engine: &Engine, portal: PortalId, raw: &[u8]) -> Self {
        Self {
            lines: raw.to_vec(),
            index: engine.index_of(portal).to_vec(),
        }
    }

    /// What the keys lead to, line by line; all of it without keys.
    fn read(&self, (_, keys): &Need) -> Vec<u8> {
        if keys.is_empty() {
            return self.lines.clone();
        }
        let index = HostTable::open(&self.index).expect("an index");
        let mut read = Vec::new();
        for offset in keys.iter().flat_map(|key| index.positions(*key)) {
            let rest = &self.lines[offset as usize..];
            read.extend(
                rest.split_inclusive(|b| *b == b'\n')
                    .next()
                    .expect("a line"),
            );
        }
        read
    }
}
