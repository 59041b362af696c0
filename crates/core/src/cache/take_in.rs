//! Transactions as they come from Monei, page by page and one by one.

use std::collections::HashMap;

use jiff::Timestamp;
use monei_api::transaction::Transaction;
use monei_api::{Currency, Money};
use rusqlite::{Connection, OptionalExtension, params};

use super::seats::Seat;
use super::sections::to_text;
use super::words::fold_lines;
use super::{Cache, CacheError, codes, figure, place};
use crate::overview::{Dated, Direction, Entry};

/// The state of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Grows whenever rows come or change.
    pub generation: u64,
    /// How many transactions there are.
    pub count: u64,
}

/// What a page of transactions brought.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TakenIn {
    pub new: u64,
    /// Known ones that Monei tells something else about than before.
    pub changed: u64,
    /// Known ones about which nothing is new.
    pub known: u64,
    /// The state of the list with them in it.
    pub generation: u64,
}

/// What the detail of a transaction tells beyond its row, for lists and search.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Told {
    /// Where the row does not say it.
    pub direction: Option<Direction>,
    pub nature: Option<String>,
    /// Id and name.
    pub wallet: Option<(String, Option<String>)>,
    /// Texts by which the transaction is found besides those of its row: the other side, further references.
    pub searched: Vec<String>,
}

impl Cache {
    /// Takes in transactions, all of them or none.
    pub async fn take_in(&self, rows: Vec<Transaction>) -> Result<TakenIn, CacheError> {
        self.seats
            .ask(Seat::Writer, move |connection| {
                let transaction = connection.transaction()?;
                let mut taken = TakenIn::default();
                let mut labels = Labels::default();
                // The newest comes first; of those at the same moment, the one that came first is to be the newest.
                for row in rows.into_iter().rev() {
                    take_in_one(&transaction, &mut labels, row, &mut taken)?;
                }
                if taken.new + taken.changed > 0 {
                    count_up(&transaction, taken.new)?;
                }
                taken.generation = standing(&transaction)?.generation;
                transaction.commit()?;
                Ok(taken)
            })
            .await
    }

    /// Keeps the detail of a transaction as Monei sent it. Nothing happens for one that is not known.
    pub(crate) async fn put_detail(&self, id: &str, body: &Dated<String>, told: Told) -> Result<(), CacheError> {
        let (id, as_of, body) = (id.to_owned(), body.as_of.as_millisecond(), body.value.clone());
        self.seats
            .ask(Seat::Writer, move |connection| {
                let transaction = connection.transaction()?;
                keep_detail(&transaction, &id, as_of, &body, &told)?;
                Ok(transaction.commit()?)
            })
            .await
    }

    /// The state of the list, without reading it.
    pub async fn standing(&self) -> Result<Standing, CacheError> {
        self.seats.ask(Seat::Quick, |connection| standing(connection)).await
    }

    /// The row of a transaction.
    pub async fn transaction(&self, id: &str) -> Result<Option<Transaction>, CacheError> {
        let id = id.to_owned();
        self.seats
            .ask(Seat::Quick, move |connection| {
                let mut statement = connection.prepare_cached("SELECT body FROM sent WHERE id = ?1")?;
                let body: Option<String> = statement.query_row([id], |row| row.get(0)).optional()?;
                body.map(|body| parse(&body)).transpose()
            })
            .await
    }

    /// The detail of a transaction as it was last sent.
    pub async fn detail(&self, id: &str) -> Result<Option<Dated<String>>, CacheError> {
        let id = id.to_owned();
        self.seats
            .ask(Seat::Quick, move |connection| {
                let mut statement = connection.prepare_cached("SELECT as_of, body FROM detail WHERE id = ?1")?;
                let found = statement.query_row([id], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
                Ok(found
                    .and_then(|(as_of, value)| Some(Dated { value, as_of: Timestamp::from_millisecond(as_of).ok()? })))
            })
            .await
    }
}

pub(super) fn parse(body: &str) -> Result<Transaction, CacheError> {
    serde_json::from_str(body).map_err(|_| CacheError::Damaged)
}

/// The state that a connection sees.
pub(super) fn standing(connection: &Connection) -> Result<Standing, CacheError> {
    let mut statement = connection.prepare_cached("SELECT generation, count FROM standing")?;
    Ok(statement.query_row([], |row| Ok(Standing { generation: row.get(0)?, count: row.get(1)? }))?)
}

fn count_up(connection: &Connection, new: u64) -> Result<(), CacheError> {
    let sql = "UPDATE standing SET generation = generation + 1, count = count + ?1";
    connection.prepare_cached(sql)?.execute([new])?;
    Ok(())
}

fn take_in_one(
    connection: &Connection,
    labels: &mut Labels,
    row: Transaction,
    taken: &mut TakenIn,
) -> Result<(), CacheError> {
    let body = to_text(&row)?;
    let known: Option<(i64, String)> = connection
        .prepare_cached("SELECT place, body FROM sent WHERE id = ?1")?
        .query_row([&row.id], |found| Ok((found.get(0)?, found.get(1)?)))
        .optional()?;
    let first = place::of(*row.created_at);
    let currency = row.currency.as_ref().map_or_else(Currency::naira, |symbol| Currency::new(symbol));
    let entry = Entry::from(row);
    let place = match known {
        Some((_, before)) if before == body => {
            taken.known += 1;
            return Ok(());
        }
        Some((place, before)) => {
            taken.changed += 1;
            if place::of(parse(&before)?.created_at.into_option()) == first {
                connection
                    .prepare_cached("UPDATE sent SET body = ?2 WHERE place = ?1")?
                    .execute(params![place, body])?;
                place
            } else {
                move_to(connection, place, free(connection, first)?, &body)?
            }
        }
        None => {
            taken.new += 1;
            let place = free(connection, first)?;
            connection
                .prepare_cached("INSERT INTO sent (place, id, body) VALUES (?1, ?2, ?3)")?
                .execute(params![place, entry.id, body])?;
            place
        }
    };
    let currency = labels.number(connection, codes::CURRENCY, currency.symbol(), None)?;
    note_facets(connection, place, currency, &entry)?;
    note_words(connection, place, &entry)?;
    Ok(())
}

/// The first free place from this one on.
fn free(connection: &Connection, first: i64) -> Result<i64, CacheError> {
    let mut statement = connection.prepare_cached("SELECT place FROM sent WHERE place >= ?1 ORDER BY place")?;
    let mut taken = statement.query([first])?;
    let mut place = first;
    while let Some(row) = taken.next()? {
        if row.get::<_, i64>(0)? != place {
            break;
        }
        place += 1;
    }
    Ok(place)
}

/// Monei tells another time for a transaction than before.
fn move_to(connection: &Connection, from: i64, to: i64, body: &str) -> Result<i64, CacheError> {
    connection
        .prepare_cached("UPDATE sent SET place = ?2, body = ?3 WHERE place = ?1")?
        .execute(params![from, to, body])?;
    connection.prepare_cached("UPDATE facet SET place = ?2 WHERE place = ?1")?.execute([from, to])?;
    connection.prepare_cached("DELETE FROM words WHERE rowid = ?1")?.execute([from])?;
    Ok(to)
}

/// What the row says. What only the detail told stays.
fn note_facets(connection: &Connection, place: i64, currency: i64, entry: &Entry) -> Result<(), CacheError> {
    let amount = entry.amount.as_ref().map(|money| figure::to_key(&money.amount));
    connection
        .prepare_cached(
            "INSERT INTO facet (place, direction, outcome, currency, amount) VALUES (?1, ?2, ?3, ?4, ?5)
             ON CONFLICT (place) DO UPDATE SET
               direction = CASE excluded.direction WHEN ?6 THEN direction ELSE excluded.direction END,
               outcome = excluded.outcome, currency = excluded.currency, amount = excluded.amount",
        )?
        .execute(params![
            place,
            codes::direction(entry.direction),
            codes::outcome(entry.outcome),
            currency,
            amount,
            codes::direction(Direction::Unknown),
        ])?;
    Ok(())
}

/// Makes a transaction found by its words; says whether they are others than before.
fn note_words(connection: &Connection, place: i64, entry: &Entry) -> Result<bool, CacheError> {
    let told: Option<String> = connection
        .prepare_cached("SELECT searched FROM detail WHERE id = ?1")?
        .query_row([&entry.id], |row| row.get(0))
        .optional()?;
    let amount = entry.amount.as_ref().map(Money::digits);
    let fields = [entry.narration.as_deref(), entry.reference.as_deref(), amount.as_deref()];
    let text = fold_lines(fields.into_iter().flatten().chain(told.iter().flat_map(|told| told.lines())));
    let before: Option<String> = connection
        .prepare_cached("SELECT text FROM words WHERE rowid = ?1")?
        .query_row([place], |row| row.get(0))
        .optional()?;
    match before {
        Some(before) if before == text => return Ok(false),
        Some(_) => {
            connection.prepare_cached("UPDATE words SET text = ?2 WHERE rowid = ?1")?.execute(params![place, text])?;
        }
        None => {
            let sql = "INSERT INTO words (rowid, text) VALUES (?1, ?2)";
            connection.prepare_cached(sql)?.execute(params![place, text])?;
        }
    }
    Ok(true)
}

fn keep_detail(connection: &Connection, id: &str, as_of: i64, body: &str, told: &Told) -> Result<(), CacheError> {
    let row: Option<(i64, String)> = connection
        .prepare_cached("SELECT place, body FROM sent WHERE id = ?1")?
        .query_row([id], |found| Ok((found.get(0)?, found.get(1)?)))
        .optional()?;
    let Some((place, row)) = row else { return Ok(()) };
    // A line each, for the lines of the folded text.
    let searched: Vec<String> = told.searched.iter().map(|text| text.replace(['\n', '\r'], " ")).collect();
    connection
        .prepare_cached(
            "INSERT INTO detail (id, as_of, body, searched) VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT (id) DO UPDATE SET as_of = excluded.as_of, body = excluded.body, searched = excluded.searched",
        )?
        .execute(params![id, as_of, body, searched.join("\n")])?;

    let mut labels = Labels::default();
    let nature =
        told.nature.as_ref().map(|nature| labels.number(connection, codes::NATURE, nature, None)).transpose()?;
    let wallet = told.wallet.as_ref();
    let wallet = wallet.map(|(id, name)| labels.number(connection, codes::WALLET, id, name.as_deref())).transpose()?;
    let facets = connection
        .prepare_cached(
            "UPDATE facet SET nature = coalesce(?2, nature), wallet = coalesce(?3, wallet), direction = coalesce(?4, direction)
             WHERE place = ?1 AND (nature IS NOT coalesce(?2, nature) OR wallet IS NOT coalesce(?3, wallet)
               OR direction IS NOT coalesce(?4, direction))",
        )?
        .execute(params![place, nature, wallet, told.direction.map(codes::direction)])?;
    let words = note_words(connection, place, &Entry::from(parse(&row)?))?;
    if facets > 0 || words {
        count_up(connection, 0)?;
    }
    Ok(())
}

/// The numbers of names, looked up once a page.
#[derive(Debug, Default)]
struct Labels(HashMap<(&'static str, String), i64>);

impl Labels {
    fn number(
        &mut self,
        connection: &Connection,
        kind: &'static str,
        value: &str,
        name: Option<&str>,
    ) -> Result<i64, CacheError> {
        if let Some(number) = self.0.get(&(kind, value.to_owned())) {
            return Ok(*number);
        }
        let number = connection
            .prepare_cached(
                "INSERT INTO label (kind, value, name) VALUES (?1, ?2, ?3)
                 ON CONFLICT (kind, value) DO UPDATE SET name = coalesce(excluded.name, name) RETURNING number",
            )?
            .query_row(params![kind, value, name], |row| row.get(0))?;
        self.0.insert((kind, value.to_owned()), number);
        Ok(number)
    }
}
