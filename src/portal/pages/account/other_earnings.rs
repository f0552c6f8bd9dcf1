//! A table of earnings that no trip led to.

use super::state;
use crate::other_earnings::OtherEarning;
use crate::pages::{amounts, dates};
use jiff::tz::TimeZone;
use maud::{Markup, html};

pub(crate) fn table(earnings: &[&OtherEarning], zone: &TimeZone) -> Markup {
    html! {
        table {
            thead { tr { th scope="col" { "For" } th scope="col" { "Date" } th scope="col" { "State" } th.amount scope="col" { "Cash back" } } }
            tbody {
                @for earning in earnings {
                    tr {
                        th scope="row" { (earning.label()) }
                        td { (dates::day(earning.at * 1_000, zone)) }
                        td { (state(earning.state)) }
                        td.amount { (amounts::dollars(earning.reward_minor)) }
                    }
                }
            }
        }
    }
}
