//! The work of `cargo xtask bench money`, a program of its own so that it is built with optimizations: how long it takes
//! from the person's word until the first byte of the request is there, beside one durable commit of an encrypted database
//! followed by a connection and the same bytes. Figures come out as JSON, in milliseconds.

#![expect(clippy::float_arithmetic, reason = "times are measured, and no amounts")]

#[path = "signed_in/mod.rs"]
mod signed_in;
#[path = "../tests/app/simulated.rs"]
#[expect(
    dead_code,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "the tests' own, of which this needs a part"
)]
mod simulated;

use std::collections::BTreeSet;
use std::error::Error;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;
use std::time::{Duration, Instant};

use jiff::{SignedDuration, Timestamp};
use monei_api::Scope;
use monei_client::{BaseUrl, MoneyClient};
use monei_core::Clock;
use monei_core::cache::CacheKey;
use monei_core::payments::{Desk, Order, PaymentJournal, Pin, State};
use rusqlite::Connection;
use serde_json::json;
use simulated::Simulated;

/// Payments that count, after those that only warm caches.
const PAYMENTS: usize = 200;
const WARM_UPS: usize = 20;
/// About what the journal keeps of a payment.
const RECORD: usize = 600;
const LONGEST_WAIT: Duration = Duration::from_secs(10);

type Failure = Box<dyn Error + Send + Sync>;

/// Pays on a thread of the runtime, as commands of the window do.
#[tokio::main]
async fn main() -> Result<(), Failure> {
    tokio::spawn(measure()).await?
}

async fn measure() -> Result<(), Failure> {
    let folder = tempfile::tempdir()?;
    let monei = Simulated::busy(10).await;
    let an_hour = SignedDuration::from_hours(1);
    let (session, _) = signed_in::session(&monei, Scope::WalletSend, an_hour, Some(folder.path())).await?;
    let (recorder, arrivals) = record()?;
    let clock = Clock::system();
    let journal = PaymentJournal::open(folder.path(), "bench", CacheKey::random()?, clock.now()).await?;
    let sender = MoneyClient::new(BaseUrl::parse(&format!("http://{recorder}/api"))?, || Timestamp::UNIX_EPOCH)?;
    let desk = Desk::new(session, sender, journal, clock);
    let database = bare_database(folder.path())?;

    let (mut payments, mut bare) = (Vec::new(), Vec::new());
    for pair in 0..WARM_UPS + PAYMENTS {
        let order =
            Order::PeerTransfer { receiver: "ngozi@example.ng".into(), amount: format!("{}.25", pair + 1).parse()? };
        let prepared = desk.prepare(&order).await?;
        let request = format!(
            "POST /api/wallet/payout/transfer HTTP/1.1\r\nhost: {recorder}\r\ncontent-length: 60\r\n\r\n{:60}",
            "{}"
        );
        let mut prepared = Some(prepared);
        for turn in [pair % 2, (pair + 1) % 2] {
            let started = Instant::now();
            if turn == 0 {
                let prepared = prepared.take().ok_or("one payment")?;
                let committed =
                    desk.commit(prepared, Some(Pin::new("975310".to_owned().into())?), &BTreeSet::new()).await?;
                if !matches!(committed.state, State::Succeeded { .. }) || committed.not_kept.is_some() {
                    return Err(format!("{committed:?}").into());
                }
            } else {
                database.execute("INSERT INTO record (told) VALUES (?1)", [vec![7_u8; RECORD]])?;
                let mut connection = TcpStream::connect(recorder)?;
                connection.write_all(request.as_bytes())?;
                connection.read_to_end(&mut Vec::new())?;
            }
            let arrived = arrivals.recv_timeout(LONGEST_WAIT)?;
            if pair >= WARM_UPS {
                let times = if turn == 0 { &mut payments } else { &mut bare };
                times.push(arrived.duration_since(started).as_secs_f64() * 1e3);
            }
        }
    }
    println!("{}", json!({ "payments": payments, "bare": bare }));
    Ok(())
}

/// A database that keeps the same promise as the journal, and does nothing else.
fn bare_database(folder: &Path) -> Result<Connection, Failure> {
    let database = Connection::open(folder.join("bare.db"))?;
    database.pragma_update(None, "key", "bench")?;
    database.pragma_update_and_check(None, "journal_mode", "wal", |_| Ok(()))?;
    database.execute_batch(
        "PRAGMA synchronous = FULL; PRAGMA fullfsync = ON; CREATE TABLE record (id INTEGER PRIMARY KEY, told BLOB);",
    )?;
    Ok(database)
}

/// Whoever answers that all of it is done, and tells when each request's first byte was there.
fn record() -> Result<(SocketAddr, Receiver<Instant>), Failure> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let address = listener.local_addr()?;
    let (told, arrivals) = channel();
    thread::spawn(move || {
        for connection in listener.incoming().flatten() {
            if let Err(error) = answer(&connection, &told) {
                eprintln!("{error}");
            }
        }
    });
    Ok((address, arrivals))
}

fn answer(connection: &TcpStream, told: &Sender<Instant>) -> Result<(), Failure> {
    const BODY: &str = r#"{"statusCode":200,"message":"ok","data":{"reference":"p2p-1","status":"SUCCESS"}}"#;
    let mut request = BufReader::new(connection);
    request.fill_buf()?;
    told.send(Instant::now())?;
    let mut length = 0;
    loop {
        let mut line = String::new();
        request.read_line(&mut line)?;
        let line = line.trim().to_ascii_lowercase();
        if line.is_empty() {
            break;
        }
        if let Some(told) = line.strip_prefix("content-length:") {
            length = told.trim().parse()?;
        }
    }
    request.read_exact(&mut vec![0; length])?;
    let head = format!("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {}", BODY.len());
    write!(&mut &*connection, "{head}\r\nconnection: close\r\n\r\n{BODY}")?;
    Ok(())
}
