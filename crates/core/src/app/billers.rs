//! Whom bills can be paid to, for what, and whose number it is. What is asked here is for the form; before anybody is asked to
//! confirm, Monei is asked anew ([`crate::payments::bills`]).

use monei_api::bill::{BillerItem, ElectricityOperator};
use monei_client::CallError;
use monei_client::calls::BillsPay;

use super::lists::Freshness;
use super::{App, NotReady};
use crate::payments::bills::{BillKind, Customer, Plan, plans};
use crate::problem::Problem;
use crate::session::SessionError;
use crate::sync::gate::Reader;
use crate::sync::read::ReadError;

const OPERATORS: &str = "electricity operators";

impl App {
    /// The names of those who can be paid.
    pub async fn billers(&self, kind: BillKind) -> Result<Vec<String>, Problem> {
        let known = || kind.known_billers().iter().map(|&name| name.to_owned()).collect();
        if kind != BillKind::Electricity {
            return Ok(known());
        }
        let ask = |reader: Reader| async move { reader.with::<BillsPay>()?.electricity_operators().await };
        match self.kept()?.list::<ElectricityOperator, _>(OPERATORS.to_owned(), Freshness::Kept, ask).await {
            Ok(operators) if !operators.is_empty() => Ok(operators.into_iter().map(|operator| operator.name).collect()),
            // The contract names them too.
            Ok(_) => Ok(known()),
            Err(problem) => {
                tracing::info!(code = ?problem.code, "the list of electricity operators could not be had");
                Ok(known())
            }
        }
    }

    /// What a biller can be paid for.
    pub async fn plans(&self, kind: BillKind, biller: String, freshness: Freshness) -> Result<Vec<Plan>, Problem> {
        let category = kind.category();
        let name = format!("plans/{}/{}", category.as_str(), biller.to_lowercase());
        let ask = |reader: Reader| async move { reader.with::<BillsPay>()?.biller_items(&category, &biller).await };
        let items: Vec<BillerItem> = self.kept()?.list(name, freshness, ask).await?;
        let plans = plans(items);
        if kind == BillKind::Electricity { Ok(Plan::of_meters(plans).into_iter().collect()) } else { Ok(plans) }
    }

    /// Whose number it is, at Monei's word. None where Monei does not tell that of this plan.
    pub async fn bill_customer(
        &self,
        kind: BillKind,
        biller: String,
        plan: String,
        number: String,
    ) -> Result<Option<Customer>, NotReady> {
        let plans = self.plans(kind, biller, Freshness::Kept).await.map_err(NotReady::Problem)?;
        let plan = plans.into_iter().find(|known| known.code == plan).ok_or(NotReady::AnotherPrice)?;
        let Some(question) = plan.question(number.trim()).map_err(NotReady::Order)? else { return Ok(None) };
        let reader = self.kept().map_err(NotReady::Problem)?.reader;
        let asked = async { reader.with::<BillsPay>()?.validate_bill_customer(&question).await };
        match asked.await {
            Ok(customer) => Ok(Some(customer.into())),
            Err(ReadError::Session(SessionError::NotGranted(missing))) => Err(NotReady::Without(missing.0)),
            Err(ReadError::Session(SessionError::Call(CallError::NotFound { .. } | CallError::Rejected { .. }))) => {
                Err(NotReady::NoSuchCustomer)
            }
            Err(error) => Err(NotReady::Problem((&error).into())),
        }
    }
}
