//! A page that a driver shows us: the application's window and the browser's tabs alike.
//!
//! Every look at the page waits, with a deadline, until what is asked for is there; the error tells what was on the
//! page instead.

use std::path::Path;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use fantoccini::elements::Element;
use fantoccini::error::CmdError;
use fantoccini::wd::{Capabilities, WindowHandle};
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::Value;

use crate::wait;

/// A WebDriver session, or the tab of it that was switched to.
#[derive(Clone, Debug)]
pub struct Page {
    client: Client,
}

/// `[data-testid="…"]`
pub fn testid(name: &str) -> String {
    format!("[data-testid=\"{name}\"]")
}

/// `wallet:read` as the test ids write it: `wallet-read`.
pub fn dashed(scope: &str) -> String {
    scope.replace(':', "-")
}

impl Page {
    /// Opens a session at a driver that answers on this port of loopback.
    pub async fn open(port: u16, capabilities: Value) -> Result<Self> {
        let Value::Object(capabilities) = capabilities else { bail!("capabilities are an object") };
        let capabilities: Capabilities = capabilities;
        let mut builder = ClientBuilder::new(HttpConnector::new());
        builder.capabilities(capabilities);
        let address = format!("http://127.0.0.1:{port}");
        let opened = tokio::time::timeout(wait::PATIENCE, builder.connect(&address)).await;
        let client = opened.context("the driver opened no session in time")?.context("opening a driver session")?;
        Ok(Self { client })
    }

    pub fn client(&self) -> &Client {
        &self.client
    }

    /// Waits until an element is there and visible.
    pub async fn sees(&self, css: &str) -> Result<Element> {
        self.sees_within(wait::PATIENCE, css).await
    }

    /// Like [`Page::sees`], with a limit of its own.
    pub async fn sees_within(&self, limit: Duration, css: &str) -> Result<Element> {
        let seen = wait::until_within(limit, css, async || self.visible(css).await).await;
        self.or_tell(seen).await
    }

    /// Waits until nothing that matches is visible.
    pub async fn no_longer_sees(&self, css: &str) -> Result<()> {
        let gone = wait::until(format!("{css} to go"), async || Ok(self.visible(css).await?.is_none().then_some(())));
        let gone = gone.await;
        self.or_tell(gone).await
    }

    /// The first visible element that matches, at this moment. One that goes while it is looked at is not visible.
    pub async fn visible(&self, css: &str) -> Result<Option<Element>> {
        for element in self.client.find_all(Locator::Css(css)).await? {
            match element.is_displayed().await {
                Ok(true) => return Ok(Some(element)),
                Ok(false) | Err(CmdError::Standard(_)) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Ok(None)
    }

    /// Waits for the element, then clicks it. An element that is replaced between the two is looked for again.
    pub async fn press(&self, css: &str) -> Result<()> {
        let pressed = wait::until(format!("{css} to press"), async || {
            let Some(element) = self.visible(css).await? else { return Ok(None) };
            if !element.is_enabled().await? {
                return Ok(None);
            }
            self.bring_into_view(css).await?;
            element.click().await?;
            Ok(Some(()))
        });
        let pressed = pressed.await;
        self.or_tell(pressed).await
    }

    /// Scrolls as a person does to whom something is below the edge: pages scroll in a part of the window, where the driver
    /// does not look.
    async fn bring_into_view(&self, css: &str) -> Result<()> {
        let show = "const found = document.querySelector(arguments[0]);\
            const at = found?.getBoundingClientRect();\
            if (at && (at.top < 0 || at.bottom > innerHeight)) found.scrollIntoView({ block: 'center' });";
        self.script(show, vec![css.into()]).await.map(drop)
    }

    /// Waits for the field and types into it.
    pub async fn type_into(&self, css: &str, text: &str) -> Result<()> {
        let field = self.sees(css).await?;
        field.clear().await?;
        field.send_keys(text).await?;
        Ok(())
    }

    /// Clicks into a field whose text is selected by that, so that what is typed takes its place.
    pub async fn look_for(&self, css: &str, text: &str) -> Result<()> {
        self.press(css).await?;
        self.sees(css).await?.send_keys(text).await?;
        Ok(())
    }

    /// The visible text of an element.
    pub async fn text(&self, css: &str) -> Result<String> {
        let text = wait::until(format!("{css} with its text"), async || {
            let Some(element) = self.visible(css).await? else { return Ok(None) };
            Ok(Some(element.text().await?))
        });
        let text = text.await;
        self.or_tell(text).await
    }

    /// Waits for the element and returns an attribute of it.
    pub async fn attribute(&self, css: &str, name: &str) -> Result<String> {
        let value = wait::until(format!("{css} with the attribute {name}"), async || {
            let Some(element) = self.visible(css).await? else { return Ok(None) };
            Ok(element.attr(name).await?)
        });
        let value = value.await;
        self.or_tell(value).await
    }

    /// Waits until an attribute has this value.
    pub async fn attribute_becomes(&self, css: &str, name: &str, wanted: &str) -> Result<()> {
        let became = wait::until(format!("{css} with {name}={wanted}"), async || {
            let Some(element) = self.visible(css).await? else { bail!("it is not visible") };
            match element.attr(name).await? {
                Some(value) if value == wanted => Ok(Some(())),
                other => bail!("it is {other:?}"),
            }
        });
        let became = became.await;
        self.or_tell(became).await
    }

    /// An attribute of every element that matches, in the order of the page, visible or not.
    pub async fn attributes(&self, css: &str, name: &str) -> Result<Vec<String>> {
        let script = "return [...document.querySelectorAll(arguments[0])].map(e => e.getAttribute(arguments[1]) ?? '')";
        let found = self.client.execute(script, vec![css.into(), name.into()]).await?;
        Ok(serde_json::from_value(found)?)
    }

    /// What a checkbox or a switch says of itself.
    pub async fn is_on(&self, css: &str) -> Result<bool> {
        let element = self.present(css).await?;
        if let Some(state) = element.attr("aria-checked").await? {
            return Ok(state == "true");
        }
        Ok(element.is_selected().await?)
    }

    /// Turns a checkbox or a switch on or off. Its input may be hidden behind what is drawn for it.
    pub async fn turn(&self, css: &str, on: bool) -> Result<()> {
        self.present(css).await?;
        let turned = wait::until(format!("{css} to turn {}", if on { "on" } else { "off" }), async || {
            if self.is_on(css).await? == on {
                return Ok(Some(()));
            }
            let clicked = match self.visible(css).await? {
                Some(element) => element.click().await.is_ok(),
                None => false,
            };
            if !clicked {
                self.client.execute("document.querySelector(arguments[0]).click()", vec![css.into()]).await?;
            }
            // What a switch stands for is kept before it turns; a second click meanwhile would take the first one back.
            let turns = async || Ok((self.is_on(css).await? == on).then_some(()));
            Ok(wait::until_within(Duration::from_secs(5), "the answer to a click", turns).await.ok())
        });
        let turned = turned.await;
        self.or_tell(turned).await
    }

    /// Waits until the element is in the document, visible or not.
    pub async fn present(&self, css: &str) -> Result<Element> {
        let found =
            wait::until(css, async || Ok(self.client.find_all(Locator::Css(css)).await?.into_iter().next())).await;
        self.or_tell(found).await
    }

    /// All the text that a person could read now.
    pub async fn all_text(&self) -> Result<String> {
        let text = self.client.execute("return document.body ? document.body.innerText : ''", Vec::new()).await?;
        Ok(text.as_str().unwrap_or_default().to_owned())
    }

    /// Waits until the page's text contains this.
    pub async fn reads(&self, words: &str) -> Result<()> {
        let read = wait::until(format!("the words “{words}”"), async || {
            Ok(self.all_text().await?.contains(words).then_some(()))
        });
        let read = read.await;
        self.or_tell(read).await
    }

    /// Runs a script and returns what it returns.
    pub async fn script(&self, script: &str, arguments: Vec<Value>) -> Result<Value> {
        Ok(self.client.execute(script, arguments).await?)
    }

    /// Runs a script that answers through the callback which is its last argument.
    pub async fn ask(&self, script: &str, arguments: Vec<Value>) -> Result<Value> {
        Ok(self.client.execute_async(script, arguments).await?)
    }

    /// The address that is shown.
    pub async fn address(&self) -> Result<url::Url> {
        Ok(self.client.current_url().await?)
    }

    /// Goes on with another tab of the same session.
    pub async fn switch_to(&self, tab: &str) -> Result<()> {
        let handle = WindowHandle::try_from(tab.to_owned()).context("a tab's id")?;
        Ok(self.client.switch_to_window(handle).await?)
    }

    /// Waits until what is in the document has been painted, and nothing moves any more.
    pub async fn is_still(&self) -> Result<()> {
        let script = "const done = arguments[0];\
            const frame = () => new Promise((painted) => requestAnimationFrame(painted));\
            const ends = (animation) => animation.effect?.getComputedTiming().endTime !== Infinity;\
            const settle = () => Promise.allSettled(document.getAnimations().filter(ends).map((one) => one.finished));\
            frame().then(settle).then(frame).then(frame).then(() => done());";
        self.ask(script, Vec::new()).await.map(drop)
    }

    /// Saves what is shown as a PNG.
    pub async fn picture(&self, file: &Path) -> Result<()> {
        let png = tokio::time::timeout(Duration::from_secs(10), self.client.screenshot()).await??;
        std::fs::write(file, png).with_context(|| format!("writing {}", file.display()))
    }

    /// Ends the session.
    pub async fn close(self) -> Result<()> {
        Ok(self.client.close().await?)
    }

    async fn or_tell<T>(&self, answer: Result<T>) -> Result<T> {
        match answer {
            Ok(answer) => Ok(answer),
            Err(error) => {
                let address = self.address().await.map(|url| url.to_string()).unwrap_or_default();
                let text = self.all_text().await.unwrap_or_else(|error| format!("unreadable: {error:#}"));
                Err(error.context(format!("on {address}, where this was to read:\n{text}\n")))
            }
        }
    }
}
