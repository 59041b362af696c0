//! The rules that every operation keeps (`monei-api.md` §5): what a tier may move, how one
//! gets to it, and the transaction PIN.

pub(crate) mod limits;
pub(crate) mod pin;
pub(crate) mod verification;
