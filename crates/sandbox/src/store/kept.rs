//! Containers that remember what has changed in them since it was last written down. Nothing in them can be changed
//! without their noticing, so that nothing is forgotten.

use std::borrow::Borrow;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::{Deref, DerefMut};

use serde::{Deserialize, Serialize};

use super::{Journal, Records, Unusable};

/// A map whose entries are records of one kind.
#[derive(Debug)]
pub(crate) struct Kept<K, V> {
    entries: BTreeMap<K, V>,
    changed: BTreeSet<K>,
}

impl<K, V> Default for Kept<K, V> {
    fn default() -> Self {
        Self { entries: BTreeMap::new(), changed: BTreeSet::new() }
    }
}

impl<K: Ord + Clone, V> Kept<K, V> {
    pub(crate) fn len(&self) -> usize {
        self.entries.len()
    }

    pub(crate) fn get<Q: Ord + ?Sized>(&self, key: &Q) -> Option<&V>
    where
        K: Borrow<Q>,
    {
        self.entries.get(key)
    }

    pub(crate) fn get_mut<Q: Ord + ?Sized>(&mut self, key: &Q) -> Option<&mut V>
    where
        K: Borrow<Q>,
    {
        let (known, _) = self.entries.get_key_value(key)?;
        self.changed.insert(known.clone());
        self.entries.get_mut(key)
    }

    pub(crate) fn insert(&mut self, key: K, value: V) {
        self.changed.insert(key.clone());
        self.entries.insert(key, value);
    }

    pub(crate) fn remove<Q: Ord + ?Sized>(&mut self, key: &Q) -> Option<V>
    where
        K: Borrow<Q>,
    {
        let (key, value) = self.entries.remove_entry(key)?;
        self.changed.insert(key);
        Some(value)
    }

    /// The values, in the order of their keys.
    pub(crate) fn iter(&self) -> impl DoubleEndedIterator<Item = &V> {
        self.entries.values()
    }

    pub(crate) fn entries(&self) -> impl DoubleEndedIterator<Item = (&K, &V)> {
        self.entries.iter()
    }

    /// The key of the first value that is one.
    pub(crate) fn position(&self, mut is_one: impl FnMut(&V) -> bool) -> Option<K> {
        self.entries.iter().find(|(_, value)| is_one(value)).map(|(key, _)| key.clone())
    }

    pub(crate) fn find_mut(&mut self, is_one: impl FnMut(&V) -> bool) -> Option<&mut V> {
        let key = self.position(is_one)?;
        self.get_mut(&key)
    }

    /// Changes all that are such. Returns how many there were.
    pub(crate) fn amend(&mut self, mut is_such: impl FnMut(&V) -> bool, mut change: impl FnMut(&mut V)) -> usize {
        let such = self.entries.iter_mut().filter(|(_, value)| is_such(value));
        let changed = such.map(|(key, value)| {
            change(value);
            self.changed.insert(key.clone());
        });
        changed.count()
    }

    /// Leaves only what stays.
    pub(crate) fn retain(&mut self, mut stays: impl FnMut(&K, &V) -> bool) {
        let changed = &mut self.changed;
        self.entries.retain(|key, value| {
            let stays = stays(key, value);
            if !stays {
                changed.insert(key.clone());
            }
            stays
        });
    }
}

impl<V> Kept<u32, V> {
    /// Adds at the end, and returns the place.
    pub(crate) fn push(&mut self, value: V) -> u32 {
        let place = self.entries.last_key_value().map_or(0, |(last, _)| last.saturating_add(1));
        self.insert(place, value);
        place
    }
}

impl<K: Ord + Clone + Serialize, V: Serialize> Kept<K, V> {
    /// Writes down what has changed.
    pub(crate) fn settle(&mut self, kind: &'static str, journal: &mut impl Journal) {
        while let Some(key) = self.changed.pop_first() {
            match self.entries.get(&key) {
                Some(value) => journal.put(kind, &key, value),
                None => journal.delete(kind, &key),
            }
        }
    }
}

impl<K, V> Kept<K, V>
where
    K: Ord + for<'de> Deserialize<'de>,
    V: for<'de> Deserialize<'de>,
{
    pub(crate) fn restored(kind: &'static str, records: &Records<'_>) -> Result<Self, Unusable> {
        Ok(Self { entries: records.all(kind)?.into_iter().collect(), changed: BTreeSet::new() })
    }
}

/// A single value that is a record.
#[derive(Debug)]
pub(crate) struct Noted<T> {
    value: T,
    is_changed: bool,
}

impl<T> Noted<T> {
    pub(crate) const fn new(value: T) -> Self {
        Self { value, is_changed: true }
    }
}

impl<T> Deref for Noted<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T> DerefMut for Noted<T> {
    fn deref_mut(&mut self) -> &mut T {
        self.is_changed = true;
        &mut self.value
    }
}

impl<T: Serialize> Noted<T> {
    pub(crate) fn settle(&mut self, kind: &'static str, journal: &mut impl Journal) {
        if std::mem::take(&mut self.is_changed) {
            journal.put(kind, &0, &self.value);
        }
    }
}

impl<T: for<'de> Deserialize<'de>> Noted<T> {
    pub(crate) fn restored(kind: &'static str, records: &Records<'_>) -> Result<Self, Unusable> {
        let record = records.all::<u32, T>(kind)?.pop();
        let (_, value) = record.ok_or_else(|| records.damage(format!("no {kind}")))?;
        Ok(Self { value, is_changed: false })
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use proptest::prelude::*;
    use serde_json::Value;

    use super::*;

    /// What stands written after everything that was.
    #[derive(Default)]
    struct Written(HashMap<String, Value>);

    impl Journal for Written {
        fn put(&mut self, _: &'static str, key: &impl Serialize, value: &impl Serialize) {
            self.0.insert(serde_json::to_string(key).unwrap(), serde_json::to_value(value).unwrap());
        }

        fn delete(&mut self, _: &'static str, key: &impl Serialize) {
            self.0.remove(&serde_json::to_string(key).unwrap());
        }
    }

    #[derive(Clone, Debug)]
    enum Change {
        Insert(u32, u8),
        Push(u8),
        Amend(u32),
        Remove(u32),
        KeepAbove(u8),
        AmendAll(u8),
        AmendFirst(u8),
        Settle,
    }

    fn change() -> impl Strategy<Value = Change> {
        let (key, value) = (0..6u32, 0..9u8);
        prop_oneof![
            (key.clone(), value.clone()).prop_map(|(key, value)| Change::Insert(key, value)),
            value.clone().prop_map(Change::Push),
            key.clone().prop_map(Change::Amend),
            key.prop_map(Change::Remove),
            value.clone().prop_map(Change::KeepAbove),
            value.clone().prop_map(Change::AmendAll),
            value.prop_map(Change::AmendFirst),
            Just(Change::Settle),
        ]
    }

    proptest! {
        #[test]
        fn what_is_written_is_what_is_there(changes in prop::collection::vec(change(), 0..60)) {
            let (mut kept, mut written) = (Kept::<u32, u8>::default(), Written::default());
            for change in changes.into_iter().chain([Change::Settle]) {
                match change {
                    Change::Insert(key, value) => kept.insert(key, value),
                    Change::Push(value) => { kept.push(value); }
                    Change::Amend(key) => { kept.get_mut(&key).into_iter().for_each(|value| *value += 1); }
                    Change::Remove(key) => { kept.remove(&key); }
                    Change::KeepAbove(least) => kept.retain(|_, value| *value > least),
                    Change::AmendAll(wanted) => { kept.amend(|value| *value == wanted, |value| *value += 1); }
                    Change::AmendFirst(wanted) => { kept.find_mut(|value| *value == wanted).into_iter().for_each(|value| *value = 0); }
                    Change::Settle => {
                        kept.settle("number", &mut written);
                        let there: HashMap<String, Value> =
                            kept.entries().map(|(key, value)| (key.to_string(), Value::from(*value))).collect();
                        prop_assert_eq!(&written.0, &there);
                    }
                }
            }
        }
    }
}
