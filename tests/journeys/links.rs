//! Links into the application: a cold start, and links that mean nothing.

use monei_e2e::application::Application;
use monei_e2e::journey::{Answer, Asking, SECTIONS};
use monei_e2e::page::testid;
use monei_e2e::scene::{Played, Setting, WayBack, play};
use monei_e2e::{Result, deep_link, wait};

#[tokio::test(flavor = "multi_thread")]
async fn r25_a_link_starts_the_application_and_completes_the_pending_attempt() -> Played {
    play(Setting::with_way_back(WayBack::Link), async |scene| {
        let Asking { person, page, .. } = scene.somebody_asking().await?;
        page.press("#continue").await?;
        scene.sign_in_at_monei(&page, &person).await?;
        let inspector = scene.inspector()?;
        scene.kill_window().await?;
        assert_eq!(scene.instances()?, 0);

        scene.decide(&page, Answer::AllowAll).await?;
        scene.join_window(inspector).await?;
        scene.at_home().await?;
        scene.sections_are_ready(&SECTIONS).await?;
        scene.figures_match(&person).await?;
        assert_eq!(scene.instances()?, 1);

        // The same link once more is silent.
        let window = scene.window()?.clone();
        let link = page.attribute("#open-app", "href").await?;
        deep_link::open(&scene.stage, &link).await?;
        wait::until("the second process to end", async || Ok((scene.instances()? == 1).then_some(()))).await?;
        window.sees(&testid("screen-home")).await?;
        assert_eq!(scene.monei().calls().await?.of("POST", "/connect/token"), 1);
        Ok(())
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn r25_fifty_junk_links_do_not_disturb_a_pending_attempt() -> Played {
    play(Setting::with_way_back(WayBack::Link), async |scene| {
        let Asking { person, window, code, page } = scene.somebody_asking().await?;
        let issuer = scene.services.relay().to_owned();
        let application = scene.application()?.clone();
        let links: Vec<String> = (0..50).map(|number| junk(number, &issuer, &application)).collect();
        for some in links.chunks(4) {
            all(some.iter().map(|link| deep_link::open(&scene.stage, link))).await?;
        }
        wait::until("the second processes to end", async || Ok((scene.instances()? == 1).then_some(()))).await?;
        assert_eq!(window.attribute(&testid("pairing-code"), "data-code").await?, code);
        assert_eq!(scene.monei().calls().await?.of("POST", "/connect/token"), 0);

        scene.answer_on(&page, &person, Answer::AllowAll).await?;
        scene.at_home().await?;
        scene.section_is("balances", "ready").await?;
        scene.figures_match(&person).await?;
        Ok(())
    })
    .await
}

/// What a web page or a program could send to annoy or to deceive.
fn junk(number: usize, issuer: &str, application: &Application) -> String {
    let state = "A".repeat(22);
    let query = match number % 10 {
        0 => String::new(),
        1 => format!("code=stolen&state={state}&iss={issuer}"),
        2 => format!("error=access_denied&state={state}"),
        3 => "code=1&code=2&state=1&state=2".to_owned(),
        4 => format!("code={}&state={state}", "x".repeat(4000)),
        5 => "error=%3Cscript%3Ealert(1)%3C/script%3E".to_owned(),
        6 => "code=%00%ff&state=%E2%80%AE".to_owned(),
        7 => format!("state={state}"),
        8 => "%".to_owned(),
        _ => format!("code=1&state={state}&iss=https://relay.example"),
    };
    match number % 7 {
        0 => format!("{}://callback/?{query}", application.scheme()),
        1 => format!("{}:/other?{query}", application.scheme()),
        _ => application.callback(&format!("{query}&n={number}")),
    }
}

/// Waits for all of them at once.
async fn all(work: impl Iterator<Item = impl Future<Output = Result<()>>>) -> Result<()> {
    let mut waiting: Vec<_> = work.map(Box::pin).collect();
    std::future::poll_fn(|context| {
        let mut at = 0;
        while let Some(one) = waiting.get_mut(at) {
            match one.as_mut().poll(context) {
                std::task::Poll::Ready(Ok(())) => drop(waiting.swap_remove(at)),
                std::task::Poll::Ready(Err(error)) => return std::task::Poll::Ready(Err(error)),
                std::task::Poll::Pending => at += 1,
            }
        }
        if waiting.is_empty() { std::task::Poll::Ready(Ok(())) } else { std::task::Poll::Pending }
    })
    .await
}
