//! What a report can be about: a click, or a purchase with a linked card; and which orders are settled together.

use crate::{
    card_linked::card::{self, Card},
    clicks::{self, Click},
    db,
    error::Error,
};
use std::collections::HashMap;

/// What led to an order.
#[derive(Debug, Clone)]
pub(super) enum Cause {
    Click(Box<Click>),
    Card(Card),
}

/// Orders of one member that share a limit, and are settled together.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Group {
    pub(super) member: String,
    pub(super) of: Shared,
}

/// What the orders of a group share.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Shared {
    /// Nothing: it is one order line, under a click without a cap and without an amount per order.
    Nothing {
        /// Who reports it.
        network: String,
        /// The click.
        click_ref: String,
        /// The order line.
        ext_id: String,
    },
    /// The amounts per order that a click promised.
    Amounts {
        /// Who reports them.
        network: String,
        /// The click.
        click_ref: String,
    },
    /// The cap of a boost, by its key. It is the member's, whichever networks report: a store may change its network meanwhile.
    Boost(String),
    /// The single uses of the in-store offers that a network reports.
    Cards(String),
}

impl Group {
    pub(super) fn is_of_cards(&self) -> bool {
        matches!(self.of, Shared::Cards(_))
    }
}

impl Cause {
    /// The group of an order line that this led to.
    pub(super) fn group(&self, network: &str, ext_id: &str) -> Result<Group, Error> {
        let (member, of) = match self {
            Self::Click(click) => (&click.member, shared(click, network, ext_id)?),
            Self::Card(card) => (&card.member, Shared::Cards(network.to_owned())),
        };
        Ok(Group {
            member: member.clone(),
            of,
        })
    }
}

/// What an order line shares with others. Those under one cap are all the lines of their clicks, too.
fn shared(click: &Click, network: &str, ext_id: &str) -> Result<Shared, Error> {
    let (network, click_ref) = (network.to_owned(), click.click_ref.clone());
    Ok(if !click.boost_key.is_empty() {
        Shared::Boost(click.boost_key.clone())
    } else if click.terms()?.has_amount() {
        Shared::Amounts { network, click_ref }
    } else {
        Shared::Nothing {
            network,
            click_ref,
            ext_id: ext_id.to_owned(),
        }
    })
}

/// Finds causes, each once in a batch.
#[derive(Debug, Default)]
pub(super) struct Causes(HashMap<(String, String), Option<Cause>>);

impl Causes {
    pub(super) async fn find(
        &mut self,
        tx: &mut db::Write,
        network: &str,
        reference: &str,
    ) -> Result<Option<Cause>, Error> {
        let key = (network.to_owned(), reference.to_owned());
        if let Some(cause) = self.0.get(&key) {
            return Ok(cause.clone());
        }
        let cause = if card::is_reference(reference) {
            card::by_id(tx, reference).await?.map(Cause::Card)
        } else {
            let click = clicks::by_ref(tx, network, reference).await?;
            click.map(|click| Cause::Click(Box::new(click)))
        };
        self.0.insert(key, cause.clone());
        Ok(cause)
    }
}
