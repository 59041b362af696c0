//! A deposit as it is kept, a section of the cache each, so that one that was begun is there after a restart.

use jiff::Timestamp;
use monei_api::Money;
use monei_api::deposit::Deposit as Answer;
use monei_api::money::Figure;
use serde::{Deserialize, Serialize};

use super::{Deposit, Stage, Way};
use crate::cache::{Cache, CacheError};
use crate::overview::Dated;
use crate::payments::Reference;

const NAMES: &str = "deposit/";

/// Names are for ever.
#[derive(Serialize, Deserialize)]
struct Kept {
    way: KeptWay,
    bank: Option<String>,
    /// In naira.
    amount: Figure,
    started_at: Timestamp,
    stage: KeptStage,
    link: Option<String>,
    /// As Monei sent it.
    answer: Option<Answer>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum KeptWay {
    BankTransfer,
    Ussd,
    Link,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum KeptStage {
    Starting,
    Unanswered,
    Waiting,
    Completed,
    Failed,
    Cancelled,
    NotStarted,
}

/// Keeps a deposit as it is now.
pub(crate) async fn keep(cache: &Cache, deposit: &Deposit, now: Timestamp) -> Result<(), CacheError> {
    let name = format!("{NAMES}{}", deposit.reference.as_str());
    cache.put_section(&name, &Dated { value: written(deposit), as_of: now }).await
}

/// All that were begun, the newest first.
pub(crate) async fn all(cache: &Cache) -> Result<Vec<Deposit>, CacheError> {
    let kept = cache.sections::<Kept>(NAMES).await?;
    let mut deposits: Vec<Deposit> = kept
        .into_iter()
        .map(|(name, kept)| read(name.strip_prefix(NAMES).unwrap_or_default().to_owned(), kept.value))
        .collect();
    deposits.sort_by_key(|deposit| std::cmp::Reverse(deposit.started_at));
    Ok(deposits)
}

fn written(deposit: &Deposit) -> Kept {
    let (way, bank) = match &deposit.way {
        Way::BankTransfer => (KeptWay::BankTransfer, None),
        Way::Ussd { bank } => (KeptWay::Ussd, Some(bank.clone())),
        Way::Link => (KeptWay::Link, None),
    };
    Kept {
        way,
        bank,
        amount: Figure::digits(deposit.amount.amount.clone()),
        started_at: deposit.started_at,
        stage: match deposit.stage {
            Stage::Starting => KeptStage::Starting,
            Stage::Unanswered => KeptStage::Unanswered,
            // Whether its time has passed is for the clock to say.
            Stage::Waiting | Stage::Lapsed => KeptStage::Waiting,
            Stage::Completed => KeptStage::Completed,
            Stage::Failed => KeptStage::Failed,
            Stage::Cancelled => KeptStage::Cancelled,
            Stage::NotStarted => KeptStage::NotStarted,
        },
        link: deposit.link.clone(),
        answer: deposit.answer.clone(),
    }
}

fn read(reference: String, kept: Kept) -> Deposit {
    Deposit {
        reference: Reference::from(reference),
        way: match kept.way {
            KeptWay::BankTransfer => Way::BankTransfer,
            KeptWay::Ussd => Way::Ussd { bank: kept.bank.unwrap_or_default() },
            KeptWay::Link => Way::Link,
        },
        amount: Money::naira(kept.amount.amount),
        started_at: kept.started_at,
        stage: match kept.stage {
            // The application ended before the answer came.
            KeptStage::Starting | KeptStage::Unanswered => Stage::Unanswered,
            KeptStage::Waiting => Stage::Waiting,
            KeptStage::Completed => Stage::Completed,
            KeptStage::Failed => Stage::Failed,
            KeptStage::Cancelled => Stage::Cancelled,
            KeptStage::NotStarted => Stage::NotStarted,
        },
        answer: kept.answer,
        link: kept.link,
    }
}
