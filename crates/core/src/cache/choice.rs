//! A query as SQL: the places of the transactions that it chooses, in its order.

use std::fmt::Write as _;

use monei_api::Amount;
use rusqlite::types::Value;
use rusqlite::{Connection, params_from_iter};

use super::words::Terms;
use super::{CacheError, codes, figure, place};
use crate::activity::{Filter, Query, Sort};

/// The statement of one query, without its limits.
#[derive(Debug)]
pub(super) struct Choice {
    sql: String,
    values: Vec<Value>,
}

impl Choice {
    pub(super) fn new(query: &Query) -> Self {
        let terms = Terms::read(&query.filter.text);
        let mut conditions = Conditions::default();
        conditions.facets(&query.filter);
        let by_amount = matches!(query.sort, Sort::Largest | Sort::Smallest);
        let (from, place) = if terms.is_empty() {
            ("facet", "facet.place")
        } else if conditions.text.is_empty() && !by_amount {
            ("words", "words.rowid")
        } else {
            // From the words to their facets: the index over the words answers in the right order and can stop early.
            ("words CROSS JOIN facet ON facet.place = words.rowid", "words.rowid")
        };
        conditions.time(&query.filter, place);
        conditions.words(&terms);
        let order = match query.sort {
            Sort::Newest => format!("{place} DESC"),
            Sort::Oldest => place.to_owned(),
            // What has no amount comes last.
            Sort::Largest => format!("facet.amount DESC, {place} DESC"),
            Sort::Smallest => format!("facet.amount NULLS LAST, {place}"),
        };
        let Conditions { text, values } = conditions;
        Self { sql: format!("SELECT {place} FROM {from}{text} ORDER BY {order} LIMIT ? OFFSET ?"), values }
    }

    /// All places.
    pub(super) fn all(self, connection: &Connection) -> Result<Vec<i64>, CacheError> {
        self.some(connection, 0, u64::MAX)
    }

    /// A stretch of them.
    pub(super) fn some(self, connection: &Connection, offset: u64, length: u64) -> Result<Vec<i64>, CacheError> {
        let mut statement = connection.prepare_cached(&self.sql)?;
        let limits = [length, offset].map(|limit| Value::from(i64::try_from(limit).unwrap_or(i64::MAX)));
        let values = self.values.into_iter().chain(limits);
        let places = statement.query_map(params_from_iter(values), |row| row.get(0))?;
        Ok(places.collect::<Result<_, _>>()?)
    }
}

/// A WHERE clause that grows.
#[derive(Debug, Default)]
struct Conditions {
    text: String,
    values: Vec<Value>,
}

impl Conditions {
    fn facets(&mut self, filter: &Filter) {
        let codes = |codes: Vec<i64>| codes.into_iter().map(Value::from).collect();
        self.one_of("facet.direction", codes(filter.directions.iter().copied().map(codes::direction).collect()));
        self.one_of("facet.outcome", codes(filter.outcomes.iter().copied().map(codes::outcome).collect()));
        self.labelled("facet.currency", codes::CURRENCY, filter.currencies.iter().map(monei_api::Currency::symbol));
        self.labelled("facet.nature", codes::NATURE, filter.natures.iter().map(String::as_str));
        self.labelled("facet.wallet", codes::WALLET, filter.wallets.iter().map(String::as_str));
        let key = |amount: &Amount| Value::from(figure::to_key(amount));
        self.each("facet.amount >= ?", filter.least.as_ref().map(key));
        self.each("facet.amount <= ?", filter.most.as_ref().map(key));
    }

    fn time(&mut self, filter: &Filter, place: &str) {
        self.each(&format!("{place} >= ?"), filter.from.map(|from| place::of(Some(from)).into()));
        self.each(&format!("{place} < ?"), filter.before.map(|before| place::of(Some(before)).into()));
        if filter.from.is_none() && filter.before.is_some() {
            self.each(&format!("{place} >= ?"), [place::FIRST_WITH_TIME.into()]);
        }
    }

    fn words(&mut self, terms: &Terms) {
        if terms.is_empty() {
            return;
        }
        self.each("words MATCH ?", [terms.for_index().into()]);
        self.each("instr(words.text, ?)", terms.to_compare().map(|term| term.to_owned().into()));
    }

    fn one_of(&mut self, column: &str, values: Vec<Value>) {
        if !values.is_empty() {
            let marks = vec!["?"; values.len()].join(", ");
            self.all_of(&format!("{column} IN ({marks})"), values);
        }
    }

    fn labelled<'a>(&mut self, column: &str, kind: &str, wanted: impl Iterator<Item = &'a str>) {
        let values: Vec<Value> = wanted.map(|value| value.to_owned().into()).collect();
        if !values.is_empty() {
            let marks = vec!["?"; values.len()].join(", ");
            let condition =
                format!("{column} IN (SELECT number FROM label WHERE kind = '{kind}' AND value IN ({marks}))");
            self.all_of(&condition, values);
        }
    }

    /// The condition once for each value.
    fn each(&mut self, condition: &str, values: impl IntoIterator<Item = Value>) {
        for value in values {
            self.all_of(condition, vec![value]);
        }
    }

    fn all_of(&mut self, condition: &str, values: Vec<Value>) {
        let joint = if self.text.is_empty() { "WHERE" } else { "AND" };
        let _ = write!(self.text, " {joint} {condition}");
        self.values.extend(values);
    }
}
