//! The load of `cargo xtask bench sandbox`, a program of its own so that it is built with optimizations: a plan on
//! standard input, figures on standard output.

#![expect(clippy::disallowed_types, clippy::float_arithmetic, reason = "times are measured, and no amounts")]

use std::error::Error;
use std::io;
use std::time::Duration;

use http_body_util::{BodyExt, Full};
use hyper::body::Bytes;
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper::{Request, StatusCode};
use hyper_util::rt::TokioIo;
use serde::Deserialize;
use tokio::net::TcpStream;
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep_until};

type Outcome<T> = Result<T, Box<dyn Error + Send + Sync>>;

#[derive(Deserialize)]
struct Plan {
    host: String,
    work: Work,
    calls: Vec<Call>,
}

/// Those on several connections repeat the first call.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
enum Work {
    /// Ask again as soon as there is an answer: prints how many answers there were a second.
    Throughput { connections: usize, seconds: u64 },
    /// Ask so many times a second, whether or not the server keeps up: prints how many milliseconds each took.
    Paced { connections: u32, seconds: u64, per_second: u32 },
    /// Ask for everything on one connection: prints how many milliseconds each took.
    InTurn,
    /// Ask once: prints the body.
    Once,
}

#[derive(Clone, Deserialize)]
struct Call {
    method: String,
    path: String,
    headers: Vec<(String, String)>,
    body: String,
}

#[tokio::main]
async fn main() -> Outcome<()> {
    let Plan { host, work, calls } = serde_json::from_reader(io::stdin())?;
    let first = calls.first().ok_or("a call")?;
    let printed = match work {
        Work::Throughput { connections, seconds } => {
            throughput(&host, first, connections, Duration::from_secs(seconds)).await?.to_string()
        }
        Work::Paced { connections, seconds, per_second } => {
            let between = Duration::from_secs(1) / per_second;
            serde_json::to_string(&paced(&host, first, connections, Duration::from_secs(seconds), between).await?)?
        }
        Work::InTurn => serde_json::to_string(&in_turn(&host, &calls).await?)?,
        Work::Once => String::from_utf8(Connection::open(&host).await?.ask(first).await?.to_vec())?,
    };
    println!("{printed}");
    Ok(())
}

async fn throughput(host: &str, call: &Call, connections: usize, during: Duration) -> Outcome<f64> {
    let end = Instant::now() + during;
    let mut askers = JoinSet::new();
    for _ in 0..connections {
        let (mut connection, call) = (Connection::open(host).await?, call.clone());
        askers.spawn(async move {
            let mut answers = 0_u32;
            while Instant::now() < end {
                connection.ask(&call).await?;
                answers += 1;
            }
            Outcome::Ok(answers)
        });
    }
    let mut answers = 0;
    while let Some(asker) = askers.join_next().await {
        answers += asker??;
    }
    Ok(f64::from(answers) / during.as_secs_f64())
}

/// A request that had to wait for its turn counts from when it was due: otherwise a server that stalls would be asked
/// less, and look quick.
async fn paced(host: &str, call: &Call, connections: u32, during: Duration, between: Duration) -> Outcome<Vec<f64>> {
    // Once all are connected.
    let start = Instant::now() + Duration::from_millis(500);
    let end = start + during;
    let mut askers = JoinSet::new();
    for asker in 0..connections {
        let (mut connection, call) = (Connection::open(host).await?, call.clone());
        askers.spawn(async move {
            let mut times = Vec::new();
            let mut due = start + between * asker;
            while due < end {
                sleep_until(due).await;
                connection.ask(&call).await?;
                times.push(milliseconds(due));
                due += between * connections;
            }
            Outcome::Ok(times)
        });
    }
    let mut times = Vec::new();
    while let Some(asker) = askers.join_next().await {
        times.extend(asker??);
    }
    Ok(times)
}

async fn in_turn(host: &str, calls: &[Call]) -> Outcome<Vec<f64>> {
    let mut connection = Connection::open(host).await?;
    let mut times = Vec::new();
    for call in calls {
        let began = Instant::now();
        connection.ask(call).await?;
        times.push(milliseconds(began));
    }
    Ok(times)
}

fn milliseconds(since: Instant) -> f64 {
    since.elapsed().as_secs_f64() * 1000.0
}

/// A connection that is kept.
struct Connection {
    sender: SendRequest<Full<Bytes>>,
    host: String,
}

impl Connection {
    async fn open(host: &str) -> Outcome<Self> {
        let stream = TcpStream::connect(host).await?;
        stream.set_nodelay(true)?;
        let (sender, connection) = handshake(TokioIo::new(stream)).await?;
        tokio::spawn(connection);
        Ok(Self { sender, host: host.to_owned() })
    }

    /// The body of the answer, which is a success.
    async fn ask(&mut self, call: &Call) -> Outcome<Bytes> {
        let mut request = Request::builder().method(call.method.as_str()).uri(&call.path).header("host", &self.host);
        for (name, value) in &call.headers {
            request = request.header(name, value);
        }
        self.sender.ready().await?;
        let answer = self.sender.send_request(request.body(Full::from(call.body.clone()))?).await?;
        let status = answer.status();
        let body = answer.into_body().collect().await?.to_bytes();
        if status == StatusCode::OK {
            Ok(body)
        } else {
            Err(format!("{} answered {status}: {}", call.path, String::from_utf8_lossy(&body)).into())
        }
    }
}
