//! The consent pages without a browser: forms filled in and posted over plain HTTP, with the cookies of one visitor.
//!
//! The pages need no scripts, so this is what any browser sends; journeys that are about OAuth clients rather than
//! about the window take this way.

use std::collections::BTreeMap;

use anyhow::{Context, Result, bail};
use hyper::Method;
use url::Url;

use crate::control::Person;
use crate::http::{self, Answer as HttpAnswer, Body, Extra};
use crate::journey::Answer;

/// Somebody with a browser of their own.
#[derive(Debug, Default)]
pub struct Visitor {
    /// By host and port, although browsers share them between ports: the two sites are different ones.
    cookies: BTreeMap<String, BTreeMap<String, String>>,
}

/// A page and where it was found.
#[derive(Clone, Debug)]
pub struct Shown {
    pub address: Url,
    pub answer: HttpAnswer,
}

impl Visitor {
    pub fn new() -> Self {
        Self::default()
    }

    /// Opens an address and follows redirects, until a page is shown or `stop` says that the address is the end.
    pub async fn open(&mut self, address: &str, stop: &str) -> Result<Shown> {
        self.follow(Method::GET, Url::parse(address)?, Body::None, stop).await
    }

    /// From an authorization address of the relay to its answer at `redirect_uri`, which is returned, not fetched.
    pub async fn authorize(
        &mut self,
        address: &str,
        redirect_uri: &str,
        person: &Person,
        answer: Answer<'_>,
    ) -> Result<Url> {
        let mut shown = self.open(address, redirect_uri).await?;
        for _ in 0..6 {
            let page = &shown.answer.body;
            if shown.address.as_str().starts_with(redirect_uri) {
                return Ok(shown.address);
            }
            // The relay's hand-over page is where a deep link leaves the browser.
            if let Some(link) = attribute_of(page, "id=\"open-app\"", "href") {
                return Ok(Url::parse(&link)?);
            }
            let fields: Vec<(&str, &str)>;
            let button = if page.contains("id=\"login\"") {
                fields = vec![("email", &person.email), ("pin", &person.login_pin)];
                "login"
            } else if page.contains("id=\"allow\"") || (page.contains("id=\"deny\"") && matches!(answer, Answer::Deny))
            {
                match answer {
                    Answer::Deny => {
                        fields = Vec::new();
                        "deny"
                    }
                    Answer::Allow(scopes) => {
                        fields = scopes.iter().map(|scope| ("scope", *scope)).collect();
                        "allow"
                    }
                    Answer::AllowAll => {
                        fields = vec![("scope", "*")];
                        "allow"
                    }
                }
            } else {
                // The relay's page, and Monei's where everything that is asked for was allowed before.
                fields = Vec::new();
                "continue"
            };
            shown = self.submit(&shown, button, &fields, redirect_uri).await?;
        }
        bail!("no answer after six pages; the last one is {}", shown.address)
    }

    /// Fills in the form around the button with this id and presses it. The scope `*` checks every box.
    pub async fn submit(&mut self, on: &Shown, button: &str, fields: &[(&str, &str)], stop: &str) -> Result<Shown> {
        let page = &on.answer.body;
        let at = page
            .find(&format!("id=\"{button}\""))
            .with_context(|| format!("no #{button} on {}:\n{page}", on.address))?;
        let start = page.get(..at).and_then(|before| before.rfind("<form")).context("the button is in a form")?;
        let end = page.get(start..).and_then(|rest| rest.find("</form>")).context("the form ends")? + start;
        let form = page.get(start..end).unwrap_or_default();
        let tags: Vec<&str> = form.split('<').filter_map(|tag| tag.split('>').next()).collect();

        let mut sent = Vec::new();
        for tag in tags.iter().filter(|tag| tag.starts_with("input")) {
            let Some(name) = attribute(tag, "name") else { continue };
            let value = attribute(tag, "value").unwrap_or_default();
            match attribute(tag, "type").as_deref() {
                Some("hidden") => sent.push((name, value)),
                Some("checkbox") => {
                    if fields.iter().any(|(field, wanted)| *field == name && (*wanted == value || *wanted == "*")) {
                        sent.push((name, value));
                    }
                }
                _ => {
                    let given = fields.iter().find(|(field, _)| *field == name);
                    sent.push((name.clone(), given.map_or(value, |(_, value)| (*value).to_owned())));
                }
            }
        }
        let pressed = tags.iter().find(|tag| attribute(tag, "id").as_deref() == Some(button)).context("the button")?;
        if let Some(name) = attribute(pressed, "name") {
            sent.push((name, attribute(pressed, "value").unwrap_or_default()));
        }
        let action = tags
            .iter()
            .find(|tag| tag.starts_with("form"))
            .and_then(|tag| attribute(tag, "action"))
            .filter(|action| !action.is_empty());
        let target = match action {
            Some(action) => on.address.join(&action)?,
            None => on.address.clone(),
        };
        self.follow(Method::POST, target, Body::Form(sent), stop).await
    }

    /// `name=value` pairs for a site, as its `Cookie` header.
    pub fn cookies_for(&self, address: &Url) -> String {
        let jar = self.cookies.get(&site(address));
        let pairs: Vec<String> = jar.into_iter().flatten().map(|(name, value)| format!("{name}={value}")).collect();
        pairs.join("; ")
    }

    async fn follow(&mut self, mut method: Method, mut address: Url, mut body: Body, stop: &str) -> Result<Shown> {
        let mut from = None;
        for _ in 0..10 {
            let cookies = self.cookies_for(&address);
            let origin = address.origin().ascii_serialization();
            // A form of the same site; a redirect from another one.
            let related = if from.as_ref().is_none_or(|from| *from == origin) { "same-origin" } else { "cross-site" };
            let mut headers = vec![("sec-fetch-site", related), ("sec-fetch-mode", "navigate")];
            if method == Method::POST {
                headers.push(("origin", &origin));
            }
            let extra = Extra { cookies: (!cookies.is_empty()).then_some(&cookies), headers: &headers, bearer: None };
            let answer = http::send(method, address.as_str(), body, extra).await?;
            let jar = self.cookies.entry(site(&address)).or_default();
            for cookie in answer.cookies() {
                if let Some((name, value)) = cookie.split_once('=') {
                    jar.insert(name.to_owned(), value.to_owned());
                }
            }
            if !answer.status.is_redirection() {
                return Ok(Shown { address, answer });
            }
            let next = address.join(answer.location()?)?;
            if next.as_str().starts_with(stop) {
                return Ok(Shown { address: next, answer });
            }
            from = Some(origin);
            (method, address, body) = (Method::GET, next, Body::None);
        }
        bail!("too many redirects, now at {address}")
    }
}

fn site(address: &Url) -> String {
    address.origin().ascii_serialization()
}

/// An attribute of the tag that carries this text.
fn attribute_of(page: &str, mark: &str, name: &str) -> Option<String> {
    page.split('<')
        .filter_map(|tag| tag.split('>').next())
        .find(|tag| tag.contains(mark))
        .and_then(|tag| attribute(tag, name))
}

/// The value of an attribute inside a tag, unescaped.
fn attribute(tag: &str, name: &str) -> Option<String> {
    let mark = format!(" {name}=\"");
    let start = tag.find(&mark)? + mark.len();
    let value = tag.get(start..)?.split('"').next()?;
    Some(unescaped(value))
}

fn unescaped(text: &str) -> String {
    let mut plain = text.to_owned();
    for (escaped, character) in [
        ("&quot;", "\""),
        ("&#34;", "\""),
        ("&#39;", "'"),
        ("&#x27;", "'"),
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&#38;", "&"),
        ("&amp;", "&"),
    ] {
        plain = plain.replace(escaped, character);
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attributes_are_read_and_unescaped() {
        let page = r#"<p><a class="primary" id="open-app" href="app:/callback?a=1&#38;b=%22x%22">Open</a>"#;
        assert_eq!(attribute_of(page, "id=\"open-app\"", "href").as_deref(), Some("app:/callback?a=1&b=%22x%22"));
        assert_eq!(attribute(r#"input type="hidden" name="request" value="v4""#, "value").as_deref(), Some("v4"));
        assert_eq!(attribute(r#"input name="x" checked"#, "value"), None);
    }
}
