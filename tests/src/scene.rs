//! A journey's scene: a stage, the services, the browser and the applications with their windows, and what happens when
//! it fails.

use std::any::type_name;
use std::fmt;
use std::fs;
use std::future::poll_fn;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::pin::pin;
use std::task::Poll;
use std::time::Duration;

use anyhow::{Context, Result, anyhow, bail};
use serde_json::{Map, Value, json};
use tokio::sync::Semaphore;

use crate::application::Application;
use crate::browser::Browser;
use crate::control::{Control, Person};
use crate::evidence;
use crate::keychain::Keychain;
use crate::package::{Installation, Package};
use crate::page::Page;
use crate::services::{ServiceOptions, Services};
use crate::stage::Stage;
use crate::window::{self, Window};

/// A journey that takes longer has failed.
const LONGEST: Duration = Duration::from_secs(150);

/// How many journeys run beside each other: more would only wait for the same two cores.
static ROOM: Semaphore = Semaphore::const_new(2);

/// How a journey begins.
#[derive(Clone, Debug, Default)]
pub struct Setting {
    /// Who plays.
    pub application: Application,
    /// Who else plays, in the same session of the same person ([`Scene::turn_to`]).
    pub beside: Option<Application>,
    /// The settings of a release name no relay, so that it asks for one.
    pub without_relay: bool,
    pub keychain: Keychain,
    pub services: ServiceOptions,
    /// Forces the way back from the browser.
    pub way_back: Option<WayBack>,
    /// The browser tells pages that the person prefers dark colours.
    pub dark_browser: bool,
    /// Added to the applications' environment.
    pub variables: Vec<(String, String)>,
}

/// How the browser's answer reaches the application.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WayBack {
    Link,
    Loopback,
}

/// Everything that a journey acts on.
#[derive(Debug)]
pub struct Scene {
    pub stage: Stage,
    pub services: Services,
    pub browser: Browser,
    players: Vec<Player>,
    /// Whose turn it is.
    current: usize,
    folder: PathBuf,
    /// Last: what runs is ended before it is purged.
    installation: Option<Installation>,
}

/// An application, its environment, and its window if it is open.
#[derive(Debug)]
struct Player {
    application: Application,
    variables: Vec<(String, String)>,
    window: Option<Window>,
}

impl Setting {
    /// With this application.
    pub fn of(application: Application) -> Self {
        Self { application, ..Self::default() }
    }

    /// The keychain in this state.
    pub fn with_keychain(keychain: Keychain) -> Self {
        Self { keychain, ..Self::default() }
    }

    /// The answer comes back this way only.
    pub fn with_way_back(way_back: WayBack) -> Self {
        Self { way_back: Some(way_back), ..Self::default() }
    }
}

/// What a test of a journey returns.
pub type Played = std::result::Result<(), Failed>;

/// A failed journey's report, readable as it is printed.
pub struct Failed(String);

impl fmt::Debug for Failed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<anyhow::Error> for Failed {
    fn from(error: anyhow::Error) -> Self {
        Self(format!("{error:#}"))
    }
}

/// Plays a journey from an empty home folder. Pictures and logs are kept if it fails.
pub async fn play<J>(setting: Setting, journey: J) -> Played
where
    J: AsyncFnOnce(&mut Scene) -> Result<()>,
{
    let _room = ROOM.acquire().await.context("room for a journey")?;
    let folder = evidence::folder_for(name_of::<J>())?;
    let mut pictures = Vec::new();
    let played = match Scene::set(setting, &folder).await {
        Ok(mut scene) => {
            let played = guarded(journey(&mut scene)).await;
            if played.is_err() {
                pictures = scene.take_pictures("failure").await;
            }
            played.and(scene.end().await)
        }
        Err(error) => Err(error.context("setting the scene")),
    };
    match played {
        Ok(()) => Ok(fs::remove_dir_all(&folder).context("what was kept for a failure")?),
        Err(error) => {
            let logs = evidence::logs_of(&folder);
            let pictures: Vec<String> = pictures.iter().map(|file| format!("   {}\n", file.display())).collect();
            Err(Failed(format!("{error:#}\n\n{logs}── pictures\n{}", pictures.concat())))
        }
    }
}

/// `journeys::connect::r06_shows_one_code`: where the closure stands tells which test it belongs to.
fn name_of<J>() -> &'static str {
    let name = type_name::<J>();
    let name = name.split("::{{closure}}").next().unwrap_or(name);
    name.split_once("::").map_or(name, |(_, name)| name)
}

/// Makes an error of a panic and of taking too long, so that there is somebody left to take pictures.
async fn guarded(journey: impl Future<Output = Result<()>>) -> Result<()> {
    let mut journey = pin!(journey);
    let caught = poll_fn(|context| match catch_unwind(AssertUnwindSafe(|| journey.as_mut().poll(context))) {
        Ok(Poll::Ready(result)) => Poll::Ready(result),
        Ok(Poll::Pending) => Poll::Pending,
        Err(panic) => {
            let words = panic.downcast_ref::<String>().cloned();
            let words = words.or_else(|| panic.downcast_ref::<&str>().map(|words| (*words).to_owned()));
            Poll::Ready(Err(anyhow!("panicked: {}", words.unwrap_or_default())))
        }
    });
    match tokio::time::timeout(LONGEST, caught).await {
        Ok(result) => result,
        Err(_) => bail!("took longer than {LONGEST:?}"),
    }
}

impl Scene {
    /// Sets the scene without a journey around it. `folder` takes logs and pictures.
    pub async fn set(setting: Setting, folder: &Path) -> Result<Self> {
        let logs = folder.join("logs");
        let all: Vec<&Application> =
            [Some(&setting.application), setting.beside.as_ref()].into_iter().flatten().collect();
        let installation = if all.contains(&&Application::Installed) {
            Some(Installation::of(&Package::built("debug")?).await?)
        } else {
            None
        };
        let stage = Stage::set_up(setting.keychain, &logs).await?;
        let services = Services::start(&setting.services, stage.folder(), &logs).await?;
        let browser = Browser::prepare(&stage, services.relay(), setting.dark_browser)?;
        let players = all.into_iter().map(|application| Player::new(application, &setting, &stage, &services));
        let players = players.collect::<Result<_>>()?;
        Ok(Self { stage, services, browser, players, current: 0, folder: folder.to_owned(), installation })
    }

    /// The package that is installed for this scene.
    pub fn installation(&mut self) -> Result<&mut Installation> {
        self.installation.as_mut().context("the setting has an installed application")
    }

    /// Ends everything, and leaves the system as it was.
    async fn end(mut self) -> Result<()> {
        let installation = self.installation.take();
        drop(self);
        match installation {
            Some(mut installation) => installation.purge().await,
            None => Ok(()),
        }
    }

    /// What follows is done with this application.
    pub fn turn_to(&mut self, application: &Application) -> Result<()> {
        let at = self.players.iter().position(|player| player.application == *application);
        self.current = at.context("the application is part of the setting")?;
        Ok(())
    }

    /// Whose turn it is.
    pub fn application(&self) -> Result<&Application> {
        Ok(&self.player()?.application)
    }

    /// Starts the application and returns its window.
    pub async fn open_window(&mut self) -> Result<Page> {
        let player = self.players.get_mut(self.current).context("a player")?;
        let window = Window::open(&self.stage, &player.application, &player.variables).await?;
        Ok(player.window.insert(window).page().clone())
    }

    /// Like [`Scene::open_window`], with a disk of so many kilobytes in this folder that only the application sees.
    pub async fn open_window_with_disk(&mut self, folder: &Path, kilobytes: u32) -> Result<Page> {
        let player = self.players.get_mut(self.current).context("a player")?;
        let disk = (folder, kilobytes);
        let window = Window::open_with_disk(&self.stage, &player.application, &player.variables, disk).await?;
        Ok(player.window.insert(window).page().clone())
    }

    /// The window of the running application.
    pub fn window(&self) -> Result<&Page> {
        Ok(self.opened()?.page())
    }

    /// Ends the application without a warning.
    pub async fn kill_window(&mut self) -> Result<()> {
        self.take_window()?.kill(&self.stage).await
    }

    /// Closes the window as a person does.
    pub async fn close_window(&mut self) -> Result<()> {
        self.take_window()?.close(&self.stage).await
    }

    /// The port by which a driver can join an application that something else than the driver starts.
    pub fn inspector(&self) -> Result<u16> {
        Ok(self.opened()?.inspector())
    }

    /// Joins an application that was started by a link.
    pub async fn join_window(&mut self, inspector: u16) -> Result<Page> {
        let player = self.players.get_mut(self.current).context("a player")?;
        let window = Window::attach(&self.stage, &player.application, &player.variables, inspector).await?;
        Ok(player.window.insert(window).page().clone())
    }

    /// How many processes of the application run.
    pub fn instances(&self) -> Result<usize> {
        Ok(self.application()?.processes(&self.stage)?.len())
    }

    /// When the application's process was started, in milliseconds since the epoch, to about 10 ms.
    pub fn window_started(&self) -> Result<f64> {
        window::started(&self.stage, self.application()?)
    }

    pub fn monei(&self) -> &Control {
        self.services.monei()
    }

    /// A person who is like no other in this scene.
    pub async fn random_person(&self) -> Result<Person> {
        self.monei().make_person(random()).await
    }

    /// Somebody with something on Solana and on other chains.
    pub async fn person_with_crypto(&self) -> Result<Person> {
        let on_both = |person: &Person| {
            let solana = person.holdings.iter().filter(|held| held.chain_id.is_none()).count();
            solana > 0 && solana < person.holdings.len()
        };
        self.monei().people().await?.into_iter().find(on_both).context("nobody has crypto on Solana and elsewhere")
    }

    /// The next page of the relay that the application opens.
    pub async fn relay_page(&self) -> Result<Page> {
        let page = self.browser.opened(&self.stage, &format!("{}/authorize", self.services.relay())).await?;
        page.sees("[data-page]").await?;
        Ok(page)
    }

    /// Where pictures go.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Saves what the display shows of the window.
    pub async fn window_picture(&self, file: &Path) -> Result<()> {
        self.opened()?.picture(&self.stage, file).await
    }

    /// A picture of what is being confirmed.
    pub async fn confirmation_picture(&self, file: &Path) -> Result<()> {
        self.opened()?.picture_above(&self.stage, file).await
    }

    /// Pictures of the window, the browser and the display, as far as they are there.
    pub async fn take_pictures(&self, name: &str) -> Vec<PathBuf> {
        let mut pictures = Vec::new();
        let mut keep = |file: PathBuf, taken: Result<()>| {
            if taken.is_ok() {
                pictures.push(file);
            }
        };
        let display = self.folder.join(format!("{name}-display.png"));
        let taken = self.stage.picture(&display).await;
        keep(display, taken);
        for player in &self.players {
            let Some(window) = &player.window else { continue };
            let file = self.folder.join(format!("{name}-{}.png", player.application.name()));
            let taken = window.picture(&self.stage, &file).await;
            keep(file, taken);
        }
        if let Some(page) = self.browser.current() {
            let file = self.folder.join(format!("{name}-browser.png"));
            let taken = page.picture(&file).await;
            keep(file, taken);
        }
        pictures
    }

    fn opened(&self) -> Result<&Window> {
        self.player()?.window.as_ref().context("a window is open")
    }

    fn take_window(&mut self) -> Result<Window> {
        self.players.get_mut(self.current).and_then(|player| player.window.take()).context("a window is open")
    }

    fn player(&self) -> Result<&Player> {
        self.players.get(self.current).context("a player")
    }
}

impl Player {
    /// Tells the application of the services: a demonstration by its environment, a release by its settings file.
    fn new(application: &Application, setting: &Setting, stage: &Stage, services: &Services) -> Result<Self> {
        let log = std::env::var("MONEI_WALLET_LOG").unwrap_or_else(|_| "info".to_owned());
        let mut variables = vec![("MONEI_WALLET_LOG".to_owned(), log)];
        let way_back = setting.way_back.map(|way_back| match way_back {
            WayBack::Link => "link",
            WayBack::Loopback => "loopback",
        });
        if *application == Application::Demonstration {
            variables.extend(services.variables());
            variables.extend(way_back.map(|word| ("MONEI_WALLET_RETURN".to_owned(), word.to_owned())));
        } else {
            let environment = json!({ "name": Services::ENVIRONMENT, "api": services.api() });
            let relay = Some(services.relay()).filter(|_| !setting.without_relay);
            let mut settings = Map::from_iter([("environment".to_owned(), environment)]);
            settings.extend(relay.map(|relay| ("relay".to_owned(), relay.into())));
            settings.extend(way_back.map(|word| ("wayBack".to_owned(), word.into())));
            let file = application.settings(stage);
            fs::create_dir_all(file.parent().context("a file in a folder")?)?;
            fs::write(file, Value::from(settings).to_string())?;
        }
        variables.extend(setting.variables.iter().cloned());
        Ok(Self { application: application.clone(), variables, window: None })
    }
}

/// A seed nobody chose. It is printed, so that a failure can be looked at again.
fn random() -> u64 {
    use std::hash::{BuildHasher, Hasher, RandomState};
    let seed = RandomState::new().build_hasher().finish() >> 16;
    eprintln!("person of seed {seed}");
    seed
}
