//! A wallet without a window, as the command line opens it: how long its way back stays open.

use std::sync::Arc;

use jiff::SignedDuration;
use monei_api::Scope;
use monei_client::BaseUrl;
use monei_core::wallet::WalletConfig;
use monei_core::{Clock, Environment, Wallet};
use tokio::net::TcpStream;
use tokio::time::Duration;

use crate::platform::{Platform, Store};

async fn wallet(platform: &Platform, clock: &Clock, folder: &tempfile::TempDir) -> Wallet {
    let mut environment: Environment = platform.environment();
    environment.relay = Some(BaseUrl::parse(platform.base()).unwrap());
    let config = WalletConfig {
        environment,
        profile: Wallet::DEFAULT_PROFILE.to_owned(),
        store: Store::new(),
        folder: folder.path().to_owned(),
        clock: clock.clone(),
        timeout: None,
    };
    Wallet::open(config).await.unwrap()
}

async fn pass(minutes: u64) {
    // Whoever waits has set a timer before time passes.
    tokio::task::yield_now().await;
    tokio::time::pause();
    tokio::time::advance(Duration::from_mins(minutes)).await;
    tokio::time::resume();
}

/// Ten minutes are let go by on the timers.
#[tokio::test]
async fn r23_a_sign_in_without_a_window_is_over_after_ten_minutes_and_its_port_closed() {
    let (platform, clock, folder) = (Platform::start().await, Clock::system(), tempfile::tempdir().unwrap());
    let wallet = wallet(&platform, &clock, &folder).await;
    let pending = wallet.begin_sign_in(Scope::WalletRead.into(), None).await.unwrap();
    assert!(pending.expires_at().duration_since(clock.now()) <= SignedDuration::from_mins(10));
    let address = ("127.0.0.1", pending.port());
    let waiting = tokio::spawn({
        let clock = clock.clone();
        async move { pending.answer(&clock).await }
    });
    pass(9).await;
    assert!(TcpStream::connect(address).await.is_ok() && !waiting.is_finished(), "the person still has a minute");
    pass(1).await;
    let answer = waiting.await.unwrap();
    while TcpStream::connect(address).await.is_ok() {
        tokio::task::yield_now().await;
    }
    assert_eq!(wallet.finish_sign_in(answer).await.unwrap(), monei_core::sign_in::Outcome::Expired);
}

/// A computer that slept: no timer has noticed, but the answer comes too late.
#[tokio::test]
async fn r23_the_time_counts_from_the_wall_clock_when_the_wait_begins() {
    let (platform, folder) = (Platform::start().await, tempfile::tempdir().unwrap());
    let seconds = Arc::new(std::sync::atomic::AtomicI64::new(0));
    let shown = seconds.clone();
    let clock =
        Clock::new(move || jiff::Timestamp::from_second(shown.load(std::sync::atomic::Ordering::SeqCst)).unwrap());
    let wallet = wallet(&platform, &clock, &folder).await;
    let pending = wallet.begin_sign_in(Scope::WalletRead.into(), None).await.unwrap();
    seconds.store(601, std::sync::atomic::Ordering::SeqCst);
    let answer = pending.answer(&clock).await;
    assert_eq!(wallet.finish_sign_in(answer).await.unwrap(), monei_core::sign_in::Outcome::Expired);
}
