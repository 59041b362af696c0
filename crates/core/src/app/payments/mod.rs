//! Payments in the loop: the journal is opened with the wallet, what is open is settled from time to time, and one payment at
//! a time waits for the person's word.
//!
//! The main window can have an order prepared, and nothing more. What was prepared is a [`Confirmation`] in the snapshot, for
//! which the shell opens a window of its own; only that one sends a word back.

mod confirming;
mod on_chain;
mod requote;
mod shown;

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use monei_api::offramp::OfframpStatus;
use monei_api::{Scope, ScopeSet};
use monei_client::MoneyClient;
use monei_client::money::Told;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

pub(super) use self::on_chain::was_paid;
pub use self::shown::{Addressee, Confirmation, DeskState, NotReady, OnChain, Payments};
use super::Input;
use super::run::{Keychain, Loop};
use crate::clock::{Clock, system_now};
use crate::payments::desk::{NotPrepared, Reconciled};
use crate::payments::journal::TransactionRef;
use crate::payments::{Action, Desk, IntentId, JournalError, PaymentJournal, Prepared, Record, Records, store};
use crate::problem::Problem;
use crate::session::Grants;
use crate::sync::Part;

/// What is open is asked about soon after it was sent, and then less and less often.
const ASK_AGAIN: [Duration; 6] = [
    Duration::from_secs(2),
    Duration::from_secs(3),
    Duration::from_secs(5),
    Duration::from_secs(15),
    Duration::from_mins(1),
    Duration::from_mins(5),
];

/// A sale goes on by itself, and its deposit has half an hour (`monei-api.md` §3.13).
const ABOUT_SALES: Duration = Duration::from_secs(45);

type Till = Desk<PaymentJournal>;
type Asked = oneshot::Sender<Result<IntentId, NotReady>>;

/// The loop's own of payments.
#[derive(Default)]
pub(super) struct Paying {
    state: State,
    records: Records,
    /// Somebody's order is being prepared.
    preparing: bool,
    prepared: Option<Prepared>,
    confirmation: Option<Arc<Confirmation>>,
    not_sent: Option<(IntentId, NotReady)>,
    wants: Option<Scope>,
    /// How far sales are, by Monei's name of each.
    stages: Vec<(TransactionRef, OfframpStatus)>,
    reconciling: Option<JoinHandle<()>>,
    /// How often the open ones were asked about since something was sent.
    asked: usize,
    /// Counts payments that have landed: what was read before the last one is out of date.
    landed: u64,
    next: Option<Timestamp>,
    /// Held while the journal is opened and while a payment is on its way.
    turn: Arc<tokio::sync::Mutex<()>>,
}

#[derive(Default)]
enum State {
    #[default]
    Closed,
    Opening,
    Open(Arc<Till>),
    Unavailable(Problem),
}

/// A journal that was opened, and what was in it.
pub(super) struct OpenedDesk {
    desk: Arc<Till>,
    records: Records,
}

impl Paying {
    const fn desk(&self) -> Option<&Arc<Till>> {
        if let State::Open(desk) = &self.state { Some(desk) } else { None }
    }

    fn has_open(&self) -> bool {
        self.records.whole.iter().any(|record| !record.state.is_settled())
    }

    fn has_open_sale(&self) -> bool {
        let is_sale = |record: &Record| record.intent.action == Action::Sell && !record.state.is_settled();
        self.records.whole.iter().any(is_sale)
    }

    pub(super) fn picture(&self, clock: &Clock) -> Payments {
        let desk = match &self.state {
            State::Closed => DeskState::Closed,
            State::Opening => DeskState::Opening,
            State::Open(_) => DeskState::Open,
            State::Unavailable(problem) => DeskState::Unavailable(problem.clone()),
        };
        Payments {
            desk,
            records: self.records.whole.iter().rev().map(|record| by_this_clock(record.clone(), clock)).collect(),
            torn: self.records.torn.len(),
            lost_at: self.records.lost_at,
            confirmation: self.confirmation.clone(),
            not_sent: self.not_sent.clone(),
            wants: self.wants,
            stages: self.stages.clone(),
        }
    }

    /// When the open ones are to be asked about.
    pub(super) fn next_due(&self) -> Option<Timestamp> {
        self.next.filter(|_| self.desk().is_some() && self.reconciling.is_none())
    }

    /// What is open is asked about at once.
    pub(super) fn hurry(&mut self, now: Timestamp) {
        self.asked = 0;
        self.next = self.has_open().then_some(now);
    }

    fn take_in(&mut self, records: Records, now: Timestamp) {
        self.records = records;
        let mut wait = ASK_AGAIN.get(self.asked).or(ASK_AGAIN.last()).copied().unwrap_or_default();
        if self.has_open_sale() {
            wait = wait.min(ABOUT_SALES);
        }
        self.asked = self.asked.saturating_add(1);
        let wait = jiff::SignedDuration::try_from(wait).unwrap_or_default();
        self.next = if self.has_open() { now.checked_add(wait).ok() } else { None };
    }
}

/// Whoever counts the time that is left does so by the computer's clock; the journal keeps what Monei told.
fn by_this_clock(mut record: Record, clock: &Clock) -> Record {
    if let Some(Told::Deposit(deposit)) = record.state.told_mut() {
        deposit.expires_at = deposit.expires_at.map(|end| clock.here(end));
    }
    record
}

/// The permissions that move money.
fn moves_money(granted: ScopeSet) -> bool {
    crate::payments::Action::ALL.iter().any(|action| granted.contains(action.scope()))
}

impl Loop {
    /// The wallet is connected anew. What another process removed meanwhile is not written to any more.
    pub(super) fn leave_removed_journal(&mut self) {
        if self.paying.desk().is_some_and(|desk| desk.journal().was_removed()) {
            tracing::info!("another process has removed the journal of payments; it is made anew");
            // The loop opens the new one once what is on its way has landed.
            let turn = self.paying.turn.clone();
            let left = self.forget_payments();
            self.paying.turn = turn;
            tokio::spawn(left);
        }
    }

    /// Opens the journal of the wallet that is connected, once there is something that it is for.
    pub(super) fn open_desk(&mut self) {
        if !matches!(self.paying.state, State::Closed) || self.disconnecting {
            return;
        }
        let (Some(session), Some(vault)) = (self.session.clone(), self.keychain.vault().cloned()) else { return };
        let granted = session.inspect(Grants::held);
        if granted.is_empty() || !(moves_money(granted) || store::is_there(&vault)) {
            return;
        }
        // What only looks like a keychain keeps no key.
        if matches!(self.keychain, Keychain::SessionOnly(_)) {
            self.paying.state = State::Unavailable(JournalError::Forgetful.into());
            return;
        }
        let Ok(turn) = self.paying.turn.clone().try_lock_owned() else { return };
        self.paying.state = State::Opening;
        let (base, clock) = (self.config.environment.api.clone(), self.config.clock.clone());
        let serial = self.serial;
        self.spawn(async move {
            let _turn = turn;
            let opened = async {
                let journal = PaymentJournal::of(&vault, clock.at_monei()).await?;
                let money = MoneyClient::new(base, system_now).map_err(|error| {
                    tracing::error!(%error, "there is no way to send a payment");
                    JournalError::NotRead
                })?;
                let desk = Arc::new(Desk::new(session, money, journal, clock.clone()));
                // Whatever was on its way when the application ended is unknown from now on.
                desk.recover().await?;
                let records = desk.records().await?;
                Ok(Box::new(OpenedDesk { desk, records }))
            };
            Input::DeskOpened { serial, opened: opened.await }
        });
    }

    pub(super) fn desk_opened(&mut self, serial: u64, opened: Result<Box<OpenedDesk>, JournalError>) {
        if serial != self.serial {
            return;
        }
        match opened {
            Ok(opened) => {
                self.paying.state = State::Open(opened.desk);
                self.paying.records = opened.records;
                self.paying.hurry(self.config.clock.now());
                self.reconcile_if_due();
            }
            Err(error) => self.paying.state = State::Unavailable(error.into()),
        }
    }

    /// A person wants what could not be opened to be tried again, and what is open to be asked about now.
    pub(super) fn refresh_payments(&mut self) {
        if matches!(self.paying.state, State::Unavailable(_)) {
            self.paying.state = State::Closed;
        }
        self.paying.hurry(self.config.clock.now());
    }

    pub(super) fn reconcile_if_due(&mut self) {
        let now = self.config.clock.now();
        if self.paying.next_due().is_none_or(|due| due > now) {
            return;
        }
        let Some(desk) = self.paying.desk().cloned() else { return };
        let (serial, landed, inputs) = (self.serial, self.paying.landed, self.inputs.clone());
        self.paying.reconciling = Some(tokio::spawn(async move {
            let result = desk.reconcile().await;
            let records = desk.records().await;
            drop(desk);
            // The loop is gone when the application ends, and then nobody waits for the answer.
            let _ = inputs.send(Input::Reconciled { serial, landed, result, records }).await;
        }));
    }

    pub(super) fn reconciled(
        &mut self,
        serial: u64,
        landed: u64,
        result: Result<Reconciled, NotPrepared>,
        records: Result<Records, JournalError>,
    ) {
        if serial != self.serial {
            return;
        }
        self.paying.reconciling = None;
        match result {
            Ok(reconciled) => {
                if let Some(error) = reconciled.failed {
                    tracing::warn!(%error, "not every open payment could be asked about; they are asked about again");
                }
                self.paying.wants = reconciled.wants;
                self.paying.stages = reconciled.stages;
                if !reconciled.changed.is_empty() {
                    self.ask_what_moved();
                }
            }
            Err(error) => tracing::warn!(%error, "open payments could not be settled; they are asked about again"),
        }
        let now = self.config.clock.now();
        match records {
            Ok(records) if landed == self.paying.landed => self.paying.take_in(records, now),
            // One landed meanwhile, and is not in what was read.
            Ok(_) => self.paying.hurry(now),
            Err(_) => {
                let known = std::mem::take(&mut self.paying.records);
                self.paying.take_in(known, now);
            }
        }
    }

    /// Balances and lists are not what they were.
    pub(in crate::app) fn ask_what_moved(&mut self) {
        self.schedule.want(Part::Wallet);
        self.schedule.want(Part::Transactions);
        self.schedule.want(Part::Bills);
        self.ask_for_what_is_due();
    }

    /// For Disconnect. What it returns ends once no payment is on its way and nothing opens the journal any more.
    pub(super) fn forget_payments(&mut self) -> impl Future<Output = ()> + Send + use<> {
        let before = std::mem::take(&mut self.paying);
        async move {
            let Paying { reconciling, turn, state, prepared, .. } = before;
            if let Some(task) = reconciling {
                task.abort();
                // It was given up on purpose.
                let _ = task.await;
            }
            drop((state, prepared));
            drop(turn.lock().await);
        }
    }
}
