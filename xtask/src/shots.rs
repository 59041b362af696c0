//! `cargo xtask shots DIR`: pictures of every state in both themes, for looking at the product as a whole.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use tokio::process::Command;

use crate::headless::{Theme, Wallet, take};
use crate::packages::{self, Need};
use crate::product;
use crate::step::Steps;

pub(crate) async fn run(folder: &Path) -> Result<()> {
    let mut steps = Steps::default();
    steps.time("System packages", || packages::ensure(Need::Test))?;
    product::build_ui(&mut steps).await?;
    product::build_binaries(&mut steps).await?;
    take(folder, Theme::Light, Wallet::WithSomethingOnEveryPage).await?;
    take(folder, Theme::Dark, Wallet::WithSomethingOnEveryPage).await?;
    let mut pictures = Vec::new();
    for entry in fs::read_dir(folder).context("the folder of the pictures")? {
        pictures.push(entry?.path());
    }
    for picture in pictures.iter().filter(|file| file.extension().is_some_and(|kind| kind == "png")) {
        shrink(picture).await?;
    }
    Ok(())
}

/// A window has few colours: with a palette a picture takes a third of the room, and looks the same.
async fn shrink(picture: &Path) -> Result<()> {
    let shrunk = Command::new("convert")
        .arg(picture)
        .args(["-strip", "+dither", "-colors", "255", "-define", "png:compression-level=9"])
        .arg(format!("PNG8:{}", picture.display()))
        .status()
        .await
        .context("convert, of ImageMagick")?;
    ensure!(shrunk.success(), "{} could not be made smaller: {shrunk}", picture.display());
    Ok(())
}
