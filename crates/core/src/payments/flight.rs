//! The stages of one payment. Each owns its data and is consumed by the next: what was not confirmed cannot be journaled,
//! what is not durable cannot be sent, and nothing can be sent twice but after an answer that says that nothing happened.

use std::collections::BTreeSet;

use jiff::Timestamp;
use monei_client::AccessToken;
use monei_client::money::{Answer, Fate, MoneyClient, Pin, Post, Receipt};
use zeroize::Zeroizing;

use super::action::Action;
use super::intent::{Intent, IntentId};
use super::journal::{Journal, JournalError, NotBegun, Rejection, Sending, State};
use crate::clock::Clock;

/// Prepared and shown, nothing more.
#[derive(Debug)]
pub struct Draft(Intent);

impl Draft {
    pub const fn new(intent: Intent) -> Self {
        Self(intent)
    }

    pub const fn intent(&self) -> &Intent {
        &self.0
    }

    /// The person confirmed it, in the confirmation window, beside the look-alikes that it names. The PIN is there where
    /// the contract asks for one.
    pub fn confirm(self, pin: Option<Pin>, despite: BTreeSet<IntentId>) -> Result<Confirmed, PinMissing> {
        let Self(intent) = self;
        if intent.action.needs_pin() == pin.is_some() {
            Ok(Confirmed { intent, pin, despite })
        } else {
            Err(PinMissing)
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the payment and the PIN do not go together")]
pub struct PinMissing;

#[derive(Debug)]
pub struct Confirmed {
    intent: Intent,
    pin: Option<Pin>,
    despite: BTreeSet<IntentId>,
}

impl Confirmed {
    /// Makes it durable. A failure means that nothing was sent.
    pub async fn journal<J: Journal>(self, journal: &J, now: Timestamp) -> Result<Journaled, NotBegun> {
        let sending = journal.begin(&self.intent, &self.despite, now).await?;
        Ok(Journaled { intent: self.intent, pin: self.pin, tries: 0, _sending: sending })
    }
}

/// Durable, and not sent yet, or sent in vain.
#[derive(Debug)]
pub struct Journaled {
    intent: Intent,
    pin: Option<Pin>,
    tries: u8,
    _sending: Sending,
}

/// One POST on a connection of its own: no redirect is followed, nothing is repeated, nothing is pooled.
pub trait Wire: Send + Sync {
    fn post(&self, intent: &Intent, bytes: Zeroizing<Vec<u8>>) -> impl Future<Output = Fate<Receipt>> + Send;
}

/// The network, with the token that holds for this flight.
#[derive(Debug)]
pub struct Line<'a> {
    pub money: &'a MoneyClient,
    pub token: &'a AccessToken,
}

impl Line<'_> {
    async fn as_answered<A: Answer>(&self, post: Post) -> Fate<Receipt> {
        self.money.post::<A>(post, self.token).await.map(|answer| answer.receipt())
    }
}

impl Wire for Line<'_> {
    async fn post(&self, intent: &Intent, bytes: Zeroizing<Vec<u8>>) -> Fate<Receipt> {
        let post = Post { endpoint: intent.action.endpoint(), key: intent.id.as_str().to_owned(), bytes };
        match intent.action {
            Action::BankTransfer => self.as_answered::<monei_api::payout::Payout>(post).await,
            Action::PeerTransfer => self.as_answered::<monei_api::payout::PeerPayout>(post).await,
            Action::Airtime | Action::Data | Action::Electricity | Action::CableTv => {
                self.as_answered::<monei_api::bill::BillPayment>(post).await
            }
            Action::EvmSendNative
            | Action::EvmSendToken
            | Action::EvmSwapNativeToToken
            | Action::EvmSwapTokenToToken
            | Action::EvmSwapTokenToNative => self.as_answered::<monei_api::evm::Sent>(post).await,
            Action::SolanaTransfer | Action::SolanaTransferToken => {
                self.as_answered::<monei_api::solana::Sent>(post).await
            }
            Action::SolanaSwapSolToToken | Action::SolanaSwapTokenToSol | Action::SolanaSwapTokenToToken => {
                self.as_answered::<monei_api::solana::Swapped>(post).await
            }
            Action::Sell => self.as_answered::<monei_api::offramp::Initiated>(post).await,
        }
    }
}

/// Where a flight ended.
#[derive(Debug)]
pub enum Landed {
    /// The state that the journal holds, or will be found in after a restart.
    Ended { id: IntentId, state: State, kept: Result<(), JournalError> },
    /// The token was refused, so nothing happened: after one renewal the same intent may try once more.
    Again(Box<Journaled>),
}

impl Journaled {
    pub async fn send<J: Journal, W: Wire>(self, journal: &J, wire: &W, clock: &Clock) -> Landed {
        let bytes = self.intent.body.with_pin(self.pin.as_ref());
        let state = match State::after(wire.post(&self.intent, bytes).await) {
            Some(state) => state,
            None if self.tries == 0 => return Landed::Again(Box::new(Self { tries: 1, ..self })),
            None => State::Rejected { why: Rejection::SessionOver },
        };
        self.land(state, journal, clock).await
    }

    /// Gives it up: it was not sent, or in vain, and the session could not be renewed.
    pub async fn abandon<J: Journal>(self, journal: &J, clock: &Clock) -> Landed {
        self.land(State::Rejected { why: Rejection::SessionOver }, journal, clock).await
    }

    async fn land<J: Journal>(self, state: State, journal: &J, clock: &Clock) -> Landed {
        let kept = journal.advance(&self.intent.id, &state, clock.at_monei()).await;
        if let Err(error) = kept {
            tracing::error!(%error, "what became of a payment is not in the journal; it is unknown after a restart");
        }
        Landed::Ended { id: self.intent.id, state, kept }
    }
}
