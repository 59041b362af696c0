//! What a command prints: a table for people, or JSON or CSV for programs, on standard output.

mod table;

use std::fmt::Write as _;
use std::io::{self, IsTerminal, Write};

use anstyle::{AnsiColor, Style};
use monei_api::Money;
use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

pub use self::table::Column;
use crate::arguments::{Options, When};
use crate::text;

/// How answers are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    Table,
    Json,
    Csv,
}

/// A value of a record, as programs are given it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    Missing,
    /// Words from outside: anybody may have written them.
    Told(String),
    /// Digits, times, names of this program.
    Exact(String),
    Flag(bool),
    Several(Vec<String>),
}

impl Value {
    pub fn told(text: impl Into<Option<String>>) -> Self {
        text.into().map_or(Self::Missing, Self::Told)
    }

    pub fn exact(text: Option<impl ToString>) -> Self {
        text.map_or(Self::Missing, |text| Self::Exact(text.to_string()))
    }

    pub fn digits(money: Option<&Money>) -> Self {
        Self::exact(money.map(Money::digits))
    }

    fn to_csv(&self) -> String {
        match self {
            Self::Missing => String::new(),
            Self::Told(text) => without_formula(text),
            Self::Exact(text) => text.clone(),
            Self::Flag(flag) => flag.to_string(),
            Self::Several(texts) => texts.join(" "),
        }
    }
}

/// A spreadsheet would calculate what begins like a formula.
fn without_formula(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']) { format!("'{text}") } else { text.to_owned() }
}

impl Serialize for Value {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Missing => serializer.serialize_none(),
            Self::Told(text) | Self::Exact(text) => serializer.serialize_str(text),
            Self::Flag(flag) => serializer.serialize_bool(*flag),
            Self::Several(texts) => texts.serialize(serializer),
        }
    }
}

/// Named values in a fixed order: an object of JSON, a line of CSV. The names are part of what scripts depend on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Record(pub Vec<(&'static str, Value)>);

impl Serialize for Record {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (name, value) in &self.0 {
            map.serialize_entry(name, value)?;
        }
        map.end()
    }
}

/// A cell of a table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cell {
    text: String,
    style: Style,
}

impl Cell {
    /// Words of this program.
    pub fn of(text: impl Into<String>) -> Self {
        Self { text: text.into(), style: Style::new() }
    }

    /// Words from outside, made harmless.
    pub fn told(text: Option<&str>) -> Self {
        text.map_or_else(Self::unknown, |text| Self::of(text::on_one_line(text)))
    }

    pub fn money(money: Option<&Money>) -> Self {
        money.map_or_else(Self::unknown, |money| Self::of(text::money(money)))
    }

    /// What is not known is never shown as a zero.
    pub fn unknown() -> Self {
        Self::of("—").dim()
    }

    #[must_use]
    pub fn good(self) -> Self {
        self.coloured(AnsiColor::Green)
    }

    #[must_use]
    pub fn bad(self) -> Self {
        self.coloured(AnsiColor::Red)
    }

    #[must_use]
    pub fn doubtful(self) -> Self {
        self.coloured(AnsiColor::Yellow)
    }

    #[must_use]
    pub fn dim(self) -> Self {
        Self { style: Style::new().dimmed(), ..self }
    }

    #[must_use]
    pub fn bold(self) -> Self {
        Self { style: Style::new().bold(), ..self }
    }

    fn coloured(self, colour: AnsiColor) -> Self {
        Self { style: colour.on_default(), ..self }
    }
}

/// Where answers go.
#[derive(Clone, Copy, Debug)]
pub struct Output {
    pub format: Format,
}

impl Output {
    pub fn of(options: &Options) -> Self {
        let choice = match options.color {
            When::Auto => anstream::ColorChoice::Auto,
            When::Always => anstream::ColorChoice::Always,
            When::Never => anstream::ColorChoice::Never,
        };
        choice.write_global();
        let format = match (options.json, options.csv) {
            (true, _) => Format::Json,
            (_, true) => Format::Csv,
            _ => Format::Table,
        };
        Self { format }
    }

    /// A list, row by row.
    pub fn list(self, columns: Vec<Column>, names: &'static [&'static str]) -> List {
        List { format: self.format, columns, names, rows: Vec::new(), printed: 0 }
    }

    /// One thing: its facts in a table of two columns, or its record.
    pub fn facts(self, facts: Vec<(&'static str, Cell)>, record: &Record) -> io::Result<()> {
        let mut out = anstream::stdout().lock();
        match self.format {
            Format::Table => writeln!(out, "{}", table::facts(facts, width()))?,
            Format::Json => {
                json(&mut out, record, true)?;
                writeln!(out)?;
            }
            Format::Csv => {
                line(&mut out, record.0.iter().map(|(name, _)| (*name).to_owned()))?;
                line(&mut out, record.0.iter().map(|(_, value)| value.to_csv()))?;
            }
        }
        out.flush()
    }

    /// A line for people; programs are not told.
    pub fn say(self, words: &str) -> io::Result<()> {
        if self.format != Format::Table {
            return Ok(());
        }
        let mut out = anstream::stdout().lock();
        writeln!(out, "{words}")?;
        out.flush()
    }
}

/// A list on its way out. JSON and CSV are written as rows come; a table waits for the last, to know its widths.
#[derive(Debug)]
pub struct List {
    format: Format,
    columns: Vec<Column>,
    names: &'static [&'static str],
    rows: Vec<Vec<Cell>>,
    printed: usize,
}

impl List {
    /// Adds a row: `cells` for the columns, `record` with the list's names.
    pub fn row(&mut self, cells: impl FnOnce() -> Vec<Cell>, record: impl FnOnce() -> Record) -> io::Result<()> {
        let mut out = io::BufWriter::new(io::stdout().lock());
        match self.format {
            Format::Table => self.rows.push(cells()),
            Format::Json => {
                out.write_all(if self.printed == 0 { b"[\n  " } else { b",\n  " })?;
                json(&mut out, &record(), false)?;
            }
            Format::Csv => {
                if self.printed == 0 {
                    self.head(&mut out)?;
                }
                line(&mut out, record().0.iter().map(|(_, value)| value.to_csv()))?;
            }
        }
        self.printed += 1;
        out.flush()
    }

    /// Ends the list. `empty` is said to people where there is no row.
    pub fn end(self, empty: &str) -> io::Result<()> {
        let mut out = anstream::stdout().lock();
        match self.format {
            Format::Table if self.rows.is_empty() => writeln!(out, "{empty}")?,
            Format::Table => writeln!(out, "{}", table::list(&self.columns, self.rows, width()))?,
            Format::Json => out.write_all(if self.printed == 0 { b"[]\n" } else { b"\n]\n" })?,
            Format::Csv if self.printed == 0 => self.head(&mut out)?,
            Format::Csv => {}
        }
        out.flush()
    }

    fn head(&self, out: &mut impl Write) -> io::Result<()> {
        line(out, self.names.iter().map(|name| (*name).to_owned()))
    }
}

/// The width of the terminal; none where the output goes elsewhere, and then nothing is shortened.
pub fn width() -> Option<u16> {
    if !io::stdout().is_terminal() {
        return None;
    }
    terminal_size::terminal_size().map(|(terminal_size::Width(columns), _)| columns)
}

fn line(out: &mut impl Write, values: impl Iterator<Item = String>) -> io::Result<()> {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(out);
    writer.write_record(values).map_err(io::Error::other)?;
    writer.flush()
}

fn json(out: &mut impl Write, record: &Record, pretty: bool) -> io::Result<()> {
    let text = if pretty { serde_json::to_string_pretty(record) } else { serde_json::to_string(record) };
    out.write_all(escaped(&text.map_err(io::Error::other)?).as_bytes())
}

/// JSON escapes the controls of ASCII itself; a terminal obeys more than those.
fn escaped(json: &str) -> String {
    let mut text = String::with_capacity(json.len());
    for letter in json.chars() {
        if matches!(letter, '\u{7f}'..='\u{9f}') || text::turns_or_hides(letter) {
            // Writing to a String cannot fail.
            let _ = write!(text, "\\u{:04x}", u32::from(letter));
        } else {
            text.push(letter);
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_spreadsheet_finds_no_formula_in_words_from_outside() {
        let csv = |value: Value| value.to_csv();
        assert_eq!(csv(Value::Told("=HYPERLINK(\"x\")".into())), "'=HYPERLINK(\"x\")");
        assert_eq!(csv(Value::Told("+234 803".into())), "'+234 803");
        assert_eq!(csv(Value::Told("rent = 5".into())), "rent = 5");
        assert_eq!(csv(Value::Exact("-12.50".into())), "-12.50");
    }

    #[test]
    fn r45_json_on_a_terminal_holds_no_control() {
        let record = Record(vec![("narration", Value::Told("a\u{1b}[2J\u{9b}1m\u{202e}₦".into()))]);
        let mut out = Vec::new();
        json(&mut out, &record, false).unwrap();
        let text = String::from_utf8(out).unwrap();
        assert_eq!(text, r#"{"narration":"a\u001b[2J\u009b1m\u202e₦"}"#);
        let read: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert_eq!(read["narration"], "a\u{1b}[2J\u{9b}1m\u{202e}₦");
    }
}
