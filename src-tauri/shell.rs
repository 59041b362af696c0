//! What the core needs of the desktop: the browser, and whether links come to us.

use monei_core::Identity;
use monei_core::app::{BrowserNotOpened, Shell};
use tauri::AppHandle;
use tauri_plugin_deep_link::DeepLinkExt;
use tauri_plugin_opener::OpenerExt;
use url::Url;

pub struct Desktop {
    app: AppHandle,
    identity: Identity,
}

impl Desktop {
    pub const fn new(app: AppHandle, identity: Identity) -> Self {
        Self { app, identity }
    }
}

impl Shell for Desktop {
    fn open_browser(&self, url: &Url) -> Result<(), BrowserNotOpened> {
        self.app.opener().open_url(url.as_str(), None::<&str>).map_err(|error| {
            tracing::warn!(%error, "no browser could be opened");
            BrowserNotOpened
        })
    }

    fn handles_links(&self) -> bool {
        if !self.identity.demonstration {
            return is_installed_handler(&self.app, self.identity.scheme());
        }
        // A demonstration is not installed and registers itself, which would take an installed application's links away
        // if they shared a scheme.
        register_self(&self.app, self.identity.scheme())
    }
}

/// Looks whether links come to us, and changes nothing. May block.
pub fn is_link_handler(app: &AppHandle, identity: Identity) -> bool {
    if identity.demonstration {
        return app.deep_link().is_registered(identity.scheme()).unwrap_or(false);
    }
    is_installed_handler(app, identity.scheme())
}

/// Makes this program the one that is started for our links, because the person asked for it. May block.
pub fn become_link_handler(app: &AppHandle, identity: Identity) -> bool {
    if identity.demonstration {
        return register_self(app, identity.scheme());
    }
    register_installed(app, identity.scheme());
    is_installed_handler(app, identity.scheme())
}

fn register_self(app: &AppHandle, scheme: &str) -> bool {
    let links = app.deep_link();
    if let Err(error) = links.register(scheme) {
        tracing::warn!(%error, "the link handler could not be registered");
        return false;
    }
    links.is_registered(scheme).unwrap_or(false)
}

/// The package's desktop entry is what the system starts for our links, and it starts this very program. (The plugin
/// looks for an entry that it wrote itself.)
#[cfg(target_os = "linux")]
fn is_installed_handler(_: &AppHandle, scheme: &str) -> bool {
    gio::AppInfo::default_for_uri_scheme(scheme).is_some_and(|entry| starts_this_program(&entry))
}

/// The package's entry may be there without being the one that the system chose.
#[cfg(target_os = "linux")]
fn register_installed(_: &AppHandle, scheme: &str) {
    use gio::prelude::AppInfoExt;
    let content = format!("x-scheme-handler/{scheme}");
    let entry = gio::AppInfo::all_for_type(&content).into_iter().find(starts_this_program);
    if let Some(Err(error)) = entry.map(|entry| entry.set_as_default_for_type(&content)) {
        tracing::warn!(%error, "the link handler could not be registered");
    }
}

#[cfg(target_os = "linux")]
fn starts_this_program(entry: &gio::AppInfo) -> bool {
    use gio::prelude::AppInfoExt;
    let program = entry.executable();
    // An entry names a program by its path or as a shell would find it.
    let places = std::env::var_os("PATH").unwrap_or_default();
    let found = std::env::split_paths(&places).map(|folder| folder.join(&program)).find(|path| path.is_file());
    let same = |path: std::path::PathBuf| Some(path.canonicalize().ok()? == std::env::current_exe().ok()?);
    found.and_then(same).unwrap_or(false)
}

/// The bundle's property list registers the scheme as soon as the system has seen the bundle; a program outside of one
/// is nobody's handler.
#[cfg(target_os = "macos")]
fn is_installed_handler(_: &AppHandle, _: &str) -> bool {
    let bundled =
        |path: std::path::PathBuf| path.ancestors().any(|part| part.extension().is_some_and(|it| it == "app"));
    std::env::current_exe().is_ok_and(bundled)
}

/// The system knows a bundle's scheme by itself.
#[cfg(target_os = "macos")]
fn register_installed(_: &AppHandle, _: &str) {}

#[cfg(windows)]
fn register_installed(app: &AppHandle, scheme: &str) {
    if let Err(error) = app.deep_link().register(scheme) {
        tracing::warn!(%error, "the link handler could not be registered");
    }
}

/// The installer writes the registry's entry, which names the installed program.
#[cfg(windows)]
fn is_installed_handler(app: &AppHandle, scheme: &str) -> bool {
    app.deep_link().is_registered(scheme).unwrap_or(false)
}
