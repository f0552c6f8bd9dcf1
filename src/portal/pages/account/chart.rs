//! Earnings by month as a drawing, made here: no script, no picture to load. The same figures stand below it in a table.

use crate::{earned::Month, pages::amounts::dollars};
use maud::{Markup, html};

/// Units of the drawing; the style sheet makes it as wide as the page.
const BAR: i64 = 40;
const STEP: i64 = 60;
const HEIGHT: i64 = 140;
/// Room for the amounts above and the months below.
const ABOVE: i64 = 22;
const BELOW: i64 = 36;

/// The drawing with its table.
pub(crate) fn of(months: &[Month]) -> Markup {
    let highest = months.iter().map(Month::total).max().unwrap_or(0);
    let count = i64::try_from(months.len()).unwrap_or(0);
    let (width, height) = (count * STEP, ABOVE + HEIGHT + BELOW);
    let total = months.iter().map(Month::total).sum();
    html! {
        section.card aria-labelledby="earned" {
            h2 #earned { "Earned in twelve months" }
            @if highest <= 0 {
                p.muted { "Nothing yet. What your purchases earn appears here by month." }
            } @else {
                p { strong { (dollars(total)) } " for purchases of the last twelve months." }
                div.chart {
                    svg viewBox={ "0 0 " (width) " " (height) } role="img" aria-labelledby="chart-title" {
                        title #chart-title { "Earnings by month; the table below has the same figures" }
                        @for (n, month) in (0_i64..).zip(months) { (bar(n * STEP, month, highest)) }
                        line.axis x1="0" x2=(width) y1=(ABOVE + HEIGHT) y2=(ABOVE + HEIGHT) {}
                    }
                }
                p.legend { span.certain { "Confirmed or paid" } span.pending { "Pending" } }
                details { summary { "The figures as a table" } (table(months)) }
            }
        }
    }
}

fn bar(x: i64, month: &Month, highest: i64) -> Markup {
    let certain = scaled(month.certain, highest);
    let whole = scaled(month.total(), highest);
    let floor = ABOVE + HEIGHT;
    let left = x + (STEP - BAR) / 2;
    let middle = x + STEP / 2;
    html! {
        @if whole > certain {
            rect.pending x=(left) y=(floor - whole) width=(BAR) height=(whole - certain) {}
        }
        @if certain > 0 {
            rect.certain x=(left) y=(floor - certain) width=(BAR) height=(certain) {}
        }
        @if month.total() > 0 {
            text.value x=(middle) y=(floor - whole - 6) { (short(month.total())) }
        }
        text.month x=(middle) y=(floor + 8) { (month.first.strftime("%b").to_string()) }
    }
}

/// What is more than nothing is at least a line.
fn scaled(cents: i64, highest: i64) -> i64 {
    if cents <= 0 {
        return 0;
    }
    let scaled = i128::from(cents) * i128::from(HEIGHT) / i128::from(highest.max(1));
    i64::try_from(scaled).unwrap_or(HEIGHT).max(2)
}

/// Whole dollars where there is no room for cents.
fn short(cents: i64) -> String {
    if cents < 10_000 {
        dollars(cents)
    } else {
        let text = dollars(cents);
        text.split('.').next().unwrap_or(&text).to_owned()
    }
}

fn table(months: &[Month]) -> Markup {
    html! {
        div.scroll tabindex="0" role="region" aria-label="Earnings by month" {
            table {
                thead { tr { th scope="col" { "Month" } th.amount scope="col" { "Confirmed or paid" } th.amount scope="col" { "Pending" } } }
                tbody {
                    @for month in months {
                        tr {
                            th scope="row" { (month.first.strftime("%B %Y").to_string()) }
                            td.amount { (dollars(month.certain)) }
                            td.amount { (dollars(month.pending)) }
                        }
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn month(n: i8, pending: i64, certain: i64) -> Month {
        Month {
            first: date(2027, n, 1),
            pending,
            certain,
        }
    }

    #[test]
    fn bars_fill_the_height_and_none_vanishes() {
        let drawn = of(&[month(1, 0, 1), month(2, 50_000, 50_000)]).into_string();
        assert!(
            drawn.contains(r#"y="92" width="40" height="70""#),
            "{drawn}"
        );
        assert!(
            drawn.contains(r#"y="160" width="40" height="2""#),
            "{drawn}"
        );
        assert!(drawn.contains("$1,000<") && drawn.contains("$0.01<"));
        assert!(drawn.contains("<td class=\"amount\">$500.00</td>"));
    }

    #[test]
    fn without_earnings_nothing_is_drawn() {
        let drawn = of(&[month(1, 0, 0)]).into_string();
        assert!(!drawn.contains("<svg") && drawn.contains("Nothing yet"));
    }
}
