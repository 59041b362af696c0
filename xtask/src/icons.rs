//! `cargo xtask icons`: every icon file from the one drawing, `icons/mark.svg`.
//!
//! `rsvg-convert` (package librsvg2-bin) draws the PNGs. Where the drawing's legs would fall between pixels, at 16 and 24,
//! it has a version on that grid. The results are committed, so that a build needs no renderer.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};
use monei_e2e::binaries;

use crate::packages::{self, Need};

/// The folders that desktops look into, `hicolor/16x16` and so on.
const SIZES: [u32; 8] = [16, 24, 32, 48, 64, 128, 256, 512];

/// What Windows picks from. The first is what a window has in its title bar.
const ICO_SIZES: [u32; 6] = [32, 16, 24, 48, 64, 256];

/// What macOS picks from, by its names for a size and for the same size on a dense screen.
const ICNS_SIZES: [(&[u8; 4], u32); 8] = [
    (b"ic11", 32),
    (b"ic12", 64),
    (b"ic07", 128),
    (b"ic13", 256),
    (b"ic08", 256),
    (b"ic14", 512),
    (b"ic09", 512),
    (b"ic10", 1024),
];

/// macOS leaves room for a shadow around an icon: 824 of 1024 points are drawn.
const CANVAS: (&str, &str) = (r#"viewBox="0 0 64 64""#, r#"viewBox="-7.75 -7.75 79.5 79.5""#);

pub(crate) fn run() -> Result<()> {
    packages::ensure(Need::Package)?;
    let folder = binaries::root().join("icons");
    for size in SIZES {
        let on_grid = folder.join(format!("mark-{size}.svg"));
        let drawing = if on_grid.is_file() { on_grid } else { folder.join("mark.svg") };
        fs::write(png(&folder, size), draw(&drawing, size)?)?;
    }
    fs::write(folder.join("icon.ico"), ico(&folder)?)?;
    fs::write(folder.join("icon.icns"), icns(&folder)?)?;
    Ok(())
}

/// The bytes of a PNG, RGBA.
fn draw(drawing: &Path, size: u32) -> Result<Vec<u8>> {
    let pixels = size.to_string();
    let drawn = Command::new("rsvg-convert").args(["--width", &pixels, "--height", &pixels]).arg(drawing).output();
    let drawn = drawn.context("rsvg-convert")?;
    ensure!(drawn.status.success(), "rsvg-convert: {}", String::from_utf8_lossy(&drawn.stderr));
    Ok(drawn.stdout)
}

fn png(folder: &Path, size: u32) -> PathBuf {
    folder.join(format!("{size}x{size}.png"))
}

/// A header, a row of sixteen bytes for each image, and the PNGs themselves.
fn ico(folder: &Path) -> Result<Vec<u8>> {
    let images: Vec<Vec<u8>> = ICO_SIZES.iter().map(|&size| fs::read(png(folder, size))).collect::<Result<_, _>>()?;
    let count = u16::try_from(images.len())?;
    let mut file = Vec::new();
    for word in [0, 1, count] {
        file.extend(word.to_le_bytes());
    }
    let mut offset = 6 + 16 * u32::from(count);
    for (size, image) in ICO_SIZES.into_iter().zip(&images) {
        // 256 is written as 0, for there is one byte.
        let side = u8::try_from(size).unwrap_or(0);
        let length = u32::try_from(image.len())?;
        file.extend([side, side, 0, 0]);
        file.extend([1_u16.to_le_bytes(), 32_u16.to_le_bytes()].concat());
        file.extend([length.to_le_bytes(), offset.to_le_bytes()].concat());
        offset += length;
    }
    file.extend(images.concat());
    Ok(file)
}

/// A header, and each image behind its name and length.
fn icns(folder: &Path) -> Result<Vec<u8>> {
    let drawing = fs::read_to_string(folder.join("mark.svg"))?;
    ensure!(drawing.contains(CANVAS.0), "icons/mark.svg has another canvas than {}", CANVAS.0);
    let scratch = tempfile::tempdir()?;
    let with_room = scratch.path().join("mark.svg");
    fs::write(&with_room, drawing.replace(CANVAS.0, CANVAS.1))?;
    let mut images = Vec::new();
    for (name, size) in ICNS_SIZES {
        let image = draw(&with_room, size)?;
        images.extend(name);
        images.extend((u32::try_from(image.len())? + 8).to_be_bytes());
        images.extend(image);
    }
    let length = (u32::try_from(images.len())? + 8).to_be_bytes();
    Ok([b"icns".as_slice(), &length, &images].concat())
}
