//! `portal quarantine`: reports that a person must look at.

use super::{Data, open};
use crate::failure::Failure;
use crate::ingest::quarantine::{self, Case, Unresolved};
use crate::say::say;
use crate::state::Portal;
use clap::Subcommand;
use jiff::Timestamp;
use pointback_core::money::decimal;

/// So many characters of a revision's name are shown, and enough to name it.
const SHORT: usize = 12;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Show what waits, oldest first
    List {
        #[command(flatten)]
        data: Data,
    },
    /// Take a report in after all
    #[command(
        after_help = "Without a case, everything whose click is known by now is taken in.\n\nExample:\n  portal quarantine resolve --data /srv/portal 3f9a1c… --click b5qk…"
    )]
    Resolve {
        #[command(flatten)]
        data: Data,
        /// The case, as `list` names it
        case: Option<String>,
        /// The click that is meant; later reports of this order follow
        #[arg(long, value_name = "REF", requires = "case")]
        click: Option<String>,
    },
    /// Give a report up; it does not come back
    Drop {
        #[command(flatten)]
        data: Data,
        /// The case, as `list` names it
        case: String,
    },
}

/// Carries it out.
pub(super) async fn run(args: Args) -> Result<(), Failure> {
    match args.command {
        Command::List { data } => list(&open::open(&data.path).await?).await,
        Command::Resolve {
            data,
            case: Some(case),
            click,
        } => resolve(&open::open(&data.path).await?, &case, click.as_deref()).await,
        Command::Resolve { data, .. } => {
            let portal = open::open(&data.path).await?;
            let taken = quarantine::retry(&portal).await.map_err(open::failed)?;
            say!("{taken} reports were taken in.");
            Ok(())
        }
        Command::Drop { data, case } => {
            let portal = open::open(&data.path).await?;
            let case = find(&portal, &case).await?;
            quarantine::drop(&portal, &case)
                .await
                .map_err(|left| refused(&case, left))?;
            say!("{} is given up.", short(&case));
            Ok(())
        }
    }
}

async fn list(portal: &Portal) -> Result<(), Failure> {
    let cases = quarantine::list(portal).await.map_err(open::failed)?;
    for case in &cases {
        let report = &case.report;
        let at = Timestamp::from_millisecond(case.at_ms)
            .map_or_else(|_| String::new(), |at| at.to_string());
        say!(
            "{}  {at}  {} order {}: {}, {} {}, click {}",
            short(case),
            report.network,
            report.ext_id,
            explained(&case.reason),
            decimal(report.sale_minor, 2),
            report.currency,
            report.click_ref
        );
    }
    say!("{} in quarantine", cases.len());
    Ok(())
}

async fn resolve(portal: &Portal, case: &str, click: Option<&str>) -> Result<(), Failure> {
    let case = find(portal, case).await?;
    quarantine::resolve(portal, &case, click)
        .await
        .map_err(|left| refused(&case, left))?;
    say!("{} was taken in.", short(&case));
    Ok(())
}

fn refused(case: &Case, left: Unresolved) -> Failure {
    match left {
        Unresolved::Failed(error) => open::failed(error),
        Unresolved::Decided => Failure::Argument(format!(
            "{} was taken in or given up meanwhile: `portal quarantine list` shows what waits",
            short(case)
        )),
        Unresolved::Doubt(reason) => Failure::Argument(format!(
            "{} stays: {}. Name the right click with --click, or give it up with `portal quarantine drop`",
            short(case),
            explained(reason)
        )),
    }
}

/// The one case whose name begins like that.
async fn find(portal: &Portal, name: &str) -> Result<Case, Failure> {
    let mut cases = quarantine::list(portal).await.map_err(open::failed)?;
    cases.retain(|case| !name.is_empty() && case.rev.starts_with(name.trim_end_matches('…')));
    let refused = |what| {
        Failure::Argument(format!(
            "{what} is called `{name}`: `portal quarantine list` names them"
        ))
    };
    match (cases.pop(), cases.pop()) {
        (Some(case), None) => Ok(case),
        (None, _) => Err(refused("no case")),
        (Some(_), Some(_)) => Err(refused("more than one case")),
    }
}

fn short(case: &Case) -> &str {
    case.rev.get(..SHORT).unwrap_or(&case.rev)
}

fn explained(reason: &str) -> &str {
    match reason {
        quarantine::UNKNOWN_CLICK => "the click is not known",
        "click changed" => "earlier reports of the order name another click",
        "amount" => "the amount is negative or absurd",
        "currency" => "the currency is not the portal's",
        "time" => "a time lies in the future, or before 1970",
        "name" => "a name or number cannot be one",
        "offer" => "the offer is not one that this partner reports",
        other => other,
    }
}
