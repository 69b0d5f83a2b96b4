//! An nginx of our own to compare with: its own folder, a free port of the loopback interface, gone when dropped.

use std::fmt::Write as _;
use std::fs::File;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::command::program;
use crate::server::{AccessLog, free_address};
use crate::setup::is_root;
use crate::workspace::{Workspace, fresh_folder, remove_folder};

const START_PATIENCE: Duration = Duration::from_secs(10);
const START_INTERVAL: Duration = Duration::from_millis(20);
/// Ready-compressed answers lie in this folder below nginx's own.
const FILES: &str = "files";

/// One answer that nginx gives from a file.
pub(super) struct StaticAnswer<'a> {
    /// Its path in the URL, such as `/listing`.
    pub(super) path: &'a str,
    pub(super) media_type: &'a str,
    /// The body, in brotli already.
    pub(super) brotli: &'a [u8],
}

/// A running nginx.
pub(super) struct Nginx {
    binary: PathBuf,
    folder: PathBuf,
    process: Child,
    address: SocketAddr,
}

impl Nginx {
    /// Starts nginx with these answers as files; what is asked for besides comes from the server `behind` it.
    ///
    /// # Errors
    /// When it cannot be started or does not answer; its log's path is in the message.
    pub(super) fn start(
        workspace: &Workspace,
        binary: &Path,
        answers: &[StaticAnswer],
        behind: Option<&str>,
        log: AccessLog,
    ) -> Result<Self> {
        let folder = workspace.scratch().join(format!("nginx-{}", std::process::id()));
        fresh_folder(&folder.join(FILES))?;
        let address = free_address()?;
        for (number, answer) in answers.iter().enumerate() {
            std::fs::write(folder.join(file(number)), answer.brotli)?;
        }
        std::fs::write(folder.join("nginx.conf"), configuration(address, answers, behind, log))?;
        let process = nginx(binary, &folder)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(File::create(folder.join("start.log"))?)
            .spawn()
            .context("starting nginx")?;
        let mut nginx = Self { binary: binary.to_path_buf(), folder, process, address };
        nginx.wait_until_up()?;
        Ok(nginx)
    }

    /// The address of a path on this nginx.
    pub(super) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    fn wait_until_up(&mut self) -> Result<()> {
        let start = Instant::now();
        while start.elapsed() < START_PATIENCE {
            if let Some(status) = self.process.try_wait()? {
                let said = std::fs::read_to_string(self.folder.join("start.log")).unwrap_or_default();
                bail!("nginx ended before it was up ({status}): {}", said.trim());
            }
            if std::net::TcpStream::connect(self.address).is_ok() {
                return Ok(());
            }
            std::thread::sleep(START_INTERVAL);
        }
        bail!("nginx was not up after {} s", START_PATIENCE.as_secs())
    }
}

impl Drop for Nginx {
    fn drop(&mut self) {
        // By its pid file: killing the first process would leave its workers behind. Nothing can be done about a failure.
        let stopped = nginx(&self.binary, &self.folder)
            .args(["-s", "stop"])
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status();
        if !stopped.is_ok_and(|status| status.success()) {
            let _ = self.process.kill();
        }
        let _ = self.process.wait();
        let _ = remove_folder(&self.folder);
    }
}

fn nginx(binary: &Path, folder: &Path) -> Command {
    let mut command = program(binary);
    // The error log by option too: nginx opens the one it was compiled with before it reads its configuration.
    command.arg("-p").arg(folder).args(["-c", "nginx.conf", "-e", "error.log"]);
    command
}

fn file(number: usize) -> String {
    format!("{FILES}/{number}.br")
}

/// As fast as nginx gets without rare tricks: a worker for each core, files kept open, connections kept.
fn configuration(
    address: SocketAddr,
    answers: &[StaticAnswer],
    behind: Option<&str>,
    log: AccessLog,
) -> String {
    // Workers of a root's nginx change to a user who may not be able to read the folder.
    let user = if is_root() { "user root;\n" } else { "" };
    let access_log = match log {
        AccessLog::Off => "off",
        AccessLog::On => "access.log",
    };
    let mut text = format!(
        "{user}worker_processes auto;\ndaemon off;\npid nginx.pid;\nerror_log error.log warn;\n\
         events {{ worker_connections 1024; }}\n\
         http {{\n\
         client_body_temp_path body; proxy_temp_path proxy; fastcgi_temp_path fastcgi; uwsgi_temp_path uwsgi; scgi_temp_path scgi;\n\
         access_log {access_log};\nsendfile on; tcp_nopush on; tcp_nodelay on; keepalive_requests 1000000000;\n\
         open_file_cache max=16 inactive=10m;\n\
         server {{\nlisten {address};\n"
    );
    // Writing to a string cannot fail.
    for (number, answer) in answers.iter().enumerate() {
        let (path, media_type, file) = (answer.path, answer.media_type, file(number));
        let _ = writeln!(
            text,
            "location = {path} {{ types {{ }} default_type \"{media_type}\"; add_header Content-Encoding br; alias {file}; }}"
        );
    }
    if let Some(server) = behind {
        let _ = writeln!(text, "location / {{ proxy_pass {server}; }}");
    }
    text.push_str("}\n}\n");
    text
}
