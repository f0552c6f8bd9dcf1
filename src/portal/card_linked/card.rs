//! Linked cards. The portal knows what its holder calls a card, and never its number: the partner that sees the card
//! gets our id for it.

use crate::{accounts::hold, db, error::Error, random, report::Report, state::Portal};

const PREFIX: &str = "card_";
const LONGEST_LABEL: usize = 40;
/// The last four are how people tell cards apart; more would begin to be the number.
const MOST_DIGITS: usize = 4;
const MOST_CARDS: usize = 10;

row! {
    /// A card as its holder linked it.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub(crate) struct Card {
        pub(crate) id: String,
        pub(crate) member: String,
        pub(crate) label: String,
        linked_ms: i64,
        pub(crate) ended_ms: Option<i64>,
    }
}

impl Card {
    /// Can it have been linked when that was bought? Of some purchases only the day is known.
    pub(crate) fn was_linked_for(&self, line: &Report) -> bool {
        let has_begun = self.linked_ms <= line.latest_event_at();
        has_begun && self.ended_ms.is_none_or(|ended| line.event_at < ended)
    }
}

/// Can this name a card? Clicks are named otherwise.
pub(crate) fn is_reference(text: &str) -> bool {
    text.starts_with(PREFIX)
}

/// Why a card was not linked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum BadLabel {
    Empty,
    TooLong,
    Number,
}

impl BadLabel {
    /// One sentence for the form.
    pub(crate) const fn sentence(self) -> &'static str {
        match self {
            Self::Empty => "Give the card a name, such as \"Blue Visa\".",
            Self::TooLong => "Name the card in at most 40 characters.",
            Self::Number => {
                "Do not enter a card number. A name is enough; the last four digits may be in it."
            }
        }
    }
}

fn checked(label: &str) -> Result<&str, BadLabel> {
    let label = label.trim();
    // Digits of any script: a number is a number.
    let digits = label.chars().filter(|c| c.is_numeric()).count();
    if label.is_empty() || label.chars().any(char::is_control) {
        Err(BadLabel::Empty)
    } else if label.chars().count() > LONGEST_LABEL {
        Err(BadLabel::TooLong)
    } else if digits > MOST_DIGITS {
        Err(BadLabel::Number)
    } else {
        Ok(label)
    }
}

/// Links a card.
pub(crate) async fn link(portal: &Portal, member: &str, label: &str) -> Result<(), Error> {
    let label = checked(label).map_err(|bad| Error::Malformed(bad.sentence()))?;
    let mut tx = db::write(&portal.pool).await?;
    hold::member(&mut tx, member).await?;
    let open = all(&mut tx, member).await?;
    if open.iter().filter(|card| card.ended_ms.is_none()).count() >= MOST_CARDS {
        return Err(Error::Malformed("Ten cards are linked. Unlink one first."));
    }
    sqlx::query("INSERT INTO card (id, member, label, linked_ms) VALUES ($1, $2, $3, $4)")
        .bind(format!("{PREFIX}{}", random::short_id()?))
        .bind(member)
        .bind(label)
        .bind(portal.now_ms())
        .execute(&mut *tx)
        .await?;
    tx.commit().await?;
    Ok(())
}

/// Ends a member's own card; purchases before now still count.
pub(crate) async fn end(portal: &Portal, member: &str, id: &str) -> Result<(), Error> {
    sqlx::query("UPDATE card SET ended_ms = $1 WHERE id = $2 AND member = $3 AND ended_ms IS NULL")
        .bind(portal.now_ms())
        .bind(id)
        .bind(member)
        .execute(&portal.pool)
        .await?;
    Ok(())
}

/// A member's cards, those that were ended too, in the order of linking.
pub(crate) async fn all(connection: &mut db::Connection, member: &str) -> Result<Vec<Card>, Error> {
    let cards = sqlx::query_as(
        "SELECT id, member, label, linked_ms, ended_ms FROM card WHERE member = $1 ORDER BY linked_ms, id",
    )
    .bind(member)
    .fetch_all(connection)
    .await?;
    Ok(cards)
}

/// A card by the id that the partner knows it by.
pub(crate) async fn by_id(
    connection: &mut db::Connection,
    id: &str,
) -> Result<Option<Card>, Error> {
    let card =
        sqlx::query_as("SELECT id, member, label, linked_ms, ended_ms FROM card WHERE id = $1")
            .bind(id)
            .fetch_optional(connection)
            .await?;
    Ok(card)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_is_a_name_and_never_a_number() {
        for good in ["Blue Visa", " Visa 1234 ", "Амекс", "карта 77"] {
            assert!(checked(good).is_ok(), "{good}");
        }
        for (bad, why) in [
            ("", BadLabel::Empty),
            ("  ", BadLabel::Empty),
            ("a\nb", BadLabel::Empty),
            (&"x".repeat(41), BadLabel::TooLong),
            ("4111111111111111", BadLabel::Number),
            ("4111 1111-1111/1111", BadLabel::Number),
            ("4a1b1c1d1", BadLabel::Number),
            ("٤١١١١١١١", BadLabel::Number),
        ] {
            assert_eq!(checked(bad), Err(why), "{bad}");
        }
    }
}
