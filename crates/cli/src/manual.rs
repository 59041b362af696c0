//! Completions for shells, and the manual page.

use std::io::{self, Write};

use clap::CommandFactory;
use clap_complete::Shell;

use crate::arguments::Arguments;

pub fn completions(shell: Shell) -> io::Result<()> {
    let mut text = Vec::new();
    clap_complete::generate(shell, &mut Arguments::command(), "monei", &mut text);
    io::stdout().write_all(&text)
}

/// One page with every command, so that `man` finds all of it under one name.
pub fn page() -> io::Result<()> {
    let mut command = Arguments::command();
    command.build();
    let mut text = Vec::new();
    let page = clap_mangen::Man::new(command.clone());
    page.render_title(&mut text)?;
    page.render_name_section(&mut text)?;
    page.render_synopsis_section(&mut text)?;
    page.render_description_section(&mut text)?;
    for subcommand in command.get_subcommands().filter(|it| it.get_name() != "help") {
        section(subcommand, &mut text)?;
    }
    page.render_options_section(&mut text)?;
    page.render_extra_section(&mut text)?;
    io::stdout().write_all(&text)
}

/// A command with its own options, and those of its subcommands.
fn section(command: &clap::Command, text: &mut Vec<u8>) -> io::Result<()> {
    let own = clap::Command::new(command.get_bin_name().unwrap_or(command.get_name()).to_owned())
        .disable_help_flag(true)
        .args(command.get_arguments().filter(|argument| !argument.is_global_set()).cloned());
    let about = command.get_about().map(ToString::to_string).unwrap_or_default();
    writeln!(text, ".SH \"{}\"\n{about}", own.get_name().to_uppercase())?;
    let page = clap_mangen::Man::new(own.clone());
    if own.get_arguments().next().is_some() {
        let mut options = Vec::new();
        page.render_options_section(&mut options)?;
        // Its heading is the command itself.
        let options = String::from_utf8_lossy(&options).replacen(".SH OPTIONS", ".PP", 1);
        text.extend_from_slice(options.as_bytes());
    }
    for subcommand in command.get_subcommands().filter(|it| it.get_name() != "help") {
        section(subcommand, text)?;
    }
    Ok(())
}
