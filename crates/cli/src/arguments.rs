//! What can be typed: the commands and their options. The manual page, the completions and `docs/cli.md` come from here.

use std::path::PathBuf;

use clap::{ArgGroup, Args, Parser, Subcommand, ValueEnum, ValueHint};
use clap_complete::Shell;
use jiff::civil::Date;
use monei_api::{Amount, Scope};

use crate::configuration::ProfileName;

const AFTER_HELP: &str = "\
Exit codes:
    0  done; `monei status`: connected
    1  something unexpected
    2  the command line or the configuration cannot be used
    3  not connected: nobody is signed in, or the session has ended
    4  the permission that the command needs is not granted
    5  the sign-in was declined, given up or too late
    6  Monei or the relay cannot be reached, or has a fault of its own
    7  Monei or the relay asks to wait
    8  the place where tokens are kept cannot be used
    9  Monei refused the request, or has no such thing
  130  given up with Ctrl-C

Options may also be given in the environment or in a configuration file; the command line comes first, then the \
environment, then the file.";

/// A Monei wallet in a terminal.
///
/// You sign in through your own browser and grant exactly the permissions you like. Tokens are kept in the system's
/// keychain, together with those of the desktop application.
#[derive(Debug, Parser)]
#[command(name = "monei", version, after_help = AFTER_HELP, max_term_width = 100)]
pub struct Arguments {
    #[command(flatten)]
    pub options: Options,
    #[command(subcommand)]
    pub command: Command,
}

/// Where the wallet is, where its tokens are kept, and how answers are shown.
#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of the command line")]
#[command(next_help_heading = "Options of every command")]
pub struct Options {
    /// Which wallet of yours, where you keep several apart [default: default]
    #[arg(long, global = true, value_name = "NAME", env = "MONEI_PROFILE", hide_env_values = true)]
    pub profile: Option<ProfileName>,
    /// The simulated Monei and the wallet of the demonstration application
    #[arg(long, global = true, env = "MONEI_DEMONSTRATION", hide_env_values = true, value_parser = clap::builder::BoolishValueParser::new())]
    pub demonstration: bool,
    /// The address of the relay that signs you in
    #[arg(long, global = true, value_name = "URL", env = "MONEI_RELAY_URL", hide_env_values = true, value_hint = ValueHint::Url)]
    pub relay: Option<String>,
    /// The name of another platform than Monei's own
    #[arg(long, global = true, value_name = "NAME", env = "MONEI_ENVIRONMENT", hide_env_values = true)]
    pub environment: Option<String>,
    /// The address of that platform's API
    #[arg(long, global = true, value_name = "URL", env = "MONEI_API_URL", hide_env_values = true, value_hint = ValueHint::Url)]
    pub api: Option<String>,
    /// Where tokens are kept [default: keychain]
    #[arg(long, global = true, value_enum, env = "MONEI_STORE", hide_env_values = true)]
    pub store: Option<StoreKind>,
    /// Reads the passphrase of the encrypted file from this file descriptor
    #[arg(long, global = true, value_name = "N", env = "MONEI_PASSPHRASE_FD", hide_env_values = true)]
    pub passphrase_fd: Option<u32>,
    /// How long an answer may take [default: 30]
    #[arg(long, global = true, value_name = "SECONDS", env = "MONEI_TIMEOUT", hide_env_values = true, value_parser = clap::value_parser!(u64).range(1..=600))]
    pub timeout: Option<u64>,
    /// Another configuration file
    #[arg(long, global = true, value_name = "FILE", env = "MONEI_CONFIG", hide_env_values = true, value_hint = ValueHint::FilePath)]
    pub config: Option<PathBuf>,
    /// JSON instead of a table
    #[arg(long, global = true)]
    pub json: bool,
    /// CSV instead of a table
    #[arg(long, global = true, conflicts_with = "json")]
    pub csv: bool,
    /// When to use colours; `auto` is on a terminal, unless the variable `NO_COLOR` is set
    #[arg(long, global = true, value_enum, default_value_t)]
    pub color: When,
    /// Says on standard error what is done and what lies behind an error; secrets are never shown
    #[arg(long, short, global = true)]
    pub verbose: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum StoreKind {
    /// The system's keychain, shared with the desktop application
    Keychain,
    /// A file that is encrypted with a passphrase, for machines without a keychain
    File,
    /// Nowhere: each command signs in, and revokes its tokens at its end
    Memory,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum When {
    #[default]
    Auto,
    Always,
    Never,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Signs in through the browser
    Login(Login),
    /// Who is signed in, where, with which permissions, and until when the tokens are good
    #[command(visible_alias = "whoami")]
    Status(Status),
    /// The nine permissions, granted or not
    Scopes(Scopes),
    /// The balance of each wallet
    Balance,
    /// Transactions, the newest first
    #[command(group = ArgGroup::new("direction").args(["incoming", "outgoing"]))]
    Transactions(Transactions),
    /// One transaction with everything that Monei tells of it
    Transaction(Transaction),
    /// Verification tier and limits
    Limits,
    /// Where money can be sent to you: account number and wallet addresses
    Addresses,
    /// Until when the tokens are good; never the tokens themselves, unless you ask for one
    Token(Token),
    /// Revokes the tokens at Monei and removes them here
    Logout,
    /// Prints completions for a shell
    Completions {
        /// The shell
        shell: Shell,
    },
    /// Prints the manual page
    Man,
}

#[derive(Debug, Args)]
pub struct Login {
    /// A permission to ask for; may be repeated [default: profile:read kyc:read wallet:read]
    #[arg(long = "scope", value_name = "SCOPE", value_parser = scope())]
    pub scopes: Vec<Scope>,
    #[command(flatten)]
    pub browser: Browser,
    /// Signs in anew although everything that is asked for is granted
    #[arg(long)]
    pub again: bool,
}

/// How a sign-in goes through the browser.
#[derive(Debug, Default, Args)]
pub struct Browser {
    /// The port on this computer that the browser comes back to [default: any that is free]
    #[arg(long, value_name = "N", env = "MONEI_PORT", hide_env_values = true, value_parser = clap::value_parser!(u16).range(1024..))]
    pub port: Option<u16>,
    /// Only prints the address, for a browser that you open yourself
    #[arg(long)]
    pub no_browser: bool,
}

#[derive(Debug, Args)]
pub struct Status {
    /// Tells what is known here, without asking Monei
    #[arg(long)]
    pub offline: bool,
}

#[derive(Debug, Args)]
pub struct Scopes {
    #[command(subcommand)]
    pub action: Option<ScopesAction>,
}

#[derive(Debug, Subcommand)]
pub enum ScopesAction {
    /// Asks for one more permission, or several, through the browser
    Enable {
        #[arg(required = true, value_name = "SCOPE", value_parser = scope())]
        scopes: Vec<Scope>,
        #[command(flatten)]
        browser: Browser,
    },
    /// Makes one harmless call for each granted permission that reads, and tells how Monei answers
    Check,
}

#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of the command line")]
pub struct Transactions {
    /// How many to show at most [default: 20]
    #[arg(long, short = 'n', value_name = "N", conflicts_with = "all", value_parser = clap::value_parser!(u64).range(1..))]
    pub limit: Option<u64>,
    /// Every one that fits, to the oldest
    #[arg(long)]
    pub all: bool,
    /// On this day or later, such as 2026-01-31
    #[arg(long, value_name = "DATE")]
    pub since: Option<Date>,
    /// On this day or earlier
    #[arg(long, value_name = "DATE")]
    pub until: Option<Date>,
    /// Money that came in
    #[arg(long = "in")]
    pub incoming: bool,
    /// Money that went out
    #[arg(long = "out")]
    pub outgoing: bool,
    /// How it ended
    #[arg(long, value_enum)]
    pub status: Option<Outcome>,
    /// Such as NGN
    #[arg(long, value_name = "SYMBOL")]
    pub currency: Option<String>,
    /// At least this amount
    #[arg(long, value_name = "AMOUNT")]
    pub min: Option<Amount>,
    /// At most this amount
    #[arg(long, value_name = "AMOUNT")]
    pub max: Option<Amount>,
    /// Narration, reference or id contains this; upper and lower case are the same
    #[arg(long, value_name = "TEXT")]
    pub text: Option<String>,
    /// Shows the ids on a narrow terminal too
    #[arg(long)]
    pub ids: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Outcome {
    Done,
    Pending,
    Failed,
    Cancelled,
}

#[derive(Debug, Args)]
pub struct Transaction {
    /// Its id, or its reference with --reference
    pub id: String,
    /// The given text is the reference
    #[arg(long)]
    pub reference: bool,
}

#[derive(Debug, Args)]
pub struct Token {
    /// Renews the tokens now
    #[arg(long)]
    pub refresh: bool,
    /// Prints an access token, after you confirmed it on the terminal
    #[arg(long)]
    pub show: bool,
    /// The permission that the printed token is to hold
    #[arg(long, value_name = "SCOPE", requires = "show", value_parser = scope())]
    pub scope: Option<Scope>,
}

/// A permission by its name; completions list all nine.
fn scope() -> impl clap::builder::TypedValueParser<Value = Scope> {
    use clap::builder::{PossibleValuesParser, TypedValueParser};
    PossibleValuesParser::new(Scope::ALL.map(Scope::name))
        .try_map(|name| Scope::from_name(&name).ok_or("no such permission"))
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_command_line_is_consistent() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn every_permission_is_known_by_its_name() {
        for scope in Scope::ALL {
            let parsed = Arguments::try_parse_from(["monei", "scopes", "enable", scope.name()]).unwrap();
            let Command::Scopes(Scopes { action: Some(ScopesAction::Enable { scopes, .. }) }) = parsed.command else {
                panic!("{parsed:?}");
            };
            assert_eq!(scopes, [scope]);
        }
        assert!(Arguments::try_parse_from(["monei", "login", "--scope", "loans:take"]).is_err());
        assert!(Arguments::try_parse_from(["monei", "login", "--port", "80"]).is_err());
    }
}
