//! What this installation is: versions, where it keeps what, and whose work is in it.

use std::path::PathBuf;

use monei_core::Identity;
use monei_core::diagnostics::{Surroundings, Versions};
use monei_core::settings::SettingsFile;
use tauri::{AppHandle, Manager};

use crate::shell;
use crate::views::AboutView;

pub fn view(app: &AppHandle, identity: Identity) -> AboutView {
    let shown = |path: PathBuf| path.display().to_string();
    let Versions { web_view, system, .. } = versions(app, identity);
    AboutView {
        web_view,
        system,
        settings_file: app.path().app_config_dir().ok().map(|it| shown(SettingsFile::in_folder(&it).path().to_owned())),
        data_folder: app.path().app_data_dir().ok().map(shown),
        keychain_service: identity.keychain_service().to_owned(),
        has_notices: notices(app).is_some(),
    }
}

/// What the checks cannot find out by themselves. May block.
pub fn surroundings(app: &AppHandle, identity: Identity) -> Surroundings {
    Surroundings { versions: versions(app, identity), handles_links: shell::is_link_handler(app, identity) }
}

fn versions(app: &AppHandle, identity: Identity) -> Versions {
    const ENGINE: &str = if cfg!(windows) {
        "WebView2"
    } else if cfg!(target_os = "linux") {
        "WebKitGTK"
    } else {
        "WebKit"
    };
    let kind = if identity.demonstration { " (demonstration)" } else { "" };
    Versions {
        application: format!("Monei Wallet {}{kind}", app.package_info().version),
        web_view: tauri::webview_version().ok().map(|version| format!("{ENGINE} {version}")),
        system: format!("{}, {}", system(), std::env::consts::ARCH),
    }
}

#[cfg(target_os = "linux")]
fn system() -> String {
    let name = gio::glib::os_info("PRETTY_NAME");
    name.map_or_else(|| "Linux".to_owned(), Into::into)
}

#[cfg(not(target_os = "linux"))]
fn system() -> String {
    std::env::consts::OS.to_owned()
}

/// The packages of Linux have it where the system keeps such texts, the others among their resources.
pub fn notices(app: &AppHandle) -> Option<PathBuf> {
    const NAME: &str = "THIRD-PARTY-NOTICES";
    let beside = app.path().resource_dir().ok().map(|folder| folder.join(NAME));
    let documents = cfg!(target_os = "linux").then(|| PathBuf::from("/usr/share/doc/monei-wallet").join(NAME));
    documents.into_iter().chain(beside).find(|path| path.is_file())
}
