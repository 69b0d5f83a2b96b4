//! The command line. Every option is an environment variable too.

use clap::{Args, Parser, Subcommand, ValueEnum};
use fairday_server::admin::alarms::AlarmsCommand;
use fairday_server::admin::books::{BillingCommand, LedgerCommand};
use fairday_server::admin::credit::CreditCommand;
use fairday_server::admin::orders::OrdersCommand;
use fairday_server::admin::webhooks::WebhooksCommand;
use fairday_server::database::DatabaseArgs;
use fairday_server::http::client_address::parse_proxy;
use fairday_server::http::limits::{CONNECTIONS_MAX, CONNECTIONS_PER_ADDRESS_MAX};
use fairday_server::import::ImportArgs;
use fairday_server::privacy::command::KeysArgs;
use fairday_server::privacy::key_file::KeyArgs;
use fairday_server::sms::SmsArgs;
use ipnet::IpNet;
use std::net::SocketAddr;
use std::path::PathBuf;

/// Most connections that can be asked for: what memory is enough for on the largest machines.
const CONNECTIONS_OPTION_MAX: usize = 1_000_000;
/// Longest public URL, bytes.
const PUBLIC_URL_BYTES_MAX: usize = 255;

/// Fairday: a shop for small phones and slow networks.
#[derive(Debug, Parser)]
#[command(
    version,
    after_help = "Examples:\n  \
    fairday demo                                      the demo shop at http://127.0.0.1:8080\n  \
    fairday import products.csv --images pictures     bring in a product file\n  \
    fairday serve                                     serve what was imported\n  \
    fairday serve --listen 0.0.0.0:80 --public-url https://shop.example --log json\n\n\
    Every option can also be set as the environment variable shown with it."
)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Serve the shop and its API
    Serve(ServeArgs),
    /// Import products from a file of Shopify or WooCommerce, or a plain list
    Import(ImportArgs),
    /// List, show and move on orders, straight on the database
    #[command(subcommand)]
    Orders(OrdersCommand),
    /// List and retry what other systems of the shop could not be told
    #[command(subcommand)]
    Webhooks(WebhooksCommand),
    /// List what somebody of the shop has to act on, and say that it is done
    #[command(subcommand)]
    Alarms(AlarmsCommand),
    /// List credit agreements, and do what the shop does with them; every act is in the audit log
    #[command(subcommand)]
    Credit(CreditCommand),
    /// Post what is due of every loan
    #[command(subcommand)]
    Billing(BillingCommand),
    /// Check the books of phone credit
    #[command(subcommand)]
    Ledger(LedgerCommand),
    /// Show, change and forget the keys of personal data
    Keys(KeysArgs),
    /// Import the demo catalogue if nothing is imported yet, then serve
    Demo(DemoArgs),
}

/// Options of `fairday serve`.
#[derive(Args, Clone, Debug)]
pub(crate) struct ServeArgs {
    /// Address and port to listen at
    #[arg(long, env = "FAIRDAY_LISTEN", value_name = "ADDRESS", default_value = "127.0.0.1:8080")]
    pub(crate) listen: SocketAddr,
    /// Folder of the database (fairday.db) and the pictures (pictures/)
    #[arg(long, env = "FAIRDAY_DATA", value_name = "DIR", default_value = "data")]
    pub(crate) data: PathBuf,
    /// Where the database is
    #[command(flatten)]
    pub(crate) database: DatabaseArgs,
    /// The keys of personal data
    #[command(flatten)]
    pub(crate) keys: KeyArgs,
    /// What sends one-time codes
    #[command(flatten)]
    pub(crate) sms: SmsArgs,
    /// Proxies whose X-Forwarded-For is believed: addresses and networks, with commas in between [default: none]
    #[arg(long, env = "FAIRDAY_TRUSTED_PROXIES", value_name = "LIST", value_delimiter = ',', value_parser = parse_proxy)]
    pub(crate) trusted_proxies: Vec<IpNet>,
    /// Most connections at once; beyond it those that are idle for longest make room
    #[arg(long, env = "FAIRDAY_CONNECTIONS", value_name = "NUMBER", default_value_t = CONNECTIONS_MAX, value_parser = connections)]
    pub(crate) connections: usize,
    /// Most connections of one address at once (of IPv6: of one /64 network); trusted proxies may have all
    #[arg(long, env = "FAIRDAY_CONNECTIONS_PER_ADDRESS", value_name = "NUMBER", default_value_t = CONNECTIONS_PER_ADDRESS_MAX, value_parser = connections)]
    pub(crate) connections_per_address: usize,
    /// Folder of the built front end
    #[arg(long, env = "FAIRDAY_DIST", value_name = "DIR", default_value = "dist")]
    pub(crate) dist: PathBuf,
    /// Where the shop is reached from outside, for links in sitemaps and pages [default: by the Host header]
    #[arg(long, env = "FAIRDAY_PUBLIC_URL", value_name = "URL", value_parser = parse_public_url)]
    pub(crate) public_url: Option<String>,
    /// The shop's configuration: delivery and pick-up points [default: to the door everywhere, without a fee]
    #[arg(long, env = "FAIRDAY_SHOP", value_name = "FILE")]
    pub(crate) shop: Option<PathBuf>,
    /// The file with the token of the shop's own systems, for /api/v1/admin [default: the variable `FAIRDAY_ADMIN_TOKEN` has the
    /// token itself; without either nobody has access]
    #[arg(long, env = "FAIRDAY_ADMIN_TOKEN_FILE", value_name = "FILE")]
    pub(crate) admin_token_file: Option<PathBuf>,
    /// Show /metrics to everybody and not only to this machine; for a server whose port is not public
    #[arg(long, env = "FAIRDAY_METRICS_PUBLIC")]
    pub(crate) metrics_public: bool,
    /// How to write the log, to standard error
    #[arg(long, env = "FAIRDAY_LOG", value_name = "FORMAT", default_value = "text")]
    pub(crate) log: LogFormat,
    /// How much to log: error, warn, info, debug, or a tracing filter such as `info,fairday_server=debug`
    #[arg(long, env = "FAIRDAY_LOG_LEVEL", value_name = "FILTER", default_value = "info")]
    pub(crate) log_level: String,
}

/// Options of `fairday demo`.
#[derive(Args, Clone, Debug)]
pub(crate) struct DemoArgs {
    /// Folder of the demo catalogue (products.csv and pictures/) and the demo's configuration (shop.toml)
    #[arg(long, env = "FAIRDAY_DEMO_DIR", value_name = "DIR", default_value = "demo")]
    pub(crate) demo_dir: PathBuf,
    #[command(flatten)]
    pub(crate) serve: ServeArgs,
}

/// How to write the log.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum LogFormat {
    /// Lines for people
    Text,
    /// One JSON object a line, for machines
    Json,
}

/// A number of connections.
fn connections(text: &str) -> Result<usize, String> {
    let number = text.parse().ok().filter(|number| (1..=CONNECTIONS_OPTION_MAX).contains(number));
    number.ok_or_else(|| format!("write a number from 1 to {CONNECTIONS_OPTION_MAX}"))
}

/// A scheme and host, as links begin; without the slash at the end.
fn parse_public_url(text: &str) -> Result<String, String> {
    let url = text.trim_end_matches('/');
    let host = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
    let plain = |host: &str| {
        !host.is_empty() && host.bytes().all(|b| b.is_ascii_alphanumeric() || b".-:[]".contains(&b))
    };
    match host {
        Some(host) if plain(host) && url.len() <= PUBLIC_URL_BYTES_MAX => Ok(url.to_owned()),
        _ => Err("write it as https://shop.example, without a path".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    /// Every command that does something: those of `orders` and not `orders` itself.
    fn commands() -> Vec<clap::Command> {
        let all = Cli::command().get_subcommands().cloned().collect::<Vec<_>>();
        let within = |command: clap::Command| match command.get_subcommands().count() {
            0 => vec![command],
            _ => command.get_subcommands().cloned().collect(),
        };
        all.into_iter().flat_map(within).collect()
    }

    #[test]
    fn the_command_line_is_consistent_and_every_option_is_a_variable_too() {
        Cli::command().debug_assert();
        let keys = Cli::command().find_subcommand("keys").expect("is there").clone();
        for command in Cli::command().get_subcommands().chain(keys.get_subcommands()) {
            for option in
                command.get_arguments().filter(|option| option.get_long().is_some_and(|long| long != "help"))
            {
                let variable = option.get_env().and_then(|name| name.to_str()).unwrap_or_default().to_owned();
                assert!(variable.starts_with("FAIRDAY_"), "{} {option}", command.get_name());
            }
        }
    }

    #[test]
    fn a_password_in_the_databases_address_shows_in_no_help_and_no_dump() {
        let args = ["fairday", "serve", "--database", "postgres://shop:s3cret@db/fairday"];
        let cli = Cli::try_parse_from(args).expect("it is an address");
        assert!(!format!("{cli:?}").contains("s3cret"));
        // Making a key for notifications asks no database.
        for command in
            commands().into_iter().filter(|command| !["keys", "push"].contains(&command.get_name()))
        {
            let option = command.get_arguments().find(|option| option.get_long() == Some("database"));
            assert!(option.is_some_and(clap::Arg::is_hide_env_values_set), "{}", command.get_name());
        }
    }

    #[test]
    fn a_public_url_is_a_scheme_and_a_host() {
        assert_eq!(parse_public_url("https://shop.example/").as_deref(), Ok("https://shop.example"));
        for bad in ["shop.example", "https://", "https://a/b", "javascript:alert(1)", "https://a\"b"] {
            assert!(parse_public_url(bad).is_err(), "{bad}");
        }
    }
}
