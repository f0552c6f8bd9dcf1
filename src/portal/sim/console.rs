//! The network console: whoever runs the demo plays the shops and the network here.

use super::{Action, Order};
use crate::pages::{Visitor, amounts, frame};
use maud::{Markup, html};

pub(crate) fn page(orders: &[Order]) -> Markup {
    frame(
        "Network console",
        Visitor::Anyone,
        &html! {
            div.headline {
                div {
                    h1 { "Network console" }
                    p.muted { "The simulated affiliate network. Play the part of the stores: confirm, decline or take back an order." }
                }
            }
            section.card {
                h2 { "Orders" }
                @if orders.is_empty() {
                    p.muted { "None yet. Activate an offer, then buy something in a demo shop." }
                } @else {
                    table {
                        thead { tr { th scope="col" { "Order" } th scope="col" { "Shop" } th.amount scope="col" { "Sale" } th scope="col" { "Status" } th scope="col" { "Decide" } } }
                        tbody { @for order in orders { (row(order)) } }
                    }
                }
            }
        },
    )
}

fn row(order: &Order) -> Markup {
    html! {
        tr data-order=(order.id) {
            th scope="row" { code { (order.id) } }
            td { (order.shop) }
            td.amount { (amounts::dollars(order.sale_minor)) }
            td { span class={ "state " (order.status) } { (order.status) } }
            td {
                div.choices {
                    @for action in Action::ALL {
                        @if action.is_possible(&order.status) {
                            form method="post" action={ "/sim/orders/" (order.id) "/" (action.name()) } {
                                button.quiet.small type="submit" aria-label={ (action.label()) " " (order.id) } { (action.label()) }
                            }
                        }
                    }
                }
            }
        }
    }
}
