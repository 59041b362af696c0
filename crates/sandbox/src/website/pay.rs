//! The payment page of a deposit: what is to be paid to whom, and paying it or not.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;

use super::form::FormBody;
use super::grouped;
use super::login::redirect;
use super::page::{PayPage, message, page};
use crate::ledger::{Quantity, Status};
use crate::resource::PathText;
use crate::resource::deposits::link::{self, PaymentPage};
use crate::world::{Simulation, World};

pub(super) async fn show(State(simulation): State<Simulation>, name: PathText) -> Response {
    let Ok(name) = name.read("name") else { return unknown() };
    let world = simulation.lock();
    match link::page(&world, &name) {
        Some(payment) if payment.status == Status::Pending => ask(&name, payment),
        Some(payment) => tell(&payment),
        None => unknown(),
    }
}

pub(super) async fn decide(State(simulation): State<Simulation>, name: PathText, form: FormBody) -> Response {
    let Ok(name) = name.read("name") else { return unknown() };
    let pays = match form.text("decision") {
        "pay" => true,
        "cancel" => false,
        _ => return message(StatusCode::BAD_REQUEST, "This form cannot be read", "It holds no decision."),
    };
    let mut world = simulation.lock();
    link::decide(&mut world, &name, pays);
    finished(&world, &name)
}

fn finished(world: &World, name: &str) -> Response {
    let Some(payment) = link::page(world, name) else { return unknown() };
    match &payment.redirect_url {
        Some(url) => redirect(url),
        None => tell(&payment),
    }
}

fn ask(name: &str, payment: PaymentPage) -> Response {
    let naira = |quantity: Quantity| grouped(&quantity.amount().to_plain(2));
    let pay = PayPage {
        name: name.to_owned(),
        title: payment.title,
        payee: payment.payee,
        reference: payment.reference,
        narration: payment.narration,
        amount: naira(payment.amount),
        total: naira(payment.total),
    };
    page(StatusCode::OK, &pay, payment.redirect_url.as_deref())
}

fn tell(payment: &PaymentPage) -> Response {
    let (title, text) = match payment.status {
        status if status.is_done() => ("Paid", format!("{} has received the payment.", payment.payee)),
        _ => ("Not paid", "This payment was declined or has lapsed.".to_owned()),
    };
    message(StatusCode::OK, title, text)
}

fn unknown() -> Response {
    message(StatusCode::NOT_FOUND, "No such payment", "This link is not known.")
}
