//! The application in a real window, driven through `WebKitWebDriver`; each start of it is a driver and a session.

use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, Result};
use serde_json::json;

use crate::binaries;
use crate::http;
use crate::page::Page;
use crate::process::{Process, end_one, is_gone, running};
use crate::stage::Stage;
use crate::wait;

/// A running application whose window we see and press.
#[derive(Debug)]
pub struct Window {
    page: Page,
    driver: Process,
    inspector: u16,
}

impl Window {
    /// Starts the application. `variables` are added to the stage's environment, `arguments` to its command line.
    pub async fn open(stage: &Stage, variables: &[(String, String)], arguments: &[String]) -> Result<Self> {
        Self::start(stage, variables, arguments, None).await
    }

    /// Takes over an application that something else started, through the inspector port that it inherited.
    pub async fn attach(stage: &Stage, variables: &[(String, String)], inspector: u16) -> Result<Self> {
        Self::start(stage, variables, &[], Some(inspector)).await
    }

    async fn start(
        stage: &Stage,
        variables: &[(String, String)],
        arguments: &[String],
        inspector: Option<u16>,
    ) -> Result<Self> {
        let port = http::free_port()?;
        let mut switches = vec![format!("--port={port}")];
        switches.extend(inspector.map(|port| format!("--target=127.0.0.1:{port}")));
        let mut driver = stage
            .launch("window", "WebKitWebDriver")
            .args(&switches)
            .envs(variables.iter().cloned())
            // Without it the session request hangs for ever.
            .envs([("TAURI_WEBVIEW_AUTOMATION", "true")])
            .start()?;
        wait::until("WebKitWebDriver", async || http::answers(port).await).await?;
        let options = match inspector {
            None => json!({ "binary": application()?, "args": arguments }),
            Some(_) => json!({}),
        };
        let opened = Page::open(port, json!({ "webkitgtk:browserOptions": options })).await;
        let page = opened.with_context(|| {
            let fate = if driver.is_running() { "is running" } else { "has ended" };
            format!("the driver {fate}; it and the application wrote:\n{}", driver.tail())
        })?;
        let inspector = match inspector {
            Some(port) => port,
            None => inspector_of(stage)?,
        };
        Ok(Self { page, driver, inspector })
    }

    pub fn page(&self) -> &Page {
        &self.page
    }

    /// The port on which the application's processes, and what they start, let a driver in.
    pub fn inspector(&self) -> u16 {
        self.inspector
    }

    /// Ends the application and everything it started in its group, without a warning (kill −9).
    pub async fn kill(self, stage: &Stage) -> Result<()> {
        let ids = running(&stage.mark(), &application()?);
        for id in &ids {
            end_one(*id);
        }
        self.driver.end().await;
        gone(stage, &ids).await
    }

    /// Closes the window as a person does, and waits until the application has ended.
    pub async fn close(self, stage: &Stage) -> Result<()> {
        let ids = running(&stage.mark(), &application()?);
        // The driver closes the window and, when that was the last one, the session.
        drop(tokio::time::timeout(Duration::from_secs(10), self.page.client().close_window()).await);
        let ended = gone(stage, &ids).await;
        self.driver.end().await;
        ended
    }
}

/// The application's binary.
pub fn application() -> Result<PathBuf> {
    let path = binaries::built("monei-wallet")?;
    path.canonicalize().with_context(|| path.display().to_string())
}

/// How many processes of the application run on this stage.
pub fn count(stage: &Stage) -> Result<usize> {
    Ok(running(&stage.mark(), &application()?).len())
}

/// When the application was started, in milliseconds since the epoch, as the kernel's clock ticks tell it.
pub fn started(stage: &Stage) -> Result<f64> {
    #[expect(clippy::disallowed_methods, reason = "compares a kernel's clock with a web view's; nothing depends on it")]
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH)?.as_secs_f64();
    let up: f64 = std::fs::read_to_string("/proc/uptime")?.split(' ').next().context("uptime")?.parse()?;
    let id = running(&stage.mark(), &application()?).first().copied().context("the application runs")?;
    let stat = std::fs::read_to_string(format!("/proc/{id}/stat"))?;
    // The name in parentheses may hold spaces; the start time is the 22nd field, in hundredths of a second since boot.
    let ticks = stat.rsplit(')').next().and_then(|rest| rest.split(' ').nth(20)).context("a start time")?;
    let age = up - ticks.parse::<f64>()? / 100.0;
    Ok((now - age) * 1000.0)
}

/// Waits until these processes are gone, and the bus has noticed: the next one would speak to the last one otherwise.
async fn gone(stage: &Stage, ids: &[u32]) -> Result<()> {
    let ended = wait::until("the application to end", async || Ok(ids.iter().all(|id| is_gone(*id)).then_some(())));
    ended.await?;
    wait::until("its name on the bus to be free", async || {
        let names = stage.launch("gdbus", "gdbus").args([
            "call",
            "--session",
            "--dest=org.freedesktop.DBus",
            "--object-path=/org/freedesktop/DBus",
            "--method=org.freedesktop.DBus.ListNames",
        ]);
        Ok((!names.output().await?.contains("SingleInstance")).then_some(()))
    })
    .await
}

/// The driver hands the port to the application in its environment.
fn inspector_of(stage: &Stage) -> Result<u16> {
    let ids = running(&stage.mark(), &application()?);
    let id = ids.first().context("the application runs")?;
    let environment = std::fs::read(Path::new("/proc").join(id.to_string()).join("environ"))?;
    let port = environment.split(|byte| *byte == 0).find_map(|pair| {
        let address = std::str::from_utf8(pair).ok()?.strip_prefix("WEBKIT_INSPECTOR_SERVER=")?;
        address.rsplit(':').next()?.parse().ok()
    });
    port.context("the driver sets WEBKIT_INSPECTOR_SERVER")
}
