//! The relay that the person sets, where the build names none.

use monei_client::{BaseUrl, http};
use tokio::sync::oneshot;

use super::Input;
use super::run::Loop;
use crate::problem::{Problem, ProblemCode};
use crate::sign_in::relay;

pub(super) type RelayReply = oneshot::Sender<Result<(), Problem>>;

/// A relay that answered as one for this platform.
pub(super) struct CheckedRelay {
    address: BaseUrl,
    http: reqwest::Client,
}

impl Loop {
    pub(super) fn use_relay(&self, address: &str, reply: RelayReply) {
        let checked = match self.candidate(address) {
            Ok(candidate) => candidate,
            Err(code) => {
                let _ = reply.send(Err(code.into()));
                return;
            }
        };
        let environment = self.config.environment.name.clone();
        self.spawn(async move {
            let found = relay::discover(&checked.http, &checked.address, &environment).await;
            Input::RelayChecked { checked: found.map(|_| checked), reply }
        });
    }

    fn candidate(&self, address: &str) -> Result<CheckedRelay, ProblemCode> {
        if !self.relay_may_change() {
            return Err(ProblemCode::NotNow);
        }
        let address = BaseUrl::parse(&with_scheme(address)).map_err(|_| ProblemCode::RelayAddress)?;
        let http = http::single_use(&address).map_err(|_| ProblemCode::RelayAddress)?;
        Ok(CheckedRelay { address, http })
    }

    /// A session and a sign-in belong to the relay that they began with.
    fn relay_may_change(&self) -> bool {
        let signed_out = self.session.as_ref().is_none_or(|session| session.inspect(|grants| grants.since().is_none()));
        !self.config.environment.relay_is_fixed && signed_out && self.sign_in.current().is_none()
    }

    pub(super) fn relay_checked(&mut self, checked: Result<CheckedRelay, Problem>, reply: RelayReply) {
        let taken = match checked {
            Ok(_) if !self.relay_may_change() => Err(ProblemCode::NotNow.into()),
            Ok(CheckedRelay { address, http }) => {
                self.settings.relay = Some(address.as_str().to_owned());
                self.save_settings();
                self.config.environment.relay = Some(address);
                self.to_relay = http;
                Ok(())
            }
            Err(problem) => Err(problem),
        };
        let _ = reply.send(taken);
    }
}

/// People write `relay.example.com` and mean https.
fn with_scheme(address: &str) -> String {
    let address = address.trim();
    if address.contains("://") { address.to_owned() } else { format!("https://{address}") }
}
