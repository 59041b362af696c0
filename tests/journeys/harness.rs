//! The harness itself: its parts do what the journeys take for granted.

use monei_e2e::application::Application;
use monei_e2e::browser::Browser;
use monei_e2e::keychain::{self, Keychain};
use monei_e2e::stage::Stage;
use monei_e2e::{Result, binaries, deep_link, http, wait};

const APPLICATION: Application = Application::Demonstration;

async fn stage(name: &str, keychain: Keychain) -> Result<Stage> {
    Stage::set_up(keychain, &binaries::evidence_folder()?.join("harness").join(name)).await
}

async fn store(stage: &Stage) -> Result<()> {
    let store = stage.launch("store", "secret-tool").args(["store", "--label=test", "service", "test.service"]);
    store.output_with_input("a secret").await.map(drop)
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unlocked_keychain_keeps_an_item() -> Result<()> {
    let stage = stage("unlocked", Keychain::Unlocked).await?;
    assert_eq!(keychain::items_of(&stage, "test.service").await?.len(), 0);
    store(&stage).await?;
    assert_eq!(keychain::items_of(&stage, "test.service").await?.len(), 1);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn an_absent_or_locked_keychain_takes_nothing_until_it_is_there() -> Result<()> {
    let mut stage = stage("absent", Keychain::Absent).await?;
    assert!(store(&stage).await.is_err());
    stage.change_keychain(Keychain::Locked).await?;
    assert!(store(&stage).await.is_err());
    stage.change_keychain(Keychain::Unlocked).await?;
    store(&stage).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_in_the_default_browser_reaches_the_handler_of_its_scheme() -> Result<()> {
    let stage = stage("link", Keychain::Absent).await?;
    let received = stage.folder().join("received");
    let handler = stage.folder().join("handler.sh");
    std::fs::write(&handler, format!("#!/bin/sh\necho \"$1\" >>{}\n", received.display()))?;
    std::fs::set_permissions(&handler, std::os::unix::fs::PermissionsExt::from_mode(0o755))?;
    let site = site().await?;
    let browser = Browser::prepare(&stage, &site, false)?;
    let applications = stage.home().join(".local/share/applications");
    let mime = format!("x-scheme-handler/{}", APPLICATION.scheme());
    std::fs::write(
        applications.join("handler.desktop"),
        format!("[Desktop Entry]\nType=Application\nName=Handler\nExec={} %u\nMimeType={mime};\n", handler.display()),
    )?;
    stage.launch("xdg-mime", "xdg-mime").args(["default", "handler.desktop", &mime]).output().await?;

    stage.launch("open", "xdg-open").args([format!("{site}/first")]).output().await?;
    let page = browser.opened(&stage, &site).await?;
    page.press("#open-app").await?;
    let link = APPLICATION.callback("code=1&state=2");
    let arrived = async || Ok(std::fs::read_to_string(&received)?.lines().any(|line| line == link).then_some(()));
    wait::until("the link to arrive", arrived).await?;

    // A second link opens in the same browser; a link sent by another program arrives as well.
    stage.launch("open", "xdg-open").args([format!("{site}/second")]).output().await?;
    let second = browser.opened(&stage, &format!("{site}/second")).await?;
    wait::until("the second page", async || Ok(second.address().await?.path().ends_with("/second").then_some(())))
        .await?;
    deep_link::open(&stage, &APPLICATION.callback("code=3")).await?;
    wait::until("the second link", async || Ok(std::fs::read_to_string(&received)?.contains("code=3").then_some(())))
        .await
}

/// A web site of one page, with a link into the application's scheme.
async fn site() -> Result<String> {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", http::free_port()?)).await?;
    let address = format!("http://{}", listener.local_addr()?);
    tokio::spawn(async move {
        while let Ok((mut socket, _)) = listener.accept().await {
            tokio::spawn(async move {
                let mut request = [0; 4096];
                drop(socket.read(&mut request).await);
                let link = APPLICATION.callback("code=1&state=2");
                let page = format!("<!doctype html><a id=open-app href='{link}'>Open</a>");
                let head = format!(
                    "HTTP/1.1 200 OK\r\ncontent-type: text/html\r\nconnection: close\r\ncontent-length: {}\r\n\r\n",
                    page.len()
                );
                drop(socket.write_all(format!("{head}{page}").as_bytes()).await);
            });
        }
    });
    Ok(address)
}
