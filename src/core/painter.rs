//! From core types to views: the shopper's unit, the other unit beside it, and exact decimals for `Intl`.

use crate::account::Account;
use crate::activation::{Trip, TripState};
use crate::memory::Memory;
use crate::money::{self, Unit};
use crate::rate::{Headline, Rate};
use crate::retailer::Retailer;
use crate::store_id::StoreId;
use crate::view::{AccountView, ExampleView, Figure, OfferView, PayoutView, RateView, StepView};
use crate::wallet::CardBonus;

/// Draws in the shopper's unit.
#[derive(Debug, Clone, Copy)]
pub struct Painter<'a> {
    /// The shopper's choices and notes.
    pub memory: &'a Memory,
    /// Units of the portal's accepted head.
    pub units: &'a [Unit],
    /// The one of them in which it would pay this shopper.
    pub unit: Option<&'a Unit>,
    /// Its name, where there are several portals.
    pub portal: Option<&'a str>,
    /// Is its list published by someone else?
    pub opens: bool,
    /// Seconds.
    pub at: i64,
}

impl Painter<'_> {
    /// An offer; `headline` is `None` when figures must be hidden.
    #[must_use]
    pub fn offer(
        &self,
        id: StoreId,
        retailer: &Retailer,
        headline: Option<&Headline>,
    ) -> OfferView {
        let was = headline.and_then(|h| h.was);
        let boost = headline.and_then(|h| h.boost.as_ref());
        let site = retailer.hosts.first();
        let keepsake = site.and_then(|site| self.memory.keepsake(site));
        let note = keepsake.and_then(|k| k.note_at(self.at * 1000));
        OfferView {
            id,
            portal: self.portal.map(str::to_owned),
            opens: self.opens,
            name: retailer.name.clone(),
            rate: headline.map(|h| self.rate(&h.rate)),
            other: headline.and_then(|h| self.other(&h.rate)),
            lowest: headline
                .and_then(|h| h.lowest.as_ref())
                .map(|r| self.rate(r)),
            was: was.map(|v| {
                self.rate(&Rate::Percent {
                    v,
                    u: false,
                    l: None,
                })
            }),
            boost_ends: boost.and_then(|b| b.told_end(self.at)),
            boost_cap: boost
                .and_then(|b| b.cap)
                .map(|cap| amount(cap.into(), self.currency())),
            example: headline.and_then(|h| self.example(h)),
            condition: retailer.condition.clone(),
            cards: self.cards(retailer),
            note: note.map(str::to_owned),
            note_until: keepsake.filter(|_| note.is_some()).and_then(|k| k.until),
        }
    }

    /// The shopper's cards that pay more in a store's category.
    pub fn cards(&self, retailer: &Retailer) -> Vec<CardBonus> {
        let category = retailer.category.as_deref().unwrap_or_default();
        let mut cards = Vec::new();
        for card in &self.memory.cards {
            if card.category.trim().eq_ignore_ascii_case(category) {
                cards.push(card.clone());
            }
        }
        cards
    }

    /// A rate in the shopper's unit.
    #[must_use]
    pub fn rate(&self, rate: &Rate) -> RateView {
        let figure = self.unit.and_then(|unit| self.points_figure(rate, unit));
        RateView {
            up_to: rate.is_up_to(),
            figure: figure.unwrap_or_else(|| cash_figure(rate)),
        }
    }

    /// The same rate in the other kind of unit: points beside cash, cash beside points.
    fn other(&self, rate: &Rate) -> Option<RateView> {
        let figure = if self.unit.is_some_and(Unit::is_points) {
            self.cash()?;
            cash_figure(rate)
        } else {
            self.points_figure(rate, self.first_points()?)?
        };
        Some(RateView {
            up_to: rate.is_up_to(),
            figure,
        })
    }

    /// The badge, at most four characters or so: `10%`, `10x`, `$25`.
    #[must_use]
    pub fn badge(&self, rate: &Rate) -> String {
        match self.rate(rate).figure {
            Figure::Percent { .. } => match rate {
                Rate::Percent { v, .. } => format!("{}%", v.as_percent()),
                Rate::Fixed { .. } => String::new(),
            },
            Figure::PointsPer { points, .. } => format!("{points}x"),
            Figure::Amount { amount, currency } => {
                let mut badge = whole(&amount).to_owned();
                if currency == "USD" {
                    badge.insert(0, '$');
                }
                badge
            }
            Figure::Points { points, .. } => points,
        }
    }

    /// What a purchase of 100 earns, for percentages.
    fn example(&self, headline: &Headline) -> Option<ExampleView> {
        const SPEND: i64 = 10_000;
        let Rate::Percent { .. } = headline.rate else {
            return None;
        };
        self.cash()?;
        let (earned, _) = headline.earns(SPEND);
        let points = self
            .first_points()
            .and_then(|unit| self.points(earned, unit));
        Some(ExampleView {
            spend: amount(SPEND, self.currency()),
            cash: amount(earned, self.currency()),
            points,
        })
    }

    /// An account.
    #[must_use]
    pub fn account(&self, account: &Account) -> AccountView {
        let Some(me) = &account.me else {
            return AccountView {
                pending: None,
                confirmed: None,
                in_payout: None,
                paid: None,
                payout: None,
            };
        };
        let cash = |minor: i64| amount(minor, &me.balances.cur);
        let payable = me.payable();
        let elected = self
            .points_unit(&me.election.unit)
            .and_then(|u| self.points(payable, u));
        let next = &me.next_payout;
        let progress = (payable.max(0).saturating_mul(100) / next.min.max(1)).min(100);
        let payout = PayoutView {
            date: next.date.clone(),
            amount: elected.unwrap_or_else(|| cash(payable)),
            missing: (next.missing > 0).then(|| cash(next.missing)),
            progress: u8::try_from(progress).unwrap_or(100),
        };
        AccountView {
            pending: Some(cash(me.balances.pending)),
            confirmed: Some(cash(me.balances.confirmed)),
            in_payout: Some(cash(me.balances.in_payout)),
            paid: Some(cash(me.balances.paid)),
            payout: Some(payout),
        }
    }

    /// A rate in a points programme.
    fn points_figure(&self, rate: &Rate, unit: &Unit) -> Option<Figure> {
        let (Unit::Points { name, .. }, per) =
            (unit, self.memory.settings.per_unit(unit, self.at)?)
        else {
            return None;
        };
        let programme = name.clone();
        Some(match rate {
            Rate::Percent { v, .. } => {
                let ten_thousandths = i64::from(v.0) * i64::from(per.num) / i64::from(per.den);
                let points = money::trimmed(&money::decimal(ten_thousandths, 4)).to_owned();
                Figure::PointsPer { points, programme }
            }
            Rate::Fixed { v, .. } => Figure::Points {
                points: money::points(i64::from(*v), 2, per).to_string(),
                programme,
            },
        })
    }

    /// What an amount of cash is in a points programme, rounded down.
    pub fn points(&self, minor: i64, unit: &Unit) -> Option<Figure> {
        let Unit::Points { name, .. } = unit else {
            return None;
        };
        let per = self.memory.settings.per_unit(unit, self.at)?;
        let points = money::points(minor, 2, per).to_string();
        Some(Figure::Points {
            points,
            programme: name.clone(),
        })
    }

    pub fn points_unit(&self, id: &str) -> Option<&Unit> {
        self.units.iter().find(|u| u.id() == id && u.is_points())
    }

    fn first_points(&self) -> Option<&Unit> {
        self.units.iter().find(|u| u.is_points())
    }

    /// The currency of the portal's money; of nothing else but amounts in lists that name none.
    pub fn currency(&self) -> &str {
        match self.cash() {
            Some(Unit::Cash { cur, .. }) => cur,
            _ => "USD",
        }
    }

    fn cash(&self) -> Option<&Unit> {
        self.units.iter().find(|u| !u.is_points())
    }
}

/// Where a click stands.
#[must_use]
pub fn step(trip: Option<&Trip>, now: i64) -> StepView {
    let Some(trip) = trip else {
        return StepView::Ready;
    };
    match &trip.state {
        TripState::SignInFirst if trip.is_under_way(now) => StepView::SignIn,
        TripState::Asking | TripState::Leaving { .. }
            if trip.is_under_way(now) && !trip.is_stuck(now) =>
        {
            StepView::Busy
        }
        TripState::LessThanShown { .. } => StepView::Less,
        TripState::Active { .. } if trip.is_active(now) => StepView::Active,
        TripState::Ended { code } => StepView::Failed { code: code.clone() },
        TripState::Leaving { .. } => StepView::Failed {
            code: "trip.notLanded".to_owned(),
        },
        TripState::Asking => StepView::Failed {
            code: "portal.unreachable".to_owned(),
        },
        TripState::SignInFirst | TripState::Active { .. } => StepView::Ready,
    }
}

fn cash_figure(rate: &Rate) -> Figure {
    match rate {
        Rate::Percent { v, .. } => Figure::Percent {
            fraction: v.as_fraction(),
        },
        Rate::Fixed { v, c, .. } => amount(i64::from(*v), c),
    }
}

/// Money.
pub fn amount(minor: i64, currency: &str) -> Figure {
    Figure::Amount {
        amount: money::decimal(minor, money::decimals(currency)),
        currency: currency.to_owned(),
    }
}

/// Without the part after the point when it is zero.
fn whole(decimal: &str) -> &str {
    decimal.strip_suffix(".00").unwrap_or(decimal)
}
