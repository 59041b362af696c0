//! Links into the application, sent as any program of the person's session can send them.

use anyhow::Result;

use crate::stage::Stage;

/// The scheme of a demonstration; releases have another one.
pub const SCHEME: &str = "dev.moneiwallet.desktop.demo";

/// Opens a link the way a browser or a mail program does.
pub async fn open(stage: &Stage, link: &str) -> Result<()> {
    stage.launch("xdg-open", "xdg-open").args([link]).output().await.map(drop)
}

/// A link to the redirect URI with this query.
pub fn callback(query: &str) -> String {
    format!("{SCHEME}:/callback?{query}")
}
