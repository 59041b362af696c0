//! What is under way at the simulated Monei, and how it goes on: deposits, sales, and their pages in the browser.

use anyhow::{Context, Result};
use serde::Deserialize;

use crate::page::testid;
use crate::scene::Scene;

/// How something goes on.
#[derive(Clone, Copy, Debug)]
pub enum Turn {
    /// One step, as by itself: what waits for a person lapses.
    Next,
    /// To its good end.
    Finish,
    Fail,
}

impl Turn {
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Next => "next",
            Self::Finish => "finish",
            Self::Fail => "fail",
        }
    }
}

/// A sale, as the simulated Monei has it.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Sale {
    pub reference: String,
    /// An id.
    pub person: String,
    pub status: String,
    pub asset: String,
    pub network: String,
    pub crypto_amount: String,
}

impl Scene {
    /// Somebody pays on the page of a payment link that the application opens. Returns once Monei has it.
    pub async fn pay_on_page(&self) -> Result<()> {
        let page = self.browser.opened(&self.stage, &format!("{}/pay/", self.services.sandbox())).await?;
        page.press("#pay").await?;
        page.no_longer_sees("#pay").await
    }

    /// The person's newest sale, by the simulated Monei's own books.
    pub async fn newest_sale(&self, person: &str) -> Result<Sale> {
        let sales = self.monei().sales().await?;
        sales.into_iter().rfind(|sale| sale.person == person).context("a sale")
    }

    /// Asks Monei anew for everything that is shown.
    pub async fn refresh(&self) -> Result<()> {
        self.window()?.press(&testid("button-refresh")).await
    }
}
