//! The application in a real window, driven through `WebKitWebDriver`; each start of it is a driver and a session.

use std::path::Path;

use anyhow::{Context, Result, bail};
use serde_json::json;

use crate::application::Application;
use crate::display;
use crate::http;
use crate::page::Page;
use crate::process::{Process, end_one, is_gone};
use crate::stage::Stage;
use crate::wait;

/// Without it the session request hangs for ever.
const AUTOMATION: (&str, &str) = ("TAURI_WEBVIEW_AUTOMATION", "true");

/// A running application whose window we see and press.
#[derive(Debug)]
pub struct Window {
    application: Application,
    page: Page,
    driver: Process,
    inspector: u16,
    /// Ours, where the driver did not start it.
    _started: Option<Process>,
}

impl Window {
    /// Starts the application. `variables` are added to the stage's environment.
    pub async fn open(stage: &Stage, application: &Application, variables: &[(String, String)]) -> Result<Self> {
        if *application != Application::Installed {
            return Self::drive(stage, application, variables, None).await;
        }
        let inspector = http::free_port()?;
        let launch = stage
            .launch(application.name(), "gio")
            .args(["launch".as_ref(), application.desktop_entry()?.as_os_str()])
            .envs(variables.iter().cloned())
            .envs([AUTOMATION, ("WEBKIT_INSPECTOR_SERVER", &format!("127.0.0.1:{inspector}"))]);
        launch.start()?.ended().await?;
        Self::attach(stage, application, variables, inspector).await
    }

    /// Starts the application where a disk of so many kilobytes lies in this folder. Nobody else sees what is on it but
    /// through the application's `/proc/…/root`. Needs no administrator: the disk is of a namespace of its own.
    pub async fn open_with_disk(
        stage: &Stage,
        application: &Application,
        variables: &[(String, String)],
        (folder, kilobytes): (&Path, u32),
    ) -> Result<Self> {
        let inspector = http::free_port()?;
        let script = "mount -t tmpfs -o size=\"$2\" tmpfs \"$1\" && exec \"$0\"";
        let started = stage
            .launch(application.name(), "unshare")
            .args(["--user", "--map-current-user", "--keep-caps", "--mount", "sh", "-c", script])
            .args([application.program()?.as_os_str(), folder.as_os_str(), format!("{kilobytes}k").as_ref()])
            .envs(variables.iter().cloned())
            .envs([AUTOMATION, ("WEBKIT_INSPECTOR_SERVER", &format!("127.0.0.1:{inspector}"))])
            .start()?;
        let window = Self::attach(stage, application, variables, inspector).await?;
        Ok(Self { _started: Some(started), ..window })
    }

    /// Takes over an application that something else started, through the inspector port that it inherited.
    pub async fn attach(
        stage: &Stage,
        application: &Application,
        variables: &[(String, String)],
        inspector: u16,
    ) -> Result<Self> {
        let started = async || Ok((!application.processes(stage)?.is_empty()).then_some(()));
        wait::until(format!("the {} application to be started", application.name()), started).await?;
        // A driver that knocks too early gives up. A look at the kernel's table disturbs nobody.
        let listens = async || Ok((!http::listeners(inspector)?.is_empty()).then_some(()));
        wait::until("the application to let a driver in", listens).await?;
        Self::drive(stage, application, variables, Some(inspector)).await
    }

    async fn drive(
        stage: &Stage,
        application: &Application,
        variables: &[(String, String)],
        inspector: Option<u16>,
    ) -> Result<Self> {
        let port = http::free_port()?;
        let mut switches = vec![format!("--port={port}")];
        switches.extend(inspector.map(|port| format!("--target=127.0.0.1:{port}")));
        let mut driver = stage
            .launch(application.name(), "WebKitWebDriver")
            .args(&switches)
            .envs(variables.iter().cloned())
            .envs([AUTOMATION])
            .start()?;
        wait::until("WebKitWebDriver", async || http::answers(port).await).await?;
        let options = match inspector {
            None => json!({ "binary": application.program()?, "args": [] }),
            Some(_) => json!({}),
        };
        let opened = Page::open(port, json!({ "webkitgtk:browserOptions": options })).await;
        let page = opened.with_context(|| {
            let fate = if driver.is_running() { "is running" } else { "has ended" };
            format!("the driver {fate}; it and the application wrote:\n{}", driver.tail())
        })?;
        let inspector = match inspector {
            Some(port) => port,
            None => inspector_of(stage, application)?,
        };
        Ok(Self { application: application.clone(), page, driver, inspector, _started: None })
    }

    pub fn page(&self) -> &Page {
        &self.page
    }

    /// The port on which the application's processes, and what they start, let a driver in.
    pub fn inspector(&self) -> u16 {
        self.inspector
    }

    /// Saves what the display shows of it as a PNG. The web view's driver gives none of pages that are drawn without the
    /// graphics driver.
    pub async fn picture(&self, stage: &Stage, file: &Path) -> Result<()> {
        self.picture_of(stage, |windows| windows.first().copied(), file).await
    }

    /// The same of the window that lies above it.
    pub async fn picture_above(&self, stage: &Stage, file: &Path) -> Result<()> {
        let above = |windows: &[u32]| windows.split_first().and_then(|(_, above)| above.last().copied());
        self.picture_of(stage, above, file).await
    }

    /// Windows are chosen from the lowest to the highest.
    async fn picture_of(&self, stage: &Stage, choose: impl Fn(&[u32]) -> Option<u32>, file: &Path) -> Result<()> {
        for id in self.application.processes(stage)? {
            if let Some(window) = choose(&display::windows_of(stage.display(), id)?) {
                return stage.picture_of(&format!("{window:#x}"), file).await;
            }
        }
        bail!("{} shows no such window", self.application.name())
    }

    /// Ends the application and everything it started in its group, without a warning (kill −9).
    pub async fn kill(self, stage: &Stage) -> Result<()> {
        let ids = self.application.processes(stage)?;
        for id in &ids {
            end_one(*id);
        }
        self.driver.end().await;
        gone(stage, &self.application, &ids).await
    }

    /// Closes the window as a person does, and waits until the application has ended.
    pub async fn close(self, stage: &Stage) -> Result<()> {
        let ids = self.application.processes(stage)?;
        for id in &ids {
            display::close_windows(stage.display(), *id)?;
        }
        let ended = gone(stage, &self.application, &ids).await;
        self.driver.end().await;
        ended
    }
}

/// When the application was started, in milliseconds since the epoch, as the kernel's clock ticks tell it.
pub fn started(stage: &Stage, application: &Application) -> Result<f64> {
    #[expect(clippy::disallowed_methods, reason = "compares a kernel's clock with a web view's; nothing depends on it")]
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH)?.as_secs_f64();
    let up: f64 = std::fs::read_to_string("/proc/uptime")?.split(' ').next().context("uptime")?.parse()?;
    let id = application.processes(stage)?.first().copied().context("the application runs")?;
    let stat = std::fs::read_to_string(format!("/proc/{id}/stat"))?;
    // The name in parentheses may hold spaces; the start time is the 22nd field, in hundredths of a second since boot.
    let ticks = stat.rsplit(')').next().and_then(|rest| rest.split(' ').nth(20)).context("a start time")?;
    let age = up - ticks.parse::<f64>()? / 100.0;
    Ok((now - age) * 1000.0)
}

/// Waits until these processes are gone, and the bus has noticed: the next one would speak to the last one otherwise.
pub async fn gone(stage: &Stage, application: &Application, ids: &[u32]) -> Result<()> {
    let ended = wait::until("the application to end", async || Ok(ids.iter().all(|id| is_gone(*id)).then_some(())));
    ended.await?;
    let name = format!("'{}.SingleInstance'", application.identifier());
    wait::until("its name on the bus to be free", async || {
        Ok((!names_on_bus(stage).await?.contains(&name)).then_some(()))
    })
    .await
}

/// Every name on the session bus, each in quotes; a connection has one that begins with a colon.
pub async fn names_on_bus(stage: &Stage) -> Result<String> {
    let names = stage.launch("gdbus", "gdbus").args([
        "call",
        "--session",
        "--dest=org.freedesktop.DBus",
        "--object-path=/org/freedesktop/DBus",
        "--method=org.freedesktop.DBus.ListNames",
    ]);
    names.output().await
}

/// The driver hands the port to the application in its environment.
fn inspector_of(stage: &Stage, application: &Application) -> Result<u16> {
    let ids = application.processes(stage)?;
    let id = ids.first().context("the application runs")?;
    let environment = std::fs::read(Path::new("/proc").join(id.to_string()).join("environ"))?;
    let port = environment.split(|byte| *byte == 0).find_map(|pair| {
        let address = std::str::from_utf8(pair).ok()?.strip_prefix("WEBKIT_INSPECTOR_SERVER=")?;
        address.rsplit(':').next()?.parse().ok()
    });
    port.context("the driver sets WEBKIT_INSPECTOR_SERVER")
}
