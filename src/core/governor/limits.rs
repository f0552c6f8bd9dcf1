//! What the shopper allows.

use crate::json::{self, Read, Reader};

/// Prompts a day that can be chosen.
const CHOICES: core::ops::RangeInclusive<u32> = 1..=50;
const MINUTES: u32 = 24 * 60;

/// Settings of the governor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Unasked cards a day, 1 to 50; `None` for as many as there are.
    pub prompts: Option<u32>,
    /// When no card comes unasked.
    pub quiet: Option<QuietHours>,
}

/// From one minute of the local day to another, around midnight if need be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct QuietHours {
    /// First quiet minute since local midnight, 0 to 1439.
    pub from: u32,
    /// First minute that is not quiet any more, 0 to 1439; another one than `from`.
    pub to: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            prompts: Some(12),
            quiet: None,
        }
    }
}

impl QuietHours {
    /// Is this minute of the local day one of them?
    #[must_use]
    pub fn holds(self, minute: i64) -> bool {
        let (from, to) = (i64::from(self.from), i64::from(self.to));
        if from < to {
            (from..to).contains(&minute)
        } else {
            minute >= from || minute < to
        }
    }
}

impl Read for Limits {
    fn read(from: Reader<'_>) -> Self {
        from.refuse_other_fields(&["prompts", "quiet"]);
        let prompts: Option<u32> = from.get("prompts");
        // Unlimited is said in so many words: a missing number is a mistake.
        let is_said = from.json().field("prompts").is_some();
        if !is_said || prompts.is_some_and(|p| !CHOICES.contains(&p)) {
            return from.fault(Self::default());
        }
        let quiet = from.get("quiet");
        Self { prompts, quiet }
    }
}

impl Read for QuietHours {
    fn read(from: Reader<'_>) -> Self {
        from.refuse_other_fields(&["from", "to"]);
        let hours = Self {
            from: from.get("from"),
            to: from.get("to"),
        };
        let is_sound = hours.from < MINUTES && hours.to < MINUTES && hours.from != hours.to;
        if is_sound { hours } else { from.fault(hours) }
    }
}

json::deserialize!(Limits);
json::written!(Limits { prompts, quiet });
json::deserialize!(QuietHours);
json::written!(QuietHours { from, to });
