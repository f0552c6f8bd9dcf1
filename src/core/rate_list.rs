//! `RateList`: decoded, validated, indexed; immutable and replaced whole.

#[cfg(test)]
mod tests;

use crate::address::{Address, Sight};
use crate::host_table::{Form, HostTable, Key, build, walk};
use crate::retailer::{Retailer, RetailerId};
use crate::{Error, hash::sha256_hex, head::Part, host::Host};
use url::Url;

/// Most lines in a list.
pub const MAX_LINES: usize = 50_000;

/// All retailers of one portal, found by host.
#[derive(Debug, Default)]
pub struct RateList {
    retailers: Vec<Retailer>,
    /// From a host to positions in `retailers`; none for an empty list.
    by_host: Option<HostTable<Vec<u8>>>,
    /// Lines that were left out because they could not be used.
    dropped: usize,
}

impl RateList {
    /// Checks unpacked bytes against the signed part, then decodes them.
    ///
    /// # Errors
    /// `TooLarge`, `WrongHash`, or what `decode` says.
    pub fn verified(raw: &[u8], part: &Part) -> Result<Self, Error> {
        if raw.len() as u64 > part.raw {
            return Err(Error::TooLarge);
        }
        if sha256_hex(raw) != part.raw_sha256 {
            return Err(Error::WrongHash);
        }
        Self::decode(raw)
    }

    /// Decodes JSON lines. A bad line is dropped and counted; more than 1 % bad, and the list is refused.
    ///
    /// # Errors
    /// `BadLines`.
    pub fn decode(raw: &[u8]) -> Result<Self, Error> {
        let mut list = Self::default();
        let mut lines = 0_usize;
        for line in raw.split(|b| *b == b'\n').filter(|l| !l.is_empty()) {
            lines += 1;
            if lines > MAX_LINES {
                return Err(Error::BadLines);
            }
            match Retailer::from_line(line) {
                // Sorted by id, so a line that does not rise is a duplicate or misplaced.
                Ok(r) if list.retailers.last().is_none_or(|last| last.id < r.id) => {
                    list.retailers.push(r);
                }
                _ => list.dropped += 1,
            }
        }
        if list.dropped * 100 > lines {
            return Err(Error::BadLines);
        }
        list.by_host = Some(list.table()?);
        Ok(list)
    }

    fn table(&self) -> Result<HostTable<Vec<u8>>, Error> {
        let hosts: usize = self.retailers.iter().map(|r| r.hosts.len()).sum();
        let mut entries = Vec::with_capacity(hosts);
        for (position, retailer) in (0_u32..).zip(&self.retailers) {
            let keys = retailer.hosts.iter().map(|h| Key::of_host(h.as_str()));
            entries.extend(keys.map(|key| (key, position)));
        }
        HostTable::open(build(&entries)?)
    }

    /// The retailer that covers an address: longest host first, then longest path, then lowest id.
    #[must_use]
    pub fn find(&self, url: &Url) -> Option<&Retailer> {
        self.covering(Address::of(url)?).1
    }

    /// The same for an address as a browser writes it: nothing is taken apart that the answer does not need, and nothing
    /// is copied.
    #[must_use]
    pub fn at(&self, text: &str) -> Option<&Retailer> {
        let (form, found) = match Sight::of(text) {
            Sight::Page(page) => self.covering(page),
            Sight::Nowhere => return None,
            Sight::Unsure => (Form::Odd, None),
        };
        match form {
            Form::Name => found,
            Form::Broken => None,
            Form::Odd => self.find(&Url::parse(text).ok()?),
        }
    }

    fn covering(&self, page: Address<'_>) -> (Form, Option<&Retailer>) {
        let mut longest = None;
        let form = walk(page.host.as_bytes(), |start, key| {
            let named = self.named(page.host.get(start..).unwrap_or_default(), key);
            let best = named.filter(|r| r.covers(page)).max_by_key(|r| {
                let longest_path = r.paths.iter().map(String::len).max().unwrap_or(0);
                (longest_path, core::cmp::Reverse(r.id))
            });
            longest = best.or(longest);
        });
        (form, longest)
    }

    /// A retailer by number.
    #[must_use]
    pub fn get(&self, id: RetailerId) -> Option<&Retailer> {
        let position = self.retailers.binary_search_by_key(&id, |r| r.id).ok()?;
        self.retailers.get(position)
    }

    /// All retailers in the order of their numbers.
    #[must_use]
    pub fn retailers(&self) -> &[Retailer] {
        &self.retailers
    }

    /// Every host that some retailer covers, once, in the order of the list.
    #[must_use]
    pub fn hosts(&self) -> Vec<&Host> {
        let mut hosts = Vec::new();
        for retailer in &self.retailers {
            for host in &retailer.hosts {
                let first = self.of_host(host.as_str()).map(|r| r.id).min();
                if first == Some(retailer.id) {
                    hosts.push(host);
                }
            }
        }
        hosts
    }

    /// The retailers that name exactly this host.
    pub(crate) fn of_host(&self, host: &str) -> impl Iterator<Item = &Retailer> {
        self.named(host, Key::of_host(host))
    }

    fn named(&self, host: &str, key: Key) -> impl Iterator<Item = &Retailer> {
        let table = self.by_host.iter();
        let positions = table.flat_map(move |t| t.positions(key));
        positions
            .filter_map(|at| self.retailers.get(usize::try_from(at).ok()?))
            .filter(move |r| r.hosts.iter().any(|h| h.as_str() == host))
    }

    /// How many retailers.
    #[must_use]
    pub fn len(&self) -> usize {
        self.retailers.len()
    }

    /// Is there none?
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.retailers.is_empty()
    }

    /// How many lines were left out.
    #[must_use]
    pub fn dropped(&self) -> usize {
        self.dropped
    }
}
