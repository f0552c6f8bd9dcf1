//! Clicks written together. What arrives while a write is on its way to the disk is the next write: one statement and
//! one wait for the disk, however many shoppers click. Each is answered only when its own click is on the disk.

#[cfg(test)]
mod tests;

use super::Click;
use crate::{db::Pool, error::Error, outage::Outage};
use sqlx::{Row, any::AnyRow};
use std::{
    collections::HashSet,
    sync::{LazyLock, OnceLock},
};
use tokio::sync::{mpsc, oneshot};

/// Clicks in one statement at most. Each number of them is a statement of its own, which engines plan and keep.
const MOST: usize = 16;
const COLUMNS: [&str; 15] = [
    "id",
    "request",
    "member",
    "retailer",
    "ref",
    "network",
    "destination",
    "link",
    "terms",
    "boost_key",
    "elect",
    "hosts",
    "trip_s",
    "list_seq",
    "created_ms",
];

/// The statement for each number of clicks, from one.
static INSERTS: LazyLock<Vec<String>> = LazyLock::new(|| (1..=MOST).map(insert).collect());

fn insert(clicks: usize) -> String {
    let numbered = |click: usize| {
        let numbers = (1..=COLUMNS.len()).map(|n| format!("${}", click * COLUMNS.len() + n));
        format!("({})", numbers.collect::<Vec<_>>().join(", "))
    };
    let rows: Vec<_> = (0..clicks).map(numbered).collect();
    format!(
        "INSERT INTO click ({}) VALUES {} ON CONFLICT (id) DO NOTHING RETURNING id",
        COLUMNS.join(", "),
        rows.join(", ")
    )
}

/// A click to be written.
#[derive(Debug)]
pub(super) struct New {
    pub(super) click: Click,
    pub(super) list_seq: i64,
}

#[derive(Debug)]
struct Waiting {
    new: New,
    answer: oneshot::Sender<Result<bool, Error>>,
}

/// Who writes clicks, one write after the other. Begins with the first click and ends with the portal.
#[derive(Debug, Default)]
pub(crate) struct Writer(OnceLock<mpsc::Sender<Waiting>>);

impl Writer {
    /// Writes a click; `false` when one of that id is there already.
    pub(super) async fn write(&self, pool: &Pool, new: New) -> Result<bool, Error> {
        let (answer, answered) = oneshot::channel();
        let queue = self.0.get_or_init(|| begin(pool.clone()));
        // Neither ends before the portal does.
        let gone = || Error::from(sqlx::Error::WorkerCrashed);
        let waiting = Waiting { new, answer };
        queue.send(waiting).await.map_err(|_| gone())?;
        answered.await.map_err(|_| gone())?
    }
}

fn begin(pool: Pool) -> mpsc::Sender<Waiting> {
    let (queue, mut queued) = mpsc::channel(4 * MOST);
    tokio::spawn(async move {
        let mut batch = Vec::with_capacity(MOST);
        while queued.recv_many(&mut batch, MOST).await > 0 {
            write(&pool, std::mem::take(&mut batch)).await;
        }
    });
    queue
}

/// Writes them all at once. Where the database refuses that, each by itself: one must not take the others with it.
async fn write(pool: &Pool, batch: Vec<Waiting>) {
    match try_write(pool, &batch).await {
        Ok(made) => {
            for (waiting, is_new) in batch.into_iter().zip(made) {
                // Whoever no longer waits will ask again.
                let _ = waiting.answer.send(Ok(is_new));
            }
        }
        Err(cause) if batch.len() > 1 && Outage::of(&cause).is_none() => {
            for waiting in batch {
                Box::pin(write(pool, vec![waiting])).await;
            }
        }
        Err(cause) => {
            let outage = Outage::of(&cause);
            let mut cause = Some(cause);
            for waiting in batch {
                let beside = || {
                    sqlx::Error::Protocol("written beside another click, which says why".to_owned())
                };
                let cause = cause.take().unwrap_or_else(beside);
                let failure = match outage {
                    Some(outage) => Error::Unavailable(outage, cause),
                    None => Error::from(cause),
                };
                let _ = waiting.answer.send(Err(failure));
            }
        }
    }
}

/// For each whether it is new. Of two with one id in a batch the first is.
async fn try_write(pool: &Pool, batch: &[Waiting]) -> Result<Vec<bool>, sqlx::Error> {
    let text = batch.len().checked_sub(1).and_then(|at| INSERTS.get(at));
    let mut statement = sqlx::query(text.map_or("", String::as_str));
    for Waiting { new, .. } in batch {
        let New { click, list_seq } = new;
        statement = statement
            .bind(&click.id)
            .bind(&click.request)
            .bind(&click.member)
            .bind(click.retailer)
            .bind(&click.click_ref)
            .bind(&click.network)
            .bind(&click.destination)
            .bind(&click.link)
            .bind(&click.terms)
            .bind(&click.boost_key)
            .bind(&click.elect)
            .bind(&click.hosts)
            .bind(click.trip_s)
            .bind(list_seq)
            .bind(click.created_ms);
    }
    let rows: Vec<AnyRow> = statement.fetch_all(pool).await?;
    let ids = rows.iter().map(|row| row.try_get("id"));
    let mut made: HashSet<String> = ids.collect::<Result<_, _>>()?;
    Ok(batch.iter().map(|w| made.remove(&w.new.click.id)).collect())
}
