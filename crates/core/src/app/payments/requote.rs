//! A newer quote for the payment that waits. Only the quote changes: the bytes that will be sent hold none.

use std::sync::Arc;

use tokio::sync::oneshot;

use super::super::Input;
use super::super::run::Loop;
use super::shown::{Confirmation, NotReady};
use crate::payments::IntentId;
use crate::payments::desk::NotPrepared;
use crate::payments::quote::Quote;
use crate::problem::ProblemCode;

type Reply = oneshot::Sender<Result<Arc<Confirmation>, NotReady>>;

impl Loop {
    pub(in crate::app) fn quote_again(&self, id: IntentId, reply: Reply) {
        let waiting = self.paying.prepared.as_ref().filter(|prepared| prepared.intent().id == id);
        let order = waiting.filter(|prepared| prepared.quote.is_some()).map(|prepared| prepared.order().clone());
        let Some((desk, order)) = self.paying.desk().cloned().zip(order) else {
            let _ = reply.send(Err(ProblemCode::NotNow.into()));
            return;
        };
        let serial = self.serial;
        self.spawn(async move {
            let quote = desk.quote(&order).await;
            Input::QuotedAgain { serial, id, quote, reply }
        });
    }

    pub(in crate::app) fn quoted_again(
        &mut self,
        serial: u64,
        id: &IntentId,
        quote: Result<Option<Quote>, NotPrepared>,
        reply: Reply,
    ) {
        let waiting = self.paying.prepared.as_mut().filter(|prepared| prepared.intent().id == *id);
        let Some((prepared, shown)) = waiting.zip(self.paying.confirmation.as_mut()).filter(|_| serial == self.serial)
        else {
            // It was confirmed or given up meanwhile.
            let _ = reply.send(Err(ProblemCode::NotNow.into()));
            return;
        };
        let said = quote.map_err(NotReady::from).map(|quote| {
            prepared.quote = quote;
            *shown = Arc::new(Confirmation { quote: prepared.quote.clone(), ..Confirmation::clone(shown) });
            shown.clone()
        });
        let _ = reply.send(said);
    }
}
