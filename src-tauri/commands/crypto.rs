//! What the main window may ask before something is swapped or sent on a chain. Nothing here moves anything.

use monei_core::App;
use monei_core::crypto::code;
use tauri::State;
use tokio::sync::Semaphore;

use crate::picture::{crypto, orders};
use crate::views::{CodeFault, CoinChoiceView, NotReadyView, OrderRequest, QuoteView, RecipientReadView};

/// The coins of a network: its own, what is held, what is well known.
#[tauri::command]
#[specta::specta]
pub async fn coins(core: State<'_, App>, network: String) -> Result<Vec<CoinChoiceView>, NotReadyView> {
    let chain = crypto::chain(&network)?;
    Ok(core.coins(chain).iter().map(CoinChoiceView::from).collect())
}

/// The coin at a contract or mint, at Monei's word where it is not known here.
#[tauri::command]
#[specta::specta]
pub async fn coin(core: State<'_, App>, network: String, contract: String) -> Result<CoinChoiceView, NotReadyView> {
    let chain = crypto::chain(&network)?;
    match core.coin(chain, Some(&contract)).await {
        Ok(coin) => Ok((&coin).into()),
        Err(why) => Err((&why).into()),
    }
}

/// What a swap would bring now.
#[tauri::command]
#[specta::specta]
pub async fn swap_quote(core: State<'_, App>, order: OrderRequest) -> Result<QuoteView, NotReadyView> {
    let order = orders::read(&core, order).await?;
    match core.quote(&order).await {
        Ok(quote) => Ok((&quote).into()),
        Err(why) => Err((&why).into()),
    }
}

/// Whom a text names: an address, or the text of a code.
#[tauri::command]
#[specta::specta]
pub async fn recipient(
    core: State<'_, App>,
    network: String,
    contract: Option<String>,
    text: String,
) -> Result<RecipientReadView, NotReadyView> {
    let chain = crypto::chain(&network)?;
    match core.recipient(chain, contract.as_deref(), &text).await {
        Ok(read) => Ok(crypto::recipient(&read)),
        Err(why) => Err((&why).into()),
    }
}

/// One picture at a time.
static LOOKING: Semaphore = Semaphore::const_new(1);

/// The text of the code in a picture, which comes as base64. The picture is decoded here and not in the window.
#[tauri::command]
#[specta::specta]
pub async fn read_code(picture: String) -> Result<String, CodeFault> {
    let turn = LOOKING.acquire().await.ok();
    let looking = tauri::async_runtime::spawn_blocking(move || {
        let _turn = turn;
        code::read_base64(&picture)
    });
    match looking.await {
        Ok(read) => read.map_err(CodeFault::from),
        Err(error) => {
            tracing::warn!(%error, "a picture could not be looked at");
            Err(CodeFault::NotAPicture)
        }
    }
}
