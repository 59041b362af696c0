//! Declares the application's commands to Tauri's access control: without the manifest any window could call any of
//! them. Refuses settings of a release that no application could use.

include!("command_names.rs");
include!("confirmation_names.rs");

fn main() {
    check_build_settings();
    let all: &'static [&'static str] = [COMMANDS, CONFIRMATION_COMMANDS].concat().leak();
    let manifest = tauri_build::AppManifest::new().commands(all);
    let attributes = tauri_build::Attributes::new().app_manifest(manifest);
    if let Err(error) = tauri_build::try_build(attributes) {
        println!("cargo::error={error:#}");
    }
}

/// `monei_core::environment` reads them; a typing error would otherwise be found by the first person who starts the application.
fn check_build_settings() {
    let read = |name: &str| {
        println!("cargo::rerun-if-env-changed={name}");
        std::env::var(name).ok()
    };
    let addresses = ["MONEI_WALLET_RELEASE_RELAY", "MONEI_WALLET_RELEASE_API"].map(|name| (name, read(name)));
    let on_this_computer = ["http://127.0.0.1:", "http://localhost:"];
    for (name, address) in &addresses {
        if let Some(address) = address
            && !address.starts_with("https://")
            && !on_this_computer.iter().any(|start| address.starts_with(start))
        {
            println!("cargo::error={name} must begin with https://; http:// is for this computer only");
        }
    }
    let [_, (_, api)] = &addresses;
    if read("MONEI_WALLET_RELEASE_ENVIRONMENT").is_some() != api.is_some() {
        println!("cargo::error=MONEI_WALLET_RELEASE_ENVIRONMENT and MONEI_WALLET_RELEASE_API belong together");
    }
}
