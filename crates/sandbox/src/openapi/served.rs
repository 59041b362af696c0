//! The routes of the API, remembered as they are added: nothing is served that the description does not know of.

use axum::Json;
use axum::Router;
use axum::handler::Handler;
use axum::http::StatusCode;
use axum::routing::{MethodFilter, MethodRouter, on};
use monei_api::endpoint::{Access, Method};
use schemars::{JsonSchema, Schema, SchemaGenerator};

use crate::world::Simulation;

/// Who is let in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Entry {
    /// Anybody.
    Open,
    /// Whoever is signed in to the API itself.
    Session,
    /// By the access table.
    Table(Access),
}

/// A call that is served.
pub(crate) struct Operation {
    pub(super) method: Method,
    /// Below the API base.
    pub(super) path: &'static str,
    pub(super) entry: Entry,
    pub(super) successes: Successes,
}

/// The schema of the body by HTTP status.
type Successes = fn(&mut SchemaGenerator) -> Vec<(StatusCode, Schema)>;

/// Routes in the making.
#[derive(Default)]
pub(crate) struct Served {
    router: Router<Simulation>,
    operations: Vec<Operation>,
}

impl Served {
    /// Serves a call whose handler looks at the credential itself.
    pub(crate) fn own<H, T>(&mut self, method: Method, path: &'static str, entry: Entry, handler: H)
    where
        H: Handler<T, Simulation> + Answers<T>,
        T: 'static,
    {
        self.add(method, path, entry, on(filter(method), handler), <H::Answer>::successes);
    }

    /// Serves a call with the route that is its own.
    pub(crate) fn add(
        &mut self,
        method: Method,
        path: &'static str,
        entry: Entry,
        route: MethodRouter<Simulation>,
        successes: Successes,
    ) {
        self.router = std::mem::take(&mut self.router).route(path, route);
        self.operations.push(Operation { method, path, entry, successes });
    }

    pub(crate) fn finish(self) -> (Router<Simulation>, Vec<Operation>) {
        (self.router, self.operations)
    }
}

pub(crate) const fn filter(method: Method) -> MethodFilter {
    match method {
        Method::Get => MethodFilter::GET,
        Method::Post => MethodFilter::POST,
        Method::Put => MethodFilter::PUT,
        Method::Patch => MethodFilter::PATCH,
        Method::Delete => MethodFilter::DELETE,
    }
}

/// What comes back where nothing is refused.
pub(crate) trait Answer {
    fn successes(generator: &mut SchemaGenerator) -> Vec<(StatusCode, Schema)>;
}

impl<T: JsonSchema> Answer for Json<T> {
    fn successes(generator: &mut SchemaGenerator) -> Vec<(StatusCode, Schema)> {
        vec![(StatusCode::OK, generator.subschema_for::<T>())]
    }
}

/// The one status beside 200 that a call has for all its answers.
impl<T: JsonSchema> Answer for (StatusCode, Json<T>) {
    fn successes(generator: &mut SchemaGenerator) -> Vec<(StatusCode, Schema)> {
        vec![(StatusCode::CREATED, generator.subschema_for::<T>())]
    }
}

impl<A: Answer, E> Answer for Result<A, E> {
    fn successes(generator: &mut SchemaGenerator) -> Vec<(StatusCode, Schema)> {
        A::successes(generator)
    }
}

/// A handler whose type tells what it answers. `T` is what axum knows it by.
pub(crate) trait Answers<T> {
    type Answer: Answer;
}

/// For functions of so many extractors.
macro_rules! answers {
    ($($from:ident)*) => {
        impl<F, Pending, M, $($from),*> Answers<(M, $($from,)*)> for F
        where
            F: Fn($($from),*) -> Pending,
            Pending: Future,
            Pending::Output: Answer,
        {
            type Answer = Pending::Output;
        }
    };
}

answers!(A);
answers!(A B);
answers!(A B C);
answers!(A B C D);

/// A handler without extractors.
impl<F, Pending> Answers<((),)> for F
where
    F: Fn() -> Pending,
    Pending: Future,
    Pending::Output: Answer,
{
    type Answer = Pending::Output;
}
