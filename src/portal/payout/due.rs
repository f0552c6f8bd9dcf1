//! What one member is due on a payout day: how much, in what, by which rail, or why not. Pure.

use super::{
    item::{Carried, Item, Reason},
    programme::Account,
    rail::Rail,
    way::{Kind, Way},
};
use crate::payout_calendar::{cents_for, min_cents};
use pointback_core::money::{PerUnit, points};

/// A member's cents, as the ledger has them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Candidate {
    pub(super) member: String,
    /// The confirmed balance; below zero when more was taken back after a payout than was earned since.
    pub(super) balance: i64,
    /// Sum of all earnings that are confirmed and in no payout.
    pub(super) confirmed: i64,
    /// Of those, the sum of the earnings that fall under the cut-off.
    pub(super) under_cut_off: i64,
}

impl Candidate {
    /// The cents that may be paid. Balance and earnings differ by what was taken back after it was paid (or raised after
    /// it was paid): that is made up for at once, whatever the cut-off. Never more than the balance.
    pub(super) fn payable(&self) -> i64 {
        let to_offset = self.confirmed - self.balance;
        (self.under_cut_off - to_offset).min(self.balance)
    }
}

/// What a member chose, as it was in force at the cut-off.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Choice<'u> {
    Cash(Option<Way>),
    Points {
        unit: &'u str,
        way: Option<Way>,
        account: Option<Account>,
        per: Option<&'u PerUnit>,
        /// Has the member yet to say that they can take part?
        is_question_open: bool,
    },
}

/// The payment, or why there is none.
pub(super) fn decide(
    period: &str,
    candidate: &Candidate,
    choice: &Choice<'_>,
) -> Result<Item, Carried> {
    let cents = candidate.payable();
    let carried = |reason| Carried {
        member: candidate.member.clone(),
        cents,
        reason,
    };
    let per = rate(choice).map_err(carried)?;
    if cents < min_cents(per) {
        return Err(carried(Reason::BelowMinimum));
    }
    let (rail, way_ms) = route(choice).map_err(carried)?;
    let amount = per.map_or(cents, |per| points(cents, 2, per));
    Ok(Item {
        id: Item::id_of(period, &candidate.member, &rail.asset()),
        member: candidate.member.clone(),
        rail,
        way_ms,
        cents,
        amount,
        rounding: per.map_or(0, |per| cents - cents_for(amount, per)),
    })
}

/// What keeps a member from being paid, however much is confirmed.
pub(super) fn hindrance(choice: &Choice<'_>) -> Option<Reason> {
    rate(choice).err().or_else(|| route(choice).err())
}

/// Points per dollar; nothing for cash.
fn rate<'u>(choice: &Choice<'u>) -> Result<Option<&'u PerUnit>, Reason> {
    match choice {
        Choice::Cash(_) => Ok(None),
        Choice::Points { per, .. } => per.ok_or(Reason::NoRate).map(Some),
    }
}

fn route(choice: &Choice<'_>) -> Result<(Rail, i64), Reason> {
    match choice {
        Choice::Cash(None) => Err(Reason::NoAddress),
        Choice::Cash(Some(way)) => match way.kind {
            Kind::Check => Ok((Rail::Check, way.since_ms)),
            Kind::PayPal => Ok((Rail::PayPal, way.since_ms)),
            Kind::Account => Err(Reason::NoAddress),
        },
        Choice::Points {
            is_question_open: true,
            ..
        } => Err(Reason::QuestionOpen),
        Choice::Points { way: None, .. } => Err(Reason::NoAccount),
        Choice::Points { account: None, .. } => Err(Reason::AccountUnconfirmed),
        Choice::Points {
            unit,
            way: Some(way),
            ..
        } => Ok((Rail::Points((*unit).to_owned()), way.since_ms)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn candidate(balance: i64, confirmed: i64, under_cut_off: i64) -> Candidate {
        Candidate {
            member: "m_1".into(),
            balance,
            confirmed,
            under_cut_off,
        }
    }

    fn way(kind: Kind) -> Option<Way> {
        Some(Way {
            kind,
            address: "somewhere".into(),
            since_ms: 7,
        })
    }

    fn per(num: u32, den: u32) -> PerUnit {
        PerUnit {
            from: 0,
            num,
            den,
            tier: None,
        }
    }

    fn points_of(per: &PerUnit) -> Choice<'_> {
        Choice::Points {
            unit: "bilt",
            way: way(Kind::Account),
            account: Some(Account {
                account: "somewhere".into(),
                tier: String::new(),
            }),
            per: Some(per),
            is_question_open: false,
        }
    }

    fn paid(cents: i64, choice: &Choice<'_>) -> Result<(i64, i64, i64), Reason> {
        decide("2027-02-15", &candidate(cents, cents, cents), choice)
            .map(|item| (item.cents, item.amount, item.rounding))
            .map_err(|carried| carried.reason)
    }

    #[test]
    fn five_dollars_are_carried_over_and_one_cent_more_is_paid() {
        let cash = Choice::Cash(way(Kind::Check));
        assert_eq!(paid(500, &cash), Err(Reason::BelowMinimum));
        assert_eq!(paid(501, &cash), Ok((501, 501, 0)));
        let mr = per(100, 1);
        assert_eq!(paid(500, &points_of(&mr)), Err(Reason::BelowMinimum));
        assert_eq!(paid(501, &points_of(&mr)), Ok((501, 501, 0)));
        // $100 at 10 % is $10.00, or 1,000 points.
        assert_eq!(paid(1_000, &points_of(&mr)), Ok((1_000, 1_000, 0)));
    }

    #[test]
    fn points_need_five_hundred_and_are_rounded_down_with_the_rest_named() {
        let blue = per(50, 1);
        assert_eq!(paid(999, &points_of(&blue)), Err(Reason::BelowMinimum));
        assert_eq!(paid(1_000, &points_of(&blue)), Ok((1_000, 500, 0)));
        assert_eq!(paid(1_001, &points_of(&blue)), Ok((1_001, 500, 1)));
        let odd = per(100, 3);
        assert_eq!(paid(1_502, &points_of(&odd)), Ok((1_502, 500, 2)));
    }

    #[test]
    fn what_is_missing_is_named() {
        let mr = per(100, 1);
        let points = |way, account, per| Choice::Points {
            unit: "mr",
            way,
            account,
            per,
            is_question_open: false,
        };
        let mut unanswered = points_of(&mr);
        if let Choice::Points {
            is_question_open, ..
        } = &mut unanswered
        {
            *is_question_open = true;
        }
        for (choice, reason) in [
            (Choice::Cash(None), Reason::NoAddress),
            (points(None, None, Some(&mr)), Reason::NoAccount),
            (
                points(way(Kind::Account), None, Some(&mr)),
                Reason::AccountUnconfirmed,
            ),
            (points(way(Kind::Account), None, None), Reason::NoRate),
            (unanswered, Reason::QuestionOpen),
        ] {
            assert_eq!(hindrance(&choice), Some(reason));
            assert_eq!(paid(1_000, &choice), Err(reason));
        }
    }

    #[test]
    fn what_was_taken_back_after_a_payout_comes_off_first() {
        // $20 confirmed, half of it after the cut-off; $3 was taken back after it had been paid.
        assert_eq!(candidate(1_700, 2_000, 1_000).payable(), 700);
        // More was taken back than was earned since.
        assert_eq!(candidate(-300, 0, 0).payable(), -300);
        // A paid order was raised by $2 later: that is confirmed too.
        assert_eq!(candidate(1_200, 1_000, 1_000).payable(), 1_200);
    }

    proptest! {
        #[test]
        fn nobody_is_paid_more_than_the_balance_and_every_cent_is_accounted_for(
            cents in 0_i64..5_000_000, taken_back in -5_000_i64..5_000_000, share in 0_i64..=100,
            num in 1_u32..1_000, den in 1_u32..10, as_points: bool,
        ) {
            let balance = cents - taken_back;
            let candidate = candidate(balance, cents, cents * share / 100);
            let per = per(num, den);
            let choice = if as_points { points_of(&per) } else { Choice::Cash(way(Kind::PayPal)) };
            match decide("2027-02-15", &candidate, &choice) {
                Ok(item) => {
                    prop_assert!(item.cents >= 501 && item.cents <= balance);
                    prop_assert!(item.amount > 0 && item.rounding >= 0);
                    if as_points {
                        prop_assert!(item.amount >= 500);
                        // The cents that were used make exactly these points, and one cent less would not.
                        let used = item.cents - item.rounding;
                        prop_assert_eq!(points(used, 2, &per), item.amount);
                        prop_assert!(points(used - 1, 2, &per) < item.amount);
                    } else {
                        prop_assert_eq!((item.amount, item.rounding), (item.cents, 0));
                    }
                }
                Err(carried) => prop_assert_eq!(carried.cents, candidate.payable()),
            }
        }
    }
}
