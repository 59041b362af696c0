//! The description of the API against the API: the same calls, bodies that are taken, and answers as they are said to
//! be, down to every field.

use std::collections::{BTreeMap, BTreeSet};

use jsonschema::Validator;
use monei_api::Scope;
use monei_api::endpoint::{self, Access, Method};
use serde_json::{Map, Value, json};

use super::stage::{API_KEY, Answer, Stage, read};

/// What is served beside the endpoints of the table.
const OTHERS: [(&str, &str); 4] = [
    ("POST", "/auth/auth/login"),
    ("POST", "/connect/apps/register"),
    ("POST", "/connect/token"),
    ("POST", "/connect/token/revoke"),
];

async fn document(stage: &Stage) -> Value {
    let answer = stage.send(reqwest::Method::GET, "/openapi.json", None, None).await;
    assert_eq!((answer.status.as_u16(), answer.header("content-type")), (200, "application/json"));
    answer.json()
}

/// Every operation with its method and path.
fn operations(document: &Value) -> impl Iterator<Item = (String, &str, &Value)> {
    let paths = document["paths"].as_object().unwrap().iter();
    paths.flat_map(|(path, row)| {
        row.as_object()
            .unwrap()
            .iter()
            .map(move |(method, operation)| (method.to_uppercase(), path.as_str(), operation))
    })
}

fn operation<'a>(document: &'a Value, method: &str, path: &str) -> &'a Value {
    &document["paths"][path][method.to_lowercase()]
}

#[tokio::test]
async fn every_call_is_described_and_no_other() {
    let stage = Stage::new().await;
    let document = document(&stage).await;
    let described: BTreeSet<(String, String)> =
        operations(&document).map(|(method, path, _)| (method, path.to_owned())).collect();
    let table = endpoint::ALL.into_iter().map(|endpoint| (endpoint.method.name(), endpoint.path));
    let known: BTreeSet<(String, String)> =
        table.chain(OTHERS).map(|(method, path)| (method.to_owned(), path.to_owned())).collect();
    assert_eq!(described, known);

    // What is described is served, and no path with another method.
    let paths: BTreeSet<&str> = known.iter().map(|(_, path)| path.as_str()).collect();
    for path in &paths {
        for method in ["GET", "POST", "PUT", "PATCH", "DELETE"] {
            let filled = path.replace(['{', '}'], "");
            let answer = stage.send(method.parse().unwrap(), &format!("/api/v1{filled}"), None, None).await;
            let is_missing = answer.json()["message"] == format!("Cannot {method} /api/v1{filled}");
            let is_described = described.contains(&(method.to_owned(), (*path).to_owned()));
            // A part of a path may stand for a part of another that is nowhere literally.
            let is_shadowed = !paths.contains(&*filled)
                && known.iter().any(|(other, template)| other == method && matches(template, &filled));
            assert_eq!(is_missing, !is_described && !is_shadowed, "{method} {path}: {answer:?}");
        }
    }
}

fn matches(template: &str, path: &str) -> bool {
    let (parts, given): (Vec<&str>, Vec<&str>) = (template.split('/').collect(), path.split('/').collect());
    parts.len() == given.len() && parts.iter().zip(given).all(|(part, given)| part.starts_with('{') || *part == given)
}

#[tokio::test]
async fn the_document_is_whole() {
    let stage = Stage::new().await;
    let document = document(&stage).await;
    assert_eq!(document["openapi"], "3.1.1");
    assert_eq!(document["servers"][0]["url"], "/api/v1");
    let mut ids = BTreeSet::new();
    for (method, path, operation) in operations(&document) {
        let id = operation["operationId"].as_str().unwrap();
        assert!(ids.insert(id.to_owned()), "{id} is there twice");
        assert!(!operation["summary"].as_str().unwrap().is_empty(), "{method} {path}");
        let tag = operation["tags"][0].as_str().unwrap();
        assert!(document["tags"].as_array().unwrap().iter().any(|known| known["name"] == tag), "{tag}");
        assert!(operation["responses"].as_object().unwrap().keys().any(|status| status.starts_with('2')), "{path}");
        let named: Vec<&str> = path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}')).collect();
        let of_path = parameters(operation, "path").map(|parameter| parameter["name"].as_str().unwrap());
        assert_eq!(of_path.collect::<Vec<_>>(), named, "{method} {path}");
        assert_eq!(operation["requestBody"].is_object(), method != "GET" && method != "DELETE" && !takes_none(path));
    }
    // Every reference leads somewhere, and everything that can be referred to is.
    let (mut used, text) = (BTreeSet::new(), document.to_string());
    for part in text.split("\"$ref\":\"#").skip(1) {
        let pointer = part.split('"').next().unwrap();
        assert!(document.pointer(pointer).is_some(), "{pointer}");
        used.insert(pointer.to_owned());
    }
    for kind in ["schemas", "responses"] {
        for name in document["components"][kind].as_object().unwrap().keys() {
            assert!(used.contains(&format!("/components/{kind}/{name}")), "{name} is not used");
            let is_numbered = kind == "schemas" && name.ends_with(|last: char| last.is_ascii_digit());
            assert!(!is_numbered, "{name} is the name of two types");
        }
    }
}

/// Calls that change something without being told more.
fn takes_none(path: &str) -> bool {
    path.ends_with("/default") || path.ends_with("/sync")
}

fn parameters<'a>(operation: &'a Value, place: &'a str) -> impl Iterator<Item = &'a Value> {
    let all = operation["parameters"].as_array().map(Vec::as_slice).unwrap_or_default();
    all.iter().filter(move |parameter| parameter["in"] == place)
}

#[tokio::test]
async fn what_opens_a_call_is_what_the_table_says() {
    let stage = Stage::new().await;
    let document = document(&stage).await;
    let schemes = &document["components"]["securitySchemes"];
    let scopes = schemes["connect"]["flows"]["authorizationCode"]["scopes"].as_object().unwrap();
    assert_eq!(scopes.len(), Scope::ALL.len());
    for endpoint in endpoint::ALL {
        let security = &operation(&document, endpoint.method.name(), endpoint.path)["security"];
        let holder = [json!({ "apiKey": [] }), json!({ "session": [] })];
        let connect = match endpoint.access {
            Access::AnyToken => vec![json!({ "connect": [] })],
            Access::AnyOf(scopes) => scopes.iter().map(|scope| json!({ "connect": [scope.name()] })).collect(),
            Access::Holder => Vec::new(),
        };
        let all: Value = connect.into_iter().chain(holder).collect();
        assert_eq!(*security, all, "{}", endpoint.path);
    }
}

/// A schema of the document that refuses what it does not name.
fn strict(document: &Value, schema: &Value) -> Validator {
    let mut whole = schema.clone();
    whole["components"] = document["components"].clone();
    close(document, &mut whole, true);
    jsonschema::draft202012::options().should_validate_formats(true).build(&whole).unwrap()
}

/// Objects whose fields are named have no others. Where an object is made of several, it is all of them that name.
fn close(document: &Value, schema: &mut Value, is_whole: bool) {
    match schema {
        Value::Object(object) => {
            // A field may be called like the word of a schema.
            let names_fields = object.get("properties").is_some_and(|it| it.get("type").is_none_or(Value::is_object));
            for (word, part) in object.iter_mut() {
                let Some(branches) = part.as_array_mut().filter(|_| names_fields && word.ends_with("Of")) else {
                    close(document, part, true);
                    continue;
                };
                for branch in branches {
                    if let Some(pointer) = branch["$ref"].as_str() {
                        *branch = document.pointer(&pointer[1..]).unwrap().clone();
                    }
                    close(document, branch, false);
                }
            }
            if names_fields && is_whole && !object.contains_key("additionalProperties") {
                object.insert("unevaluatedProperties".to_owned(), false.into());
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| close(document, item, true)),
        _ => {}
    }
}

/// The answer is one that the operation describes.
fn holds(document: &Value, operation: &Value, answer: &Answer) -> Result<(), String> {
    let status = answer.status.as_u16().to_string();
    let mut response = &operation["responses"][&status];
    if let Some(pointer) = response["$ref"].as_str() {
        response = document.pointer(&pointer[1..]).unwrap();
    }
    let schema = &response["content"]["application/json"]["schema"];
    if !schema.is_object() {
        return Err(format!("{status} is not described"));
    }
    let errors: Vec<String> = strict(document, schema)
        .iter_errors(&answer.json())
        .map(|error| format!("{} {error}", error.instance_path()))
        .collect();
    if errors.is_empty() { Ok(()) } else { Err(errors.join("\n")) }
}

/// What stands for ids and references in paths, from the world as it is.
struct Names {
    by_path: Vec<(&'static str, BTreeMap<&'static str, String>)>,
}

impl Names {
    async fn new(stage: &Stage) -> Self {
        let ada = stage.person(super::stage::ADA).await;
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        let rows = ada["transactions"].as_array().unwrap();
        let is_bill = |row: &&Value| text(&row["reference"]).starts_with("bill");
        let bill = rows.iter().find(is_bill).unwrap();
        let made = async |path: &str, body: Value| {
            let answer = stage.post_by_key(path, body).await;
            assert_eq!(answer.status, 200, "{path}: {answer:?}");
            text(&answer.json()["data"]["id"])
        };
        let saved = json!({ "type": "bank", "name": "Landlord", "bankCode": "058", "accountNumber": "0123456789" });
        let phone = json!({ "type": "AIRTIME", "name": "Mum", "mobileNumber": "08031112233", "mobileOperator": "MTN" });
        let card =
            json!({ "type": "CABLEBILLS", "name": "TV", "smartCardNumber": "7023456780", "cableProvider": "DSTV" });
        let meter = json!({
            "type": "UTILITYBILLS", "name": "Shop", "meterNumber": "45083311551", "electricityProvider": "EKO DISCO ELECTRICITY",
        });
        let schedule = json!({
            "type": "ELECTRICITY", "executionDate": "2026-01-20T08:00:00Z",
            "payload": { "meterNumber": "45083311550", "disco": "EKO DISCO ELECTRICITY", "amount": 60 },
        });
        let wallet = stage.get_by_key("/wallet/naira-wallet").await.json();
        let method = stage.get_by_key("/payment-methods").await.json();
        let orders = stage.get_by_key("/offramp/ledger/history").await.json();
        let one = |name, value| BTreeMap::from([(name, value)]);
        Self {
            by_path: vec![
                ("/user/", one("id", text(&ada["id"]))),
                ("/wallet/deposit/", one("reference", "dep-028".to_owned())),
                (
                    "/transactions/",
                    BTreeMap::from([("id", text(&rows[0]["id"])), ("reference", text(&rows[0]["reference"]))]),
                ),
                (
                    "/bills/",
                    BTreeMap::from([("transactionId", text(&bill["id"])), ("reference", text(&bill["reference"]))]),
                ),
                (
                    "/payment-methods",
                    BTreeMap::from([
                        ("id", text(&method["data"][0]["id"])),
                        ("subWalletId", text(&wallet["data"]["id"])),
                    ]),
                ),
                ("/wallet/deposit", one("paymentMethodId", text(&method["data"][0]["id"]))),
                (
                    "/beneficiaries",
                    BTreeMap::from([("id", made("/beneficiaries", saved).await), ("name", "Landlord".to_owned())]),
                ),
                (
                    "/bill-beneficiaries",
                    BTreeMap::from([
                        ("id", made("/bill-beneficiaries/mobile", phone).await),
                        ("smartCardNumber", made("/bill-beneficiaries/cable-tv", card).await),
                        ("meterNumber", made("/bill-beneficiaries/electricity", meter).await),
                    ]),
                ),
                ("/schedules", one("id", made("/schedules", schedule).await)),
                ("/offramp/", one("reference", orders["data"][0]["reference"].as_str().unwrap_or("none").to_owned())),
            ],
        }
    }

    fn name(&self, path: &str, name: &str) -> Option<&str> {
        let own = self.by_path.iter().filter(|(start, _)| path.starts_with(start));
        own.filter_map(|(_, names)| names.get(name)).next_back().map(String::as_str)
    }
}

/// The path with its parts and the query that cannot be left out, from the examples of the description.
fn address(names: &Names, path: &str, operation: &Value) -> String {
    let mut address = path.to_owned();
    for parameter in parameters(operation, "path") {
        let name = parameter["name"].as_str().unwrap();
        let example = plain(&parameter["example"]);
        let value = names.name(path, name).unwrap_or(&example);
        address = address.replace(&format!("{{{name}}}"), value);
    }
    let needed = parameters(operation, "query").filter(|parameter| parameter["required"] == true);
    let pairs: Vec<(String, String)> = needed
        .map(|parameter| {
            let example = plain(&parameter["example"]);
            assert_ne!(example, "null", "{path} {}", parameter["name"]);
            (plain(&parameter["name"]), example)
        })
        .collect();
    if pairs.is_empty() {
        return address;
    }
    let query = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish();
    format!("{address}?{query}")
}

fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// The example of a body, with ids that there are.
fn body(names: &Names, path: &str, operation: &Value) -> Option<Value> {
    let mut body = operation["requestBody"]["content"]["application/json"]["example"].clone();
    let fields = body.as_object_mut()?;
    for (name, value) in fields.iter_mut() {
        let name = if name == "beneficiaryId" { "id" } else { name.as_str() };
        if value.as_str() == Some("3f2a8c1e-6f0b-4d7a-9b9e-2f6f0c1d5a77") {
            *value = names.name(path, name).unwrap().into();
        }
    }
    Some(body)
}

async fn call(stage: &Stage, method: &str, address: &str, body: Option<&Value>) -> Answer {
    let url = format!("{}{address}", stage.running.api_base);
    let request = stage.http.request(method.parse().unwrap(), url).header("X-API-KEY", API_KEY);
    read(match body {
        Some(body) => request.json(body),
        None => request,
    })
    .await
}

/// What Ada cannot have at once: no card deposit waits, or it is not hers by key.
fn has_no_success(path: &str) -> bool {
    matches!(path, "/wallet/deposit/authorize" | "/offramp/ledger/status/{reference}")
        || OTHERS.iter().any(|(_, other)| *other == path)
}

#[tokio::test]
async fn answers_are_as_they_are_described() {
    let document = document(&Stage::new().await).await;
    let mut wrong = Vec::new();
    for (method, path, operation) in operations(&document) {
        // Each in a world of its own, so that none is in the way of another.
        let stage = Stage::new().await;
        let names = Names::new(&stage).await;
        let (address, body) = (address(&names, path, operation), body(&names, path, operation));
        if let Some(body) = &body {
            let schema = strict(&document, &operation["requestBody"]["content"]["application/json"]["schema"]);
            assert!(schema.is_valid(body), "{method} {path}: the example is not as it is described");
        }
        let answer = call(&stage, &method, &address, body.as_ref()).await;
        if !has_no_success(path) && !answer.status.is_success() {
            wrong.push(format!("{method} {address} {body:?}: {answer:?}"));
        }
        if let Err(error) = holds(&document, operation, &answer) {
            wrong.push(format!("{method} {address}: {error}\n{}", answer.text));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

#[tokio::test]
async fn the_rest_is_as_it_is_described_too() {
    let stage = Stage::new().await;
    let document = document(&stage).await;
    let check = |method: &str, path: &str, answer: &Answer| {
        let held = holds(&document, operation(&document, method, path), answer);
        assert_eq!(held, Ok(()), "{method} {path}: {answer:?}");
    };
    let login = stage.post("/auth/auth/login", json!({ "email": "ada@example.ng", "pin": "1234" })).await;
    check("POST", "/auth/auth/login", &login);
    let app = json!({ "appName": "A", "appDescription": "B", "redirectUris": [super::stage::REDIRECT] });
    let registered = stage.register(app).await;
    assert_eq!(registered.status, 201);
    check("POST", "/connect/apps/register", &registered);
    let app = stage.app().await;
    let code = stage.code(&app, "wallet:read").await;
    let exchange = operation(&document, "POST", "/connect/token");
    let schema = strict(&document, &exchange["requestBody"]["content"]["application/json"]["schema"]);
    assert!(schema.is_valid(&app.exchange(&code)));
    let pair = stage.exchange(&app, &code).await;
    assert_eq!(pair.status, 200);
    check("POST", "/connect/token", &pair);
    let pair = super::stage::Pair::of(&pair);
    let renewed = stage.refresh(&pair.refresh).await;
    check("POST", "/connect/token", &renewed);
    let token = super::stage::Pair::of(&renewed).access;
    check("POST", "/connect/token/revoke", &stage.post("/connect/token/revoke", json!({ "token": token })).await);

    // Somebody new has no account number yet.
    let newcomer = stage.session("new@example.ng", "2468").await;
    let path = "/api/v1/wallet/virtual-account";
    let opened = stage.send(reqwest::Method::POST, path, Some(&newcomer), Some(json!({ "nin": "12345678901" }))).await;
    assert_eq!(opened.status, 200);
    check("POST", "/wallet/virtual-account", &opened);
    // Deposits of each kind, to their ends.
    let card = json!({
        "amount": 1000, "reference": "card-1",
        "card": { "cardNumber": "5531886652142950", "expiryMonth": "09", "expiryYear": "32", "cvv": "564" },
    });
    let dial = json!({ "amount": 100, "ussd": { "bankCode": "058" } });
    for (kind, body) in [("CARD", card), ("USSD", dial), ("BANK_TRANSFER", json!({ "amount": 5 }))] {
        let schema =
            &operation(&document, "POST", "/wallet/deposit")["requestBody"]["content"]["application/json"]["schema"];
        assert!(strict(&document, schema).is_valid(&body), "{kind}");
        let started = stage.post_by_key(&format!("/wallet/deposit?method={kind}"), body).await;
        assert_eq!(started.status, 200, "{started:?}");
        check("POST", "/wallet/deposit", &started);
    }
    let pin = json!({ "type": "pin", "reference": "card-1", "pin": "1111" });
    let authorized = stage.post_by_key("/wallet/deposit/authorize", pin).await;
    assert_eq!(authorized.status, 200, "{authorized:?}");
    check("POST", "/wallet/deposit/authorize", &authorized);
    // An order that awaits its crypto, as it is told everywhere.
    let order = operation(&document, "POST", "/offramp/exchange/initiate");
    let mut order = order["requestBody"]["content"]["application/json"]["example"].clone();
    order["network"] = "scroll".into();
    order["token"] = "USDC".into();
    let placed = stage.post_by_key("/offramp/exchange/initiate", order).await;
    assert_eq!(placed.status, 202, "{placed:?}");
    check("POST", "/offramp/exchange/initiate", &placed);
    let reference = placed.json()["data"]["transaction"]["reference"].as_str().unwrap().to_owned();
    let status = stage.get_by_key(&format!("/offramp/ledger/status/{reference}")).await;
    assert_eq!(status.status, 200);
    check("GET", "/offramp/ledger/status/{reference}", &status);
    let page = stage.get_by_key("/offramp/ledger/history?page=1").await;
    check("GET", "/offramp/ledger/history", &page);
    let both = stage.get_by_key("/wallet/me?chainId=8453").await;
    check("GET", "/wallet/me", &both);
}

/// The names that `errors` of an answer complains of.
fn complaints(answer: &Answer) -> BTreeSet<String> {
    let errors = answer.json()["errors"].as_object().cloned().unwrap_or_default();
    errors.keys().map(|name| name.split('.').next().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn what_a_body_needs_and_may_have_is_what_is_read() {
    let stage = Stage::new().await;
    let document = document(&stage).await;
    let names = Names::new(&stage).await;
    let mut wrong = Vec::new();
    for (method, path, operation) in operations(&document) {
        let body = &operation["requestBody"]["content"]["application/json"];
        let is_connects = OTHERS.iter().any(|(_, other)| *other == path);
        let Some(example) = body["example"].as_object().filter(|_| !is_connects) else { continue };
        let address = address(&names, path, operation);
        let kinds = body["schema"]["anyOf"].as_array().cloned().unwrap_or_else(|| vec![body["schema"].clone()]);
        for kind in kinds {
            // Which fields are read may be told by what is changed, or by another field.
            let of_its_kind = kind["properties"].as_object().unwrap().keys().find_map(|field| names.name(path, field));
            let address = match of_its_kind.filter(|_| path == "/bill-beneficiaries/{id}") {
                Some(id) => path.replace("{id}", id),
                None => address.clone(),
            };
            let mut told = Map::new();
            for (name, field) in kind["properties"].as_object().unwrap() {
                if let Some([only]) = field["enum"].as_array().map(Vec::as_slice).filter(|_| name == "type") {
                    told.insert(name.clone(), only.clone());
                }
            }
            let needed: BTreeSet<String> = kind["required"]
                .as_array()
                .unwrap()
                .iter()
                .map(plain)
                .filter(|name| !told.contains_key(name))
                .collect();
            let answer = call(&stage, &method, &address, Some(&told.clone().into())).await;
            if complaints(&answer) != needed && !needed.is_empty() {
                wrong.push(format!("{method} {path} {told:?} needs {needed:?}: {answer:?}"));
            }
            for (name, field) in kind["properties"].as_object().unwrap() {
                // Anything goes, or nothing is looked at before another field asks for it.
                if !told.is_empty() && name == "type" || field.get("type").is_none() && field.get("anyOf").is_none() {
                    continue;
                }
                let mut changed = if told.is_empty() { example.clone() } else { told.clone() };
                if name == "scheduleData" {
                    changed.insert("isSchedule".to_owned(), true.into());
                }
                changed.insert(name.clone(), json!([[]]));
                let answer = call(&stage, &method, &address, Some(&changed.clone().into())).await;
                if answer.status != 400 || !complaints(&answer).contains(name) {
                    wrong.push(format!("{method} {path}: {name} is not read: {answer:?}"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

#[tokio::test]
async fn parameters_of_queries_are_what_is_read() {
    let stage = Stage::new().await;
    let document = document(&stage).await;
    let names = Names::new(&stage).await;
    let gets = operations(&document).filter(|(method, ..)| method == Method::Get.name());
    for (method, path, operation) in gets {
        let whole = address(&names, path, operation);
        for parameter in parameters(operation, "query") {
            let name = parameter["name"].as_str().unwrap();
            // Given twice it is wrong whatever it is; that it is read at all shows when it is wrong once.
            let bare = whole.split('?').next().unwrap();
            let others = parameters(operation, "query")
                .filter(|other| other["required"] == true && other["name"] != name)
                .map(|other| (plain(&other["name"]), plain(&other["example"])));
            let wrong = (name.to_owned(), String::new());
            let pairs = others.chain([wrong]);
            let query = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish();
            let answer = call(&stage, &method, &format!("{bare}?{query}"), None).await;
            let is_complained_of = answer.status == 400 && complaints(&answer).contains(name);
            // The one that is fine when it is empty.
            assert_eq!(is_complained_of, name != "fiat", "{path} {name}: {answer:?}");
        }
    }
}
