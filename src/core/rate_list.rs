//! `RateList`: decoded, validated, indexed; replaced whole. Or only those of its retailers that somebody asked for, read from
//! where the list is stored (`shelf`): as far as they go, the answers are the same.

#[cfg(test)]
mod tests;

use crate::address::{Address, Sight};
use crate::host_table::{Entry, Form, HostTable, Key, build, each_parent};
use crate::retailer::{Retailer, RetailerId};
use crate::{Error, hash::sha256_hex, head::Part, host::Host};
use url::Url;

/// Most lines in a list.
pub const MAX_LINES: usize = 400_000;

/// A list that is not whole and was asked for more than this begins anew.
const MOST_ASKED: usize = 2_000;

/// All retailers of one portal, found by host.
#[derive(Debug, Default)]
pub struct RateList {
    retailers: Vec<Retailer>,
    /// Where each retailer's line begins.
    offsets: Vec<u32>,
    /// From a host, or a number, to where lines begin. Only a whole list has it.
    index: Option<HostTable<Vec<u8>>>,
    /// What was asked for of a list that is not whole.
    asked: Vec<Key>,
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
        let (mut lines, mut begin) = (0_usize, 0_usize);
        for line in raw.split(|b| *b == b'\n') {
            let offset = begin;
            begin += line.len() + 1;
            if line.is_empty() {
                continue;
            }
            lines += 1;
            if lines > MAX_LINES {
                return Err(Error::BadLines);
            }
            match Retailer::from_line(line) {
                // Sorted by id, so a line that does not rise is a duplicate or misplaced.
                Ok(r) if list.retailers.last().is_none_or(|last| last.id < r.id) => {
                    list.retailers.push(r);
                    list.offsets
                        .push(u32::try_from(offset).map_err(|_| Error::TooLarge)?);
                }
                _ => list.dropped += 1,
            }
        }
        if list.dropped * 100 > lines {
            return Err(Error::BadLines);
        }
        list.index = Some(list.indexed().map_err(|_| Error::BadLines)?);
        Ok(list)
    }

    fn indexed(&self) -> Result<HostTable<Vec<u8>>, Error> {
        let mut entries = Vec::new();
        for (offset, retailer) in self.offsets.iter().zip(&self.retailers) {
            let hosts = retailer.hosts.iter().map(Host::as_str);
            entries.extend(hosts.map(|host| Entry::of_host(host, *offset)));
            entries.push(Entry::of_number(retailer.id.0, *offset));
        }
        HostTable::open(build(&entries)?)
    }

    /// The index of a whole list, as it is stored beside it; empty for a list that is not whole.
    #[must_use]
    pub fn index(&self) -> &[u8] {
        self.index.as_ref().map_or(&[], HostTable::bytes)
    }

    /// Is every retailer here?
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.index.is_some()
    }

    /// Which of these keys nobody has asked for yet. A list that has gathered much forgets all of it first.
    pub(crate) fn unasked(&mut self, keys: &[Key]) -> Vec<Key> {
        if self.is_whole() {
            return Vec::new();
        }
        if self.asked.len() > MOST_ASKED {
            *self = Self::default();
        }
        let mut unasked = Vec::new();
        for key in keys {
            if !self.asked.contains(key) && !unasked.contains(key) {
                unasked.push(*key);
            }
        }
        unasked
    }

    /// Takes in the lines that these keys led to; one that nobody asked for does no harm. Are all of them lines? An index
    /// leads to nothing else, unless what is stored was damaged.
    pub(crate) fn supply(&mut self, keys: &[Key], lines: &[u8]) -> bool {
        if self.is_whole() {
            return true;
        }
        self.asked.extend_from_slice(keys);
        for line in lines.split(|b| *b == b'\n').filter(|l| !l.is_empty()) {
            let Ok(retailer) = Retailer::from_line(line) else {
                return false;
            };
            let place = self.retailers.binary_search_by_key(&retailer.id, |r| r.id);
            if let Err(at) = place {
                self.retailers.insert(at, retailer);
            }
        }
        true
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

    fn covering<'a>(&'a self, page: Address<'_>) -> (Form, Option<&'a Retailer>) {
        let mut longest = None;
        let form = each_parent(page.host, &mut |parent, key| {
            let mut best: Option<(usize, &Retailer)> = None;
            self.named(parent, key, &mut |r| {
                let path = r.paths.iter().map(String::len).max().unwrap_or(0);
                // In the order of their numbers: among equals the first stays.
                if r.covers(page) && best.is_none_or(|(longest, _)| path > longest) {
                    best = Some((path, r));
                }
            });
            longest = best.map(|(_, r)| r).or(longest);
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
                let first = self.of_host(host.as_str());
                if first.first().is_some_and(|r| r.id == retailer.id) {
                    hosts.push(host);
                }
            }
        }
        hosts
    }

    /// The retailers that name exactly this host, in the order of their numbers.
    pub(crate) fn of_host(&self, host: &str) -> Vec<&Retailer> {
        let mut found = Vec::new();
        self.named(host, Key::of_host(host), &mut |r| found.push(r));
        found
    }

    fn named<'a>(&'a self, host: &str, key: Key, take: &mut dyn FnMut(&'a Retailer)) {
        let mut look = |r: &'a Retailer| {
            if r.hosts.iter().any(|h| h.as_str() == host) {
                take(r);
            }
        };
        let Some(index) = &self.index else {
            return self.retailers.iter().for_each(look);
        };
        for line in index.positions(key) {
            let place = self.offsets.binary_search(&line);
            if let Some(retailer) = place.ok().and_then(|at| self.retailers.get(at)) {
                look(retailer);
            }
        }
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
