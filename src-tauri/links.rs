//! Links of our scheme, warm and cold. What they say is for the core to judge.

use monei_core::App;
use tauri::{AppHandle, Manager};
use tauri_plugin_deep_link::DeepLinkExt;

use crate::window;

/// Links that reach the running application.
pub fn listen(app: &AppHandle, core: &App) {
    let (handle, core) = (app.clone(), core.clone());
    app.deep_link().on_open_url(move |event| {
        window::bring_forward(&handle);
        for link in event.urls() {
            pass_on(&core, link.into());
        }
    });
}

/// The link that started the application, which the plugin does not announce.
pub fn read_launch_link(app: &AppHandle) {
    let Ok(Some(links)) = app.deep_link().get_current() else { return };
    let core = app.state::<App>();
    for link in links {
        pass_on(&core, link.into());
    }
}

fn pass_on(core: &App, link: String) {
    let core = core.clone();
    tauri::async_runtime::spawn(async move { core.link(link).await });
}
