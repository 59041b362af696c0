//! CSV and JSON of the same columns.

use std::io::Write;

use jiff::Timestamp;
use monei_api::Money;
use serde::Serialize;

use super::file::Unfinished;
use super::{Failure, Record, direction, status};
use crate::activity::ExportFormat;

/// The columns of a CSV file and the members of each object in a JSON file, in this order, in every file.
pub const COLUMNS: [&str; 16] = [
    "date",
    "id",
    "reference",
    "direction",
    "status",
    "monei_status",
    "kind",
    "wallet",
    "currency",
    "amount",
    "fee",
    "total",
    "counterparty",
    "counterparty_account",
    "counterparty_bank",
    "narration",
];

/// A file that is being written.
#[derive(Debug)]
pub(super) enum Form {
    Csv(Box<csv::Writer<Unfinished>>),
    /// An array with one transaction on each line.
    Json {
        file: Unfinished,
        rows: u64,
    },
}

impl Form {
    pub(super) fn begin(format: ExportFormat, mut file: Unfinished) -> Result<Self, Failure> {
        match format {
            ExportFormat::Csv => {
                let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(file);
                writer.write_record(COLUMNS)?;
                Ok(Self::Csv(Box::new(writer)))
            }
            ExportFormat::Json => {
                file.write_all(b"[")?;
                Ok(Self::Json { file, rows: 0 })
            }
        }
    }

    pub(super) fn row(&mut self, record: &Record) -> Result<(), Failure> {
        let line = Line::from(record);
        match self {
            Self::Csv(writer) => writer.write_record(line.cells())?,
            Self::Json { file, rows } => {
                file.write_all(if *rows == 0 { b"\n" } else { b",\n" })?;
                serde_json::to_writer(&mut *file, &line).map_err(std::io::Error::from)?;
                *rows += 1;
            }
        }
        Ok(())
    }

    pub(super) fn end(self) -> Result<Unfinished, Failure> {
        match self {
            Self::Csv(writer) => Ok(writer.into_inner().map_err(csv::IntoInnerError::into_error)?),
            Self::Json { mut file, .. } => {
                file.write_all(b"\n]\n")?;
                Ok(file)
            }
        }
    }
}

/// The columns of one transaction. What is not known is empty in CSV and null in JSON.
#[derive(Debug, Serialize)]
struct Line<'a> {
    date: Option<Timestamp>,
    id: &'a str,
    reference: Option<&'a str>,
    direction: &'static str,
    status: &'static str,
    monei_status: Option<&'a str>,
    kind: Option<&'a str>,
    wallet: Option<&'a str>,
    currency: Option<&'a str>,
    /// Amounts are texts: most readers of JSON take a number for a binary float.
    amount: Option<String>,
    fee: Option<String>,
    total: Option<String>,
    counterparty: Option<&'a str>,
    counterparty_account: Option<&'a str>,
    counterparty_bank: Option<&'a str>,
    narration: Option<&'a str>,
}

impl<'a> From<&'a Record> for Line<'a> {
    fn from(record: &'a Record) -> Self {
        let Record { entry, nature, wallet, fee, total, counterparty } = record;
        let other = counterparty.as_ref();
        let digits = Money::digits;
        Self {
            date: entry.created_at,
            id: &entry.id,
            reference: entry.reference.as_deref(),
            direction: direction(entry.direction),
            status: status(entry.outcome),
            monei_status: entry.status.as_deref(),
            kind: nature.as_deref(),
            wallet: wallet.as_deref(),
            currency: entry.amount.as_ref().map(|money| money.currency.symbol()),
            amount: entry.amount.as_ref().map(digits),
            fee: fee.as_ref().map(digits),
            total: total.as_ref().map(digits),
            counterparty: other.and_then(|other| other.name.as_deref()),
            counterparty_account: other.and_then(|other| other.account.as_deref().or(other.address.as_deref())),
            counterparty_bank: other.and_then(|other| other.bank.as_deref()),
            narration: entry.narration.as_deref(),
        }
    }
}

impl Line<'_> {
    fn cells(self) -> [String; COLUMNS.len()] {
        let text = |text: Option<&str>| inert(text.unwrap_or_default());
        let plain = Option::unwrap_or_default;
        [
            self.date.map(|date| date.to_string()).unwrap_or_default(),
            inert(self.id),
            text(self.reference),
            self.direction.to_owned(),
            self.status.to_owned(),
            text(self.monei_status),
            text(self.kind),
            text(self.wallet),
            text(self.currency),
            // Digits and no text of somebody else's: a minus before them is a minus.
            plain(self.amount),
            plain(self.fee),
            plain(self.total),
            text(self.counterparty),
            text(self.counterparty_account),
            text(self.counterparty_bank),
            text(self.narration),
        ]
    }
}

/// Spreadsheets run a cell that begins like a formula. An apostrophe before it makes it text; spaces do not.
fn inert(text: &str) -> String {
    let begins_like_a_formula = text
        .trim_start_matches([' ', '\u{a0}', '\u{feff}', '\u{200b}'])
        .starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '\u{ff1d}', '\u{ff0b}', '\u{ff0d}', '\u{ff20}']);
    if begins_like_a_formula { format!("'{text}") } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_that_begins_like_a_formula_is_text() {
        for hostile in ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "  =1", "\u{ff1d}1", "\u{feff}=1"] {
            assert_eq!(inert(hostile), format!("'{hostile}"));
        }
        for harmless in ["", "Rent", "a=b", "08031234567", "'=1", "₦500"] {
            assert_eq!(inert(harmless), harmless);
        }
    }
}
