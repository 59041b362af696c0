//! The display's clipboard, as any other program on it pastes: the text is asked of whoever copied it (ICCCM §2).

use anyhow::{Context, Result};
use x11rb::connection::Connection as _;
use x11rb::protocol::Event;
use x11rb::protocol::xproto::{AtomEnum, ConnectionExt as _, CreateWindowAux, WindowClass};
use x11rb::rust_connection::RustConnection;
use x11rb::{COPY_DEPTH_FROM_PARENT, CURRENT_TIME, NONE};

use crate::wait;

/// Longer texts would come in parts; nobody copies one here.
const MOST: u32 = 64 * 1024;

/// What a person would paste now.
pub async fn text(display: &str) -> Result<String> {
    let (server, screen) = x11rb::connect(Some(display)).with_context(|| format!("the display {display}"))?;
    let atom = |name: &str| anyhow::Ok(server.intern_atom(false, name.as_bytes())?.reply()?.atom);
    let (clipboard, utf8, place) = (atom("CLIPBOARD")?, atom("UTF8_STRING")?, atom("MONEI_PASTED")?);
    let (root, visual) = {
        let screen = server.setup().roots.get(screen).context("a screen")?;
        (screen.root, screen.root_visual)
    };
    // Whoever has copied writes it to a window of whoever pastes.
    let window = server.generate_id()?;
    let (depth, class) = (COPY_DEPTH_FROM_PARENT, WindowClass::INPUT_OUTPUT);
    let nothing = CreateWindowAux::new();
    server.create_window(depth, window, root, 0, 0, 1, 1, 0, class, visual, &nothing)?.check()?;
    wait::until("the copied text", async || {
        server.convert_selection(window, clipboard, utf8, place, CURRENT_TIME)?.check()?;
        let answered = wait::until("an answer of whoever copied", async || answer(&server)).await?;
        // Nobody has copied a text yet.
        if answered == NONE {
            return Ok(None);
        }
        let held = server.get_property(true, window, place, AtomEnum::ANY, 0, MOST)?.reply()?;
        Ok(Some(String::from_utf8(held.value)?))
    })
    .await
}

/// The property in which the text was put.
fn answer(server: &RustConnection) -> Result<Option<u32>> {
    Ok(match server.poll_for_event()? {
        Some(Event::SelectionNotify(notice)) => Some(notice.property),
        _ => None,
    })
}
