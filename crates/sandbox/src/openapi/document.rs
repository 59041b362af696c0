//! The document: every operation with its parameters, its body, its answers, its refusals and what opens it.

use std::collections::HashMap;

use monei_api::Scope;
use monei_api::bill::BillNotFound;
use monei_api::endpoint::{Access, Method};
use monei_api::error::PlainError;
use schemars::generate::{Contract, SchemaSettings};
use schemars::{JsonSchema, SchemaGenerator};
use serde_json::{Map, Value, json};

use super::operations;
use super::request::{Description, Member};
use super::served::{Entry, Operation};
use crate::calls::API_PREFIX;
use crate::refusal::{FieldErrors, ShortageError};

/// The document of these operations.
pub(super) fn write(served: &[Operation]) -> Value {
    let mut settings = SchemaSettings::draft2020_12();
    settings.definitions_path = "/components/schemas".into();
    settings.contract = Contract::Serialize;
    settings.meta_schema = None;
    let mut generator = settings.into_generator();

    let descriptions = operations::all();
    let mut of = HashMap::new();
    for (subject, description) in &descriptions {
        for (at, call) in description.calls.iter().enumerate() {
            of.insert(*call, (*subject, description, at > 0));
        }
    }
    let mut paths = Map::new();
    for operation in served {
        // What has no description is left out, and the journey that compares this with the routes fails.
        let Some((subject, description, is_old)) = of.get(&(operation.method, operation.path)).copied() else {
            continue;
        };
        let mut row = row(operation, description, &mut generator);
        row["tags"] = json!([subject]);
        if is_old {
            row["deprecated"] = true.into();
        }
        let path = paths.entry(operation.path).or_insert_with(|| json!({}));
        path[operation.method.name().to_lowercase()] = row;
    }
    let responses = refusals(&mut generator);
    let schemas = generator.take_definitions(true);
    json!({
        "openapi": "3.1.1",
        "info": {
            "title": "Monei API (sandbox)",
            "version": env!("CARGO_PKG_VERSION"),
            "summary": "A simulation of Monei. No real money.",
            "description": "Answers are described as they are without switches. Amounts of naira are in naira, not in \
                            kobo, and may be sent as numbers or as texts. Connect's own pages (sign-in, consent, \
                            payment) are no part of this description.",
            "license": { "name": env!("CARGO_PKG_LICENSE") },
        },
        "jsonSchemaDialect": "https://json-schema.org/draft/2020-12/schema",
        "servers": [{ "url": API_PREFIX }],
        "tags": operations::SUBJECTS.map(|(name, text)| json!({ "name": name, "description": text })),
        "paths": paths,
        "components": { "schemas": schemas, "responses": responses, "securitySchemes": security_schemes() },
    })
}

fn row(operation: &Operation, description: &Description, generator: &mut SchemaGenerator) -> Value {
    let mut responses = Map::new();
    for (status, schema) in (operation.successes)(generator) {
        responses.insert(
            status.as_u16().to_string(),
            json!({
                "description": status.canonical_reason().unwrap_or("Success"),
                "content": { "application/json": { "schema": schema } },
            }),
        );
    }
    for status in refused(operation, description) {
        responses.insert(status.to_string(), json!({ "$ref": format!("#/components/responses/{status}") }));
    }
    let mut row = json!({
        "operationId": operation_id(operation.method, operation.path),
        "summary": description.summary,
        "responses": responses,
        "security": security(operation.entry),
    });
    let details = [description.details.to_owned(), opened_by(operation.entry)];
    let details: Vec<String> = details.into_iter().filter(|text| !text.is_empty()).collect();
    row["description"] = details.join("\n\n").into();
    let parameters: Vec<Value> = placeholders(operation.path)
        .map(|name| {
            let (schema, example) = operations::path_parameter(name);
            json!({ "name": name, "in": "path", "required": true, "schema": schema, "example": example })
        })
        .chain(description.query.iter().map(query_parameter))
        .collect();
    if !parameters.is_empty() {
        row["parameters"] = parameters.into();
    }
    if let Some(body) = &description.body {
        row["requestBody"] = json!({
            "required": true,
            "content": { "application/json": { "schema": body.schema, "example": body.example } },
        });
    }
    row
}

fn query_parameter(member: &Member) -> Value {
    let mut parameter = json!({
        "name": member.name,
        "in": "query",
        "required": member.is_required,
        "schema": member.schema,
    });
    if !member.text.is_empty() {
        parameter["description"] = member.text.into();
    }
    if let Some(example) = &member.example {
        parameter["example"] = example.clone();
    }
    parameter
}

/// `GET /transactions/{id}` as `getTransactionsById`.
fn operation_id(method: Method, path: &str) -> String {
    let mut id = method.name().to_lowercase();
    for part in path.split(['/', '-']).filter(|part| !part.is_empty()) {
        let name = part.trim_matches(['{', '}']);
        let mut letters = name.chars();
        id.push_str(if name == part { "" } else { "By" });
        id.extend(letters.next().map(|first| first.to_ascii_uppercase()));
        id.push_str(letters.as_str());
    }
    id
}

/// The names in braces.
pub(super) fn placeholders(path: &str) -> impl Iterator<Item = &str> {
    path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'))
}

/// The statuses that a call may refuse with.
fn refused(operation: &Operation, description: &Description) -> Vec<u16> {
    let has_parameters = placeholders(operation.path).next().is_some() || !description.query.is_empty();
    let mut all = description.refusals.clone();
    if has_parameters || description.body.is_some() {
        all.push(400);
    }
    if description.body.is_some() {
        all.push(413);
    }
    match operation.entry {
        Entry::Open => {}
        Entry::Session | Entry::Table(Access::AnyToken) => all.push(401),
        Entry::Table(_) => all.extend([401, 403]),
    }
    all.sort_unstable();
    all.dedup();
    all
}

fn opened_by(entry: Entry) -> String {
    let names =
        |scopes: &[Scope]| scopes.iter().map(|scope| format!("`{}`", scope.name())).collect::<Vec<_>>().join(" or ");
    match entry {
        Entry::Open => "No credential is asked for.".to_owned(),
        Entry::Session => "Only the account holder's own session opens it.".to_owned(),
        Entry::Table(Access::AnyToken) => "Any valid Connect token opens it.".to_owned(),
        Entry::Table(Access::AnyOf(scopes)) => format!("A Connect token needs {}.", names(scopes)),
        Entry::Table(Access::Holder) => "No Connect token opens it.".to_owned(),
    }
}

/// Any one of them is enough. OpenAPI 3.1 lets every scheme name the roles that it asks for.
fn security(entry: Entry) -> Value {
    let connect = |scopes: &[&str]| json!({ "connect": scopes });
    let holder = [json!({ "apiKey": [] }), json!({ "session": [] })];
    match entry {
        Entry::Open => json!([]),
        Entry::Session => json!([{ "session": [] }]),
        Entry::Table(Access::Holder) => json!(holder),
        Entry::Table(Access::AnyToken) => [connect(&[])].into_iter().chain(holder).collect(),
        Entry::Table(Access::AnyOf(scopes)) => {
            let each = scopes.iter().map(|scope| connect(&[scope.name()]));
            each.chain(holder).collect()
        }
    }
}

fn security_schemes() -> Value {
    let scopes: Map<String, Value> =
        Scope::ALL.iter().map(|scope| (scope.name().to_owned(), scope.text().label.into())).collect();
    json!({
        "connect": {
            "type": "oauth2",
            "description": "Monei Connect: `Authorization: Bearer mct_…`. The token endpoint takes JSON, and the client's \
                            credentials stand in its body.",
            "flows": {
                "authorizationCode": {
                    "authorizationUrl": "/connect/authorize",
                    "tokenUrl": format!("{API_PREFIX}/connect/token"),
                    "refreshUrl": format!("{API_PREFIX}/connect/token"),
                    "scopes": scopes,
                },
            },
        },
        "apiKey": {
            "type": "apiKey",
            "in": "header",
            "name": "X-API-KEY",
            "description": "A developer's key. It opens their own wallet in full.",
        },
        "session": {
            "type": "http",
            "scheme": "bearer",
            "bearerFormat": "JWT",
            "description": "The account holder's own session, from `POST /auth/auth/login`.",
        },
    })
}

/// The error bodies by status (`monei-api.md` §3.0).
fn refusals(generator: &mut SchemaGenerator) -> Value {
    let plain = schema::<PlainError>(generator);
    let bad = json!({
        "anyOf": [schema::<FieldErrors>(generator), schema::<ShortageError>(generator), plain],
    });
    let missing = json!({ "anyOf": [plain, schema::<BillNotFound>(generator)] });
    let response = |description: &str, schema: &Value, example: Value| {
        json!({
            "description": description,
            "content": { "application/json": { "schema": schema, "example": example } },
        })
    };
    let example =
        |status: u16, message: &str, error: &str| json!({ "statusCode": status, "message": message, "error": error });
    let mut wrong_fields = example(400, "Validation failed", "Bad Request");
    wrong_fields["errors"] = json!({ "amount": ["amount must be greater than 0"] });
    let mut too_many =
        response("Too many calls in a minute.", &plain, example(429, "Too many requests", "Too Many Requests"));
    too_many["headers"] = json!({ "Retry-After": { "description": "Seconds.", "schema": { "type": "integer" } } });
    json!({
        "400": response("Something in the request is wrong, or the balance is too small.", &bad, wrong_fields),
        "401": response("The credential is missing, wrong or expired.", &plain,
            example(401, "Invalid or expired token", "Unauthorized")),
        "403": response("The permission is missing, a limit is exceeded, or the PIN is locked.", &plain,
            example(403, "Insufficient scope: requires wallet:read", "Forbidden")),
        "404": response("There is no such thing. The body of a bill that is not there has a shape of its own.", &missing,
            example(404, "Transaction not found", "Not Found")),
        "409": response("It is there already.", &plain,
            example(409, "A transaction with this reference already exists", "Conflict")),
        "413": response("The body is larger than 64 KiB.", &plain,
            example(413, "request entity too large", "Payload Too Large")),
        "429": too_many,
    })
}

fn schema<T: JsonSchema>(generator: &mut SchemaGenerator) -> Value {
    generator.subschema_for::<T>().to_value()
}
