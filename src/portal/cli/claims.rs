//! `portal claims`: what members say is missing, and the operator's answers.

use super::Data;
use crate::claims::{Claim, State, desk, evidence};
use crate::clock::{Clock, SystemClock};
use crate::data_dir::DataDir;
use crate::db;
use crate::failure::Failure;
use crate::pages::amounts::dollars;
use crate::say::say;
use clap::Subcommand;
use jiff::Timestamp;

const LONGEST_ANSWER: usize = 2_000;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// List claims, the one that waits longest first
    #[command(
        after_help = "Each line: id, state, day, amount, order number.\n\nExample:\n  portal claims list --data /srv/portal --state open"
    )]
    List {
        #[command(flatten)]
        data: Data,
        /// open, answered or closed; all when not given
        #[arg(long, value_parser = state)]
        state: Option<State>,
    },
    /// Show one claim with what its receipts say
    #[command(after_help = "Example:\n  portal claims show --data /srv/portal c_4k2…")]
    Show {
        #[command(flatten)]
        data: Data,
        /// As listed
        id: String,
    },
    /// Answer a claim; the member reads it on their claims page
    #[command(
        after_help = "Example:\n  portal claims answer --data /srv/portal c_4k2… \"The store confirmed it: $4.99 will be posted.\" --close"
    )]
    Answer {
        #[command(flatten)]
        data: Data,
        /// As listed
        id: String,
        /// What the member is to read
        text: String,
        /// Nothing more is to be said about it
        #[arg(long)]
        close: bool,
    },
}

fn state(name: &str) -> Result<State, String> {
    State::named(name).ok_or_else(|| "a claim is open, answered or closed".to_owned())
}

/// Carries it out.
pub(super) async fn run(args: Args) -> Result<(), Failure> {
    let (Command::List { data, .. } | Command::Show { data, .. } | Command::Answer { data, .. }) =
        &args.command;
    let pool = db::open(&DataDir::open(&data.path)?).await?;
    let done = carry_out(&pool, args.command).await;
    pool.close().await;
    done
}

async fn carry_out(pool: &db::Pool, command: Command) -> Result<(), Failure> {
    match command {
        Command::List { state, .. } => {
            let claims = desk::list(pool, state).await?;
            if claims.is_empty() {
                say!("There is none.");
            }
            for claim in claims {
                say!("{}", line(&claim));
            }
        }
        Command::Show { id, .. } => {
            let claim = desk::get(pool, &id).await?.ok_or_else(|| unknown(&id))?;
            let click = desk::click(pool, &claim).await?;
            let receipts = desk::receipts(pool, &claim).await?;
            say!("{}", whole(&claim, &receipts, click));
        }
        Command::Answer {
            id, text, close, ..
        } => {
            let is_plain = !text.chars().any(|c| c.is_control() && c != '\n');
            if text.trim().is_empty() || text.len() > LONGEST_ANSWER || !is_plain {
                return Err(Failure::Argument(format!(
                    "an answer has 1 to {LONGEST_ANSWER} bytes of plain text"
                )));
            }
            let state = if close {
                State::Closed
            } else {
                State::Answered
            };
            if !desk::answer(pool, &id, &text, state, SystemClock.now_ms()).await? {
                return Err(match desk::get(pool, &id).await? {
                    Some(_) => Failure::Argument(format!(
                        "claim {id} is closed: the member can file another"
                    )),
                    None => unknown(&id),
                });
            }
            say!("Claim {id} is {} now.", state.name());
        }
    }
    Ok(())
}

fn unknown(id: &str) -> Failure {
    Failure::Argument(format!(
        "there is no claim {id}: `portal claims list` names them"
    ))
}

fn day(at_ms: i64) -> String {
    let at = Timestamp::from_millisecond(at_ms).unwrap_or_default();
    at.strftime("%F %H:%M UTC").to_string()
}

fn line(claim: &Claim) -> String {
    format!(
        "{}\t{}\t{}\t{}\t{}",
        claim.id,
        claim.state,
        day(claim.created_ms),
        dollars(claim.amount_minor),
        claim.order_number
    )
}

fn whole(claim: &Claim, receipts: &str, click: Option<(i64, i64)>) -> String {
    let clicked = click.and_then(|(store, at_ms)| Some((u32::try_from(store).ok()?, at_ms)));
    let (trip, receipts) = match clicked {
        Some((store, at_ms)) => (
            format!("store {store}, clicked {}", day(at_ms)),
            evidence::sentence(receipts, store, at_ms),
        ),
        None => ("no longer known".to_owned(), "Not compared.".to_owned()),
    };
    format!(
        "Claim     {}, {}, filed {}\nMember    {}\nTrip      {}, {trip}\n\
         Order     {}, {}\nReceipts  {receipts}\nNote      {}\nAnswer    {}",
        claim.id,
        claim.state,
        day(claim.created_ms),
        claim.member,
        claim.click,
        claim.order_number,
        dollars(claim.amount_minor),
        claim.note.replace('\n', "\n          "),
        claim.answer.replace('\n', "\n          "),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::Cli;
    use clap::Parser;
    use std::path::Path;

    async fn portal(command: &str, folder: &Path, rest: &[&str]) -> Result<(), Failure> {
        let data = folder.display().to_string();
        let words = ["portal", "claims", command, "--data", &data];
        let words = words.iter().chain(rest);
        Cli::try_parse_from(words).unwrap().run().await
    }

    async fn with_a_claim(folder: &Path) -> db::Pool {
        let base = url::Url::parse("https://portal.example/").unwrap();
        let demo = crate::demo_data::ensure_demo(folder, &base, 1_800_000_000).await;
        let pool = demo.unwrap().pool;
        for sql in [
            "INSERT INTO member (id, email, password, created_ms) VALUES ('m_1', 'a@b.example', '', 0)",
            "INSERT INTO claim (id, member, click, order_number, amount_minor, note, receipts, state, answer, created_ms)
             VALUES ('c_1', 'm_1', 'x', 'A-1', 4990, 'two
lines', '', 'open', '', 1802278800000)",
        ] {
            sqlx::query(sql).execute(&pool).await.unwrap();
        }
        pool
    }

    #[tokio::test]
    async fn the_operator_reads_and_answers() {
        let folder = tempfile::tempdir().unwrap();
        let pool = with_a_claim(folder.path()).await;
        let claim = desk::get(&pool, "c_1").await.unwrap().unwrap();
        assert_eq!(line(&claim), "c_1\topen\t2027-02-10 17:00 UTC\t$49.90\tA-1");
        let shown = whole(&claim, "", None);
        assert!(shown.contains("Note      two\n          lines"), "{shown}");
        let shown = whole(&claim, "", Some((7, 1_802_275_200_000)));
        assert!(
            shown.contains("store 7, clicked 2027-02-10 16:00 UTC"),
            "{shown}"
        );
        assert!(shown.contains("No receipts were sent."), "{shown}");

        portal("list", folder.path(), &["--state", "open"])
            .await
            .unwrap();
        portal("show", folder.path(), &["c_1"]).await.unwrap();
        portal("answer", folder.path(), &["c_1", "We asked the store."])
            .await
            .unwrap();
        let claim = desk::get(&pool, "c_1").await.unwrap().unwrap();
        assert_eq!(claim.state(), Some(State::Answered));
        assert_eq!(claim.answer, "We asked the store.");
        portal(
            "answer",
            folder.path(),
            &["c_1", "It is posted.", "--close"],
        )
        .await
        .unwrap();
        for (rest, said) in [
            (["c_1", "Once more."], "is closed"),
            (["c_9", "Hello."], "there is no claim c_9"),
            (["c_1", " "], "plain text"),
        ] {
            let failure = portal("answer", folder.path(), &rest).await.unwrap_err();
            assert!(failure.to_string().contains(said), "{failure}");
        }
    }
}
