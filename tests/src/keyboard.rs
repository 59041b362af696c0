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
pub const RIGHT: char = '\u{E014}';
pub const DOWN: char = '\u{E015}';

impl Page {
    /// Presses these one after the other, wherever the focus is.
    pub async fn strike(&self, chords: &[Chord<'_>]) -> Result<()> {
        for chord in chords {
            match chord {
                [held @ .., key] if !held.is_empty() => self.strike_held(held, *key).await?,
                keys => self.strike_plain(keys).await?,
            }
        }
        Ok(())
    }

    /// The driver of `WebKitGTK` lets no key go down while a modifier is: the page is told of the chord as of one.
    async fn strike_held(&self, held: &[char], key: char) -> Result<()> {
        let (control, shift) = (held.contains(&CONTROL), held.contains(&SHIFT));
        let key = if shift { key.to_uppercase().to_string() } else { key.to_string() };
        let script = "const [key, ctrlKey, shiftKey] = arguments;\
            const at = document.activeElement ?? document.body;\
            for (const type of ['keydown', 'keyup'])\
              at.dispatchEvent(new KeyboardEvent(type, { key, ctrlKey, shiftKey, bubbles: true, cancelable: true }));";
        self.script(script, vec![key.into(), control.into(), shift.into()]).await?;
        Ok(())
    }

    async fn strike_plain(&self, keys: &[char]) -> Result<()> {
        let mut actions = KeyActions::new("keyboard".to_owned());
        for key in keys {
            actions = actions.then(KeyAction::Down { value: *key }).then(KeyAction::Up { value: *key });
        }
        Ok(self.client().perform_actions(actions).await?)
    }

    /// Types a text, wherever the focus is.
    pub async fn type_text(&self, text: &str) -> Result<()> {
        let keys: Vec<[char; 1]> = text.chars().map(|key| [key]).collect();
        self.strike(&keys.iter().map(<[char; 1]>::as_slice).collect::<Vec<_>>()).await
    }
}
