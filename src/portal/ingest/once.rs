//! Amounts per order. A network reports an order line by line, and what is promised for the order is paid on one of them.

use crate::report::Report;
use pointback_core::rate::Rate;
use std::collections::HashSet;

/// The amounts per order that are on a line already.
#[derive(Debug, Default)]
pub(super) struct Placed(HashSet<Amount>);

/// An amount that a click promised, and the order that earned it.
#[derive(Debug, PartialEq, Eq, Hash)]
struct Amount {
    click_ref: String,
    order: Order,
    label: Option<String>,
}

#[derive(Debug, PartialEq, Eq, Hash)]
enum Order {
    /// As the store calls it.
    Named(String),
    /// A line whose order is not said is one by itself.
    Line(String),
}

impl Placed {
    /// Places an amount on this line, unless it is on an earlier one of the same order. `true` when it is on this one.
    pub(super) fn place(&mut self, line: &Report, amount: &Rate) -> bool {
        let order = match &line.order_hash {
            Some(name) => Order::Named(name.clone()),
            None => Order::Line(line.ext_id.clone()),
        };
        self.0.insert(Amount {
            click_ref: line.click_ref.clone(),
            order,
            label: amount.label().map(str::to_owned),
        })
    }
}
