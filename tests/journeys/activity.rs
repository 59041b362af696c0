//! All transactions in the real window: the list against the sandbox's own record, search and filters, one of them and
//! the way back, and files that leave through the system's own dialog.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context, bail, ensure};
use monei_e2e::control::{Person, Transaction, same_amount};
use monei_e2e::journey::{Answer, READ_SCOPES};
use monei_e2e::page::{Page, testid};
use monei_e2e::scene::{Played, Scene, Setting, play};
use monei_e2e::system_dialog::SystemDialog;
use monei_e2e::traces::files_in;
use monei_e2e::typing::Keyboard;
use monei_e2e::{Result, wait};
use serde::Deserialize;
use serde_json::json;

/// A row as the window shows it.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq, PartialOrd, Ord)]
pub struct Shown {
    pub id: String,
    digits: String,
    direction: String,
}

/// Scrolls through the whole list and tells every row once, in order.
const ALL_ROWS: &str = r#"
const done = arguments[0];
const list = document.querySelector('[data-testid="activity-list"]');
const rows = new Map();
const look = () => {
  for (const option of list.querySelectorAll('[role="option"]')) {
    const row = option.querySelector('[data-testid^="transaction-"]');
    if (!row) continue;
    const id = row.dataset.testid.slice('transaction-'.length);
    rows.set(Number(option.dataset.row), { id, digits: row.dataset.digits ?? '', direction: row.dataset.direction });
  }
};
const step = () => {
  look();
  const all = Number(list.dataset.rows);
  if (rows.size >= all) {
    done([...rows].sort(([one], [other]) => one - other).map(([, row]) => row));
    return;
  }
  const end = list.scrollTop + list.clientHeight >= list.scrollHeight - 1;
  list.scrollTop = end ? 0 : list.scrollTop + list.clientHeight / 2;
  requestAnimationFrame(step);
};
requestAnimationFrame(step);
"#;

/// Signs in, and opens the page with everything read.
pub async fn at_activity(scene: &mut Scene) -> Result<(Page, Person)> {
    let person = scene.monei().busiest().await?;
    let person = scene.monei().person(&person.id).await?;
    let window = scene.open_window().await?;
    scene.connect(&person, &READ_SCOPES, Answer::AllowAll).await?;
    window.press(&testid("nav-activity")).await?;
    counts(&window, person.transactions.len()).await?;
    Ok((window, person))
}

/// Waits until the list has so many rows.
pub async fn counts(window: &Page, rows: usize) -> Result<()> {
    wait::until(format!("a list of {rows}"), async || {
        let shown = window.attributes(&testid("activity-list"), "data-rows").await?;
        let shown = shown.first().map_or("0", String::as_str);
        if shown == rows.to_string() { Ok(Some(())) } else { bail!("{shown} rows") }
    })
    .await
}

pub async fn all_rows(window: &Page) -> Result<Vec<Shown>> {
    Ok(serde_json::from_value(window.ask(ALL_ROWS, Vec::new()).await?)?)
}

/// What is typed replaces what was there.
async fn search_for(window: &Page, words: &str) -> Result<()> {
    let field = testid("activity-search");
    let script = "const field = document.querySelector(arguments[0]); field.value = arguments[1];\
        field.dispatchEvent(new Event('input', { bubbles: true }));";
    window.script(script, vec![json!(field), json!(words)]).await.map(drop)
}

/// Every row of the list against the sandbox's record of it.
pub fn same(shown: &[Shown], known: &[&Transaction]) -> Result<()> {
    ensure!(shown.len() == known.len(), "{} rows instead of {}", shown.len(), known.len());
    let known: BTreeMap<&str, &&Transaction> = known.iter().map(|entry| (entry.id.as_str(), entry)).collect();
    for row in shown {
        let entry = known.get(row.id.as_str()).with_context(|| format!("{} is not the sandbox's", row.id))?;
        ensure!(same_amount(&row.digits, &entry.amount), "{}: {} instead of {}", row.id, row.digits, entry.amount);
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_list_is_the_sandboxs_to_the_last_row() -> Played {
    play(Setting::default(), async |scene| {
        let (window, person) = at_activity(scene).await?;
        let shown = all_rows(&window).await?;
        same(&shown, &person.transactions.iter().collect::<Vec<_>>())?;
        Ok(())
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn search_and_filters_find_what_the_sandbox_knows() -> Played {
    play(Setting::default(), async |scene| {
        let (window, person) = at_activity(scene).await?;
        let word = person
            .transactions
            .iter()
            .flat_map(|entry| entry.narration.split_whitespace())
            .find(|word| word.len() > 3 && word.chars().all(char::is_alphabetic))
            .context("a word to look for")?
            .to_lowercase();
        let by_word: Vec<&Transaction> =
            person.transactions.iter().filter(|entry| entry.narration.to_lowercase().contains(&word)).collect();
        search_for(&window, &word).await?;
        counts(&window, by_word.len()).await?;
        same(&all_rows(&window).await?, &by_word)?;

        search_for(&window, "").await?;
        counts(&window, person.transactions.len()).await?;
        let incoming: Vec<&Transaction> =
            person.transactions.iter().filter(|entry| entry.kind.eq_ignore_ascii_case("CREDIT")).collect();
        window.press(&testid("filter-directions")).await?;
        window.press(&testid("option-incoming")).await?;
        counts(&window, incoming.len()).await?;
        same(&all_rows(&window).await?, &incoming)?;

        search_for(&window, "nothing is called like this").await?;
        window.sees(&testid("activity-nothing")).await?;
        window.press(&testid("activity-clear-all")).await?;
        counts(&window, person.transactions.len()).await
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn from_a_detail_the_way_back_leads_to_the_same_place() -> Played {
    play(Setting::default(), async |scene| {
        let (window, person) = at_activity(scene).await?;
        let list = testid("activity-list");
        let far = "const list = document.querySelector(arguments[0]);\
            list.scrollTop = (list.scrollHeight - list.clientHeight) / 2; return list.scrollTop;";
        let place = window.script(far, vec![json!(list)]).await?;
        window.is_still().await?;
        let seen = "const list = document.querySelector(arguments[0]); const box = list.getBoundingClientRect();\
            const inside = (one) => one.top > box.top + box.height / 3 && one.bottom < box.bottom;\
            const rows = [...list.querySelectorAll('[role=\"option\"]')];\
            const row = rows.find((one) => inside(one.getBoundingClientRect())); row.click();\
            return row.querySelector('[data-testid^=\"transaction-\"]').dataset.testid;";
        let row = window.script(seen, vec![json!(list)]).await?;
        let id = row.as_str().context("a row")?.trim_start_matches("transaction-").to_owned();
        window.attribute_becomes(&testid("activity-detail"), "data-id", &id).await?;
        let entry = person.transactions.iter().find(|entry| entry.id == id).context("the sandbox's")?;
        window.reads(&entry.id).await?;
        window.reads(entry.narration.trim()).await?;
        window.press(&testid("detail-close")).await?;
        window.no_longer_sees(&testid("activity-detail")).await?;
        let now = "return document.querySelector(arguments[0]).scrollTop";
        ensure!(window.script(now, vec![json!(list)]).await? == place, "the list moved");

        // Another page and back.
        window.press(&testid("nav-home")).await?;
        scene.at_home().await?;
        window.press(&testid("nav-activity")).await?;
        counts(&window, person.transactions.len()).await?;
        wait::until("the list at its place", async || {
            Ok((window.script(now, vec![json!(list)]).await? == place).then_some(()))
        })
        .await
    })
    .await
}

/// Presses Export for this format and answers the system's dialog with this file.
pub async fn export(scene: &Scene, window: &Page, format: &str, file: &Path) -> Result<()> {
    window.press(&testid("activity-export")).await?;
    let dialog = SystemDialog::after(scene, window, &testid(&format!("export-{format}"))).await?;
    let name = file.to_str().context("a plain path")?;
    dialog.answer(|keyboard| keyboard.answer(name)).await
}

/// What a PDF says, page by page.
async fn pages_of(file: &Path) -> Result<Vec<String>> {
    let read = tokio::process::Command::new("pdftotext").arg("-layout").arg(file).arg("-").output().await?;
    ensure!(read.status.success(), "{}", String::from_utf8_lossy(&read.stderr));
    let text = String::from_utf8(read.stdout)?;
    Ok(text.split_terminator('\u{c}').map(str::to_owned).collect())
}

/// Prints the receipt that is open. The only printer here is a file.
async fn printed(scene: &Scene, window: &Page) -> Result<Vec<String>> {
    let dialog = SystemDialog::after(scene, window, &testid("receipt-print")).await?;
    dialog.answer(Keyboard::take_the_first).await?;
    wait::until("the receipt on paper", async || {
        let files = files_in(scene.stage.folder())?;
        let Some(file) = files.iter().find(|file| file.extension() == Some("pdf".as_ref())) else { return Ok(None) };
        let pages = pages_of(file).await?;
        std::fs::remove_file(file)?;
        Ok(Some(pages))
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_receipt_is_printed_with_what_it_shows_and_nothing_else() -> Played {
    play(Setting::default(), async |scene| {
        let (window, person) = at_activity(scene).await?;
        let newest = window.attribute("[data-testid=activity-list] [data-testid^=transaction-]", "data-testid").await?;
        window.press(&testid(&newest)).await?;
        let entry = person.transactions.iter().find(|entry| newest.ends_with(&entry.id)).context("the sandbox's")?;
        window.attribute_becomes(&testid("activity-detail"), "data-id", &entry.id).await?;
        window.press(&testid("detail-receipt")).await?;
        let shown = window.text(&testid("receipt")).await?;
        ensure!(shown.chars().any(|c| c.is_ascii_digit()), "no figures on {shown:?}");
        // As it is seen, with every figure, on one page; and nothing of the window behind it or of the buttons below.
        let on_paper = |pages: Vec<String>, shown: &str| {
            let [page] = pages.as_slice() else { bail!("{} pages: {pages:?}", pages.len()) };
            let letters = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
            ensure!(letters(page) == letters(shown), "{page:?} is printed of {shown:?}");
            Ok(())
        };
        on_paper(printed(scene, &window).await?, &shown)?;

        // What is hidden stays hidden on paper.
        window.press(&testid("receipt-close")).await?;
        window.no_longer_sees(&testid("receipt")).await?;
        window.press(&testid("button-hide-amounts")).await?;
        window.press(&testid("detail-receipt")).await?;
        let hidden = window.text(&testid("receipt")).await?;
        ensure!(hidden != shown && hidden.contains('•'), "{hidden:?}");
        on_paper(printed(scene, &window).await?, &hidden)
    })
    .await
}

/// Reads a CSV or JSON file with a reader that has nothing to do with its writer. What is not known is an empty text.
pub async fn read_by_python(file: &Path) -> Result<Vec<BTreeMap<String, String>>> {
    let script = "import csv, json, sys\n\
        file = open(sys.argv[1], newline='', encoding='utf-8')\n\
        print(json.dumps(json.load(file) if file.name.endswith('.json') else list(csv.DictReader(file))))";
    let read = tokio::process::Command::new("python3").args(["-c", script]).arg(file).output().await?;
    ensure!(read.status.success(), "{}", String::from_utf8_lossy(&read.stderr));
    let rows: Vec<BTreeMap<String, Option<String>>> = serde_json::from_slice(&read.stdout)?;
    let texts = |row: BTreeMap<_, Option<String>>| {
        row.into_iter().map(|(name, text)| (name, text.unwrap_or_default())).collect()
    };
    Ok(rows.into_iter().map(texts).collect())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_holds_what_the_sandbox_knows_figure_by_figure() -> Played {
    play(Setting::default(), async |scene| {
        let (window, person) = at_activity(scene).await?;
        let folder = scene.stage.home();
        let (csv, json) = (folder.join("out.csv"), folder.join("out.json"));
        export(scene, &window, "csv", &csv).await?;
        window.sees(&testid("export-saved")).await?;
        window.press(&testid("export-dismiss")).await?;
        let table = read_by_python(&csv).await?;
        compare(&table, &person)?;

        export(scene, &window, "json", &json).await?;
        window.sees(&testid("export-saved")).await?;
        compare(&read_by_python(&json).await?, &person)
    })
    .await
}

fn compare(table: &[BTreeMap<String, String>], person: &Person) -> Result<()> {
    ensure!(table.len() == person.transactions.len(), "{} of {}", table.len(), person.transactions.len());
    for (line, entry) in table.iter().zip(&person.transactions) {
        let cell = |name: &str| line.get(name).map_or("", String::as_str);
        ensure!(cell("id") == entry.id, "{} where {} should be", cell("id"), entry.id);
        ensure!(same_amount(cell("amount"), &entry.amount), "{}: {}", entry.id, cell("amount"));
        ensure!(cell("currency") == entry.currency, "{}: {}", entry.id, cell("currency"));
        ensure!(cell("monei_status") == entry.status, "{}: {}", entry.id, cell("monei_status"));
        ensure!(
            cell("narration").trim_start_matches('\'') == entry.narration.trim_start_matches('\''),
            "{}: {}",
            entry.id,
            cell("narration")
        );
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_folder_that_takes_no_file_is_said() -> Played {
    play(Setting::default(), async |scene| {
        let (window, _) = at_activity(scene).await?;
        // Not even an administrator can write there.
        export(scene, &window, "csv", Path::new("/proc/out.csv")).await?;
        window.sees(&testid("export-failed")).await?;
        window.reads("does not take files").await
    })
    .await
}
