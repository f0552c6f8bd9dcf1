//! What all revisions of one order line amount to. Any order of arrival and any repetition gives the same.

use super::{Report, Status};
use crate::ledger::earning::State;
use std::{cmp::Reverse, collections::BTreeMap};

/// What all revisions of one order line amount to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Folded {
    pub(crate) state: State,
    /// What is left of the purchase after corrections, minor units.
    pub(crate) sale_minor: i64,
    /// What is left of the commission, minor units.
    pub(crate) commission_minor: i64,
    /// The newest revision of the line itself, with what older ones told and it does not name: says when, in which category
    /// and for which offer it was bought.
    pub(crate) line: Report,
}

/// Which of two revisions counts: the newer one. Many networks write dates only, and file an order twice on one day; of one
/// moment the more final word is the later one, and then the smaller sale promises nothing that may be taken back.
fn rank(revision: &Report) -> (i64, i64, u8, Reverse<i64>) {
    let finality = match revision.status {
        Status::Pending => 0,
        Status::Confirmed => 1,
        Status::Declined => 2,
    };
    (
        revision.updated_at,
        revision.seq,
        finality,
        Reverse(revision.sale_minor),
    )
}

/// Folds the revisions of one order line; `None` when there are none.
///
/// Of each record the newest revision counts. Records with negative amounts take something away from the others, and
/// count whether or not they are certain: what may have been returned is not promised.
pub(crate) fn fold(mut revisions: Vec<Report>) -> Option<Folded> {
    let name = |r: &Report| r.rev().unwrap_or_default();
    revisions.sort_by(|a, b| {
        // Names cost a hash each, and only revisions that differ in nothing else need them.
        rank(a).cmp(&rank(b)).then_with(|| name(a).cmp(&name(b)))
    });
    let mut records: BTreeMap<&str, &Report> = BTreeMap::new();
    for revision in &revisions {
        records.insert(&revision.record, revision);
    }
    let live = || records.values().filter(|r| r.status != Status::Declined);
    let lines = || live().filter(|r| !r.is_correction());
    let sum = |of: fn(&Report) -> i64| live().fold(0_i64, |sum, r| sum.saturating_add(of(r)));
    let sale_minor = sum(|r| r.sale_minor);

    let is_gone =
        lines().next().is_none() || (live().any(|r| r.is_correction()) && sale_minor <= 0);
    let was_confirmed = revisions
        .iter()
        .any(|r| r.status == Status::Confirmed && !r.is_correction());
    let state = if is_gone && was_confirmed {
        State::Reversed
    } else if is_gone {
        State::Ineligible
    } else if lines().all(|r| r.status == Status::Confirmed) {
        State::Confirmed
    } else {
        State::Pending
    };
    let newest = |is_wanted: fn(&&Report) -> bool| revisions.iter().rev().find(is_wanted);
    let line = newest(|r| !r.is_correction()).or_else(|| newest(|_| true))?;
    // A revision that does not name the order, the category or the offer says nothing about it. The last two are the line's
    // own to tell.
    let order_hash = newest(|r| r.order_hash.is_some()).and_then(|r| r.order_hash.clone());
    let in_category = newest(|r| r.category.is_some() && !r.is_correction()).unwrap_or(line);
    let for_offer = newest(|r| r.offer.is_some() && !r.is_correction()).unwrap_or(line);
    Some(Folded {
        state,
        sale_minor: sale_minor.max(0),
        commission_minor: sum(|r| r.commission_minor).max(0),
        line: Report {
            order_hash,
            category: in_category.category.clone(),
            offer: for_offer.offer.clone(),
            ..line.clone()
        },
    })
}

#[cfg(test)]
mod tests {
    use super::super::tests::report;
    use super::*;

    fn state(revisions: &[Report]) -> State {
        fold(revisions.to_vec()).unwrap().state
    }

    fn correction(record: &str, updated_at: i64, sale_minor: i64) -> Report {
        Report {
            record: record.to_owned(),
            sale_minor,
            commission_minor: sale_minor / 5,
            ..report(updated_at, Status::Confirmed)
        }
    }

    #[test]
    fn the_newest_revision_decides_in_any_order() {
        let all = [
            report(1, Status::Pending),
            report(2, Status::Confirmed),
            report(3, Status::Declined),
        ];
        assert_eq!(state(&all[..1]), State::Pending);
        assert_eq!(state(&all[..2]), State::Confirmed);
        assert_eq!(state(&all), State::Reversed);
        let [a, b, c] = all.clone();
        assert_eq!(state(&[c.clone(), a.clone(), b]), State::Reversed);
        assert_eq!(state(&[c, a]), State::Ineligible);
        assert!(fold(Vec::new()).is_none());
    }

    #[test]
    fn of_one_moment_the_final_word_counts_and_then_the_smaller_sale() {
        let (a, b) = (report(1, Status::Pending), report(1, Status::Declined));
        let folded = |revisions: [&Report; 2]| fold(revisions.map(Clone::clone).to_vec());
        let counted = Report { seq: 1, ..a };
        assert_eq!(folded([&counted, &b]).unwrap().state, State::Pending);
        for number in 0..64 {
            let one = |status, sale_minor| Report {
                ext_id: number.to_string(),
                sale_minor,
                ..report(1, status)
            };
            let either = |a: &Report, b: &Report| {
                assert_eq!(folded([a, b]), folded([b, a]));
                folded([a, b]).unwrap()
            };
            let [pending, confirmed, declined] =
                [Status::Pending, Status::Confirmed, Status::Declined].map(|s| one(s, 10_000));
            assert_eq!(either(&pending, &declined).state, State::Ineligible);
            assert_eq!(either(&pending, &confirmed).state, State::Confirmed);
            assert_eq!(either(&confirmed, &declined).state, State::Reversed);
            let less = one(Status::Confirmed, 4_000);
            assert_eq!(either(&confirmed, &less).sale_minor, 4_000);
            let paid_less = Report {
                commission_minor: 1,
                ..confirmed.clone()
            };
            either(&confirmed, &paid_less);
        }
    }

    #[test]
    fn a_correction_takes_away_from_its_line() {
        let line = report(1, Status::Confirmed);
        let part = correction("c-1", 2, -4_000);
        for revisions in [
            vec![line.clone(), part.clone()],
            vec![part.clone(), line.clone(), part.clone()],
        ] {
            let folded = fold(revisions).unwrap();
            assert_eq!(folded.state, State::Confirmed);
            assert_eq!((folded.sale_minor, folded.commission_minor), (6_000, 1_200));
        }
        let all = [line.clone(), part, correction("c-2", 3, -6_000)];
        let folded = fold(all.to_vec()).unwrap();
        assert_eq!((folded.state, folded.sale_minor), (State::Reversed, 0));
        let before = [report(1, Status::Pending), correction("c-1", 2, -10_000)];
        assert_eq!(state(&before), State::Ineligible);
    }

    #[test]
    fn more_taken_away_than_was_bought_is_nothing_and_never_less() {
        let over = [report(1, Status::Confirmed), correction("c-1", 2, -99_000)];
        let folded = fold(over.to_vec()).unwrap();
        assert_eq!((folded.state, folded.sale_minor), (State::Reversed, 0));
        // The correction comes before its line.
        let alone = fold(vec![correction("c-1", 2, -1_000)]).unwrap();
        assert_eq!((alone.state, alone.sale_minor), (State::Ineligible, 0));
        let endless = [correction("a", 1, i64::MIN), correction("b", 1, i64::MIN)];
        assert_eq!(fold(endless.to_vec()).unwrap().commission_minor, 0);
    }

    #[test]
    fn a_withdrawn_correction_gives_back() {
        let mut withdrawn = correction("c-1", 3, -4_000);
        withdrawn.status = Status::Declined;
        let all = [
            report(1, Status::Pending),
            correction("c-1", 2, -4_000),
            withdrawn,
        ];
        let folded = fold(all.to_vec()).unwrap();
        assert_eq!((folded.state, folded.sale_minor), (State::Pending, 10_000));
    }
}
