//! What the shopper keeps about a store: a star, "tell me when it reaches 8 %", a note such as a card offer. It stays on
//! the device.

use crate::host::Host;
use crate::hundredths::Hundredths;
use crate::json;
use crate::wallet::is_short;

/// Most stores of which something is kept.
pub const MOST: usize = 300;
/// A calendar day is over everywhere 36 hours after it began in UTC.
const WHOLE_DAY: i64 = 36 * 3_600_000;

/// What is kept of one store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Keepsake {
    /// The store's first host.
    pub site: Host,
    /// Is it a favourite?
    pub star: bool,
    /// The shopper waits for this percentage.
    pub least: Option<Hundredths>,
    /// It was said that the percentage is reached, and the rate has not fallen since.
    pub told: bool,
    /// The shopper's own words.
    pub note: Option<String>,
    /// The last day on which they hold: its beginning in UTC, milliseconds.
    pub until: Option<i64>,
}

json::object!(Keepsake { site, star, told } optional { least, note, until });

impl Keepsake {
    /// Nothing.
    #[must_use]
    pub fn of(site: Host) -> Self {
        Self {
            site,
            star: false,
            least: None,
            told: false,
            note: None,
            until: None,
        }
    }

    /// Is there anything to keep, and all of it short?
    #[must_use]
    pub fn is_worth_keeping(&self) -> bool {
        (self.star || self.least.is_some() || self.note.is_some())
            && self.note.as_deref().is_none_or(is_short)
    }

    /// The note, while it holds at `now` milliseconds.
    #[must_use]
    pub fn note_at(&self, now: i64) -> Option<&str> {
        let ends = |day: i64| day.saturating_add(WHOLE_DAY);
        let holds = self.until.is_none_or(|day| now < ends(day));
        self.note.as_deref().filter(|_| holds)
    }

    /// Does this percentage, in basis points, reach what the shopper waits for?
    #[must_use]
    pub fn is_reached(&self, best: Option<u32>) -> bool {
        self.least
            .zip(best)
            .is_some_and(|(least, best)| best >= least.0)
    }

    /// Takes the best percentage of the moment: is it to be said now? Once a rise, and never while `is_silent`: then a
    /// later look says it.
    pub fn look(&mut self, best: Option<u32>, is_silent: bool) -> bool {
        let is_reached = self.is_reached(best);
        let is_news = is_reached && !self.told && !is_silent;
        self.told = is_reached && (self.told || is_news);
        is_news
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keepsake() -> Keepsake {
        Keepsake::of(Host::parse("macys.com").unwrap())
    }

    #[test]
    fn every_rise_is_said_once() {
        let mut alert = Keepsake {
            least: Some(Hundredths(800)),
            ..keepsake()
        };
        let mut look = |rate, is_silent| alert.look(Some(rate), is_silent);
        assert!(!look(799, false));
        assert!(!look(800, true), "not now");
        assert!(look(800, false), "but at a later look");
        assert!(!look(900, false), "still the same rise");
        assert!(!look(300, false));
        assert!(look(1_000, false), "another rise");
        assert!(!alert.look(None, false));
        assert!(!alert.told, "a store that left the list may come back");
        assert!(!keepsake().look(Some(10_000), false), "nothing is awaited");
    }

    #[test]
    fn a_note_holds_until_its_day_is_over_everywhere() {
        let day = 1_796_000_400_000;
        let note = Keepsake {
            note: Some("Amex Offer".to_owned()),
            until: Some(day),
            ..keepsake()
        };
        assert_eq!(note.note_at(day + WHOLE_DAY - 1), Some("Amex Offer"));
        assert_eq!(note.note_at(day + WHOLE_DAY), None);
        let forever = Keepsake {
            until: None,
            ..note
        };
        assert_eq!(forever.note_at(i64::MAX), Some("Amex Offer"));
    }

    #[test]
    fn what_is_empty_or_endless_is_not_kept() {
        assert!(!keepsake().is_worth_keeping());
        for (note, is_kept) in [("x", true), (" ", false), ("a\nb", false)] {
            let note = Keepsake {
                note: Some(note.to_owned()),
                ..keepsake()
            };
            assert_eq!(note.is_worth_keeping(), is_kept, "{note:?}");
        }
        let note = Some("x".repeat(201));
        assert!(!Keepsake { note, ..keepsake() }.is_worth_keeping());
    }
}
