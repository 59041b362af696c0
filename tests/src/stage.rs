//! The place where one journey happens: its own home folder, display, session bus and keychain.
//!
//! Two applications on one bus means that the second one exits into the first, so no journey shares anything with
//! another one. Everything that was started here is ended when the stage is dropped.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process;
use std::sync::atomic::{AtomicU32, Ordering};

use anyhow::{Context, Result};
use tempfile::TempDir;

use crate::binaries;
use crate::keychain::{self, Keychain};
use crate::process::{Launch, Process, end_all_with};

/// The screen of the virtual display.
const SCREEN: &str = "1280x900x24";

/// Names a process of this stage in `/proc`.
const MARK: &str = "MONEI_E2E_STAGE";

/// A home folder with a display, a session bus and a keychain.
#[derive(Debug)]
pub struct Stage {
    folder: TempDir,
    logs: PathBuf,
    mark: String,
    display: String,
    bus: String,
    keychain: Option<Process>,
    _xvfb: Process,
    _dbus: Process,
}

impl Stage {
    /// Sets everything up. `logs` is where the output of its processes goes.
    pub async fn set_up(keychain: Keychain, logs: &Path) -> Result<Self> {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let mark = format!("{}-{}", process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        fs::create_dir_all(logs)?;
        let folder = tempfile::Builder::new().prefix("monei-").tempdir().context("a folder for the stage")?;
        for part in ["home/.config", "home/.local/share/applications", "home/.cache", "tmp", "run"] {
            fs::create_dir_all(folder.path().join(part))?;
        }
        fs::set_permissions(folder.path().join("run"), fs::Permissions::from_mode(0o700))?;
        // What is printed here is never put on the paper of whoever runs the tests.
        fs::create_dir(folder.path().join("home/.config/gtk-3.0"))?;
        fs::write(folder.path().join("home/.config/gtk-3.0/settings.ini"), "[Settings]\ngtk-print-backends=file\n")?;

        let bare = bare_environment(folder.path(), &mark);
        let (xvfb, number) = Launch::new("xvfb", "Xvfb", logs)
            .args(["-displayfd", "1", "-screen", "0", SCREEN, "-nolisten", "tcp"])
            .envs(bare.clone())
            .start_until_ready()
            .await?;
        let display = format!(":{number}");

        let config = folder.path().join("bus.conf");
        fs::write(&config, bus_configuration(folder.path(), keychain))?;
        if keychain.prompts() {
            keychain::install_prompter(folder.path())?;
        }
        let (dbus, bus) = Launch::new("dbus", "dbus-daemon", logs)
            .args(["--nofork", "--print-address=1"])
            .args([format!("--config-file={}", config.display())])
            .envs(bare)
            .envs([("DISPLAY", display.clone())])
            .start_until_ready()
            .await?;

        let mut stage =
            Self { folder, logs: logs.to_owned(), mark, display, bus, keychain: None, _xvfb: xvfb, _dbus: dbus };
        stage.keychain = keychain::start(&stage, keychain).await?;
        Ok(stage)
    }

    /// What every process of the stage finds in its environment.
    pub fn environment(&self) -> Vec<(String, String)> {
        let mut all = bare_environment(self.folder.path(), &self.mark);
        all.extend([
            ("DISPLAY".to_owned(), self.display.clone()),
            ("DBUS_SESSION_BUS_ADDRESS".to_owned(), self.bus.clone()),
        ]);
        all
    }

    /// A program of the stage, not started yet.
    pub fn launch(&self, name: &str, program: impl AsRef<std::ffi::OsStr>) -> Launch {
        Launch::new(name, program, &self.logs).envs(self.environment()).folder(self.folder.path())
    }

    pub fn home(&self) -> PathBuf {
        self.folder.path().join("home")
    }

    /// For files of the harness that the application should not come across.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    pub fn display(&self) -> &str {
        &self.display
    }

    pub fn logs(&self) -> &Path {
        &self.logs
    }

    /// `NAME=value`, by which a process of this stage is known.
    pub fn mark(&self) -> String {
        format!("{MARK}={}", self.mark)
    }

    /// Makes a `.desktop` file the handler of http and https links.
    pub fn set_default_browser(&self, exec: &str) -> Result<()> {
        const NAME: &str = "test-browser.desktop";
        let applications = self.home().join(".local/share/applications");
        let types = "x-scheme-handler/http;x-scheme-handler/https;text/html;";
        fs::write(
            applications.join(NAME),
            format!("[Desktop Entry]\nType=Application\nName=Test browser\nExec={exec} %u\nMimeType={types}\n"),
        )?;
        let defaults: String =
            types.split_terminator(';').map(|mime| format!("{mime}={NAME}\n")).collect::<Vec<_>>().concat();
        fs::write(self.home().join(".config/mimeapps.list"), format!("[Default Applications]\n{defaults}"))?;
        Ok(())
    }

    /// Replaces the keychain: it vanishes, comes back, or comes back locked, as after a log-in without a password.
    pub async fn change_keychain(&mut self, keychain: Keychain) -> Result<()> {
        if let Some(running) = self.keychain.take() {
            running.end().await;
        }
        self.keychain = keychain::start(self, keychain).await?;
        Ok(())
    }

    /// A picture of the whole display, for system dialogs that no driver sees.
    pub async fn picture(&self, file: &Path) -> Result<()> {
        self.picture_of("root", file).await
    }

    /// A picture of one of the display's windows, by its id.
    pub async fn picture_of(&self, window: &str, file: &Path) -> Result<()> {
        let import = self.launch("import", "import").args(["-window", window]).args([file]);
        import.output().await.map(drop)
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        end_all_with(&self.mark(), self.folder.path());
    }
}

fn bare_environment(folder: &Path, mark: &str) -> Vec<(String, String)> {
    let at = |part: &str| folder.join(part).display().to_string();
    [
        (MARK, mark.to_owned()),
        ("HOME", at("home")),
        ("XDG_CONFIG_HOME", at("home/.config")),
        ("XDG_DATA_HOME", at("home/.local/share")),
        ("XDG_STATE_HOME", at("home/.local/state")),
        ("XDG_CACHE_HOME", at("home/.cache")),
        ("XDG_RUNTIME_DIR", at("run")),
        ("XDG_DATA_DIRS", "/usr/local/share:/usr/share".to_owned()),
        // xdg-open uses `gio open` then; its generic mode fails on quoted Exec lines.
        ("XDG_CURRENT_DESKTOP", "GNOME".to_owned()),
        ("TMPDIR", at("tmp")),
        ("PATH", std::env::var("PATH").unwrap_or_else(|_| "/usr/bin:/bin".to_owned())),
        ("LANG", "C.UTF-8".to_owned()),
        ("TZ", "UTC".to_owned()),
        // Neither the accessibility bus nor a settings daemon runs here.
        ("NO_AT_BRIDGE", "1".to_owned()),
        ("GSETTINGS_BACKEND", "memory".to_owned()),
        ("GTK_USE_PORTAL", "0".to_owned()),
        ("RUST_BACKTRACE", "1".to_owned()),
    ]
    .map(|(name, value)| (name.to_owned(), value))
    .into()
}

/// A session bus that starts nothing by itself, except a prompter where the keychain needs one.
fn bus_configuration(folder: &Path, keychain: Keychain) -> String {
    let services = if keychain.prompts() {
        format!("<servicedir>{}</servicedir>", folder.join("services").display())
    } else {
        String::new()
    };
    format!(
        "<busconfig><type>session</type><listen>unix:path={}</listen><auth>EXTERNAL</auth>{services}\
         <policy context=\"default\"><allow send_destination=\"*\" eavesdrop=\"true\"/>\
         <allow eavesdrop=\"true\"/><allow own=\"*\"/></policy></busconfig>",
        folder.join("run/bus").display()
    )
}

/// The names of the tools that a stage needs and that are not there.
pub fn missing_tools() -> Vec<&'static str> {
    ["Xvfb", "dbus-daemon", "gnome-keyring-daemon", "WebKitWebDriver", "chromedriver", "xdg-open", "gio", "import"]
        .into_iter()
        .filter(|tool| binaries::on_path(tool).is_none())
        .collect()
}
