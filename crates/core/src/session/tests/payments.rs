//! R32: payments and renewals at the same time.

use super::*;

impl Scene {
    /// A payment: it holds the tokens for as long as its request may be on its way.
    async fn pay(&self) {
        let _in_flight = self.session.payment().await.unwrap();
        self.monei.payments.fetch_add(1, Ordering::SeqCst);
        for _ in 0..20 {
            tokio::task::yield_now().await;
        }
        self.monei.payments.fetch_sub(1, Ordering::SeqCst);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn r32_no_renewal_is_asked_for_while_a_payment_is_in_flight() {
    let scene = Arc::new(scene(0).await);
    for round in 1..=rounds(200, 5_000) {
        let mut tasks = Vec::new();
        for number in 0..8 {
            let scene = scene.clone();
            tasks.push(tokio::spawn(async move {
                if number % 2 == 0 {
                    scene.pay().await;
                } else {
                    assert_eq!(scene.balance().await.as_deref(), Ok("1805"));
                }
            }));
        }
        for task in tasks {
            task.await.unwrap();
        }
        assert_eq!(scene.refreshes(), round);
        scene.pass(3_600);
    }
    assert_eq!(scene.monei.renewals_beside_payments.load(Ordering::SeqCst), 0);
}

#[tokio::test]
async fn r32_a_token_that_is_still_good_is_used_beside_a_payment() {
    let scene = scene(3).await;
    let in_flight = scene.session.payment().await.unwrap();
    assert_eq!(scene.balance().await.as_deref(), Ok("1805"));
    assert_eq!(scene.refreshes(), 0);
    drop(in_flight);
    scene.pass(10);
    assert_eq!(scene.balance().await.as_deref(), Ok("1805"));
    assert_eq!(scene.refreshes(), 1);
}
