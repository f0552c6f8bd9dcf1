//! Runs the scenarios: both browsers side by side, each scenario in a world of its own, never twice.

use std::{
    env, fs,
    future::poll_fn,
    panic::{AssertUnwindSafe, catch_unwind},
    path::{Path, PathBuf},
    pin::Pin,
    process::ExitCode,
    task::Poll,
    thread,
    time::{Duration, Instant},
};

use tokio::{
    runtime,
    signal::unix::{Signal, SignalKind, signal},
    time::timeout,
};

use crate::{
    driver::{Driver, Kind},
    failure::{Failure, Outcome},
    package::Package,
    paths,
    queue::{Queue, Turn},
    selection::Selection,
    walkthrough,
    world::World,
};

/// How long a scenario may take before it counts as stuck.
const LIMIT: Duration = Duration::from_secs(240);

/// A running scenario.
pub type Running<'w> = Pin<Box<dyn Future<Output = Outcome> + 'w>>;

/// A named async function over a world.
#[derive(Clone, Copy)]
pub struct Scenario {
    pub name: &'static str,
    /// What the extension is in it: what it speaks, as a code of `_locales`, or [`crate::package::ANDROID`].
    pub variant: &'static str,
    pub run: for<'w> fn(&'w mut World) -> Running<'w>,
}

/// Makes the table of scenarios from paths of async functions; `path => "ar"` runs one in another variant.
#[macro_export]
macro_rules! scenarios {
    ($($path:path $(=> $variant:literal)?),* $(,)?) => {
        &[$($crate::runner::Scenario {
            name: concat!(stringify!($path) $(, " in ", $variant)?),
            variant: $crate::variant!($($variant)?),
            run: |world| Box::pin($path(world)),
        }),*]
    };
}

/// English, unless another one is named.
#[macro_export]
macro_rules! variant {
    () => {
        $crate::package::ENGLISH
    };
    ($variant:literal) => {
        $variant
    };
}

#[derive(Clone, Copy, Default)]
struct Tally {
    passed: usize,
    failed: usize,
}

impl Tally {
    fn and(self, more: Self) -> Self {
        Self {
            passed: self.passed + more.passed,
            failed: self.failed + more.failed,
        }
    }
}

/// Runs what the command line selects and reports one line per scenario.
pub fn main(scenarios: &[Scenario]) -> ExitCode {
    let run = || -> Outcome<Tally> {
        let selection =
            Selection::from_arguments(env::args().skip(1).filter(|a| a != walkthrough::OPTION))?;
        let chosen: Vec<_> = scenarios
            .iter()
            .copied()
            .filter(|s| selection.takes(s))
            .collect();
        let package = Package::from_env()?;
        clear(&failures_dir())?;
        if selection.names.is_empty() && !walkthrough::is_asked_for() {
            clear(&paths::screens())?;
        }
        let left = Queue::new(&selection.kinds, &chosen);
        Ok(thread::scope(|scope| {
            let browsers: Vec<_> = selection
                .kinds
                .iter()
                .map(|&kind| {
                    let (left, package) = (&left, &package);
                    scope.spawn(move || run_all(kind, left, package))
                })
                .collect();
            browsers.into_iter().fold(Tally::default(), |sum, browser| {
                sum.and(browser.join().unwrap_or(Tally {
                    passed: 0,
                    failed: 1,
                }))
            })
        }))
    };
    match run() {
        Ok(Tally { passed, failed }) => {
            println!("{passed} passed, {failed} failed");
            if failed == 0 && passed > 0 {
                ExitCode::SUCCESS
            } else {
                ExitCode::FAILURE
            }
        }
        Err(failure) => {
            eprintln!("{failure}");
            ExitCode::FAILURE
        }
    }
}

/// A browser's own scenarios, and what is left of the others' then: neither processor is to be idle.
fn run_all(kind: Kind, left: &Queue, package: &Package) -> Tally {
    let own = run_in(kind, kind.name(), || left.first(kind), left, package);
    left.others(kind).into_iter().fold(own, |sum, other| {
        let folder = format!("{other}-helped");
        let next = || left.for_helper(other);
        sum.and(run_in(other, &folder, next, left, package))
    })
}

/// One driver, with a folder of this name, and one event loop, so that scenarios need not be `Send`.
fn run_in<'q>(
    kind: Kind,
    folder: &str,
    next: impl Fn() -> Option<Turn<'q>>,
    left: &Queue,
    package: &Package,
) -> Tally {
    let all = async || -> Outcome<Tally> {
        let mut tally = Tally::default();
        let mut turn = next();
        if turn.is_none() {
            return Ok(tally);
        }
        let driver = Driver::start(kind, paths::own(folder)).await?;
        let mut interrupt = Interrupt::listen()?;
        while let Some(scenario) = turn {
            let started = Instant::now();
            let outcome = run_one(&scenario, &driver, package, &mut interrupt).await;
            let spent = started.elapsed();
            let seconds = format!("{}.{}s", spent.as_secs(), spent.subsec_millis() / 100);
            match outcome {
                Ok(()) => {
                    tally.passed += 1;
                    println!("ok {kind} {} {seconds}", scenario.name);
                }
                Err(failure) => {
                    tally.failed += 1;
                    println!("FAILED {kind} {} {seconds}\n    {failure}", scenario.name);
                }
            }
            if interrupt.seen {
                for kind in Kind::ALL {
                    left.give_up(kind);
                }
            }
            drop(scenario);
            turn = next();
        }
        if let Err(failure) = driver.end().await {
            tally.failed += 1;
            println!("FAILED {kind} could not be ended\n    {failure}");
        }
        Ok(tally)
    };
    let outcome = runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(Failure::from)
        .and_then(|runtime| runtime.block_on(all()));
    outcome.unwrap_or_else(|failure| {
        println!("FAILED {kind} could not start\n    {failure}");
        let is_helper = folder != kind.name();
        let untried = if is_helper { 0 } else { left.give_up(kind) };
        Tally {
            passed: 0,
            failed: 1 + untried,
        }
    })
}

/// Ctrl-C ends the running scenario and the ones after it, but not before its browser is closed.
struct Interrupt {
    signal: Signal,
    seen: bool,
}

impl Interrupt {
    fn listen() -> Outcome<Self> {
        Ok(Self {
            signal: signal(SignalKind::interrupt())?,
            seen: false,
        })
    }

    async fn happens(&mut self) {
        self.signal.recv().await;
        self.seen = true;
    }
}

async fn run_one(
    scenario: &Scenario,
    driver: &Driver,
    package: &Package,
    interrupt: &mut Interrupt,
) -> Outcome {
    let package = package.varied(scenario.variant, driver.own())?;
    let mut world = World::start(driver, &package).await?;
    let outcome = tokio::select! {
        outcome = timeout(LIMIT, survive((scenario.run)(&mut world))) => match outcome {
            Ok(outcome) => outcome,
            Err(_) => Err(Failure::new(format!("still running after {} s", LIMIT.as_secs()))),
        },
        () = interrupt.happens() => Err(Failure::new("interrupted")),
    };
    let Err(failure) = outcome else {
        return world.give_back(driver).await;
    };
    let dir = failures_dir().join(format!(
        "{}-{}",
        driver.kind(),
        scenario.name.replace("::", "-")
    ));
    let saved = world.save(&dir).await;
    let closed = world.close().await; // nobody knows what it is like
    let failure = Failure::new(format!("{failure}\n    see {}", dir.display()));
    Err(failure.and(saved).and(closed))
}

/// Turns a panic into a failure, so that the browser is still closed.
async fn survive(mut running: Running<'_>) -> Outcome {
    poll_fn(|context| {
        catch_unwind(AssertUnwindSafe(|| running.as_mut().poll(context)))
            .unwrap_or_else(|_| Poll::Ready(Err(Failure::new("panicked"))))
    })
    .await
}

fn clear(folder: &Path) -> Outcome {
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    Ok(())
}

fn failures_dir() -> PathBuf {
    paths::prepared().join("failures")
}
