// Read by the build script (for Tauri's access control) and by the library (for a test against the bindings), so that a
// command exists in both or in neither.
pub const COMMANDS: &[&str] = &[
    "view",
    "subscribe",
    "connect",
    "open_browser_again",
    "copy_sign_in_link",
    "cancel_sign_in",
    "dismiss_outcome",
    "refresh",
    "disconnect",
    "retry_keychain",
    "use_session_only",
    "set_theme",
    "use_relay",
    "painted",
    "copy_text",
];
