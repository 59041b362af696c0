//! Finds the tests that carry a number in their names: `r08_…` in Rust, `'r08 …'` in TypeScript.
//!
//! The sources are read by the line, and are formatted: an attribute and a function each begin one. So an example in a
//! text, a comment or a helper of such a name is no test.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Result, ensure};

/// Where tests are.
const FOLDERS: [&str; 5] = ["crates", "src-tauri", "tests", "ui", "xtask"];
/// What was fetched or built.
const FOREIGN: [&str; 3] = ["node_modules", "dist", "target"];

/// A test that carries numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Test {
    pub(super) name: String,
    /// It is there and is not run.
    pub(super) ignored: bool,
}

/// The tests of a checkout, by the number that each carries.
pub(super) fn tests(root: &Path) -> Result<BTreeMap<u8, Vec<Test>>> {
    let mut found = BTreeMap::new();
    for folder in FOLDERS {
        let place = root.join(folder);
        ensure!(
            place.is_dir(),
            "{} is missing: the sources are not where this command was built from",
            place.display()
        );
        scan(root, &place, &mut found)?;
    }
    Ok(found)
}

fn scan(root: &Path, folder: &Path, found: &mut BTreeMap<u8, Vec<Test>>) -> Result<()> {
    let mut entries: Vec<_> = fs::read_dir(folder)?.collect::<std::io::Result<_>>()?;
    entries.sort_by_key(fs::DirEntry::path);
    for entry in entries {
        let path = entry.path();
        if path.is_dir() {
            if !FOREIGN.iter().any(|name| entry.file_name() == *name) {
                scan(root, &path, found)?;
            }
            continue;
        }
        let tests: fn(&str) -> Vec<Test> = match path.extension().and_then(|extension| extension.to_str()) {
            Some("rs") => rust,
            Some("ts" | "js" | "mjs") => script,
            _ => continue,
        };
        let place = path.strip_prefix(root).unwrap_or(&path).display().to_string();
        for Test { name, ignored } in tests(&fs::read_to_string(&path)?) {
            for number in numbers(&name) {
                let test = Test { name: format!("{place}: {name}"), ignored };
                found.entry(number).or_default().push(test);
            }
        }
    }
    Ok(())
}

/// Functions below `#[test]` or `#[tokio::test]`, those of `proptest!` among them.
fn rust(source: &str) -> Vec<Test> {
    let mut tests = Vec::new();
    let (mut test, mut ignored) = (false, false);
    for line in source.lines().map(str::trim_start) {
        if let Some(attribute) = line.strip_prefix("#[").and_then(|rest| rest.strip_suffix(']')) {
            test |= matches!(attribute, "test" | "tokio::test") || attribute.starts_with("tokio::test(");
            ignored |= attribute.starts_with("ignore");
        } else if !line.starts_with("//") {
            let function = line.strip_prefix("async ").unwrap_or(line).strip_prefix("fn ");
            if let Some(name) = function.and_then(|rest| rest.split(['(', '<']).next()).filter(|_| test) {
                tests.push(Test { name: name.to_owned(), ignored });
            }
            (test, ignored) = (false, false);
        }
    }
    tests
}

/// Calls of `it` and `test` that begin a line, `it.each` among them.
fn script(source: &str) -> Vec<Test> {
    let mut tests = Vec::new();
    let mut rest = source;
    while !rest.is_empty() {
        let line = rest.trim_start();
        let call = line.strip_prefix("it").or_else(|| line.strip_prefix("test"));
        if let Some((modifiers, arguments)) = call.and_then(|call| call.split_once('(')) {
            let plain = modifiers.is_empty() || modifiers.starts_with('.') && modifiers.split('.').all(is_word);
            // The table of `each` is in parentheses of its own, before those of the title.
            let title = if modifiers.split('.').next_back() == Some("each") {
                arguments.split_once(")(").map(|(_, title)| title)
            } else {
                Some(arguments)
            };
            if let Some(name) = title.filter(|_| plain).and_then(quoted) {
                let ignored = modifiers.split('.').any(|modifier| matches!(modifier, "skip" | "todo" | "fails"));
                tests.push(Test { name: name.to_owned(), ignored });
            }
        }
        rest = line.split_once('\n').map_or("", |(_, rest)| rest);
    }
    tests
}

fn is_word(text: &str) -> bool {
    text.chars().all(char::is_alphabetic)
}

/// The text in the quotes that stand here.
fn quoted(text: &str) -> Option<&str> {
    let text = text.trim_start();
    let quote = text.chars().next().filter(|quote| matches!(quote, '\'' | '"' | '`'))?;
    text.split(quote).nth(1)
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

    fn found(tests: &[Test]) -> Vec<(&str, bool)> {
        tests.iter().map(|test| (test.name.as_str(), test.ignored)).collect()
    }

    #[test]
    fn only_functions_that_are_tests_count_in_rust() {
        let source = "\
            #[tokio::test(flavor = \"multi_thread\")]\n    async fn r08_owned() {\n\
            fn r09_a_helper() {}\n\
            // #[test]\n    fn r10_switched_off() {\n\
            #[test]\n    /// Says why.\n    #[cfg(target_os = \"linux\")]\n    fn r23_r24_junk(\n\
            let example = \"#[test] fn r25_in_a_text() {\";\n\
            #[test]\n    #[ignore = \"slow\"]\n    fn r26_not_run() {\n\
            #[expect(unused)]\n    pub fn r27_another_helper() {";
        assert_eq!(found(&rust(source)), [("r08_owned", false), ("r23_r24_junk", false), ("r26_not_run", true)]);
    }

    #[test]
    fn only_calls_that_are_tests_count_in_typescript() {
        let source = "\
            it('r45 hostile strings stay text', () => {\n\
            const it = 'r46';\n\
            items('r47');\n\
            // it('r48 switched off', () => {\n\
            it.each([\n  ['a', 'b'],\n])('r49 %s', (a) => {\n\
            test.skip(\"r50 not run\", () => {\n\
            it(\n  `r51 on a line of its own`,";
        assert_eq!(
            found(&script(source)),
            [
                ("r45 hostile strings stay text", false),
                ("r49 %s", false),
                ("r50 not run", true),
                ("r51 on a line of its own", false)
            ]
        );
    }

    #[test]
    fn a_name_begins_with_its_numbers() {
        assert_eq!(numbers("r23_r24_junk"), [23, 24]);
        assert_eq!(numbers("r45 hostile strings"), [45]);
        for none in ["run", "r5_short", "r100_long", "rxx_", "no_r12"] {
            assert_eq!(numbers(none), [0; 0], "{none}");
        }
    }

    #[test]
    fn this_command_shows_nothing_of_its_own_examples() {
        for source in [include_str!("scan.rs"), include_str!("mod.rs"), include_str!("table.rs")] {
            assert!(rust(source).iter().all(|test| numbers(&test.name).is_empty()));
        }
    }

    #[test]
    fn a_folder_without_sources_is_an_error() {
        let empty = tempfile::tempdir().unwrap();
        assert!(tests(empty.path()).is_err());
    }
}
