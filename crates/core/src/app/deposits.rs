//! Adding money in the loop: one start at a time, kept before Monei is asked; what was begun is asked about until it ends.
//!
//! Starting needs `wallet:deposit` alone. How a deposit goes on is told to `wallet:read`; without it a deposit stays as it
//! was told, and that is said.

use jiff::{SignedDuration, Timestamp};
use monei_api::deposit::Deposit as Answer;
use monei_api::{Money, Scope};
use monei_client::CallError;
use monei_client::calls::{WalletDeposit, WalletRead};
use tokio::sync::oneshot;
use url::Url;

use super::run::Loop;
use super::{App, Input, NotReady};
use crate::cache::Cache;
use crate::clock::Clock;
use crate::deposits::{Begin, Deposit, NewDeposit, Stage, Told, Way, kept, page};
use crate::payments::Reference;
use crate::problem::{Problem, ProblemCode};
use crate::session::{Grants, SessionError};
use crate::sync::gate::Reader;
use crate::sync::read::ReadError;

/// Between two questions about a deposit, at first and later.
const ASK_AGAIN: SignedDuration = SignedDuration::from_secs(30);
const ASK_LATER: SignedDuration = SignedDuration::from_secs(60);
/// How long a deposit is a new one.
const NEW: SignedDuration = SignedDuration::from_mins(10);
/// Of older ones that have ended the window is told no more.
const SHOWN: usize = 50;

type Reply = oneshot::Sender<Result<Reference, NotReady>>;

/// The loop's own of deposits.
#[derive(Default)]
pub(super) struct Depositing {
    /// The newest first.
    known: Vec<Deposit>,
    /// The one that Monei is being asked to begin, and by what.
    starting: Option<(Reference, NewDeposit)>,
    asking: bool,
    next: Option<Timestamp>,
}

/// What is shown of deposits.
#[derive(Clone, Debug, Default)]
pub struct Deposits {
    /// The newest first.
    pub deposits: Vec<ShownDeposit>,
    /// One is being begun.
    pub starting: bool,
    /// The permission without which nobody can say how they go on.
    pub wants: Option<Scope>,
}

/// A deposit as it is at this moment.
#[derive(Clone, Debug)]
pub struct ShownDeposit {
    pub reference: String,
    pub way: Way,
    pub amount: Money,
    pub started_at: Timestamp,
    pub stage: Stage,
    pub told: Told,
    /// Where its page is, and whether that page may be opened from here.
    pub page: Option<(String, bool)>,
}

/// What Monei answered to a start.
pub(super) enum Begun {
    Deposit(Box<Answer>),
    Link(String),
}

/// What Monei said of one that was begun, by its reference.
pub(super) type Asked = (Reference, Result<Answer, ReadError>);

impl Depositing {
    fn get_mut(&mut self, reference: &Reference) -> Option<&mut Deposit> {
        self.known.iter_mut().find(|deposit| deposit.reference == *reference)
    }

    fn is_open(&self, now: Timestamp) -> bool {
        self.known.iter().any(|deposit| deposit.is_open(now))
    }

    /// What is open is asked about at once.
    pub(super) fn hurry(&mut self, now: Timestamp) {
        self.next = self.is_open(now).then_some(now);
    }

    fn rest(&mut self, now: Timestamp) {
        let is_new = |deposit: &Deposit| now.duration_since(deposit.started_at) < NEW;
        let wait = if self.known.iter().any(|it| it.is_open(now) && is_new(it)) { ASK_AGAIN } else { ASK_LATER };
        self.next = self.is_open(now).then(|| now.checked_add(wait).unwrap_or(Timestamp::MAX));
    }
}

impl App {
    /// Begins a deposit and brings its reference. Where the answer is lost it is begun all the same, as far as anybody can
    /// know, and is looked for.
    pub async fn start_deposit(&self, wanted: NewDeposit) -> Result<Reference, NotReady> {
        self.ask(|reply| Input::StartDeposit { wanted, reply }).await.unwrap_or(Err(ProblemCode::NotNow.into()))
    }

    /// Opens the page on which a deposit is paid, if that page is on the allow-list.
    pub async fn open_deposit_page(&self, reference: String) -> Result<(), Problem> {
        let page = self.ask(|reply| Input::DepositPage { reference, reply }).await.flatten();
        let page = page.ok_or(Problem::from(ProblemCode::NotAvailable))?;
        self.tell(Input::OpenPage(page)).await;
        Ok(())
    }

    /// The address of that page, for whoever pays on another device.
    pub async fn deposit_page(&self, reference: String) -> Option<Url> {
        self.ask(|reply| Input::DepositPage { reference, reply }).await.flatten()
    }
}

/// Whoever counts the time that is left does so by the computer's clock.
fn here(told: Told, clock: &Clock) -> Told {
    Told { expires_at: told.expires_at.map(|end| clock.here(end)), ..told }
}

impl Loop {
    pub(super) fn deposits_picture(&self) -> Deposits {
        // By the clock that the deadlines are of.
        let now = self.config.clock.at_monei();
        let depositing = &self.depositing;
        let shown = |deposit: &Deposit| ShownDeposit {
            reference: deposit.reference.as_str().to_owned(),
            way: deposit.way.clone(),
            amount: deposit.amount.clone(),
            started_at: deposit.started_at,
            stage: deposit.stage_at(now),
            told: here(deposit.told(), &self.config.clock),
            page: deposit
                .page()
                .and_then(|link| Some((page::host(link)?, page::allowed(&self.config.environment, link).is_some()))),
        };
        Deposits {
            deposits: depositing.known.iter().take(SHOWN).map(shown).collect(),
            starting: depositing.starting.is_some(),
            wants: (depositing.is_open(now) && !self.may_ask_about_deposits()).then_some(Scope::WalletRead),
        }
    }

    fn may_ask_about_deposits(&self) -> bool {
        let granted = self.session.as_ref().is_some_and(|it| it.inspect(Grants::effective).contains(Scope::WalletRead));
        granted && !self.doubtful.contains(&Scope::WalletRead)
    }

    fn deposit_tools(&self) -> Option<(Reader, Cache)> {
        let (session, open) = self.session.clone().zip(self.memory.open())?;
        Some((Reader::new(session, self.gate.clone()), open.cache.clone()))
    }

    pub(super) fn start_deposit(&mut self, wanted: NewDeposit, reply: Reply) {
        if let Some((reference, before)) = &self.depositing.starting {
            // One click more is the same deposit.
            let same = if *before == wanted { Ok(reference.clone()) } else { Err(ProblemCode::NotNow.into()) };
            let _ = reply.send(same);
            return;
        }
        let (deposit, reader, cache) = match self.new_deposit(&wanted) {
            Ok(new) => new,
            Err(why) => {
                let _ = reply.send(Err(why));
                return;
            }
        };
        self.depositing.starting = Some((deposit.reference.clone(), wanted));
        self.depositing.known.insert(0, deposit.clone());
        let (serial, clock) = (self.serial, self.config.clock.clone());
        self.spawn(async move {
            // Before anybody is asked: a start whose answer is lost with the application is found again.
            if let Err(error) = kept::keep(&cache, &deposit, clock.now()).await {
                tracing::warn!(%error, "a deposit that is begun is remembered until the application ends");
            }
            let begun = begin(&reader, deposit.request()).await;
            Input::DepositStarted { serial, reference: deposit.reference, begun, reply }
        });
    }

    fn new_deposit(&self, wanted: &NewDeposit) -> Result<(Deposit, Reader, Cache), NotReady> {
        let reference = Reference::random().map_err(|_| NotReady::from(ProblemCode::NotNow))?;
        let deposit = Deposit::new(wanted, reference, self.config.clock.at_monei()).map_err(NotReady::Order)?;
        let (reader, cache) = self.deposit_tools().ok_or(NotReady::from(ProblemCode::NotNow))?;
        reader.with::<WalletDeposit>().map_err(|missing| NotReady::Without(missing.0))?;
        Ok((deposit, reader, cache))
    }

    pub(super) fn deposit_started(
        &mut self,
        serial: u64,
        reference: &Reference,
        begun: Result<Begun, ReadError>,
        reply: Reply,
    ) {
        if serial != self.serial {
            let _ = reply.send(Err(ProblemCode::NotNow.into()));
            return;
        }
        let now = self.config.clock.now();
        let depositing = &mut self.depositing;
        depositing.starting = None;
        let answer = match (depositing.get_mut(reference), begun) {
            (None, _) => Err(ProblemCode::NotNow.into()),
            (Some(deposit), Ok(Begun::Deposit(answer))) => {
                deposit.tell(*answer);
                Ok(reference.clone())
            }
            (Some(deposit), Ok(Begun::Link(link))) => {
                deposit.tell_link(link);
                Ok(reference.clone())
            }
            (Some(deposit), Err(error)) if may_have_arrived(&error) => {
                tracing::warn!(%error, "whether a deposit was begun is not known");
                deposit.stage = Stage::Unanswered;
                Ok(reference.clone())
            }
            (Some(deposit), Err(error)) => {
                deposit.stage = Stage::NotStarted;
                Err(not_begun(&error))
            }
        };
        self.keep_deposits(std::slice::from_ref(reference));
        if answer.is_err() {
            // Nothing was begun, so there is nothing to list.
            self.depositing.known.retain(|deposit| deposit.reference != *reference);
        }
        let _ = reply.send(answer);
        let lost = self.depositing.get_mut(reference).is_some_and(|it| it.stage == Stage::Unanswered);
        // Of a link Monei tells fee and time only to whoever asks how far it is.
        let untold = self.depositing.get_mut(reference).is_some_and(|it| it.answer.is_none());
        if lost || untold {
            self.depositing.hurry(now);
            self.ask_about_deposits_if_due();
        } else {
            self.depositing.rest(now);
        }
    }

    /// What was begun in earlier runs.
    pub(super) fn read_deposits(&self) {
        let Some((_, cache)) = self.deposit_tools() else { return };
        let serial = self.serial;
        self.spawn(async move {
            let found = kept::all(&cache).await.unwrap_or_else(|error| {
                tracing::warn!(%error, "the deposits that were begun earlier cannot be read");
                Vec::new()
            });
            Input::DepositsRead { serial, found }
        });
    }

    pub(super) fn deposits_read(&mut self, serial: u64, found: Vec<Deposit>) {
        if serial != self.serial {
            return;
        }
        let known = &mut self.depositing.known;
        let new = |deposit: &Deposit| !known.iter().any(|it| it.reference == deposit.reference);
        let found: Vec<Deposit> = found.into_iter().filter(|it| it.stage != Stage::NotStarted).filter(new).collect();
        known.extend(found);
        known.sort_by_key(|deposit| std::cmp::Reverse(deposit.started_at));
        self.depositing.hurry(self.config.clock.now());
        self.ask_about_deposits_if_due();
    }

    /// A database took the place of one that was damaged, and knows none of them.
    pub(super) fn keep_all_deposits(&self) {
        let all: Vec<Reference> = self.depositing.known.iter().map(|deposit| deposit.reference.clone()).collect();
        self.keep_deposits(&all);
    }

    fn keep_deposits(&self, references: &[Reference]) {
        let Some((_, cache)) = self.deposit_tools() else { return };
        let now = self.config.clock.now();
        let changed: Vec<Deposit> =
            self.depositing.known.iter().filter(|it| references.contains(&it.reference)).cloned().collect();
        if changed.is_empty() {
            return;
        }
        tokio::spawn(async move {
            for deposit in changed {
                if let Err(error) = kept::keep(&cache, &deposit, now).await {
                    tracing::warn!(%error, "how far a deposit is could not be kept");
                }
            }
        });
    }

    /// When they are to be asked about, or the time of one is over.
    pub(super) fn next_about_deposits(&self) -> Option<Timestamp> {
        let depositing = &self.depositing;
        let question = depositing.next.filter(|_| !depositing.asking && self.may_ask_about_deposits());
        let now = self.config.clock.at_monei();
        let waiting = depositing.known.iter().filter(|deposit| deposit.stage_at(now) == Stage::Waiting);
        let lapse = waiting.filter_map(Deposit::expires_at).min();
        // The deadline is of Monei's clock, and the loop waits by the computer's.
        let lapse = lapse.map(|end| self.config.clock.here(end));
        [question, lapse].into_iter().flatten().min()
    }

    pub(super) fn ask_about_deposits_if_due(&mut self) {
        let now = self.config.clock.now();
        let due = self.depositing.next.is_some_and(|next| next <= now);
        if !due || self.depositing.asking || !self.may_ask_about_deposits() {
            return;
        }
        let Some((reader, _)) = self.deposit_tools() else { return };
        let open = self.depositing.known.iter().filter(|deposit| deposit.is_open(now));
        let open: Vec<Reference> = open.map(|deposit| deposit.reference.clone()).collect();
        self.depositing.asking = true;
        let serial = self.serial;
        self.spawn(async move {
            let mut told: Vec<Asked> = Vec::new();
            for reference in open {
                let answer = ask_about(&reader, &reference).await;
                told.push((reference, answer));
            }
            Input::DepositsTold { serial, told }
        });
    }

    pub(super) fn deposits_told(&mut self, serial: u64, told: Vec<Asked>) {
        if serial != self.serial {
            return;
        }
        let now = self.config.clock.now();
        let at_monei = self.config.clock.at_monei();
        self.depositing.asking = false;
        let (mut changed, mut arrived) = (Vec::new(), false);
        for (reference, answer) in told {
            let Some(deposit) = self.depositing.get_mut(&reference) else { continue };
            match answer {
                Ok(answer) => {
                    deposit.tell(answer);
                    arrived |= deposit.stage == Stage::Completed;
                    changed.push(reference);
                }
                Err(ReadError::Session(SessionError::Call(CallError::NotFound { .. }))) => {
                    deposit.is_unknown_at_monei(at_monei);
                    changed.push(reference);
                }
                Err(error) => tracing::debug!(%error, "how far a deposit is could not be asked"),
            }
        }
        self.keep_deposits(&changed);
        self.depositing.rest(now);
        if arrived {
            self.ask_what_moved();
        }
    }

    pub(super) fn deposit_page(&self, reference: &str) -> Option<Url> {
        let deposit = self.depositing.known.iter().find(|deposit| deposit.reference.as_str() == reference)?;
        page::allowed(&self.config.environment, deposit.page()?)
    }
}

async fn begin(reader: &Reader, request: Begin) -> Result<Begun, ReadError> {
    let deposits = reader.with::<WalletDeposit>()?;
    match request {
        Begin::Deposit(method, request) => {
            deposits.start_deposit(method, &request).await.map(|answer| Begun::Deposit(Box::new(answer)))
        }
        Begin::Link(request) => deposits.payment_link(&request).await.map(|answer| Begun::Link(answer.link)),
    }
}

async fn ask_about(reader: &Reader, reference: &Reference) -> Result<Answer, ReadError> {
    reader.with::<WalletRead>()?.deposit(reference.as_str()).await
}

/// The request may have been heard. A conflict is about a reference that is there, and it is ours.
fn may_have_arrived(error: &ReadError) -> bool {
    matches!(
        error,
        ReadError::Session(SessionError::Call(
            CallError::NoAnswer
                | CallError::Unreadable
                | CallError::Fault { .. }
                | CallError::Rejected { status: 408 | 409, .. }
        ))
    )
}

fn not_begun(error: &ReadError) -> NotReady {
    match error {
        ReadError::Session(SessionError::NotGranted(missing)) => NotReady::Without(missing.0),
        error => NotReady::Problem(error.into()),
    }
}
