//! Tokens that expire while a payment is on its way.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use monei_api::Scope;
use monei_core::payments::State;
use tokio::io::AsyncWriteExt;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Notify;
use tokio::time::timeout;

use super::kills::read_message;
use super::scene::{Scene, to_bank};

const PAYOUTS: &str = "/wallet/payout/bank-transfer";
const TOKENS: &str = "/connect/token";
/// In this time a renewal is done that nothing holds back.
const A_MOMENT: Duration = Duration::from_millis(500);

/// Keeps one request on its way until it is let go.
struct Barrier {
    api: String,
    reached: Arc<Notify>,
    open: Arc<Notify>,
}

impl Barrier {
    async fn before(api: &str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = url::Url::parse(api).unwrap();
        let monei = format!("{}:{}", url.host_str().unwrap(), url.port().unwrap());
        let own = format!("http://{}{}", listener.local_addr().unwrap(), url.path());
        let (reached, open) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
        let barrier = Self { api: own, reached: reached.clone(), open: open.clone() };
        tokio::spawn(async move {
            let (mut near, _) = listener.accept().await.unwrap();
            let request = read_message(&mut near).await.unwrap();
            reached.notify_one();
            open.notified().await;
            let mut far = TcpStream::connect(monei).await.unwrap();
            far.write_all(&request).await.unwrap();
            near.write_all(&read_message(&mut far).await.unwrap()).await.unwrap();
        });
        barrier
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn r32_an_expired_token_is_renewed_once_the_payment_on_its_way_is_answered() {
    let mut scene = Scene::with("profile:read wallet:withdraw").await;
    let barrier = Barrier::before(scene.monei.api()).await;
    scene.pay_through(&barrier.api).await;
    let renewals = scene.posts(TOKENS).await;
    let prepared = scene.prepare(&to_bank("100")).await;
    let despite = BTreeSet::new();
    let paying = async { scene.commit(prepared, &despite).await.unwrap() };
    let reading = async {
        barrier.reached.notified().await;
        scene.pass(2 * 3_600);
        let token = scene.session.access_token(Scope::ProfileRead);
        tokio::pin!(token);
        let waited = timeout(A_MOMENT, &mut token).await;
        assert!(waited.is_err(), "a token was had beside a payment: {waited:?}");
        assert_eq!(scene.posts(TOKENS).await, renewals);
        barrier.open.notify_one();
        token.await.unwrap();
    };
    let (committed, ()) = tokio::join!(paying, reading);
    assert!(matches!(committed.state, State::Taken { .. }), "{:?}", committed.state);
    assert_eq!((scene.posts(TOKENS).await, scene.posts(PAYOUTS).await), (renewals + 1, 1));
}
