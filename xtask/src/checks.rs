//! `cargo xtask checks`: the numbered security checks, and the tests that show each by carrying its number in its name.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::Result;
use monei_e2e::binaries;

/// Where tests are.
const FOLDERS: [&str; 5] = ["crates", "src-tauri", "tests", "ui", "xtask"];

/// The checks, by their stable numbers.
const CHECKS: [(u8, &str); 62] = [
    (1, "redirect allow-list byte-exact"),
    (2, "S256 challenge of 43 characters required"),
    (3, "wrong verifiers refused"),
    (4, "sealed values do not open when changed, swapped or expired"),
    (5, "nothing goes upstream without the same browser's consent"),
    (6, "consent page: name, scopes in plain words, the app's pairing code"),
    (7, "callback without or with a foreign cookie refused"),
    (8, "the first presenter owns the code"),
    (9, "answers carry iss; metadata validates in independent clients"),
    (10, "one success per ticket, also over replicas"),
    (11, "a ticket is consumed by definite or ambiguous answers only"),
    (12, "an ambiguous exchange is never retried"),
    (13, "success body; clients in three languages complete the flow"),
    (14, "RFC 6749 error codes; upstream text never reflected"),
    (15, "security headers everywhere; 303 after POST"),
    (16, "limits on size, repeats, slowness"),
    (17, "client address from trusted hops only"),
    (18, "upstream never sees more than its budget"),
    (19, "honest users connect during a flood"),
    (20, "key rotation loses no flow"),
    (21, "relay: secrets in no log, trace or panic"),
    (22, "relay: fuzzing finds no panic"),
    (23, "system browser; loopback bound to loopback, closed in time"),
    (24, "loopback answers only its callback; junk does not matter"),
    (25, "callback parser; junk deep links during a pending flow"),
    (26, "many tasks at expiry, one refresh"),
    (27, "many processes on one vault, one refresh"),
    (28, "vault not writable, no refresh call"),
    (29, "killed during a refresh, never half a pair"),
    (30, "faulted refreshes wipe nothing without a refusal"),
    (31, "clock jumps cost at most one refresh"),
    (32, "no refresh while a payment is in flight"),
    (33, "401: one refresh, one resend, then reconnect with data kept; 403: Enable again"),
    (34, "app: secrets in no log, panic, storage, argument or file"),
    (35, "grants follow the model over random sequences"),
    (36, "another account's candidate never replaces or pays"),
    (37, "an unidentified candidate is refused for money"),
    (38, "revoked on Disconnect only; local tokens go at once"),
    (39, "keychain chunks; damage is refused, never a panic"),
    (40, "keychain self-test; no token on disk"),
    (41, "files user-only; database encrypted; power cuts"),
    (42, "Disconnect removes everything"),
    (44, "no command returns or accepts a token"),
    (45, "hostile strings stay text"),
    (46, "CSP, no global API, frozen prototypes, navigation denied"),
    (47, "commit is out of the main window's reach"),
    (48, "links open only https on an allow-list"),
    (49, "payments under faults: no double, no false result"),
    (50, "one POST per intent"),
    (51, "the journal is durable before the first byte"),
    (52, "unfinished intents are unknown and reconciled"),
    (53, "double click, one intent"),
    (54, "exact decimals, no binary float"),
    (55, "a look-alike of an unknown asks twice"),
    (56, "licences, bans, sources; lockfiles enforced"),
    (57, "bill of materials; reproducible relay"),
    (58, "tauri in its safe range, no shell plugin, no HTTP/3"),
    (59, "no secret, key or source map in bundles"),
    (60, "updater refuses what it should"),
    (61, "secret from file or environment only"),
    (62, "load with replicas killed"),
    (63, "health and readiness are separate"),
];

pub(crate) fn run() -> Result<()> {
    let mut shown: BTreeMap<u8, Vec<String>> = BTreeMap::new();
    for folder in FOLDERS {
        scan(&binaries::root().join(folder), &mut shown)?;
    }
    for (number, title) in CHECKS {
        println!("R{number}  {title}");
        for test in shown.get(&number).into_iter().flatten() {
            println!("      {test}");
        }
    }
    let open: Vec<String> = CHECKS
        .iter()
        .filter(|(number, _)| !shown.contains_key(number))
        .map(|(number, title)| format!("  R{number}  {title}"))
        .collect();
    println!(
        "\n{} of {} checks are shown by tests. Nothing shows these yet:\n",
        CHECKS.len() - open.len(),
        CHECKS.len()
    );
    println!("{}", open.join("\n"));
    Ok(())
}

fn scan(folder: &Path, shown: &mut BTreeMap<u8, Vec<String>>) -> Result<()> {
    if !folder.is_dir() {
        return Ok(());
    }
    let mut entries: Vec<_> = fs::read_dir(folder)?.collect::<std::io::Result<_>>()?;
    entries.sort_by_key(fs::DirEntry::path);
    for entry in entries {
        let path = entry.path();
        if path.is_dir() {
            if !matches!(entry.file_name().to_str(), Some("node_modules" | "dist" | "target")) {
                scan(&path, shown)?;
            }
            continue;
        }
        let names: fn(&str) -> Vec<String> = match path.extension().and_then(|extension| extension.to_str()) {
            Some("rs") => rust_names,
            Some("ts" | "js" | "mjs" | "svelte") => script_names,
            _ => continue,
        };
        let place = path.strip_prefix(binaries::root()).unwrap_or(&path).display().to_string();
        for name in names(&fs::read_to_string(&path)?) {
            for number in numbers(&name) {
                shown.entry(number).or_default().push(format!("{place}: {name}"));
            }
        }
    }
    Ok(())
}

/// `fn r08_…(`
fn rust_names(source: &str) -> Vec<String> {
    let functions = source.lines().filter_map(|line| line.trim_start().split_once("fn r"));
    let named = functions.filter(|(before, _)| before.is_empty() || before.ends_with(' '));
    named.filter_map(|(_, rest)| Some(format!("r{}", rest.split(['(', '<']).next()?))).collect()
}

/// `it('r08_…'`, `test("r08 …"`
fn script_names(source: &str) -> Vec<String> {
    let mut names = Vec::new();
    for line in source.lines().map(str::trim_start) {
        let call = ["it(", "test(", "it.each", "test.each"].iter().any(|call| line.starts_with(call));
        let title = line.split(['\'', '"', '`']).nth(1);
        if let Some(title) = title.filter(|title| call && title.starts_with('r')) {
            names.push(title.to_owned());
        }
    }
    names
}

/// The numbers at the beginning of a name: `r23_r24_junk_…` shows two checks.
fn numbers(name: &str) -> Vec<u8> {
    name.split(['_', ' '])
        .map_while(|part| {
            let digits = part.strip_prefix('r')?;
            (digits.len() == 2).then(|| digits.parse().ok())?
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_in_both_languages() {
        let rust = "    async fn r08_first_presenter_owns_the_code() {\n fn run() {}\n    pub fn r23_r24_junk(x: u8) {";
        assert_eq!(rust_names(rust), ["r08_first_presenter_owns_the_code", "run", "r23_r24_junk"]);
        assert_eq!(
            script_names("  it('r45 hostile strings stay text', () => {\n  const it = 'r45';"),
            ["r45 hostile strings stay text"]
        );
        assert_eq!(numbers("r23_r24_junk"), [23, 24]);
        assert_eq!(numbers("run"), [0; 0]);
    }
}
