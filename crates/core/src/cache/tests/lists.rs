//! Lists against the same lists made of plain vectors.

use jiff::tz::TimeZone;
use monei_api::transaction::Outcome;
use monei_api::{Amount, Currency};
use monei_nightly::rounds;

use super::*;
use crate::activity::{DayCount, Sort};
use crate::overview::{Direction, Entry};

/// The rule of a filter, without a database.
fn passes(filter: &Filter, row: &Transaction) -> bool {
    let entry = Entry::from(row.clone());
    let currency = row.currency.as_ref().map_or_else(Currency::naira, |symbol| Currency::new(symbol));
    let amount = entry.amount.as_ref().map(|money| &money.amount);
    let one_of = |empty: bool, found: bool| empty || found;
    one_of(filter.directions.is_empty(), filter.directions.contains(&entry.direction))
        && one_of(filter.outcomes.is_empty(), filter.outcomes.contains(&entry.outcome))
        && one_of(filter.currencies.is_empty(), filter.currencies.contains(&currency))
        && filter.least.as_ref().is_none_or(|least| amount.is_some_and(|amount| amount >= least))
        && filter.most.as_ref().is_none_or(|most| amount.is_some_and(|amount| amount <= most))
        && filter.from.is_none_or(|from| entry.created_at.is_some_and(|at| at >= from))
        && filter.before.is_none_or(|before| entry.created_at.is_some_and(|at| at < before))
        && search::found(&filter.text, &entry)
}

fn some_filters(random: &mut StdRng) -> Filter {
    let amount = |random: &mut StdRng| Amount::from(random.random_range(0..3_000_000u64));
    let mut filter = Filter::default();
    if random.random_bool(0.4) {
        filter.directions =
            vec![*[Direction::Incoming, Direction::Outgoing, Direction::Unknown].choose(random).unwrap()];
    }
    if random.random_bool(0.4) {
        filter.outcomes = vec![Outcome::Done, *[Outcome::Failed, Outcome::Cancelled].choose(random).unwrap()];
    }
    if random.random_bool(0.3) {
        filter.currencies = vec![Currency::new(["NGN", "ETH", "none"].choose(random).unwrap())];
    }
    if random.random_bool(0.3) {
        filter.least = Some(amount(random));
    }
    if random.random_bool(0.3) {
        filter.most = Some(amount(random));
    }
    if random.random_bool(0.3) {
        filter.from = Some(second(random.random_range(0..100_000_000)));
    }
    if random.random_bool(0.3) {
        filter.before = Some(second(random.random_range(0..100_000_000)));
    }
    if random.random_bool(0.4) {
        filter.text = (*["m", "tra", "fund wal", "ola", "00"].choose(random).unwrap()).to_owned();
    }
    filter
}

#[tokio::test]
async fn a_list_is_what_its_filter_lets_through_in_its_order() {
    let cache = Cache::in_memory().await.unwrap();
    let rows = history(500, 1);
    let generation = take_in(&cache, &rows).await.generation;
    let mut random = StdRng::seed_from_u64(2);
    for _ in 0..rounds(40, 2_000) {
        let filter = some_filters(&mut random);
        let expected: Vec<&Transaction> = rows.iter().filter(|row| passes(&filter, row)).collect();
        assert_eq!(cache.standing().await.unwrap(), Standing { generation, count: 500 });
        for sort in [Sort::Newest, Sort::Oldest, Sort::Largest, Sort::Smallest] {
            let query = Query { filter: filter.clone(), sort };
            let outline = cache.outline(query.clone(), TimeZone::UTC).await.unwrap();
            assert_eq!((outline.generation, outline.count), (generation, expected.len() as u64), "{query:?}");
            let found = cache.rows(query.clone(), 0, 500).await.unwrap();
            let mut ids: Vec<&str> = found.rows.iter().map(|entry| entry.id.as_str()).collect();
            ids.sort_unstable();
            let mut wanted: Vec<&str> = expected.iter().map(|row| row.id.as_str()).collect();
            wanted.sort_unstable();
            assert_eq!(ids, wanted, "{query:?}");
            assert!(found.rows.is_sorted_by(|one, next| in_order(sort, one, next)), "{query:?}");
        }
    }
}

/// Whether one may stand before the other. What is not told stands at the end, or is the oldest.
fn in_order(sort: Sort, one: &Entry, next: &Entry) -> bool {
    let amount = |entry: &Entry| entry.amount.as_ref().map(|money| money.amount.clone());
    match sort {
        Sort::Newest => one.created_at >= next.created_at,
        Sort::Oldest => one.created_at <= next.created_at,
        Sort::Largest => amount(one) >= amount(next),
        Sort::Smallest => amount(next).is_none() || (amount(one).is_some() && amount(one) <= amount(next)),
    }
}

#[tokio::test]
async fn every_position_of_a_list_has_its_row() {
    let folder = tempfile::tempdir().unwrap();
    let cache = open(folder.path()).await;
    let rows = history(1_500, 3);
    take_in(&cache, &rows).await;
    let all = cache.rows(Query::default(), 0, 1_500).await.unwrap().rows;
    assert_eq!(all.len(), 1_500);
    for offset in [0, 1, 250, 299, 300, 750, 1_499, 1_500, u64::MAX] {
        let part = cache.rows(Query::default(), offset, 60).await.unwrap().rows;
        let start = usize::try_from(offset).unwrap().min(1_500);
        assert_eq!(part, all[start..(start + 60).min(1_500)], "{offset}");
        for (entry, position) in part.iter().zip(offset..) {
            assert_eq!(cache.position(Query::default(), &entry.id).await.unwrap(), Some(position));
        }
    }
    assert_eq!(cache.position(Query::default(), "nobody's").await.unwrap(), None);
    assert_eq!(cache.position(typed("nothing like it"), &all[0].id).await.unwrap(), None);
}

#[tokio::test]
async fn days_are_the_persons_own_and_add_up() {
    let cache = Cache::in_memory().await.unwrap();
    // Lagos is an hour ahead: the last one is of the second day there.
    let rows = [("a", 10), ("b", 3_600), ("c", 82_799), ("d", 82_800)];
    let mut rows: Vec<Transaction> = rows.iter().map(|(id, at)| row(id, *at, "")).collect();
    rows.push(made(&json!({ "id": "e" })));
    cache.take_in(rows).await.unwrap();
    let lagos = TimeZone::fixed(jiff::tz::offset(1));
    let day = |day: i8, count| DayCount { day: Some(jiff::civil::date(2026, 1, day)), count };
    let unknown = DayCount { day: None, count: 1 };
    let outline = async |sort, zone| cache.outline(Query { sort, ..Query::default() }, zone).await.unwrap().days;
    assert_eq!(outline(Sort::Newest, lagos.clone()).await, [day(2, 1), day(1, 3), unknown.clone()]);
    assert_eq!(outline(Sort::Oldest, lagos.clone()).await, [unknown.clone(), day(1, 3), day(2, 1)]);
    assert_eq!(outline(Sort::Newest, TimeZone::UTC).await, [day(1, 4), unknown]);
    assert_eq!(outline(Sort::Largest, lagos).await, []);
}

#[tokio::test]
async fn a_row_that_comes_again_is_known_and_one_that_changed_is_replaced() {
    let cache = Cache::in_memory().await.unwrap();
    let first = cache.take_in(vec![row("b", 2, "two"), row("a", 1, "one")]).await.unwrap();
    assert_eq!((first.new, first.changed, first.known), (2, 0, 0));
    let again = cache.take_in(vec![row("c", 3, "three"), row("b", 2, "two")]).await.unwrap();
    assert_eq!((again.new, again.changed, again.known), (1, 0, 1));
    assert!(again.generation > first.generation);
    let nothing = cache.take_in(vec![row("c", 3, "three")]).await.unwrap();
    assert_eq!(nothing.generation, again.generation);

    // Another text, and another time: it stands elsewhere and is found by its new words only.
    let moved = cache.take_in(vec![row("a", 9, "nine")]).await.unwrap();
    assert_eq!((moved.new, moved.changed, moved.known), (0, 1, 0));
    let ids = |rows: crate::activity::Rows| rows.rows.into_iter().map(|entry| entry.id).collect::<Vec<_>>();
    assert_eq!(ids(cache.rows(Query::default(), 0, 9).await.unwrap()), ["a", "c", "b"]);
    assert_eq!(ids(cache.rows(typed("nine"), 0, 9).await.unwrap()), ["a"]);
    assert_eq!(ids(cache.rows(typed("one"), 0, 9).await.unwrap()), [""; 0]);
    assert_eq!(*cache.transaction("a").await.unwrap().unwrap().created_at, Some(second(9)));
}

#[tokio::test]
async fn many_at_the_same_moment_keep_the_order_in_which_they_came() {
    let cache = Cache::in_memory().await.unwrap();
    let rows: Vec<Transaction> = (0..1_300).rev().map(|number| row(&format!("{number:04}"), 5, "")).collect();
    // The oldest page first, as it would come in after the others; a page keeps its order.
    for page in rows.rchunks(100) {
        cache.take_in(page.to_vec()).await.unwrap();
    }
    let listed = cache.rows(Query::default(), 0, 2_000).await.unwrap().rows;
    assert!(listed.iter().map(|entry| &entry.id).eq(rows.iter().map(|row| &row.id)));
}

#[tokio::test]
async fn what_a_detail_tells_is_found_and_stays_when_the_row_changes() {
    let cache = Cache::in_memory().await.unwrap();
    let peer =
        |status: &str| made(&json!({ "id": "p", "type": "PEER-TRANSFER", "status": status, "createdAt": second(1) }));
    cache.take_in(vec![peer("PENDING"), row("q", 0, "")]).await.unwrap();
    let told = Told {
        direction: Some(Direction::Outgoing),
        nature: Some("FIAT_P2P".to_owned()),
        wallet: Some(("w1".to_owned(), Some("Naira".to_owned()))),
        searched: vec!["Chinụ́a\nObi".to_owned(), "0801 234".to_owned()],
    };
    let body = crate::overview::Dated { value: r#"{"id":"p"}"#.to_owned(), as_of: second(7) };
    cache.put_detail("p", &body, told.clone()).await.unwrap();
    cache.put_detail("unknown", &body, told).await.unwrap();
    assert_eq!(cache.detail("unknown").await.unwrap().map(|found| found.value), None);
    for status in ["PENDING", "SUCCESS"] {
        cache.take_in(vec![peer(status)]).await.unwrap();
        for filter in [
            Filter { text: "chinua obi 0801".to_owned(), ..Filter::default() },
            Filter { natures: vec!["FIAT_P2P".to_owned()], ..Filter::default() },
            Filter { wallets: vec!["w1".to_owned()], ..Filter::default() },
            Filter { directions: vec![Direction::Outgoing], ..Filter::default() },
        ] {
            let found = cache.rows(Query { filter, ..Query::default() }, 0, 9).await.unwrap().rows;
            let told: Vec<_> = found.iter().map(|entry| (entry.id.as_str(), entry.direction)).collect();
            assert_eq!(told, [("p", Direction::Outgoing)], "{status}");
        }
    }
    assert_eq!(cache.detail("p").await.unwrap().map(|found| found.as_of), Some(second(7)));
    let choices = cache.choices().await.unwrap();
    assert_eq!(choices.natures, ["FIAT_P2P"]);
    assert_eq!(choices.wallets, [("w1".to_owned(), "Naira".to_owned())]);
    assert_eq!(choices.currencies, [Currency::naira()]);
}
