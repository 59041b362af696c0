//! The release binary, as it lies in its package: what a script inside its window could reach, and who may tell it where
//! Monei is.
//!
//! It wants the release package (`cargo xtask package`). Nothing is installed.

use std::fs;
use std::net::{Ipv4Addr, TcpListener};

use anyhow::{Context, ensure};
use monei_e2e::application::Application;
use monei_e2e::journey::{Answer, Asking, SECTIONS};
use monei_e2e::package::Package;
use monei_e2e::scene::{Played, Scene, Setting, play};
use monei_e2e::{Result, surface};

/// Plays with the program, taken out of its package, and with these variables in its environment.
async fn released(variables: &[(&str, &str)], journey: impl AsyncFnOnce(&mut Scene) -> Result<()>) -> Played {
    let folder = tempfile::tempdir().context("a folder for the program")?;
    Package::built("release")?.unpack(folder.path())?;
    let program = folder.path().join("usr/bin/monei-wallet");
    let variables = variables.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    play(Setting { variables, ..Setting::of(Application::Released(program)) }, journey).await
}

#[tokio::test(flavor = "multi_thread")]
async fn r44_no_command_tells_a_token_and_no_other_command_is_within_reach() -> Played {
    released(&[], surface::commands_tell_no_token).await
}

#[tokio::test(flavor = "multi_thread")]
async fn r46_foreign_scripts_loads_and_pages_are_refused() -> Played {
    released(&[], surface::foreign_scripts_loads_and_pages_are_refused).await
}

/// A call that opens the web view's inspector is in a debug build and, in a release, in none.
#[tokio::test(flavor = "multi_thread")]
async fn nothing_in_it_can_open_the_developer_tools() -> Played {
    const OPENS: &[u8] = b"webkit_web_inspector_show";
    released(&[], async |scene| {
        let opens = |application: &Application| {
            let program = fs::read(application.program()?)?;
            anyhow::Ok(program.windows(OPENS.len()).any(|part| part == OPENS))
        };
        ensure!(opens(&Application::Demonstration)?, "a debug build shows what to look for");
        ensure!(!opens(scene.application()?)?, "the release can open the developer tools");
        Ok(())
    })
    .await
}

/// The variables that a demonstration obeys say nothing to a release: whoever starts it cannot lead it elsewhere.
#[tokio::test(flavor = "multi_thread")]
async fn no_variable_leads_it_to_another_platform_or_back_another_way() -> Played {
    let elsewhere = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).context("somewhere else")?;
    elsewhere.set_nonblocking(true).context("a look at who has come")?;
    let address = format!("http://{}", elsewhere.local_addr().context("its address")?);
    let variables = [
        ("MONEI_WALLET_API_URL", address.as_str()),
        ("MONEI_WALLET_RELAY_URL", address.as_str()),
        // Nothing would bring the link: the program is not installed.
        ("MONEI_WALLET_RETURN", "link"),
    ];
    released(&variables, async |scene| {
        let Asking { person, page, .. } = scene.somebody_asking().await?;
        scene.answer_on(&page, &person, Answer::AllowAll).await?;
        scene.at_home().await?;
        scene.sections_are_ready(&SECTIONS).await?;
        scene.figures_match(&person).await?;
        ensure!(elsewhere.accept().is_err(), "somebody has called elsewhere");
        Ok(())
    })
    .await
}
