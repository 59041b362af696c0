//! The control API under `/sandbox`: what a test or a developer does to the simulation itself. It is not part of Monei.
//!
//! It only answers programs on this computer: another computer, a host name that is not a loopback one, or a page of
//! another website in a browser gets a 403, even where the simulation itself is served to others.
//!
//! Bodies are JSON objects; an unknown field, switch or value is a 400. Errors have the API's common body. Paths are
//! templates below the API base, such as `/transactions/{id}`, or website paths, such as `/connect/authorize`.
//!
//! | Call | Body | Answer |
//! |---|---|---|
//! | `GET /sandbox/people` | | `{people: [Person]}` |
//! | `POST /sandbox/people` | `{seed}` | 201 `Person`; 200 if the seed's person is already here |
//! | `GET /sandbox/people/{id}` | | `Person`; `?transactions=all` lists the whole history instead of the latest ten |
//! | `POST /sandbox/people/{id}/grants/revoke` | none, or `{clientId}` | `{grants, pairs}`: how many went |
//! | `POST /sandbox/tokens/expire` | none, or `{person}` (an id) | `{expired}`: access tokens that expired; refresh tokens stay |
//! | `GET /sandbox/tokens` | | `{apps: [{clientId, name, website, redirectUris}], grants: [{person, clientId, scopes}], tokens: [{id, person, clientId, access, refresh, scopes, accessExpires, refreshExpires}]}`: what can still be used; tokens are masked |
//! | `POST /sandbox/tokens/revoke` | `{id}` | 204; kills a pair, as if one of its tokens had been revoked |
//! | `GET /sandbox/requests` | | `{requests: [Request]}`: the latest, the newest first |
//! | `GET /sandbox/requests/{id}` | | `Request` with `{target, request: {headers, body}, response: {headers, body}}`, secrets masked |
//! | `GET /sandbox/requests/stream` | | the same as they come, as server-sent events `request`; first those after `Last-Event-ID` |
//! | `DELETE /sandbox/requests` | | 204; forgets them |
//! | `GET /sandbox/calls` | | `{endpoints: [{method, path, calls, refusedForScope, statuses: {"200": n}}], totals: {calls, outOfScope}}` |
//! | `DELETE /sandbox/calls` | | 204; starts counting anew |
//! | `GET /sandbox/switches` | | all switches |
//! | `PATCH /sandbox/switches` | some switches | all switches |
//! | `GET /sandbox/faults` | | `{faults: [Fault]}`: those that still wait |
//! | `POST /sandbox/faults` | `Fault` | 201 `{faults}` |
//! | `DELETE /sandbox/faults` | | 204 |
//! | `GET /sandbox/clock` | | `{now}` |
//! | `POST /sandbox/clock` | `{advanceSeconds}` | `{now}`; what is due by then goes on, also where time is `explicit` |
//! | `GET /sandbox/pending` | | `{pending: [{id, reference, person, kind, due}]}`: what is under way, the next first |
//! | `POST /sandbox/pending` | `{item, outcome}` | `{pending}`; `item` is an id or else a reference, and `outcome` is `next` (one step, as by itself), `finish` (to its good end) or `fail` |
//! | `GET /sandbox/offramp` | | `{orders: [{id, reference, person, status, asset, network, cryptoAmount}]}`, the oldest first |
//! | `POST /sandbox/offramp/deposit` | `{order}` (an id or a reference) | `{orders}`: the one, whose deposit has arrived from outside |
//! | `GET /sandbox/ledger` | | `{sound, movements, transactions, sums, unbalanced, overdrawn, unexplained}`: whether everything adds up |
//!
//! `Person`: `{id, name, firstName, lastName, email, phone, loginPin, transactionPin, tier, verified, nairaBalance,
//! virtualAccount: {accountNumber, bankName} | null, subwallets: [{id, type, currency, balance, chain, address}],
//! holdings: [{chainId | null, network, symbol, address | null, balance, held}] (all crypto of which there is some),
//! transactionCount, transactions: [{id, amount, currency, type, direction, status, narration, reference, createdAt}]}`.
//! Amounts are exact decimal strings, those of naira with two decimals; transactions are newest first.
//!
//! `Request`: `{id, at, method, path, outcome, tookMs, person, credential}`. `path` is a template, `outcome` the HTTP
//! status or `dropped`, `person` a name, `credential` masked.
//!
//! `Fault`: `{path, kind, method?, status?, message?, retryAfter?, latencyMs?, pieceBytes?, pauseMs?, texts?,
//! times?, probability?}`. `path` is a template, a concrete path, or a beginning with `*`. Kinds: `latency`; `slow` (the right
//! answer in pieces of `pieceBytes`, 1 when absent, with a pause of `pauseMs` between them, 100 when absent); `status`,
//! `html`, `redirectLoop`, `dropBefore` (not processed); `malformed`, `halfReply`, `dropAfter` (processed, but the answer
//! is broken, cut or lost); `texts` (the right answer, with `texts` in the place of narrations, names, banks and messages,
//! one after another and from the beginning again). A fault hits `times` requests, a number or `"always"`, each with a `probability` above 0 and
//! up to 1. Absent, `times` is 1, or `"always"` beside a probability. Latencies add up; of the other kinds the first that
//! matches hits. Which requests are hit by chance follows from the seed and the order of the requests. The control API
//! itself is never hit. A path that is not there is a fault of the status 404.
//!
//! Where the switch `time` is `auto`, what is under way goes on as time passes; where it is `explicit`, only the two calls
//! above that say so take it further. What a person's history shows as pending from before the start stays so until it is
//! named. A recurring payment that is finished is made once more, and then no more.
//!
//! Switches: see [`Switches`](crate::Switches).

pub(crate) mod guard;
mod offramp;
mod pending;
mod people;
mod requests;
mod settings;
mod tokens;

use axum::Router;
use axum::middleware::from_fn;
use axum::routing::{get, post};

use crate::world::Simulation;

pub(crate) fn routes() -> Router<Simulation> {
    Router::new()
        .route("/sandbox/people", get(people::list).post(people::make))
        .route("/sandbox/people/{id}", get(people::one))
        .route("/sandbox/people/{id}/grants/revoke", post(people::revoke_grants))
        .route("/sandbox/tokens/expire", post(people::expire_tokens))
        .route("/sandbox/tokens", get(tokens::list))
        .route("/sandbox/tokens/revoke", post(tokens::revoke))
        .route("/sandbox/requests", get(requests::list).delete(requests::clear))
        .route("/sandbox/requests/stream", get(requests::stream))
        .route("/sandbox/requests/{id}", get(requests::one))
        .route("/sandbox/calls", get(settings::calls).delete(settings::reset_calls))
        .route("/sandbox/switches", get(settings::switches).patch(settings::set_switches))
        .route("/sandbox/faults", get(settings::faults).post(settings::add_fault).delete(settings::clear_faults))
        .route("/sandbox/clock", get(settings::clock).post(settings::advance_clock))
        .route("/sandbox/pending", get(pending::list).post(pending::go_on))
        .route("/sandbox/ledger", get(pending::audit))
        .route("/sandbox/offramp", get(offramp::list))
        .route("/sandbox/offramp/deposit", post(offramp::deposit))
        .route_layer(from_fn(guard::admit))
}
