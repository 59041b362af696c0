//! What the person chose.

use serde::{Deserialize, Serialize};
use specta::Type;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum Theme {
    #[default]
    System,
    Light,
    Dark,
}

/// What the person chose.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SettingsView {
    pub theme: Theme,
    pub text_size: TextSize,
    pub motion: Motion,
    /// No digit of an amount is shown.
    pub hide_amounts: bool,
    /// Keys without a modifier do something.
    pub single_keys: bool,
    pub way_back: WayBack,
}

/// One setting as it is to be from now on.
#[derive(Clone, Copy, Debug, Deserialize, Type)]
#[serde(tag = "setting", content = "value", rename_all = "camelCase")]
pub enum Choice {
    Theme(Theme),
    TextSize(TextSize),
    Motion(Motion),
    HideAmounts(bool),
    SingleKeys(bool),
    WayBack(WayBack),
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
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

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum Motion {
    /// As the system says.
    #[default]
    System,
    Reduced,
}

/// How the browser comes back after a sign-in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum WayBack {
    /// By link where links come to this program, else over loopback.
    #[default]
    Automatic,
    Link,
    Loopback,
}
