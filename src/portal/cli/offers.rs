//! `portal offers`: in-store and dining offers for linked cards.

use super::{Data, given, open};
use crate::card_linked::offer::{self, Draft, Kind, Offer};
use crate::failure::Failure;
use crate::networks::Network;
use crate::pages::amounts::{self, dollars};
use crate::rate_text;
use crate::say::say;
use crate::state::Portal;
use clap::{Subcommand, ValueEnum};
use pointback_core::rate::Rate;

const MOST_DAYS: i64 = 366;
const MOST_PER_USE: i64 = 1_000_000;
const LONGEST_STORE: usize = 80;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Add an offer. What it promises cannot be changed later, only ended
    #[command(
        after_help = "The partner reports purchases like a network: `portal ingest`, with the card's id as click_ref and the offer's\nname in the column `offer`.\n\nExamples:\n  portal offers add --data /srv/portal macys-soho in-store --store \"Macy's Soho\" --rate 5% --most 20 --partner cards\n  portal offers add --data /srv/portal tables dining --store Restaurants --rate 5% --most 50 --partner cards"
    )]
    Add(Add),
    /// Show all offers
    List {
        #[command(flatten)]
        data: Data,
    },
    /// End an offer now; those who added it can still use it
    End {
        #[command(flatten)]
        data: Data,
        /// Its name
        name: String,
    },
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum KindArg {
    /// Used once, then added again
    InStore,
    /// Added once, good until it ends
    Dining,
}

#[derive(Debug, clap::Args)]
struct Add {
    #[command(flatten)]
    data: Data,
    /// A short name, by which the partner reports it
    name: String,
    /// What it is for
    kind: KindArg,
    /// The store, as members read it
    #[arg(long)]
    store: String,
    /// What it pays: 5% or $10
    #[arg(long)]
    rate: String,
    /// Most dollars that one purchase earns
    #[arg(long)]
    most: String,
    /// Least purchase, dollars
    #[arg(long, default_value = "0")]
    spend: String,
    /// Days that it is good after it was added, in a shop
    #[arg(long, default_value_t = 45)]
    days: i64,
    /// The partner that reports the purchases
    #[arg(long, value_name = "NETWORK")]
    partner: String,
    #[command(flatten)]
    span: given::Span,
}

/// Carries it out.
pub(super) async fn run(args: Args) -> Result<(), Failure> {
    match args.command {
        Command::Add(args) => add(&open::open(&args.data.path).await?, &args).await,
        Command::List { data } => {
            let portal = open::open(&data.path).await?;
            for offer in offer::all(&portal.pool).await.map_err(open::failed)? {
                show(&portal, &offer)?;
            }
            Ok(())
        }
        Command::End { data, name } => {
            let portal = open::open(&data.path).await?;
            let ended = offer::end(&portal.pool, &name, portal.now_ms()).await;
            if !ended.map_err(open::failed)? {
                return Err(Failure::Argument(format!("no offer `{name}` is running")));
            }
            say!("{name} has ended. Those who added it can still use it.");
            Ok(())
        }
    }
}

async fn add(portal: &Portal, args: &Add) -> Result<(), Failure> {
    let kind = match args.kind {
        KindArg::InStore => Kind::InStore,
        KindArg::Dining => Kind::Dining,
    };
    let store = args.store.trim();
    if store.is_empty() || store.len() > LONGEST_STORE || store.chars().any(char::is_control) {
        return Err(Failure::Argument(
            "--store is what members read: give a name of at most 80 characters".to_owned(),
        ));
    }
    let (starts_ms, ends_ms) = args.span.of(portal)?;
    let draft = Draft {
        id: given::name(&args.name)?.to_owned(),
        kind,
        network: Network::named(&args.partner)?.name,
        store: store.to_owned(),
        rate: rate(&args.rate)?,
        spend: given::dollars("--spend", &args.spend, 0..=i64::MAX)?,
        most: given::dollars("--most", &args.most, 1..=MOST_PER_USE)?,
        days: given::within("--days", args.days, 1..=MOST_DAYS)?,
        starts_ms,
        ends_ms,
    };
    let made = offer::create(&portal.pool, &draft).await;
    if !made.map_err(open::failed)? {
        return Err(Failure::Argument(format!(
            "there is an offer `{}` already: end it, and add another under a new name",
            draft.id
        )));
    }
    say!("{} can be added by members from now on.", draft.id);
    Ok(())
}

fn rate(text: &str) -> Result<Rate, Failure> {
    let refused = |reason| Failure::Argument(format!("--rate {text}: {reason}"));
    let mut rates = rate_text::parse(text).map_err(refused)?;
    match (rates.pop(), rates.pop()) {
        (Some(rate), None) if rate.label().is_none() => Ok(rate),
        _ => Err(refused("an offer has one rate, such as 5% or $10")),
    }
}

fn show(portal: &Portal, offer: &Offer) -> Result<(), Failure> {
    let rates = offer.rates().map_err(open::failed)?;
    let rate = rates.first().map(amounts::rate).unwrap_or_default();
    say!(
        "{}: {}, {} at {}, at most {}; reported by {}; {}",
        offer.id,
        offer.kind.name(),
        rate,
        offer.store,
        dollars(offer.most),
        offer.network,
        given::shown_span(portal, offer.starts_ms, offer.ends_ms)
    );
    Ok(())
}
