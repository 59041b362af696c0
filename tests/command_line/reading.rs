//! What is read: every figure is the simulated Monei's.

use std::collections::BTreeSet;

use anyhow::{Context, ensure};
use monei_e2e::Result;
use monei_e2e::control::same_amount;
use serde_json::{Value, json};

use crate::place::Place;

fn text<'a>(row: &'a Value, name: &str) -> Result<&'a str> {
    row[name].as_str().with_context(|| format!("no {name}: {row}"))
}

fn rows(listed: &Value) -> Result<&Vec<Value>> {
    listed.as_array().with_context(|| format!("no list: {listed}"))
}

#[tokio::test(flavor = "multi_thread")]
async fn balances_and_addresses_are_moneis() -> Result<()> {
    let place = Place::signed_in("balances", "login").await?;
    place.monei().forget_calls().await?;
    let balance = place.terminal.run("balance --json").await?.ended_with(0)?.json()?;
    let calls = place.monei().calls().await?;
    ensure!((calls.totals.calls, calls.totals.out_of_scope) == (1, 0), "one call is enough: {calls:?}");
    let listed = rows(&balance)?;
    let naira = listed.iter().find(|row| row["currency"] == json!("NGN")).context("naira")?;
    ensure!(same_amount(text(naira, "balance")?, &place.person.naira_balance), "{naira}");
    for wallet in place.person.subwallets.iter().filter(|wallet| wallet.currency != "NGN") {
        let row = listed.iter().find(|row| row["wallet"] == json!(wallet.id)).with_context(|| wallet.id.clone())?;
        ensure!(same_amount(text(row, "balance")?, &wallet.balance), "{row}");
    }
    let table = place.terminal.run("balance").await?.ended_with(0)?.out;
    ensure!(table.contains('₦') && !table.contains('\u{1b}'), "no colours off a terminal: {table:?}");

    let addresses = place.terminal.run("addresses --json").await?.ended_with(0)?.json()?;
    let account = place.person.virtual_account.as_ref().context("an account")?;
    let found = rows(&addresses)?.iter().find(|row| row["kind"] == json!("bank account")).context("an account")?;
    ensure!(found["address"] == json!(account.account_number) && found["network"] == json!(account.bank_name));
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_whole_history_is_read_page_by_page_and_sifted_here() -> Result<()> {
    let place = Place::signed_in("history", "login").await?;
    let all = place.terminal.run("transactions --all --json").await?.ended_with(0)?.json()?;
    let shown: Vec<&str> = rows(&all)?.iter().filter_map(|row| row["id"].as_str()).collect();
    let expected: Vec<&str> = place.person.transactions.iter().map(|row| row.id.as_str()).collect();
    ensure!(shown == expected, "{} rows instead of {}", shown.len(), expected.len());
    for (row, known) in rows(&all)?.iter().zip(&place.person.transactions) {
        ensure!(
            same_amount(text(row, "amount")?, &known.amount) && row["narration"] == json!(known.narration),
            "{row}"
        );
    }
    let few = place.terminal.run("transactions -n 3 --json").await?.ended_with(0)?.json()?;
    ensure!(rows(&few)?.len() == 3.min(expected.len()));

    let incoming = place.terminal.run("transactions --all --in --json").await?.ended_with(0)?.json()?;
    let incoming: BTreeSet<&str> = rows(&incoming)?.iter().filter_map(|row| row["id"].as_str()).collect();
    let credits = place.person.transactions.iter().filter(|row| row.kind == "CREDIT");
    let credits: BTreeSet<&str> = credits.map(|row| row.id.as_str()).collect();
    ensure!(incoming == credits, "{incoming:?} {credits:?}");

    let csv = place.terminal.run("transactions --all --csv").await?.ended_with(0)?.out;
    ensure!(csv.starts_with("id,createdAt,direction,amount,currency,status,narration,reference\r\n"), "{csv}");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn one_transaction_is_told_by_its_id_or_its_reference() -> Result<()> {
    let place = Place::signed_in("one", "login --scope wallet:read").await?;
    let first = place.person.transactions.first().context("a transaction")?;
    let told = place.terminal.run(&format!("transaction {} --json", first.id)).await?.ended_with(0)?.json()?;
    ensure!(told["id"] == json!(first.id) && same_amount(text(&told, "amount")?, &first.amount), "{told}");
    let reference = text(&told, "reference")?.to_owned();
    let again = place.terminal.run(&format!("transaction --reference {reference} --json")).await?.ended_with(0)?;
    ensure!(again.json()?["id"] == json!(first.id));
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_to_wait_is_heeded_in_a_long_list() -> Result<()> {
    let place = Place::signed_in("wait", "login --scope wallet:read").await?;
    let fault = json!({ "kind": "status", "path": "/transactions/user", "status": 429, "retryAfter": 1, "times": 1 });
    place.monei().fault(fault).await?;
    let all = place.terminal.run("transactions --all --json").await?.ended_with(0)?.json()?;
    ensure!(rows(&all)?.len() == place.person.transactions.len());
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_check_of_permissions_tells_how_monei_answers_each() -> Result<()> {
    let place = Place::signed_in("check", "login --scope profile:read --scope wallet:read --scope bills:pay").await?;
    let check = place.terminal.run("scopes check --json").await?.ended_with(0)?.json()?;
    let answers: Vec<(&str, &str)> =
        rows(&check)?.iter().filter_map(|row| Some((row["permission"].as_str()?, row["answer"].as_str()?))).collect();
    ensure!(
        answers == [("profile:read", "accepted"), ("wallet:read", "accepted"), ("bills:pay", "not asked")],
        "{check}"
    );
    place.monei().fault(json!({ "kind": "status", "path": "/wallet/me", "status": 403 })).await?;
    let check = place.terminal.run("scopes check").await?.ended_with(9)?;
    ensure!(check.out.contains("refused"), "{}", check.out);
    ensure!(place.monei().calls().await?.totals.out_of_scope == 0);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn tokens_are_renewed_by_hand_and_when_they_are_refused_and_never_shown() -> Result<()> {
    let place = Place::signed_in("tokens", "login").await?;
    let terminal = &place.terminal;
    let life = |json: Value| Some(json.as_array()?.first()?["expiresAt"].as_str()?.to_owned());
    let before = life(terminal.run("token --json").await?.ended_with(0)?.json()?).context("a life")?;
    let after = terminal.run("token --refresh --json").await?.ended_with(0)?;
    ensure!(!after.out.contains("mct_") || after.out.contains("\"mct_\""), "only the prefix: {}", after.out);
    let after = life(after.json()?).context("a life")?;
    ensure!(after >= before, "{before} {after}");
    ensure!(place.monei().calls().await?.of("POST", "/connect/token") == 2, "the exchange and the renewal");

    place.monei().expire_tokens().await?;
    terminal.run("balance").await?.ended_with(0)?;
    let refused = terminal.run("token --show").await?.ended_with(2)?;
    ensure!(refused.out.is_empty() && !refused.err.contains("mct_"), "{}{}", refused.out, refused.err);
    Ok(())
}

/// Each command says so, not only the one that found out: nobody is sent to ask for a permission that they gave.
#[tokio::test(flavor = "multi_thread")]
async fn a_wallet_that_was_ended_at_monei_says_so_to_every_command() -> Result<()> {
    let place = Place::signed_in("ended", "login").await?;
    ensure!(place.monei().revoke_grants(&place.person.id).await? == 1);
    for line in ["balance", "balance", "limits", "addresses", "transactions"] {
        let told = place.terminal.run(line).await?.ended_with(3)?;
        ensure!(told.err.contains("ended at Monei") && told.err.contains("monei login"), "`{line}`: {}", told.err);
    }
    let status = place.terminal.run("status").await?.ended_with(3)?;
    ensure!(status.out.contains("ended at Monei"), "{}", status.out);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn with_no_store_a_command_signs_in_and_revokes_at_its_end() -> Result<()> {
    let place = Place::new("memory").await?;
    let terminal = place.terminal.clone().with("MONEI_STORE", "memory");
    terminal.run("login").await?.ended_with(2)?;
    let browser = place.folder().join("bin");
    std::fs::create_dir_all(&browser)?;
    // The browser that the system starts: it only notes what it is to open.
    let opened = browser.join("opened");
    let script = format!("#!/bin/sh\necho \"$1\" >>{}\n", opened.display());
    for name in ["xdg-open", "gio", "gnome-open", "kde-open", "wslview"] {
        std::fs::write(browser.join(name), &script)?;
        std::fs::set_permissions(browser.join(name), std::os::unix::fs::PermissionsExt::from_mode(0o755))?;
    }
    let terminal = terminal.with("PATH", &format!("{}:/usr/bin:/bin", browser.display()));
    let running = terminal.command("balance").spawn()?;
    let address = monei_e2e::wait::until("the browser", async || {
        let text = std::fs::read_to_string(&opened).unwrap_or_default();
        Ok(text.lines().find(|line| line.starts_with("http")).map(str::to_owned))
    });
    let address = address.await?;
    let redirect = url::Url::parse(&address)?;
    let redirect =
        redirect.query_pairs().find(|(name, _)| name == "redirect_uri").context("a redirect")?.1.into_owned();
    let mut visitor = monei_e2e::consent::Visitor::new();
    let all = monei_e2e::journey::Answer::AllowAll;
    let back = visitor.authorize(&address, &redirect, &place.person, all).await?;
    monei_e2e::http::get(back.as_str()).await?;
    let output = running.wait_with_output().await?;
    let (out, err) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    ensure!(output.status.success() && out.contains('₦'), "{out}{err}");
    ensure!(place.monei().expire_tokens().await? == 0, "the tokens are revoked");
    Ok(())
}
