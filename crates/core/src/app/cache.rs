//! Opening what was kept of the wallet, showing it before the network was asked, keeping what comes, and removing it.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::Timestamp;
use tokio::sync::watch;

use super::Input;
use super::activity::Kept;
use super::overview::Told;
use super::run::{Keychain, Loop};
use crate::activity::Progress;
use crate::cache::{self, Cache, CacheError, CacheKey, SetAside};
use crate::clock::Clock;
use crate::overview::Dated;
use crate::problem::{Problem, ProblemCode};
use crate::session::{Grants, Names};
use crate::sync::gate::Reader;
use crate::sync::read::Answer;
use crate::sync::transactions::Transactions;
use crate::sync::{Part, keep};
use crate::vault::{DEFAULT_PROFILE, Vault};

/// What is kept of the wallet, and where.
#[derive(Debug)]
pub(super) struct Memory {
    state: State,
    /// Why it ends with the process, or is not whole.
    pub(super) problem: Option<Problem>,
    /// It is in memory because the file could not be used.
    is_makeshift: bool,
    /// The file is being tried again; nothing is asked meanwhile that would go into the makeshift only.
    replacing: bool,
    pub(super) progress: watch::Receiver<Progress>,
    pub(super) set_aside: watch::Receiver<Option<SetAside>>,
    /// For those who read without the loop.
    shared: watch::Sender<Option<Kept>>,
    /// Held while a cache is opened or removed: one wallet's files may be the next one's.
    turn: Arc<tokio::sync::Mutex<()>>,
}

#[derive(Debug, Default)]
enum State {
    /// Nobody is connected.
    #[default]
    Closed,
    Opening,
    Open(Open),
    /// Nothing can be kept, not even in memory.
    Broken,
}

/// A cache, and the reading of transactions into it.
#[derive(Clone, Debug)]
pub(super) struct Open {
    pub(super) cache: Cache,
    pub(super) transactions: Arc<Transactions>,
}

/// What an opened cache held.
pub(super) struct OpenedCache {
    open: Open,
    told: Vec<(Part, Answer, Timestamp)>,
    problem: Option<Problem>,
}

impl Memory {
    pub(super) fn new() -> Self {
        Self {
            state: State::Closed,
            problem: None,
            is_makeshift: false,
            replacing: false,
            progress: watch::channel(Progress::default()).1,
            set_aside: watch::channel(None).1,
            shared: watch::Sender::new(None),
            turn: Arc::default(),
        }
    }

    pub(super) fn share(&self) -> watch::Receiver<Option<Kept>> {
        self.shared.subscribe()
    }

    pub(super) const fn open(&self) -> Option<&Open> {
        if let State::Open(open) = &self.state { Some(open) } else { None }
    }

    /// What comes is kept in it, or nowhere because there is none to be had.
    pub(super) const fn is_settled(&self) -> bool {
        matches!(self.state, State::Open(_) | State::Broken) && !self.replacing
    }

    fn take(&mut self, open: Open, reader: Reader, clock: Clock) {
        self.progress = open.transactions.progress();
        self.set_aside = open.cache.set_aside();
        self.shared.send_replace(Some(Kept { cache: open.cache.clone(), reader, clock }));
        self.state = State::Open(open);
    }

    /// Whether an answer could be kept. A cache in memory keeps everything, and its problem stays.
    pub(super) fn note(&mut self, keeping: Option<Result<(), CacheError>>) {
        let Some(keeping) = keeping else { return };
        if !self.is_makeshift {
            // What is damaged is replaced, and told by itself.
            let told_elsewhere = |error: &CacheError| *error == CacheError::Damaged;
            self.problem = keeping.err().filter(|error| !told_elsewhere(error)).map(Problem::from);
        }
    }

    /// Forgets the cache, and returns it.
    fn forget(&mut self) -> Option<Open> {
        let turn = self.turn.clone();
        self.shared.send_replace(None);
        let shared = std::mem::replace(&mut self.shared, watch::Sender::new(None));
        let before = std::mem::replace(self, Self { shared, turn, ..Self::new() });
        if let State::Open(open) = before.state { Some(open) } else { None }
    }
}

impl Loop {
    /// Opens the cache of the wallet that is connected, once.
    pub(super) fn open_cache(&mut self) {
        let Some(session) = &self.session else { return };
        let (is_empty, names) = session.inspect(|grants: &Grants| (grants.is_empty(), grants.names()));
        if is_empty || !matches!(self.memory.state, State::Closed) || self.disconnecting {
            return;
        }
        self.memory.state = State::Opening;
        self.open_beside(names);
    }

    /// A person wants what could not be opened to be tried again.
    pub(super) fn replace_makeshift(&mut self) {
        let wanted = self.memory.is_makeshift && !self.memory.replacing && !self.disconnecting;
        let Some(session) = self.session.as_ref().filter(|_| wanted) else { return };
        let names = session.inspect(Grants::names);
        self.memory.replacing = true;
        self.open_beside(names);
    }

    /// The wallet is connected anew. What another process removed meanwhile is in use until a new one is there, and what it
    /// holds is kept there.
    pub(super) fn leave_removed_cache(&mut self) {
        if self.memory.open().is_some_and(|open| open.cache.was_removed()) {
            tracing::info!("another process has removed what was kept of the wallet; it is made anew");
            self.memory.is_makeshift = true;
            self.replace_makeshift();
        }
    }

    fn open_beside(&self, names: Names) {
        let place = match &self.keychain {
            Keychain::Ready(vault) => {
                self.cache_place().map(|(folder, name)| Place { folder, name, vault: vault.clone() })
            }
            // Without a keychain there is no key, and nothing is to be left behind.
            _ => None,
        };
        let (serial, gate, turn) = (self.serial, self.gate.clone(), self.memory.turn.clone());
        self.spawn(async move {
            let _one_at_a_time = turn.lock().await;
            // Disconnect had its turn already, and a key that is made now would stay in the keychain.
            if gate.is_closed() {
                return Input::CacheOpened { serial, opened: None };
            }
            let opened = open(place, names).await;
            match &opened {
                // Disconnect waits for its turn to remove the files; this one is to be closed before.
                Ok(opened) if gate.is_closed() => {
                    let _ = opened.open.cache.remove().await;
                }
                Ok(_) => {}
                Err(error) => tracing::error!(%error, "nothing can be kept, not even in memory"),
            }
            Input::CacheOpened { serial, opened: opened.ok().map(Box::new) }
        });
    }

    /// The folder and the name under which the cache lies: a wallet is what one profile of the vault holds.
    fn cache_place(&self) -> Option<(PathBuf, String)> {
        let folder = self.config.data.clone()?;
        Some((folder, format!("{}/{DEFAULT_PROFILE}", self.config.environment.key())))
    }

    pub(super) fn cache_opened(&mut self, serial: u64, opened: Option<OpenedCache>) {
        if serial != self.serial {
            return;
        }
        self.memory.replacing = false;
        match opened {
            // A makeshift is in use already, and keeps what has come since.
            _ if self.memory.is_makeshift && opened.as_ref().is_none_or(|opened| opened.problem.is_some()) => {
                self.memory.problem = opened.and_then(|opened| opened.problem).or(self.memory.problem.take());
            }
            None => self.memory.state = State::Broken,
            Some(OpenedCache { open, told, problem }) => {
                if self.memory.is_makeshift {
                    // The file is to have what only the makeshift had.
                    self.schedule.want_all();
                }
                self.take_cache(open);
                self.keep_all_deposits();
                self.read_deposits();
                self.memory.is_makeshift = problem.is_some();
                self.memory.problem = problem;
                for (part, answer, as_of) in told {
                    self.show(part, answer, Told::Before(as_of));
                }
            }
        }
        self.ask_for_what_is_due();
    }

    fn take_cache(&mut self, open: Open) {
        let Some(session) = self.session.clone() else { return };
        let reader = Reader::new(session, self.gate.clone());
        self.memory.take(open, reader, self.config.clock.clone());
    }

    /// The list of transactions has changed; more of it may be wanting.
    pub(super) fn list_changed(&mut self) {
        self.memory.progress.mark_unchanged();
        self.ask_for_what_is_due();
    }

    /// The database was damaged and replaced by an empty one, which is to be filled.
    pub(super) fn database_replaced(&mut self) {
        self.memory.set_aside.mark_unchanged();
        let Some(open) = self.memory.open() else { return };
        let (serial, cache) = (self.serial, open.cache.clone());
        self.spawn(async move {
            let transactions = Transactions::open(cache.clone()).await;
            let open = transactions.ok().map(|transactions| Open { cache, transactions: Arc::new(transactions) });
            Input::Reopened { serial, open }
        });
    }

    pub(super) fn reopened(&mut self, serial: u64, open: Option<Open>) {
        if let Some(open) = open.filter(|_| serial == self.serial) {
            self.take_cache(open);
            self.keep_all_deposits();
            self.schedule.want_all();
            self.ask_for_what_is_due();
        }
    }

    /// What removes the cache of the wallet that is being disconnected, files and all.
    pub(super) fn forget_cache(&mut self) -> impl Future<Output = ()> + Send + use<> {
        let (turn, place, open) = (self.memory.turn.clone(), self.cache_place(), self.memory.forget());
        async move {
            let _one_at_a_time = turn.lock().await;
            let removed = match open {
                Some(open) => open.cache.remove().await,
                None => remove(place).await,
            };
            if let Err(error) = removed {
                // Its key is gone with the tokens.
                tracing::warn!(%error, "the cache's files are left, and cannot be read any more");
            }
        }
    }

    /// Without a wallet nothing of one is to lie about: an earlier run may have ended in the middle of a Disconnect, or
    /// another program may have made it.
    pub(super) fn remove_leftovers(&self) {
        let (turn, place) = (self.memory.turn.clone(), self.cache_place());
        tokio::spawn(async move {
            let _one_at_a_time = turn.lock().await;
            if let Err(error) = remove(place).await {
                tracing::warn!(%error, "what an earlier session left could not be removed");
            }
        });
    }
}

async fn remove(place: Option<(PathBuf, String)>) -> Result<(), CacheError> {
    let Some((folder, name)) = place else { return Ok(()) };
    tokio::task::spawn_blocking(move || cache::remove(&folder, &name)).await.unwrap_or(Err(CacheError::Failed))
}

/// Where a cache's file lies and its key is.
struct Place {
    folder: PathBuf,
    name: String,
    vault: Vault,
}

async fn open(place: Option<Place>, names: Names) -> Result<OpenedCache, CacheError> {
    let (cache, problem) = match place {
        None => (Cache::in_memory().await?, None),
        Some(place) => match place.open(&names).await {
            Ok(cache) => (cache, None),
            // The wallet can be used all the same.
            Err(problem) => (Cache::in_memory().await?, Some(problem)),
        },
    };
    let told = undamaged(|| keep::kept(&cache)).await?;
    let transactions = Arc::new(undamaged(|| Transactions::open(cache.clone())).await?);
    Ok(OpenedCache { open: Open { cache, transactions }, told, problem })
}

/// A file may turn out to be damaged by what is read of it. It has been replaced by then, and is asked once more.
async fn undamaged<T, Asked>(ask: impl Fn() -> Asked) -> Result<T, CacheError>
where
    Asked: Future<Output = Result<T, CacheError>>,
{
    match ask().await {
        Err(CacheError::Damaged) => ask().await,
        answer => answer,
    }
}

/// Whose figures the cache holds.
const OWNER: &str = "owner";

impl Place {
    /// What another person left, whose tokens were lost before a Disconnect, is removed.
    async fn open(&self, names: &Names) -> Result<Cache, Problem> {
        let key = self.vault.cache_key().await?;
        let cache = self.open_file(key.clone()).await?;
        let kept = undamaged(|| cache.section::<Option<String>>(OWNER)).await?.map(|dated| dated.value);
        let is_ours = |kept: &Option<String>| match kept {
            Some(name) => names.include(name),
            None => names.current.is_none(),
        };
        let cache = if kept.is_some_and(|kept| !is_ours(&kept)) {
            cache.remove().await?;
            self.open_file(key).await?
        } else {
            cache
        };
        let owner = Dated { value: names.current.clone(), as_of: Timestamp::UNIX_EPOCH };
        undamaged(|| cache.put_section(OWNER, &owner)).await?;
        Ok(cache)
    }

    async fn open_file(&self, key: CacheKey) -> Result<Cache, CacheError> {
        let folder: &Path = &self.folder;
        Cache::open(folder, &self.name, key).await
    }
}

impl From<CacheError> for Problem {
    fn from(error: CacheError) -> Self {
        match error {
            CacheError::Full => ProblemCode::StorageFull,
            CacheError::NotWritable | CacheError::Busy => ProblemCode::StorageUnwritable,
            CacheError::GivenUp => ProblemCode::NotNow,
            CacheError::Damaged | CacheError::Closed | CacheError::Failed => ProblemCode::StorageFailed,
        }
        .into()
    }
}
