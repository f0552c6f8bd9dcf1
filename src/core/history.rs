//! How headlines changed from one list that was accepted to the next: 16 bytes a change, appended, the oldest forgotten.
//!
//! Each record is four little-endian 32-bit numbers: when the newer list was signed (seconds), the retailer's number, the
//! headline before, and after. A headline is basis points, or minor units with the highest bit set; 0 is none.

use crate::money::BasisPoints;
use crate::rate::Rate;
use crate::rate_list::RateList;
use crate::retailer::{Retailer, RetailerId};

/// Bytes of a record.
const RECORD: usize = 16;
/// Most that is kept of a portal: 16,384 changes, a year of 3,500 stores.
const MOST: usize = 16_384 * RECORD;
const FIXED: u32 = 1 << 31;

/// One change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Change {
    /// When the newer list was signed, seconds.
    pub at: i64,
    /// Before.
    pub before: Point,
    /// After.
    pub after: Point,
}

/// A headline's figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Point {
    /// No rate is known.
    Nothing,
    /// A share of the purchase.
    Percent(BasisPoints),
    /// Minor units per order.
    Fixed(u32),
}

/// The changes from a list signed at one second to one signed at another, as records. What was not listed before has not
/// changed.
#[must_use]
pub fn changes(old: &RateList, signed: i64, new: &RateList, now: i64) -> Vec<u8> {
    let mut records = Vec::new();
    for retailer in new.retailers() {
        let Some(known) = old.get(retailer.id) else {
            continue;
        };
        let (before, after) = (packed(known, signed), packed(retailer, now));
        if before != after {
            let at = u32::try_from(now).unwrap_or_default();
            for number in [at, retailer.id.0, before, after] {
                records.extend_from_slice(&number.to_le_bytes());
            }
        }
    }
    records
}

/// Appends records to those that are kept, and forgets the oldest.
pub fn append(kept: &mut Vec<u8>, records: &[u8]) {
    kept.extend_from_slice(records);
    let over = kept.len().saturating_sub(MOST).next_multiple_of(RECORD);
    kept.drain(..over.min(kept.len()));
}

/// The changes of one retailer, oldest first.
#[must_use]
pub fn of(kept: &[u8], retailer: RetailerId) -> Vec<Change> {
    let numbers = |record: &[u8]| -> Option<[u32; 4]> {
        let (numbers, _) = record.as_chunks::<4>();
        let numbers: Vec<u32> = numbers.iter().map(|n| u32::from_le_bytes(*n)).collect();
        numbers.try_into().ok()
    };
    let records = kept.chunks_exact(RECORD).filter_map(numbers);
    let mine = records.filter(|[_, id, ..]| *id == retailer.0);
    mine.map(|[at, _, before, after]| Change {
        at: i64::from(at),
        before: Point::unpacked(before),
        after: Point::unpacked(after),
    })
    .collect()
}

fn packed(retailer: &Retailer, at: i64) -> u32 {
    match retailer.headline_at(at).map(|h| h.rate) {
        None => 0,
        Some(Rate::Percent { v, .. }) => v.0,
        Some(Rate::Fixed { v, .. }) => v | FIXED,
    }
}

impl Point {
    /// The figure of a rate.
    #[must_use]
    pub fn of(rate: &Rate) -> Self {
        match rate {
            Rate::Percent { v, .. } => Self::Percent(*v),
            Rate::Fixed { v, .. } => Self::Fixed(*v),
        }
    }

    fn unpacked(number: u32) -> Self {
        match number {
            0 => Self::Nothing,
            v if v & FIXED == 0 => Self::Percent(BasisPoints(v)),
            v => Self::Fixed(v & !FIXED),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn whatever_was_saved_is_read_or_left_out(mut kept: Vec<u8>, more: Vec<u8>, id: u32) {
            let whole = kept.len() / RECORD;
            prop_assert!(of(&kept, RetailerId(id)).len() <= whole);
            append(&mut kept, &more);
            prop_assert!(kept.len() <= MOST);
        }
    }

    fn list(lines: &[(u32, &str)]) -> RateList {
        let line = |(id, rate): &(u32, &str)| {
            format!("{{\"id\":{id},\"n\":\"S\",\"d\":[\"s{id}.example\"],\"r\":[{rate}]}}\n")
        };
        let raw: String = lines.iter().map(line).collect();
        RateList::decode(raw.as_bytes()).unwrap()
    }

    #[test]
    fn only_what_changed_is_kept() {
        let old = list(&[
            (1, r#"{"k":"p","v":800}"#),
            (2, r#"{"k":"p","v":300}"#),
            (3, r#"{"k":"f","v":2500,"c":"USD"}"#),
            (4, ""),
        ]);
        let new = list(&[
            (1, r#"{"k":"p","v":1000}"#),
            (2, r#"{"k":"p","v":300}"#),
            (3, r#"{"k":"p","v":2500}"#),
            (4, r#"{"k":"p","v":100}"#),
            (5, r#"{"k":"p","v":900}"#),
        ]);
        let mut kept = Vec::new();
        append(&mut kept, &changes(&old, 10, &new, 20));
        append(&mut kept, &changes(&new, 20, &old, 30));
        assert_eq!(kept.len(), 6 * RECORD, "1, 3 and 4, twice");
        let percent = |v| Point::Percent(BasisPoints(v));
        let change = |at, before, after| Change { at, before, after };
        assert_eq!(
            of(&kept, RetailerId(1)),
            [
                change(20, percent(800), percent(1_000)),
                change(30, percent(1_000), percent(800))
            ]
        );
        assert_eq!(
            of(&kept, RetailerId(3)).first(),
            Some(&change(20, Point::Fixed(2_500), percent(2_500)))
        );
        assert_eq!(
            of(&kept, RetailerId(4)).first(),
            Some(&change(20, Point::Nothing, percent(100)))
        );
        assert_eq!(of(&kept, RetailerId(2)), []);
        assert_eq!(of(&kept, RetailerId(5)), [], "new is not changed");
        assert_eq!(of(&kept[..RECORD * 2 + 5], RetailerId(1)).len(), 1, "torn");
    }

    #[test]
    fn the_oldest_is_forgotten_whole() {
        let mut kept = vec![1; MOST - RECORD];
        append(&mut kept, &[2; RECORD * 2]);
        assert_eq!(kept.len(), MOST);
        assert_eq!(kept[MOST - RECORD * 2..], [2; RECORD * 2]);
        append(&mut kept, &vec![3; MOST + RECORD]);
        assert_eq!(kept, vec![3; MOST]);
    }
}
