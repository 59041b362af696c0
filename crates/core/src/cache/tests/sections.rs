//! Documents and seen balances survive a restart.

use monei_api::Money;

use super::*;
use crate::activity::SeenBalance;
use crate::overview::Dated;

#[tokio::test]
async fn the_last_document_of_a_name_is_there_after_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    {
        let cache = open(folder.path()).await;
        for (name, value) in
            [("profile", "Ada"), ("portfolio/base", "1"), ("portfolio/solana", "2"), ("profile", "Ada Obi")]
        {
            cache.put_section(name, &Dated { value, as_of: second(60) }).await.unwrap();
        }
        cache.put_section("portfolio_x", &Dated { value: "3", as_of: second(0) }).await.unwrap();
    }
    let cache = open(folder.path()).await;
    let profile = cache.section::<String>("profile").await.unwrap().unwrap();
    assert_eq!((profile.value.as_str(), profile.as_of), ("Ada Obi", second(60)));
    let portfolios = cache.sections::<String>("portfolio/").await.unwrap();
    let names: Vec<&str> = portfolios.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["portfolio/base", "portfolio/solana"]);
    // Another version's document is none of this one's.
    assert!(cache.section::<u32>("profile").await.unwrap().is_none());
    assert!(cache.section::<String>("never").await.unwrap().is_none());
}

#[tokio::test]
async fn the_last_balance_of_a_day_is_kept() {
    let cache = Cache::in_memory().await.unwrap();
    let seen = |day: i8, source: &str, amount: &str| SeenBalance {
        day: jiff::civil::date(2026, 3, day),
        source: source.to_owned(),
        balance: Money::naira(amount.parse().unwrap()),
    };
    cache.see_balances(vec![seen(2, "naira", "5"), seen(1, "naira", "0.10")]).await.unwrap();
    cache
        .see_balances(vec![seen(2, "naira", "400000000000000000000000000000000.5"), seen(2, "solana", "1")])
        .await
        .unwrap();
    let all = cache.balances_seen().await.unwrap();
    let big = "400000000000000000000000000000000.5";
    assert_eq!(all, [seen(1, "naira", "0.10"), seen(2, "naira", big), seen(2, "solana", "1")]);
}
