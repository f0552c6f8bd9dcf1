//! Why a step of a payout was refused: each reason has a name that scripts can rely on, and one sentence for the operator.

use std::fmt;

/// A step that was not taken. It has changed nothing; what was done before it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// Members are paid on other days.
    NotAPayoutDay(String),
    /// The day has not ended in the operator's zone.
    DayNotOver {
        /// Which day.
        date: String,
        /// Where it has not ended.
        zone: String,
    },
    /// Another period's freeze was begun and not finished.
    Unfinished(String),
    /// The batch is not the one that was looked at.
    OtherPlan {
        /// What the operator expected.
        expected: String,
        /// What there is.
        found: String,
    },
    /// The ledger has changed what was agreed to while it was being frozen.
    PlanChanged(String),
    /// The period is not frozen.
    NotFrozen(String),
    /// No time zone has this name.
    UnknownZone(String),
    /// A file was sent long ago, and the rail has not answered.
    Unanswered {
        /// Which file.
        file: String,
        /// How long ago.
        days: i64,
    },
    /// What would be written is not what was written before.
    FileDiffers(String),
    /// No file has this name.
    UnknownFile(String),
    /// Count or sum are not the file's.
    OtherTotals {
        /// Which file.
        file: String,
        /// Its count.
        items: i64,
        /// Its sum, as the file shows it.
        total: String,
    },
    /// A report that cannot be read.
    BadReport {
        /// Line or entry, counted from 1.
        line: usize,
        /// What is wrong.
        reason: String,
    },
    /// A report about items that were never sent.
    NotSent {
        /// The first of them.
        item: String,
        /// How many.
        count: usize,
    },
    /// A report that takes back an answer.
    AnsweredOtherwise {
        /// The first item.
        item: String,
        /// How many.
        count: usize,
    },
    /// The member has not entered this account.
    OtherAccount {
        /// Who.
        member: String,
        /// With which programme.
        unit: String,
    },
}

impl Refusal {
    /// The stable name.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NotAPayoutDay(_) => "payout.notAPayoutDay",
            Self::DayNotOver { .. } => "payout.dayNotOver",
            Self::Unfinished(_) => "payout.unfinished",
            Self::OtherPlan { .. } => "payout.otherPlan",
            Self::PlanChanged(_) => "payout.planChanged",
            Self::NotFrozen(_) => "payout.notFrozen",
            Self::UnknownZone(_) => "payout.unknownZone",
            Self::Unanswered { .. } => "payout.unanswered",
            Self::FileDiffers(_) => "payout.fileDiffers",
            Self::UnknownFile(_) => "payout.unknownFile",
            Self::OtherTotals { .. } => "payout.otherTotals",
            Self::BadReport { .. } => "payout.badReport",
            Self::NotSent { .. } => "payout.notSent",
            Self::AnsweredOtherwise { .. } => "payout.answeredOtherwise",
            Self::OtherAccount { .. } => "payout.otherAccount",
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotAPayoutDay(date) => write!(
                f,
                "{date} is no payout day: those are 15 February, May, August and November, written like 2027-02-15"
            ),
            Self::DayNotOver { date, zone } => write!(
                f,
                "{date} is not over in {zone}: freeze when it is, until then `portal payout plan` shows what would be paid"
            ),
            Self::Unfinished(date) => write!(
                f,
                "the freeze of {date} was begun and not finished: run `portal payout freeze --date {date}` first"
            ),
            Self::OtherPlan { expected, found } => write!(
                f,
                "the plan is {found} now, not {expected}: look at it again with `portal payout plan`"
            ),
            Self::PlanChanged(date) => write!(
                f,
                "what is due on {date} has changed during the freeze, so it has stopped: those who are frozen by now are paid as planned, \
                 nobody else is frozen. Look at the new plan with `portal payout plan --date {date}`, then freeze it with its own hash"
            ),
            Self::NotFrozen(date) => write!(
                f,
                "{date} is not frozen: run `portal payout freeze --date {date}` first"
            ),
            Self::UnknownZone(name) => write!(
                f,
                "there is no time zone `{name}`: give a name like America/New_York"
            ),
            Self::Unanswered { file, days } => write!(
                f,
                "{file} was sent {days} days ago and has no complete answer, so it is not sent again: ask the rail what became of it, \
                 then use `portal payout settle`"
            ),
            Self::FileDiffers(file) => write!(
                f,
                "{file} would not come out as it was sent before, so it is not written: an address may have been deleted since"
            ),
            Self::UnknownFile(file) => write!(
                f,
                "no file {file} was sent: `portal payout status` lists them"
            ),
            Self::OtherTotals { file, items, total } => write!(
                f,
                "{file} holds {items} items and sums to {total}: that is what must be acknowledged"
            ),
            Self::BadReport { line, reason } => {
                write!(f, "the report cannot be used, entry {line}: {reason}")
            }
            Self::NotSent { item, count } => write!(
                f,
                "the report names {count} items that were never sent, the first is {item}: nothing was settled"
            ),
            Self::AnsweredOtherwise { item, count } => write!(
                f,
                "the report says otherwise than an earlier one about {count} items, the first is {item}: those stay as they are, \
                 the others were settled"
            ),
            Self::OtherAccount { member, unit } => write!(
                f,
                "{member} has not entered this account for {unit}: `portal payout accounts` lists what was entered"
            ),
        }
    }
}
