//! Links into the application, sent as any program of the person's session can send them.

use anyhow::Result;

use crate::stage::Stage;

/// Opens a link the way a browser or a mail program does.
pub async fn open(stage: &Stage, link: &str) -> Result<()> {
    stage.launch("xdg-open", "xdg-open").args([link]).output().await.map(drop)
}
