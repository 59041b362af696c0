//! `cargo xtask checks`: the numbered security checks, the tests that show each by carrying its number in its name, and
//! how far they show it.

mod scan;
mod table;

use std::collections::BTreeMap;

use anyhow::Result;
use monei_e2e::binaries;

use self::scan::Test;
use self::table::{CHECKS, Check, Judged};

/// How far a check is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Standing {
    /// By everything that its sentence asks for.
    Shown,
    /// This is missing.
    Partly(&'static str),
    /// No test that is run carries its number.
    Open,
}

/// The tests are looked at before the table: it cannot vouch for what is not there, and says nothing of what is new.
fn standing(check: &Check, tests: &[Test]) -> Standing {
    if tests.iter().all(|test| test.ignored) {
        return Standing::Open;
    }
    match check.judged {
        Judged::Whole => Standing::Shown,
        Judged::Lacks(what) => Standing::Partly(what),
        Judged::NotYet => Standing::Partly("a judgement: nobody has compared these tests with the check"),
    }
}

pub(crate) fn run() -> Result<()> {
    let tests = scan::tests(binaries::root())?;
    let rows: Vec<Row<'_>> = CHECKS.iter().map(|check| Row::new(check, &tests)).collect();
    for row in &rows {
        row.print();
    }
    let open: Vec<&Row<'_>> = rows.iter().filter(|row| row.standing == Standing::Open).collect();
    println!("\n{}; nothing shows these yet:\n", summary(&rows));
    for Row { check, .. } in open {
        println!("  R{:<3} {}", check.number, check.title);
    }
    Ok(())
}

struct Row<'a> {
    check: &'a Check,
    tests: &'a [Test],
    standing: Standing,
}

impl<'a> Row<'a> {
    fn new(check: &'a Check, tests: &'a BTreeMap<u8, Vec<Test>>) -> Self {
        let tests = tests.get(&check.number).map(Vec::as_slice).unwrap_or_default();
        Self { check, tests, standing: standing(check, tests) }
    }

    fn print(&self) {
        let standing = match self.standing {
            Standing::Shown => "shown",
            Standing::Partly(_) => "partly",
            Standing::Open => "open",
        };
        println!("R{:<3} {standing:<7} {}", self.check.number, self.check.title);
        for Test { name, ignored } in self.tests {
            println!("{:13}{name}{}", "", if *ignored { " (ignored)" } else { "" });
        }
        if let Standing::Partly(lacks) = self.standing {
            println!("{:13}lacks: {lacks}", "");
        }
    }
}

/// `3 shown, 2 partly, 57 open, of 62 checks`
fn summary(rows: &[Row<'_>]) -> String {
    let count = |fits: fn(&Standing) -> bool| rows.iter().filter(|row| fits(&row.standing)).count();
    format!(
        "{} shown, {} partly, {} open, of {} checks",
        count(|it| *it == Standing::Shown),
        count(|it| matches!(it, Standing::Partly(_))),
        count(|it| *it == Standing::Open),
        rows.len()
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn test(ignored: bool) -> Test {
        Test { name: "r01_something".to_owned(), ignored }
    }

    #[test]
    fn numbers_are_unique_and_in_order() {
        assert!(CHECKS.windows(2).all(|pair| pair[0].number < pair[1].number));
    }

    #[test]
    fn only_tests_that_are_run_show_anything() {
        let check = |judged| Check { number: 1, title: "", judged };
        let whole = check(Judged::Whole);
        assert_eq!(standing(&whole, &[]), Standing::Open);
        assert_eq!(standing(&whole, &[test(true)]), Standing::Open);
        assert_eq!(standing(&whole, &[test(true), test(false)]), Standing::Shown);
        assert_eq!(standing(&check(Judged::Lacks("this")), &[test(false)]), Standing::Partly("this"));
        assert!(matches!(standing(&check(Judged::NotYet), &[test(false)]), Standing::Partly(_)));
    }

    /// What was judged has tests, and every test belongs to a check.
    #[test]
    fn the_table_fits_the_tree() {
        let tests = scan::tests(binaries::root()).unwrap();
        for check in &CHECKS {
            let row = Row::new(check, &tests);
            let judged = check.judged != Judged::NotYet;
            assert!(
                !judged || row.standing != Standing::Open,
                "R{} was judged and has no test that is run",
                check.number
            );
        }
        for (number, tests) in &tests {
            assert!(CHECKS.iter().any(|check| check.number == *number), "there is no R{number}: {tests:?}");
        }
    }
}
