//! `portal campaign`: bonuses for new members.

use super::{Data, given, open};
use crate::bonuses::campaign::{self, Campaign, Kind};
use crate::failure::Failure;
use crate::pages::amounts::dollars;
use crate::say::say;
use crate::state::Portal;
use clap::{Subcommand, ValueEnum};

/// Longest window and largest bonus that are no typing error.
const MOST_DAYS: i64 = 366;
const MOST_BONUS: i64 = 100_000;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Add a campaign. What it promises cannot be changed later, only ended
    #[command(
        after_help = "Examples:\n  portal campaign add --data /srv/portal spring referral --bonus 50 --inviter-bonus 50 --spend 50 --days 60 --from 2027-03-01 --until 2027-06-01\n  portal campaign add --data /srv/portal hello welcome --bonus 10 --spend 25 --days 90"
    )]
    Add(Add),
    /// Show all campaigns
    List {
        #[command(flatten)]
        data: Data,
    },
    /// End a campaign now; those who joined keep what they were promised
    End {
        #[command(flatten)]
        data: Data,
        /// Its name
        name: String,
    },
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum KindArg {
    /// For members who were invited, and those who invited them: purchases add up
    Referral,
    /// For everyone else: one purchase must be enough
    Welcome,
}

#[derive(Debug, clap::Args)]
struct Add {
    #[command(flatten)]
    data: Data,
    /// A short name
    name: String,
    /// What it is for
    kind: KindArg,
    /// Dollars for the new member
    #[arg(long)]
    bonus: String,
    /// Dollars for who invited them
    #[arg(long, default_value = "0")]
    inviter_bonus: String,
    /// Dollars that must be spent
    #[arg(long)]
    spend: String,
    /// Within so many days of the sign-up
    #[arg(long, default_value_t = 90)]
    days: i64,
    #[command(flatten)]
    span: given::Span,
    /// Most members who can join [default: any number]
    #[arg(long)]
    places: Option<u32>,
}

/// Carries it out.
pub(super) async fn run(args: Args) -> Result<(), Failure> {
    match args.command {
        Command::Add(args) => add(&open::open(&args.data.path).await?, &args).await,
        Command::List { data } => {
            let portal = open::open(&data.path).await?;
            for campaign in campaign::all(&portal.pool).await.map_err(open::failed)? {
                show(&portal, &campaign);
            }
            Ok(())
        }
        Command::End { data, name } => {
            let portal = open::open(&data.path).await?;
            let ended = campaign::end(&portal.pool, &name, portal.now_ms()).await;
            if !ended.map_err(open::failed)? {
                return Err(Failure::Argument(format!(
                    "no campaign `{name}` is running"
                )));
            }
            say!("{name} has ended. Those who joined keep what they were promised.");
            Ok(())
        }
    }
}

async fn add(portal: &Portal, args: &Add) -> Result<(), Failure> {
    let kind = match args.kind {
        KindArg::Referral => Kind::Referral,
        KindArg::Welcome => Kind::Welcome,
    };
    let inviter_bonus = given::dollars("--inviter-bonus", &args.inviter_bonus, 0..=MOST_BONUS)?;
    if kind == Kind::Welcome && inviter_bonus > 0 {
        return Err(Failure::Argument(
            "a welcome campaign has nobody who invited: leave --inviter-bonus out".to_owned(),
        ));
    }
    let (starts_ms, ends_ms) = args.span.of(portal)?;
    let campaign = Campaign {
        id: given::name(&args.name)?.to_owned(),
        kind,
        starts_ms,
        ends_ms,
        bonus: given::dollars("--bonus", &args.bonus, 0..=MOST_BONUS)?,
        inviter_bonus,
        spend: given::dollars("--spend", &args.spend, 1..=i64::MAX)?,
        window_days: given::within("--days", args.days, 1..=MOST_DAYS)?,
        places: args.places.map_or(i64::MAX, i64::from),
        taken: 0,
    };
    if campaign.bonus == 0 && campaign.inviter_bonus == 0 {
        return Err(Failure::Argument(
            "a campaign pays somebody: give --bonus or --inviter-bonus".to_owned(),
        ));
    }
    let made = campaign::create(&portal.pool, &campaign).await;
    if !made.map_err(open::failed)? {
        return Err(Failure::Argument(format!(
            "there is a campaign `{}` already: end it, and add another under a new name",
            campaign.id
        )));
    }
    show(portal, &campaign);
    Ok(())
}

fn show(portal: &Portal, campaign: &Campaign) {
    let Campaign {
        id,
        kind,
        starts_ms,
        ends_ms,
        bonus,
        inviter_bonus,
        spend,
        window_days,
        places,
        taken,
    } = campaign;
    let of = match *places {
        i64::MAX => String::new(),
        places => format!(" of {places}"),
    };
    say!(
        "{id}: {}, {} and {} for who invited, after {} in {window_days} days; {}; {taken}{of} joined",
        kind.name(),
        dollars(*bonus),
        dollars(*inviter_bonus),
        dollars(*spend),
        given::shown_span(portal, *starts_ms, *ends_ms)
    );
}
