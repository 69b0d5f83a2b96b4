//! Requests made up from the API's own description, as it says and as it does not: none may make the server fail, and every
//! answer must be one that the description has.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};

use crate::command::{loudly, program};
use crate::server::{self, DemoServer};
use crate::setup;
use crate::workspace::{Workspace, fresh_folder};

/// What is asked of every answer.
const CHECKS: &str = "not_a_server_error,status_code_conformance,content_type_conformance,\
                      response_schema_conformance,response_headers_conformance,allow_header_conformance";
/// Most requests that are made up for one operation in one phase.
const EXAMPLES: &str = "40";
/// The same requests each time, so that what failed fails again. Another number tries others.
const SEED: &str = "FAIRDAY_FUZZ_SEED";
const SEED_DEFAULT: &str = "1";
/// What marks a request of the shop's own pages, as every write must be.
const OWN: &str = "Sec-Fetch-Site";
const PHONE: &str = "13800138000";
/// The operator's token of the server that is tried here and nowhere else.
const TOKEN: &str = "made-up-requests-are-an-operator-too";

/// Tries the API as nobody, and as a shopper and an operator.
///
/// # Errors
/// When an answer is not as described; what was sent is printed.
pub(crate) fn run(workspace: &Workspace) -> Result<()> {
    let python = setup::schemathesis(workspace)?;
    server::build(workspace)?;
    let data = data_to_spoil(workspace)?;
    let binary = workspace.server_binary();
    let server = DemoServer::start_on(workspace, &binary, &data, &[("FAIRDAY_ADMIN_TOKEN", TOKEN)])?;
    eprintln!("• as nobody");
    try_as(workspace, &python, &server, &[])?;
    eprintln!("• as a shopper and an operator");
    let cookie = sign_in(&server)?;
    let (shopper, operator) = (format!("Cookie: {cookie}"), format!("Authorization: Bearer {TOKEN}"));
    // These would leave nobody for what comes after them. (The number that deleting an account asks for is in its export.)
    let but =
        ["end_session", "end_all_sessions", "delete_account"].map(|name| ["--exclude-operation-id", name]);
    let who = [["--header", &shopper], ["--header", &operator]];
    try_as(workspace, &python, &server, [&who[..], &but].concat().as_flattened())?;
    let account = ureq::get(server.url("/api/v1/account")).header("Cookie", &cookie);
    account.call().context("the shopper was signed out on the way, so half of this was not tried")?;
    Ok(())
}

fn try_as(workspace: &Workspace, python: &Path, server: &DemoServer, who: &[&str]) -> Result<()> {
    let seed = std::env::var(SEED).unwrap_or_else(|_| SEED_DEFAULT.to_owned());
    let mut schemathesis = program(python);
    schemathesis
        .args(["-m", "schemathesis.cli", "run", "--no-color", "--warnings", "off", "--continue-on-failure"])
        .args(["--generation-database", "none", "--max-examples", EXAMPLES, "--seed", &seed])
        .args(["--checks", CHECKS, "--header", &format!("{OWN}: same-origin")])
        .args(who)
        .arg(server.url("/api/openapi.json"))
        .current_dir(workspace.scratch());
    loudly("the API, tried with made-up requests,", &mut schemathesis)
}

/// A copy of the demo's database; the pictures are not asked for.
fn data_to_spoil(workspace: &Workspace) -> Result<PathBuf> {
    let demo = server::demo_data(workspace, &workspace.server_binary())?;
    let copy = workspace.scratch().join("fuzz-data");
    fresh_folder(&copy)?;
    for file in std::fs::read_dir(&demo).with_context(|| format!("reading {}", demo.display()))? {
        let file = file?;
        if file.file_type()?.is_file() {
            std::fs::copy(file.path(), copy.join(file.file_name())).context("copying the demo's database")?;
        }
    }
    Ok(copy)
}

/// Signs in with the code that a demo shows; gives the cookie.
fn sign_in(server: &DemoServer) -> Result<String> {
    let post = |path: &str, body: &Value| {
        let request =
            ureq::post(server.url(path)).header(OWN, "same-origin").content_type("application/json");
        request.send(body.to_string()).with_context(|| format!("asking for {path}"))
    };
    let mut sent = post("/api/v1/sign-in/codes", &json!({"phone": PHONE}))?;
    let sent: Value = serde_json::from_str(&sent.body_mut().read_to_string()?)?;
    let signed_in = post("/api/v1/sessions", &json!({"phone": PHONE, "code": sent["demo_code"]}))?;
    let cookie = signed_in.headers().get("set-cookie").and_then(|value| value.to_str().ok());
    let Some((cookie, _)) = cookie.and_then(|cookie| cookie.split_once(';')) else {
        bail!("signing in gave no cookie");
    };
    Ok(cookie.to_owned())
}
