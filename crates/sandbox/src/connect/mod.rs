//! Monei Connect (`monei-api.md` §1): applications, grants, authorization codes and token pairs.
//!
//! `records` keeps what was registered, granted and issued and knows the rules; the other modules are the calls that
//! change it. The pages that a person sees are in `website`.

mod apps;
mod records;
mod token;

use monei_api::endpoint::Method;

pub(crate) use records::{Approval, Connect};

use crate::openapi::{Entry, Served};

/// Adds the calls of Connect.
pub(crate) fn serve(served: &mut Served) {
    served.own(Method::Post, "/connect/apps/register", Entry::Session, apps::register);
    served.own(Method::Post, "/connect/token", Entry::Open, token::token);
    served.own(Method::Post, "/connect/token/revoke", Entry::Open, token::revoke);
}
