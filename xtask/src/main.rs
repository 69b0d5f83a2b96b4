//! `cargo xtask COMMAND`: every chore of the project, so that a fresh machine needs nothing but Rust.

mod audit;
mod bench;
mod command;
mod dist;
mod fuzz;
mod postgres;
mod serve;
mod server;
mod setup;
mod size;
mod test;
mod workspace;

use std::process::ExitCode;

use anyhow::{Result, bail};
use workspace::Workspace;

const USAGE: &str = "\
Usage: cargo xtask COMMAND

  serve [-- OPTIONS]   install what is missing, build, import the demo catalogue, serve at http://127.0.0.1:8080
                       (OPTIONS go to the server; see `cargo run -p fairday-server -- demo --help`)
  test [--only A,B]    install what is missing, then every check, in the order of `test --list`
  scripts              only join the scripts of web/ and have TypeScript look at them
  dist [--previous DIR]...
                       the front end for production in dist/, with .br and .gz beside each file, and what changed since
                       the last releases built here; DIR is a dist/ built elsewhere that phones have now
  size [--check]       measure what a phone downloads and rewrite SIZE.md; --check fails above a limit instead
  bench [--only A,B]   measure times and write BENCH.md
  audit                install cargo-deny and cargo-audit if they are missing, and look for dependencies with known holes, other
                       licences or other sources; ends with 3 when the list of known holes cannot be reached
  setup [--browsers]   only install what is missing

Tools are kept in $FAIRDAY_TOOLS, or ~/.cache/fairday.";

fn main() -> ExitCode {
    // Trunk calls whatever is named `wasm-bindgen` on its PATH; during `dist` that is a link to this program.
    if dist::bindgen::is_stand_in() {
        return report(dist::bindgen::run());
    }
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    report(run(&arguments))
}

fn report(outcome: Result<()>) -> ExitCode {
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            audit::code(&error)
        }
    }
}

fn run(arguments: &[String]) -> Result<()> {
    let workspace = Workspace::locate()?;
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments.as_slice() {
        ["serve"] => serve::run(&workspace, &[]),
        ["serve", "--", options @ ..] => serve::run(&workspace, options),
        [serve::ANNOUNCE, address] => serve::announce(address),
        ["test"] => test::run(&workspace, None),
        ["test", "--list"] => {
            test::list();
            Ok(())
        }
        ["test", "--only", names] => test::run(&workspace, Some(names)),
        ["scripts"] => {
            let tools = setup::scripts(&workspace)?;
            dist::scripts::build(&workspace, &tools)?;
            dist::scripts::check_types(&workspace, &tools)
        }
        ["dist", options @ ..] => {
            let previous = previous(options)?;
            dist::release(&workspace, &setup::front_end(&workspace)?, &previous)
        }
        ["size"] => size::rewrite(&workspace),
        ["size", "--check"] => size::check(&workspace),
        ["bench"] => bench::run(&workspace, None),
        ["bench", "--only", names] => bench::run(&workspace, Some(names)),
        ["audit"] => audit::run(&workspace),
        ["setup"] => {
            setup::front_end(&workspace)?;
            eprintln!("everything that `serve` and `dist` need is installed");
            Ok(())
        }
        ["setup", "--browsers"] => {
            setup::front_end(&workspace)?;
            setup::browsers(&workspace)?;
            eprintln!("everything is installed");
            Ok(())
        }
        [] | ["help" | "--help" | "-h"] => {
            eprintln!("{USAGE}");
            Ok(())
        }
        other => bail!("there is no `{}`\n\n{USAGE}", other.join(" ")),
    }
}

/// The folders of `--previous DIR`, as often as it is said.
fn previous<'a>(options: &[&'a str]) -> Result<Vec<&'a str>> {
    let (pairs, rest) = options.as_chunks();
    let folders = pairs.iter().map(|[option, folder]| (*option == "--previous").then_some(*folder));
    match folders.collect::<Option<Vec<_>>>() {
        Some(folders) if rest.is_empty() => Ok(folders),
        _ => bail!("`dist` takes only --previous DIR\n\n{USAGE}"),
    }
}
