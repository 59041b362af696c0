//! What desktops read: the entry with the link scheme, the icons, the description for software centres.

use std::process::Command;

use anyhow::{Context, Result};
use serde_json::Value;

use crate::unpacked::{Unpacked, both, output, source};

const ENTRY: &str = "usr/share/applications/monei-wallet.desktop";
const METAINFO: &str = "usr/share/metainfo/dev.moneiwallet.desktop.metainfo.xml";
const ICONS: &str = "usr/share/icons/hicolor/";

#[test]
fn desktop_entry_takes_the_link() -> Result<()> {
    let configuration: Value = serde_json::from_slice(&source("tauri.conf.json")?)?;
    let scheme = configuration["identifier"].as_str().context("an identifier")?;
    for package in both("debug")? {
        output(Command::new("desktop-file-validate").arg(package.path(ENTRY)))?;
        let entry = package.text(ENTRY)?;
        let has = |line: &str| assert!(entry.lines().any(|it| it == line), "{line} is missing in\n{entry}");
        // Without %u, GNOME starts the application and drops the link.
        has("Exec=monei-wallet %u");
        has(&format!("MimeType=x-scheme-handler/{scheme};"));
        has("Name=Monei Wallet");
        has("Icon=monei-wallet");
        // The name of the program is what windows carry, in X11 and in Wayland.
        has("StartupWMClass=monei-wallet");
        has("Categories=Office;Finance;");
    }
    Ok(())
}

#[test]
fn software_centres_understand_the_description() -> Result<()> {
    for package in both("debug")? {
        output(Command::new("appstreamcli").args(["validate", "--no-net"]).arg(package.path(METAINFO)))?;
        let text = package.text(METAINFO)?;
        let has = |what: &str| assert!(text.contains(what), "{what} is missing in\n{text}");
        has("<id>dev.moneiwallet.desktop</id>");
        has("<launchable type=\"desktop-id\">monei-wallet.desktop</launchable>");
        has("<binary>monei-wallet</binary>");
        has("<mediatype>x-scheme-handler/dev.moneiwallet.desktop</mediatype>");
        has(concat!("<release version=\"", env!("CARGO_PKG_VERSION"), "\""));
    }
    Ok(())
}

#[test]
fn icons_have_the_size_that_their_folder_says() -> Result<()> {
    for package in both("debug")? {
        let mut sizes = Vec::new();
        for (name, file) in package.files()? {
            let Some(place) = name.strip_prefix(ICONS) else { continue };
            let (folder, file_name) = place.split_once("/apps/").context("an icon of an application")?;
            if folder == "scalable" {
                assert_eq!((file_name, file), ("monei-wallet.svg", source("icons/mark.svg")?));
                continue;
            }
            assert_eq!(file_name, "monei-wallet.png");
            let [width, height] = dimensions(&file).with_context(|| name.clone())?;
            assert_eq!(folder, format!("{width}x{height}"));
            sizes.push(width);
        }
        sizes.sort_unstable();
        assert_eq!(sizes, [16, 24, 32, 48, 64, 128, 256, 512]);
    }
    Ok(())
}

#[test]
fn the_entry_finds_its_program_and_its_icon() -> Result<()> {
    let has = |package: &Unpacked, file: &str| assert!(package.path(file).is_file(), "{file}");
    for package in both("debug")? {
        has(package, "usr/bin/monei-wallet");
        has(package, "usr/share/icons/hicolor/48x48/apps/monei-wallet.png");
    }
    Ok(())
}

/// Width and height of a PNG with eight bits for each of red, green, blue and alpha.
fn dimensions(png: &[u8]) -> Option<[u32; 2]> {
    let header = png.strip_prefix(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR")?;
    let number = |from: usize| Some(u32::from_be_bytes(header.get(from..from + 4)?.try_into().ok()?));
    (header.get(8..10)? == [8, 6]).then_some([number(0)?, number(4)?])
}
