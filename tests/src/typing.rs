//! Typing on the display's keyboard, into windows that no driver reaches: the system's own dialogs.

use anyhow::{Context, Result, ensure};
use x11rb::connection::Connection as _;
use x11rb::protocol::xproto::{ConnectionExt as _, InputFocus, KEY_PRESS_EVENT, KEY_RELEASE_EVENT, Keycode, Window};
use x11rb::protocol::xtest::ConnectionExt as _;
use x11rb::rust_connection::RustConnection;

/// Keys that write nothing, by their keysyms.
const TAB: u32 = 0xff09;
const RETURN: u32 = 0xff0d;
const DOWN: u32 = 0xff54;
const ESCAPE: u32 = 0xff1b;
const SHIFT: u32 = 0xffe1;
const CONTROL: u32 = 0xffe3;

/// A keyboard whose keys go to one window.
#[derive(Debug)]
pub struct Keyboard {
    server: RustConnection,
    root: Window,
    first: Keycode,
    per_key: usize,
    keysyms: Vec<u32>,
}

impl Keyboard {
    /// Gives this window the keys from now on.
    pub fn at(display: &str, window: Window) -> Result<Self> {
        let (server, screen) = x11rb::connect(Some(display)).with_context(|| format!("the display {display}"))?;
        let (root, first, last) = {
            let setup = server.setup();
            (setup.roots.get(screen).context("a screen")?.root, setup.min_keycode, setup.max_keycode)
        };
        let mapping = server.get_keyboard_mapping(first, last - first + 1)?.reply()?;
        server.set_input_focus(InputFocus::PARENT, window, x11rb::CURRENT_TIME)?.check()?;
        let per_key = usize::from(mapping.keysyms_per_keycode);
        Ok(Self { server, root, first, per_key, keysyms: mapping.keysyms })
    }

    /// Replaces all text of the field that has the focus, and confirms it.
    pub fn answer(&self, text: &str) -> Result<()> {
        self.held(CONTROL, u32::from('a'))?;
        for character in text.chars() {
            ensure!(character.is_ascii_graphic(), "{character:?} is not on every keyboard");
            let (_, shifted) = self.key(u32::from(character))?;
            if shifted { self.held(SHIFT, u32::from(character))? } else { self.stroke(u32::from(character))? }
        }
        self.stroke(RETURN)
    }

    /// In a dialog that begins with a list: takes the first of it.
    pub fn take_the_first(&self) -> Result<()> {
        [TAB, DOWN, RETURN].into_iter().try_for_each(|key| self.stroke(key))
    }

    pub fn escape(&self) -> Result<()> {
        self.stroke(ESCAPE)
    }

    fn held(&self, modifier: u32, keysym: u32) -> Result<()> {
        let (modifier, _) = self.key(modifier)?;
        self.send(KEY_PRESS_EVENT, modifier)?;
        self.stroke(keysym)?;
        self.send(KEY_RELEASE_EVENT, modifier)
    }

    fn stroke(&self, keysym: u32) -> Result<()> {
        let (key, _) = self.key(keysym)?;
        self.send(KEY_PRESS_EVENT, key)?;
        self.send(KEY_RELEASE_EVENT, key)
    }

    fn send(&self, event: u8, key: Keycode) -> Result<()> {
        self.server.xtest_fake_input(event, key, x11rb::CURRENT_TIME, self.root, 0, 0, 0)?.check()?;
        Ok(())
    }

    /// The key that writes this, and whether with Shift.
    fn key(&self, keysym: u32) -> Result<(Keycode, bool)> {
        let found = self.keysyms.iter().enumerate().find(|(at, found)| **found == keysym && at % self.per_key < 2);
        let (at, _) = found.with_context(|| format!("a key for the keysym {keysym:#x}"))?;
        let key = Keycode::try_from(at / self.per_key)? + self.first;
        Ok((key, at % self.per_key == 1))
    }
}
