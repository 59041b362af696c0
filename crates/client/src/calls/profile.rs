//! Whose wallet it is (`monei-api.md` §3.1).

use monei_api::endpoint;
use monei_api::user::User;

use super::{Handle, ProfileRead, Session};
use crate::api::Request;

impl<S: Session> Handle<'_, ProfileRead, S> {
    /// Name, address of e-mail and phone; [`User::id`] tells whose token it is.
    pub async fn user(&self) -> Result<User, S::Error> {
        self.get(Request::new(endpoint::USER_ME)).await
    }
}
