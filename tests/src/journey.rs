//! The steps that journeys share: what a person does in the application, at the relay and at Monei.

use anyhow::{Result, bail};

use crate::control::Person;
use crate::page::{Page, dashed, testid};
use crate::scene::Scene;
use crate::wait;

/// The permissions of Monei Connect.
pub const ALL_SCOPES: [&str; 9] = [
    "profile:read",
    "kyc:read",
    "wallet:read",
    "wallet:deposit",
    "wallet:send",
    "wallet:withdraw",
    "swap:execute",
    "bills:pay",
    "offramp:execute",
];

/// What this version shows, and asks for unless the person chooses otherwise.
pub const READ_SCOPES: [&str; 3] = ["profile:read", "kyc:read", "wallet:read"];

/// The sections of the home screen.
pub const SECTIONS: [&str; 4] = ["profile", "limits", "balances", "transactions"];

/// What the person answers on Monei's page.
#[derive(Clone, Copy, Debug)]
pub enum Answer<'a> {
    /// Everything that was asked for.
    AllowAll,
    /// These of what was asked for.
    Allow(&'a [&'a str]),
    /// The Deny button.
    Deny,
}

/// A sign-in that waits for its answer.
#[derive(Debug)]
pub struct Asking {
    pub person: Person,
    pub window: Page,
    /// The pairing code, as the window shows it.
    pub code: String,
    /// The relay's, in the browser.
    pub page: Page,
}

impl Scene {
    /// From the welcome screen to the waiting screen, asking for these permissions. Returns the pairing code.
    pub async fn begin(&self, scopes: &[&str]) -> Result<String> {
        let window = self.window()?;
        window.sees(&testid("screen-welcome")).await?;
        window.press(&testid("button-connect")).await?;
        self.choose(scopes).await
    }

    /// On the screen of permissions: exactly these, then on. Returns the pairing code.
    pub async fn choose(&self, scopes: &[&str]) -> Result<String> {
        let window = self.window()?;
        window.sees(&testid("screen-choose")).await?;
        for scope in ALL_SCOPES {
            window.turn(&choose(scope), scopes.contains(&scope)).await?;
        }
        window.press(&testid("button-continue")).await?;
        self.shown_code().await
    }

    /// The pairing code on the waiting screen.
    pub async fn shown_code(&self) -> Result<String> {
        let window = self.window()?;
        window.sees(&testid("screen-waiting")).await?;
        window.attribute(&testid("pairing-code"), "data-code").await
    }

    /// The whole way through the browser, on the next page that the application opens.
    pub async fn answer_in_browser(&self, person: &Person, answer: Answer<'_>) -> Result<()> {
        let page = self.relay_page().await?;
        self.answer_on(&page, person, answer).await
    }

    /// The whole way through the browser, from the relay's page that is shown.
    pub async fn answer_on(&self, page: &Page, person: &Person, answer: Answer<'_>) -> Result<()> {
        page.press("#continue").await?;
        self.sign_in_at_monei(page, person).await?;
        self.decide(page, answer).await
    }

    /// Like [`Scene::answer_on`], in a browser in which somebody else may still be signed in at Monei.
    pub async fn answer_as(&self, page: &Page, person: &Person, answer: Answer<'_>) -> Result<()> {
        page.press("#continue").await?;
        self.at_monei(page).await?;
        page.sees("#login, #allow, #continue").await?;
        if page.visible("#login").await?.is_none() && !page.all_text().await?.contains(&person.email) {
            page.press("#switch-account button").await?;
            page.sees("#login").await?;
        }
        self.sign_in_at_monei(page, person).await?;
        self.decide(page, answer).await
    }

    /// On Monei's site: signs in, unless this browser still is.
    pub async fn sign_in_at_monei(&self, page: &Page, person: &Person) -> Result<()> {
        self.at_monei(page).await?;
        let first = page.sees("#login, #allow, #continue").await?;
        if first.attr("id").await?.as_deref() == Some("login") {
            page.type_into("input[name=email]", &person.email).await?;
            page.type_into("input[name=pin]", &person.login_pin).await?;
            page.press("#login").await?;
        }
        page.sees("#allow, #continue").await?;
        Ok(())
    }

    /// On Monei's consent page: allows or denies, and waits until the answer has gone back.
    pub async fn decide(&self, page: &Page, answer: Answer<'_>) -> Result<()> {
        let asked = page.attributes("input[name=scope]", "value").await?;
        let wanted: Vec<&str> = match answer {
            Answer::AllowAll => asked.iter().map(String::as_str).collect(),
            Answer::Allow(scopes) => scopes.to_vec(),
            Answer::Deny => {
                page.press("#deny").await?;
                return self.answer_returned(page).await;
            }
        };
        if let Some(missing) = wanted.iter().find(|scope| !asked.iter().any(|asked| asked == *scope)) {
            bail!("Monei does not ask for {missing}, only for {asked:?}");
        }
        for scope in &asked {
            let switch = format!("input[name=scope][value=\"{scope}\"]");
            page.turn(&switch, wanted.contains(&scope.as_str())).await?;
        }
        let button = if asked.is_empty() { "#continue" } else { "#allow" };
        page.press(button).await?;
        self.answer_returned(page).await
    }

    /// Waits until the browser has left Monei's site.
    async fn answer_returned(&self, page: &Page) -> Result<()> {
        let relay = self.services.relay().to_owned();
        crate::wait::until("the browser to be back at the relay", async || {
            let address = page.address().await?;
            if !address.as_str().starts_with(&relay) {
                bail!("it shows {address}");
            }
            Ok(page.visible("[data-page]").await?.map(drop))
        })
        .await
    }

    async fn at_monei(&self, page: &Page) -> Result<()> {
        let monei = self.services.sandbox().to_owned();
        crate::wait::until("the browser to be at Monei", async || {
            let address = page.address().await?;
            if !address.as_str().starts_with(&monei) {
                bail!("it shows {address}");
            }
            Ok(Some(()))
        })
        .await
    }

    /// Connects from the welcome screen, and returns once home is shown.
    pub async fn connect(&self, person: &Person, asked: &[&str], answer: Answer<'_>) -> Result<()> {
        self.begin(asked).await?;
        self.answer_in_browser(person, answer).await?;
        self.at_home().await
    }

    /// Somebody like nobody else opens the window, asks for these permissions and allows them all. Returns once everything
    /// is shown.
    pub async fn somebody_connected(&mut self, scopes: &[&str]) -> Result<(Page, Person)> {
        let person = self.random_person().await?;
        let window = self.open_window().await?;
        self.connect(&person, scopes, Answer::AllowAll).await?;
        self.sections_are_ready(&SECTIONS).await?;
        Ok((window, person))
    }

    /// Somebody like nobody else opens the window, asks for what this version shows, and has the relay's page before them.
    pub async fn somebody_asking(&mut self) -> Result<Asking> {
        let person = self.random_person().await?;
        let window = self.open_window().await?;
        let code = self.begin(&READ_SCOPES).await?;
        let page = self.relay_page().await?;
        Ok(Asking { person, window, code, page })
    }

    /// Waits for the home screen.
    pub async fn at_home(&self) -> Result<()> {
        self.window()?.sees(&testid("screen-home")).await.map(drop)
    }

    /// Waits until a section of the home screen is in this state: `locked`, `loading`, `ready`, `stale`, `failed`.
    pub async fn section_is(&self, name: &str, state: &str) -> Result<()> {
        self.window()?.attribute_becomes(&section(name), "data-state", state).await
    }

    /// Waits until each section is ready.
    pub async fn sections_are_ready(&self, names: &[&str]) -> Result<()> {
        for name in names {
            self.section_is(name, "ready").await?;
        }
        Ok(())
    }

    /// Disconnects through the account menu, and closes the report.
    pub async fn disconnect(&self) -> Result<()> {
        let window = self.window()?;
        window.press(&testid("account-menu")).await?;
        window.press(&testid("button-disconnect")).await?;
        window.press(&testid("confirm-disconnect")).await?;
        window.sees(&testid("disconnect-report")).await?;
        window.press(&format!("{} button", testid("disconnect-report"))).await?;
        window.no_longer_sees(&testid("disconnect-report")).await
    }

    /// Puts away what the last attempt came to, if that is still shown.
    pub async fn dismiss_outcome(&self) -> Result<()> {
        let window = self.window()?;
        // The page may change under the one who dismisses it.
        wait::until("the outcome to go", async || {
            if window.visible(&testid("panel-outcome")).await?.is_none() {
                return Ok(Some(()));
            }
            if let Some(button) = window.visible(&testid("button-dismiss")).await? {
                button.click().await?;
            }
            Ok(None)
        })
        .await
    }

    /// What the last attempt came to, as the window tells it.
    pub async fn outcome(&self) -> Result<String> {
        self.window()?.attribute(&testid("panel-outcome"), "data-outcome").await
    }
}

/// Pages of a wallet that the rail does not list: the account menu leads there.
pub const OFF_RAIL: [&str; 2] = ["profile", "limits"];

/// Goes to a page of the connected wallet, and waits until it is drawn.
pub async fn open_page(window: &Page, page: &str) -> Result<()> {
    if OFF_RAIL.contains(&page) {
        window.press(&testid("account-menu")).await?;
        window.press(&testid(&format!("menu-{page}"))).await?;
    } else {
        window.press(&testid(&format!("nav-{page}"))).await?;
    }
    window.sees(&testid(&format!("screen-{page}"))).await.map(drop)
}

/// The checkbox of a permission on the screen of permissions.
pub fn choose(scope: &str) -> String {
    testid(&format!("choose-{}", dashed(scope)))
}

/// The Enable button of a permission.
pub fn enable(scope: &str) -> String {
    testid(&format!("enable-{}", dashed(scope)))
}

/// A row of the permissions page.
pub fn permission(scope: &str) -> String {
    testid(&format!("permission-{}", dashed(scope)))
}

/// A section of the home screen.
pub fn section(name: &str) -> String {
    testid(&format!("section-{name}"))
}
