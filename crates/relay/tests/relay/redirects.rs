//! R1: the allow-list of redirect URIs against a corpus of tricks and against mutations.
//!
//! The judge is independent of the rule: the set of all legal URIs, written out.

use std::collections::HashSet;

use monei_nightly::rounds;
use monei_relay::RedirectUri;
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use reqwest::StatusCode;

use crate::support::{APP_REDIRECT, Flow, World};

/// One trick a line; `\t`, `\r`, `\n`, `\0` stand for the characters.
const CORPUS: &str = include_str!("redirects.txt");

fn corpus() -> Vec<String> {
    CORPUS
        .lines()
        .filter(|line| !line.starts_with("# "))
        .map(|line| line.replace("\\t", "\t").replace("\\r", "\r").replace("\\n", "\n").replace("\\0", "\0"))
        .collect()
}

fn legal() -> HashSet<String> {
    let loopback = (1024..=65535)
        .flat_map(|port| [format!("http://127.0.0.1:{port}/callback"), format!("http://[::1]:{port}/callback")]);
    loopback.chain([APP_REDIRECT.to_owned()]).collect()
}

fn allowed(uri: &str) -> bool {
    RedirectUri::allowed(uri, &["dev.moneiwallet.desktop".to_owned()]).is_some()
}

#[test]
fn r01_every_legal_redirect_uri_is_accepted_as_it_is() {
    for uri in legal() {
        let accepted = RedirectUri::allowed(&uri, &["dev.moneiwallet.desktop".to_owned()]);
        assert_eq!(accepted.map(|accepted| accepted.to_string()), Some(uri));
    }
    let own = ["com.example.wallet".to_owned()];
    assert!(RedirectUri::allowed("com.example.wallet:/callback", &own).is_some());
    assert!(RedirectUri::allowed(APP_REDIRECT, &own).is_none());
}

#[test]
fn r01_no_trick_and_no_mutation_is_accepted() {
    const INSERTS: [&str; 30] = [
        "@",
        "/",
        "\\",
        ":",
        "?",
        "#",
        ".",
        "%",
        "%2f",
        "%00",
        "%0d%0a",
        " ",
        "\t",
        "\n",
        "\0",
        "0",
        "1",
        "evil.example",
        "localhost",
        "[",
        "]",
        "//",
        "/..",
        ";",
        "&",
        "=",
        "é",
        "。",
        "A",
        "callback",
    ];
    let legal = legal();
    let corpus = corpus();
    assert!(corpus.len() >= 100, "{}", corpus.len());
    for trick in &corpus {
        assert!(!legal.contains(trick) && !allowed(trick), "{trick:?}");
    }

    let mut random = StdRng::seed_from_u64(1);
    let seeds = [APP_REDIRECT, "http://127.0.0.1:41234/callback", "http://[::1]:8080/callback"];
    let (mut refused, mut still_legal) = (0, 0);
    while refused < rounds(5_000, 1_000_000) {
        let mut text: Vec<char> = if random.random_ratio(1, 4) {
            corpus[random.random_range(0..corpus.len())].chars().collect()
        } else {
            seeds[random.random_range(0..seeds.len())].chars().collect()
        };
        for _ in 0..random.random_range(1..=3) {
            let place = random.random_range(0..=text.len());
            match random.random_range(0..4) {
                0 if place < text.len() => drop(text.remove(place)),
                1 if place < text.len() => text[place] = char::from(random.random_range(0x20..0x7f_u8)),
                2 if place < text.len() => text[place] = text[place].to_ascii_uppercase(),
                _ => {
                    let insert = INSERTS[random.random_range(0..INSERTS.len())].chars();
                    drop(text.splice(place..place, insert));
                }
            }
        }
        let text: String = text.into_iter().collect();
        assert_eq!(allowed(&text), legal.contains(&text), "{text:?}");
        if legal.contains(&text) { still_legal += 1 } else { refused += 1 }
    }
    assert!(still_legal > 0);
}

#[tokio::test]
async fn r01_a_refused_redirect_uri_is_a_page_and_never_a_redirect() {
    let world = World::start().await;
    for trick in corpus() {
        let page = world.browser().authorize(&Flow::to(0, &trick).request()).await;
        assert_eq!((page.status, page.reason()), (StatusCode::BAD_REQUEST, "redirect-uri"), "{trick:?}");
        assert!(page.location().is_none());
        assert!(!page.body.contains("evil"), "{}", page.body);
    }
}
