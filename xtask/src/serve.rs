//! `cargo xtask serve`: from a clone to a shop with one command.

use std::net::{SocketAddr, TcpStream};
use std::os::unix::process::CommandExt;
use std::process::Stdio;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::command::program;
use crate::workspace::Workspace;
use crate::{dist, server, setup};

/// The hidden command that waits for the server and says where it is.
pub(crate) const ANNOUNCE: &str = "announce-when-up";
const DEFAULT_ADDRESS: &str = "127.0.0.1:8080";
/// How long the first import may take before the announcement gives up.
const ANNOUNCE_PATIENCE: Duration = Duration::from_mins(10);
const ANNOUNCE_INTERVAL: Duration = Duration::from_millis(200);

/// Installs, builds, and becomes the server. `options` go to it.
///
/// # Errors
/// When a step before the server fails.
pub(crate) fn run(workspace: &Workspace, options: &[&str]) -> Result<()> {
    let tools = setup::front_end(workspace)?;
    dist::build_if_changed(workspace, &tools)?;
    server::build(workspace)?;

    let address = option(options, "--listen").unwrap_or(DEFAULT_ADDRESS);
    if TcpStream::connect(address).is_ok() {
        bail!(
            "something already answers at {address}; stop it, or choose another port: cargo xtask serve -- --listen 127.0.0.1:8081"
        );
    }
    let this = std::env::current_exe().context("finding this program")?;
    program(this)
        .args([ANNOUNCE, address])
        .stdin(Stdio::null())
        .spawn()
        .context("starting the announcement")?;

    let mut server = program(workspace.server_binary());
    server.arg("demo").current_dir(&workspace.root);
    for (name, value) in [("--listen", DEFAULT_ADDRESS), ("--data", "data"), ("--dist", "dist")] {
        if option(options, name).is_none() {
            server.args([name, value]);
        }
    }
    // Becoming the server instead of starting it: Ctrl-C and other signals reach it directly.
    Err(server.args(options).exec()).context("starting the server")
}

/// Waits until something answers at the address, then says so. Ends by itself when the server does.
///
/// # Errors
/// When the address is not one.
pub(crate) fn announce(address: &str) -> Result<()> {
    let address: SocketAddr = address.parse().with_context(|| format!("{address} is not an address"))?;
    let server = std::os::unix::process::parent_id();
    let start = Instant::now();
    while start.elapsed() < ANNOUNCE_PATIENCE && std::os::unix::process::parent_id() == server {
        if TcpStream::connect_timeout(&address, ANNOUNCE_INTERVAL).is_ok() {
            eprintln!("\nThe shop is at http://{address} (Ctrl-C stops it)\n");
            break;
        }
        std::thread::sleep(ANNOUNCE_INTERVAL);
    }
    Ok(())
}

/// The value of an option in either spelling, `--name value` or `--name=value`.
fn option<'a>(options: &[&'a str], name: &str) -> Option<&'a str> {
    options.iter().enumerate().find_map(|(at, argument)| {
        let rest = argument.strip_prefix(name)?;
        if rest.is_empty() { options.get(at + 1).copied() } else { rest.strip_prefix('=') }
    })
}

#[cfg(test)]
mod tests {
    use super::option;

    #[test]
    fn an_option_is_found_in_either_spelling() {
        assert_eq!(option(&["--listen", "127.0.0.1:9"], "--listen"), Some("127.0.0.1:9"));
        assert_eq!(option(&["--data=x"], "--data"), Some("x"));
    }

    #[test]
    fn an_option_that_only_begins_alike_is_another_one() {
        assert_eq!(option(&["--database", "x"], "--data"), None);
    }
}
