//! `monei limits`: verification tier, and how much may be moved.

use monei_api::{Money, Scope};
use monei_client::calls::KycRead;
use monei_core::overview::Limits;

use crate::desk::Desk;
use crate::failure::Failure;
use crate::output::{Cell, Record, Value};

pub async fn run(desk: &Desk) -> Result<(), Failure> {
    let wallet = desk.wallet_for(Scope::KycRead).await?;
    let calls = wallet.session().with::<KycRead>()?;
    let status = calls.kyc_status().await?;
    let further = if status.limits.is_none() { Some(calls.kyc_limits().await?.limits) } else { None };
    let limits = Limits::new(status, further);
    let money = |money: &Option<Money>| Cell::money(money.as_ref());
    let mut facts = vec![
        ("Tier", Cell::told(limits.tier.as_deref()).bold()),
        ("Verification", Cell::told(limits.status.as_deref())),
        ("Per transaction", money(&limits.single)),
        ("In a day", money(&limits.daily)),
        ("In a month", money(&limits.monthly)),
        ("Crypto in a day", money(&limits.crypto_daily)),
        ("Balance at most", money(&limits.max_balance)),
    ];
    if let Some(next) = &limits.next_tier {
        facts.push(("Next tier", Cell::told(Some(next))));
    }
    if let Some(requirements) = &limits.requirements {
        facts.push(("It needs", Cell::told(Some(requirements))));
    }
    let digits = |money: &Option<Money>| Value::digits(money.as_ref());
    let record = Record(vec![
        ("tier", Value::told(limits.tier.clone())),
        ("verification", Value::told(limits.status.clone())),
        ("currency", Value::Exact("NGN".to_owned())),
        ("single", digits(&limits.single)),
        ("daily", digits(&limits.daily)),
        ("monthly", digits(&limits.monthly)),
        ("cryptoDaily", digits(&limits.crypto_daily)),
        ("maxBalance", digits(&limits.max_balance)),
        ("nextTier", Value::told(limits.next_tier.clone())),
        ("requirements", Value::told(limits.requirements.clone())),
    ]);
    Ok(desk.output.facts(facts, &record)?)
}
