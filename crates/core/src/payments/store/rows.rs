//! A record as a row, and back. What cannot be understood whole is torn: a payment that may have happened.

use jiff::Timestamp;
use monei_api::{Amount, Currency, Money};
use monei_client::money::Body;
use rusqlite::{Connection, Row, named_params};

use super::state::{read_state, write_state};
use crate::payments::action::Action;
use crate::payments::intent::{Intent, IntentId, Payee, Reference};
use crate::payments::journal::{Record, Records, Torn};

const COLUMNS: &str = "intent, action, amount, currency, payee, reference, account, body, body_hash, balance_before, \
                       made_at, begun_at, state, since";

/// Since when a journal knows nothing of what was before.
const LOST: &str = "lost";

pub(super) fn insert(connection: &Connection, record: &Record) -> rusqlite::Result<()> {
    let Record { intent, state, begun_at, since } = record;
    let mut statement = connection.prepare_cached(&format!(
        "INSERT INTO payment ({COLUMNS}) VALUES (:intent, :action, :amount, :currency, :payee, :reference, :account,
         :body, :body_hash, :balance_before, :made_at, :begun_at, :state, :since)"
    ))?;
    statement.execute(named_params! {
            ":intent": intent.id.as_str(),
            ":action": intent.action.name(),
            ":amount": intent.amount.amount.to_string(),
            ":currency": intent.amount.currency.symbol(),
            ":payee": intent.payee.as_str(),
            ":reference": intent.reference.as_ref().map(Reference::as_str),
            ":account": intent.account,
            ":body": intent.body.as_str(),
            ":body_hash": intent.body_hash(),
            ":balance_before": intent.balance_before.as_ref().map(|money| money.amount.to_string()),
            ":made_at": intent.made_at.to_string(),
            ":begun_at": begun_at.to_string(),
            ":state": write_state(state),
            ":since": since.to_string(),
    })?;
    Ok(())
}

pub(super) fn all(connection: &Connection) -> rusqlite::Result<Records> {
    those(connection, "")
}

/// All but those whose state begins as one that is settled does. A state that is written in any other way is read.
pub(super) fn not_settled(connection: &Connection) -> rusqlite::Result<Records> {
    those(connection, r#"WHERE state NOT GLOB '{"state":"succeeded"*' AND state NOT GLOB '{"state":"rejected-*'"#)
}

fn those(connection: &Connection, which: &str) -> rusqlite::Result<Records> {
    let mut records = Records::default();
    let mut statement = connection.prepare_cached(&format!("SELECT {COLUMNS} FROM payment {which} ORDER BY number"))?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        match read(row) {
            Some(record) => records.whole.push(record),
            None => records.torn.push(torn(row)?),
        }
    }
    // Rows that came from the other file have later numbers.
    records.whole.sort_by_key(|record| record.begun_at);
    records.lost_at = lost_at(connection)?;
    Ok(records)
}

/// Notes that whatever was before is not known here.
pub(super) fn lose(connection: &Connection, now: Timestamp) -> rusqlite::Result<()> {
    connection.execute("INSERT OR REPLACE INTO notice VALUES (?1, ?2)", [LOST, &now.to_string()])?;
    Ok(())
}

fn lost_at(connection: &Connection) -> rusqlite::Result<Option<Timestamp>> {
    let mut statement = connection.prepare_cached("SELECT at FROM notice WHERE name = ?1")?;
    let mut rows = statement.query([LOST])?;
    let Some(row) = rows.next()? else { return Ok(None) };
    let at: String = row.get(0)?;
    // Whenever it was, it was.
    Ok(Some(at.parse().unwrap_or(Timestamp::UNIX_EPOCH)))
}

/// What another file's row does to the row of the same payment. All but the state of a row is for ever.
#[derive(Clone, Copy, Debug)]
pub(super) enum Merge {
    Nothing,
    TakesItsState,
}

/// Puts one payment of a file into another.
pub(super) fn copy_one(from: &Connection, to: &Connection, id: &str) -> rusqlite::Result<()> {
    copy(from, to, Merge::TakesItsState, "WHERE intent = ?1", &[&id])
}

/// Puts all payments of one file into another, and what is to be told of the journal.
pub(super) fn copy_all(from: &Connection, to: &Connection, merge: Merge) -> rusqlite::Result<()> {
    copy(from, to, merge, "", &[])?;
    if let Some(at) = lost_at(from)? {
        lose(to, at)?;
    }
    Ok(())
}

fn copy(
    from: &Connection,
    to: &Connection,
    merge: Merge,
    which: &str,
    values: &[&dyn rusqlite::ToSql],
) -> rusqlite::Result<()> {
    const NUMBER_OF_COLUMNS: usize = 14;
    let merge = match merge {
        Merge::Nothing => "NOTHING",
        Merge::TakesItsState => "UPDATE SET state = excluded.state, since = excluded.since",
    };
    let places = vec!["?"; NUMBER_OF_COLUMNS].join(", ");
    let transaction = to.unchecked_transaction()?;
    {
        let mut read = from.prepare_cached(&format!("SELECT {COLUMNS} FROM payment {which} ORDER BY number"))?;
        let mut write = transaction.prepare_cached(&format!(
            "INSERT INTO payment ({COLUMNS}) VALUES ({places}) ON CONFLICT (intent) DO {merge}"
        ))?;
        let mut rows = read.query(values)?;
        while let Some(row) = rows.next()? {
            let values = (0..NUMBER_OF_COLUMNS).map(|at| row.get::<_, rusqlite::types::Value>(at));
            write.execute(rusqlite::params_from_iter(values.collect::<rusqlite::Result<Vec<_>>>()?))?;
        }
    }
    transaction.commit()
}

fn torn(row: &Row<'_>) -> rusqlite::Result<Torn> {
    let begun_at: Option<String> = row.get("begun_at").ok();
    Ok(Torn { id: row.get::<_, String>("intent")?.into(), begun_at: begun_at.and_then(|at| at.parse().ok()) })
}

fn read(row: &Row<'_>) -> Option<Record> {
    let text = |name: &str| row.get::<_, String>(name).ok();
    let time = |name: &str| text(name)?.parse::<Timestamp>().ok();
    let currency = Currency::new(&text("currency")?);
    let money = |digits: String| Some(Money::new(digits.parse::<Amount>().ok()?, currency.clone()));
    let balance_before: Option<String> = row.get("balance_before").ok()?;
    let reference: Option<String> = row.get("reference").ok()?;
    let intent = Intent {
        id: IntentId::from(text("intent")?),
        action: Action::from_name(&text("action")?)?,
        amount: money(text("amount")?)?,
        payee: Payee::kept(text("payee")?),
        reference: reference.map(Reference::from),
        account: text("account")?,
        body: Body::try_from(text("body")?).ok()?,
        balance_before: balance_before.map(money).map_or(Some(None), |money| money.map(Some))?,
        made_at: time("made_at")?,
    };
    // The amount of a row is not believed where its body is not the one that was journaled.
    let whole = row.get::<_, Vec<u8>>("body_hash").ok()? == intent.body_hash();
    let state = read_state(&text("state")?)?;
    whole.then_some(Record { intent, state, begun_at: time("begun_at")?, since: time("since")? })
}
