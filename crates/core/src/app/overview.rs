//! What is shown of the wallet, and asking Monei for it, each part by itself.

use jiff::Timestamp;

use super::Input;
use super::run::Loop;
use crate::cache::CacheError;
use crate::overview::{Limits, Section, listed};
use crate::problem::Problem;
use crate::session::{Grants, SharedSession};
use crate::sync::gate::Reader;
use crate::sync::read::{Answer, ReadError};
use crate::sync::{Gate, Part, keep};

/// What became of asking for a part.
pub(super) struct Loaded {
    part: Part,
    answer: Result<Answer, ReadError>,
    as_of: Timestamp,
    /// What became of keeping the answer, where it was tried.
    keeping: Option<Result<(), CacheError>>,
}

impl Loop {
    /// A person wants all of it now.
    pub(super) fn refresh(&mut self) {
        self.schedule.want_all();
        self.replace_makeshift();
        self.finish_revocations();
        self.refresh_payments();
        self.depositing.hurry(self.config.clock.now());
        self.ask_about_deposits_if_due();
        self.ask_for_what_is_due();
    }

    /// A person wants one chain now.
    pub(super) fn refresh_source(&mut self, id: &str) {
        let listed = self.overview.portfolios.iter().find(|(source, _)| source.id == id);
        let Some(chain) = listed.map(|(source, _)| source.chain) else { return };
        self.schedule.insist(Part::Chain(chain));
        self.ask_for_what_is_due();
    }

    /// The window can be seen or not; a person who comes to it is shown what is fresh.
    pub(super) fn set_visible(&mut self, visible: bool) {
        let now = self.config.clock.now();
        self.schedule.set_visible(visible, now);
        if visible {
            self.paying.hurry(now);
            self.reconcile_if_due();
            self.depositing.hurry(now);
            self.ask_about_deposits_if_due();
        }
        self.ask_for_what_is_due();
    }

    /// Everything that the granted permissions allow to ask for. What is doubtful is not asked for until the person
    /// enables it again.
    fn parts(&self) -> Vec<Part> {
        // What is kept is shown first, and what comes is to be kept.
        let Some(session) = self.session.as_ref().filter(|_| self.memory.is_settled()) else { return Vec::new() };
        let callable = session.inspect(Grants::effective);
        let chains = self.overview.chains().map(Part::Chain);
        let parts = [Part::Profile, Part::Limits, Part::Wallet, Part::Networks, Part::Transactions, Part::History];
        let parts = parts.into_iter().chain(chains).chain([Part::Bills, Part::Sales]);
        let allowed = |part: &Part| {
            let feature = part.feature();
            let has_rest = || self.memory.open().is_some_and(|open| open.transactions.has_rest());
            let ready = *part != Part::History || has_rest();
            ready && feature.is_granted(callable) && !self.doubtful.contains(&feature.scope())
        };
        parts.filter(allowed).collect()
    }

    /// Parts that are being asked for already are left alone.
    pub(super) fn ask_for_what_is_due(&mut self) {
        let Some(session) = self.session.clone() else { return };
        // What a task met at the gate holds for the schedule too.
        if let Some(until) = self.gate.held_until() {
            self.schedule.hold_until(until);
        }
        for part in self.schedule.due(&self.parts(), self.config.clock.now()) {
            self.schedule.asked(part);
            self.set_refreshing(part);
            self.ask_for(part, session.clone());
        }
    }

    /// What Monei answers is kept, and then shown: what was seen is there at the next start.
    fn ask_for(&self, part: Part, session: SharedSession) {
        let reader = Reader::new(session, self.gate.clone());
        let (serial, kept, clock) = (self.serial, self.memory.open().cloned(), self.config.clock.clone());
        self.spawn(async move {
            let answer = match (part, &kept) {
                (Part::Transactions, Some(open)) => {
                    open.transactions.read_head(&reader).await.map(Answer::Transactions)
                }
                (Part::History, Some(open)) => open.transactions.read_rest(&reader).await.map(|()| Answer::History),
                _ => reader.read(part).await,
            };
            let as_of = clock.now();
            let keeping = match (&kept, &answer) {
                (Some(open), Ok(answer)) => Some(keep::keep(&open.cache, part, answer, as_of).await),
                _ => None,
            };
            Input::Loaded { serial, loaded: Box::new(Loaded { part, answer, as_of, keeping }) }
        });
    }

    /// When the next part is to be asked for.
    pub(super) fn next_due(&self) -> Option<Timestamp> {
        self.schedule.next(&self.parts())
    }

    fn set_refreshing(&mut self, part: Part) {
        let overview = &mut self.overview;
        match part {
            Part::Profile => overview.profile.refreshing = true,
            Part::Limits => overview.limits.refreshing = true,
            Part::Wallet => overview.balances.refreshing = true,
            Part::Networks | Part::History => {}
            Part::Chain(chain) => {
                if let Some(section) = overview.portfolio_mut(chain) {
                    section.refreshing = true;
                }
            }
            Part::Transactions => overview.transactions.refreshing = true,
            Part::Bills => overview.bills.refreshing = true,
            Part::Sales => overview.sales.refreshing = true,
        }
    }

    pub(super) fn loaded(&mut self, serial: u64, loaded: Loaded) {
        // An answer for a wallet that has been disconnected since.
        if serial != self.serial {
            return;
        }
        let now = self.config.clock.now();
        let Loaded { part, answer, as_of, keeping } = loaded;
        self.memory.note(keeping);
        match answer {
            Ok(answer) => {
                self.schedule.answered(part, now);
                if part == Part::History {
                    // Reading took a while: rows may have come, and what is known is compared with what Monei counts.
                    self.schedule.want(Part::Transactions);
                }
                self.show(part, answer, Told::Now(as_of));
            }
            Err(error) => {
                if error.is_refusal() && part.proves_permission() {
                    self.doubtful.insert(part.feature().scope());
                }
                self.schedule.failed(part, &error, now);
                self.show_failure(part, (&error).into());
            }
        }
        self.ask_for_what_is_due();
    }

    /// Shows what Monei told.
    pub(super) fn show(&mut self, part: Part, answer: Answer, told: Told) {
        let overview = &mut self.overview;
        match (part, answer) {
            (_, Answer::Profile(user)) => put(&mut overview.profile, user, told),
            (_, Answer::Limits(status, limits)) => put(&mut overview.limits, Limits::new(status, limits), told),
            (_, Answer::Wallet(wallet)) => put(&mut overview.balances, wallet, told),
            (_, Answer::Networks(networks)) => {
                let is_newest = matches!(told, Told::Now(_)) || !self.schedule.was_answered(part);
                if let Some(sources) = listed(&networks).filter(|_| is_newest) {
                    overview.list_chains(sources);
                }
            }
            // A chain that is listed no more has no section.
            (Part::Chain(chain), Answer::Evm(portfolio)) => {
                if let Some(section) = overview.portfolio_mut(chain) {
                    put(section, portfolio, told);
                }
            }
            (Part::Chain(chain), Answer::Solana(portfolio)) => {
                if let Some(section) = overview.portfolio_mut(chain) {
                    put(section, portfolio, told);
                }
            }
            (_, Answer::Evm(_) | Answer::Solana(_) | Answer::History) => {}
            (_, Answer::Transactions(page)) => put(&mut overview.transactions, page, told),
            (_, Answer::Bills(page)) => put(&mut overview.bills, page, told),
            (_, Answer::Sales(page)) => put(&mut overview.sales, page, told),
        }
    }

    fn show_failure(&mut self, part: Part, problem: Problem) {
        let overview = &mut self.overview;
        match part {
            Part::Profile => overview.profile.fail(problem),
            Part::Limits => overview.limits.fail(problem),
            Part::Wallet => overview.balances.fail(problem),
            // The list that is known goes on being used, and how far reading is tells for itself.
            Part::Networks | Part::History => {}
            Part::Chain(chain) => {
                if let Some(section) = overview.portfolio_mut(chain) {
                    section.fail(problem);
                }
            }
            Part::Transactions => overview.transactions.fail(problem),
            Part::Bills => overview.bills.fail(problem),
            Part::Sales => overview.sales.fail(problem),
        }
    }

    /// Nothing of the session that ends is asked for or shown any more.
    pub(super) fn forget_what_was_shown(&mut self) {
        self.gate.close();
        self.gate = std::sync::Arc::new(Gate::new(self.config.clock.clone()));
        self.schedule.reset();
        self.overview = crate::overview::Overview::default();
        self.depositing = super::deposits::Depositing::default();
        self.doubtful.clear();
        self.serial += 1;
    }
}

/// When Monei told something.
#[derive(Clone, Copy, Debug)]
pub(super) enum Told {
    Now(Timestamp),
    /// In an earlier run; it may have told something newer since.
    Before(Timestamp),
}

fn put<T>(section: &mut Section<T>, value: impl Into<T>, told: Told) {
    match told {
        Told::Now(as_of) => section.take_in(value.into(), as_of),
        Told::Before(as_of) => section.recall(value.into(), as_of),
    }
}
