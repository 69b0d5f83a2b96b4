//! The memory, threads and files of the attacked server, from Linux's `/proc`.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::Duration;

use anyhow::{Context, Result, ensure};

const LOOK_EVERY: Duration = Duration::from_millis(50);

/// A process's memory, threads and files at one moment, or the most it had.
#[derive(Clone, Copy, Default)]
pub(super) struct Usage {
    /// Resident memory, MB.
    pub(super) memory_mb: f64,
    pub(super) threads: u64,
}

impl Usage {
    fn most(self, other: Self) -> Self {
        Self { memory_mb: self.memory_mb.max(other.memory_mb), threads: self.threads.max(other.threads) }
    }
}

/// A process's memory, threads and files now.
pub(super) fn usage(process: u32) -> Result<Usage> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).context("the server is gone")?;
    let number = |name: &str| -> Option<u64> {
        let line = status.lines().find_map(|line| line.strip_prefix(name))?;
        line.trim_start_matches(':').split_whitespace().next()?.parse().ok()
    };
    let memory_kb = number("VmRSS").context("no VmRSS in /proc")?;
    Ok(Usage {
        memory_mb: memory_kb as f64 / 1000.0,
        threads: number("Threads").context("no Threads in /proc")?,
    })
}

/// How many files and connections a process has open.
pub(super) fn open_files(process: u32) -> Result<usize> {
    Ok(std::fs::read_dir(format!("/proc/{process}/fd")).context("the server is gone")?.count())
}

/// Watches a process until told to stop.
pub(super) struct Watch {
    stop: Arc<AtomicBool>,
    look: JoinHandle<Usage>,
}

impl Watch {
    pub(super) fn start(process: u32) -> Self {
        let stop = Arc::new(AtomicBool::new(false));
        let told = Arc::clone(&stop);
        let look = std::thread::spawn(move || {
            let mut most = Usage::default();
            while !told.load(Ordering::Relaxed) {
                most = usage(process).map_or(most, |now| most.most(now));
                std::thread::sleep(LOOK_EVERY);
            }
            most
        });
        Self { stop, look }
    }

    /// The most it had.
    pub(super) fn stop(self) -> Usage {
        self.stop.store(true, Ordering::Relaxed);
        self.look.join().unwrap_or_default()
    }
}

/// Bytes of the database's files in a data folder, in MB.
pub(super) fn database_mb(data: &Path) -> f64 {
    let files = std::fs::read_dir(data).into_iter().flatten().filter_map(Result::ok);
    let bytes: u64 = files
        .filter(|file| file.file_name().to_string_lossy().starts_with("fairday.db"))
        .filter_map(|file| Some(file.metadata().ok()?.len()))
        .sum();
    bytes as f64 / 1e6
}

/// Refuses to begin where this process may not have so many connections: the attack would be another one.
///
/// # Errors
/// A sentence that says what to do.
pub(super) fn ensure_files(needed: u64) -> Result<()> {
    let limits = std::fs::read_to_string("/proc/self/limits").context("this measurement needs Linux")?;
    let line = limits.lines().find_map(|line| line.strip_prefix("Max open files"));
    let allowed = line
        .and_then(|line| line.split_whitespace().next())
        .map_or(0, |soft| soft.parse().unwrap_or(u64::MAX));
    ensure!(
        allowed >= needed,
        "{needed} open files are needed and {allowed} allowed: `ulimit -n {needed}` first"
    );
    Ok(())
}
