//! The shell around `monei_core`: windows, links, the browser, the clipboard, and the commands of the web view.
//!
//! It knows neither HTTP nor OAuth. [`commands`] is the whole surface that the web view reaches, [`views`] all that it is
//! told, [`window`] the main window and [`confirming`] the one in which payments are confirmed.

mod about;
mod again;
mod closing;
mod commands;
mod confirming;
mod environment;
mod hardening;
mod links;
mod picture;
mod shell;
mod views;
mod window;

use std::sync::Arc;

use monei_core::app::Config;
use monei_core::identity::{DEMONSTRATION, RELEASE};
use monei_core::settings::SettingsFile;
use monei_core::sync::Pace;
use monei_core::vault::{Keychain, SecretStore};
use monei_core::{App, Clock, Identity};
use tauri::{Manager, RunEvent, WindowEvent};

include!("confirmation_names.rs");

/// Which set of identifiers this build has.
const IDENTITY: Identity = if cfg!(feature = "demonstration") { DEMONSTRATION } else { RELEASE };

/// Runs the application until its window is closed.
pub fn run() {
    hardening::apply();
    if let Err(error) = build() {
        if met_a_dying_instance(&*error) {
            again::start_with("MONEI_WALLET_STARTED_AGAIN");
        }
        give_up(&*error);
    }
}

/// The instance that was to take our link over ended before it could answer; a second look finds its place free.
fn met_a_dying_instance(error: &(dyn std::error::Error + 'static)) -> bool {
    let plugin = match error.downcast_ref() {
        Some(tauri::Error::PluginInitialization(plugin, _)) => plugin.as_str(),
        _ => return false,
    };
    plugin == "single-instance"
}

/// A failure before there is a window has nowhere else to be shown.
fn give_up(error: &dyn std::error::Error) -> ! {
    eprintln!("Monei Wallet could not start: {error}");
    std::process::exit(1)
}

fn build() -> Result<(), Box<dyn std::error::Error + 'static>> {
    let (main, confirmation) =
        (commands::builder().invoke_handler(), commands::confirmation::builder().invoke_handler());
    let app = tauri::Builder::default()
        // First: a second process must hand its link over and end before it does anything else.
        .plugin(tauri_plugin_single_instance::init(|app, _arguments, _folder| window::bring_forward(app)))
        .plugin(tauri_plugin_deep_link::init())
        .plugin(tauri_plugin_opener::init())
        .plugin(tauri_plugin_clipboard_manager::init())
        .plugin(tauri_plugin_dialog::init())
        .plugin(
            tauri_plugin_window_state::Builder::new()
                .with_state_flags(window::KEPT_STATE)
                .with_denylist(&[confirming::CONFIRM])
                .build(),
        )
        .invoke_handler(move |invoke| {
            if CONFIRMATION_COMMANDS.contains(&invoke.message.command()) { confirmation(invoke) } else { main(invoke) }
        })
        .on_window_event(|window, event| {
            match event {
                WindowEvent::CloseRequested { api, .. } if window.label() == window::MAIN => {
                    closing::requested(window, api);
                }
                // Nothing is confirmed for a wallet that nobody sees.
                WindowEvent::Destroyed if window.label() == window::MAIN => confirming::close(window.app_handle()),
                _ => {}
            }
        })
        .setup(|app| {
            // Tauri makes a panic of an error here, and a panic keeps its message to itself.
            if let Err(error) = set_up(app) {
                give_up(&*error);
            }
            Ok(())
        })
        .build(identified(tauri::generate_context!()))?;
    app.run(|app, event| {
        if let RunEvent::Ready = event {
            links::read_launch_link(app);
        }
    });
    Ok(())
}

fn set_up(app: &tauri::App) -> Result<(), Box<dyn std::error::Error>> {
    if let Err(error) = IDENTITY.close_folders() {
        // Whoever cannot write there is told so by the parts that do.
        tracing::warn!(%error, "the application's folders could not be closed to others");
    }
    let settings = SettingsFile::in_folder(&IDENTITY.config_folder().ok_or(tauri::Error::UnknownPath)?);
    app.manage(commands::Subscription::default());
    app.manage(commands::Exports::default());
    app.manage(commands::LastReport::default());
    app.manage(closing::Asked::default());
    // The web view's own processes start while the core does. No command arrives before this thread is in its loop.
    window::open(app.handle(), &settings.load())?;
    let core = start_core(app, settings)?;
    links::listen(app.handle(), &core);
    window::tell_whether_seen(app.handle(), &core);
    confirming::watch(app.handle(), &core);
    app.manage(core);
    Ok(())
}

/// The context with the identifiers of this build, which have their place in [`monei_core::identity`].
fn identified(mut context: tauri::Context) -> tauri::Context {
    let config = context.config_mut();
    IDENTITY.identifier.clone_into(&mut config.identifier);
    config.product_name = Some(IDENTITY.product_name.to_owned());
    let schemes = serde_json::json!({ "desktop": { "schemes": [IDENTITY.scheme()] } });
    config.plugins.0.insert("deep-link".to_owned(), schemes);
    context
}

fn start_core(app: &tauri::App, file: SettingsFile) -> Result<App, Box<dyn std::error::Error>> {
    let (environment, environment_problem) = environment::choose(IDENTITY, &file)?;
    let keychain =
        || Keychain::connect(IDENTITY.keychain_service()).map(|store| Arc::new(store) as Arc<dyn SecretStore>);
    let config = Config {
        identity: IDENTITY,
        environment,
        environment_problem,
        settings: file,
        clock: Clock::system(),
        keychain: Arc::new(keychain),
        shell: Arc::new(shell::Desktop::new(app.handle().clone(), IDENTITY)),
        data: IDENTITY.data_folder(),
        pace: Pace::default(),
    };
    Ok(tauri::async_runtime::block_on(async { App::start(config) })?)
}
