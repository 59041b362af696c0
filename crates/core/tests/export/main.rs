//! Files of transactions: read back by a reader of our own and compared figure by figure, and what is left when writing
//! goes wrong.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

mod disks;
mod reader;

use std::cell::Cell;
use std::path::Path;

use jiff::Timestamp;
use monei_api::transaction::Outcome;
use monei_api::{Currency, Money};
use monei_core::Problem;
use monei_core::activity::{Counterparty, ExportFormat};
use monei_core::export::{COLUMNS, Exported, Failure, Record, Source, write};
use monei_core::overview::{Direction, Entry};

/// Rows in batches, as the database gives them.
struct Batches(Vec<Vec<Record>>);

impl Batches {
    fn of(rows: &[Record], size: usize) -> Self {
        Self(rows.chunks(size).rev().map(<[Record]>::to_vec).collect())
    }
}

impl Source for Batches {
    async fn next(&mut self) -> Result<Option<Vec<Record>>, Problem> {
        Ok(self.0.pop())
    }
}

fn money(digits: &str, currency: &str) -> Money {
    Money::new(digits.parse().unwrap(), Currency::new(currency))
}

fn row(number: i64) -> Record {
    let direction = [Direction::Incoming, Direction::Outgoing, Direction::Unknown];
    let entry = Entry {
        id: format!("id-{number}"),
        direction: direction[usize::try_from(number % 3).unwrap()],
        outcome: if number % 5 == 0 { Outcome::Failed } else { Outcome::Done },
        status: Some("SUCCESS".to_owned()),
        amount: Some(money(&format!("{number}.5"), "NGN")),
        narration: Some(format!("Rent, \"share\" {number}\r\nsecond line; ẹ ₦")),
        reference: Some(format!("ref-{number}")),
        created_at: Timestamp::from_second(1_700_000_000 + number).ok(),
    };
    Record { entry, nature: None, wallet: Some("Naira".to_owned()), fee: None, total: None, counterparty: None }
}

fn rows(count: i64) -> Vec<Record> {
    (0..count).map(row).collect()
}

async fn export(rows: &[Record], format: ExportFormat, target: &Path) -> Result<Exported, Failure> {
    write(&mut Batches::of(rows, 500), format, target.to_owned(), || false, |_| ()).await
}

fn names_in(folder: &Path) -> Vec<String> {
    let names = std::fs::read_dir(folder).unwrap();
    names.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
}

fn table_of(file: &Path) -> Vec<Vec<String>> {
    reader::csv(&std::fs::read_to_string(file).unwrap())
}

/// What stands in the columns of a row, written down independently of the writer.
fn expected(number: i64) -> Vec<String> {
    let direction = ["in", "out", "unknown"][usize::try_from(number % 3).unwrap()];
    let status = if number % 5 == 0 { "failed" } else { "done" };
    let date = Timestamp::from_second(1_700_000_000 + number).unwrap().to_string();
    let (id, reference, amount) = (format!("id-{number}"), format!("ref-{number}"), format!("{number}.50"));
    let narration = format!("Rent, \"share\" {number}\r\nsecond line; ẹ ₦");
    let cells: [&str; 16] = [
        &date, &id, &reference, direction, status, "SUCCESS", "", "Naira", "NGN", &amount, "", "", "", "", "",
        &narration,
    ];
    cells.map(str::to_owned).to_vec()
}

#[tokio::test]
async fn a_csv_file_says_what_the_rows_say() {
    let folder = tempfile::tempdir().unwrap();
    let target = folder.path().join("out.csv");
    assert_eq!(export(&rows(1234), ExportFormat::Csv, &target).await.unwrap(), Exported::Saved { rows: 1234 });
    let table = table_of(&target);
    assert_eq!(table[0], COLUMNS);
    assert_eq!(table[1..], (0..1234).map(expected).collect::<Vec<_>>());
    assert_eq!(names_in(folder.path()), ["out.csv"]);
}

#[tokio::test]
async fn a_json_file_says_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let target = folder.path().join("out.json");
    export(&rows(777), ExportFormat::Json, &target).await.unwrap();
    let text = std::fs::read_to_string(&target).unwrap();
    let read: Vec<serde_json::Map<String, serde_json::Value>> = serde_json::from_str(&text).unwrap();
    assert_eq!(read.len(), 777);
    for (object, number) in read.iter().zip(0..) {
        assert_eq!(object.len(), COLUMNS.len());
        for (column, text) in COLUMNS.iter().zip(expected(number)) {
            assert_eq!(object[*column].as_str().unwrap_or_default(), text, "{column}");
        }
    }
}

#[tokio::test]
async fn no_rows_make_a_file_that_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let (csv, json) = (folder.path().join("out.csv"), folder.path().join("out.json"));
    export(&[], ExportFormat::Csv, &csv).await.unwrap();
    export(&[], ExportFormat::Json, &json).await.unwrap();
    assert_eq!(table_of(&csv), [COLUMNS]);
    assert_eq!(serde_json::from_str::<Vec<()>>(&std::fs::read_to_string(json).unwrap()).unwrap(), []);
}

/// No digit is lost, however long an amount is, and an amount is a number to a spreadsheet even below zero.
#[tokio::test]
async fn r54_amounts_are_exact() {
    let folder = tempfile::tempdir().unwrap();
    let target = folder.path().join("out.csv");
    let amounts = [
        ("400000000000000000000000000000000.000000000000000001", "ETH"),
        ("98765432109876543210.99", "NGN"),
        ("-0.10", "NGN"),
        ("0.30000000000000004", "USDC"),
    ];
    let of = |(digits, currency): (&str, &str)| {
        let mut record = row(1);
        let amount = Some(money(digits, currency));
        record.entry.amount.clone_from(&amount);
        Record { fee: amount.clone(), total: amount, ..record }
    };
    export(&amounts.map(of), ExportFormat::Csv, &target).await.unwrap();
    let at = |name: &str| COLUMNS.iter().position(|column| *column == name).unwrap();
    for (line, (digits, currency)) in table_of(&target)[1..].iter().zip(amounts) {
        let cells = [&line[at("amount")], &line[at("fee")], &line[at("total")], &line[at("currency")]];
        assert_eq!(cells, [digits, digits, digits, currency]);
    }
}

/// What others wrote is text in the file too.
#[tokio::test]
async fn r45_no_text_is_a_formula() {
    let folder = tempfile::tempdir().unwrap();
    let target = folder.path().join("out.csv");
    let hostile = ["=HYPERLINK(\"http://x\")", "+1", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "  =1", "\u{ff1d}1"];
    let of = |hostile: &str| {
        let text = || Some(hostile.to_owned());
        let mut record = row(1);
        hostile.clone_into(&mut record.entry.id);
        record.entry.narration = text();
        record.entry.reference = text();
        record.entry.status = text();
        record.entry.amount = Some(money("1", hostile));
        let counterparty = Some(Counterparty { name: text(), account: text(), bank: text(), address: None });
        Record { nature: text(), wallet: text(), counterparty, ..record }
    };
    export(&hostile.map(of), ExportFormat::Csv, &target).await.unwrap();
    for (line, text) in table_of(&target)[1..].iter().zip(hostile) {
        for (column, cell) in COLUMNS.iter().zip(line) {
            let first = cell.trim_start_matches(' ').chars().next();
            assert!(!first.is_some_and(|first| "=+-@\t\r\n\u{ff1d}".contains(first)), "{column}: {cell:?}");
        }
        assert_eq!(line.last(), Some(&format!("'{text}")));
    }
}

#[tokio::test]
async fn a_cancelled_export_leaves_what_was_there() {
    let folder = tempfile::tempdir().unwrap();
    let target = folder.path().join("out.csv");
    std::fs::write(&target, "earlier").unwrap();
    let far = Cell::new(0);
    let mut source = Batches::of(&rows(5000), 500);
    let done = write(&mut source, ExportFormat::Csv, target.clone(), || far.get() >= 1500, |rows| far.set(rows));
    assert_eq!(done.await.unwrap(), Exported::Cancelled);
    assert_eq!(far.get(), 1500);
    assert_eq!(names_in(folder.path()), ["out.csv"]);
    assert_eq!(std::fs::read_to_string(&target).unwrap(), "earlier");
}

/// Gives its rows, and then neither more of them nor an end.
struct Stuck {
    batches: Batches,
    reached: Option<tokio::sync::oneshot::Sender<()>>,
}

impl Source for Stuck {
    async fn next(&mut self) -> Result<Option<Vec<Record>>, Problem> {
        if let Some(batch) = self.batches.next().await? {
            return Ok(Some(batch));
        }
        if let Some(reached) = self.reached.take() {
            reached.send(()).unwrap();
        }
        std::future::pending().await
    }
}

#[tokio::test]
async fn an_export_that_is_given_up_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let (reached, far) = tokio::sync::oneshot::channel();
    let mut stuck = Stuck { batches: Batches::of(&rows(10), 5), reached: Some(reached) };
    let target = folder.path().join("out.csv");
    let task =
        tokio::spawn(async move { write(&mut stuck, ExportFormat::Csv, target, || false, |_| ()).await.map(drop) });
    far.await.unwrap();
    assert_eq!(names_in(folder.path()).len(), 1);
    task.abort();
    assert!(task.await.unwrap_err().is_cancelled());
    assert!(names_in(folder.path()).is_empty());
}

#[tokio::test]
async fn an_earlier_file_is_replaced_whole() {
    let folder = tempfile::tempdir().unwrap();
    let target = folder.path().join("out.csv");
    std::fs::write(&target, "x".repeat(1_000_000)).unwrap();
    export(&rows(3), ExportFormat::Csv, &target).await.unwrap();
    assert_eq!(table_of(&target).len(), 4);
}

/// What a person takes away is theirs to share.
#[cfg(unix)]
#[tokio::test]
async fn r41_the_file_is_for_its_owner_only() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let target = folder.path().join("out.csv");
    export(&rows(3), ExportFormat::Csv, &target).await.unwrap();
    assert_eq!(std::fs::metadata(&target).unwrap().permissions().mode() & 0o777, 0o600);
}

#[tokio::test]
async fn a_place_that_takes_no_file_is_said() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("file"), "").unwrap();
    for target in ["missing/out.csv", "file/out.csv", "."] {
        let failed = export(&rows(3), ExportFormat::Csv, &folder.path().join(target)).await.unwrap_err();
        assert!(matches!(failed, Failure::NotWritable(_)), "{target}: {failed:?}");
    }
    assert_eq!(names_in(folder.path()), ["file"]);
}
