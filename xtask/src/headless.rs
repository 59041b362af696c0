//! `cargo xtask run --headless --shots DIR`: the whole path in a virtual display, with a picture of each state.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use monei_e2e::confirming::Word;
use monei_e2e::control::Person;
use monei_e2e::evidence;
use monei_e2e::journey::{ALL_SCOPES, Answer, OFF_RAIL, open_page};
use monei_e2e::page::{Page, testid};
use monei_e2e::scene::{Scene, Setting};

use crate::packages::{self, Need};
use crate::product;
use crate::step::Steps;

/// What the second sign-in allows: a home that has balances but neither profile nor limits.
const PARTIAL: [&str; 1] = ["wallet:read"];

pub(crate) async fn run(shots: &Path) -> Result<()> {
    let mut steps = Steps::default();
    steps.time("System packages", || packages::ensure(Need::Test))?;
    product::build_ui(&mut steps).await?;
    product::build_binaries(&mut steps).await?;
    take(shots, Theme::AsItIs, Wallet::LikeNoOther).await?;
    Ok(())
}

/// How the window looks while pictures are taken.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Theme {
    AsItIs,
    Light,
    Dark,
}

impl Theme {
    fn suffix(self) -> &'static str {
        match self {
            Self::AsItIs => "",
            Self::Light => "-light",
            Self::Dark => "-dark",
        }
    }
}

/// Goes through every state and leaves a picture of each in the folder.
pub(crate) async fn take(shots: &Path, theme: Theme, wallet: Wallet) -> Result<()> {
    fs::create_dir_all(shots).with_context(|| shots.display().to_string())?;
    // The program that takes a picture works in a folder of its own.
    let shots = &shots.canonicalize().with_context(|| shots.display().to_string())?;
    let folder = evidence::folder_for("headless")?;
    println!("\n━━ A virtual display, a session bus, a keychain, a simulated Monei, a relay ━━");
    let mut scene =
        Scene::set(Setting { dark_browser: matches!(theme, Theme::Dark), ..Setting::default() }, &folder).await?;
    let album = Album { shots: shots.to_owned(), theme, wallet };
    let played = play(&mut scene, &album).await;
    if played.is_err() {
        let pictures = scene.take_pictures("failure").await;
        eprintln!("{}pictures: {pictures:?}", evidence::logs_of(&folder));
    }
    played.context("not every state was reached")?;
    println!("\nEvery state was reached. The pictures are in {}", shots.display());
    Ok(())
}

/// Whose wallet is shown.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Wallet {
    /// The same one each time.
    WithSomethingOnEveryPage,
    /// Somebody's who was made for this one time.
    LikeNoOther,
}

struct Album {
    shots: PathBuf,
    theme: Theme,
    wallet: Wallet,
}

impl Album {
    /// The application's window.
    async fn window(&self, scene: &Scene, page: &Page, state: &str) -> Result<()> {
        let file = self.file(state);
        page.is_still().await?;
        scene.window_picture(&file).await?;
        println!("   {}", file.display());
        Ok(())
    }

    async fn confirmation(&self, scene: &Scene, page: &Page) -> Result<()> {
        let file = self.file("confirmation");
        page.is_still().await?;
        scene.confirmation_picture(&file).await?;
        println!("   {}", file.display());
        Ok(())
    }

    /// A page in the browser.
    async fn page(&self, page: &Page, state: &str) -> Result<()> {
        let file = self.file(state);
        page.is_still().await?;
        page.picture(&file).await?;
        println!("   {}", file.display());
        Ok(())
    }

    fn file(&self, state: &str) -> PathBuf {
        self.shots.join(format!("{state}{}.png", self.theme.suffix()))
    }
}

async fn play(scene: &mut Scene, album: &Album) -> Result<()> {
    println!("simulated Monei {}, relay {}", scene.services.sandbox(), scene.services.relay());
    let person = match album.wallet {
        Wallet::WithSomethingOnEveryPage => scene.person_with_room().await?,
        Wallet::LikeNoOther => scene.random_person().await?,
    };
    println!("signs in: {} ({}), {} transactions", person.name, person.email, person.transaction_count);
    let window = scene.open_window().await?;
    window.sees(&testid("screen-welcome")).await?;
    wear(&window, album.theme).await?;
    tell("The window is open; it says that this is a demonstration.");
    window.sees(&testid("banner-demonstration")).await?;
    album.window(scene, &window, "welcome").await?;

    everything(scene, album, &window, &person).await?;
    pages(scene, album, &window).await?;
    above_pages(scene, album, &window).await?;

    tell("The person removes the app in Monei's own settings; the app notices at the next refresh.");
    scene.monei().revoke_grants(&person.id).await?;
    window.press(&testid("button-refresh")).await?;
    window.sees(&testid("banner-reconnect")).await?;
    let compared = scene.figures_match(&person).await?;
    tell(&format!("It asks to reconnect, and still shows what it knew ({compared} figures compared)."));
    album.window(scene, &window, "reconnect").await?;

    tell("Reconnect, this time with one permission allowed only.");
    window.press(&testid("button-reconnect")).await?;
    let code = scene.shown_code().await?;
    let page = scene.relay_page().await?;
    same_code(&page, &code).await?;
    scene.answer_on(&page, &person, Answer::Allow(&PARTIAL)).await?;
    scene.section_is("profile", "locked").await?;
    scene.sections_are_ready(&["balances", "transactions"]).await?;
    let compared = scene.figures_match(&person).await?;
    tell(&format!("Home with what was allowed; the rest is greyed ({compared} figures compared)."));
    scene.dismiss_outcome().await?;
    album.window(scene, &window, "home-partial").await
}

async fn everything(scene: &Scene, album: &Album, window: &Page, person: &Person) -> Result<()> {
    tell("Connect, asking for all nine permissions.");
    let code = scene.begin(&ALL_SCOPES).await?;
    album.window(scene, window, "waiting").await?;
    let page = scene.relay_page().await?;
    same_code(&page, &code).await?;
    tell(&format!("The app opened the browser; app and relay both show the code {code}."));
    album.page(&page, "relay-consent").await?;
    page.press("#continue").await?;
    scene.sign_in_at_monei(&page, person).await?;
    tell("Monei asks, permission by permission.");
    album.page(&page, "monei-consent").await?;
    scene.decide(&page, Answer::AllowAll).await?;
    scene.at_home().await?;
    scene.sections_are_ready(&["profile", "limits", "balances", "transactions"]).await?;
    let compared = scene.figures_match(person).await?;
    tell(&format!("Home. {compared} figures in the window equal the simulated Monei's."));
    scene.dismiss_outcome().await?;
    album.window(scene, window, "home-everything").await
}

/// Every page but Home, whatever pages the rail has.
async fn pages(scene: &Scene, album: &Album, window: &Page) -> Result<()> {
    let entries = window.attributes("[data-testid^=\"nav-\"]", "data-testid").await?;
    let on_rail = entries.iter().filter_map(|entry| entry.strip_prefix("nav-")).filter(|page| *page != "home");
    for page in on_rail.chain(OFF_RAIL) {
        tell(&format!("The page “{page}”."));
        open_page(window, page).await?;
        window.no_longer_sees("#content [aria-busy=\"true\"]").await?;
        album.window(scene, window, page).await?;
    }
    window.press(&testid("nav-home")).await?;
    scene.at_home().await
}

/// What opens above a page, or beside it in a window of its own.
async fn above_pages(scene: &Scene, album: &Album, window: &Page) -> Result<()> {
    tell("One transaction, and its receipt.");
    window.press(&testid("nav-activity")).await?;
    window.press("[data-testid=activity-list] [data-testid^=transaction-]").await?;
    window.sees(&testid("activity-detail")).await?;
    window.no_longer_sees("#content [aria-busy=\"true\"]").await?;
    album.window(scene, window, "transaction").await?;
    window.press(&testid("detail-receipt")).await?;
    window.sees(&testid("receipt")).await?;
    album.window(scene, window, "receipt").await?;
    window.press(&testid("receipt-close")).await?;

    tell("A payment, confirmed or cancelled in a window that the main one cannot reach.");
    let friend = scene.friend().await?;
    scene.order_to_friend(&friend.email, "150").await?;
    scene.confirm(Word::Cancel, async |page| album.confirmation(scene, page).await).await?;
    window.press(&testid("nav-home")).await?;
    scene.at_home().await
}

async fn same_code(page: &Page, code: &str) -> Result<()> {
    let shown = page.attribute("#pairing-code", "data-code").await?;
    anyhow::ensure!(shown == code, "the relay shows {shown}, the app {code}");
    Ok(())
}

/// Presses the theme switch until the window has the wanted look.
async fn wear(window: &Page, theme: Theme) -> Result<()> {
    let wanted = match theme {
        Theme::AsItIs => return Ok(()),
        Theme::Light => "light",
        Theme::Dark => "dark",
    };
    let look = "return getComputedStyle(document.documentElement).colorScheme";
    for _ in 0..4 {
        if window.script(look, Vec::new()).await?.as_str() == Some(wanted) {
            return Ok(());
        }
        window.press(&testid("theme-switch")).await?;
    }
    anyhow::bail!("the theme switch does not lead to {wanted}")
}

fn tell(words: &str) {
    println!("• {words}");
}
