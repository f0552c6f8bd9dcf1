//! The only place of the suite where time passes: look again until a condition holds or the deadline is over.

use std::{fmt::Debug, time::Duration};

use tokio::time::{Instant, sleep, timeout_at};

use crate::failure::{Failure, Outcome};

/// How long a condition may take. Generous: it is only spent by a scenario that fails.
const PATIENCE: Duration = Duration::from_secs(60);
const BETWEEN_LOOKS: Duration = Duration::from_millis(25);

/// Looks until `enough` says yes and returns what was seen; `what` completes "waited for …". An error while looking
/// (an element that is not there yet, a page in the middle of a navigation) counts as "not yet".
pub async fn until<T: Debug>(
    what: &str,
    mut look: impl AsyncFnMut() -> Outcome<T>,
    enough: impl Fn(&T) -> bool,
) -> Outcome<T> {
    let deadline = Instant::now() + PATIENCE;
    let mut last = "nothing".to_owned();
    while Instant::now() < deadline {
        match timeout_at(deadline, look()).await {
            Ok(Ok(seen)) if enough(&seen) => return Ok(seen),
            Ok(Ok(seen)) => last = format!("{seen:?}"),
            Ok(Err(failure)) => last = failure.to_string(),
            Err(_) => break,
        }
        sleep(BETWEEN_LOOKS).await;
    }
    Err(Failure::new(format!(
        "waited {} s for {what}; last seen: {last}",
        PATIENCE.as_secs()
    )))
}

/// Looks until there is something.
pub async fn found<T: Debug>(
    what: &str,
    look: impl AsyncFnMut() -> Outcome<Option<T>>,
) -> Outcome<T> {
    until(what, look, Option::is_some)
        .await?
        .ok_or_else(|| Failure::new(format!("{what} vanished")))
}

/// Looks until a question is answered with yes.
pub async fn holds(what: &str, look: impl AsyncFnMut() -> Outcome<bool>) -> Outcome {
    until(what, look, |yes| *yes).await.map(|_| ())
}
