//! What stays behind on a disk, in logs and in the system's list of processes, and the search for what should not.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Result, ensure};

use crate::control::Person;

/// How many secrets of Monei stand here: `mct_`, `mcr_` or `mcs_` and more than that, plain or as base64.
pub fn secrets_in(bytes: &[u8]) -> usize {
    let letter = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_' || *byte == b'-';
    let plain = bytes.windows(10).filter(|window| {
        [b"mct_", b"mcr_", b"mcs_"].iter().any(|mark| window.starts_with(*mark)) && window.iter().skip(4).all(letter)
    });
    // `"mct_` and `"mcr_`, as JSON has them, at each of the three places in a group of base64.
    let marks = ["Im1jdF", "Im1jcl", "JtY3Rf", "JtY3Jf", "ibWN0X", "ibWNyX"];
    let coded = bytes.windows(6).filter(|window| marks.iter().any(|mark| *window == mark.as_bytes()));
    plain.count() + coded.count()
}

/// What would tell of the person or let somebody act for them.
pub fn telling(person: &Person) -> Vec<String> {
    let texts = [&person.id, &person.name, &person.email].map(String::as_str);
    let account = person.virtual_account.iter().map(|account| account.account_number.as_str());
    let wallets = person.subwallets.iter();
    let addresses = wallets.clone().filter_map(|wallet| wallet.address.as_deref());
    let wallets = wallets.map(|wallet| wallet.id.as_str());
    // The newest stand for all: what one of them left behind, the others would too.
    let transactions = person.transactions.iter().take(5).map(|transaction| transaction.id.as_str());
    texts.into_iter().chain(account).chain(addresses).chain(wallets).chain(transactions).map(str::to_owned).collect()
}

/// Every file below a folder. One that goes while we look is not what we look for.
pub fn files_in(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        let Ok(entries) = fs::read_dir(&folder) else { continue };
        for entry in entries.flatten() {
            match entry.file_type()? {
                kind if kind.is_dir() => folders.push(entry.path()),
                kind if kind.is_file() => found.push(entry.path()),
                _ => {}
            }
        }
    }
    Ok(found)
}

pub fn holds(content: &[u8], text: &[u8]) -> bool {
    content.windows(text.len()).any(|part| part == text)
}

/// None of these texts is here, in neither of the two ways in which texts are stored, and no token.
pub fn clean(place: &str, content: &[u8], texts: &[String]) -> Result<()> {
    ensure!(secrets_in(content) == 0, "{place} holds a token");
    let wide = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    for mark in ["mct_", "mcr_", "mcs_"] {
        ensure!(!holds(content, &wide(mark)), "{place} holds {mark}");
    }
    for text in texts {
        ensure!(!holds(content, text.as_bytes()) && !holds(content, &wide(text)), "{place} holds {text}");
    }
    Ok(())
}
