//! The plain settings file: nothing personal and nothing secret.

#![expect(clippy::disallowed_types, reason = "a flattened field is read by code of serde that knows every type")]

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::private_file;

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Settings {
    #[serde(flatten)]
    pub appearance: Appearance,
    /// The relay's address, where the build names none.
    pub relay: Option<String>,
    /// Another platform than the build's, for those who develop against one. There is no screen for it.
    pub environment: Option<OtherEnvironment>,
    /// The simulated API of a demonstration, so that a start by link finds it again.
    pub demonstration_api: Option<String>,
    pub way_back: WayBack,
}

/// How the window looks and is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Appearance {
    pub theme: Theme,
    pub text_size: TextSize,
    pub motion: Motion,
    /// The window shows no figure of an amount.
    pub hide_amounts: bool,
    /// Keys that do something without a modifier (WCAG 2.1.4 wants a way to turn them off).
    pub single_keys: bool,
}

impl Default for Appearance {
    fn default() -> Self {
        Self {
            theme: Theme::default(),
            text_size: TextSize::default(),
            motion: Motion::default(),
            hide_amounts: false,
            single_keys: true,
        }
    }
}

/// One setting, as the person changes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice {
    Theme(Theme),
    TextSize(TextSize),
    Motion(Motion),
    HideAmounts(bool),
    SingleKeys(bool),
    WayBack(WayBack),
}

impl Settings {
    pub const fn choose(&mut self, choice: Choice) {
        let appearance = &mut self.appearance;
        match choice {
            Choice::Theme(theme) => appearance.theme = theme,
            Choice::TextSize(size) => appearance.text_size = size,
            Choice::Motion(motion) => appearance.motion = motion,
            Choice::HideAmounts(hide) => appearance.hide_amounts = hide,
            Choice::SingleKeys(on) => appearance.single_keys = on,
            Choice::WayBack(way) => self.way_back = way,
        }
    }
}

/// A platform that the person defined.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct OtherEnvironment {
    pub name: String,
    pub api: String,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Theme {
    #[default]
    System,
    Light,
    Dark,
}

/// How large the text of the window is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum TextSize {
    /// 90 %.
    Small,
    #[default]
    Normal,
    /// 115 %.
    Large,
    /// 130 %.
    Larger,
}

/// Whether things move on the screen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Motion {
    /// As the system says.
    #[default]
    System,
    Reduced,
}

/// How the browser comes back.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum WayBack {
    /// By link where this application is the registered handler, else by loopback.
    #[default]
    Automatic,
    Link,
    Loopback,
}

/// Where the settings are kept.
#[derive(Clone, Debug)]
pub struct SettingsFile(PathBuf);

impl SettingsFile {
    pub fn in_folder(folder: &Path) -> Self {
        Self(folder.join("settings.json"))
    }

    pub fn path(&self) -> &Path {
        &self.0
    }

    /// The settings, or their defaults where the file is missing. A damaged one is set aside, not overwritten.
    pub fn load(&self) -> Settings {
        let Ok(text) = std::fs::read(&self.0) else { return Settings::default() };
        serde_json::from_slice(&text).unwrap_or_else(|error| {
            let aside = self.0.with_extension("json.damaged");
            tracing::warn!(%error, aside = %aside.display(), "the settings file is damaged; using defaults");
            if let Err(error) = std::fs::rename(&self.0, &aside) {
                tracing::warn!(%error, "the damaged settings could not be set aside");
            }
            Settings::default()
        })
    }

    /// Replaces the file as a whole: a crash leaves the old or the new one.
    pub fn save(&self, settings: &Settings) -> std::io::Result<()> {
        private_file::replace(&self.0, &serde_json::to_vec_pretty(settings)?)
    }

    /// The folder of the application's own files.
    pub fn folder(&self) -> &Path {
        self.0.parent().unwrap_or(Path::new("."))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(unix)]
    #[test]
    fn r41_the_settings_are_readable_by_their_owner_only() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let file = SettingsFile::in_folder(folder.path());
        file.save(&Settings::default()).unwrap();
        assert_eq!(std::fs::metadata(&file.0).unwrap().permissions().mode() & 0o777, 0o600);
    }

    #[test]
    fn settings_survive_and_damage_gives_defaults() {
        let folder = tempfile::tempdir().unwrap();
        let file = SettingsFile::in_folder(&folder.path().join("deeper"));
        assert_eq!(file.load(), Settings::default());
        let mut settings = Settings::default();
        for choice in [
            Choice::Theme(Theme::Dark),
            Choice::TextSize(TextSize::Larger),
            Choice::Motion(Motion::Reduced),
            Choice::HideAmounts(true),
            Choice::SingleKeys(false),
            Choice::WayBack(WayBack::Loopback),
        ] {
            let before = settings.clone();
            settings.choose(choice);
            assert_ne!(settings, before, "{choice:?}");
        }
        file.save(&settings).unwrap();
        assert_eq!(file.load(), settings);
        std::fs::write(&file.0, b"{\"theme\":").unwrap();
        assert_eq!(file.load(), Settings::default());
        file.save(&settings).unwrap();
        assert_eq!(std::fs::read(file.0.with_extension("json.damaged")).unwrap(), b"{\"theme\":");
    }

    #[test]
    fn a_file_of_an_earlier_version_keeps_its_choices_and_gains_the_defaults() {
        let folder = tempfile::tempdir().unwrap();
        let file = SettingsFile::in_folder(folder.path());
        std::fs::write(file.path(), br#"{"theme":"dark","relay":null,"wayBack":"link","unknown":1}"#).unwrap();
        let settings = file.load();
        assert_eq!((settings.appearance.theme, settings.way_back), (Theme::Dark, WayBack::Link));
        assert_eq!(settings.appearance, Appearance { theme: Theme::Dark, ..Appearance::default() });
        assert!(settings.appearance.single_keys);
    }
}
