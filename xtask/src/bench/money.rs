//! `bench money`: from the person's word to the first byte of the request, beside what no sender can do without: one
//! durable commit, and a connection.

use anyhow::Result;

use super::told::{Figures, by_example};
use super::{Row, quantile};

const TIMES_LONGER: f64 = 1.5;

pub(super) async fn measure() -> Result<Vec<Row>> {
    let told: Figures = by_example("Payments", "money_figures").await?;
    let (payments, bare) = (told.of("payments")?, told.of("bare")?);
    let beside = "one commit of an encrypted database, then a connection, in turn";
    Ok(vec![
        Row::median(
            "money: the word given to the first byte there",
            payments,
            "ms",
            "journal and request, over loopback",
        )?,
        Row::median("money: bare commit and connection", bare, "ms", beside)?,
        Row::new("money: 95 % within", quantile(payments, 0.95)?, "ms", "of 200 payments", None),
        Row::new("money: 95 % of the bare ones within", quantile(bare, 0.95)?, "ms", beside, None),
        Row::ratio("money: times longer", payments, bare, beside, TIMES_LONGER)?,
    ])
}
