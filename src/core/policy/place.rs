//! A redirect host with everything below it, optionally only from a path on: `howl.me/link`, `*.${4-6}.net/c/#+/#+`.

use super::pattern::{Mode, Pattern};
use crate::host::Host;
use url::Url;

/// What no host or path may consist of entirely: a place must pin more than `.net/`.
const LEAST_PINNED: usize = 5;
/// What a filter's path must pin where its host is a mere ending: `/c/`.
const LEAST_PATH: usize = 3;
const CLASSES: [char; 7] = ['#', '%', '@', '$', '?', '*', '{'];

#[derive(Debug, Clone)]
pub(super) struct Place {
    text: String,
    host: Pattern,
    path: Pattern,
}

impl Place {
    pub(super) fn parse(text: &str) -> Option<Self> {
        let (host, path) = text.split_once('/').unwrap_or((text, ""));
        let is_plain = !host.contains(CLASSES);
        if is_plain && Host::parse(host).ok()?.as_str() != host {
            return None;
        }
        let (host, path) = (Pattern::parse(host)?, Pattern::parse(&format!("/{path}*"))?);
        let place = Self {
            text: text.to_owned(),
            host,
            path,
        };
        // The slash before the path is always there.
        let pinned = place.host.pinned() + place.path.pinned() - 1;
        (place.host.text().contains('.') && pinned >= LEAST_PINNED).then_some(place)
    }

    /// As written.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    pub(super) fn covers(&self, host: &Host, url: &Url) -> bool {
        self.host.fits(host.as_str(), Mode::Host) && self.path.fits(url.path(), Mode::Exact)
    }

    /// Does everything that this covers certainly lie within the other too?
    pub(super) fn is_within(&self, broader: &Self) -> bool {
        let (own, other) = (self.path.text(), broader.path.text());
        let is_below = other
            .strip_suffix('*')
            .is_some_and(|start| !start.contains(CLASSES) && own.starts_with(start));
        self.host.is_within(&broader.host, Mode::Host) && (is_below || own == other)
    }

    /// The narrowest match pattern that covers it, unless that would be all hosts of an ending.
    pub(super) fn filter(&self) -> Option<String> {
        let host = self.host.text();
        let labels = host.rsplit('.').take_while(|l| !l.contains(CLASSES));
        let length: usize = labels.map(|l| l.len() + 1).sum();
        let ending = host.get((host.len() + 1).saturating_sub(length)..)?;
        let path = self.path.text().split(CLASSES).next()?;
        let names_a_host = ending.contains('.');
        let is_narrow = names_a_host || !ending.is_empty() && path.len() >= LEAST_PATH;
        is_narrow.then(|| format!("*://*.{ending}{path}*"))
    }
}
