//! `monei` as a process, against the simulated Monei and the relay over loopback.
//!
//! Most tests keep tokens in the encrypted file, as a server would; those about sharing use the real keychain.

mod place;

mod documentation;
mod output;
mod reading;
mod sharing;
mod sign_in;
mod told;
mod traces;
