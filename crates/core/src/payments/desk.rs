//! Where a payment is prepared, confirmed, sent and followed.

use std::collections::BTreeSet;

use jiff::Timestamp;
use monei_api::bank::{VerifiedAccount, VerifyAccount};
use monei_api::offramp::{OfframpStatus, VerifyPayoutAccount};
use monei_api::{Money, Scope};
use monei_client::calls::{OfframpExecute, WalletWithdraw};
use monei_client::money::Pin;
use monei_client::{CallError, MoneyClient};

use super::bills::{self, Bill};
use super::checks::{Checked, Objection};
use super::flight::{Draft, Journaled, Landed, Line};
use super::intent::{Intent, IntentId, Reference};
use super::journal::{Journal, JournalError, NotBegun, Records, State, TransactionRef};
use super::listing;
use super::order::{BadOrder, Order};
use super::quote::{self, Quote};
use super::reconcile::judge;
use crate::clock::{Clock, NoRandomness};
use crate::session::{Grants, SessionError, SharedSession};

/// The payments of one wallet.
#[derive(Debug)]
pub struct Desk<J> {
    session: SharedSession,
    money: MoneyClient,
    journal: J,
    clock: Clock,
}

/// A payment that a person can be shown and asked about. Nothing is sent and nothing is kept.
#[derive(Debug)]
pub struct Prepared {
    draft: Draft,
    order: Order,
    /// Whose account it is, by Monei's word. Nothing to a bank account is prepared without.
    pub verified: Option<VerifiedAccount>,
    /// What Monei tells of a bill.
    pub bill: Option<Bill>,
    pub checked: Checked,
    pub objections: Vec<Objection>,
    /// Of what is swapped or sold.
    pub quote: Option<Quote>,
    /// Payments that look the same and may have happened. Confirming this one must name them.
    pub look_alikes: BTreeSet<IntentId>,
}

impl Prepared {
    pub const fn intent(&self) -> &Intent {
        self.draft.intent()
    }

    pub const fn needs_pin(&self) -> bool {
        self.intent().action.needs_pin()
    }

    /// What is wanted, for a newer quote of it.
    pub const fn order(&self) -> &Order {
        &self.order
    }

    /// What it would bring was told too long ago.
    pub fn quote_has_expired(&self, now: Timestamp) -> bool {
        self.quote.as_ref().is_some_and(|quote| quote.has_expired(now))
    }

    pub fn balance_after(&self) -> Option<Money> {
        self.checked.balance_after(&self.intent().amount)
    }
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotPrepared {
    #[error(transparent)]
    Order(#[from] BadOrder),
    #[error(transparent)]
    Session(#[from] SessionError),
    #[error(transparent)]
    Journal(#[from] JournalError),
    #[error(transparent)]
    Randomness(#[from] NoRandomness),
    /// Monei was asked for one amount and repeats another: the two may be of different units.
    #[error("Monei speaks of another amount")]
    AnotherAmount,
    /// Nobody verified whose it is, so nobody can confirm it.
    #[error("Monei knows no such account at that bank")]
    NoSuchAccount,
    /// Likewise for the number of a meter or a card.
    #[error("the biller knows no such customer")]
    NoSuchCustomer,
    /// What was ordered is not what Monei offers now.
    #[error("the plan is not there, or costs something else")]
    AnotherPrice,
    /// Nobody is connected.
    #[error("there is no wallet to pay from")]
    NoWallet,
}

/// Why nothing was sent.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotSent {
    #[error("another wallet is connected than the one that was asked about")]
    AnotherWallet,
    /// They were not named, or have come up since.
    #[error("a payment that looks the same may have happened")]
    LooksAlike(BTreeSet<IntentId>),
    #[error("the payment and the PIN do not go together")]
    Pin,
    /// What it would bring was told too long ago.
    #[error("the quote has expired")]
    QuoteExpired,
    #[error(transparent)]
    Session(#[from] SessionError),
    #[error(transparent)]
    Journal(#[from] JournalError),
}

impl From<NotBegun> for NotSent {
    fn from(not_begun: NotBegun) -> Self {
        match not_begun {
            NotBegun::LooksAlike(with) => Self::LooksAlike(with),
            NotBegun::Journal(error) => Self::Journal(error),
        }
    }
}

/// What became of a payment that was sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Committed {
    pub id: IntentId,
    pub state: State,
    /// Why that state is in memory only. After a restart the payment is unknown, and reconciled.
    pub not_kept: Option<JournalError>,
}

/// How reconciling went.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reconciled {
    /// Payments whose state changed.
    pub changed: Vec<IntentId>,
    /// A permission without which some of them stay as they are.
    pub wants: Option<Scope>,
    /// How far sales are that have not come to their end, by Monei's name of each.
    pub stages: Vec<(TransactionRef, OfframpStatus)>,
    /// Why not everything could be asked. What was settled is settled all the same.
    pub failed: Option<SessionError>,
}

impl<J: Journal> Desk<J> {
    pub fn new(session: SharedSession, money: MoneyClient, journal: J, clock: Clock) -> Self {
        let money = money.dated(clock.observer());
        Self { session, money, journal, clock }
    }

    pub const fn journal(&self) -> &J {
        &self.journal
    }

    /// Makes an order into something that can be confirmed, and asks what can be asked before.
    pub async fn prepare(&self, order: &Order) -> Result<Prepared, NotPrepared> {
        let reference = order.takes_reference().then(Reference::random).transpose()?;
        let particulars = order.particulars(reference.as_ref())?;
        let scope = particulars.action.scope();
        if !self.session.inspect(|grants| grants.effective().contains(scope)) {
            return Err(SessionError::NotGranted(monei_client::NotGranted(scope)).into());
        }
        let verified = self.verify(order).await?;
        let bill = bills::look_up(&self.session, order).await?;
        let quote = self.quote(order).await?;
        let checked = Checked::ask(&self.session, particulars.action, &particulars.amount, &particulars.source).await;
        let intent = Intent {
            id: IntentId::random()?,
            action: particulars.action,
            balance_before: checked.balance.told().cloned(),
            amount: particulars.amount,
            payee: particulars.payee,
            reference,
            account: self.account().ok_or(NotPrepared::NoWallet)?,
            body: particulars.body,
            made_at: self.clock.at_monei(),
        };
        let objections = checked.objections(intent.action, &intent.amount);
        let look_alikes = self.journal.records().await?.look_alikes(&intent);
        Ok(Prepared {
            draft: Draft::new(intent),
            order: order.clone(),
            verified,
            bill,
            checked,
            objections,
            quote,
            look_alikes,
        })
    }

    /// What an order would bring now, where it has a price.
    pub async fn quote(&self, order: &Order) -> Result<Option<Quote>, NotPrepared> {
        quote::ask(&self.session, order, &self.clock).await
    }

    /// Asks whose the account is that naira go to, by the list of banks that the order is of. A sale names its holder: that
    /// is to be who the person was told.
    async fn verify(&self, order: &Order) -> Result<Option<VerifiedAccount>, NotPrepared> {
        let told = match order {
            Order::BankTransfer { bank, account_number, .. } => {
                let (account_number, bank) = (account_number.trim().to_owned(), bank.trim().to_owned());
                let withdraw = self.session.with::<WalletWithdraw>().map_err(SessionError::from)?;
                withdraw.verify_account(&VerifyAccount { account_number, bank }).await
            }
            Order::Sell { bank, account_number, .. } => {
                let (account_number, bank_code) = (account_number.trim().to_owned(), bank.trim().to_owned());
                let offramp = self.session.with::<OfframpExecute>().map_err(SessionError::from)?;
                offramp.verify_payout_account(&VerifyPayoutAccount { bank_code, account_number }).await
            }
            _ => return Ok(None),
        };
        match told {
            Ok(verified) if is_another(order, &verified) => Err(NotPrepared::NoSuchAccount),
            Ok(verified) => Ok(Some(verified)),
            Err(SessionError::Call(CallError::NotFound { .. } | CallError::Rejected { .. })) => {
                Err(NotPrepared::NoSuchAccount)
            }
            Err(error) => Err(error.into()),
        }
    }

    /// Sends what a person has confirmed, once. `despite` are the look-alikes that the person was shown and confirmed this
    /// one beside.
    ///
    /// Once begun it should be let finish. Whoever gives it up leaves the payment unknown.
    pub async fn commit(
        &self,
        prepared: Prepared,
        pin: Option<Pin>,
        despite: &BTreeSet<IntentId>,
    ) -> Result<Committed, NotSent> {
        let intent = prepared.draft.intent();
        if !self.is_ours(intent) {
            return Err(NotSent::AnotherWallet);
        }
        if prepared.quote_has_expired(self.clock.now()) {
            return Err(NotSent::QuoteExpired);
        }
        let scope = intent.action.scope();
        let confirmed = prepared.draft.confirm(pin, despite.clone()).map_err(|_| NotSent::Pin)?;
        // A session that cannot pay leaves no record.
        let held = self.session.hold(scope).await?;
        let journaled = confirmed.journal(&self.journal, self.clock.at_monei()).await?;
        let line = Line { money: &self.money, token: held.token() };
        let landed = match journaled.send(&self.journal, &line, &self.clock).await {
            Landed::Again(journaled) => {
                let refused = held.refused();
                let renewed = self.session.renew_refused(&refused).await;
                match renewed {
                    Ok(()) => self.again(*journaled, scope).await,
                    Err(error) => {
                        tracing::warn!(%error, "a refused payment is given up: the session could not be renewed");
                        journaled.abandon(&self.journal, &self.clock).await
                    }
                }
            }
            ended @ Landed::Ended { .. } => ended,
        };
        match landed {
            Landed::Ended { id, state, kept } => Ok(Committed { id, state, not_kept: kept.err() }),
            // A second try is not followed by a third.
            Landed::Again(_) => Err(NotSent::Journal(JournalError::NoSuchWay)),
        }
    }

    /// The same intent once more, with a renewed token.
    async fn again(&self, journaled: Journaled, scope: Scope) -> Landed {
        let held = match self.session.hold(scope).await {
            Ok(held) => held,
            Err(error) => {
                tracing::warn!(%error, "a refused payment is given up");
                return journaled.abandon(&self.journal, &self.clock).await;
            }
        };
        let line = Line { money: &self.money, token: held.token() };
        let landed = journaled.send(&self.journal, &line, &self.clock).await;
        let is_over = |state: &State| matches!(state, State::Rejected { why: super::journal::Rejection::SessionOver });
        if matches!(&landed, Landed::Ended { state, .. } if is_over(state)) {
            let refused = held.refused();
            self.session.refused_again(&refused).await;
        }
        landed
    }

    /// Whatever was on its way when its process ended is unknown from now on. For the start, before anything is shown.
    pub async fn recover(&self) -> Result<(), JournalError> {
        self.journal.recover(self.clock.at_monei()).await
    }

    /// What the journal holds of the connected wallet. What cannot be read may be anybody's.
    pub async fn records(&self) -> Result<Records, JournalError> {
        let mut records = self.journal.records().await?;
        records.whole.retain(|record| self.is_ours(&record.intent));
        Ok(records)
    }

    /// Settles what Monei's lists can settle. At start, and from time to time while something is open.
    pub async fn reconcile(&self) -> Result<Reconciled, NotPrepared> {
        self.recover().await?;
        // Another person's payments are not in this person's lists.
        let records = self.records().await?.whole;
        let wants = listing::wanting(&self.session, &records);
        if !records.iter().any(|record| listing::is_open(&record.state)) {
            return Ok(Reconciled { wants, ..Reconciled::default() });
        }
        let listed = listing::read(&self.session, &records, &self.clock).await;
        let mut changed = Vec::new();
        for (id, state) in judge(&records, &listed) {
            match self.journal.advance(&id, &state, self.clock.at_monei()).await {
                Ok(()) => changed.push(id),
                // Another process was faster.
                Err(JournalError::NoSuchWay) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Ok(Reconciled { changed, wants, stages: listed.stages, failed: listed.failed })
    }

    /// Whose wallet it is, as the journal names it.
    fn account(&self) -> Option<String> {
        self.session.inspect(Grants::names).current
    }

    /// It is, or was, to be paid from the wallet that is connected.
    fn is_ours(&self, intent: &Intent) -> bool {
        self.session.inspect(Grants::names).include(&intent.account)
    }
}

/// What Monei tells is about another account than the order names, or about another holder.
fn is_another(order: &Order, verified: &VerifiedAccount) -> bool {
    let (Order::BankTransfer { account_number, .. } | Order::Sell { account_number, .. }) = order else { return false };
    let is_another_number = verified.account_number.as_deref().is_some_and(|told| told.trim() != account_number.trim());
    let is_another_holder = |name: &str| name.trim() != verified.account_name.trim();
    is_another_number || matches!(order, Order::Sell { account_name, .. } if is_another_holder(account_name))
}
