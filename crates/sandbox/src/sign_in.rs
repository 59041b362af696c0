//! `POST /auth/auth/login {email, pin}` (`monei-api.md` §0.4; the path really has `auth` twice): a session token for
//! the account holder, which registering an application needs.

use axum::Json;
use axum::extract::State;
use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use jiff::{SignedDuration, Timestamp};
use monei_api::endpoint::Method;
use monei_api::envelope::Envelope;
use rand::RngExt;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::body::JsonBody;
use crate::openapi::{Entry, Served};
use crate::refusal::Refusal;
use crate::world::Simulation;

/// Undocumented; a day.
const SESSION_LIFETIME: SignedDuration = SignedDuration::from_hours(24);

/// A signed-in account holder.
#[derive(Serialize, Deserialize)]
pub(crate) struct Session {
    pub(crate) person: String,
    pub(crate) expires_at: Timestamp,
}

/// The answer's shape is undocumented; the names are the simulation's choice.
#[derive(JsonSchema, Serialize)]
#[serde(rename_all = "camelCase")]
struct SignedIn {
    access_token: String,
    user: SignedInUser,
}

#[derive(JsonSchema, Serialize)]
#[serde(rename_all = "camelCase")]
struct SignedInUser {
    id: String,
    email: String,
    name: String,
}

pub(crate) fn serve(served: &mut Served) {
    served.own(Method::Post, "/auth/auth/login", Entry::Open, sign_in);
}

async fn sign_in(State(simulation): State<Simulation>, body: JsonBody) -> Result<Json<Envelope<SignedIn>>, Refusal> {
    let (email, pin) = (body.required("email")?, body.required("pin")?);
    let mut world = simulation.lock();
    let now = world.now();
    let person = world.people.sign_in(email, pin, now).ok_or(Refusal::SignIn)?;
    let user = SignedInUser { id: person.id.clone(), email: person.email.clone(), name: person.name() };
    let expires_at = now + SESSION_LIFETIME;
    let access_token = session_token(&user.id, now, expires_at, &world.secrets.random::<[u8; 32]>());
    world.sessions.retain(|_, session| session.expires_at > now);
    world.sessions.insert(access_token.clone(), Session { person: user.id.clone(), expires_at });
    Ok(Json(Envelope::ok("Login successful", SignedIn { access_token, user })))
}

/// A token in the form of a JWT. Its last part is random rather than a signature: it is looked up, not verified.
fn session_token(subject: &str, issued_at: Timestamp, expires_at: Timestamp, tail: &[u8]) -> String {
    let header = json!({ "alg": "HS256", "typ": "JWT" });
    let claims = json!({ "sub": subject, "iat": issued_at.as_second(), "exp": expires_at.as_second() });
    let part = |bytes: &[u8]| BASE64_URL_SAFE_NO_PAD.encode(bytes);
    [part(header.to_string().as_bytes()), part(claims.to_string().as_bytes()), part(tail)].join(".")
}
