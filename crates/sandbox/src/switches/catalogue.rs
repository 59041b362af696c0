//! The switches as they are shown to a person: their names, what they decide, and their positions, from the same
//! declarations that they are read by.

use schemars::generate::SchemaSettings;
use serde_json::{Map, Value};

use super::Switches;

/// A switch and where it stands.
pub(crate) struct SwitchRow {
    pub(crate) name: String,
    /// In parts, of which some are code.
    pub(crate) meaning: Vec<(bool, String)>,
    pub(crate) is_changed: bool,
    pub(crate) kind: SwitchKind,
}

pub(crate) enum SwitchKind {
    Positions(Vec<Position>),
    Number(String),
    /// Positions by path, as JSON.
    PerPath(String),
}

pub(crate) struct Position {
    /// As JSON.
    pub(crate) value: String,
    pub(crate) name: String,
    pub(crate) meaning: String,
    pub(crate) is_set: bool,
}

impl Switches {
    /// All of them, in the order of their declaration.
    pub(crate) fn catalogue(&self) -> Vec<SwitchRow> {
        let mut settings = SchemaSettings::draft2020_12();
        settings.inline_subschemas = true;
        let schema = settings.into_generator().into_root_schema_for::<Self>().to_value();
        let (set, defaults) = (fields(self), fields(&Self::default()));
        let declared = schema.get("properties").and_then(Value::as_object);
        let rows = set.iter().filter_map(|(name, value)| {
            let schema = declared?.get(name)?;
            let kind = match value {
                Value::Number(number) => SwitchKind::Number(number.to_string()),
                Value::Object(_) if schema.get("additionalProperties").is_some() => {
                    SwitchKind::PerPath(value.to_string())
                }
                _ => SwitchKind::Positions(positions(schema, value)),
            };
            Some(SwitchRow {
                name: name.clone(),
                meaning: parts(schema),
                is_changed: defaults.get(name) != Some(value),
                kind,
            })
        });
        rows.collect()
    }
}

fn fields(switches: &Switches) -> Map<String, Value> {
    match serde_json::to_value(switches) {
        Ok(Value::Object(fields)) => fields,
        _ => Map::new(),
    }
}

/// What a declaration says of itself: every second part stands between backticks.
fn parts(schema: &Value) -> Vec<(bool, String)> {
    let text = schema.get("description").and_then(Value::as_str).unwrap_or_default();
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    text.split('`').enumerate().map(|(at, part)| (at % 2 == 1, part.to_owned())).collect()
}

fn words(schema: &Value) -> String {
    parts(schema).into_iter().map(|(_, part)| part).collect()
}

fn positions(schema: &Value, set: &Value) -> Vec<Position> {
    let mut all = Vec::new();
    gather(schema, &mut all);
    let mut positions: Vec<Position> = all
        .into_iter()
        .map(|(name, meaning)| {
            let value = Value::from(name.as_str());
            Position { value: value.to_string(), is_set: value == *set, name, meaning }
        })
        .collect();
    if !positions.iter().any(|position| position.is_set) {
        // Figures of one's own, which have no name.
        let value = set.to_string();
        positions.push(Position { name: value.clone(), value, meaning: String::new(), is_set: true });
    }
    positions
}

/// The names that a value can have, with what each means where that is said.
fn gather(schema: &Value, all: &mut Vec<(String, String)>) {
    let text = |value: &Value| value.as_str().map(str::to_owned);
    if let Some(name) = schema.get("const").and_then(text) {
        all.push((name, words(schema)));
    }
    let names = schema.get("enum").and_then(Value::as_array).into_iter().flatten().filter_map(text);
    all.extend(names.map(|name| (name, String::new())));
    for word in ["oneOf", "anyOf"] {
        schema.get(word).and_then(Value::as_array).into_iter().flatten().for_each(|part| gather(part, all));
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn every_switch_says_what_it_decides_and_every_position_can_be_set() {
        let switches = Switches::default();
        let rows = switches.catalogue();
        assert_eq!(rows.len(), fields(&switches).len());
        for row in rows {
            let meaning: String = row.meaning.into_iter().map(|(_, part)| part).collect();
            assert!(meaning.ends_with('.') && meaning.len() > 10, "{}: {meaning}", row.name);
            assert!(!row.is_changed, "{}", row.name);
            let SwitchKind::Positions(positions) = row.kind else { continue };
            assert!(positions.len() > 1, "{}", row.name);
            assert_eq!(positions.iter().filter(|position| position.is_set).count(), 1, "{}", row.name);
            for position in positions {
                let mut changed = switches.clone();
                let value = serde_json::from_str(&position.value).unwrap();
                changed.merge(Map::from_iter([(row.name.clone(), value)])).unwrap();
                let row = changed.catalogue().into_iter().find(|other| other.name == row.name).unwrap();
                assert_eq!(row.is_changed, !position.is_set, "{} {}", row.name, position.name);
            }
        }
    }

    #[test]
    fn limits_of_ones_own_are_a_position() {
        let mut switches = Switches::default();
        let own = json!({ "token": 1, "authorizePage": 2, "authorizeDecision": 3 });
        switches.merge(Map::from_iter([("rateLimits".to_owned(), own)])).unwrap();
        let row = switches.catalogue().into_iter().find(|row| row.name == "rateLimits").unwrap();
        let SwitchKind::Positions(positions) = row.kind else { panic!("it has positions") };
        assert!(positions.last().is_some_and(|last| last.is_set && last.value.contains("\"token\":1")));
    }
}
