//! `monei transactions`: pages over the API, the newest first, sifted here, until enough fit or the days are past.

use std::io::{self, IsTerminal};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};
use jiff::tz::TimeZone;
use monei_api::Scope;
use monei_api::transaction::{Outcome, TransactionPage};
use monei_client::CallError;
use monei_client::calls::WalletRead;
use monei_client::pages::TransactionPages;
use monei_core::overview::{Direction, Entry};
use monei_core::session::{Session, SessionError};

use crate::arguments;
use crate::desk::Desk;
use crate::failure::Failure;
use crate::output::{Cell, Column, List, Record, Value, width};
use crate::text;

const SHOWN: u64 = 20;
/// Rows a page; the most that all of Monei's own programs ask for.
const PAGE: u32 = 100;
/// How long Monei may ask to wait before the command gives up.
const PATIENCE: Duration = Duration::from_secs(90);
const USUAL_WAIT: Duration = Duration::from_secs(10);
/// From this width on, ids have a column without being asked for.
const WIDE: u16 = 130;

const NAMES: &[&str] = &["id", "createdAt", "direction", "amount", "currency", "status", "narration", "reference"];

pub async fn run(desk: &Desk, filters: &arguments::Transactions) -> Result<(), Failure> {
    let wallet = desk.wallet_for(Scope::WalletRead).await?;
    let mut list = desk.output.list(columns(filters), NAMES);
    let wanted = if filters.all { u64::MAX } else { filters.limit.unwrap_or(SHOWN) };
    let rows_a_page = u32::try_from(wanted).unwrap_or(PAGE).min(PAGE);
    // What is sifted out makes room for others, so a sifted list reads whole pages.
    let rows_a_page = if is_sifted(filters) { PAGE } else { rows_a_page };
    let mut pages = TransactionPages::new(wallet.session().with::<WalletRead>()?, rows_a_page);
    let bar = progress(filters.all || is_sifted(filters));
    let ids = shows_ids(filters);
    let mut found = 0;
    'pages: while let Some(page) = next(&mut pages, &bar).await? {
        note(&bar, &page);
        for row in page.transactions {
            let entry = Entry::from(row);
            if is_past(filters, &entry) {
                break 'pages;
            }
            if fits(filters, &entry) {
                show(&mut list, &entry, ids)?;
                found += 1;
            }
            if found >= wanted {
                break 'pages;
            }
        }
    }
    bar.finish_and_clear();
    Ok(list.end("No transaction fits.")?)
}

/// The next page. When Monei asks to wait, it is waited for: these calls only read.
async fn next(
    pages: &mut TransactionPages<'_, Session>,
    bar: &ProgressBar,
) -> Result<Option<TransactionPage>, Failure> {
    loop {
        match pages.next().await {
            Err(SessionError::Call(CallError::RateLimited { retry_after })) => {
                let wait = retry_after.unwrap_or(USUAL_WAIT);
                if wait > PATIENCE {
                    return Err(SessionError::Call(CallError::RateLimited { retry_after }).into());
                }
                bar.set_message(format!("Monei asks to wait {} s", wait.as_secs()));
                tokio::time::sleep(wait).await;
                bar.set_message("");
            }
            answer => return Ok(answer?),
        }
    }
}

/// On standard error, and only on a terminal.
fn progress(is_long: bool) -> ProgressBar {
    if !is_long || !io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::no_length();
    if let Ok(style) = ProgressStyle::with_template("{spinner} {human_pos} transactions read {msg}") {
        bar.set_style(style);
    }
    bar.enable_steady_tick(Duration::from_millis(120));
    bar
}

fn note(bar: &ProgressBar, page: &TransactionPage) {
    bar.inc(page.transactions.len() as u64);
    if bar.length().is_none()
        && let Some(total) = &page.pagination.total.0
    {
        bar.set_length(total.0);
        if let Ok(style) = ProgressStyle::with_template("{bar:30} {human_pos} of {human_len} transactions {msg}") {
            bar.set_style(style);
        }
    }
}

const fn is_sifted(filters: &arguments::Transactions) -> bool {
    filters.since.is_some()
        || filters.until.is_some()
        || filters.incoming
        || filters.outgoing
        || filters.status.is_some()
        || filters.currency.is_some()
        || filters.min.is_some()
        || filters.max.is_some()
        || filters.text.is_some()
}

/// Nothing that follows can fit: the rows come with the newest first.
fn is_past(filters: &arguments::Transactions, entry: &Entry) -> bool {
    match (filters.since, day(entry)) {
        (Some(since), Some(day)) => day < since,
        _ => false,
    }
}

/// In the person's own time zone.
fn day(entry: &Entry) -> Option<jiff::civil::Date> {
    entry.created_at.map(|at| at.to_zoned(TimeZone::system()).date())
}

/// What is unknown of a row fits no filter that asks for it.
fn fits(filters: &arguments::Transactions, entry: &Entry) -> bool {
    let day = day(entry);
    let amount = entry.amount.as_ref();
    let contains = |wanted: &String| {
        let wanted = wanted.to_lowercase();
        let told = [entry.narration.as_deref(), entry.reference.as_deref(), Some(entry.id.as_str())];
        told.into_iter().flatten().any(|told| told.to_lowercase().contains(&wanted))
    };
    filters.since.is_none_or(|since| day.is_some_and(|day| day >= since))
        && filters.until.is_none_or(|until| day.is_some_and(|day| day <= until))
        && (!filters.incoming || entry.direction == Direction::Incoming)
        && (!filters.outgoing || entry.direction == Direction::Outgoing)
        && filters.status.is_none_or(|status| entry.outcome == outcome(status))
        && filters
            .currency
            .as_ref()
            .is_none_or(|symbol| amount.is_some_and(|money| money.currency.symbol().eq_ignore_ascii_case(symbol)))
        && filters.min.as_ref().is_none_or(|min| amount.is_some_and(|money| money.amount >= *min))
        && filters.max.as_ref().is_none_or(|max| amount.is_some_and(|money| money.amount <= *max))
        && filters.text.as_ref().is_none_or(contains)
}

const fn outcome(wanted: arguments::Outcome) -> Outcome {
    match wanted {
        arguments::Outcome::Done => Outcome::Done,
        arguments::Outcome::Pending => Outcome::InProgress,
        arguments::Outcome::Failed => Outcome::Failed,
        arguments::Outcome::Cancelled => Outcome::Cancelled,
    }
}

fn shows_ids(filters: &arguments::Transactions) -> bool {
    filters.ids || width().is_none_or(|width| width >= WIDE)
}

fn columns(filters: &arguments::Transactions) -> Vec<Column> {
    let mut columns =
        vec![Column::whole("When"), Column::amount("Amount"), Column::whole("Status"), Column::shortened("Narration")];
    if shows_ids(filters) {
        columns.push(Column::whole("Id"));
    }
    columns
}

fn show(list: &mut List, entry: &Entry, ids: bool) -> io::Result<()> {
    list.row(
        || {
            let mut cells =
                vec![Cell::of(when(entry)), amount(entry), status(entry), Cell::told(entry.narration.as_deref())];
            if ids {
                cells.push(Cell::told(Some(&entry.id)).dim());
            }
            cells
        },
        || {
            Record(vec![
                ("id", Value::Told(entry.id.clone())),
                ("createdAt", Value::exact(entry.created_at)),
                ("direction", Value::Exact(direction(entry).to_owned())),
                ("amount", Value::digits(entry.amount.as_ref())),
                ("currency", Value::told(entry.amount.as_ref().map(|money| money.currency.symbol().to_owned()))),
                ("status", Value::told(entry.status.clone())),
                ("narration", Value::told(entry.narration.clone())),
                ("reference", Value::told(entry.reference.clone())),
            ])
        },
    )
}

pub fn when(entry: &Entry) -> String {
    entry.created_at.map_or_else(|| "—".to_owned(), text::time)
}

pub const fn direction(entry: &Entry) -> &'static str {
    match entry.direction {
        Direction::Incoming => "in",
        Direction::Outgoing => "out",
        Direction::Unknown => "unknown",
    }
}

/// With the sign of its direction: Monei's amounts have none.
pub fn amount(entry: &Entry) -> Cell {
    let Some(money) = &entry.amount else { return Cell::unknown() };
    let digits = text::money(money);
    let cell = match entry.direction {
        Direction::Incoming => Cell::of(format!("+{digits}")),
        Direction::Outgoing => Cell::of(format!("−{digits}")),
        Direction::Unknown => Cell::of(digits),
    };
    match (entry.outcome, entry.direction) {
        (Outcome::Failed | Outcome::Cancelled, _) => cell.dim(),
        (_, Direction::Incoming) => cell.good(),
        _ => cell,
    }
}

pub fn status(entry: &Entry) -> Cell {
    match entry.outcome {
        Outcome::Done => Cell::of("done"),
        Outcome::InProgress => Cell::of("pending").doubtful(),
        Outcome::Failed => Cell::of("failed").bad(),
        Outcome::Cancelled => Cell::of("cancelled").dim(),
        Outcome::Unknown => Cell::told(entry.status.as_deref()),
    }
}

#[cfg(test)]
mod tests {
    use clap::Parser;
    use monei_api::Money;

    use super::*;
    use crate::arguments::{Arguments, Command};

    fn entry() -> Entry {
        Entry {
            id: "TX-1".into(),
            direction: Direction::Outgoing,
            outcome: Outcome::Done,
            status: Some("SUCCESS".into()),
            amount: Some(Money::naira("1805".parse().unwrap())),
            narration: Some("Rent for MAY".into()),
            reference: None,
            created_at: Some("2026-05-02T12:00:00Z".parse().unwrap()),
        }
    }

    fn filters(line: &str) -> arguments::Transactions {
        let words = ["monei", "transactions"].into_iter().chain(line.split_whitespace());
        match Arguments::try_parse_from(words).unwrap().command {
            Command::Transactions(filters) => filters,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_row_fits_when_everything_fits() {
        for line in [
            "",
            "--out",
            "--status done",
            "--currency ngn",
            "--min 1805 --max 1805.00",
            "--text may",
            "--since 2026-05-01 --until 2026-05-03",
            "--text tx-1",
        ] {
            assert!(fits(&filters(line), &entry()), "{line}");
        }
        for line in [
            "--in",
            "--status failed",
            "--currency USD",
            "--min 1805.01",
            "--max 1804.99",
            "--text june",
            "--since 2026-05-04",
        ] {
            assert!(!fits(&filters(line), &entry()), "{line}");
        }
        assert!(is_past(&filters("--since 2026-05-04"), &entry()));
    }

    #[test]
    fn what_is_unknown_fits_no_filter_for_it() {
        let unknown = Entry { amount: None, created_at: None, direction: Direction::Unknown, ..entry() };
        assert!(fits(&filters("--text rent"), &unknown));
        for line in ["--min 0", "--since 2000-01-01", "--in", "--out", "--currency NGN"] {
            assert!(!fits(&filters(line), &unknown), "{line}");
        }
        assert!(!is_past(&filters("--since 2026-05-04"), &unknown));
    }
}
