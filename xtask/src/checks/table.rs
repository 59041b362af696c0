//! The checks by their stable numbers, and what was found when the tests of each were read beside its sentence.
//!
//! Whoever adds or removes a test of a check judges it here anew. Numbers are floors for one run of the tests; where a
//! check names a longer version, `cargo xtask nightly` runs it.

use self::Judged::{Lacks, NotYet, Whole};

pub(super) struct Check {
    pub(super) number: u8,
    pub(super) title: &'static str,
    pub(super) judged: Judged,
}

/// What the tests of a check show of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Judged {
    /// Everything that it asks for.
    Whole,
    /// All but this.
    Lacks(&'static str),
    /// There was nothing to judge.
    NotYet,
}

const fn check(number: u8, title: &'static str, judged: Judged) -> Check {
    Check { number, title, judged }
}

#[rustfmt::skip]
pub(super) const CHECKS: [Check; 62] = [
    check(1, "redirect allow-list byte-exact",
        Lacks("a public corpus: its tricks are collected by hand")),
    check(2, "S256 challenge of 43 characters required", Whole),
    check(3, "wrong verifiers refused",
        Lacks("that the comparison takes constant time is read in the code, and not measured")),
    check(4, "sealed values do not open when changed, swapped or expired", Whole),
    check(5, "nothing goes upstream without the same browser's consent", Whole),
    check(6, "consent page: name, scopes in plain words, the app's pairing code", Whole),
    check(7, "callback without or with a foreign cookie refused", Whole),
    check(8, "the first presenter owns the code", Whole),
    check(9, "answers carry iss; metadata validates in independent clients", Whole),
    check(10, "one success per ticket, also over replicas",
        Lacks("replicas that share a store: there is no Redis store, and a lost one is simulated")),
    check(11, "a ticket is consumed by definite or ambiguous answers only", Whole),
    check(12, "an ambiguous exchange is never retried", Whole),
    check(13, "success body; clients in three languages complete the flow", Whole),
    check(14, "RFC 6749 error codes; upstream text never reflected", Whole),
    check(15, "security headers everywhere; 303 after POST", Whole),
    check(16, "limits on size, repeats, slowness", Whole),
    check(17, "client address from trusted hops only", Whole),
    check(18, "upstream never sees more than its budget",
        Lacks("1,000 junk requests a second by day: 40 in each second of a simulated clock, by night 1,000")),
    check(19, "honest users connect during a flood", NotYet),
    check(20, "key rotation loses no flow",
        Lacks("one flow goes through one rotation: none every 60 s and no load; a running relay cannot change its keys")),
    check(21, "relay: secrets in no log, trace or panic",
        Lacks("there are no metrics yet")),
    check(22, "relay: fuzzing finds no panic",
        Lacks("a fuzzer that follows coverage: 200,000 good inputs are damaged at random, four million by night")),
    check(23, "system browser; loopback bound to loopback, closed in time",
        Lacks("that it is the system's browser: the journeys register one of their own with the system")),
    check(24, "loopback answers only its callback; junk does not matter", Whole),
    check(25, "callback parser; junk deep links during a pending flow", Whole),
    check(26, "many tasks at expiry, one refresh", Whole),
    check(27, "many processes on one vault, one refresh", Whole),
    check(28, "vault not writable, no refresh call", Whole),
    check(29, "killed during a refresh, never half a pair", Whole),
    check(30, "faulted refreshes wipe nothing without a refusal", Whole),
    check(31, "clock jumps cost at most one refresh", Whole),
    check(32, "no refresh while a payment is in flight", Whole),
    check(33, "401: one refresh, one resend, then reconnect with data kept; 403: Enable again", Whole),
    check(34, "app: secrets in no log, panic, storage, argument or file", Whole),
    check(35, "grants follow the model over random sequences",
        Lacks("a vault written at each step: 100,000 lives pass through one at each restart, 500 steps at each")),
    check(36, "another account's candidate never replaces or pays",
        Lacks("a wallet with a local identity only, which cannot tell")),
    check(37, "an unidentified candidate is refused for money", Whole),
    check(38, "revoked on Disconnect only; local tokens go at once", Whole),
    check(39, "keychain chunks; damage is refused, never a panic", Whole),
    check(40, "keychain self-test; no token on disk", Whole),
    check(41, "files user-only; database encrypted; power cuts", Whole),
    check(42, "Disconnect removes everything", Whole),
    check(44, "no command returns or accepts a token", Whole),
    check(45, "hostile strings stay text", Whole),
    check(46, "CSP, no global API, frozen prototypes, navigation denied", Whole),
    check(47, "commit is out of the main window's reach", Whole),
    check(48, "links open only https on an allow-list", Whole),
    check(49, "payments under faults: no double, no false result", Whole),
    check(50, "one POST per intent", Whole),
    check(51, "the journal is durable before the first byte",
        Lacks("no power fails: the files are copied or cut at the moment, and that the disk keeps its word is believed")),
    check(52, "unfinished intents are unknown and reconciled", Whole),
    check(53, "double click, one intent", Whole),
    check(54, "exact decimals, no binary float", Whole),
    check(55, "a look-alike of an unknown asks twice", Whole),
    check(56, "licences, bans, sources; lockfiles enforced", NotYet),
    check(57, "bill of materials; reproducible relay", NotYet),
    check(58, "tauri in its safe range, no shell plugin, no HTTP/3", Whole),
    check(59, "no secret, key or source map in bundles", Whole),
    check(60, "updater refuses what it should", NotYet),
    check(61, "secret from file or environment only",
        Lacks("no drill rotates the secret: a running relay cannot change it")),
    check(62, "load with replicas killed", NotYet),
    check(63, "health and readiness are separate",
        Lacks("Monei being down changes neither; there is no Redis store to be down")),
];
