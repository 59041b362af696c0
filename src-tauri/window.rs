//! The main window: hidden until it has something to show, and closed to every page but our own.

use monei_core::settings::Theme;
use tauri::webview::{NewWindowResponse, PageLoadEvent};
use tauri::{AppHandle, Manager, WebviewUrl, WebviewWindowBuilder};
use tauri_plugin_window_state::StateFlags;

pub const MAIN: &str = "main";

/// Visibility is not kept: the window shows itself when it has loaded.
pub const KEPT_STATE: StateFlags = StateFlags::SIZE.union(StateFlags::POSITION).union(StateFlags::MAXIMIZED);

pub fn open(app: &AppHandle, theme: Theme) -> tauri::Result<()> {
    WebviewWindowBuilder::new(app, MAIN, WebviewUrl::default())
        .title(app.config().product_name.clone().unwrap_or_default())
        .inner_size(1180.0, 800.0)
        .min_inner_size(760.0, 560.0)
        .visible(false)
        // The web view's `prefers-color-scheme` follows, so that the first paint has the right colours.
        .theme(window_theme(theme))
        .on_navigation(is_our_page)
        .on_new_window(|_, _| NewWindowResponse::Deny)
        .on_page_load(|window, page| {
            if page.event() == PageLoadEvent::Finished
                && let Err(error) = window.show()
            {
                tracing::error!(%error, "the window could not be shown");
            }
        })
        .build()?;
    Ok(())
}

pub fn set_theme(app: &AppHandle, theme: Theme) {
    if let Some(window) = app.get_webview_window(MAIN)
        && let Err(error) = window.set_theme(window_theme(theme))
    {
        tracing::warn!(%error, "the theme of the window could not be set");
    }
}

/// Brings the window to the person, for example after the browser handed over.
pub fn bring_forward(app: &AppHandle) {
    let Some(window) = app.get_webview_window(MAIN) else { return };
    for result in [window.unminimize(), window.show(), window.set_focus()] {
        if let Err(error) = result {
            tracing::debug!(%error, "the window could not be brought forward");
        }
    }
}

const fn window_theme(theme: Theme) -> Option<tauri::Theme> {
    match theme {
        Theme::System => None,
        Theme::Light => Some(tauri::Theme::Light),
        Theme::Dark => Some(tauri::Theme::Dark),
    }
}

/// The address of the embedded pages differs by platform; in development a local server has them. Any other port is
/// some other program's.
fn is_our_page(url: &url::Url) -> bool {
    match (url.scheme(), url.host_str(), url.port()) {
        ("tauri", Some("localhost"), None) => cfg!(not(windows)),
        ("http" | "https", Some("tauri.localhost"), None) => cfg!(windows),
        ("http", Some("localhost"), Some(1420)) => cfg!(dev),
        _ => false,
    }
}
