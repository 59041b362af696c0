//! From an order to the person's word, and from there to what became of it.

use std::collections::BTreeSet;
use std::sync::Arc;

use tokio::sync::oneshot;

use super::super::Input;
use super::super::run::Loop;
use super::shown::{Confirmation, NotReady};
use super::{Asked, State};
use crate::payments::desk::{Committed, NotPrepared, NotSent};
use crate::payments::{IntentId, JournalError, Order, Pin, Prepared, Record, Records};
use crate::problem::ProblemCode;

impl Loop {
    /// Makes an order into something that the person can be asked about.
    pub(in crate::app) fn prepare(&mut self, order: Order, reply: Asked) {
        let refuse = |reply: Asked, why: NotReady| drop(reply.send(Err(why)));
        let desk = match &self.paying.state {
            State::Open(desk) => desk.clone(),
            State::Unavailable(problem) => return refuse(reply, NotReady::Problem(problem.clone())),
            State::Closed | State::Opening => return refuse(reply, ProblemCode::NotNow.into()),
        };
        // What somebody is looking at is not changed under their eyes.
        if self.paying.preparing || self.paying.confirmation.is_some() {
            return refuse(reply, NotReady::AnotherWaits);
        }
        self.paying.preparing = true;
        self.paying.not_sent = None;
        let serial = self.serial;
        self.spawn(async move {
            let prepared = desk.prepare(&order).await.map(Box::new);
            Input::PaymentPrepared { serial, prepared, reply }
        });
    }

    pub(in crate::app) fn payment_prepared(
        &mut self,
        serial: u64,
        prepared: Result<Box<Prepared>, NotPrepared>,
        reply: Asked,
    ) {
        if serial != self.serial {
            let _ = reply.send(Err(ProblemCode::NotNow.into()));
            return;
        }
        self.paying.preparing = false;
        let prepared = match prepared {
            Ok(prepared) if prepared.objections.is_empty() => *prepared,
            Ok(prepared) => {
                let _ = reply.send(Err(NotReady::Objections(prepared.objections)));
                return;
            }
            Err(error) => {
                let _ = reply.send(Err(error.into()));
                return;
            }
        };
        let id = prepared.intent().id.clone();
        // Nobody waits for it any more, so nobody is to be asked.
        if reply.send(Ok(id)).is_ok() {
            self.paying.confirmation = Some(Arc::new(self.confirmation(&prepared)));
            self.paying.prepared = Some(prepared);
        }
    }

    fn confirmation(&self, prepared: &Prepared) -> Confirmation {
        let alike = |record: &&Record| prepared.look_alikes.contains(&record.intent.id);
        let look_alikes: Vec<Record> = self.paying.records.whole.iter().filter(alike).cloned().collect();
        Confirmation {
            intent: prepared.intent().clone(),
            verified: prepared.verified.clone(),
            bill: prepared.bill.clone(),
            checked: prepared.checked.clone(),
            quote: prepared.quote.clone(),
            on_chain: self.on_chain(prepared),
            balance_after: prepared.balance_after(),
            needs_pin: prepared.needs_pin(),
            unreadable: prepared.look_alikes.len() - look_alikes.len(),
            look_alikes,
            is_being_sent: false,
        }
    }

    /// The person's word, from the confirmation window. `beside_look_alikes`: what the window told of payments that look
    /// the same was read, and this is to be another one.
    pub(in crate::app) fn confirm_payment(
        &mut self,
        id: &IntentId,
        pin: Option<Pin>,
        beside_look_alikes: bool,
        reply: oneshot::Sender<Result<(), NotReady>>,
    ) {
        let Some(prepared) = self.paying.prepared.take_if(|prepared| prepared.intent().id == *id) else {
            let _ = reply.send(Err(ProblemCode::NotNow.into()));
            return;
        };
        let refusal = if prepared.needs_pin() != pin.is_some() {
            Some(NotReady::Pin)
        } else if !prepared.look_alikes.is_empty() && !beside_look_alikes {
            Some(NotReady::LooksAlike)
        } else if prepared.quote_has_expired(self.config.clock.now()) {
            Some(NotReady::QuoteExpired)
        } else {
            None
        };
        // Taken here and not in the task: whoever disconnects next waits for this payment.
        let turn = self.paying.turn.clone().try_lock_owned().ok();
        let ready = self.paying.desk().cloned().zip(turn).filter(|_| refusal.is_none());
        let Some((desk, turn)) = ready else {
            // It can be confirmed once more, as it should be.
            self.paying.prepared = Some(prepared);
            let _ = reply.send(Err(refusal.unwrap_or(ProblemCode::NotNow.into())));
            return;
        };
        if let Some(confirmation) = &self.paying.confirmation {
            let being_sent = Confirmation { is_being_sent: true, ..Confirmation::clone(confirmation) };
            self.paying.confirmation = Some(Arc::new(being_sent));
        }
        let _ = reply.send(Ok(()));
        let despite: BTreeSet<IntentId> =
            if beside_look_alikes { prepared.look_alikes.clone() } else { BTreeSet::new() };
        let serial = self.serial;
        self.spawn(async move {
            let _turn = turn;
            let id = prepared.intent().id.clone();
            let result = desk.commit(prepared, pin, &despite).await;
            let records = desk.records().await;
            drop(desk);
            Input::Committed { serial, id, result, records }
        });
    }

    pub(in crate::app) fn committed(
        &mut self,
        serial: u64,
        id: IntentId,
        result: Result<Committed, NotSent>,
        records: Result<Records, JournalError>,
    ) {
        if serial != self.serial {
            return;
        }
        self.paying.confirmation = None;
        let kept = records.is_ok();
        let mut records = records.unwrap_or_else(|_| std::mem::take(&mut self.paying.records));
        match result {
            Ok(committed) => {
                // What could not be written down is known until the application ends.
                if let Some(record) = records.whole.iter_mut().find(|record| record.intent.id == committed.id)
                    && (committed.not_kept.is_some() || !kept)
                {
                    record.state = committed.state;
                }
            }
            Err(error) => {
                tracing::info!(%error, "a payment was confirmed and not sent");
                self.paying.not_sent = Some((id, error.into()));
            }
        }
        self.paying.asked = 0;
        self.paying.landed += 1;
        let now = self.config.clock.now();
        self.paying.take_in(records, now);
        self.ask_what_moved();
    }

    /// The person does not want it. What is being sent is let land.
    pub(in crate::app) fn cancel_payment(&mut self, id: &IntentId) {
        if self.paying.prepared.take_if(|prepared| prepared.intent().id == *id).is_some() {
            self.paying.confirmation = None;
            self.paying.not_sent = Some((id.clone(), NotReady::Cancelled));
        }
    }
}
