//! Lists that change a few times in a year: banks, billers, their plans. They pass the loop by, as the list of transactions
//! does.

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::activity::Kept;
use crate::overview::Dated;
use crate::problem::Problem;
use crate::sync::gate::Reader;
use crate::sync::read::ReadError;

const FRESH: jiff::SignedDuration = jiff::SignedDuration::from_hours(24);

/// Whether what is kept will do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Freshness {
    /// What is kept, where something is.
    Kept,
    /// Monei's answer of now: what is kept has turned out to be old.
    Anew,
}

impl Kept {
    /// A list under the name that it is kept under. What is kept is there at once; what is older than a day is asked for
    /// anew beside, for the next time.
    pub(super) async fn list<T, Asked>(
        self,
        name: String,
        freshness: Freshness,
        ask: impl FnOnce(Reader) -> Asked,
    ) -> Result<Vec<T>, Problem>
    where
        T: Serialize + DeserializeOwned + Clone + Send + Sync + 'static,
        Asked: Future<Output = Result<Vec<T>, ReadError>> + Send + 'static,
    {
        let known: Option<Dated<Vec<T>>> = self.cache.section(&name).await?;
        let asked = ask(self.reader.clone());
        let Some(known) = known.filter(|known| freshness == Freshness::Kept && !known.value.is_empty()) else {
            return self.take_in(&name, asked.await.map_err(|error| Problem::from(&error))?).await;
        };
        if self.clock.now().duration_since(known.as_of) > FRESH {
            tokio::spawn(async move {
                let brought = match asked.await {
                    Ok(list) => self.take_in(&name, list).await.map(drop),
                    Err(error) => Err(Problem::from(&error)),
                };
                if let Err(problem) = brought {
                    tracing::debug!(name, code = ?problem.code, "a list could not be brought up to date");
                }
            });
        }
        Ok(known.value)
    }

    async fn take_in<T: Serialize>(&self, name: &str, list: Vec<T>) -> Result<Vec<T>, Problem> {
        let kept = Dated { value: list, as_of: self.clock.now() };
        if let Err(error) = self.cache.put_section(name, &kept).await {
            tracing::warn!(name, %error, "a list could not be kept");
        }
        Ok(kept.value)
    }
}
