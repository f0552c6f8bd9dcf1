//! When earnings are certain, on which payout day they fall, and how much that is in the elected unit. Foreseen by what is
//! confirmed on the payout day; a portal may pay by quarters instead, and nothing here is a promise.

use super::calendar::{DAY, parse, payout_from};
use super::confirmation::Span;
use crate::account::Me;
use crate::money::{self, Unit};
use crate::painter::{self, Painter};
use crate::view::{DueView, Figure, ForeseenView};

/// Payout days that are shown.
const MOST: usize = 4;
/// $5.01, and 500 points: less is carried over.
const MIN_MINOR: i64 = 501;
const MIN_POINTS: i64 = 500;

/// What is foreseen for one member.
#[derive(Debug)]
pub(super) struct Forecast<'a> {
    painter: Painter<'a>,
    me: &'a Me,
    /// Day, minor units, how many earnings; by day.
    expected: Vec<(i64, i64, usize)>,
}

impl<'a> Forecast<'a> {
    /// What is confirmed already is due on the next payout day, or on the one after it.
    pub(super) fn new(painter: Painter<'a>, me: &'a Me) -> Self {
        let mut expected = Vec::new();
        if let Some(next) = parse(&me.next_payout.date) {
            let payable = me.payable();
            let later = me.balances.confirmed.saturating_sub(payable);
            let due = [(next, payable, 0), (payout_from(next + 1), later, 0)];
            expected.extend(due.into_iter().filter(|(_, minor, _)| *minor > 0));
        }
        Self {
            painter,
            me,
            expected,
        }
    }

    /// An earning that may still become certain: of `minor` units, where that is known.
    pub(super) fn due(&self, at: i64, Span(least, most): Span, minor: Option<i64>) -> DueView {
        let today = self.painter.at / 86_400;
        let from = at / 86_400;
        let on = |days: i64| (from + days).max(today);
        let likely = on((least + most) / 2);
        let payout = payout_from(likely);
        DueView {
            earliest: on(least) * DAY,
            likely: likely * DAY,
            latest: on(most) * DAY,
            payout: payout * DAY,
            amount: minor.map(|minor| self.elected(minor, payout)),
        }
    }

    /// Counts it among what is paid on its day.
    pub(super) fn expect(&mut self, due: &DueView, minor: i64) {
        let day = due.payout / DAY;
        let place = self.expected.partition_point(|(d, ..)| *d <= day);
        self.expected.insert(place, (day, minor, 1));
    }

    /// The payout days, the next one first.
    pub(super) fn days(self) -> Vec<ForeseenView> {
        let mut days = Vec::new();
        let (mut sum, mut of) = (0_i64, 0);
        let mut expected = self.expected.iter().peekable();
        while let Some((day, minor, count)) = expected.next() {
            (sum, of) = (sum.saturating_add(*minor), of + count);
            if expected.peek().is_some_and(|(next, ..)| next == day) {
                continue;
            }
            let carried = !self.is_enough(sum, *day);
            let amount = self.elected(sum, *day);
            let cash = self.cash(sum);
            days.push(ForeseenView {
                date: day * DAY,
                cash: (cash != amount).then_some(cash),
                amount,
                of,
                carried,
            });
            if !carried {
                (sum, of) = (0, 0);
            }
        }
        days.truncate(MOST);
        days
    }

    fn cash(&self, minor: i64) -> Figure {
        painter::amount(minor, &self.me.balances.cur)
    }

    /// In the elected unit, as its table stands on that day.
    fn elected(&self, minor: i64, day: i64) -> Figure {
        let on_the_day = Painter {
            at: day * 86_400,
            ..self.painter
        };
        let points = self.unit().and_then(|unit| on_the_day.points(minor, unit));
        points.unwrap_or_else(|| self.cash(minor))
    }

    fn is_enough(&self, minor: i64, day: i64) -> bool {
        let settings = &self.painter.memory.settings;
        let per = self.unit().and_then(|u| settings.per_unit(u, day * 86_400));
        minor >= MIN_MINOR && per.is_none_or(|per| money::points(minor, 2, per) >= MIN_POINTS)
    }

    fn unit(&self) -> Option<&'a Unit> {
        let mut units = self.painter.units.iter();
        units.find(|u| u.id() == self.me.election.unit && u.is_points())
    }
}
