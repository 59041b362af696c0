//! What Monei tells of payments that are not settled: read back to the time of the oldest of them, and no further.

use jiff::Timestamp;
use monei_api::bill::{BillPayment, BillStatus};
use monei_api::offramp::{OfframpOrder, OfframpPage, OfframpStatus};
use monei_api::transaction::{Outcome, TransactionDetail};
use monei_api::{Currency, Money};
use monei_client::calls::{OfframpExecute, TransactionPath, WalletRead};
use monei_client::money::Told;
use monei_client::{CallError, Handle, Permission};

use super::action::Action;
use super::intent::Payee;
use super::journal::{Record, State, TransactionRef};
use super::reconcile::{EARLIER, List, Listed, Listing, Purpose, before, fits};
use crate::activity::detail::entry;
use crate::clock::Clock;
use crate::overview::{Direction, Entry};
use crate::session::{Session, SessionError};

const PAGE: u32 = 100;
/// Ten thousand rows of a day are nobody's; a platform that never ends its pages is waited for no longer.
const MOST_PAGES: u32 = 100;

/// Whether Monei's word is still waited for. What was not found in a day may still turn up in what is read for others.
pub const fn is_open(state: &State) -> bool {
    matches!(state, State::Taken { .. } | State::Unknown { .. })
}

/// Reads the lists that could settle these records. A list that needs a permission which is not held is left out; one that
/// cannot be read keeps nothing from the others.
pub async fn read(session: &Session, records: &[Record], clock: &Clock) -> Listing {
    let mut listing = Listing::default();
    let of = |list: List| {
        let open = records.iter().filter(move |it| is_open(&it.state) && List::of(it.intent.action) == list);
        open.collect::<Vec<_>>()
    };
    if let Ok(wallet) = session.with::<WalletRead>() {
        let transactions = read_transactions(&wallet, &of(List::Transactions), &mut listing).await;
        listing.note(transactions);
        let bills = read_bills(&wallet, &of(List::Bills), &mut listing).await;
        listing.note(bills);
    }
    let sales = of(List::Sales);
    if let Ok(offramp) = session.with::<OfframpExecute>() {
        let read = read_sales(&offramp, &sales, &mut listing).await;
        listing.note(read);
    } else if let Ok(wallet) = session.with::<WalletRead>() {
        let read = read_sales(&wallet, &sales, &mut listing).await;
        listing.note(read);
    }
    // By now the answers have told what Monei's clock shows.
    listing.read_at = clock.at_monei();
    listing
}

impl Listing {
    fn note(&mut self, read: Result<(), SessionError>) {
        if let Err(error) = read {
            self.failed.get_or_insert(error);
        }
    }
}

/// Since when rows matter to these records.
fn since(open: &[&Record]) -> Option<Timestamp> {
    open.iter().map(|record| record.begun_at).min().map(|oldest| before(oldest, EARLIER))
}

async fn read_transactions(
    wallet: &Handle<'_, WalletRead, Session>,
    open: &[&Record],
    listing: &mut Listing,
) -> Result<(), SessionError> {
    let Some(since) = since(open) else { return Ok(()) };
    let (mut path, mut rows, mut complete) = (TransactionPath::default(), Vec::<Entry>::new(), false);
    for number in 1..=MOST_PAGES {
        let (page, answered) = wallet.transactions(path, number, PAGE).await?;
        path = answered;
        let more = page.pagination.has_next_page.unwrap_or(page.transactions.len() >= PAGE as usize);
        let page: Vec<Entry> = page.transactions.into_iter().map(Entry::from).collect();
        let reached = page.iter().any(|row| row.created_at.is_some_and(|at| at < since));
        let is_empty = page.is_empty();
        rows.extend(page);
        if reached || !more || is_empty {
            complete = true;
            break;
        }
    }
    // New rows push others to the next page: some may come twice.
    let mut seen = std::collections::HashSet::new();
    for row in rows.into_iter().filter(|row| seen.insert(row.id.clone())) {
        let bare = of_entry(row);
        // Payments with a reference are told by it; for the others the detail may say more.
        let wants = |record: &&&Record| record.intent.reference.is_none() && fits(record, &bare);
        let detailed = match open.iter().find(wants) {
            Some(_) => match wallet.transaction(&bare.id.0).await {
                Ok(detail) => of_detail(&detail),
                Err(error) => {
                    listing.note(Err(error));
                    Listed { undecided: true, ..bare }
                }
            },
            None => bare,
        };
        listing.rows.push(detailed);
    }
    if complete {
        listing.complete_since.push((List::Transactions, since));
    }
    Ok(())
}

fn of_entry(row: Entry) -> Listed {
    Listed {
        list: List::Transactions,
        id: TransactionRef(row.id),
        reference: row.reference,
        on_chain: None,
        direction: row.direction,
        amount: row.amount,
        payee: None,
        purpose: None,
        created_at: row.created_at,
        outcome: row.outcome,
        told: None,
        expired: false,
        undecided: false,
    }
}

/// The natures of §4. One that is not known fits anything.
fn purpose(nature: &str) -> Option<Purpose> {
    match nature.to_ascii_uppercase().as_str() {
        "FIAT_WITHDRAWAL" => Some(Purpose::Bank),
        "FIAT_P2P" => Some(Purpose::Person),
        "CRYPTO_WITHDRAWAL" | "CRYPTO_P2P" => Some(Purpose::Chain),
        "CRYPTO_TRADE_SELL" | "CRYPTO_TRADE_BUY" => Some(Purpose::Swap),
        "FIAT_DEPOSIT" | "FIAT_CARD_DEPOSIT" | "FIAT_USSD_DEPOSIT" | "CRYPTO_DEPOSIT" => Some(Purpose::Other),
        _ => None,
    }
}

fn of_detail(detail: &TransactionDetail) -> Listed {
    let row = of_entry(entry(detail));
    let purpose = detail.nature.as_deref().and_then(purpose);
    let payee = match purpose {
        Some(Purpose::Chain) => detail.fact("to").and_then(|to| {
            match detail.fact("chainId").map(|id| id.parse()) {
                Some(Ok(chain)) => Some(Payee::on_chain(chain, &to)),
                // There is one Solana, and an address there on every EVM chain.
                _ => (!to.starts_with("0x")).then(|| Payee::new(&to)),
            }
        }),
        _ => None,
    };
    let on_chain = detail.fact("txHash").or_else(|| detail.fact("signature"));
    Listed { on_chain, payee, purpose, ..row }
}

async fn read_bills(
    wallet: &Handle<'_, WalletRead, Session>,
    open: &[&Record],
    listing: &mut Listing,
) -> Result<(), SessionError> {
    let Some(since) = since(open) else { return Ok(()) };
    for number in 1..=MOST_PAGES {
        let page = wallet.bills(number, PAGE).await?;
        let more = page.has_next.unwrap_or(page.bills.len() >= PAGE as usize);
        let reached = page.bills.iter().any(|bill| bill.created_at.is_some_and(|at| at < since));
        let is_empty = page.bills.is_empty();
        for bill in page.bills {
            let bill = if wants_token(open, &bill) { with_token(wallet, bill).await } else { bill };
            take_in(listing, std::iter::once(of_bill(bill)));
        }
        if reached || !more || is_empty {
            listing.complete_since.push((List::Bills, since));
            break;
        }
    }
    Ok(())
}

/// A purchase of electricity from here that is done, in a list that does not have its token.
fn wants_token(open: &[&Record], bill: &BillPayment) -> bool {
    let is_done = bill.status.as_ref().is_some_and(|status| status.outcome() == Outcome::Done);
    let is_ours = |record: &&Record| {
        let transaction = record.state.transaction().map(|name| name.0.as_str());
        record.intent.action == Action::Electricity
            && (transaction == Some(bill.id.as_str()) || transaction == bill.reference.as_deref())
    };
    is_done && bill.token.is_absent() && open.iter().any(is_ours)
}

/// The bill by its reference, which may tell more. A postpaid meter has no token at all.
async fn with_token(wallet: &Handle<'_, WalletRead, Session>, listed: BillPayment) -> BillPayment {
    let Some(reference) = listed.reference.as_deref() else { return listed };
    match wallet.bill_by_reference(reference).await {
        Ok(told) if told.id == listed.id => told,
        Ok(_) => listed,
        Err(error) => {
            tracing::debug!(%error, "a bill could not be read by its reference");
            listed
        }
    }
}

fn of_bill(bill: BillPayment) -> Listed {
    let told = Told::of_bill(&bill);
    Listed {
        list: List::Bills,
        id: TransactionRef(bill.id),
        reference: bill.reference.into_option().map(|reference| reference.0),
        on_chain: None,
        direction: Direction::Outgoing,
        amount: bill.amount.into_option().map(|figure| Money::naira(figure.amount)),
        payee: bill.customer.as_deref().map(Payee::new),
        purpose: Some(Purpose::Bill),
        created_at: bill.created_at.into_option(),
        outcome: bill.status.as_ref().map_or(Outcome::Unknown, BillStatus::outcome),
        told,
        expired: false,
        undecided: false,
    }
}

/// Both permissions open the sales.
trait ReadsSales {
    fn sale_of(&self, reference: &str) -> impl Future<Output = Result<OfframpOrder, SessionError>> + Send;
    fn sales(&self, page: u32) -> impl Future<Output = Result<OfframpPage, SessionError>> + Send;
}

impl ReadsSales for Handle<'_, WalletRead, Session> {
    async fn sale_of(&self, reference: &str) -> Result<OfframpOrder, SessionError> {
        self.offramp_order(reference).await
    }

    async fn sales(&self, page: u32) -> Result<OfframpPage, SessionError> {
        self.offramp_history(page, PAGE).await
    }
}

impl ReadsSales for Handle<'_, OfframpExecute, Session> {
    async fn sale_of(&self, reference: &str) -> Result<OfframpOrder, SessionError> {
        self.sale(reference).await
    }

    async fn sales(&self, page: u32) -> Result<OfframpPage, SessionError> {
        self.sale_history(page, PAGE).await
    }
}

/// A sale that has a name is asked for by it; the others are looked for in the history.
async fn read_sales(sales: &impl ReadsSales, open: &[&Record], listing: &mut Listing) -> Result<(), SessionError> {
    let mut nameless = Vec::new();
    for record in open {
        let Some(TransactionRef(name)) = record.state.transaction() else {
            nameless.push(*record);
            continue;
        };
        match sales.sale_of(name).await {
            Ok(order) => take_in_sales(listing, std::slice::from_ref(&order)),
            Err(SessionError::Call(CallError::NotFound { .. })) => nameless.push(*record),
            Err(error) => {
                listing.note(Err(error));
                nameless.push(*record);
            }
        }
    }
    let Some(since) = since(&nameless) else { return Ok(()) };
    for number in 1..=MOST_PAGES {
        let page = sales.sales(number).await?;
        let reached = page.orders.iter().any(|order| order.created_at.is_some_and(|at| at < since));
        let last = page.meta.total_pages.map_or(page.orders.len() < PAGE as usize, |pages| pages.0 <= number.into());
        let is_empty = page.orders.is_empty();
        take_in_sales(listing, &page.orders);
        if reached || last || is_empty {
            listing.complete_since.push((List::Sales, since));
            break;
        }
    }
    Ok(())
}

fn take_in_sales(listing: &mut Listing, orders: &[OfframpOrder]) {
    let under_way = |order: &OfframpOrder| order.status.clone().into_option().filter(|status| !status.is_final());
    listing.stages.extend(orders.iter().filter_map(|order| Some((name_of(order), under_way(order)?))));
    take_in(listing, orders.iter().map(of_sale));
}

/// By its reference it can be asked for.
fn name_of(order: &OfframpOrder) -> TransactionRef {
    TransactionRef(order.reference().unwrap_or(&order.id).to_owned())
}

fn of_sale(order: &OfframpOrder) -> Listed {
    let amount = order.crypto_amount.as_ref().zip(order.token());
    Listed {
        list: List::Sales,
        id: name_of(order),
        reference: order.reference().map(str::to_owned),
        on_chain: None,
        direction: Direction::Outgoing,
        amount: amount.map(|(figure, symbol)| Money::new(figure.amount.clone(), Currency::new(symbol))),
        payee: order.beneficiary().and_then(|to| to.account_number.as_deref().map(Payee::new)),
        purpose: Some(Purpose::Sale),
        created_at: *order.created_at,
        outcome: order.status.as_ref().map_or(Outcome::Unknown, OfframpStatus::outcome),
        told: None,
        expired: matches!(*order.status, Some(OfframpStatus::Expired | OfframpStatus::Cancelled)),
        undecided: false,
    }
}

/// Adds what is not there yet: new rows push others to the next page.
fn take_in(listing: &mut Listing, rows: impl Iterator<Item = Listed>) {
    for row in rows {
        if !listing.rows.iter().any(|known| known.list == row.list && known.id == row.id) {
            listing.rows.push(row);
        }
    }
}

/// The permissions that reconciling needs and does not have.
pub fn wanting(session: &Session, records: &[Record]) -> Option<monei_api::Scope> {
    let needs_wallet = records.iter().any(|it| is_open(&it.state) && List::of(it.intent.action) != List::Sales);
    let has = |scope| session.inspect(|grants| grants.effective().contains(scope));
    (needs_wallet && !has(WalletRead::SCOPE)).then_some(WalletRead::SCOPE)
}
