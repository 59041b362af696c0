//! The sandbox and the relay as processes on loopback, introduced to each other the documented way.

use std::fs::OpenOptions;
use std::io::Write as _;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use hyper::Method;
use serde_json::{Value, json};

use crate::application::Application;
use crate::binaries;
use crate::control::{Control, Person};
use crate::http::{self, Body, Extra};
use crate::process::{Launch, Process};

/// How the services are started.
#[derive(Clone, Debug)]
pub struct ServiceOptions {
    /// Decides every person and figure.
    pub seed: u64,
    /// 0 takes a free port.
    pub sandbox_port: u16,
    /// 0 takes a free port.
    pub relay_port: u16,
    /// The sandbox keeps Monei's documented rate limits.
    pub rate_limits: bool,
    /// How many transactions the busy person has, if that is more than usual.
    pub transactions: u32,
    /// The sandbox keeps everything in a file, so that it can be stopped and go on.
    pub lasting: bool,
    /// Where their programs lie, if not beside the running one.
    pub programs: Option<PathBuf>,
}

impl Default for ServiceOptions {
    fn default() -> Self {
        Self {
            seed: 1,
            sandbox_port: 0,
            relay_port: 0,
            rate_limits: false,
            transactions: 0,
            lasting: false,
            programs: None,
        }
    }
}

/// A running sandbox and a running relay that is registered there.
#[derive(Debug)]
pub struct Services {
    control: Control,
    sandbox_base: String,
    relay_base: String,
    relay_arguments: Vec<(&'static str, String)>,
    programs: Option<PathBuf>,
    logs: PathBuf,
    relay: Option<Process>,
    sandbox_arguments: Vec<String>,
    sandbox: Option<Process>,
}

impl Services {
    /// What the relay's metadata calls the platform that it serves.
    pub const ENVIRONMENT: &str = "demonstration";

    /// Starts both. `folder` is a private folder for the client secret.
    pub async fn start(options: &ServiceOptions, folder: &Path, logs: &Path) -> Result<Self> {
        let mut arguments =
            vec!["--port".to_owned(), options.sandbox_port.to_string(), "--seed".to_owned(), options.seed.to_string()];
        if !options.rate_limits {
            arguments.extend(["--rate-limits".to_owned(), "off".to_owned()]);
        }
        if options.transactions > 0 {
            arguments.extend(["--transactions".to_owned(), options.transactions.to_string()]);
        }
        if options.lasting {
            arguments.extend(["--data".to_owned(), folder.join("sandbox.db").display().to_string()]);
        }
        let programs = options.programs.as_deref();
        let sandbox = service("sandbox", "monei-sandbox", programs, logs)?.args(&arguments);
        let (sandbox, ready) = sandbox.start_until_ready().await?;
        let sandbox_base = listening(&ready)?;
        let control = Control::new(sandbox_base.clone());

        // The redirect URI is registered character for character, so the relay's port must be known before it runs.
        let port = if options.relay_port == 0 { http::free_port()? } else { options.relay_port };
        let relay_base = format!("http://127.0.0.1:{port}");
        let owner = control.people().await?.into_iter().find(|person| person.verified).context("a verified person")?;
        let app = register(&sandbox_base, &owner, &format!("{relay_base}/callback")).await?;
        let secret_file = folder.join("client-secret");
        let mut secret = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&secret_file)?;
        secret.write_all(app.secret.as_bytes())?;

        let relay_arguments = vec![
            ("--listen", format!("127.0.0.1:{port}")),
            ("--environment", Self::ENVIRONMENT.to_owned()),
            ("--monei-authorize-url", format!("{sandbox_base}/connect/authorize")),
            ("--monei-api-url", format!("{sandbox_base}/api/v1")),
            ("--client-id", app.id),
            ("--client-secret-file", secret_file.display().to_string()),
            ("--app-scheme", Application::SCHEMES.join(",")),
            // The sandbox may have no limit, and a journey is not to wait for one.
            ("--exchanges-per-minute", if options.rate_limits { "8" } else { "10000" }.to_owned()),
        ];
        let mut services = Self {
            control,
            sandbox_base,
            relay_base,
            relay_arguments,
            programs: options.programs.clone(),
            logs: logs.to_owned(),
            relay: None,
            sandbox_arguments: arguments,
            sandbox: Some(sandbox),
        };
        services.start_relay().await?;
        Ok(services)
    }

    /// The simulation's own controls.
    pub fn monei(&self) -> &Control {
        &self.control
    }

    /// The sandbox's origin.
    pub fn sandbox(&self) -> &str {
        &self.sandbox_base
    }

    pub fn api(&self) -> String {
        format!("{}/api/v1", self.sandbox_base)
    }

    /// The relay's origin, which is its issuer as well.
    pub fn relay(&self) -> &str {
        &self.relay_base
    }

    /// What the application is told in its environment, so that it uses these services.
    pub fn variables(&self) -> Vec<(String, String)> {
        vec![
            ("MONEI_WALLET_RELAY_URL".to_owned(), self.relay_base.clone()),
            ("MONEI_WALLET_API_URL".to_owned(), self.api()),
        ]
    }

    /// Ends the sandbox: nobody listens at its address then. Only a lasting one can be started again.
    pub async fn stop_sandbox(&mut self) {
        if let Some(sandbox) = self.sandbox.take() {
            sandbox.end().await;
        }
    }

    /// Starts the sandbox again, at the same address, as it was.
    pub async fn start_sandbox(&mut self) -> Result<()> {
        let port = self.sandbox_base.rsplit(':').next().context("a port")?.to_owned();
        let sandbox = service("sandbox", "monei-sandbox", self.programs.as_deref(), &self.logs)?;
        let mut arguments = self.sandbox_arguments.clone();
        let place = arguments.iter().position(|argument| argument == "--port").context("a port")?;
        *arguments.get_mut(place + 1).context("a port")? = port;
        let (sandbox, ready) = sandbox.args(&arguments).start_until_ready().await?;
        let listens = listening(&ready)?;
        if listens != self.sandbox_base {
            bail!("the sandbox listens at {listens} instead of {}", self.sandbox_base);
        }
        self.sandbox = Some(sandbox);
        Ok(())
    }

    /// Ends the relay: nobody listens at its address then.
    pub async fn stop_relay(&mut self) {
        if let Some(relay) = self.relay.take() {
            relay.end().await;
        }
    }

    /// Starts the relay again, at the same address and with the same registration.
    pub async fn start_relay(&mut self) -> Result<()> {
        let (relay, listens) = self.run_relay(&self.relay_arguments).await?;
        if listens != self.relay_base {
            bail!("the relay listens at {listens} instead of {}", self.relay_base);
        }
        self.relay = Some(relay);
        Ok(())
    }

    /// A second relay, for another platform, and its address.
    pub async fn relay_of(&self, environment: &str) -> Result<(Process, String)> {
        let mut arguments = self.relay_arguments.clone();
        for (name, value) in &mut arguments {
            match *name {
                "--environment" => environment.clone_into(value),
                "--listen" => "127.0.0.1:0".clone_into(value),
                _ => {}
            }
        }
        self.run_relay(&arguments).await
    }

    async fn run_relay(&self, arguments: &[(&'static str, String)]) -> Result<(Process, String)> {
        let relay = service("relay", "monei-relay", self.programs.as_deref(), &self.logs)?;
        let arguments = arguments.iter().flat_map(|(name, value)| [*name, value]);
        let (relay, ready) = relay.args(arguments).start_until_ready().await?;
        Ok((relay, listening(&ready)?))
    }
}

struct App {
    id: String,
    secret: String,
}

/// What a developer does at Monei: signs in, and registers the application (`monei-api.md` §1.2).
async fn register(sandbox: &str, owner: &Person, redirect: &str) -> Result<App> {
    let login = json!({ "email": owner.email, "pin": owner.login_pin });
    let session = http::post(&format!("{sandbox}/api/v1/auth/auth/login"), login).await?.ok()?.json()?;
    let token = session.pointer("/data/accessToken").and_then(Value::as_str).context("a session token")?;
    let app = json!({
        "appName": "Monei Wallet",
        "appDescription": "A desktop wallet",
        "redirectUris": [redirect],
    });
    let extra = Extra { bearer: Some(token), ..Extra::default() };
    let url = format!("{sandbox}/api/v1/connect/apps/register");
    let app = http::send(Method::POST, &url, Body::Json(app), extra).await?.ok()?.json()?;
    let text = |key: &str| app.get(key).and_then(Value::as_str).map(str::to_owned).with_context(|| key.to_owned());
    Ok(App { id: text("clientId")?, secret: text("clientSecret")? })
}

fn service(name: &str, binary: &str, programs: Option<&Path>, logs: &Path) -> Result<Launch> {
    let program = programs.map_or_else(|| binaries::built(binary), |folder| Ok(folder.join(binary)))?;
    let log = std::env::var("RUST_LOG").unwrap_or_else(|_| "info".to_owned());
    Ok(Launch::new(name, program, logs).envs([("RUST_LOG", log.as_str()), ("RUST_BACKTRACE", "1")]))
}

/// `{"listening":"http://127.0.0.1:4010"}`
fn listening(line: &str) -> Result<String> {
    let ready: Value = serde_json::from_str(line).with_context(|| format!("not a ready line: {line}"))?;
    let address =
        ready.get("listening").and_then(Value::as_str).with_context(|| format!("not a ready line: {line}"))?;
    Ok(address.trim_end_matches('/').to_owned())
}
