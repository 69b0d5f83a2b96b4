//! A `PostgreSQL` of our own for tests: its own folder, a free port of the loopback interface, gone when dropped.

use std::fs::File;
use std::net::{SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::command::{program, quietly};
use crate::server::free_address;
use crate::setup::{self, is_root};
use crate::workspace::{Workspace, remove_folder};

const START_PATIENCE: Duration = Duration::from_secs(30);
const START_INTERVAL: Duration = Duration::from_millis(50);
const STOP_PATIENCE: Duration = Duration::from_secs(30);
/// The user that Debian's package makes. The server refuses to run as root.
const USER: &str = "postgres";

/// Whether what was committed survives a power cut.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Durability {
    /// As an operator runs it.
    On,
    /// For tests: nothing has to survive this machine.
    Off,
}

/// A running server, which anybody on this machine may use.
pub(crate) struct Postgres {
    process: Child,
    folder: PathBuf,
    address: SocketAddr,
}

impl Postgres {
    /// Installs what is missing, makes an empty server and waits until it answers.
    ///
    /// # Errors
    /// When it cannot be installed, made or started; its log's path is in the message.
    pub(crate) fn start(workspace: &Workspace, durability: Durability) -> Result<Self> {
        let programs = setup::postgres(workspace)?;
        let folder = data_folder(workspace)?;
        let address = free_address()?;
        let mut init = as_user(&programs.join("initdb"));
        init.args(["--username=fairday", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync", "-D"]);
        quietly(workspace, "making a PostgreSQL for the tests", "seconds", init.arg(&folder))?;
        let log = workspace.scratch().join("logs/postgres.log");
        let file = File::create(&log).with_context(|| format!("writing {}", log.display()))?;
        let mut server = as_user(&programs.join("postgres"));
        server.arg("-D").arg(&folder).args(settings(address, durability));
        let process = server
            .stdin(Stdio::null())
            .stdout(file.try_clone()?)
            .stderr(file)
            .spawn()
            .context("starting PostgreSQL")?;
        let mut postgres = Self { process, folder, address };
        postgres.wait_until_up().with_context(|| format!("its log is {}", log.display()))?;
        Ok(postgres)
    }

    /// Where tests find it, with the right to make databases.
    pub(crate) fn url(&self) -> String {
        format!("postgres://fairday@{}/postgres", self.address)
    }

    fn wait_until_up(&mut self) -> Result<()> {
        let start = Instant::now();
        while start.elapsed() < START_PATIENCE {
            if let Some(status) = self.process.try_wait()? {
                bail!("PostgreSQL ended before it was up ({status})");
            }
            // It listens a moment before it takes clients in, which the file tells.
            let is_ready = std::fs::read_to_string(self.folder.join("postmaster.pid"))
                .is_ok_and(|state| state.lines().any(|line| line.trim() == "ready"));
            if is_ready && TcpStream::connect(self.address).is_ok() {
                return Ok(());
            }
            std::thread::sleep(START_INTERVAL);
        }
        bail!("PostgreSQL was not up after {} s", START_PATIENCE.as_secs())
    }

    /// Asks the server to end its clients and itself; whether it has.
    fn stop(&mut self) -> bool {
        let pid = self.process.id().to_string();
        let is_asked = program("kill").args(["-INT", &pid]).status().is_ok_and(|status| status.success());
        let start = Instant::now();
        while is_asked && start.elapsed() < STOP_PATIENCE {
            if matches!(self.process.try_wait(), Ok(Some(_))) {
                return true;
            }
            std::thread::sleep(START_INTERVAL);
        }
        false
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        // Killing it outright would leave its shared memory behind. Nothing can be done about a failure.
        if !self.stop() {
            let _ = self.process.kill();
            let _ = self.process.wait();
        }
        let _ = remove_folder(&self.folder);
    }
}

/// Many connect at once.
fn settings(address: SocketAddr, durability: Durability) -> Vec<String> {
    let port = format!("port={}", address.port());
    let of_durability: &[&str] = match durability {
        Durability::On => &[],
        Durability::Off => &["fsync=off", "full_page_writes=off", "deadlock_timeout=100ms"],
    };
    ["listen_addresses=127.0.0.1", &port, "unix_socket_directories=", "max_connections=300"]
        .into_iter()
        .chain(of_durability.iter().copied())
        .flat_map(|setting| ["-c".to_owned(), setting.to_owned()])
        .collect()
}

/// Where the data goes. A root's server runs as another user, who may not be able to enter the folder of the sources.
fn data_folder(workspace: &Workspace) -> Result<PathBuf> {
    let scratch = workspace.scratch();
    std::fs::create_dir_all(scratch.join("logs")).with_context(|| format!("making {}", scratch.display()))?;
    let parent = if is_root() { std::env::temp_dir() } else { scratch };
    let folder = parent.join(format!("fairday-postgres-{}", std::process::id()));
    remove_folder(&folder)?;
    Ok(folder)
}

/// A program of the server as a user who is not root, in a folder that everybody may enter.
fn as_user(path: &Path) -> Command {
    let mut command = if is_root() {
        let mut command = program("setpriv");
        command.arg(format!("--reuid={USER}")).arg(format!("--regid={USER}")).args(["--init-groups", "--"]);
        command.arg(path);
        command
    } else {
        program(path)
    };
    command.current_dir("/");
    command
}
