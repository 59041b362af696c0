//! The journeys: each test is a person's way through the real window, the real browser and the real keychain.

mod harness;
