//! The installed package: from its desktop entry to its purge, and beside a demonstration.
//!
//! It wants the debug packages (`cargo xtask package --debug`), and root or `sudo` without a password. Each journey
//! installs the package and purges it; they follow one another, because a system has one database of packages.

mod beside;
mod command_line;
mod connect;
mod purge;
mod relay_address;
mod upgrade;
