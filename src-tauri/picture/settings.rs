//! The settings between the core and the window.

use monei_core::settings;

use crate::views::{Choice, Motion, SettingsView, TextSize, Theme, WayBack};

pub fn view(appearance: settings::Appearance, way_back: settings::WayBack) -> SettingsView {
    let settings::Appearance { theme, text_size, motion, hide_amounts, single_keys } = appearance;
    SettingsView {
        theme: theme.into(),
        text_size: text_size.into(),
        motion: motion.into(),
        hide_amounts,
        single_keys,
        way_back: way_back.into(),
    }
}

impl From<Choice> for settings::Choice {
    fn from(choice: Choice) -> Self {
        match choice {
            Choice::Theme(theme) => Self::Theme(theme.into()),
            Choice::TextSize(size) => Self::TextSize(size.into()),
            Choice::Motion(motion) => Self::Motion(motion.into()),
            Choice::HideAmounts(hide) => Self::HideAmounts(hide),
            Choice::SingleKeys(on) => Self::SingleKeys(on),
            Choice::WayBack(way) => Self::WayBack(way.into()),
        }
    }
}

/// The two sides have the same words; only one of them crosses to the window.
macro_rules! same_words {
    ($($name:ident { $($word:ident),+ })+) => {$(
        impl From<settings::$name> for $name {
            fn from(value: settings::$name) -> Self {
                match value { $(settings::$name::$word => Self::$word,)+ }
            }
        }

        impl From<$name> for settings::$name {
            fn from(value: $name) -> Self {
                match value { $($name::$word => Self::$word,)+ }
            }
        }
    )+};
}

same_words! {
    Theme { System, Light, Dark }
    TextSize { Small, Normal, Large, Larger }
    Motion { System, Reduced }
    WayBack { Automatic, Link, Loopback }
}
