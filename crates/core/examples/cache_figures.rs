//! The work of `cargo xtask bench cache`, a program of its own so that it is built with optimizations: 100,000
//! transactions in an encrypted file, what people ask of them, and a plain scan of the same texts in memory beside it.
//! Figures come out as JSON, in milliseconds.

#![expect(clippy::disallowed_types, clippy::float_arithmetic, reason = "times are measured, and no amounts")]

use std::collections::BTreeMap;
use std::error::Error;
use std::path::Path;
use std::time::Instant;

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use monei_api::transaction::Transaction;
use monei_core::activity::{Filter, Query, Sort};
use monei_core::cache::words::{Terms, fold_lines};
use monei_core::cache::{Cache, CacheKey};
use monei_core::overview::Entry;
use rand::rngs::StdRng;
use rand::seq::IndexedRandom;
use rand::{RngExt, SeedableRng};
use serde_json::json;

const ROWS: u32 = 100_000;
const PAGE: usize = 100;
const HITS: u64 = 50;

/// What is typed, a letter after the other: common words, rare ones, two at a time, pieces of words, and nothing at all.
const TYPED: [&str; 16] = [
    "transfer to a",
    "airtime",
    "wallet fundi",
    "mtn 0803",
    "adebayo oluw",
    "zubairu",
    "quartz",
    "nsukka",
    "electricity",
    "data",
    "fer",
    "trx-2025",
    "1,250.50",
    "08031",
    "zzzzzzzzzzzz",
    "a b c d e f",
];

type Figures = BTreeMap<&'static str, Vec<f64>>;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    let rows = history()?;
    let scanned = Scanned::read(&rows);
    let mut figures = Figures::new();

    let cache = open(folder.path(), &mut figures).await?;
    for page in rows.chunks(PAGE) {
        let page = page.to_vec();
        let started = Instant::now();
        cache.take_in(page).await?;
        note(&mut figures, "page taken in", started);
    }
    drop(cache);
    for _ in 0..20 {
        let cache = open(folder.path(), &mut figures).await?;
        let started = Instant::now();
        cache.rows(Query::default(), 0, HITS).await?;
        note(&mut figures, "first page, just opened", started);
    }

    let cache = open(folder.path(), &mut figures).await?;
    lists(&cache, &mut figures).await?;
    searches(&cache, &scanned, &mut figures).await?;

    let sizes = std::fs::read_dir(folder.path())?.map(|file| Ok(file?.metadata()?.len()));
    let bytes: u64 = sizes.sum::<std::io::Result<u64>>()?;
    println!("{}", json!({ "figures": figures, "bytes": bytes }));
    Ok(())
}

async fn open(folder: &Path, figures: &mut Figures) -> Result<Cache, Box<dyn Error>> {
    let key = CacheKey::from_bytes(&[9; CacheKey::LENGTH]).ok_or("a key")?;
    let started = Instant::now();
    let cache = Cache::open(folder, "bench", key).await?;
    note(figures, "open", started);
    Ok(cache)
}

async fn lists(cache: &Cache, figures: &mut Figures) -> Result<(), Box<dyn Error>> {
    let failed = Filter { outcomes: vec![monei_api::transaction::Outcome::Failed], ..Filter::default() };
    for round in 0..50 {
        let started = Instant::now();
        cache.rows(Query::default(), 0, HITS).await?;
        note(figures, "first page", started);

        let started = Instant::now();
        cache.rows(Query { filter: failed.clone(), sort: Sort::Newest }, 0, HITS).await?;
        note(figures, "first page of a filter", started);

        let started = Instant::now();
        cache.rows(Query { sort: Sort::Largest, ..Query::default() }, 0, HITS).await?;
        note(figures, "first page by amount", started);

        // A range of its own each time, so that no list is known already.
        let before = Some(newest() + SignedDuration::from_secs(round));
        let whole = Query { filter: Filter { before, ..Filter::default() }, ..Query::default() };
        let started = Instant::now();
        let outline = cache.outline(whole.clone(), TimeZone::UTC).await?;
        note(figures, "length and days", started);
        let started = Instant::now();
        cache.rows(whole, outline.count / 2, HITS).await?;
        note(figures, "rows from the middle", started);
    }
    let started = Instant::now();
    cache.monthly_flows(TimeZone::UTC).await?;
    note(figures, "money in and out", started);
    let mut export = cache.export(Query::default()).await?;
    let started = Instant::now();
    while export.next().await?.is_some() {}
    note(figures, "export", started);
    Ok(())
}

async fn searches(cache: &Cache, scanned: &Scanned, figures: &mut Figures) -> Result<(), Box<dyn Error>> {
    for _ in 0..5 {
        for typed in TYPED {
            for (end, _) in typed.char_indices().skip(1).chain([(typed.len(), ' ')]).take(12) {
                let typed = typed.get(..end).unwrap_or(typed);
                let query =
                    Query { filter: Filter { text: typed.to_owned(), ..Filter::default() }, ..Query::default() };
                let started = Instant::now();
                let found = cache.rows(query, 0, HITS).await?;
                note(figures, "search", started);
                let started = Instant::now();
                let expected = scanned.newest(typed);
                note(figures, "plain scan", started);
                if !found.rows.iter().map(|entry| entry.id.as_str()).eq(expected) {
                    return Err(format!("what is found for {typed:?} is not what a plain scan finds").into());
                }
            }
        }
    }
    Ok(())
}

fn note(figures: &mut Figures, name: &'static str, started: Instant) {
    figures.entry(name).or_default().push(started.elapsed().as_secs_f64() * 1e3);
}

/// The folded texts of all rows, the newest first.
struct Scanned(Vec<(String, String)>);

impl Scanned {
    fn read(rows: &[Transaction]) -> Self {
        let folded = rows.iter().cloned().map(Entry::from).map(|entry| {
            let amount = entry.amount.as_ref().map(monei_api::Money::digits);
            let fields = [entry.narration.as_deref(), entry.reference.as_deref(), amount.as_deref()];
            (fold_lines(fields.into_iter().flatten()), entry.id)
        });
        Self(folded.collect())
    }

    fn newest(&self, typed: &str) -> Vec<&str> {
        let terms = Terms::read(typed);
        let found = self.0.iter().filter(|(folded, _)| terms.are_in(folded));
        found.take(usize::try_from(HITS).unwrap_or(usize::MAX)).map(|(_, id)| id.as_str()).collect()
    }
}

fn newest() -> Timestamp {
    Timestamp::UNIX_EPOCH + SignedDuration::from_secs(1_790_000_000)
}

/// Four years of a busy wallet, the newest first.
fn history() -> Result<Vec<Transaction>, Box<dyn Error>> {
    const FIRST: [&str; 12] = [
        "Adébáyọ̀",
        "Ngozi",
        "Chinedu",
        "Fatima",
        "Musa",
        "Ọlámídé",
        "Emeka",
        "Aisha",
        "Tunde",
        "Blessing",
        "Ifeanyi",
        "Sade",
    ];
    const LAST: [&str; 12] = [
        "Oluwole", "Okafor", "Bello", "Eze", "Abubakar", "Adeyemi", "Nwosu", "Ibrahim", "Okonkwo", "Balogun", "Obi",
        "Lawal",
    ];
    let mut random = StdRng::seed_from_u64(100_000);
    let mut at = newest();
    let pick = |random: &mut StdRng| -> Result<String, Box<dyn Error>> {
        let person = [*FIRST.choose(random).ok_or("a name")?, *LAST.choose(random).ok_or("a name")?].join(" ");
        Ok(match random.random_range(0..20_000) {
            0..2 => "Zubairu, quartz watch".to_owned(),
            2..12 => "Rent, Nsukka".to_owned(),
            12..9_000 => format!("Transfer to {person}"),
            9_000..14_000 => format!("MTN airtime 080{:08}", random.random_range(0..100_000_000)),
            14_000..16_000 => "Wallet funding".to_owned(),
            16_000..18_000 => format!("IKEJA DISCO ELECTRICITY {:011}", random.random_range(0..100_000_000_000u64)),
            _ => format!("Transfer from {person}: data"),
        })
    };
    (0..ROWS)
        .map(|number| {
            at -= SignedDuration::from_millis(random.random_range(1..2_500_000));
            let row = json!({
                "id": format!("{:08x}-{number:04x}-4000-8000-{:012x}", random.random::<u32>(), random.random::<u32>()),
                "userId": "3b1d2f60-0000-4000-8000-000000000001",
                "amount": format!("{}.{:02}", random.random_range(50..200_000), random.random_range(0..100)),
                "type": (["DEBIT", "CREDIT"].choose(&mut random)),
                "status": if random.random_range(0..50) == 0 { "FAILED" } else { "SUCCESS" },
                "reference": format!("TRX-{}-{:010}", at.strftime("%Y"), random.random_range(0..10_000_000_000u64)),
                "currency": "NGN",
                "narration": pick(&mut random)?,
                "createdAt": at,
                "updatedAt": at,
            });
            Ok(serde_json::from_str(&row.to_string())?)
        })
        .collect()
}
