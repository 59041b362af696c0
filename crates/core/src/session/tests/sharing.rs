//! Two processes on one vault, here as two sessions that know nothing of one another.

use super::*;

fn scopes(list: &str) -> ScopeSet {
    ScopeSet::parse(list)
}

impl Scene {
    async fn sign_in_for(&self, name: &str, list: &str) {
        let pair = (format!("mct_{name}"), format!("mcr_{name}"));
        let candidate = grant(pair, self.now() + SignedDuration::from_hours(1), scopes(list));
        assert_eq!(self.session.admit(candidate, Some(ada()), ScopeSet::EMPTY).await, Admission::Admitted);
    }
}

#[tokio::test]
async fn what_one_process_was_granted_the_other_has_after_its_next_renewal() {
    let app = scene(0).await;
    let command_line = app.another().await;
    command_line.sign_in_for("kyc", "kyc:read").await;
    assert_eq!(app.session.inspect(Grants::effective), scopes("wallet:read"));
    app.balance().await.unwrap();
    assert_eq!(app.session.inspect(Grants::effective), scopes("wallet:read kyc:read"));
    assert_eq!(app.kept().await.as_deref(), Some("mct_1"));
}

#[tokio::test]
async fn a_process_that_changes_the_grants_undoes_nothing_of_the_other() {
    let app = scene(60).await;
    let command_line = app.another().await;
    command_line.sign_in_for("kyc", "kyc:read").await;
    app.sign_in_for("profile", "profile:read").await;
    let third = app.another().await;
    assert_eq!(third.session.inspect(Grants::effective), scopes("profile:read kyc:read wallet:read"));
}

/// The keychain refused what one process renewed; meanwhile the other one was granted something, and wrote it.
#[tokio::test]
async fn a_pair_that_could_not_be_kept_goes_beside_what_the_other_process_wrote() {
    let app = scene(0).await;
    let command_line = app.another().await;
    app.store.allow(1);
    app.balance().await.unwrap();
    assert!(!app.session.is_kept());
    app.store.allow(usize::MAX);
    command_line.sign_in_for("kyc", "kyc:read").await;
    app.session.keep_again().await;
    assert!(app.session.is_kept());
    let third = app.another().await;
    assert_eq!(third.session.inspect(Grants::effective), scopes("wallet:read kyc:read"));
    assert_eq!(third.balance().await.as_deref(), Ok("1805"), "it has the pair that Monei knows");
    assert_eq!(app.refreshes(), 1);
}

#[tokio::test]
async fn r38_what_was_disconnected_in_one_process_is_not_written_back_by_the_other() {
    let app = scene(0).await;
    let command_line = app.another().await;
    // The application renews, and cannot keep the new pair.
    app.store.allow(1);
    app.balance().await.unwrap();
    app.store.allow(usize::MAX);
    command_line.session.close();
    command_line.vault.remove_grants().await.unwrap();
    app.session.keep_again().await;
    assert_eq!(app.store.inner.names(), Vec::<String>::new());
    assert_eq!(app.session.end_problem().code, ProblemCode::DisconnectedElsewhere);
    assert_eq!(app.session.inspect(Grants::effective), ScopeSet::EMPTY);
    assert_eq!(*app.monei.revoked.lock().unwrap(), ["mct_1"], "nobody else knows this pair");
    // Connecting again is a beginning like any other.
    assert_eq!(app.sign_in(60).await, Admission::Admitted);
    assert_eq!(app.balance().await.as_deref(), Ok("1805"));
    assert!(app.kept().await.is_some());
}

/// Somebody disconnects while the renewal of another process is on its way, and does not wait for it.
#[tokio::test]
async fn r38_a_disconnect_during_the_renewal_of_another_process_leaves_no_token() {
    let app = scene(0).await;
    let vault = app.vault.clone();
    let handle = tokio::runtime::Handle::current();
    *app.monei.meanwhile.lock().unwrap() = Some(Box::new(move || {
        let removed = std::thread::spawn(move || handle.block_on(vault.remove_grants()));
        removed.join().unwrap().unwrap();
    }));
    assert_eq!(app.balance().await, Err(SessionError::Ended(Ending::Disconnected)));
    assert_eq!(app.store.inner.names(), Vec::<String>::new());
    assert_eq!(*app.monei.revoked.lock().unwrap(), ["mct_1"]);
}
