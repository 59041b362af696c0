//! The display's windows, for what a person does to their frames, which no driver sees.

use anyhow::{Context, Result, ensure};
use x11rb::connection::Connection as _;
use x11rb::protocol::xproto::{AtomEnum, ClientMessageEvent, ConnectionExt as _, EventMask, MapState};

/// Asks the visible windows of a process to close, as the cross in a title bar does (ICCCM §4.2.8.1).
pub fn close_windows(display: &str, process: u32) -> Result<()> {
    let (server, screen) = x11rb::connect(Some(display)).with_context(|| format!("the display {display}"))?;
    let root = server.setup().roots.get(screen).context("a screen")?.root;
    let atom = |name: &str| anyhow::Ok(server.intern_atom(false, name.as_bytes())?.reply()?.atom);
    let (owner, protocols, delete) = (atom("_NET_WM_PID")?, atom("WM_PROTOCOLS")?, atom("WM_DELETE_WINDOW")?);
    let mut asked = 0;
    // Without a window manager, which would put them into its frames, the windows lie directly on the root.
    for window in server.query_tree(root)?.reply()?.children {
        let property = server.get_property(false, window, owner, AtomEnum::CARDINAL, 0, 1)?.reply();
        let attributes = server.get_window_attributes(window)?.reply();
        // A window that goes while we look is not what we look for.
        let (Ok(property), Ok(attributes)) = (property, attributes) else { continue };
        if attributes.map_state != MapState::VIEWABLE
            || property.value32().and_then(|mut ids| ids.next()) != Some(process)
        {
            continue;
        }
        let message = ClientMessageEvent::new(32, window, protocols, [delete, x11rb::CURRENT_TIME, 0, 0, 0]);
        server.send_event(false, window, EventMask::NO_EVENT, message)?.check()?;
        asked += 1;
    }
    ensure!(asked > 0, "the process {process} shows no window");
    Ok(())
}
