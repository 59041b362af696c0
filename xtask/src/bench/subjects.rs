//! What `startup` and `memory` compare: the application as it is shipped, signed in, and a window with nothing in it.
//!
//! Both are started on one stage, in pairs whose order alternates, without a driver: each says on standard error when
//! its window has painted. The time counts from just before the process is made to the line's arrival here.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result};
use monei_e2e::application::Application;
use monei_e2e::journey::{Answer, READ_SCOPES};
use monei_e2e::page::testid;
use monei_e2e::process::{Process, family};
use monei_e2e::scene::{Scene, Setting};
use monei_e2e::services::ServiceOptions;
use monei_e2e::{binaries, evidence, wait, window};
use tokio::sync::mpsc::UnboundedReceiver;
use tokio::time::{Duration, timeout};

use crate::packages::{self, Need};
use crate::product;
use crate::step::Steps;

/// Pairs that count, after those that only warm caches.
const PAIRS: usize = 15;
const WARM_UPS: usize = 2;

/// Shows the two lines on standard error, and nothing else.
const LOG: (&str, &str) = ("MONEI_WALLET_LOG", "monei_wallet::startup=info");

/// Who is started.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Subject {
    Application,
    EmptyWindow,
}

/// A stage on which a person is signed in, and the two programs.
#[derive(Debug)]
pub(super) struct Subjects {
    scene: Scene,
    application: Application,
    empty: PathBuf,
}

/// A subject that runs.
#[derive(Debug)]
pub(super) struct Running {
    process: Process,
    told: UnboundedReceiver<(Duration, String)>,
}

impl Subjects {
    /// Builds everything, and signs a person in through the window.
    pub(super) async fn prepare() -> Result<Self> {
        let folder = released().await?;
        let application = Application::Released(folder.join("monei-wallet"));
        let services = ServiceOptions { programs: Some(folder.clone()), ..ServiceOptions::default() };
        let setting = Setting { services, ..Setting::of(application.clone()) };
        let mut scene = Scene::set(setting, &evidence::folder_for("bench")?).await?;
        let person = scene.random_person().await?;
        let opened = scene.open_window().await?;
        opened.press(&testid("button-connect")).await?;
        scene.choose(&READ_SCOPES).await?;
        scene.answer_in_browser(&person, Answer::AllowAll).await?;
        scene.at_home().await?;
        scene.sections_are_ready(&["profile", "balances", "transactions"]).await?;
        scene.close_window().await?;
        Ok(Self { scene, application, empty: folder.join("empty_window") })
    }

    /// Measures each subject in turn, the other one first in every second pair; the values of the warm-ups are dropped.
    pub(super) async fn in_pairs<T>(
        &self,
        mut measure: impl AsyncFnMut(Subject, &mut Running) -> Result<T>,
    ) -> Result<(Vec<T>, Vec<T>)> {
        let (mut application, mut empty) = (Vec::new(), Vec::new());
        for pair in 0..WARM_UPS + PAIRS {
            let mut order = [Subject::Application, Subject::EmptyWindow];
            order.rotate_left(pair % 2);
            for subject in order {
                let mut running = self.start(subject)?;
                let value = measure(subject, &mut running).await?;
                self.end(running).await?;
                match subject {
                    _ if pair < WARM_UPS => {}
                    Subject::Application => application.push(value),
                    Subject::EmptyWindow => empty.push(value),
                }
            }
        }
        Ok((application, empty))
    }

    fn start(&self, subject: Subject) -> Result<Running> {
        let (name, program) = match subject {
            Subject::Application => (self.application.name(), self.application.program()?),
            Subject::EmptyWindow => ("empty", self.empty.clone()),
        };
        let (process, told) = self.scene.stage.launch(name, program).envs([LOG]).start_timed()?;
        Ok(Running { process, told })
    }

    /// Ends it, and waits until nothing of it is left to disturb the next one.
    async fn end(&self, mut running: Running) -> Result<()> {
        let family = family(running.id()?);
        running.process.ask_to_end();
        running.process.ended().await?;
        window::gone(&self.scene.stage, &self.application, &family).await
    }
}

/// The programs as they are shipped, built and put aside: another build may put its own binary into its place while
/// this one is measured.
pub(super) async fn released() -> Result<PathBuf> {
    let mut steps = Steps::aside();
    steps.time("System packages", || packages::ensure(Need::Test))?;
    product::build_ui(&mut steps).await?;
    product::build_release(&mut steps).await?;
    let folder = binaries::root().join("target/bench");
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    fs::create_dir_all(&folder)?;
    for program in ["monei-wallet", "examples/empty_window", "monei-relay", "monei-sandbox"] {
        let built = binaries::root().join("target/release").join(program);
        let aside = folder.join(built.file_name().context("a program")?);
        fs::copy(&built, &aside).with_context(|| built.display().to_string())?;
    }
    Ok(folder)
}

impl Running {
    /// How long after its start it said that this was painted.
    pub(super) async fn painted(&mut self, what: &str) -> Result<Duration> {
        let line = format!("painted what=\"{what}\"");
        let found = timeout(wait::PATIENCE, async {
            while let Some((after, told)) = self.told.recv().await {
                if told.contains(&line) {
                    return Some(after);
                }
            }
            None
        });
        let found = found.await.with_context(|| format!("waited for: {line}"))?;
        found.with_context(|| format!("it ended before: {line}"))
    }

    pub(super) fn id(&self) -> Result<u32> {
        self.process.id().context("it has ended")
    }
}
