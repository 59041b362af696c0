//! Swapping and sending crypto in the real windows. The ledger of the simulated Monei is the judge, to the wei and the
//! lamport.

use anyhow::{Context, Result, ensure};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use monei_e2e::axe;
use monei_e2e::confirming::{Word, invoke, shows, unseen};
use monei_e2e::control::{Person, same_amount};
use monei_e2e::journey::{Answer, enable};
use monei_e2e::on_chain::{BASE_ETHER, BASE_KOLA, BASE_USDC, SOL, SOLANA_USDC, choose, name_coin, units};
use monei_e2e::page::{Page, testid};
use monei_e2e::scene::{Played, Scene, Setting, play};
use monei_e2e::wait;
use serde_json::{Value, json};

const EVERYTHING: [&str; 4] = ["profile:read", "kyc:read", "wallet:read", "swap:execute"];
const ELSEWHERE: &str = "0x52908400098527886E0F7030069857D2E4169EE7";
const SOMEBODY: &str = "4Nd1mBQtrMJVYVfKf2PJy9NZUZdTAsp7D4xWLs4gDB4T";

async fn connected(scene: &mut Scene, scopes: &[&str]) -> Result<(Page, Person)> {
    let payer = scene.payer().await?;
    let window = scene.open_window().await?;
    scene.connect(&payer, scopes, Answer::AllowAll).await?;
    if scopes.contains(&"wallet:read") {
        scene.sections_are_ready(&["balances", "transactions"]).await?;
    }
    Ok((window, payer))
}

/// A code, drawn in lines of `#` and `.`, as a picture.
fn png_of(code: &str) -> Result<Vec<u8>> {
    const SCALE: u32 = 6;
    const MARGIN: u32 = 4;
    let rows: Vec<&[u8]> = code.lines().map(str::as_bytes).collect();
    let side = (u32::try_from(rows.len())? + 2 * MARGIN) * SCALE;
    let dark = |x: u32, y: u32| {
        let at = |place: u32| (place / SCALE).checked_sub(MARGIN).map(|module| module as usize);
        rows.get(at(y)?)?.get(at(x)?).map(|module| *module == b'#')
    };
    let drawn = image::GrayImage::from_fn(side, side, |x, y| {
        image::Luma([if dark(x, y).unwrap_or_default() { 0 } else { 255 }])
    });
    let mut file = std::io::Cursor::new(Vec::new());
    drawn.write_to(&mut file, image::ImageFormat::Png)?;
    Ok(file.into_inner())
}

/// Half a minute, and more, passes at Monei.
async fn chains_confirm(scene: &Scene) -> Result<()> {
    scene.monei().advance_clock(300).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_coin_is_swapped_on_an_evm_chain_by_a_quote_that_holds() -> Played {
    play(Setting::default(), async |scene| {
        let (window, payer) = connected(scene, &EVERYTHING).await?;
        scene.order_swap(BASE_ETHER, BASE_USDC, "0.010000000000000003").await?;
        let mut least = String::new();
        scene
            .confirm(Word::Yes, async |page| {
                shows(page, "0.010000000000000003").await?;
                ensure!(page.text(&testid("confirm-network")).await? == "Base", "another network is confirmed");
                page.attribute_becomes(&testid("quote-age"), "data-state", "holds").await?;
                least = page.attribute(&testid("quote-least"), "data-digits").await?;
                // Coins of one name are told apart by their contract.
                page.reads("0x83").await
            })
            .await?;
        scene.payment_is("succeeded").await?;
        scene.has_spent(&payer, BASE_ETHER, "0.010000000000000003").await?;
        let brought = -scene.moved(&payer, BASE_USDC).await?.0;
        ensure!(brought >= units(&least)?, "{brought} units came instead of {least}");
        let calls = scene.monei().calls().await?;
        let swaps = calls.of("POST", "/evm-exchange/native-to-token");
        ensure!((swaps, calls.totals.out_of_scope) == (1, 0), "{calls:?}");
        window.reads("0.010000000000000003 ETH swapped for USDC").await?;
        window.press(&testid("nav-payments")).await?;
        let row = window.text("[data-kind=swap]").await?;
        ensure!(row.contains("USDC") && row.contains("Base"), "{row}");
        Ok(())
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn sol_is_swapped_with_the_slippage_that_was_chosen() -> Played {
    play(Setting::default(), async |scene| {
        let (window, payer) = connected(scene, &EVERYTHING).await?;
        scene.type_swap(SOL, SOLANA_USDC, "0.500000001").await?;
        window.attribute_becomes(&testid("swap-quote"), "data-state", "told").await?;
        let usual = window.attribute(&testid("swap-least"), "data-digits").await?;
        window.press(&format!("label:has({})", testid("swap-slippage-300"))).await?;
        window.attribute_becomes(&testid("swap-quote"), "data-state", "told").await?;
        let (brings, least) = (
            window.attribute(&testid("swap-brings"), "data-digits").await?,
            window.attribute(&testid("swap-least"), "data-digits").await?,
        );
        ensure!(units(&least)? < units(&usual)? && units(&usual)? < units(&brings)?, "{least} {usual} {brings}");
        window.press(&testid("swap-review")).await?;
        let confirms = async |page: &Page| {
            shows(page, "0.500000001").await?;
            let quote = page.text(&testid("confirm-quote")).await?;
            ensure!(quote.contains("up to 3%"), "{quote}");
            Ok(())
        };
        scene.confirm(Word::Yes, confirms).await?;
        scene.payment_is("succeeded").await?;
        scene.has_spent(&payer, SOL, "0.500000001").await?;
        let brought = -scene.moved(&payer, SOLANA_USDC).await?.0;
        ensure!(brought >= units(&least)?, "{brought} units came instead of {least}");
        Ok(())
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_coin_and_a_token_are_sent_to_an_address_that_is_shown_whole() -> Played {
    play(Setting::default(), async |scene| {
        let (window, payer) = connected(scene, &EVERYTHING).await?;
        scene.order_sending(BASE_ETHER, ELSEWHERE, "0.000000000000000003").await?;
        let whole = async |page: &Page| {
            let shown = page.attribute(&testid("confirm-address"), "data-address").await?;
            ensure!(shown == ELSEWHERE, "{shown} is confirmed");
            let read: String = page.text(&testid("confirm-address")).await?.split_whitespace().collect();
            ensure!(read == ELSEWHERE, "{read} is read");
            Ok(())
        };
        scene
            .confirm(Word::Yes, async |page| {
                shows(page, "0.000000000000000003").await?;
                page.sees(&testid("confirm-first-time")).await?;
                whole(page).await
            })
            .await?;
        scene.payment_is("taken").await?;
        chains_confirm(scene).await?;
        scene.payment_is("succeeded").await?;
        window.press(&testid("payment-another")).await?;

        // The same address is known now.
        scene.order_sending(BASE_USDC, ELSEWHERE, "0.000001").await?;
        scene
            .confirm(Word::Yes, async |page| {
                shows(page, "0.000001").await?;
                whole(page).await?;
                ensure!(page.visible(&testid("confirm-first-time")).await?.is_none(), "it was paid before");
                Ok(())
            })
            .await?;
        scene.payment_is("taken").await?;
        chains_confirm(scene).await?;
        scene.payment_is("succeeded").await?;
        scene.has_spent(&payer, BASE_ETHER, "0.000000000000000003").await?;
        scene.has_spent(&payer, BASE_USDC, "0.000001").await?;
        let calls = scene.monei().calls().await?;
        let sent = (calls.of("POST", "/evm/send/native"), calls.of("POST", "/evm/send/token"));
        ensure!((sent, calls.totals.out_of_scope) == ((1, 1), 0), "{calls:?}");
        Ok(())
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn sol_and_a_token_are_sent_on_solana() -> Played {
    play(Setting::default(), async |scene| {
        let (window, payer) = connected(scene, &EVERYTHING).await?;
        for (coin, amount) in [(SOL, "0.000000001"), (SOLANA_USDC, "0.000002")] {
            scene.order_sending(coin, SOMEBODY, amount).await?;
            scene.confirm(Word::Yes, async |page| shows(page, amount).await).await?;
            scene.payment_is("taken").await?;
            chains_confirm(scene).await?;
            scene.payment_is("succeeded").await?;
            window.press(&testid("payment-another")).await?;
        }
        scene.has_spent(&payer, SOL, "0.000000001").await?;
        scene.has_spent(&payer, SOLANA_USDC, "0.000002").await
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn r48_what_was_sent_on_a_chain_opens_in_the_explorer_of_that_chain() -> Played {
    play(Setting::default(), async |scene| {
        let (window, payer) = connected(scene, &EVERYTHING).await?;
        scene.order_sending(SOL, SOMEBODY, "0.000000003").await?;
        scene.confirm(Word::Yes, async |page| shows(page, "0.000000003").await).await?;
        scene.payment_is("taken").await?;
        chains_confirm(scene).await?;
        scene.payment_is("succeeded").await?;
        let known = scene.monei().person(&payer.id).await?.transactions;
        let sent = known.iter().find(|it| same_amount("0.000000003", &it.amount) && it.currency == "SOL");
        let sent = sent.context("the sandbox's own record of it")?;

        window.press(&testid("nav-activity")).await?;
        window.press(&testid(&format!("transaction-{}", sent.id))).await?;
        window.press(&testid("detail-explorer")).await?;
        let opened = wait::until("the explorer's page", async || {
            let pages = scene.browser.addresses().await;
            Ok(pages.into_iter().find(|page| page.starts_with("https:")))
        });
        let opened = opened.await?;
        // Everything before the hash is from the list of explorers.
        let hash = opened.strip_prefix("https://solscan.io/tx/").with_context(|| opened.clone())?;
        ensure!(hash.len() > 40 && hash.chars().all(|c| c.is_ascii_alphanumeric()), "{opened}");
        Ok(())
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_address_is_told_and_cannot_be_ordered_to() -> Played {
    play(Setting::default(), async |scene| {
        let (window, payer) = connected(scene, &EVERYTHING).await?;
        let own = payer.subwallets.iter().find(|wallet| wallet.chain.as_deref() == Some("EVM"));
        let own = own.and_then(|wallet| wallet.address.clone()).unwrap_or_default();
        let refused = async |to: &str, fault: &str| {
            window.type_into(&testid("send-crypto-to"), to).await?;
            window.attribute_becomes(&testid("recipient-fault"), "data-fault", fault).await?;
            let review = window.sees(&testid("send-crypto-review")).await?;
            ensure!(!review.is_enabled().await?, "{fault}: it can be ordered");
            Ok(())
        };
        scene.begin_sending(BASE_USDC).await?;
        window.type_into(&testid("send-crypto-amount"), "1").await?;
        for (to, fault) in [
            ("0x52908400098527886E0F7030069857D2E4169Ee7", "checksum"),
            ("0x52908400098527886E0F7030069857D2E4169EE", "length"),
            ("0x0000000000000000000000000000000000000000", "nobodys"),
            (SOMEBODY, "ofSolana"),
            ("ada.eth", "name"),
            ("hello", "notAnAddress"),
            (BASE_USDC.contract.unwrap_or_default(), "contract"),
            (own.as_str(), "own"),
            // Codes that are for something else than what was chosen.
            (&format!("ethereum:{ELSEWHERE}@137"), "otherNetwork"),
            (&format!("ethereum:{ELSEWHERE}@8453?value=1"), "otherCoin"),
            (&format!("ethereum:{ELSEWHERE}@8453/approve?uint256=1"), "unreadable"),
        ] {
            refused(to, fault).await?;
        }
        choose(&window, "send-crypto-network", "solana", "solana").await?;
        refused(ELSEWHERE, "ofEvm").await?;
        axe::finds_nothing(&window, "a wrong address").await?;
        // Nor does the core take one that a script orders to.
        let order = json!({ "order": { "order": "sendCrypto", "network": "evm:8453", "contract": null,
            "to": "0x52908400098527886E0F7030069857D2E4169Ee7", "amount": "1" } });
        let answer = invoke(&window, "prepare_payment", order).await?;
        ensure!(answer.pointer("/error/fault").and_then(Value::as_str) == Some("address"), "{answer}");
        ensure!(window.client().windows().await?.len() == 1, "a window was opened");
        scene.has_spent(&payer, BASE_USDC, "0").await
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn an_expired_quote_and_too_little_are_refused_and_nothing_moves() -> Played {
    play(Setting::default(), async |scene| {
        let (window, payer) = connected(scene, &EVERYTHING).await?;
        scene.order_swap(BASE_ETHER, BASE_USDC, "999").await?;
        window.attribute_becomes(&testid("payment-refused"), "data-why", "objections").await?;
        // Finer than there is.
        window.type_into(&testid("swap-amount"), "0.0000000000000000001").await?;
        window.attribute_becomes(&testid("swap-quote"), "data-state", "refused").await?;

        window.type_into(&testid("swap-amount"), "0.01").await?;
        window.attribute_becomes(&testid("swap-quote"), "data-state", "told").await?;
        scene.monei().switch(json!({ "quoteLifetimeSeconds": 3 })).await?;
        window.press(&testid("swap-review")).await?;
        scene
            .confirm(Word::Yes, async |page| {
                page.attribute_becomes(&testid("quote-age"), "data-state", "expired").await?;
                page.sees(&testid("confirm-refused")).await?;
                ensure!(page.visible(&testid("confirm-payment")).await?.is_none(), "it can be confirmed");
                // Whatever the window does, the core refuses.
                let id = page.attribute(&testid("screen-confirm"), "data-payment").await?;
                let word = json!({ "id": id, "pin": null, "besideLookAlikes": false });
                let answer = invoke(page, "confirm_payment", word).await?;
                ensure!(answer.pointer("/error/why").and_then(Value::as_str) == Some("quoteExpired"), "{answer}");
                scene.monei().switch(json!({ "quoteLifetimeSeconds": 30 })).await?;
                page.press(&testid("quote-again")).await?;
                page.attribute_becomes(&testid("quote-age"), "data-state", "holds").await
            })
            .await?;
        scene.payment_is("succeeded").await?;
        scene.has_spent(&payer, BASE_ETHER, "0.01").await?;
        ensure!(scene.monei().calls().await?.of("POST", "/evm-exchange/native-to-token") == 1, "more was swapped");
        Ok(())
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn r52_r55_a_lost_answer_is_found_on_moneis_list_and_what_stays_unknown_asks_twice() -> Played {
    play(Setting::default(), async |scene| {
        const SENDS: &str = "/evm/send/native";
        let (window, payer) = connected(scene, &EVERYTHING).await?;
        scene.monei().fault(json!({ "path": SENDS, "kind": "dropAfter" })).await?;
        scene.order_sending(BASE_ETHER, ELSEWHERE, "0.000000000000000007").await?;
        scene.confirm(Word::Yes, unseen).await?;
        scene.payment_is("taken").await?;
        chains_confirm(scene).await?;
        scene.payment_is("succeeded").await?;
        window.press(&testid("payment-another")).await?;

        scene.monei().fault(json!({ "path": SENDS, "kind": "dropBefore" })).await?;
        scene.order_sending(BASE_ETHER, ELSEWHERE, "0.000000000000000009").await?;
        scene.confirm(Word::Yes, unseen).await?;
        scene.payment_is("unknown").await?;
        window.press(&testid("payment-another")).await?;
        scene.order_sending(BASE_ETHER, ELSEWHERE, "0.000000000000000009").await?;
        scene.confirm(Word::YesBeside, async |page| page.sees(&testid("look-alikes")).await.map(drop)).await?;
        scene.payment_is("taken").await?;
        chains_confirm(scene).await?;
        scene.payment_is("succeeded").await?;
        window.press(&testid("nav-payments")).await?;
        window.sees(&testid("payments-open")).await?;
        ensure!(scene.monei().calls().await?.of("POST", SENDS) == 3, "more was sent than was confirmed");
        scene.has_spent(&payer, BASE_ETHER, "0.000000000000000016").await
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn r52_r55_a_swap_without_an_answer_is_found_and_what_stays_unknown_asks_twice() -> Played {
    play(Setting::default(), async |scene| {
        const SWAPS: &str = "/evm-exchange/native-to-token";
        let (window, payer) = connected(scene, &EVERYTHING).await?;
        scene.monei().fault(json!({ "path": SWAPS, "kind": "dropAfter" })).await?;
        scene.order_swap(BASE_ETHER, BASE_USDC, "0.010000000000000007").await?;
        scene.confirm(Word::Yes, unseen).await?;
        scene.payment_is("succeeded").await?;
        window.press(&testid("payment-another")).await?;

        scene.monei().fault(json!({ "path": SWAPS, "kind": "dropBefore" })).await?;
        scene.order_swap(BASE_ETHER, BASE_USDC, "0.010000000000000009").await?;
        scene.confirm(Word::Yes, unseen).await?;
        scene.payment_is("unknown").await?;
        window.press(&testid("payment-another")).await?;
        scene.order_swap(BASE_ETHER, BASE_USDC, "0.010000000000000009").await?;
        scene.confirm(Word::YesBeside, async |page| page.sees(&testid("look-alikes")).await.map(drop)).await?;
        scene.payment_is("succeeded").await?;
        window.press(&testid("nav-payments")).await?;
        window.sees(&testid("payments-open")).await?;
        ensure!(scene.monei().calls().await?.of("POST", SWAPS) == 3, "more was swapped than was confirmed");
        scene.has_spent(&payer, BASE_ETHER, "0.020000000000000016").await
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn swapping_and_sending_work_with_their_permission_alone() -> Played {
    play(Setting::default(), async |scene| {
        let (window, payer) = connected(scene, &["profile:read"]).await?;
        window.press(&testid("nav-swap")).await?;
        window.press(&enable("swap:execute")).await?;
        scene.answer_in_browser(&payer, Answer::AllowAll).await?;
        // A coin that no list has, by its contract.
        window.press(&testid("nav-swap")).await?;
        choose(&window, "swap-network", "base", "evm:8453").await?;
        name_coin(&window, "swap-bought", BASE_KOLA).await?;
        window.type_into(&testid("swap-amount"), "0.002").await?;
        window.attribute_becomes(&testid("swap-quote"), "data-state", "told").await?;
        window.press(&testid("swap-review")).await?;
        scene
            .confirm(Word::Yes, async |page| {
                let told = page.text(&testid("confirm-left-out")).await?;
                ensure!(told.contains("your balance") && told.contains("your limits"), "{told}");
                Ok(())
            })
            .await?;
        // Without its list nobody can say how it ended: it says so, and offers the permission.
        scene.payment_is("taken").await?;
        scene.has_spent(&payer, BASE_ETHER, "0.002").await?;
        window.press(&testid("payment-another")).await?;

        // More than there is, which this grant cannot ask for: Monei refuses it.
        scene.order_sending(BASE_USDC, ELSEWHERE, "90000000").await?;
        scene.confirm(Word::Yes, unseen).await?;
        scene.payment_is("rejected").await?;
        window.reads("Monei says:").await?;
        window.press(&testid("nav-payments")).await?;
        window.sees(&enable("wallet:read")).await?;
        let calls = scene.monei().calls().await?;
        ensure!(calls.totals.out_of_scope == 0, "{calls:?}");
        scene.has_spent(&payer, BASE_USDC, "0").await
    })
    .await
}

/// `ethereum:0x833589fCD6eDb6E08f4c7C32D4f71b54bdA02913@8453/transfer?address=…&uint256=2500001`: 2.500001 USDC on Base,
/// to [`ELSEWHERE`].
const PAYMENT_CODE: &str = include_str!("payment_code.txt");

/// Pastes a file into a field, as the clipboard would.
const PASTE: &str = "const [css, base64] = arguments;\
    const bytes = Uint8Array.from(atob(base64), (one) => one.charCodeAt(0));\
    const clipboardData = new DataTransfer();\
    clipboardData.items.add(new File([bytes], 'code.png', { type: 'image/png' }));\
    const pasted = new Event('paste', { bubbles: true, cancelable: true });\
    Object.defineProperty(pasted, 'clipboardData', { value: clipboardData });\
    document.querySelector(css).dispatchEvent(pasted);";

#[tokio::test(flavor = "multi_thread")]
async fn a_pasted_picture_of_a_code_fills_in_what_agrees() -> Played {
    play(Setting::default(), async |scene| {
        let (window, payer) = connected(scene, &EVERYTHING).await?;
        scene.begin_sending(BASE_USDC).await?;
        let paste = async |picture: &[u8]| {
            window.script(PASTE, vec![testid("send-crypto-to").into(), STANDARD.encode(picture).into()]).await
        };
        paste(b"no picture").await?;
        window.attribute_becomes(&testid("recipient"), "data-state", "notAPicture").await?;
        paste(&png_of(PAYMENT_CODE)?).await?;
        window.attribute_becomes(&testid("recipient-address"), "data-address", ELSEWHERE).await?;
        window.press(&testid("send-crypto-review")).await?;
        scene.confirm(Word::Yes, async |page| shows(page, "2.500001").await).await?;
        scene.payment_is("taken").await?;
        chains_confirm(scene).await?;
        scene.payment_is("succeeded").await?;
        scene.has_spent(&payer, BASE_USDC, "2.500001").await
    })
    .await
}
