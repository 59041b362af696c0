//! What must be in no log, at the finest level of all libraries, over a whole life with the application.

use std::io;
use std::sync::{Arc, Mutex};

use monei_core::app::{SectionState, SessionState, SignInState};
use monei_core::vault::SecretStore;
use serde_json::Value;
use tracing_subscriber::fmt::MakeWriter;

use crate::READ;
use crate::platform::{Desk, Platform, Store};

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl io::Write for Log {
    fn write(&mut self, text: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(text);
        Ok(text.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Log {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

#[tokio::test]
async fn r34_no_token_code_or_verifier_is_in_a_log() {
    let log = Log::default();
    let subscriber = tracing_subscriber::fmt().with_max_level(tracing::Level::TRACE).with_writer(log.clone()).finish();
    let _until_the_end = tracing::subscriber::set_default(subscriber);

    let (platform, store) = (Platform::start().await, Store::new());
    let desk = Desk::open(&platform, store.clone()).await;
    let attempt = desk.begin(READ).await;
    let kept = store.read(&platform.item("attempt")).unwrap().unwrap();
    let kept: Value = serde_json::from_slice(&kept).unwrap();
    let secret = |name: &str| kept[name].as_str().unwrap().to_owned();
    let canaries =
        [secret("verifier"), secret("state"), "canary-ticket".to_owned(), "mct_".to_owned(), "mcr_".to_owned()];

    // A link that is damaged, one that is too late, and between them the one that counts.
    desk.app.link(format!("{}?code=canary-ticket&state=%FF", attempt.parameter("redirect_uri"))).await;
    platform.grant(&attempt, READ);
    desk.app.link(attempt.answer("code=canary-ticket")).await;
    desk.app.link(attempt.answer("code=canary-ticket")).await;
    desk.until(|shown| matches!(shown.sign_in, SignInState::Ended { .. })).await;
    desk.until(|shown| matches!(shown.balances, SectionState::Ready { refreshing: false, .. })).await;
    // Calls that are refused, a renewal that is refused, and the end.
    platform.revoke_at_monei();
    desk.app.refresh().await;
    desk.until(|shown| matches!(shown.session, SessionState::Reconnect { .. })).await;
    desk.app.disconnect().await.unwrap();
    let shown = format!("{:?}", desk.app.snapshot());

    let logged = String::from_utf8_lossy(&log.0.lock().unwrap()).into_owned();
    assert!(logged.contains("TRACE"), "nothing was logged: {logged}");
    for canary in canaries {
        let line = logged.lines().find(|line| line.contains(&canary));
        assert_eq!(line, None, "{canary}");
        assert!(!shown.contains(&canary), "{canary}");
    }
}
