//! The plan that an operator has looked at and agreed to by its hash. The ledger goes on between the transactions of a
//! freeze: what would be frozen otherwise than agreed is not frozen.

use super::{candidates::Page, item::Item, plan::Plan, refusal::Refusal};
use std::collections::HashMap;

/// Who is paid what.
#[derive(Debug)]
pub(super) struct Agreed {
    hash: String,
    /// By member: a period pays each of them once.
    items: HashMap<String, Item>,
}

impl Agreed {
    /// The plan, if it is the one that was expected.
    pub(super) fn to(expected: &str, plan: Plan) -> Result<Self, Refusal> {
        let found = plan.hash();
        let items = plan.items.into_iter();
        let agreed = Self {
            hash: expected.to_owned(),
            items: items.map(|item| (item.member.clone(), item)).collect(),
        };
        agreed.check(&found)?;
        Ok(agreed)
    }

    /// Is a whole batch with this hash what was agreed?
    pub(super) fn check(&self, found: &str) -> Result<(), Refusal> {
        if self.hash == found {
            return Ok(());
        }
        Err(Refusal::OtherPlan {
            expected: self.hash.clone(),
            found: found.to_owned(),
        })
    }

    /// Are those on a page due what was agreed, to the cent and by the same way? Who is on none any more, because nothing is
    /// left that could be paid to them, is missed when the batch is closed.
    pub(super) fn allows(&self, page: &Page) -> bool {
        let mut items = page.items.iter();
        let mut carried = page.carried.iter();
        items.all(|item| self.items.get(&item.member) == Some(item))
            && carried.all(|carried| !self.items.contains_key(&carried.member))
    }
}
