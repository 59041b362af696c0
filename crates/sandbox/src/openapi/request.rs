//! The words in which requests are described: fields and parameters with their rules, and what may be refused.

use monei_api::endpoint::{Endpoint, Method};
use serde_json::{Map, Value, json};

/// A call as `monei_api::endpoint` names it, or one that Connect or the sign-in serves.
pub(super) type Call = (Method, &'static str);

/// The calls of one description: the first is the one to use, the others are kept for older clients.
pub(super) fn calls(endpoints: &[Endpoint]) -> Vec<Call> {
    endpoints.iter().map(|endpoint| (endpoint.method, endpoint.path)).collect()
}

/// What is told of a call beside what its code tells.
pub(super) struct Description {
    pub(super) calls: Vec<Call>,
    pub(super) summary: &'static str,
    pub(super) details: &'static str,
    pub(super) query: Vec<Member>,
    pub(super) body: Option<Body>,
    /// HTTP statuses of refusals that not every call of its kind has.
    pub(super) refusals: Vec<u16>,
}

pub(super) fn describe(endpoints: &[Endpoint], summary: &'static str) -> Description {
    describe_calls(calls(endpoints), summary)
}

pub(super) fn describe_calls(calls: Vec<Call>, summary: &'static str) -> Description {
    Description { calls, summary, details: "", query: Vec::new(), body: None, refusals: Vec::new() }
}

impl Description {
    pub(super) fn details(self, details: &'static str) -> Self {
        Self { details, ..self }
    }

    pub(super) fn query(self, query: Vec<Member>) -> Self {
        Self { query, ..self }
    }

    pub(super) fn body(self, members: Vec<Member>, example: Value) -> Self {
        Self { body: Some(Body { schema: object(members), example }), ..self }
    }

    /// One of several kinds of body.
    pub(super) fn body_of(self, kinds: Vec<Vec<Member>>, example: Value) -> Self {
        let kinds: Vec<Value> = kinds.into_iter().map(object).collect();
        Self { body: Some(Body { schema: json!({ "anyOf": kinds }), example }), ..self }
    }

    pub(super) fn refusals(self, refusals: &[u16]) -> Self {
        Self { refusals: refusals.to_vec(), ..self }
    }
}

/// A JSON body, with one that is accepted.
pub(super) struct Body {
    pub(super) schema: Value,
    pub(super) example: Value,
}

/// A field of a body or a parameter of a query.
pub(super) struct Member {
    pub(super) name: &'static str,
    pub(super) is_required: bool,
    pub(super) schema: Value,
    pub(super) text: &'static str,
    /// Of a parameter that cannot be left out.
    pub(super) example: Option<Value>,
}

pub(super) fn need(name: &'static str, schema: Value, text: &'static str) -> Member {
    Member { name, is_required: true, schema, text, example: None }
}

pub(super) fn may(name: &'static str, schema: Value, text: &'static str) -> Member {
    Member { name, is_required: false, schema, text, example: None }
}

impl Member {
    pub(super) fn example(self, example: impl Into<Value>) -> Self {
        Self { example: Some(example.into()), ..self }
    }
}

/// An object of these fields. Fields that it does not name are ignored.
pub(super) fn object(members: Vec<Member>) -> Value {
    let required: Vec<&str> = members.iter().filter(|member| member.is_required).map(|member| member.name).collect();
    let mut schema = json!({ "type": "object", "required": required });
    let properties = members.into_iter().map(|Member { name, mut schema, text, .. }| {
        if !text.is_empty() {
            schema["description"] = text.into();
        }
        (name.to_owned(), schema)
    });
    schema["properties"] = Value::Object(properties.collect::<Map<_, _>>());
    schema
}

/// A text with something in it.
pub(super) fn text() -> Value {
    up_to(255)
}

pub(super) fn up_to(longest: u32) -> Value {
    json!({ "type": "string", "minLength": 1, "maxLength": longest })
}

pub(super) fn digits(fewest: u32, most: u32) -> Value {
    let count = if fewest == most { fewest.to_string() } else { format!("{fewest},{most}") };
    json!({ "type": "string", "pattern": format!("^[0-9]{{{count}}}$") })
}

/// A PIN of the account. The documentation has four digits, and up to six are taken.
pub(super) fn pin() -> Value {
    digits(4, 6)
}

/// A positive amount, as a number or a text of its digits.
pub(super) fn amount() -> Value {
    json!({ "type": ["number", "string"], "exclusiveMinimum": 0, "pattern": r"^\d+(\.\d+)?([eE][+-]?\d+)?$" })
}

pub(super) fn one_of(values: &[&str]) -> Value {
    json!({ "type": "string", "enum": values })
}

pub(super) fn flag() -> Value {
    json!({ "type": "boolean", "default": false })
}

pub(super) fn whole(least: u64, most: u64) -> Value {
    json!({ "type": "integer", "minimum": least, "maximum": most })
}

pub(super) fn chain() -> Value {
    json!({
        "type": "integer",
        "enum": crate::chains::EvmChain::all().map(|chain| chain.id).collect::<Vec<_>>(),
    })
}

pub(super) fn evm_address() -> Value {
    json!({ "type": "string", "pattern": "^0x[0-9a-fA-F]{40}$" })
}

pub(super) fn solana_address() -> Value {
    json!({ "type": "string", "pattern": "^[1-9A-HJ-NP-Za-km-z]{32,44}$" })
}

pub(super) fn day() -> Value {
    json!({ "type": "string", "format": "date" })
}

pub(super) fn moment() -> Value {
    json!({ "type": "string", "format": "date-time" })
}

pub(super) fn web_address() -> Value {
    json!({ "type": "string", "format": "uri", "pattern": "^https?://" })
}

pub(super) fn phone() -> Value {
    json!({ "type": "string", "description": "A Nigerian number, as 080… or +234…" })
}

/// `page` and `limit` of a list.
pub(super) fn paging() -> Vec<Member> {
    vec![
        may("page", json!({ "type": "integer", "minimum": 1, "default": 1 }), ""),
        may(
            "limit",
            json!({ "type": "integer", "minimum": 1, "maximum": 100, "default": 10 }),
            "How many rows a page has.",
        ),
    ]
}
