//! Trials of the whole simulation without sockets: damaged requests at every endpoint, and long walks of operations
//! that succeed.

mod fuzz;
mod good;
mod inside;
mod pages;
mod shape;
mod walk;
