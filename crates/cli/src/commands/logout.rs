//! `monei logout`: the tokens go here at once, and Monei is told.

use monei_core::session::Grants;

use crate::desk::Desk;
use crate::failure::{Exit, Failure};

pub async fn run(desk: &Desk) -> Result<(), Failure> {
    desk.must_keep()?;
    let wallet = desk.wallet_to_change().await?;
    let was_connected = !wallet.session().inspect(Grants::is_empty);
    let _finishing = desk.finishing().await;
    let report = wallet.disconnect().await?;
    if let Some(problem) = report.not_removed {
        let failure = Failure::from(problem);
        let what = format!("The tokens could not be removed here. {}", failure.what);
        return Err(Failure { what, ..failure });
    }
    match report.not_revoked {
        Some(problem) => {
            let failure = Failure::from(problem);
            let what = format!("The tokens are removed here, but Monei could not be told. {}", failure.what);
            let to_do = "They are revoked by the next `monei logout` or `monei login`, or when the application starts.";
            Err(Failure { what, to_do: to_do.to_owned(), exit: Exit::Unreachable, ..failure })
        }
        None if was_connected => {
            Ok(desk.output.say("Signed out: the tokens are revoked at Monei and removed here.")?)
        }
        None => Ok(desk.output.say("Nobody was signed in here.")?),
    }
}
