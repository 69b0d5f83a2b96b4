//! The shop's server: building it, and running one for a measurement.

use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::command::{loudly, program, quietly};
use crate::workspace::{EVERY_PACKAGE, Workspace};

/// How long the first start may take: it imports the demo catalogue with its pictures.
const START_PATIENCE: Duration = Duration::from_mins(5);
const START_INTERVAL: Duration = Duration::from_millis(100);
/// The longest that an answer may take to be compressed as small as it can be: after it was sent, and after others.
const DENSEST_PATIENCE: Duration = Duration::from_mins(1);
/// The end of the entity tag of an answer that was compressed quickly.
const QUICK_TAG_END: &str = "-brq\"";
/// How long one answer may take.
const ANSWER_PATIENCE: Duration = Duration::from_secs(10);

/// A log larger than this is not kept: a load measurement writes hundreds of megabytes.
const LOG_KEPT_BYTES_MAX: u64 = 1_000_000;

/// Builds the server as a developer runs it; gives the folder of the programs.
///
/// # Errors
/// When it does not compile.
pub(crate) fn build(workspace: &Workspace) -> Result<PathBuf> {
    eprintln!("• building the server (about 3 minutes on two cores the first time, later seconds)");
    let mut cargo = program("cargo");
    cargo
        .args(["build", "--quiet"])
        .args(EVERY_PACKAGE)
        .args(["--bin", "fairday"])
        .current_dir(&workspace.root);
    loudly("building the server", &mut cargo)?;
    Ok(workspace.target.join("debug"))
}

/// Builds the server and its measuring examples as an operator runs them; gives the folder of the programs.
///
/// # Errors
/// When they do not compile.
pub(crate) fn build_release(workspace: &Workspace) -> Result<PathBuf> {
    eprintln!(
        "• building the server for release (about 5 minutes on two cores the first time, later seconds)"
    );
    let mut cargo = program("cargo");
    cargo
        .args(["build", "--quiet", "--release", "--package", "fairday-server", "--bins", "--examples"])
        .current_dir(&workspace.root);
    loudly("building the server", &mut cargo)?;
    Ok(workspace.target.join("release"))
}

/// A data folder with the demo catalogue as it is now, for every test and measurement that only reads. It is kept from
/// run to run: an import that changes nothing takes no time.
///
/// # Errors
/// When `server` cannot import it.
pub(crate) fn demo_data(workspace: &Workspace, server: &Path) -> Result<PathBuf> {
    let data = workspace.scratch().join("demo-data");
    import_demo(workspace, server, &data)?;
    Ok(data)
}

/// Imports the demo catalogue with an older server into a folder of its own: an older server cannot open a newer
/// database.
///
/// # Errors
/// When `server` cannot import it.
pub(crate) fn older_demo_data(workspace: &Workspace, server: &Path) -> Result<PathBuf> {
    let data = workspace.scratch().join("demo-data-before");
    import_demo(workspace, server, &data)?;
    Ok(data)
}

/// Imports the demo catalogue into a data folder; an import that changes nothing takes no time.
///
/// # Errors
/// When `server` cannot import it.
pub(crate) fn import_demo(workspace: &Workspace, server: &Path, data: &Path) -> Result<()> {
    let mut import = program(server);
    import
        .args(["import", "demo/products.csv", "--images", "demo/pictures", "--replace"])
        .args(["--store-name", "赶集", "--store-name-en", "Fairday", "--data"])
        .arg(data)
        .current_dir(&workspace.root);
    quietly(
        workspace,
        "importing the demo catalogue",
        "half a minute the first time, then at once",
        &mut import,
    )
}

/// Whether each request is written to the log.
#[derive(Clone, Copy)]
pub(crate) enum AccessLog {
    Off,
    On,
}

/// A server with the demo catalogue on a port of its own; it ends when this is dropped.
pub(crate) struct DemoServer {
    process: Child,
    address: SocketAddr,
    log: PathBuf,
}

impl DemoServer {
    /// Starts the built server and waits until it is healthy.
    ///
    /// # Errors
    /// When it ends early or does not become healthy; its log's path is in the message.
    pub(crate) fn start(workspace: &Workspace) -> Result<Self> {
        Self::start_program(workspace, &workspace.server_binary(), AccessLog::On)
    }

    /// Starts this program as the server and waits until it is healthy.
    ///
    /// # Errors
    /// As [`DemoServer::start`].
    pub(crate) fn start_program(
        workspace: &Workspace,
        server: &Path,
        log_requests: AccessLog,
    ) -> Result<Self> {
        let data = demo_data(workspace, server)?;
        let level = match log_requests {
            AccessLog::Off => "warn",
            AccessLog::On => "info",
        };
        Self::start_on(workspace, server, &data, &[("FAIRDAY_LOG_LEVEL", level)])
    }

    /// Starts this program as the server of this data folder, with these variables, and waits until it is healthy.
    ///
    /// # Errors
    /// As [`DemoServer::start`].
    pub(crate) fn start_on(
        workspace: &Workspace,
        server: &Path,
        data: &Path,
        variables: &[(&str, &str)],
    ) -> Result<Self> {
        Self::start_with(workspace, server, data, &workspace.dist(), variables)
    }

    /// The same with the front end in `dist`.
    ///
    /// # Errors
    /// As [`DemoServer::start`].
    pub(crate) fn start_with(
        workspace: &Workspace,
        server: &Path,
        data: &Path,
        dist: &Path,
        variables: &[(&str, &str)],
    ) -> Result<Self> {
        let address = free_address()?;
        let log = workspace.scratch().join("demo-server.log");
        let file = std::fs::File::create(&log).with_context(|| format!("writing {}", log.display()))?;
        let process = program(server)
            .envs(variables.iter().copied())
            .args(["demo", "--listen", &address.to_string(), "--data"])
            .arg(data)
            .arg("--dist")
            .arg(dist)
            .current_dir(&workspace.root)
            .stdin(Stdio::null())
            .stdout(file.try_clone()?)
            .stderr(file)
            .spawn()
            .context("starting the server: build it with `cargo build -p fairday-server`")?;
        let mut server = Self { process, address, log };
        server.wait_until_healthy().with_context(|| format!("its log is {}", server.log.display()))?;
        Ok(server)
    }

    /// Where it listens.
    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }

    /// The number of its process.
    pub(crate) fn id(&self) -> u32 {
        self.process.id()
    }

    /// The address of a path on this server.
    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// The body of an answer as it was sent, in brotli.
    ///
    /// # Errors
    /// When the server does not answer with 200 and brotli.
    pub(crate) fn brotli_body(&self, path: &str) -> Result<Vec<u8>> {
        brotli_body(&self.url(path))
    }

    fn wait_until_healthy(&mut self) -> Result<()> {
        let start = Instant::now();
        while start.elapsed() < START_PATIENCE {
            if let Some(status) = self.process.try_wait()? {
                bail!("the server ended before it was up ({status})");
            }
            let request =
                ureq::get(self.url("/healthz")).config().timeout_global(Some(ANSWER_PATIENCE)).build();
            if request.call().is_ok() {
                return Ok(());
            }
            std::thread::sleep(START_INTERVAL);
        }
        bail!("the server was not up after {} s", START_PATIENCE.as_secs())
    }
}

impl Drop for DemoServer {
    fn drop(&mut self) {
        // Nothing can be done about a failure here, and the next start begins with a fresh folder anyway.
        let _ = self.process.kill();
        let _ = self.process.wait();
        if self.log.metadata().is_ok_and(|log| log.len() > LOG_KEPT_BYTES_MAX) {
            let _ = std::fs::remove_file(&self.log);
        }
    }
}

/// The body at an address as it is sent to many, in brotli at its densest. A server compresses quickly first, and as small
/// as it can once something has been asked for often; the entity tag tells which it is.
///
/// # Errors
/// When the answer is not 200 and brotli, or is not compressed again in time.
pub(crate) fn brotli_body(url: &str) -> Result<Vec<u8>> {
    let start = Instant::now();
    let is_quick = |answer: &ureq::http::Response<ureq::Body>| {
        let tag = answer.headers().get("etag").and_then(|value| value.to_str().ok());
        tag.is_some_and(|tag| tag.ends_with(QUICK_TAG_END))
    };
    let mut answer = ask(url, "br")?;
    while is_quick(&answer) {
        if start.elapsed() > DENSEST_PATIENCE {
            bail!("{url} was not compressed again in {} s", DENSEST_PATIENCE.as_secs());
        }
        std::thread::sleep(START_INTERVAL);
        answer = ask(url, "br")?;
    }
    let encoding = answer.headers().get("content-encoding").and_then(|value| value.to_str().ok());
    if encoding != Some("br") {
        bail!("{url} was not sent in brotli, but {}", encoding.unwrap_or("plain"));
    }
    answer.body_mut().read_to_vec().with_context(|| format!("reading {url}"))
}

/// The text at an address.
///
/// # Errors
/// When the answer is not 200 and text.
pub(crate) fn text(url: &str) -> Result<String> {
    ask(url, "identity")?.body_mut().read_to_string().with_context(|| format!("reading {url}"))
}

fn ask(url: &str, encoding: &str) -> Result<ureq::http::Response<ureq::Body>> {
    ureq::get(url)
        .config()
        .timeout_global(Some(ANSWER_PATIENCE))
        .build()
        .header("Accept-Encoding", encoding)
        .header("Accept-Language", "zh-CN")
        .call()
        .with_context(|| format!("asking for {url}"))
}

/// An address nobody listens at now.
///
/// # Errors
/// When the loopback interface has no port left.
pub(crate) fn free_address() -> Result<SocketAddr> {
    let listener = TcpListener::bind(("127.0.0.1", 0)).context("finding a free port")?;
    Ok(listener.local_addr()?)
}
