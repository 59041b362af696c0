//! What is shown of the wallet, and asking Monei for it, each part by itself.

use jiff::Timestamp;

use super::Input;
use super::run::Loop;
use crate::overview::{Limits, Section, listed};
use crate::problem::Problem;
use crate::session::Grants;
use crate::sync::gate::Reader;
use crate::sync::read::{Answer, ReadError};
use crate::sync::{Gate, Part};

/// What became of asking for a part.
pub(super) struct Loaded {
    part: Part,
    answer: Result<Answer, ReadError>,
}

impl Loop {
    /// A person wants all of it now.
    pub(super) fn refresh(&mut self) {
        self.schedule.want_all();
        self.finish_revocations();
        self.ask_for_what_is_due();
    }

    /// The window can be seen or not; a person who comes to it is shown what is fresh.
    pub(super) fn set_visible(&mut self, visible: bool) {
        self.schedule.set_visible(visible, self.config.clock.now());
        self.ask_for_what_is_due();
    }

    /// Everything that the granted permissions allow to ask for. What is doubtful is not asked for until the person
    /// enables it again.
    fn parts(&self) -> Vec<Part> {
        let Some(session) = &self.session else { return Vec::new() };
        let callable = session.inspect(Grants::effective);
        let chains = self.overview.chains().map(Part::Chain);
        let parts = [Part::Profile, Part::Limits, Part::Wallet, Part::Networks, Part::Transactions];
        let parts = parts.into_iter().chain(chains).chain([Part::Bills, Part::Sales]);
        let allowed = |part: &Part| {
            let feature = part.feature();
            feature.is_granted(callable) && !self.doubtful.contains(&feature.scope())
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
            let (serial, reader) = (self.serial, Reader::new(session.clone(), self.gate.clone()));
            self.spawn(async move {
                let answer = reader.read(part).await;
                Input::Loaded { serial, loaded: Box::new(Loaded { part, answer }) }
            });
        }
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
            Part::Networks => {}
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
        let Loaded { part, answer } = loaded;
        match answer {
            Ok(answer) => {
                self.schedule.answered(part, now);
                self.show(part, answer, now);
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

    /// Shows what Monei told at that time.
    fn show(&mut self, part: Part, answer: Answer, as_of: Timestamp) {
        let overview = &mut self.overview;
        match (part, answer) {
            (_, Answer::Profile(user)) => overview.profile.take_in(user.into(), as_of),
            (_, Answer::Limits(status, limits)) => overview.limits.take_in(Limits::new(status, limits), as_of),
            (_, Answer::Wallet(wallet)) => overview.balances.take_in(wallet.into(), as_of),
            (_, Answer::Networks(networks)) => {
                if let Some(sources) = listed(&networks) {
                    overview.list_chains(sources);
                }
            }
            (Part::Chain(chain), Answer::Evm(portfolio)) => {
                take_in(overview.portfolio_mut(chain), portfolio, as_of);
            }
            (Part::Chain(chain), Answer::Solana(portfolio)) => {
                take_in(overview.portfolio_mut(chain), portfolio, as_of);
            }
            (_, Answer::Evm(_) | Answer::Solana(_)) => {}
            (_, Answer::Transactions(page)) => overview.transactions.take_in(page.into(), as_of),
            (_, Answer::Bills(page)) => overview.bills.take_in(page.into(), as_of),
            (_, Answer::Sales(page)) => overview.sales.take_in(page.into(), as_of),
        }
    }

    fn show_failure(&mut self, part: Part, problem: Problem) {
        let overview = &mut self.overview;
        match part {
            Part::Profile => overview.profile.fail(problem),
            Part::Limits => overview.limits.fail(problem),
            Part::Wallet => overview.balances.fail(problem),
            // The list that is known goes on being used.
            Part::Networks => {}
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
        self.doubtful.clear();
        self.serial += 1;
    }
}

/// A chain that is listed no more has no section.
fn take_in<T>(section: Option<&mut Section<T>>, told: impl Into<T>, as_of: Timestamp) {
    if let Some(section) = section {
        section.take_in(told.into(), as_of);
    }
}
