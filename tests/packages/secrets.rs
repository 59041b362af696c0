//! What must not be in a package of a release, nor in what it is built from.

use std::env;
use std::fs;
use std::process::Command;

use anyhow::{Context, Result, ensure};
use monei_e2e::binaries;

use crate::unpacked::{both, command_line, said, source};

#[test]
fn r58_tauri_is_in_its_safe_range_and_reaches_neither_a_shell_nor_http3() -> Result<()> {
    let lock = String::from_utf8(source("Cargo.lock")?)?;
    let package = |name: &str| lock.split("[[package]]").find(|it| it.contains(&format!("\nname = \"{name}\"\n")));
    let version = package("tauri").and_then(|it| it.split("version = \"").nth(1)?.split('"').next());
    let version = version.context("tauri is in the lock file")?;
    let numbers: Vec<u64> = version.split('.').map(str::parse).collect::<Result<_, _>>()?;
    // CVE-2026-42184 is mended in 2.11.1; what 3 will be nobody has reviewed.
    ensure!(numbers >= vec![2, 11, 1] && numbers < vec![3], "tauri {version}");
    ensure!(package("tauri-plugin-shell").is_none(), "the shell plugin is in the lock file");

    let tree = ["tree", "--locked", "--offline", "--package", "monei-wallet", "--features", "custom-protocol"];
    let edges = ["--target", "all", "--edges", "normal,build,features", "--prefix", "none"];
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let tree = said(Command::new(cargo).args(tree).args(edges).current_dir(binaries::root()))?;
    ensure!(tree.contains("\nreqwest v"), "the tree of dependencies looks otherwise:\n{tree}");
    for line in tree.lines() {
        let third = ["h3 ", "h3-quinn ", "quinn ", "quinn-proto "].iter().any(|name| line.starts_with(name));
        ensure!(!third && !line.contains("\"http3\""), "HTTP/3 is switched on: {line}");
    }
    Ok(())
}

#[test]
fn r59_no_secret_private_key_source_map_or_path_of_the_builder_is_in_a_package() -> Result<()> {
    let home = env::home_dir().context("a home folder")?;
    let workspace = binaries::root().canonicalize()?;
    let builder = [home, workspace].map(|path| format!("{}/", path.display()));
    for package in both("release")?.into_iter().chain(command_line("release")?) {
        for (name, file) in package.files()? {
            let place = format!("{name} in {}", package.package.display());
            clean(&place, &String::from_utf8_lossy(&file), &builder)?;
        }
    }
    Ok(())
}

/// The program holds these compressed, where no search finds anything.
#[test]
fn r59_no_secret_private_key_source_map_or_path_of_the_builder_is_in_the_pages() -> Result<()> {
    let builder = [format!("{}/", binaries::root().canonicalize()?.display())];
    let mut folders = vec![binaries::root().join("ui/dist")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let place = path.display().to_string();
            ensure!(path.extension().is_none_or(|extension| extension != "map"), "{place} is a source map");
            clean(&place, &String::from_utf8_lossy(&fs::read(&path)?), &builder)?;
        }
    }
    Ok(())
}

fn clean(place: &str, text: &str, builder: &[String]) -> Result<()> {
    ensure!(client_secret(text).is_none(), "{place} holds a client secret: {:?}", client_secret(text));
    ensure!(!text.contains("sourceMappingURL"), "{place} names a source map");
    for kind in ["", "RSA ", "EC ", "OPENSSH ", "ENCRYPTED "] {
        ensure!(!text.contains(&format!("-----BEGIN {kind}PRIVATE KEY-----")), "{place} holds a private key");
    }
    for path in builder {
        let around = text.split_once(path.as_str()).map(|(_, after)| after.chars().take(80).collect::<String>());
        ensure!(around.is_none(), "{place} tells where it was built: {path}{}", around.unwrap_or_default());
    }
    Ok(())
}

/// What looks like a client secret of Monei's. Four letters alone also come about by chance in a compressed file.
fn client_secret(text: &str) -> Option<String> {
    let candidates = text.split("mcs_").skip(1).map(|after| {
        after.chars().take_while(|it| it.is_ascii_alphanumeric() || matches!(it, '-' | '_')).collect::<String>()
    });
    candidates.filter(|candidate| candidate.len() >= 8).map(|candidate| format!("mcs_{candidate}")).next()
}

#[test]
fn what_r59_looks_for_is_found() {
    let found = |text: &str| clean("a file", text, &["/home/somebody/".to_owned()]).is_err();
    assert!(found("\u{fffd}mcs_4f9a1c77e2b0\u{fffd}"));
    assert!(found("-----BEGIN PRIVATE KEY-----\nMIIB"));
    assert!(found("//# sourceMappingURL=index.js.map"));
    assert!(found("/home/somebody/.cargo/registry"));
    assert!(!found("mcs_ and mcs_\u{fffd}a1b2c3d4, /cargo/registry"));
}
