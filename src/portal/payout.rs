//! Payouts: four times a year, what is confirmed leaves the ledger as a check, over PayPal, or as points. `plan` looks,
//! `freeze` decides once and for all, `submit` writes the files for the rails, `settle` takes their answers. Each may die
//! at any moment and be run again: what is done stays done, and nobody is paid twice.
//!
//! "Exactly once" towards the outside is at least once towards a receiver that knows the key of a file (PayPal, for 30
//! days), and a refusal to send again where no receiver would notice.

mod agreed;
pub(crate) mod answers;
mod candidates;
pub mod cut_off;
mod due;
mod files;
mod freeze;
pub(crate) mod history;
mod item;
mod outbox;
mod period;
mod plan;
pub mod programme;
mod rail;
mod refusal;
pub mod rules;
mod settle;
mod status;
mod submit;
pub mod way;

pub(crate) use candidates::{hindrance, payable};
pub use freeze::{Frozen, freeze};
pub use item::{Carried, Item, Reason};
pub use period::Period;
pub(crate) use plan::batch_hash;
pub use plan::{Plan, Total, plan};
pub use rail::Rail;
pub use refusal::Refusal;
pub use settle::{Settled, acknowledge, settle};
pub use status::{FileStatus, status};
pub use submit::{Written, submit};
