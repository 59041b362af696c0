//! The window in which a payment is confirmed, beside the main one.

use std::future::{Ready, ready};

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use crate::control::Person;
use crate::page::{Page, testid};
use crate::scene::Scene;
use crate::wait;

/// What a person does in the confirmation window.
#[derive(Clone, Copy, Debug)]
pub enum Word<'a> {
    /// Confirms what asks for no PIN.
    Yes,
    /// Likewise, although it looks like a payment that may have happened.
    YesBeside,
    /// Confirms, with this PIN.
    Pin(&'a str),
    /// Confirms although it looks like a payment that may have happened.
    PinBeside(&'a str),
    /// Confirms, with this PIN, as often as a person or a script can before the window goes.
    PinManyTimes(&'a str),
    Cancel,
}

/// Looks at nothing before the word is given.
pub fn unseen(_: &Page) -> Ready<Result<()>> {
    ready(Ok(()))
}

/// The amount that is to be confirmed, by its exact digits.
pub async fn shows(page: &Page, digits: &str) -> Result<()> {
    let shown = page.attribute(&testid("confirm-amount"), "data-digits").await?;
    ensure!(shown == digits, "{shown} is to be confirmed, not {digits}");
    Ok(())
}

/// The names of the commands that only the confirmation window may call.
pub const CONFIRMING: [&str; 4] = ["confirmation", "confirm_payment", "cancel_payment", "quote_again"];

impl Scene {
    /// A person who has a transaction PIN, a balance and limits.
    pub async fn payer(&self) -> Result<Person> {
        self.named("busy@example.ng").await
    }

    /// Whom others pay.
    pub async fn friend(&self) -> Result<Person> {
        self.named("ngozi@example.ng").await
    }

    /// A person whose wallet may hold more than it does.
    pub async fn person_with_room(&self) -> Result<Person> {
        self.named("ada@example.ng").await
    }

    /// Somebody without a transaction PIN.
    pub async fn newcomer(&self) -> Result<Person> {
        self.named("new@example.ng").await
    }

    async fn named(&self, email: &str) -> Result<Person> {
        let people = self.monei().people().await?;
        let person = people.into_iter().find(|person| person.email == email).with_context(|| email.to_owned())?;
        self.monei().person(&person.id).await
    }

    /// Types an order to a friend, and asks for its confirmation.
    pub async fn order_to_friend(&self, receiver: &str, amount: &str) -> Result<()> {
        let window = self.window()?;
        window.press(&testid("nav-send")).await?;
        window.type_into(&testid("send-receiver"), receiver).await?;
        window.type_into(&testid("send-amount"), amount).await?;
        window.press(&testid("send-review")).await
    }

    /// Waits for the confirmation window, reads it, gives a word there, and returns to the main window once it has gone.
    pub async fn confirm(&self, word: Word<'_>, looks_at: impl AsyncFnOnce(&Page) -> Result<()>) -> Result<()> {
        let page = self.window()?;
        let client = page.client();
        let main = client.window().await?;
        let other = wait::until("the confirmation window", async || {
            let windows = client.windows().await?;
            Ok(windows.into_iter().find(|window| *window != main))
        });
        let other = other.await?;
        client.switch_to_window(other.clone()).await?;
        let given = give(page, word, looks_at).await;
        if given.is_ok() {
            let gone = async || Ok((!client.windows().await?.contains(&other)).then_some(()));
            wait::until("the confirmation window to go", gone).await?;
        }
        client.switch_to_window(main).await?;
        given
    }

    /// What the page of a payment says of it, once it is one of these.
    pub async fn payment_is(&self, wanted: &str) -> Result<()> {
        self.window()?.attribute_becomes(&testid("payment-progress"), "data-state", wanted).await
    }

    /// What left a person's wallet since, by the simulated Monei's own ledger.
    pub async fn has_paid(&self, before: &Person, amount: &str) -> Result<()> {
        let now = self.monei().person(&before.id).await?;
        let (before, now) = (kobo(&before.naira_balance)?, kobo(&now.naira_balance)?);
        ensure!(before - now == kobo(amount)?, "{} kobo were moved instead of {amount} naira", before - now);
        Ok(())
    }
}

async fn give(page: &Page, word: Word<'_>, looks_at: impl AsyncFnOnce(&Page) -> Result<()>) -> Result<()> {
    page.sees(&testid("screen-confirm")).await?;
    looks_at(page).await?;
    match word {
        Word::Cancel => return press_last(page, "cancel-payment").await,
        Word::Yes => page.no_longer_sees(&testid("confirm-pin")).await?,
        Word::Pin(pin) => page.type_into(&testid("confirm-pin"), pin).await?,
        Word::PinManyTimes(pin) => {
            page.type_into(&testid("confirm-pin"), pin).await?;
            is_enabled(page, &testid("confirm-payment")).await?;
            return page.script(MANY_TIMES, vec![testid("confirm-payment").into(), pin.into()]).await.map(drop);
        }
        Word::PinBeside(pin) => {
            page.type_into(&testid("confirm-pin"), pin).await?;
            beside(page).await?;
        }
        Word::YesBeside => beside(page).await?,
    }
    press_last(page, "confirm-payment").await
}

/// The button pressed twice before the page can draw anything, the form sent once more, and the same call by a script, ten
/// times at once.
const MANY_TIMES: &str = "const [button, pin] = arguments;\
    const id = document.querySelector('[data-testid=screen-confirm]').dataset.payment;\
    setTimeout(() => {\
      const pressed = document.querySelector(button);\
      pressed.click();\
      pressed.click();\
      pressed.form.requestSubmit();\
      for (let time = 0; time < 10; time += 1) {\
        window.__TAURI_INTERNALS__.invoke('confirm_payment', { id, pin, besideLookAlikes: true }).catch(() => {});\
      }\
    }, 50);";

async fn is_enabled(page: &Page, css: &str) -> Result<()> {
    let enabled = async || {
        let Some(found) = page.visible(css).await? else { return Ok(None) };
        Ok(found.is_enabled().await?.then_some(()))
    };
    wait::until(format!("{css} to be enabled"), enabled).await
}

async fn beside(page: &Page) -> Result<()> {
    let button = page.sees(&testid("confirm-payment")).await?;
    ensure!(!button.is_enabled().await?, "it can be confirmed without a word on the other one");
    page.turn(&testid("confirm-beside"), true).await
}

/// The window may go before the driver has an answer to a click in it: it is pressed once the driver has had its answer.
async fn press_last(page: &Page, button: &str) -> Result<()> {
    let css = testid(button);
    is_enabled(page, &css).await?;
    let press = "const button = document.querySelector(arguments[0]); setTimeout(() => button.click(), 50);";
    page.script(press, vec![css.into()]).await.map(drop)
}

/// Naira with two places, in whole kobo.
fn kobo(naira: &str) -> Result<i128> {
    let (whole, fraction) = naira.split_once('.').unwrap_or((naira, ""));
    ensure!(fraction.len() <= 2, "{naira} is no amount of naira");
    format!("{whole}{fraction:0<2}").parse().with_context(|| naira.to_owned())
}

/// Calls a command of the application from the page, as a script in it could.
pub async fn invoke(window: &Page, command: &str, arguments: Value) -> Result<Value> {
    let script = "const [command, given, done] = arguments;\
        window.__TAURI_INTERNALS__.invoke(command, given).then(\
        (ok) => done({ ok: ok ?? null }), (error) => done({ error: error ?? null }));";
    window.ask(script, vec![command.into(), arguments]).await
}
