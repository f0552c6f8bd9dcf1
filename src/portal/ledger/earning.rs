//! The life of one earning: its states, and which movements lead from one standing to another. Pure.

use super::{Movement, account::Account};

/// What a shopper sees of an earning.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// The click was seen, no purchase was reported yet.
    Processing,
    /// Reported, and may still change.
    Pending,
    /// Certain, and owed.
    Confirmed,
    /// Taken into a payout.
    InPayout,
    /// Paid out.
    Paid,
    /// Declined before it was confirmed.
    Ineligible,
    /// Taken back after it was confirmed.
    Reversed,
}

impl State {
    const ALL: [Self; 7] = [
        Self::Processing,
        Self::Pending,
        Self::Confirmed,
        Self::InPayout,
        Self::Paid,
        Self::Ineligible,
        Self::Reversed,
    ];

    /// The name in the database and the API.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Processing => "processing",
            Self::Pending => "pending",
            Self::Confirmed => "confirmed",
            Self::InPayout => "in_payout",
            Self::Paid => "paid",
            Self::Ineligible => "ineligible",
            Self::Reversed => "reversed",
        }
    }

    /// The state of that name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.name() == name)
    }

    /// A payout does not undo itself: a network that merely repeats its confirmation leaves the state alone.
    #[must_use]
    pub(crate) const fn after_report(self, target: Self) -> Self {
        match (self, target) {
            (Self::InPayout | Self::Paid, Self::Confirmed) => self,
            _ => target,
        }
    }

    const fn is_owed(self) -> bool {
        matches!(self, Self::Confirmed | Self::InPayout | Self::Paid)
    }
}

/// Where an earning stands: its state and its amounts in cents.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Standing {
    pub(crate) state: State,
    /// What was bought; no movement comes of it.
    pub(crate) sale: i64,
    pub(crate) base: i64,
    pub(crate) boost: i64,
    pub(crate) commission: i64,
}

impl Standing {
    /// Before the first report.
    pub(crate) const NONE: Self = Self {
        state: State::Processing,
        sale: 0,
        base: 0,
        boost: 0,
        commission: 0,
    };

    /// Where a report that leads to `target` leads from here.
    pub(crate) const fn after_report(&self, target: &Self) -> Self {
        Self {
            state: self.state.after_report(target.state),
            ..*target
        }
    }

    pub(crate) const fn reward(&self) -> i64 {
        self.base + self.boost
    }

    const fn pending(&self) -> i64 {
        match self.state {
            State::Pending => self.reward(),
            _ => 0,
        }
    }

    const fn confirmed(&self) -> i64 {
        if self.state.is_owed() {
            self.reward()
        } else {
            0
        }
    }

    const fn receivable(&self) -> i64 {
        if self.state.is_owed() {
            self.commission
        } else {
            0
        }
    }
}

/// Who bears an earning: what it is booked against.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Bearers {
    /// What it costs the portal.
    pub(crate) expense: Account,
    /// Who owes the commission.
    pub(crate) receivable: Account,
}

/// The movements that lead a member's earning from one standing to another.
pub(crate) fn difference(
    from: &Standing,
    to: &Standing,
    member: &str,
    bearers: &Bearers,
) -> Vec<Movement> {
    let legs = [
        (
            to.pending() - from.pending(),
            ("pending", "pending_undone"),
            (Account::expected(), Account::pending(member)),
        ),
        (
            to.confirmed() - from.confirmed(),
            ("confirmed", "confirmed_undone"),
            (bearers.expense.clone(), Account::confirmed(member)),
        ),
        (
            to.receivable() - from.receivable(),
            ("commission", "commission_undone"),
            (bearers.receivable.clone(), Account::commission()),
        ),
    ];
    legs.into_iter()
        .filter(|(amount, ..)| *amount != 0)
        .map(|(amount, (code, undone), (debit, credit))| {
            if amount > 0 {
                Movement {
                    code,
                    debit,
                    credit,
                    amount,
                }
            } else {
                Movement {
                    code: undone,
                    debit: credit,
                    credit: debit,
                    amount: -amount,
                }
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn standing(state: State) -> Standing {
        Standing {
            state,
            sale: 10_000,
            base: 1_000,
            boost: 500,
            commission: 2_000,
        }
    }

    fn codes(from: &Standing, to: &Standing) -> Vec<(&'static str, i64)> {
        let bearers = Bearers {
            expense: Account::reward_expense(),
            receivable: Account::receivable("sim"),
        };
        difference(from, to, "m_1", &bearers)
            .into_iter()
            .map(|m| (m.code, m.amount))
            .collect()
    }

    #[test]
    fn each_step_posts_what_the_table_says() {
        let (pending, confirmed) = (standing(State::Pending), standing(State::Confirmed));
        assert_eq!(codes(&Standing::NONE, &pending), [("pending", 1_500)]);
        assert_eq!(
            codes(&pending, &confirmed),
            [
                ("pending_undone", 1_500),
                ("confirmed", 1_500),
                ("commission", 2_000)
            ]
        );
        assert_eq!(
            codes(&pending, &standing(State::Ineligible)),
            [("pending_undone", 1_500)]
        );
        assert_eq!(
            codes(&confirmed, &standing(State::Reversed)),
            [("confirmed_undone", 1_500), ("commission_undone", 2_000)]
        );
    }

    #[test]
    fn a_changed_amount_posts_the_difference_only() {
        let less = Standing {
            base: 400,
            ..standing(State::Pending)
        };
        assert_eq!(
            codes(&standing(State::Pending), &less),
            [("pending_undone", 600)]
        );
        assert_eq!(codes(&less, &less), []);
    }

    #[test]
    fn a_payout_is_not_undone_by_a_repeated_confirmation() {
        assert_eq!(State::Paid.after_report(State::Confirmed), State::Paid);
        assert_eq!(
            State::InPayout.after_report(State::Reversed),
            State::Reversed
        );
        assert_eq!(
            State::Pending.after_report(State::Confirmed),
            State::Confirmed
        );
        assert_eq!(
            codes(&standing(State::Confirmed), &standing(State::Paid)),
            []
        );
    }

    #[test]
    fn every_name_is_read_back() {
        for state in State::ALL {
            assert_eq!(State::named(state.name()), Some(state));
        }
        assert_eq!(State::named("claimed"), None);
    }
}
