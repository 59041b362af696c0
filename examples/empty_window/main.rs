//! A Tauri window with nothing in it: what `cargo xtask bench` measures the application against.
//!
//! No application on the same foundation can be faster or smaller. It has the application's window size and build, one
//! blank embedded page, and one command by which that page says that it was painted.

/// Called after the page's second animation frame: the first one has been painted by then.
#[tauri::command]
fn painted() {
    eprintln!("painted what=\"frame\"");
}

fn main() -> tauri::Result<()> {
    tauri::Builder::default()
        .invoke_handler(tauri::generate_handler![painted])
        .run(tauri::generate_context!("examples/empty_window/tauri.conf.json"))
}
