//! What the index finds is what a plain scan by the same rule finds.

use monei_nightly::rounds;
use proptest::prelude::*;

use super::super::words::{Terms, fold_lines};
use super::*;
use crate::overview::Entry;

/// The rule, without a database.
pub(super) fn found(typed: &str, entry: &Entry) -> bool {
    Terms::read(typed).are_in(&folded(entry))
}

fn folded(entry: &Entry) -> String {
    let amount = entry.amount.as_ref().map(monei_api::Money::digits);
    let fields = [entry.narration.as_deref(), entry.reference.as_deref(), amount.as_deref()];
    fold_lines(fields.into_iter().flatten())
}

/// A history in a cache, with the folded text of each row beside it.
async fn searched(count: usize, seed: u64) -> (Cache, Vec<Transaction>, Vec<(String, String)>) {
    let cache = Cache::in_memory().await.unwrap();
    let rows = history(count, seed);
    take_in(&cache, &rows).await;
    let folded = rows.iter().cloned().map(Entry::from).map(|entry| (entry.id.clone(), folded(&entry)));
    let folded = folded.collect();
    (cache, rows, folded)
}

async fn check(cache: &Cache, folded: &[(String, String)], text: &str) -> usize {
    let terms = Terms::read(text);
    let found = folded.iter().filter(|(_, folded)| terms.are_in(folded));
    let mut expected: Vec<&str> = found.map(|(id, _)| id.as_str()).collect();
    expected.sort_unstable();
    let listed = cache.rows(typed(text), 0, folded.len() as u64).await.unwrap();
    let mut ids: Vec<&str> = listed.rows.iter().map(|entry| entry.id.as_str()).collect();
    ids.sort_unstable();
    assert_eq!(ids, expected, "{text:?}");
    ids.len()
}

#[tokio::test]
async fn the_index_finds_what_a_plain_scan_finds() {
    let (cache, rows, folded) = searched(600, 11).await;
    let mut random = StdRng::seed_from_u64(12);
    let mut hits = 0;
    for round in 0..rounds(300, 20_000) {
        // A piece of what some row says, so that there is something to find.
        let entry = Entry::from(rows[random.random_range(0..rows.len())].clone());
        let text = match round % 3 {
            0 => entry.reference.unwrap_or_default(),
            1 => entry.amount.map(|money| money.digits()).unwrap_or_default(),
            _ => entry.narration.unwrap_or_default(),
        };
        let letters: Vec<char> = text.chars().collect();
        let start = random.random_range(0..=letters.len());
        let end = letters.len().min(start + random.random_range(1..=12));
        let mut piece: String = letters[start..end].iter().collect();
        if random.random_bool(0.3) {
            piece = piece.to_uppercase();
        }
        if random.random_bool(0.2) {
            piece.push_str([" m", " tra", "  ", "\t0", "\u{a0}fund"].choose(&mut random).unwrap());
        }
        hits += check(&cache, &folded, &piece).await;
    }
    assert!(hits > 3_000, "there was too little to find: {hits}");
}

#[tokio::test]
async fn no_text_is_read_as_a_question_of_its_own() {
    let (cache, _, rows) = searched(300, 13).await;
    for text in [
        "",
        " ",
        "\"",
        "\"\"",
        "'",
        "\\",
        "*",
        "a*",
        "^a",
        "{a b}",
        "a:b",
        "text:mtn",
        "NOT mtn",
        "mtn AND",
        "mtn OR dstv",
        "NEAR(mtn dstv, 2)",
        "-mtn",
        "mtn + airtime",
        "%",
        "_",
        "100%",
        "\0",
        "a\0b",
        "mtn\0",
        "\u{202e}gnp",
        "\u{feff}",
        "🎉",
        "日本",
        "日本語",
        "ﬁ",
        "FIN",
        "ß",
        "ss",
        "σισ",
        "İ",
        "iz",
        "ola",
        "Ọl",
        "adebayo",
        "ADÉBÁYỌ̀",
        "barawo",
        ";DROP TABLE words",
        "'; DELETE FROM sent; --",
        "\u{1f}",
        "\n",
        "a\nb",
        "\u{301}",
        "e\u{301}e\u{301}e\u{301}",
    ] {
        check(&cache, &rows, text).await;
    }
    check(&cache, &rows, &"mtn ".repeat(500)).await;
    check(&cache, &rows, &"x".repeat(100_000)).await;
}

#[tokio::test]
async fn people_find_what_they_mean() {
    let cache = Cache::in_memory().await.unwrap();
    let says = [
        ("a", "Transfer to Ọláìtán Adébáyọ̀"),
        ("b", "MTN airtime 08031234567"),
        ("c", "Straße café"),
        ("d", "ɗan Ƙasa"),
    ];
    let mut rows: Vec<Transaction> = says.iter().zip(0..).map(|((id, text), at)| row(id, at, text)).collect();
    rows.push(made(&json!({ "id": "e", "amount": "1234567.50", "currency": "NGN", "reference": "TRX-2026/001" })));
    cache.take_in(rows).await.unwrap();
    for (text, ids) in [
        ("olaitan", &["a"][..]),
        ("ADE", &["a"]),
        ("bay", &["a"]),
        ("ba", &[]),
        ("ad", &["a"]),
        ("to ola", &["a"]),
        ("0803123", &["b"]),
        ("1234567", &["b", "e"]),
        ("1,234,567.5", &["e"]),
        ("₦1,234,567.50", &["e"]),
        ("strasse", &["c"]),
        ("cafe\u{301}", &["c"]),
        ("dan kasa", &["d"]),
        ("trx-2026/001", &["e"]),
        ("rx-2026", &["e"]),
        ("airtime olaitan", &[]),
    ] {
        let found = cache.rows(typed(text), 0, 9).await.unwrap().rows;
        let mut found: Vec<&str> = found.iter().map(|entry| entry.id.as_str()).collect();
        found.sort_unstable();
        assert_eq!(found, ids, "{text}");
    }
}

proptest! {
    /// Whatever is stored is found by any piece of it that is typed as it stands.
    #[test]
    fn a_folded_text_holds_its_folded_pieces(text in "\\PC{0,30}", start in 0usize..30, length in 3usize..12) {
        let folded = fold_lines([text.as_str()]);
        prop_assert_eq!(&fold_lines([folded.as_str()]), &folded);
        let words: Vec<&str> = folded.split_whitespace().collect();
        let word: Vec<char> = words.get(start % words.len().max(1)).copied().unwrap_or_default().chars().collect();
        let from = start % word.len().max(1);
        let piece: String = word.iter().skip(from).take(length).collect();
        if piece.chars().count() > 2 {
            prop_assert!(Terms::read(&piece).are_in(&folded), "{:?} in {:?}", piece, folded);
        }
    }

    #[test]
    fn an_index_s_question_is_of_three_characters_each(text in "\\PC{0,40}") {
        let question = Terms::read(&text).for_index();
        for part in question.split(" AND ").filter(|part| !part.is_empty()) {
            prop_assert_eq!(part.trim_matches('"').chars().count(), 3, "{}", question);
        }
    }
}
