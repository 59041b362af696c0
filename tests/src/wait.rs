//! Waiting for something to become true, with a deadline: the only way in which this harness waits.

use std::fmt::Display;
use std::time::Duration;

use anyhow::{Result, bail};
use tokio::time::{Instant, MissedTickBehavior, interval};

/// Long enough for a loaded machine with two cores; nothing that works takes nearly as long.
pub const PATIENCE: Duration = Duration::from_secs(30);

const STEP: Duration = Duration::from_millis(40);

/// Asks until there is an answer. An error of `ask` counts as "not yet" and is told when the time is up.
pub async fn until<T>(what: impl Display, ask: impl AsyncFnMut() -> Result<Option<T>>) -> Result<T> {
    until_within(PATIENCE, what, ask).await
}

/// Like [`until`], with a limit of its own.
pub async fn until_within<T>(
    limit: Duration,
    what: impl Display,
    mut ask: impl AsyncFnMut() -> Result<Option<T>>,
) -> Result<T> {
    let deadline = Instant::now() + limit;
    let mut ticks = interval(STEP);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut last = String::from("no answer");
    loop {
        ticks.tick().await;
        match tokio::time::timeout_at(deadline, ask()).await {
            Ok(Ok(Some(answer))) => return Ok(answer),
            Ok(Ok(None)) => "not yet".clone_into(&mut last),
            Ok(Err(error)) => last = format!("{error:#}"),
            Err(_) => bail!("waited {limit:?} for {what}: {last}"),
        }
        if Instant::now() >= deadline {
            bail!("waited {limit:?} for {what}: {last}");
        }
    }
}

/// Holds that something stays true for a while: what must *not* happen can only be watched for a time.
pub async fn stays(span: Duration, what: impl Display, mut holds: impl AsyncFnMut() -> Result<bool>) -> Result<()> {
    let end = Instant::now() + span;
    let mut ticks = interval(STEP);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    while Instant::now() < end {
        ticks.tick().await;
        if !holds().await? {
            bail!("{what} did not stay true");
        }
    }
    Ok(())
}
