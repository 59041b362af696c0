//! What a script inside the window could reach.

use monei_e2e::scene::{Played, Setting, play};
use monei_e2e::surface;

#[tokio::test(flavor = "multi_thread")]
async fn r44_no_command_tells_a_token_and_no_other_command_is_within_reach() -> Played {
    play(Setting::default(), surface::commands_tell_no_token).await
}

#[tokio::test(flavor = "multi_thread")]
async fn r46_foreign_scripts_loads_and_pages_are_refused() -> Played {
    play(Setting::default(), surface::foreign_scripts_loads_and_pages_are_refused).await
}
