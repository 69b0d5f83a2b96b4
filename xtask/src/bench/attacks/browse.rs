//! Attacks without an account.

use std::io::Write;
use std::net::TcpStream;
use std::time::{Duration, Instant};

use anyhow::{Result, ensure};

use super::Target;
use super::client::{PATIENCE, request};
use super::process::open_files;

/// How long attacks go on that have no end of their own.
const TIME: Duration = Duration::from_secs(12);
/// Between two requests of ten a second.
const TENTH: Duration = Duration::from_millis(100);
/// Requests that are dropped before they can be answered.
const DROPPED: u32 = 250;
const DROPPED_AFTER: Duration = Duration::from_millis(20);
/// Connections that ask and read nothing.
const SLOW_READERS: usize = 2_000;
/// Requests that each of them sends, for more than the kernel keeps for it.
const REQUESTS_UNREAD: usize = 40;
/// Connections that say nothing.
const SILENT: usize = 2_100;
/// How long an attacker tries to connect or to send, who has others to do.
const HASTE: Duration = Duration::from_millis(200);

/// An address that was never asked for, of changes and of lists in turns: each is compressed anew unless the shop sees through it.
fn unseen(number: u32) -> String {
    let limit = 1 + number % 500;
    if number.is_multiple_of(2) {
        format!("/api/v1/changes?limit={limit}")
    } else {
        let sort = ["newest", "price_asc", "price_desc", "sales"][(number / 2 % 4) as usize];
        format!("/api/v1/products?limit={}&sort={sort}&price_max={}", 1 + limit % 100, 1_000_000 + number)
    }
}

fn with_brotli(path: &str) -> String {
    format!("GET {path} HTTP/1.1\r\naccept-encoding: br")
}

/// Ten a second, each answer waited for.
pub(super) fn unseen_limits(target: &Target) -> Result<String> {
    let (begin, client) = (Instant::now(), &target.client);
    let count = (TIME.as_millis() / TENTH.as_millis()) as u32;
    let answered = std::thread::scope(|scope| {
        let asked: Vec<_> = (0..count)
            .map(|number| {
                std::thread::sleep((begin + TENTH * number).saturating_duration_since(Instant::now()));
                scope.spawn(move || client.ask(&with_brotli(&unseen(number)), "", PATIENCE).is_ok())
            })
            .collect();
        asked.into_iter().filter_map(|one| one.join().ok()).filter(|is_answered| *is_answered).count()
    });
    ensure!(answered > 0, "not one request was answered");
    Ok(format!("{answered} of {count} answered"))
}

/// Asked and dropped at once, one after the other.
pub(super) fn dropped(target: &Target) -> Result<String> {
    let mut sent = 0;
    for number in 0..DROPPED {
        let stream = target.client.connect(HASTE);
        if let Ok(mut stream) = stream {
            // Other numbers than before: these were not seen either.
            let asked = request(&with_brotli(&unseen(number * 2 + 1_000)), "");
            sent += u32::from(stream.write_all(asked.as_bytes()).is_ok());
            std::thread::sleep(DROPPED_AFTER);
        }
    }
    ensure!(sent > 0, "the shop took no request");
    Ok(format!("{sent} requests"))
}

/// Connections that ask for much and read nothing, until the attack is over.
pub(super) fn slow_readers(target: &Target) -> Result<String> {
    let begin = Instant::now();
    let asked = "GET /api/v1/products?limit=100 HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n".repeat(REQUESTS_UNREAD);
    let mut held = Vec::new();
    for _ in 0..SLOW_READERS {
        if let Ok(mut stream) = target.client.connect_narrow(HASTE) {
            // The shop need not take it all.
            let _ = stream.write(asked.as_bytes());
            held.push(stream);
        }
        if begin.elapsed() > TIME {
            break;
        }
    }
    hold(target, begin, &held)
}

/// Connections that say nothing, until the attack is over.
pub(super) fn silent(target: &Target) -> Result<String> {
    let begin = Instant::now();
    let mut held = Vec::new();
    for _ in 0..SILENT {
        held.extend(target.client.connect(HASTE).ok());
        if begin.elapsed() > TIME {
            break;
        }
    }
    hold(target, begin, &held)
}

/// Until the attack is over; says how many connections the shop still has then.
fn hold(target: &Target, begin: Instant, held: &[TcpStream]) -> Result<String> {
    std::thread::sleep((begin + TIME).saturating_duration_since(Instant::now()));
    let files = open_files(target.server.id())?;
    Ok(format!("{} connections held; at the end the shop had {files} files open", held.len()))
}
