//! Accessibility as axe-core judges it, on the page that is shown.

use std::fs;

use anyhow::{Context, Result, ensure};
use serde::Deserialize;

use crate::binaries;
use crate::page::Page;

/// Everything that WCAG 2.2 asks for at level AA, as far as a program can tell.
const RULES: [&str; 5] = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

const JUDGE: &str = "const [rules, done] = arguments;\
    const told = ({ id, help, nodes }) => nodes.map(({ target, failureSummary }) =>\
      `${id}: ${help}\\n  ${target.join(' ')}\\n  ${failureSummary}`);\
    axe.run(document, { runOnly: { type: 'tag', values: rules } }).then(\
      ({ passes, violations }) => done({ passes: passes.length, violations: violations.flatMap(told) }),\
      (error) => done({ passes: 0, violations: [`axe-core failed: ${error}`] }));";

/// What was found.
#[derive(Debug, Deserialize)]
pub struct Judgement {
    /// How many rules had something to judge, and nothing to object to.
    pub passes: usize,
    /// A text for each element that breaks a rule.
    pub violations: Vec<String>,
}

/// Waits until nothing moves, then judges what is shown.
pub async fn judge(page: &Page) -> Result<Judgement> {
    let file = binaries::root().join("node_modules/axe-core/axe.min.js");
    let axe = fs::read_to_string(&file).with_context(|| format!("{}: run `npm ci` first", file.display()))?;
    page.is_still().await?;
    page.script(&axe, Vec::new()).await?;
    let judgement = page.ask(JUDGE, vec![RULES.as_slice().into()]).await?;
    Ok(serde_json::from_value(judgement)?)
}

/// Nothing on this page breaks a rule; `name` says which page it is.
pub async fn finds_nothing(page: &Page, name: &str) -> Result<()> {
    let Judgement { passes, violations } = judge(page).await?;
    ensure!(violations.is_empty(), "{name}:\n{}", violations.join("\n"));
    ensure!(passes > 5, "{name}: only {passes} rules had anything to judge");
    Ok(())
}
