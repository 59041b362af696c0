//! Sending to a friend, and what holds for every payment, in the real windows. The ledger of the simulated Monei is the judge.

use anyhow::{Result, ensure};
use monei_e2e::confirming::{CONFIRMING, Word, invoke, shows, unseen};
use monei_e2e::control::Person;
use monei_e2e::journey::{ALL_SCOPES, Answer, enable, open_page};
use monei_e2e::page::{Page, testid};
use monei_e2e::scene::{Played, Scene, Setting, play};
use monei_e2e::surface;
use serde_json::{Value, json};

const TRANSFERS: &str = "/wallet/payout/transfer";
const PAYING: [&str; 4] = ["profile:read", "kyc:read", "wallet:read", "wallet:send"];

/// Five hundred calls with arguments by chance, of which many are right, such as a script could make that knows everything.
/// An answer that takes its time is not waited for.
const STORM: &str = "const [names, id, pin, receiver, done] = arguments;\
    const any = (values) => values[Math.floor(Math.random() * values.length)];\
    const confirming = ['confirmation', 'confirm_payment', 'cancel_payment', 'quote_again'];\
    const value = () => any([id, pin, receiver, '', null, true, false, 0, -1, 1e308, [], {}, '\\u202e', 'x'.repeat(5000),\
      { order: 'send', receiver, amount: any(['1', '1e9', '-5', '0x10', '1'.repeat(400), '0.01']) },\
      { order: any(['send', 'withdraw', 'other']), [any(['id', 'amount', 'receiver'])]: id }]);\
    const keys = ['id', 'pin', 'besideLookAlikes', 'order', 'what', 'attempt', 'beside_look_alikes', 'query', 'scopes',\
      'choice', 'address', 'text', 'request', 'first', 'count', 'timeZone', 'bank', 'accountNumber', 'coin', 'network',\
      'amount', 'deposit', 'reference', 'kind', 'biller', 'anew', 'plan', 'number', 'contract', 'picture'];\
    const seen = { tried: 0, confirming: 0, secrets: 0 };\
    const one = () => {\
      const name = any(names);\
      const given = Math.random() < 0.3 ? { id, pin, besideLookAlikes: true, order: value() }\
        : Object.fromEntries(keys.filter(() => Math.random() < 0.5).map((key) => [key, value()]));\
      const read = (answer) => { if (/mc[trs]_/.test(JSON.stringify(answer))) seen.secrets += 1; };\
      const answered = (answer) => { if (confirming.includes(name)) seen.confirming += 1; read(answer); };\
      const call = window.__TAURI_INTERNALS__.invoke(name, given).then(answered, read);\
      const patience = new Promise((over) => setTimeout(over, 1000));\
      return Promise.race([call, patience]).finally(() => { seen.tried += 1; });\
    };\
    const next = () => seen.tried >= 500 ? done(seen) : Promise.all(Array.from({ length: 50 }, one)).then(next);\
    next();";

/// Ten thousand calls of these commands, none of which confirms or tells a secret.
async fn storm(window: &Page, names: &[String], id: &str, payer: &Person, friend: &Person) -> Result<()> {
    for _ in 0..20 {
        let known = vec![json!(names), id.into(), payer.pin().into(), friend.email.clone().into()];
        let seen = window.ask(STORM, known).await?;
        ensure!(seen == json!({ "tried": 500, "confirming": 0, "secrets": 0 }), "{seen}");
    }
    Ok(())
}

async fn connected(scene: &mut Scene, scopes: &[&str]) -> Result<(Page, Person)> {
    let payer = scene.payer().await?;
    let window = scene.open_window().await?;
    scene.connect(&payer, scopes, Answer::AllowAll).await?;
    if scopes.contains(&"wallet:read") {
        scene.sections_are_ready(&["balances", "transactions"]).await?;
    }
    Ok((window, payer))
}

fn text<'a>(answer: &'a Value, place: &str) -> &'a str {
    answer.pointer(place).and_then(Value::as_str).unwrap_or_default()
}

#[tokio::test(flavor = "multi_thread")]
async fn r54_a_friend_is_sent_what_the_confirmation_showed_and_it_stays_listed_after_a_restart() -> Played {
    play(Setting::default(), async |scene| {
        let (window, payer) = connected(scene, &PAYING).await?;
        let friend = scene.friend().await?;
        scene.order_to_friend(&friend.email, "1,250.75").await?;
        scene
            .confirm(Word::Pin(payer.pin()), async |page| {
                page.reads(&friend.email).await?;
                shows(page, "1250.75").await?;
                let (now, after) =
                    (page.text(&testid("confirm-balance")).await?, page.text(&testid("confirm-after")).await?);
                ensure!(now != after && now.contains('₦') && after.contains('₦'), "{now} {after}");
                Ok(())
            })
            .await?;
        scene.payment_is("succeeded").await?;
        scene.has_paid(&payer, "1250.75").await?;
        let calls = scene.monei().calls().await?;
        ensure!((calls.of("POST", TRANSFERS), calls.totals.out_of_scope) == (1, 0), "{calls:?}");

        scene.close_window().await?;
        let window = {
            drop(window);
            scene.open_window().await?
        };
        scene.at_home().await?;
        window.press(&testid("nav-payments")).await?;
        let row = "[data-kind=peerTransfer]";
        window.attribute_becomes(row, "data-state", "succeeded").await?;
        ensure!(window.attribute(row, "data-digits").await? == "1250.75", "another amount is listed");
        Ok(())
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn r47_a_captured_main_window_confirms_nothing() -> Played {
    play(Setting::default(), async |scene| {
        let (window, payer) = connected(scene, &PAYING).await?;
        let friend = scene.friend().await?;
        let order = json!({ "order": { "order": "send", "receiver": friend.email, "amount": "5000" } });
        let asked = invoke(&window, "prepare_payment", order.clone()).await?;
        let id = text(&asked, "/ok").to_owned();
        ensure!(!id.is_empty(), "{asked}");
        // A script that knows the payment's name and the PIN.
        let known = json!({ "id": id, "pin": payer.pin(), "besideLookAlikes": true });
        for command in CONFIRMING {
            let answer = invoke(&window, command, known.clone()).await?;
            ensure!(text(&answer, "/error").contains("not allowed"), "{command}: {answer}");
        }
        // What the person is asked about is not exchanged under their eyes.
        let other = json!({ "order": { "order": "send", "receiver": friend.email, "amount": "9000" } });
        let refused = invoke(&window, "prepare_payment", other).await?;
        ensure!(text(&refused, "/error/why") == "anotherWaits", "{refused}");
        let told = invoke(&window, "view", json!({})).await?;
        ensure!(text(&told, "/ok/payments/waiting/id") == id, "{told}");
        let own = ["prepare_payment", "view", "transaction", "painted", "cancel_sign_in"];
        let names: Vec<String> = CONFIRMING.into_iter().chain(own).map(str::to_owned).collect();
        storm(&window, &names, &id, &payer, &friend).await?;
        scene
            .confirm(Word::Cancel, async |page| {
                shows(page, "5000.00").await?;
                // That window in turn may do nothing else.
                for command in ["view", "connect", "disconnect", "prepare_payment", "copy_text", "transaction_rows"] {
                    let answer = invoke(page, command, order.clone()).await?;
                    ensure!(text(&answer, "/error").contains("not allowed"), "{command}: {answer}");
                }
                Ok(())
            })
            .await?;
        let gone = invoke(&window, "view", json!({})).await?;
        ensure!(gone.pointer("/ok/payments/waiting").is_some_and(Value::is_null), "{gone}");
        ensure!(scene.monei().calls().await?.of("POST", TRANSFERS) == 0, "something was sent");
        scene.has_paid(&payer, "0").await
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn r47_no_command_moves_money_or_tells_a_secret_whatever_it_is_given() -> Played {
    play(Setting::default(), async |scene| {
        // It ends the wallet; these open something that a person closes.
        const ELSEWHERE: [&str; 3] = ["disconnect", "print_window", "open_notices"];
        let (window, payer) = connected(scene, &ALL_SCOPES).await?;
        let friend = scene.friend().await?;
        let order = json!({ "order": { "order": "send", "receiver": friend.email, "amount": "5000" } });
        let asked = invoke(&window, "prepare_payment", order).await?;
        let id = text(&asked, "/ok").to_owned();
        let mut names = surface::commands()?;
        names.retain(|name| !ELSEWHERE.contains(&name.as_str()));
        names.extend(CONFIRMING.map(str::to_owned));
        storm(&window, &names, &id, &payer, &friend).await?;
        // The same payment waits for the same person, and nobody else's word was taken.
        let told = invoke(&window, "view", json!({})).await?;
        ensure!(text(&told, "/ok/payments/waiting/id") == id, "{told}");
        scene.confirm(Word::Cancel, async |page| page.sees(&testid("confirm-amount")).await.map(drop)).await?;
        let now = scene.monei().person(&payer.id).await?;
        ensure!(now.holdings == payer.holdings, "{:?}", now.holdings);
        scene.has_paid(&payer, "0").await
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn what_monei_refuses_is_told_and_nothing_moves() -> Played {
    play(Setting::default(), async |scene| {
        let (window, payer) = connected(scene, &PAYING).await?;
        let friend = scene.friend().await?;
        let refused = async |receiver: &str, amount: &str, why: &str| {
            scene.order_to_friend(receiver, amount).await?;
            window.attribute_becomes(&testid("payment-refused"), "data-why", why).await
        };
        // What can be known before is told before, and no window asks.
        refused("nobody at all", "10", "order").await?;
        refused(&friend.email, "0", "order").await?;
        refused(&friend.email, "ten", "order").await?;
        refused(&friend.email, "900000000", "objections").await?;
        ensure!(window.client().windows().await?.len() == 1, "a window was opened");

        scene.order_to_friend(&friend.email, "10").await?;
        scene.confirm(Word::Cancel, unseen).await?;
        window.reads("You closed the confirmation").await?;

        scene.order_to_friend(&friend.email, "10").await?;
        scene.confirm(Word::Pin("0000"), unseen).await?;
        scene.payment_is("rejected").await?;
        window.reads("Monei says:").await?;
        window.press(&testid("payment-again")).await?;

        scene.order_to_friend("nobody@example.ng", "10").await?;
        scene.confirm(Word::Pin(payer.pin()), unseen).await?;
        scene.payment_is("rejected").await?;
        window.press(&testid("payment-again")).await?;

        // Until the PIN is locked.
        for _ in 0..5 {
            scene.order_to_friend(&friend.email, "10").await?;
            scene.confirm(Word::Pin("0000"), unseen).await?;
            scene.payment_is("rejected").await?;
            window.press(&testid("payment-again")).await?;
        }
        scene.order_to_friend(&friend.email, "10").await?;
        scene.confirm(Word::Pin(payer.pin()), unseen).await?;
        scene.payment_is("rejected").await?;
        scene.has_paid(&payer, "0").await
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn r52_r55_a_lost_answer_is_found_and_what_stays_unknown_asks_twice() -> Played {
    play(Setting::default(), async |scene| {
        let (window, payer) = connected(scene, &PAYING).await?;
        let friend = scene.friend().await?;
        scene.monei().fault(json!({ "path": TRANSFERS, "kind": "dropAfter" })).await?;
        scene.order_to_friend(&friend.email, "73.01").await?;
        scene.confirm(Word::Pin(payer.pin()), unseen).await?;
        // Monei's list settles it, by itself.
        scene.payment_is("succeeded").await?;
        window.press(&testid("payment-another")).await?;

        scene.monei().fault(json!({ "path": TRANSFERS, "kind": "dropBefore" })).await?;
        scene.order_to_friend(&friend.email, "20").await?;
        scene.confirm(Word::Pin(payer.pin()), unseen).await?;
        scene.payment_is("unknown").await?;
        window.press(&testid("payment-another")).await?;
        scene.order_to_friend(&friend.email, "20").await?;
        scene
            .confirm(Word::PinBeside(payer.pin()), async |page| page.sees(&testid("look-alikes")).await.map(drop))
            .await?;
        scene.payment_is("succeeded").await?;
        window.press(&testid("nav-payments")).await?;
        window.sees(&testid("payments-open")).await?;

        // Whoever leaves is told what is open.
        window.press(&testid("account-menu")).await?;
        window.press(&testid("button-disconnect")).await?;
        window.sees(&testid("disconnect-open")).await?;
        scene.has_paid(&payer, "93.01").await?;
        ensure!(scene.monei().calls().await?.of("POST", TRANSFERS) == 3, "more was sent than was confirmed");
        Ok(())
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn r53_however_often_it_is_confirmed_one_payment_is_sent() -> Played {
    play(Setting::default(), async |scene| {
        let (window, payer) = connected(scene, &PAYING).await?;
        let friend = scene.friend().await?;
        // Slow enough that everything is pressed while the first is on its way.
        scene.monei().fault(json!({ "path": TRANSFERS, "kind": "latency", "latencyMs": 1500 })).await?;
        scene.order_to_friend(&friend.email, "31.07").await?;
        scene.confirm(Word::PinManyTimes(payer.pin()), unseen).await?;
        scene.payment_is("succeeded").await?;
        scene.has_paid(&payer, "31.07").await?;
        window.press(&testid("nav-payments")).await?;
        window.sees("[data-kind=peerTransfer]").await?;
        let listed = window.attributes("[data-kind=peerTransfer]", "data-state").await?;
        ensure!(listed == ["succeeded"], "{listed:?}");
        ensure!(scene.monei().calls().await?.of("POST", TRANSFERS) == 1, "it was sent more than once");
        Ok(())
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_has_no_pin_is_told_before_anything_is_typed() -> Played {
    play(Setting::default(), async |scene| {
        let person = scene.newcomer().await?;
        let window = scene.open_window().await?;
        scene.connect(&person, &["profile:read", "wallet:send", "wallet:withdraw"], Answer::AllowAll).await?;
        scene.sections_are_ready(&["profile"]).await?;
        for page in ["send", "withdraw"] {
            open_page(&window, page).await?;
            let told = window.text(&testid("pin-not-set")).await?;
            ensure!(told.contains("transaction PIN") && told.contains("Monei’s app"), "{told}");
            ensure!(window.visible(&testid(&format!("{page}-review"))).await?.is_none(), "{page} can be ordered");
        }
        Ok(())
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn sending_is_enabled_where_it_is_wanted_and_works_alone() -> Played {
    play(Setting::default(), async |scene| {
        let (window, payer) = connected(scene, &["profile:read"]).await?;
        let friend = scene.friend().await?;
        window.press(&testid("nav-send")).await?;
        window.press(&enable("wallet:send")).await?;
        scene.answer_in_browser(&payer, Answer::AllowAll).await?;
        scene.order_to_friend(&friend.email, "5").await?;
        scene
            .confirm(Word::Pin(payer.pin()), async |page| {
                let told = page.text(&testid("confirm-left-out")).await?;
                ensure!(told.contains("your balance") && told.contains("your limits"), "{told}");
                Ok(())
            })
            .await?;
        scene.payment_is("succeeded").await?;
        let calls = scene.monei().calls().await?;
        ensure!(calls.totals.out_of_scope == 0, "{calls:?}");
        scene.has_paid(&payer, "5").await
    })
    .await
}
