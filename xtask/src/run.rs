//! `cargo xtask run`: the application on a simulated Monei, on this machine only.

use std::env;
use std::net::{Ipv4Addr, TcpListener};
use std::process::Stdio;

use anyhow::{Context, Result, bail};
use monei_e2e::binaries;
use monei_e2e::services::{ServiceOptions, Services};
use tokio::process::Command;
use tokio::signal::unix::{SignalKind, signal};

use crate::packages::{self, Need};
use crate::product;
use crate::step::Steps;

const SANDBOX_PORT: u16 = 4010;
const RELAY_PORT: u16 = 4020;

pub(crate) async fn run() -> Result<()> {
    if env::var_os("DISPLAY").is_none() && env::var_os("WAYLAND_DISPLAY").is_none() {
        bail!(
            "There is no display to open a window on (neither DISPLAY nor WAYLAND_DISPLAY is set).\n\
             The same in a virtual display, with a robot at the browser and a picture of each state:\n\n  \
             cargo xtask run --headless --shots DIR\n"
        );
    }
    let mut steps = Steps::default();
    steps.time("System packages", || packages::ensure(Need::Use))?;
    product::build_ui(&mut steps).await?;
    product::build_binaries(&mut steps).await?;

    let logs = binaries::root().join("target/run");
    std::fs::create_dir_all(&logs)?;
    let secrets = tempfile::tempdir()?;
    let options = ServiceOptions {
        sandbox_port: free_or_zero(SANDBOX_PORT),
        relay_port: free_or_zero(RELAY_PORT),
        rate_limits: true,
        ..ServiceOptions::default()
    };
    let services = Services::start(&options, secrets.path(), &logs).await?;
    introduce(&services).await?;

    let mut app = Command::new(binaries::built("monei-wallet")?)
        .envs(services.variables())
        .stdin(Stdio::null())
        .kill_on_drop(true)
        .spawn()
        .context("starting the application")?;
    tokio::select! {
        ended = app.wait() => {
            let status = ended?;
            if !status.success() {
                bail!("The application ended with {status}; the services' logs are in {}", logs.display());
            }
            println!("The window was closed; everything has ended.");
        }
        interrupted = interrupted() => {
            interrupted?;
            println!("\nEverything has ended.");
        }
    }
    Ok(())
}

/// Ctrl-C, a closed terminal, or a request to end. The services are not in this process's group and would stay.
async fn interrupted() -> Result<()> {
    let (mut ends, mut hangs_up) = (signal(SignalKind::terminate())?, signal(SignalKind::hangup())?);
    tokio::select! {
        pressed = tokio::signal::ctrl_c() => pressed?,
        _ = ends.recv() => {}
        _ = hangs_up.recv() => {}
    }
    Ok(())
}

async fn introduce(services: &Services) -> Result<()> {
    println!("\nA simulated Monei:  {}", services.sandbox());
    println!("The relay:          {}", services.relay());
    println!("\nSign in as one of these people; the money is not real:\n");
    for person in services.monei().people().await? {
        println!("  {:<34} PIN {:<8} {}, ₦{}", person.email, person.login_pin, person.name, person.naira_balance);
    }
    println!("\nClose the window, or press Ctrl-C here, to end everything.\n");
    Ok(())
}

/// The port if nobody uses it, so that addresses stay the same from run to run; otherwise any.
fn free_or_zero(port: u16) -> u16 {
    if TcpListener::bind((Ipv4Addr::LOCALHOST, port)).is_ok() { port } else { 0 }
}
