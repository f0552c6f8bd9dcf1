//! "Not on this site", and not anywhere: as many as the shopper wants, each for a time or for good.

use crate::host::Host;
use crate::json::{self, Json, Read, Reader, Write};
use crate::local_time::LocalTime;

const HOUR: i64 = 3_600_000;

/// For how long.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lasting {
    /// One hour.
    Hour,
    /// Until the shopper's next day.
    Day,
    /// 30 days.
    Month,
    /// Until it is undone.
    Always,
}

json::words!(Lasting {
    "hour" => Hour,
    "day" => Day,
    "month" => Month,
    "always" => Always,
});

impl Lasting {
    /// When it ends, milliseconds.
    #[must_use]
    pub fn until(self, at: LocalTime) -> Option<i64> {
        match self {
            Self::Hour => Some(at.now + HOUR),
            Self::Day => Some(at.tomorrow()),
            Self::Month => Some(at.now + 30 * 24 * HOUR),
            Self::Always => None,
        }
    }
}

/// Where the shopper wants something.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Where {
    /// At every store.
    Everywhere,
    /// At the store with this first host.
    At(Host),
}

/// Where silence was asked for, and when it ends, milliseconds, if it does.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Mutes(Vec<(Where, Option<i64>)>);

impl Mutes {
    /// Asks for silence. What is over is forgotten on the way.
    pub fn add(&mut self, site: Where, lasting: Lasting, at: LocalTime) {
        let is_kept =
            |(other, until): &(Where, Option<i64>)| *other != site && !is_over(*until, at.now);
        self.0.retain(is_kept);
        self.0.push((site, lasting.until(at)));
    }

    /// Ends a silence.
    pub fn remove(&mut self, site: &Where) {
        self.0.retain(|(other, _)| other != site);
    }

    /// What silences a store of these hosts now: where that was asked for, and until when.
    #[must_use]
    pub fn of(&self, hosts: &[Host], now: i64) -> Option<(&Where, Option<i64>)> {
        let mut held = self.held(now);
        held.find(|(site, _)| match site {
            Where::Everywhere => true,
            Where::At(host) => hosts.contains(host),
        })
    }

    /// All that hold now.
    pub fn held(&self, now: i64) -> impl Iterator<Item = (&Where, Option<i64>)> {
        let all = self.0.iter().map(|(site, until)| (site, *until));
        all.filter(move |(_, until)| !is_over(*until, now))
    }
}

fn is_over(until: Option<i64>, now: i64) -> bool {
    until.is_some_and(|until| until <= now)
}

/// In JSON `"*"` is everywhere; no host is called so.
const EVERYWHERE: &str = "*";

impl Read for Where {
    fn read(from: Reader<'_>) -> Self {
        match from.json() {
            Json::Text(text) if text == EVERYWHERE => Self::Everywhere,
            _ => Self::At(Host::read(from)),
        }
    }
}

impl Write for Where {
    fn write(&self) -> Json<'_> {
        match self {
            Self::Everywhere => EVERYWHERE.write(),
            Self::At(host) => host.write(),
        }
    }
}

json::serialize!(Where);

impl Read for Mutes {
    fn read(from: Reader<'_>) -> Self {
        let mut mutes = Self::default();
        for item in from.items() {
            let item = from.at(item);
            let (site, until) = match item.json() {
                // Before silences had an end, a site alone was one for good.
                Json::Text(_) => (Where::read(item), None),
                _ => Read::read(item),
            };
            mutes.0.push((site, until));
        }
        mutes
    }
}

impl Write for Mutes {
    fn write(&self) -> Json<'_> {
        self.0.write()
    }
}

json::deserialize!(Mutes);
json::serialize!(Mutes);
