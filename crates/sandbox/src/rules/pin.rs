//! The transaction PIN: 4 digits, up to 6 accepted unless a switch says otherwise; five wrong tries lock it until it is
//! set anew.

use std::ops::RangeInclusive;

use crate::body::Fields;
use crate::ledger::Owner;
use crate::refusal::Refusal;
use crate::switches::{Switches, TransactionPinLength};
use crate::world::{Caller, World};

/// How many digits a PIN may have.
pub(crate) const DIGITS: RangeInclusive<usize> = 4..=6;

/// How many digits a transaction PIN has.
pub(crate) fn digits(switches: &Switches) -> RangeInclusive<usize> {
    match switches.transaction_pin_length {
        TransactionPinLength::FourToSix => DIGITS,
        TransactionPinLength::Four => 4..=4,
    }
}

/// The transaction PIN of a request.
pub(crate) fn read(fields: &mut Fields<'_>, switches: &Switches) -> String {
    fields.digits("transactionPin", digits(switches))
}

/// The tries after which it is locked (§5, the sandbox's choice).
pub(crate) const MOST_WRONG: u8 = 5;

impl World {
    /// Whose money a caller moves, if they know the PIN. Every wrong try counts; a right one forgets those before it.
    pub(crate) fn payer(&mut self, caller: &Caller, pin: &str) -> Result<Owner, Refusal> {
        let person = self.people.find_mut(&caller.person).ok_or(Refusal::Token)?;
        let set = person.transaction_pin.as_deref().ok_or(Refusal::NoPin)?;
        if person.wrong_pins >= MOST_WRONG {
            return Err(Refusal::PinLocked);
        }
        if set != pin {
            person.wrong_pins += 1;
            return Err(if person.wrong_pins >= MOST_WRONG { Refusal::PinLocked } else { Refusal::Pin });
        }
        person.wrong_pins = 0;
        Ok(person.owner)
    }
}
