//! The system's own dialogs, which no driver reaches: they are found on the display and answered by its keyboard.

use std::time::Duration;

use anyhow::{Context, Result};
use x11rb::protocol::xproto::Window;

use crate::display::windows_of;
use crate::page::Page;
use crate::scene::Scene;
use crate::typing::Keyboard;
use crate::wait;

/// A dialog that is open.
#[derive(Debug)]
pub struct SystemDialog {
    display: String,
    process: u32,
    window: Window,
    keyboard: Keyboard,
}

impl SystemDialog {
    /// The dialog that comes after this button of the application's window is pressed.
    pub async fn after(scene: &Scene, page: &Page, button: &str) -> Result<Self> {
        let display = scene.stage.display().to_owned();
        let process = *scene.application()?.processes(&scene.stage)?.first().context("the application runs")?;
        let before = windows_of(&display, process)?;
        page.press(button).await?;
        let window = wait::until("the system's dialog", async || {
            Ok(windows_of(&display, process)?.into_iter().find(|window| !before.contains(window)))
        });
        let window = window.await?;
        let keyboard = Keyboard::at(&display, window)?;
        Ok(Self { display, process, window, keyboard })
    }

    fn is_open(&self) -> Result<bool> {
        Ok(windows_of(&self.display, self.process)?.contains(&self.window))
    }

    /// Types until the dialog has gone. One that has just come has not taken the focus into its field yet: what is typed
    /// too early is typed again.
    pub async fn answer(&self, strike: impl Fn(&Keyboard) -> Result<()>) -> Result<()> {
        wait::until("the dialog's answer", async || {
            if !self.is_open()? {
                return Ok(Some(()));
            }
            strike(&self.keyboard)?;
            wait::until_within(Duration::from_secs(3), "the dialog to go", async || {
                Ok((!self.is_open()?).then_some(()))
            })
            .await?;
            Ok(Some(()))
        })
        .await
    }
}
