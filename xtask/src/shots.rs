//! `cargo xtask shots DIR`: pictures of every state in both themes, for looking at the product as a whole.

use std::path::Path;

use anyhow::Result;

use crate::headless::{Theme, take};
use crate::packages::{self, Need};
use crate::product;
use crate::step::Steps;

pub(crate) async fn run(folder: &Path) -> Result<()> {
    let mut steps = Steps::default();
    steps.time("System packages", || packages::ensure(Need::Test))?;
    product::build_ui(&mut steps).await?;
    product::build_binaries(&mut steps).await?;
    take(folder, Theme::Light).await?;
    take(folder, Theme::Dark).await
}
