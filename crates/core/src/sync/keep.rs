//! What Monei told is kept as it was told, for the next start and for who is offline.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::de::DeserializeOwned;

use super::Part;
use super::read::Answer;
use crate::activity::SeenBalance;
use crate::cache::{Cache, CacheError};
use crate::overview::{Balances, Chain, Dated, Portfolio, listed};

/// The name of a part's section.
fn name(part: Part) -> String {
    match part {
        Part::Profile => "profile".to_owned(),
        Part::Limits => "limits".to_owned(),
        Part::Wallet => "wallet".to_owned(),
        Part::Networks => "networks".to_owned(),
        Part::Chain(chain) => format!("chain/{}", chain.id()),
        Part::Transactions | Part::History => "transactions".to_owned(),
        Part::Bills => "bills".to_owned(),
        Part::Sales => "sales".to_owned(),
    }
}

/// Keeps an answer, and the balances in it as they were seen on that day.
pub async fn keep(cache: &Cache, part: Part, answer: &Answer, as_of: Timestamp) -> Result<(), CacheError> {
    let name = &name(part);
    match answer {
        Answer::Profile(user) => put(cache, name, user, as_of).await,
        Answer::Limits(status, limits) => put(cache, name, &(status, limits), as_of).await,
        Answer::Wallet(wallet) => put(cache, name, wallet, as_of).await,
        Answer::Networks(networks) => put(cache, name, networks, as_of).await,
        Answer::Evm(portfolio) => put(cache, name, portfolio, as_of).await,
        Answer::Solana(portfolio) => put(cache, name, portfolio, as_of).await,
        Answer::Transactions(page) => put(cache, name, page, as_of).await,
        Answer::Bills(page) => put(cache, name, page, as_of).await,
        Answer::Sales(page) => put(cache, name, page, as_of).await,
        Answer::History => Ok(()),
    }?;
    let seen: Vec<SeenBalance> = balance(part, answer, as_of).into_iter().collect();
    if seen.is_empty() { Ok(()) } else { cache.see_balances(seen).await }
}

async fn put<T: serde::Serialize>(cache: &Cache, name: &str, value: T, as_of: Timestamp) -> Result<(), CacheError> {
    cache.put_section(name, &Dated { value, as_of }).await
}

/// What is worth remembering by the day: naira, and the worth of what is on a chain.
fn balance(part: Part, answer: &Answer, as_of: Timestamp) -> Option<SeenBalance> {
    let (source, balance) = match (part, answer) {
        (_, Answer::Wallet(wallet)) => ("naira".to_owned(), Balances::from(wallet.clone()).naira),
        (Part::Chain(chain), Answer::Evm(portfolio)) => (chain.id(), Portfolio::from(portfolio.clone()).total),
        (Part::Chain(chain), Answer::Solana(portfolio)) => (chain.id(), Portfolio::from(portfolio.clone()).total),
        _ => return None,
    };
    // The days are the person's own.
    let day = as_of.to_zoned(TimeZone::system()).date();
    Some(SeenBalance { day, source, balance: balance? })
}

/// Everything that was kept, with the time at which Monei told it.
pub async fn kept(cache: &Cache) -> Result<Vec<(Part, Answer, Timestamp)>, CacheError> {
    let mut kept = Vec::new();
    let mut add = |part: Part, found: Option<Dated<Answer>>| {
        kept.extend(found.map(|dated| (part, dated.value, dated.as_of)));
    };
    // First, for the chains are those of the list.
    let networks = read(cache, Part::Networks, Answer::Networks).await?;
    let chains = match networks.as_ref().map(|dated| &dated.value) {
        Some(Answer::Networks(networks)) => listed(networks),
        _ => None,
    };
    add(Part::Networks, networks);
    for source in chains.unwrap_or_else(Chain::documented) {
        let part = Part::Chain(source.chain);
        add(
            part,
            match source.chain {
                Chain::Evm(_) => read(cache, part, Answer::Evm).await?,
                Chain::Solana => read(cache, part, Answer::Solana).await?,
            },
        );
    }
    add(Part::Profile, read(cache, Part::Profile, Answer::Profile).await?);
    add(Part::Limits, read(cache, Part::Limits, |(status, limits)| Answer::Limits(status, limits)).await?);
    add(Part::Wallet, read(cache, Part::Wallet, Answer::Wallet).await?);
    add(Part::Transactions, read(cache, Part::Transactions, Answer::Transactions).await?);
    add(Part::Bills, read(cache, Part::Bills, Answer::Bills).await?);
    add(Part::Sales, read(cache, Part::Sales, Answer::Sales).await?);
    Ok(kept)
}

async fn read<T: DeserializeOwned>(
    cache: &Cache,
    part: Part,
    answer: impl FnOnce(T) -> Answer,
) -> Result<Option<Dated<Answer>>, CacheError> {
    let found = cache.section::<T>(&name(part)).await?;
    Ok(found.map(|Dated { value, as_of }| Dated { value: answer(value), as_of }))
}
