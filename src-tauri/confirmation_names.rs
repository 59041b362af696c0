// Read by the build script and by the library, like command_names.rs: the commands of the confirmation window, and of no
// other.
pub const CONFIRMATION_COMMANDS: &[&str] = &["confirmation", "confirm_payment", "cancel_payment", "quote_again"];
