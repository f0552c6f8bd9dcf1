//! What a member is paid in, where it goes, and the payouts so far.

use super::signed_in::{SignedIn, Submitted};
use crate::{
    accounts::{self, changes},
    error::Error,
    pages::{
        self, PageError,
        account::{payout, payouts, way},
    },
    payout::{
        history, programme, rules,
        way::{Kind, way as way_of},
    },
    programme_terms::{self, Terms},
    refusal::Refusal,
    routes::security,
    session,
    state::Portal,
    summary,
};
use axum::{
    extract::{Query, State},
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Redirect, Response},
};
use pointback_core::money::Unit;
use serde::Deserialize;

const ACCOUNT: &str = "/account";
const NOT_TICKED: Refusal = Refusal {
    field: "agreed",
    sentence: "Tick this first: points can only be sent to those who can take part.",
};

#[derive(Debug, Deserialize)]
#[serde(default)]
pub(super) struct Chosen {
    unit: String,
    done: String,
}

impl Default for Chosen {
    fn default() -> Self {
        Self {
            unit: accounts::CASH.to_owned(),
            done: String::new(),
        }
    }
}

/// What the choice of a unit means, before it is made, and where it goes.
pub(super) async fn choice(
    State(portal): State<Portal>,
    Query(chosen): Query<Chosen>,
    SignedIn { member, headers }: SignedIn,
) -> Result<Response, PageError> {
    let unit = offered(&portal, &chosen.unit)?;
    let outcome = Outcome {
        is_saved: chosen.done == "way",
        ..Outcome::default()
    };
    show(&portal, &headers, &member, unit, &outcome).await
}

#[derive(Debug, Deserialize)]
pub(super) struct Elected {
    unit: String,
    /// The version of the question that was agreed to.
    #[serde(default)]
    agreed: String,
}

pub(super) async fn elect(
    State(portal): State<Portal>,
    Submitted {
        member,
        headers,
        fields,
    }: Submitted<Elected>,
) -> Result<Response, PageError> {
    let unit = offered(&portal, &fields.unit)?;
    if closed(&portal, &member, &unit).await?.is_some() {
        // The page says why, in the place of the button.
        return refused(&portal, &headers, &member, unit, Outcome::default()).await;
    }
    if let Some(terms) = open_question(&portal, &member, &unit).await? {
        if fields.agreed != terms.version {
            let outcome = Outcome {
                refusal: Some(NOT_TICKED),
                ..Outcome::default()
            };
            return refused(&portal, &headers, &member, unit, outcome).await;
        }
        programme_terms::agree(&portal, &member, &terms).await?;
    }
    accounts::elect(&portal, &member, unit.id()).await?;
    Ok(Redirect::to(ACCOUNT).into_response())
}

/// Where the money or the points are to go.
pub(super) async fn way(
    State(portal): State<Portal>,
    Submitted {
        member,
        headers,
        fields: typed,
    }: Submitted<way::Typed>,
) -> Result<Response, PageError> {
    let unit = offered(&portal, &typed.unit)?;
    let kind = Kind::named(&typed.kind).filter(|kind| kind.is_for(unit.id()));
    let kind = kind.ok_or(Error::Malformed("This is no way to be paid in that unit."))?;
    let entered = match typed.address_for(kind) {
        Ok(address) => {
            let (password, way) = (typed.current.clone(), (kind, address.as_str()));
            let changed = changes::way(&portal, &member, password, unit.id(), way).await;
            security::outcome(changed)?
        }
        Err(refusal) => Err(refusal),
    };
    match entered {
        Ok(()) => {
            let done = format!("/account/payout?unit={}&done=way", unit.id());
            Ok(Redirect::to(&done).into_response())
        }
        Err(refusal) => {
            let outcome = Outcome {
                refusal: Some(refusal),
                typed,
                is_saved: false,
            };
            refused(&portal, &headers, &member, unit, outcome).await
        }
    }
}

/// The payouts so far.
pub(super) async fn history(
    State(portal): State<Portal>,
    SignedIn { member, .. }: SignedIn,
) -> Result<impl IntoResponse, PageError> {
    let mut connection = portal.pool.acquire().await?;
    let entries = history::of(&mut connection, &member).await?;
    drop(connection);
    Ok(payouts::page(
        &entries,
        &portal.published()?.head.head.units,
    ))
}

/// What became of a form of the page.
#[derive(Debug, Default)]
struct Outcome {
    refusal: Option<Refusal>,
    typed: way::Typed,
    is_saved: bool,
}

async fn show(
    portal: &Portal,
    headers: &HeaderMap,
    member: &str,
    unit: Unit,
    outcome: &Outcome,
) -> Result<Response, PageError> {
    let form = session::form_token(portal, headers)?;
    let (entered, confirmed) = standing(portal, member, unit.id()).await?;
    let page = payout::page(&payout::View {
        summary: summary::of(portal, member).await?,
        terms: open_question(portal, member, &unit).await?,
        closed: closed(portal, member, &unit).await?,
        now_s: portal.now_s(),
        refusal: outcome.refusal,
        way: way::View {
            entered,
            confirmed,
            typed: &outcome.typed,
            refusal: outcome.refusal,
            zone: &portal.config.zone,
            form: &form.value,
        },
        unit,
        is_saved: outcome.is_saved,
        form: &form.value,
    });
    Ok(pages::with_cookie(page.into_response(), form.cookie))
}

async fn refused(
    portal: &Portal,
    headers: &HeaderMap,
    member: &str,
    unit: Unit,
    outcome: Outcome,
) -> Result<Response, PageError> {
    let mut page = show(portal, headers, member, unit, &outcome).await?;
    *page.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    Ok(page)
}

fn offered(portal: &Portal, id: &str) -> Result<Unit, Error> {
    let published = portal.published()?;
    let mut units = published.head.head.units.iter();
    let unit = units.find(|unit| unit.id() == id).cloned();
    unit.ok_or(Error::Malformed("This portal does not pay in that unit."))
}

/// The way in force now, and the account with a programme as it confirmed it.
pub(super) async fn standing(
    portal: &Portal,
    member: &str,
    unit: &str,
) -> Result<(Option<crate::payout::way::Way>, Option<programme::Account>), Error> {
    let now = portal.now_ms();
    let mut connection = portal.pool.acquire().await?;
    let entered = way_of(&mut connection, member, unit, now).await?;
    let confirmed = programme::account(&mut connection, member, unit, now).await?;
    Ok((entered, confirmed))
}

async fn open_question(portal: &Portal, member: &str, unit: &Unit) -> Result<Option<Terms>, Error> {
    let mut connection = portal.pool.acquire().await?;
    programme_terms::open_question(&mut connection, member, unit, portal.now_ms()).await
}

/// Why the operator's rules do not let the member elect this unit. What is elected already stays in force.
async fn closed(portal: &Portal, member: &str, unit: &Unit) -> Result<Option<&'static str>, Error> {
    let now = portal.now_ms();
    let mut connection = portal.pool.acquire().await?;
    if accounts::election(&mut connection, member, now).await?.unit == unit.id() {
        return Ok(None);
    }
    match rules::check_election(&mut connection, member, unit.id(), now).await {
        Ok(()) => Ok(None),
        Err(Error::NotEligible(sentence)) => Ok(Some(sentence)),
        Err(error) => Err(error),
    }
}
