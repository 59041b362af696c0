//! A person's keyboard.

use anyhow::Result;
use fantoccini::actions::{InputSource, KeyAction, KeyActions};

use crate::page::Page;

/// Keys that go down one after the other and up again in the opposite order: a single key, or a chord such as Ctrl and K.
pub type Chord<'a> = &'a [char];

// The code points that the WebDriver standard gives to keys without a character (§17.4.2).
pub const TAB: char = '\u{E004}';
pub const ENTER: char = '\u{E007}';
pub const SHIFT: char = '\u{E008}';
pub const CONTROL: char = '\u{E009}';
pub const ESCAPE: char = '\u{E00C}';
pub const LEFT: char = '\u{E012}';
pub const DOWN: char = '\u{E015}';

impl Page {
    /// Presses these one after the other, wherever the focus is.
    pub async fn strike(&self, chords: &[Chord<'_>]) -> Result<()> {
        let mut actions = KeyActions::new("keyboard".to_owned());
        for chord in chords {
            for key in *chord {
                actions = actions.then(KeyAction::Down { value: *key });
            }
            for key in chord.iter().rev() {
                actions = actions.then(KeyAction::Up { value: *key });
            }
        }
        Ok(self.client().perform_actions(actions).await?)
    }

    /// Types a text, wherever the focus is.
    pub async fn type_text(&self, text: &str) -> Result<()> {
        let keys: Vec<[char; 1]> = text.chars().map(|key| [key]).collect();
        self.strike(&keys.iter().map(<[char; 1]>::as_slice).collect::<Vec<_>>()).await
    }
}
