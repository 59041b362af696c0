//! The packages as `cargo xtask package` left them: what is in them, what they ask for, and what must never be in them.
//! Nothing is installed on this system here.

mod contents;
mod dependencies;
mod entries;
mod installed_rpm;
mod secrets;
mod unpacked;
