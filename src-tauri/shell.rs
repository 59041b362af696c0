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
        let links = self.app.deep_link();
        // An installed package is registered by its desktop entry. A demonstration is not installed and registers
        // itself, which would take an installed application's links away if they shared a scheme.
        if self.identity.demonstration
            && let Err(error) = links.register(self.identity.scheme())
        {
            tracing::warn!(%error, "the link handler could not be registered");
            return false;
        }
        links.is_registered(self.identity.scheme()).unwrap_or(false)
    }
}
