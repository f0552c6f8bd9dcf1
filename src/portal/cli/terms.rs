//! `portal terms`: what members must be able to say before they may elect points.

use super::Data;
use crate::clock::{Clock, SystemClock};
use crate::data_dir::DataDir;
use crate::db;
use crate::failure::Failure;
use crate::programme_terms::{self, Terms};
use crate::say::say;
use crate::units;
use clap::Subcommand;
use jiff::Timestamp;

const LONGEST_QUESTION: usize = 400;
const LONGEST_VERSION: usize = 40;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Show every wording that was set, and since when it is asked
    #[command(after_help = "Example:\n  portal terms list --data /srv/portal")]
    List {
        #[command(flatten)]
        data: Data,
    },
    /// Ask a new question from now on; who has elected points is asked to agree again
    #[command(
        after_help = "Example:\n  portal terms set --data /srv/portal --unit mr --version 2027-03 \\\n    \"I have a US card that earns Membership Rewards points, and it is not a corporate card.\""
    )]
    Set {
        #[command(flatten)]
        data: Data,
        /// Short name of the programme, as in `mr`
        #[arg(long)]
        unit: String,
        /// Your name for this wording; never used twice
        #[arg(long)]
        version: String,
        /// A statement that the member agrees to
        question: String,
    },
}

/// Carries it out.
pub(super) async fn run(args: Args) -> Result<(), Failure> {
    match args.command {
        Command::List { data } => {
            let pool = db::open(&DataDir::open(&data.path)?).await?;
            let all = programme_terms::all(&pool).await;
            pool.close().await;
            let all = all?;
            if all.is_empty() {
                say!("None was set: members are asked the standard question.");
            }
            for (terms, since_ms) in all {
                let since = Timestamp::from_millisecond(since_ms).unwrap_or_default();
                say!(
                    "{}\t{}\t{since}\t{}",
                    terms.unit,
                    terms.version,
                    terms.question
                );
            }
            Ok(())
        }
        Command::Set {
            data,
            unit,
            version,
            question,
        } => {
            let terms = checked(unit, version, question)?;
            let pool = db::open(&DataDir::open(&data.path)?).await?;
            let set = programme_terms::set(&pool, &terms, SystemClock.now_ms()).await;
            pool.close().await;
            if !set? {
                return Err(Failure::Argument(format!(
                    "version `{}` of {} was used already: members may have agreed to it. Choose another --version",
                    terms.version, terms.unit
                )));
            }
            say!("Asked from now on, as version {}.", terms.version);
            Ok(())
        }
    }
}

fn checked(unit: String, version: String, question: String) -> Result<Terms, Failure> {
    let programmes: Vec<String> = units::all()
        .iter()
        .filter(|u| u.is_points())
        .map(|u| u.id().to_owned())
        .collect();
    if !programmes.contains(&unit) {
        return Err(Failure::Argument(format!(
            "`{unit}` is no points programme of this portal: give one of {}",
            programmes.join(", ")
        )));
    }
    let is_plain = |text: &str, longest: usize| {
        !text.trim().is_empty() && text.len() <= longest && !text.chars().any(char::is_control)
    };
    if !is_plain(&version, LONGEST_VERSION) || !is_plain(&question, LONGEST_QUESTION) {
        return Err(Failure::Argument(format!(
            "a version has 1 to {LONGEST_VERSION} bytes, a question 1 to {LONGEST_QUESTION}, without control characters"
        )));
    }
    Ok(Terms {
        unit,
        version,
        question,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wording_is_for_a_programme_and_can_be_read() {
        let refused = |unit: &str, version: &str, question: &str| {
            let checked = checked(unit.to_owned(), version.to_owned(), question.to_owned());
            checked.err().map(|failure| failure.to_string())
        };
        assert_eq!(refused("mr", "2027-03", "I have a card."), None);
        assert!(
            refused("usd", "1", "Yes.")
                .unwrap()
                .contains("give one of mr")
        );
        for (version, question) in [
            ("", "Yes."),
            ("1", " "),
            ("1", "a\u{1b}[2J"),
            ("a\nb", "Yes."),
        ] {
            assert!(
                refused("mr", version, question).is_some(),
                "{version} {question}"
            );
        }
    }
}
