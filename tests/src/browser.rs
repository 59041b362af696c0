//! The person's own browser: a real headless Chromium that the application opens through the default-browser entry.
//!
//! Nothing here starts it: that is the application's part. We join it afterwards through its debugging port.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};
use tokio::sync::{Mutex, OnceCell};

use crate::application::Application;
use crate::binaries;
use crate::http;
use crate::page::Page;
use crate::process::Process;
use crate::stage::Stage;
use crate::wait;

/// A browser that may or may not have been opened yet.
#[derive(Debug)]
pub struct Browser {
    port: u16,
    seen: Mutex<Vec<String>>,
    driver: OnceCell<(Process, Page)>,
}

impl Browser {
    /// Makes it the stage's default browser. Links from `trusted` into applications open without a dialog, as if the
    /// person had ticked "always allow". In the dark, pages are told that the person prefers dark colours.
    pub fn prepare(stage: &Stage, trusted: &str, dark: bool) -> Result<Self> {
        let port = http::free_port()?;
        let profile = stage.folder().join("browser");
        fs::create_dir_all(profile.join("Default"))?;
        let allowed: BTreeMap<&str, bool> = Application::SCHEMES.map(|scheme| (scheme, true)).into();
        let preferences = json!({
            "protocol_handler": { "allowed_origin_protocol_pairs": { trusted: allowed } },
            "browser": { "has_seen_welcome_page": true },
        });
        fs::write(profile.join("Default/Preferences"), preferences.to_string())?;
        stage.set_default_browser(&command(stage, port, &profile, dark)?)?;
        Ok(Self { port, seen: Mutex::default(), driver: OnceCell::new() })
    }

    /// The page whose address starts with `start` and that nobody asked for yet; waits until it is opened.
    pub async fn opened(&self, stage: &Stage, start: &str) -> Result<Page> {
        let tab = wait::until(format!("the browser to show {start}…"), async || {
            let mut seen = self.seen.lock().await;
            let tabs = self.tabs().await?;
            let new = tabs.iter().find(|tab| tab.address.starts_with(start) && !seen.contains(&tab.id));
            let Some(tab) = new else {
                bail!("it shows {:?}", tabs.iter().map(|tab| &tab.address).collect::<Vec<_>>())
            };
            seen.push(tab.id.clone());
            Ok(Some(tab.id.clone()))
        });
        let tab = tab.await?;
        self.show(stage, &tab).await
    }

    /// Goes back to a tab by its id.
    pub async fn show(&self, stage: &Stage, tab: &str) -> Result<Page> {
        let (_, page) = self.driver.get_or_try_init(|| self.join(stage)).await?;
        page.switch_to(tab).await?;
        Ok(page.clone())
    }

    /// The ids of the tabs that [`Browser::opened`] returned, in their order.
    pub async fn seen(&self) -> Vec<String> {
        self.seen.lock().await.clone()
    }

    /// The addresses of all tabs. None while it was not opened.
    pub async fn addresses(&self) -> Vec<String> {
        let tabs = self.tabs().await.unwrap_or_default();
        tabs.into_iter().map(|tab| tab.address).collect()
    }

    /// A new tab, opened by the person.
    pub async fn visit(&self, stage: &Stage, address: &str) -> Result<Page> {
        let new =
            format!("http://127.0.0.1:{}/json/new?{}", self.port, address.replace('%', "%25").replace('&', "%26"));
        let tab = http::put(&new, Value::Null).await?.ok()?.json()?;
        let id = tab.get("id").and_then(Value::as_str).context("the new tab has an id")?.to_owned();
        self.seen.lock().await.push(id.clone());
        self.show(stage, &id).await
    }

    /// The page that is shown now, if anybody looked at the browser before.
    pub fn current(&self) -> Option<Page> {
        self.driver.get().map(|(_, page)| page.clone())
    }

    async fn tabs(&self) -> Result<Vec<Tab>> {
        let list = http::get(&format!("http://127.0.0.1:{}/json/list", self.port)).await?.ok()?.json()?;
        let all = list.as_array().context("a list of tabs")?;
        let pages = all.iter().filter(|target| target.get("type").and_then(Value::as_str) == Some("page"));
        let text = |target: &Value, key: &str| target.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
        Ok(pages.map(|page| Tab { id: text(page, "id"), address: text(page, "url") }).collect())
    }

    async fn join(&self, stage: &Stage) -> Result<(Process, Page)> {
        let port = http::free_port()?;
        let driver = stage.launch("chromedriver", "chromedriver").args([format!("--port={port}")]).start()?;
        wait::until("chromedriver", async || http::answers(port).await).await?;
        let capabilities = json!({
            "browserName": "chrome",
            "goog:chromeOptions": { "debuggerAddress": format!("127.0.0.1:{}", self.port) },
            // A click that leads into the application's scheme never loads a page.
            "pageLoadStrategy": "none",
        });
        let page = Page::open(port, capabilities).await?;
        Ok((driver, page))
    }
}

#[derive(Debug)]
struct Tab {
    id: String,
    address: String,
}

/// The `Exec` of its `.desktop` file.
///
/// A headless Chromium does not hand a second link to the one that is already open, so the script does: the debugging
/// port opens the tab, and decodes the address once.
fn command(stage: &Stage, port: u16, profile: &Path, dark: bool) -> Result<String> {
    let script: PathBuf = stage.folder().join("browser.sh");
    let mut switches = vec![
        "--headless=new".to_owned(),
        format!("--remote-debugging-port={port}"),
        format!("--user-data-dir={}", profile.display()),
        "--password-store=basic".to_owned(),
        "--window-size=1100,820".to_owned(),
        "--no-first-run".to_owned(),
        "--no-default-browser-check".to_owned(),
        "--disable-background-networking".to_owned(),
        "--disable-component-update".to_owned(),
        "--disable-sync".to_owned(),
        "--disable-gpu".to_owned(),
        "--disable-dev-shm-usage".to_owned(),
        // What the application opens elsewhere is looked at by its address alone: nothing leaves this machine.
        "'--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost, EXCLUDE *.localhost'".to_owned(),
    ];
    if dark {
        switches.push("--force-dark-mode".to_owned());
    }
    if rustix::process::geteuid().is_root() {
        // Chromium refuses to start as root with its sandbox.
        switches.push("--no-sandbox".to_owned());
    }
    let log = stage.logs().join("browser.log");
    let browser = binaries::browser()?;
    fs::write(
        &script,
        format!(
            "#!/bin/bash\nlink=${{1//%/%25}}\nlink=${{link//&/%26}}\n\
             if exec 3<>/dev/tcp/127.0.0.1/{port}; then\n\
             printf 'PUT /json/new?%s HTTP/1.1\\r\\nHost: 127.0.0.1\\r\\nConnection: close\\r\\n\\r\\n' \"$link\" >&3\n\
             read -r -t 10 <&3\nexit\nfi 2>/dev/null\n\
             exec {} {} \"$@\" >>{} 2>&1\n",
            browser.display(),
            switches.join(" "),
            log.display()
        ),
    )?;
    fs::set_permissions(&script, std::os::unix::fs::PermissionsExt::from_mode(0o755))?;
    Ok(script.display().to_string())
}
