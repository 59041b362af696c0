//! Steps around the money: applications, neighbours, the time, and the control API.

use axum::http::Method;
use monei_api::ScopeSet;
use rand::RngExt;
use rand::seq::IndexedRandom;
use serde_json::json;

use super::{REDIRECT, Walk, succeeded};
use crate::connect::Approval;
use crate::ledger::Asset;

impl Walk {
    /// An application is allowed to pay out, does so, and is disconnected.
    pub(super) async fn application(&mut self, at: usize) -> bool {
        let code = {
            let world = &mut *self.inside.simulation.lock();
            let person = world.people.of(self.walkers[at].owner).unwrap().id.clone();
            let now = world.now();
            let approval = Approval {
                person,
                client_id: self.app.0.clone(),
                redirect_uri: REDIRECT.to_owned(),
                scopes: ScopeSet::all(),
                newly: ScopeSet::all(),
                challenge: None,
            };
            world.connect.approve(&mut world.secrets, now, approval)
        };
        let exchange = json!({
            "grant_type": "authorization_code", "code": code, "client_id": self.app.0, "client_secret": self.app.1,
            "redirect_uri": REDIRECT,
        });
        let issued = self.inside.post("/connect/token", "", &exchange).await.json();
        let token = issued["access_token"].as_str().unwrap().to_owned();
        let (body, amount) = self.payout_of(at);
        let before = self.has(self.walkers[at].owner, Asset::NAIRA);
        let paid = succeeded(&self.inside.post("/wallet/payout/bank-transfer", &token, &body).await);
        let after = self.has(self.walkers[at].owner, Asset::NAIRA);
        assert_eq!(before - after, if paid { amount.units } else { 0 });
        let revoked = self.inside.post("/connect/token/revoke", "", &json!({ "token": token })).await;
        assert!(revoked.status.is_success(), "{revoked:?}");
        let dead = self.inside.post("/wallet/payout/bank-transfer", &token, &body).await;
        assert_eq!((dead.status.as_u16(), self.has(self.walkers[at].owner, Asset::NAIRA)), (401, after));
        paid
    }

    /// Somebody joins and is sent something.
    pub(super) async fn new_neighbour(&mut self, at: usize) -> bool {
        let seed = self.random.random_range(1..1_000_000u32);
        let person = self.control("/people", &json!({ "seed": seed })).await.json();
        let (email, pin) = (person["email"].clone(), self.walkers[at].who.transaction_pin);
        let amount = Asset::NAIRA.units(100);
        let body = json!({ "receiver": email, "amount": 1, "transactionPin": pin });
        self.pays(at, "/wallet/payout/transfer", &body, Some(amount)).await
    }

    pub(super) async fn time(&mut self) -> bool {
        let seconds = *[1, 5, 60, 3_600, 24 * 3_600, 5 * 24 * 3_600].choose(&mut self.random).unwrap();
        self.inside.pass(seconds);
        // Sessions end after a day.
        for walker in &mut self.walkers {
            walker.session = self.inside.session(walker.who).await;
        }
        true
    }

    /// Whatever is under way goes on as the control API says; what fails comes back.
    pub(super) async fn interference(&mut self) -> bool {
        let pending = self.inside.control(Method::GET, "/pending", None).await.json()["pending"].take();
        let Some(item) = pending.as_array().unwrap().choose(&mut self.random).cloned() else { return true };
        let outcome = *["next", "finish", "fail"].choose(&mut self.random).unwrap();
        let (owner, total) = {
            let world = self.inside.simulation.lock();
            let owner = world.people.find(item["person"].as_str().unwrap()).unwrap().owner;
            let paid = world.ledger.find(owner, item["id"].as_str().unwrap()).map(|paid| paid.total().units);
            (owner, paid)
        };
        let before = self.has(owner, Asset::NAIRA);
        let answer = self.control("/pending", &json!({ "item": item["id"], "outcome": outcome })).await;
        assert!(answer.status.is_success(), "{item}: {answer:?}");
        let back = self.has(owner, Asset::NAIRA) - before;
        if let ("payout" | "bill", Some(total)) = (item["kind"].as_str().unwrap(), total) {
            match outcome {
                "fail" => assert_eq!(back, total, "{item}"),
                "finish" => assert_eq!(back, 0, "{item}"),
                _ => assert!(back == 0 || back == total, "{item}"),
            }
        }
        true
    }
}
