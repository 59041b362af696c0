//! The main window, and what each window of ours is: hidden until its page begins to load, and closed to every page but our own.

use monei_core::App;
use monei_core::settings::{Appearance, Settings, Theme, WayBack};
use tauri::webview::{Color, NewWindowResponse, PageLoadEvent};
use tauri::{AppHandle, Manager, WebviewUrl, WebviewWindow, WebviewWindowBuilder, WindowEvent};
use tauri_plugin_window_state::StateFlags;

use crate::picture;

pub const MAIN: &str = "main";

/// Visibility is not kept: the window shows itself.
pub const KEPT_STATE: StateFlags = StateFlags::SIZE.union(StateFlags::POSITION).union(StateFlags::MAXIMIZED);

/// The page's ground (`--page` in `tokens.css`), for what the page does not cover yet.
const LIGHT_PAGE: Color = Color(0xf7, 0xf6, 0xf4, 0xff);
const DARK_PAGE: Color = Color(0x14, 0x14, 0x12, 0xff);

pub fn open(app: &AppHandle, settings: &Settings) -> tauri::Result<()> {
    let theme = settings.appearance.theme;
    let window = WebviewWindowBuilder::new(app, MAIN, WebviewUrl::default())
        .title(app.config().product_name.clone().unwrap_or_default())
        .inner_size(1180.0, 800.0)
        .min_inner_size(760.0, 560.0)
        .visible(false)
        // The web view's `prefers-color-scheme` follows, so that the first paint has the right colours.
        .theme(window_theme(theme))
        .initialization_script(chosen_look(settings.appearance, settings.way_back)?)
        .on_navigation(is_our_page)
        .on_new_window(|_, _| NewWindowResponse::Deny)
        .on_page_load(|window, page| {
            // A hidden page is not drawn. From here the system brings up the window while the page becomes ready.
            if page.event() == PageLoadEvent::Started
                && let Err(error) = window.show()
            {
                tracing::error!(%error, "the window could not be shown");
            }
        })
        .build()?;
    draw_without_gpu(&window)?;
    set_ground(&window, theme)
}

/// The settings as the page reads them before its first paint (`ui/public/appearance.js`): no other look flashes up, and
/// nothing is kept twice.
pub fn chosen_look(appearance: Appearance, way_back: WayBack) -> serde_json::Result<String> {
    let chosen = picture::settings::view(appearance, way_back);
    serde_json::to_string(&chosen).map(|json| format!("window.chosenSettings = Object.freeze({json});"))
}

/// `WebKitGTK` would start the graphics driver in the web process for pages of text: that costs a third of the memory and
/// of the time to the first frame, and shows a blank window with some drivers.
#[cfg(target_os = "linux")]
pub fn draw_without_gpu(window: &WebviewWindow) -> tauri::Result<()> {
    use webkit2gtk::{HardwareAccelerationPolicy, SettingsExt, WebViewExt};
    window.with_webview(|view| {
        if let Some(settings) = WebViewExt::settings(&view.inner()) {
            settings.set_hardware_acceleration_policy(HardwareAccelerationPolicy::Never);
        }
    })
}

#[cfg(not(target_os = "linux"))]
pub fn draw_without_gpu(_: &WebviewWindow) -> tauri::Result<()> {
    Ok(())
}

pub fn set_theme(app: &AppHandle, theme: Theme) {
    if let Some(window) = app.get_webview_window(MAIN)
        && let Err(error) = window.set_theme(window_theme(theme)).and_then(|()| set_ground(&window, theme))
    {
        tracing::warn!(%error, "the theme of the window could not be set");
    }
}

pub fn set_ground(window: &WebviewWindow, theme: Theme) -> tauri::Result<()> {
    let theme = window_theme(theme).map_or_else(|| window.theme(), Ok)?;
    window.set_background_color(Some(if theme == tauri::Theme::Dark { DARK_PAGE } else { LIGHT_PAGE }))
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

/// Tells the core when a person comes to the window, and when it cannot be seen: what it shows is kept fresh accordingly.
pub fn tell_whether_seen(app: &AppHandle, core: &App) {
    let Some(window) = app.get_webview_window(MAIN) else { return };
    let (seen, core) = (window.clone(), core.clone());
    window.on_window_event(move |event| {
        if let WindowEvent::Focused(focused) = event {
            // What is beside another window is still seen.
            let visible = *focused || seen.is_visible().unwrap_or(true) && !seen.is_minimized().unwrap_or(false);
            let core = core.clone();
            tauri::async_runtime::spawn(async move { core.set_visible(visible).await });
        }
    });
}

pub const fn window_theme(theme: Theme) -> Option<tauri::Theme> {
    match theme {
        Theme::System => None,
        Theme::Light => Some(tauri::Theme::Light),
        Theme::Dark => Some(tauri::Theme::Dark),
    }
}

/// The address of the embedded pages differs by platform; in development a local server has them. Any other port is
/// some other program's.
pub fn is_our_page(url: &url::Url) -> bool {
    match (url.scheme(), url.host_str(), url.port()) {
        ("tauri", Some("localhost"), None) => cfg!(not(windows)),
        ("http" | "https", Some("tauri.localhost"), None) => cfg!(windows),
        ("http", Some("localhost"), Some(1420)) => cfg!(dev),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ground_has_the_colours_of_the_page() {
        let hex = |Color(red, green, blue, _)| format!("#{red:02x}{green:02x}{blue:02x}");
        let page = format!("--page: light-dark({}, {});", hex(LIGHT_PAGE), hex(DARK_PAGE));
        assert!(include_str!("../ui/src/styles/tokens.css").contains(&page), "{page}");
    }
}
