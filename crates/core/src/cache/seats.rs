//! The connections, each with a thread of its own, and the replacement of a database that is damaged.
//!
//! One connection writes. Two read: one answers at once, the other takes what needs time. What is asked of one of them
//! is done in the order of asking. A question whose asker went away is passed over, or broken off.

use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, mpsc};

use rusqlite::Connection;
use tokio::sync::{oneshot, watch};

use super::CacheError;
use super::database::{Access, Home};
use crate::database_file;

/// The connections.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Seat {
    Writer,
    Quick,
    Patient,
}

impl Seat {
    const ALL: [Self; 3] = [Self::Writer, Self::Quick, Self::Patient];

    const fn access(self) -> Access {
        match self {
            Self::Writer => Access::Write,
            Self::Quick | Self::Patient => Access::Read,
        }
    }

    const fn name(self) -> &'static str {
        match self {
            Self::Writer => "cache: writer",
            Self::Quick => "cache: quick",
            Self::Patient => "cache: patient",
        }
    }
}

/// A database that could not be used any more, and was replaced by an empty one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SetAside {
    /// Where it lies now.
    pub file: PathBuf,
}

/// A disk that damages what is written to it is not given more than this.
const MOST_REPLACEMENTS: u32 = 3;

/// In the place of the number of replacements.
const REMOVED: u32 = u32::MAX;

/// How many steps of its virtual machine SQLite makes before it asks whether somebody still waits.
const STEPS: i32 = 4_000;

type Task = Box<dyn FnOnce(&Database) + Send>;

/// The threads. They end when the last handle of the cache is gone.
#[derive(Debug)]
pub(super) struct Seats {
    database: Arc<Database>,
    tasks: [mpsc::Sender<Task>; 3],
}

/// What the threads share.
#[derive(Debug)]
struct Database {
    home: Home,
    connections: [Mutex<Place>; 3],
    /// How often the database has been replaced; a connection of an earlier one is of no use.
    replaced: AtomicU32,
    /// Which file the writer has open.
    inode: Mutex<Option<u64>>,
    set_aside: watch::Sender<Option<SetAside>>,
}

#[derive(Debug)]
enum Place {
    /// Not connected yet, or to a database that was replaced.
    Empty,
    Taken(Connection),
    Closed,
}

impl Seats {
    /// Opens the database; one that cannot be read is set aside, and said so by [`Seats::set_aside`].
    pub(super) async fn open(home: Home) -> Result<Self, CacheError> {
        let database = Arc::new(Database {
            home,
            connections: std::array::from_fn(|_| Mutex::new(Place::Empty)),
            replaced: AtomicU32::new(0),
            inode: Mutex::default(),
            set_aside: watch::Sender::new(None),
        });
        let tasks = Seat::ALL.map(|seat| start(seat, database.clone()));
        let [Ok(writer), Ok(quick), Ok(patient)] = tasks else { return Err(CacheError::Failed) };
        let seats = Self { database, tasks: [writer, quick, patient] };
        match seats.ask(Seat::Writer, |_| Ok(())).await {
            // The replacement was made, and is to be opened.
            Err(CacheError::Damaged) => seats.ask(Seat::Writer, |_| Ok(())).await?,
            opened => opened?,
        }
        // The readers are connected by the time that somebody asks them.
        for seat in [Seat::Quick, Seat::Patient] {
            seats.give(seat, Box::new(move |database| database.connect_ahead(seat)));
        }
        Ok(seats)
    }

    pub(super) fn set_aside(&self) -> watch::Receiver<Option<SetAside>> {
        self.database.set_aside.subscribe()
    }

    /// Does something with a connection and waits for the result. Dropping the future breaks a reader off; a writer that
    /// has begun ends what it does.
    pub(super) async fn ask<T: Send + 'static>(
        &self,
        seat: Seat,
        task: impl FnOnce(&mut Connection) -> Result<T, CacheError> + Send + 'static,
    ) -> Result<T, CacheError> {
        let (reply, answer) = oneshot::channel();
        let given_up = GivenUp::default();
        let flag = given_up.0.clone();
        self.give(
            seat,
            Box::new(move |database| {
                if !flag.load(Ordering::Relaxed) {
                    let _ = reply.send(database.run(seat, &flag, task));
                }
            }),
        );
        let result = answer.await.unwrap_or(Err(CacheError::Closed));
        drop(given_up);
        result
    }

    /// A connection of its own for something that is read bit by bit, and the watch by which it is known that the
    /// database is still the same.
    pub(super) async fn aside(&self) -> Result<(Connection, StillThere), CacheError> {
        let database = self.database.clone();
        let seen = database.replaced.load(Ordering::Acquire);
        let connection = tokio::task::spawn_blocking({
            let database = database.clone();
            move || database.home.connect(Access::Read)
        });
        let connection = connection.await.unwrap_or(Err(CacheError::Failed))?;
        let still_there = StillThere { database, seen };
        still_there.check()?;
        Ok((connection, still_there))
    }

    pub(super) fn is_in_memory(&self) -> bool {
        matches!(self.database.home, Home::Memory { .. })
    }

    /// Another process has removed the file: what is written into it goes with this one.
    pub(super) fn was_removed(&self) -> bool {
        let Home::File { files, .. } = &self.database.home else { return false };
        let opened = *self.database.inode();
        opened.is_some() && database_file::inode(&files.database()) != opened
    }

    /// Closes the connections; the next task opens them again.
    #[cfg(test)]
    pub(super) async fn leave(&self) {
        for seat in Seat::ALL {
            self.ask(seat, |_| Ok(())).await.unwrap();
            *self.database.place(seat) = Place::Empty;
        }
    }

    /// Closes the connections for good and removes every file of the account.
    pub(super) async fn remove(&self) -> Result<(), CacheError> {
        let database = self.database.clone();
        tokio::task::spawn_blocking(move || database.remove()).await.unwrap_or(Err(CacheError::Failed))
    }

    fn give(&self, seat: Seat, task: Task) {
        let [writer, quick, patient] = &self.tasks;
        let tasks = match seat {
            Seat::Writer => writer,
            Seat::Quick => quick,
            Seat::Patient => patient,
        };
        // A thread ends with its last sender only; if it is gone all the same, the task's reply is dropped, which says so.
        let _ = tasks.send(task);
    }
}

fn start(seat: Seat, database: Arc<Database>) -> std::io::Result<mpsc::Sender<Task>> {
    let (tasks, given) = mpsc::channel::<Task>();
    std::thread::Builder::new().name(seat.name().to_owned()).spawn(move || {
        for task in given {
            task(&database);
        }
    })?;
    Ok(tasks)
}

/// Knows whether the database that a connection was opened to has been removed or replaced since.
#[derive(Clone, Debug)]
pub(super) struct StillThere {
    database: Arc<Database>,
    seen: u32,
}

impl StillThere {
    pub(super) fn check(&self) -> Result<(), CacheError> {
        match self.database.replaced.load(Ordering::Acquire) {
            REMOVED => Err(CacheError::Closed),
            now if now != self.seen => Err(CacheError::Damaged),
            _ => Ok(()),
        }
    }

    /// Replaces the database after damage was met.
    pub(super) fn report(&self, error: CacheError) -> CacheError {
        match error {
            CacheError::Damaged => self.database.replace(self.seen).err().unwrap_or(error),
            other => other,
        }
    }
}

/// Says so when it is dropped.
#[derive(Debug, Default)]
struct GivenUp(Arc<AtomicBool>);

impl Drop for GivenUp {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

impl Database {
    fn run<T>(
        &self,
        seat: Seat,
        given_up: &Arc<AtomicBool>,
        task: impl FnOnce(&mut Connection) -> Result<T, CacheError>,
    ) -> Result<T, CacheError> {
        let replaced = self.replaced.load(Ordering::Acquire);
        let result = self.connected(seat, |connection| {
            if seat.access() == Access::Read {
                let flag = given_up.clone();
                connection.progress_handler(STEPS, Some(move || flag.load(Ordering::Relaxed)))?;
            }
            task(connection)
        });
        if let Err(CacheError::Damaged) = result {
            self.replace(replaced)?;
        }
        result
    }

    fn connected<T>(
        &self,
        seat: Seat,
        task: impl FnOnce(&mut Connection) -> Result<T, CacheError>,
    ) -> Result<T, CacheError> {
        match &mut *self.connect(seat)? {
            Place::Taken(connection) => task(connection),
            Place::Empty | Place::Closed => Err(CacheError::Closed),
        }
    }

    fn connect(&self, seat: Seat) -> Result<MutexGuard<'_, Place>, CacheError> {
        let is_empty = |place: &Place| matches!(place, Place::Empty);
        if seat != Seat::Writer && is_empty(&self.place(seat)) {
            // Only the writer makes the file. Its place is taken before the reader's own, as everywhere.
            drop(self.connect(Seat::Writer)?);
        }
        let mut place = self.place(seat);
        if is_empty(&place) {
            *place = Place::Taken(self.home.connect(seat.access())?);
            if let (Seat::Writer, Home::File { files, .. }) = (seat, &self.home) {
                *self.inode() = database_file::inode(&files.database());
            }
        }
        Ok(place)
    }

    fn connect_ahead(&self, seat: Seat) {
        if let Err(error) = self.connect(seat) {
            tracing::warn!(%error, "a reader of the cache could not be connected yet");
        }
    }

    /// Sets the damaged file aside and lets the next task make a new one, unless another thread has done so since.
    fn replace(&self, seen: u32) -> Result<(), CacheError> {
        let mut places = Seat::ALL.map(|seat| self.place(seat));
        if self.replaced.load(Ordering::Acquire) != seen || matches!(*places[0], Place::Closed) {
            return Ok(());
        }
        let Home::File { files, .. } = &self.home else { return Ok(()) };
        let next = if seen < MOST_REPLACEMENTS { || Place::Empty } else { || Place::Closed };
        for place in &mut places {
            **place = next();
        }
        *self.inode() = None;
        let file = files.set_aside()?;
        tracing::error!(file = %file.display(), "the cache was damaged and is set aside");
        self.replaced.store(seen + 1, Ordering::Release);
        self.set_aside.send_replace(Some(SetAside { file }));
        Ok(())
    }

    fn remove(&self) -> Result<(), CacheError> {
        for mut place in Seat::ALL.map(|seat| self.place(seat)) {
            *place = Place::Closed;
        }
        self.replaced.store(REMOVED, Ordering::Release);
        match &self.home {
            Home::File { files, .. } => Ok(files.remove_all()?),
            Home::Memory { .. } => Ok(()),
        }
    }

    fn inode(&self) -> MutexGuard<'_, Option<u64>> {
        self.inode.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn place(&self, seat: Seat) -> MutexGuard<'_, Place> {
        let [writer, quick, patient] = &self.connections;
        let place = match seat {
            Seat::Writer => writer,
            Seat::Quick => quick,
            Seat::Patient => patient,
        };
        place.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
