//! The place of a transaction in time, as one number: the key by which everything about it is found.
//!
//! Second after second there are 1,024 places; the first thousand of them are the milliseconds. Transactions of the same
//! millisecond stand side by side, on the next places that are free. So numbers in descending order are transactions from
//! the newest to the oldest, and the index over the words, which is quick in no other order, has the right one.

use jiff::Timestamp;

/// Places of a second.
const PER_SECOND: i64 = 1_024;

/// Added to a time's seconds: the earliest time that can be written down is at second −377,705,023,201, and some places
/// are left below it.
const BEFORE_ALL_TIME: i64 = 377_706_000_000;

/// Transactions whose time Monei did not tell are the oldest.
const FIRST_WITHOUT_TIME: i64 = 1;

/// Below the first place of any time, with room for a billion transactions without one.
pub(super) const FIRST_WITH_TIME: i64 = 976_000 * PER_SECOND;

/// The first place that a transaction of this time may take. Times differ by whole milliseconds.
pub(super) fn of(time: Option<Timestamp>) -> i64 {
    let Some(time) = time else { return FIRST_WITHOUT_TIME };
    let milliseconds = time.as_millisecond();
    let (second, millisecond) = (milliseconds.div_euclid(1_000), milliseconds.rem_euclid(1_000));
    (second + BEFORE_ALL_TIME) * PER_SECOND + millisecond
}

/// The time of a place, to the millisecond; of one that was taken because those before it were not free, a little later
/// than the transaction's own.
pub(super) fn time(place: i64) -> Option<Timestamp> {
    if place < FIRST_WITH_TIME {
        return None;
    }
    let (second, rest) = (place.div_euclid(PER_SECOND), place.rem_euclid(PER_SECOND));
    Timestamp::from_millisecond((second - BEFORE_ALL_TIME) * 1_000 + rest.min(999)).ok()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn all_of_time_has_places() {
        assert!(of(None) < FIRST_WITH_TIME);
        assert!(of(Some(Timestamp::MIN)) >= FIRST_WITH_TIME);
        assert!(of(Some(Timestamp::MAX)) > of(Some(Timestamp::UNIX_EPOCH)));
        assert_eq!(time(of(None)), None);
    }

    proptest! {
        #[test]
        fn places_are_in_the_order_of_time_and_tell_it(one in any::<i32>(), other in any::<i32>(), part in 0i64..1_000) {
            let at = |seconds: i32| Timestamp::from_millisecond(i64::from(seconds) * 1_000 + part).unwrap();
            prop_assert_eq!(of(Some(at(one))).cmp(&of(Some(at(other)))), one.cmp(&other));
            prop_assert_eq!(time(of(Some(at(one)))), Some(at(one)));
        }
    }
}
