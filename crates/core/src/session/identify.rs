//! Whose wallet a new grant belongs to, asked with its own tokens before it is admitted.

use monei_api::transaction::TransactionPage;
use monei_api::user::User;
use monei_api::{Scope, ScopeSet, endpoint};
use monei_client::{Api, CallError, Request, TokenPair};

/// The owner as far as the scopes can tell, with the name to show where it is known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Owner {
    pub id: Option<String>,
    pub name: Option<String>,
}

/// The scopes that can tell whose a grant is, the best first.
pub const IDENTIFYING: [Scope; 2] = [Scope::ProfileRead, Scope::WalletRead];

/// Asks `/user/me`, else the rows of the wallet's own history, which name their user.
pub async fn identify(api: &Api, tokens: &TokenPair, scopes: ScopeSet) -> Result<Owner, CallError> {
    if scopes.contains(Scope::ProfileRead) {
        let user: User = api.send(&Request::new(endpoint::USER_ME), &tokens.access).await?;
        return Ok(Owner { name: user.display_name(), id: Some(user.id) });
    }
    if scopes.contains(Scope::WalletRead) {
        let request = Request::new(endpoint::TRANSACTIONS_USER).query("page", 1).query("limit", 1);
        let page: TransactionPage = api.send(&request, &tokens.access).await?;
        let id = page.transactions.into_iter().find_map(|row| row.user_id.into_option());
        return Ok(Owner { id, name: None });
    }
    Ok(Owner::default())
}
