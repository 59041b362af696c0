//! OAuth clients that know nothing of this project complete the flow at the relay: in Rust, in Python and in Node.
//!
//! The consent pages are filled in by plain HTTP, so neither a display nor the application takes part.

use std::io;
use std::process::Stdio;

use anyhow::{Context, ensure};
use monei_e2e::consent::Visitor;
use monei_e2e::http::{self, Body, Extra};
use monei_e2e::journey::{Answer, READ_SCOPES};
use monei_e2e::services::{ServiceOptions, Services};
use monei_e2e::{Result, binaries, evidence, wait};
use oauth2::basic::{BasicClient, BasicTokenResponse};
use oauth2::{
    AsyncHttpClient, AuthType, AuthUrl, AuthorizationCode, ClientId, CsrfToken, HttpRequest, HttpResponse,
    PkceCodeChallenge, RedirectUrl, RequestTokenError, Scope, TokenResponse, TokenUrl,
};
use serde::Deserialize;
use serde_json::Value;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::process::Command;
use tokio::time::timeout;
use url::Url;

/// Nobody listens there: the visitor stops where a browser would have gone.
const REDIRECT: &str = "http://127.0.0.1:49152/callback";

/// What the person answers, and what a client must then be given.
const CASES: [(Answer<'static>, &[&str]); 3] = [
    (Answer::AllowAll, &READ_SCOPES),
    (Answer::Allow(&["profile:read", "wallet:read"]), &["profile:read", "wallet:read"]),
    (Answer::Deny, &[]),
];

/// What a client says that it was given.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Given {
    error: Option<String>,
    /// RFC 6749's space-separated list.
    scope: Option<String>,
    /// Monei's array.
    scopes: Option<Vec<String>>,
    token_type: Option<String>,
    expires_in: Option<u32>,
}

impl Given {
    fn check(self, expected: &[&str]) -> Result<()> {
        if expected.is_empty() {
            ensure!(self.error.as_deref() == Some("access_denied"), "{self:?}");
            return Ok(());
        }
        ensure!(self.error.is_none(), "{self:?}");
        let mut scope: Vec<&str> = self.scope.as_deref().unwrap_or_default().split(' ').collect();
        let mut scopes: Vec<&str> = self.scopes.iter().flatten().map(String::as_str).collect();
        let mut expected = expected.to_vec();
        for list in [&mut scope, &mut scopes, &mut expected] {
            list.sort_unstable();
        }
        ensure!(scope == expected && scopes == expected, "{self:?} instead of {expected:?}");
        ensure!(self.token_type.as_deref().is_some_and(|kind| kind.eq_ignore_ascii_case("bearer")), "{self:?}");
        ensure!(self.expires_in.is_some_and(|seconds| (1..=3600).contains(&seconds)), "{self:?}");
        Ok(())
    }
}

struct Platform {
    services: Services,
    _secrets: tempfile::TempDir,
}

impl Platform {
    async fn start(name: &str) -> Result<Self> {
        let folder = evidence::folder_for(name)?;
        let secrets = tempfile::tempdir()?;
        let services = Services::start(&ServiceOptions::default(), secrets.path(), &folder.join("logs")).await?;
        Ok(Self { services, _secrets: secrets })
    }

    /// A new person in a browser of their own answers the request at this address.
    async fn answer(&self, seed: u64, address: &str, answer: Answer<'_>) -> Result<Url> {
        let person = self.services.monei().make_person(seed).await?;
        Visitor::new().authorize(address, REDIRECT, &person, answer).await
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn r09_r13_a_client_in_rust_completes_the_flow_in_full_in_part_and_denied() -> Result<()> {
    let platform = Platform::start("oauth-rust").await?;
    let relay = platform.services.relay();
    let metadata = http::get(&format!("{relay}/.well-known/oauth-authorization-server")).await?.ok()?.json()?;
    let text = |key: &str| metadata.get(key).and_then(Value::as_str).map(str::to_owned).with_context(|| key.to_owned());
    ensure!(text("issuer")? == relay, "RFC 8414 §3.3");
    ensure!(metadata.get("authorization_response_iss_parameter_supported") == Some(&Value::Bool(true)), "RFC 9207 §3");

    for (seed, (answer, expected)) in (1..).zip(CASES) {
        let client = BasicClient::new(ClientId::new("monei-wallet".to_owned()))
            .set_auth_uri(AuthUrl::new(text("authorization_endpoint")?)?)
            .set_token_uri(TokenUrl::new(text("token_endpoint")?)?)
            .set_redirect_uri(RedirectUrl::new(REDIRECT.to_owned())?)
            .set_auth_type(AuthType::RequestBody);
        let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
        let (address, state) = client
            .authorize_url(CsrfToken::new_random)
            .add_scopes(READ_SCOPES.map(|scope| Scope::new(scope.to_owned())))
            .set_pkce_challenge(challenge)
            .url();

        let answered = platform.answer(seed, address.as_str(), answer).await?;
        let parameter =
            |name: &str| answered.query_pairs().find(|(key, _)| key == name).map(|(_, value)| value.into_owned());
        ensure!(parameter("state").as_ref() == Some(state.secret()), "{answered}");
        ensure!(parameter("iss").as_deref() == Some(relay), "{answered}");
        let given = match parameter("code") {
            None => Given { error: parameter("error"), ..Given::default() },
            Some(code) => {
                let exchange = client.exchange_code(AuthorizationCode::new(code)).set_pkce_verifier(verifier);
                given(exchange.request_async(&Http).await)?
            }
        };
        given.check(expected).with_context(|| format!("{answer:?}"))?;
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn r09_r13_a_client_in_python_completes_the_flow_in_full_in_part_and_denied() -> Result<()> {
    // The system's own Python has the system's own packages.
    complete_with("oauth-python", "/usr/bin/python3", "python/client.py").await
}

#[tokio::test(flavor = "multi_thread")]
async fn r09_r13_a_client_in_node_completes_the_flow_in_full_in_part_and_denied() -> Result<()> {
    let packages = binaries::root().join("tests/clients/node/node_modules");
    ensure!(packages.is_dir(), "`npm ci --prefix tests/clients/node` comes first; `cargo xtask test` does it");
    complete_with("oauth-node", "node", "node/client.js").await
}

#[tokio::test(flavor = "multi_thread")]
async fn r02_r14_an_answer_is_worth_nothing_without_its_verifier() -> Result<()> {
    let platform = Platform::start("oauth-verifier").await?;
    let relay = platform.services.relay();
    let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
    let mut address = Url::parse(&format!("{relay}/authorize"))?;
    address.query_pairs_mut().extend_pairs([
        ("response_type", "code"),
        ("client_id", "monei-wallet"),
        ("redirect_uri", REDIRECT),
        ("scope", "profile:read"),
        ("state", "0123456789abcdefghij"),
        ("code_challenge", challenge.as_str()),
        ("code_challenge_method", "S256"),
    ]);
    let answered = platform.answer(1, address.as_str(), Answer::AllowAll).await?;
    let code = answered.query_pairs().find(|(key, _)| key == "code").context("a code")?.1.into_owned();
    let other = PkceCodeChallenge::new_random_sha256().1;
    for (attempt, (sent, status)) in
        [(None, 400), (Some(other.secret().as_str()), 400), (Some(verifier.secret().as_str()), 200)]
            .into_iter()
            .enumerate()
    {
        let mut form = vec![
            ("grant_type", "authorization_code"),
            ("code", &code),
            ("client_id", "monei-wallet"),
            ("redirect_uri", REDIRECT),
        ];
        form.extend(sent.map(|verifier| ("code_verifier", verifier)));
        let form = form.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
        let url = format!("{relay}/token");
        let answer = http::send(hyper::Method::POST, &url, Body::Form(form), Extra::default()).await?;
        ensure!(answer.status.as_u16() == status, "attempt {attempt}: {} {}", answer.status, answer.body);
        ensure!(status == 200 || answer.json()?.get("error").is_some_and(Value::is_string), "{}", answer.body);
    }
    Ok(())
}

/// The client prints the authorization address, reads the answer's address, and prints what it was given.
async fn complete_with(name: &str, interpreter: &str, script: &str) -> Result<()> {
    let platform = Platform::start(name).await?;
    let script = binaries::root().join("tests/clients").join(script);
    for (seed, (answer, expected)) in (1..).zip(CASES) {
        let mut client = Command::new(interpreter)
            .arg(&script)
            .args([platform.services.relay(), REDIRECT, &READ_SCOPES.join(" ")])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()?;
        let mut lines = BufReader::new(client.stdout.take().context("standard output")?).lines();
        let mut input = client.stdin.take().context("standard input")?;
        let address = timeout(wait::PATIENCE, lines.next_line()).await??.context("an authorization address")?;
        let answered = platform.answer(seed, &address, answer).await?;
        input.write_all(format!("{answered}\n").as_bytes()).await?;
        let given = timeout(wait::PATIENCE, lines.next_line()).await??.context("what it was given")?;
        let given: Given = serde_json::from_str(&given)?;
        given.check(expected).with_context(|| format!("{answer:?}"))?;
    }
    Ok(())
}

type Exchanged<E> = std::result::Result<
    BasicTokenResponse,
    RequestTokenError<E, oauth2::StandardErrorResponse<oauth2::basic::BasicErrorResponseType>>,
>;

/// The crate knows `scope` only; that `scopes` says the same is checked on the body beside it.
fn given<E: std::error::Error + 'static>(exchanged: Exchanged<E>) -> Result<Given> {
    match exchanged {
        Ok(token) => {
            let scopes: Vec<String> =
                token.scopes().into_iter().flatten().map(|scope| scope.as_str().to_owned()).collect();
            Ok(Given {
                error: None,
                scope: Some(scopes.join(" ")),
                scopes: Some(scopes),
                token_type: Some(token.token_type().as_ref().to_owned()),
                expires_in: token.expires_in().and_then(|time| time.as_secs().try_into().ok()),
            })
        }
        Err(RequestTokenError::ServerResponse(refusal)) => {
            Ok(Given { error: Some(refusal.error().to_string()), ..Given::default() })
        }
        Err(error) => Err(anyhow::anyhow!("{error:?}")),
    }
}

/// The crate's requests over this harness's HTTP client.
struct Http;

impl<'c> AsyncHttpClient<'c> for Http {
    type Error = io::Error;
    type Future = std::pin::Pin<Box<dyn Future<Output = std::result::Result<HttpResponse, io::Error>> + Send + 'c>>;

    fn call(&'c self, request: HttpRequest) -> Self::Future {
        Box::pin(async move {
            let (head, body) = request.into_parts();
            let form = url::form_urlencoded::parse(&body).into_owned().collect();
            let sent = http::send(head.method, &head.uri.to_string(), Body::Form(form), Extra::default()).await;
            let answer = sent.map_err(|error| io::Error::other(format!("{error:#}")))?;
            let mut response = HttpResponse::new(answer.body.into_bytes());
            *response.status_mut() = answer.status;
            *response.headers_mut() = answer.headers;
            Ok(response)
        })
    }
}
