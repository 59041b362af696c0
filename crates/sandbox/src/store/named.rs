//! Rows of the simulation's own tables, written down by their names: `#[serde(with = "crate::store::named")]`.

use std::borrow::Cow;

use serde::{Deserialize, Deserializer, Serializer, de};

/// A row of a table.
pub(crate) trait Named: Sized {
    fn name(&self) -> Cow<'static, str>;

    fn by_name(name: &str) -> Option<Self>;
}

pub(crate) fn serialize<T: Named, S: Serializer>(row: &T, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&row.name())
}

pub(crate) fn deserialize<'de, T: Named, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    let name = Cow::<str>::deserialize(deserializer)?;
    T::by_name(&name).ok_or_else(|| de::Error::custom(format!("nothing is called {name}")))
}
