//! The display's windows, for what a person sees of them and does to their frames: no driver can.

use anyhow::{Context, Result, ensure};
use x11rb::connection::Connection as _;
use x11rb::protocol::xproto::{AtomEnum, ClientMessageEvent, ConnectionExt as _, EventMask, MapState, Window};
use x11rb::rust_connection::RustConnection;

/// Asks the visible windows of a process to close, as the cross in a title bar does (ICCCM §4.2.8.1).
pub fn close_windows(display: &str, process: u32) -> Result<()> {
    let (server, root) = connect(display)?;
    let windows = visible_windows(&server, root, process)?;
    ensure!(!windows.is_empty(), "the process {process} shows no window");
    let (protocols, delete) = (atom(&server, "WM_PROTOCOLS")?, atom(&server, "WM_DELETE_WINDOW")?);
    for window in windows {
        let message = ClientMessageEvent::new(32, window, protocols, [delete, x11rb::CURRENT_TIME, 0, 0, 0]);
        server.send_event(false, window, EventMask::NO_EVENT, message)?.check()?;
    }
    Ok(())
}

/// The ids of the visible windows of a process.
pub fn windows_of(display: &str, process: u32) -> Result<Vec<Window>> {
    let (server, root) = connect(display)?;
    visible_windows(&server, root, process)
}

fn connect(display: &str) -> Result<(RustConnection, Window)> {
    let (server, screen) = x11rb::connect(Some(display)).with_context(|| format!("the display {display}"))?;
    let root = server.setup().roots.get(screen).context("a screen")?.root;
    Ok((server, root))
}

fn atom(server: &RustConnection, name: &str) -> Result<u32> {
    Ok(server.intern_atom(false, name.as_bytes())?.reply()?.atom)
}

fn visible_windows(server: &RustConnection, root: Window, process: u32) -> Result<Vec<Window>> {
    let owner = atom(server, "_NET_WM_PID")?;
    let mut visible = Vec::new();
    // Without a window manager, which would put them into its frames, the windows lie directly on the root.
    for window in server.query_tree(root)?.reply()?.children {
        let property = server.get_property(false, window, owner, AtomEnum::CARDINAL, 0, 1)?.reply();
        let attributes = server.get_window_attributes(window)?.reply();
        // A window that goes while we look is not what we look for.
        let (Ok(property), Ok(attributes)) = (property, attributes) else { continue };
        let is_its = property.value32().and_then(|mut ids| ids.next()) == Some(process);
        if is_its && attributes.map_state == MapState::VIEWABLE {
            visible.push(window);
        }
    }
    Ok(visible)
}
