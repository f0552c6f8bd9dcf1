//! The words of the trade for how certain an order is.
//! Sources: CJ (new, extended, locked, closed), Awin (pending, approved, declined, deleted), impact.com (PENDING, APPROVED,
//! REVERSED), Partnerize (pending, approved, rejected), Wildfire (PENDING, READY, PAID, DISQUALIFIED).

use crate::report::Status;

const WORDS: [(Status, &[&str]); 3] = [
    (Status::Pending, &["pending", "new", "extended"]),
    (
        Status::Confirmed,
        &["confirmed", "locked", "closed", "approved", "ready", "paid"],
    ),
    (
        Status::Declined,
        &[
            "declined",
            "deleted",
            "rejected",
            "disqualified",
            "reversed",
        ],
    ),
];

/// What a word means, however it is written. Whether a refused order was declined or reversed follows from what was
/// said of it before, not from the word.
pub(super) fn named(word: &str) -> Result<Status, String> {
    let plain = word.trim().to_ascii_lowercase();
    let found = WORDS
        .iter()
        .find(|(_, words)| words.contains(&plain.as_str()));
    found.map(|(status, _)| *status).ok_or_else(|| {
        let words: Vec<&str> = WORDS
            .iter()
            .flat_map(|(_, words)| *words)
            .copied()
            .collect();
        format!("the status is none of {}", words.join(", "))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_of_every_network_are_known() {
        for (word, status) in [
            ("new", Status::Pending),
            ("EXTENDED", Status::Pending),
            ("Pending", Status::Pending),
            ("locked", Status::Confirmed),
            ("closed", Status::Confirmed),
            ("APPROVED", Status::Confirmed),
            ("READY", Status::Confirmed),
            ("declined", Status::Declined),
            ("REVERSED", Status::Declined),
            ("DISQUALIFIED", Status::Declined),
            ("rejected", Status::Declined),
        ] {
            assert_eq!(named(word), Ok(status), "{word}");
        }
    }

    #[test]
    fn an_unknown_word_is_never_guessed() {
        for word in ["", "ok", "approve", "not approved", "confirmed?"] {
            assert!(named(word).unwrap_err().contains("locked"), "{word}");
        }
    }
}
