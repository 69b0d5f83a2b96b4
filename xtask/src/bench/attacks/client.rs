//! HTTP/1.1 by hand: an attacker does what no library would.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use anyhow::{Context, Result, bail};
use serde_json::Value;
use socket2::{Domain, Protocol, Socket, Type};

/// How long an attacker waits for an answer.
pub(super) const PATIENCE: Duration = Duration::from_secs(30);
/// The largest segment on a phone's line, bytes; the kernel keeps more for each connection where segments are larger.
const SEGMENT_BYTES: u32 = 1_400;
const UNREAD_BYTES: usize = 4_096;

/// A server that is attacked.
#[derive(Clone)]
pub(super) struct Client {
    pub(super) address: SocketAddr,
}

/// The answer.
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) head: String,
    pub(super) body: Vec<u8>,
}

impl Answer {
    pub(super) fn json(&self) -> Result<Value> {
        serde_json::from_slice(&self.body)
            .with_context(|| format!("{} without JSON: {}", self.status, self.head))
    }
}

impl Client {
    /// A connection, on which nothing may take longer than this.
    pub(super) fn connect(&self, patience: Duration) -> Result<TcpStream> {
        let stream = TcpStream::connect_timeout(&self.address, patience)?;
        stream.set_read_timeout(Some(patience))?;
        stream.set_write_timeout(Some(patience))?;
        stream.set_nodelay(true)?;
        Ok(stream)
    }

    /// A connection as a slow phone has it: small segments, and next to no room for what comes.
    pub(super) fn connect_narrow(&self, patience: Duration) -> Result<TcpStream> {
        let socket = Socket::new(Domain::for_address(self.address), Type::STREAM, Some(Protocol::TCP))?;
        socket.set_recv_buffer_size(UNREAD_BYTES)?;
        socket.set_tcp_mss(SEGMENT_BYTES)?;
        socket.connect_timeout(&self.address.into(), patience)?;
        socket.set_write_timeout(Some(patience))?;
        Ok(socket.into())
    }

    /// The answer to a request on a connection of its own. `head` is the first line and other lines of the header.
    pub(super) fn ask(&self, head: &str, body: &str, patience: Duration) -> Result<Answer> {
        let mut stream = self.connect(patience)?;
        stream.write_all(request(head, body).as_bytes())?;
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes)?;
        let end =
            bytes.windows(4).position(|four| four == b"\r\n\r\n").context("an answer without an end")?;
        let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok());
        let Some(status) = status else { bail!("an answer without a status: {head}") };
        let is_chunked = head.to_ascii_lowercase().contains("transfer-encoding: chunked");
        let body = if is_chunked { joined(&bytes[end + 4..]) } else { bytes[end + 4..].to_vec() };
        Ok(Answer { status, head, body })
    }

    /// GET, as somebody or nobody.
    pub(super) fn get(&self, path: &str, cookie: &str, patience: Duration) -> Result<Answer> {
        self.ask(&format!("GET {path} HTTP/1.1\r\ncookie: {cookie}"), "", patience)
    }

    /// A request with a body of JSON.
    pub(super) fn send(&self, method: &str, path: &str, cookie: &str, body: &Value) -> Result<Answer> {
        let head = format!("{method} {path} HTTP/1.1\r\ncookie: {cookie}\r\ncontent-type: application/json");
        self.ask(&head, &body.to_string(), PATIENCE)
    }
}

/// A request as it is sent.
pub(super) fn request(head: &str, body: &str) -> String {
    format!(
        "{head}\r\nhost: 127.0.0.1\r\nsec-fetch-site: same-origin\r\nconnection: close\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    )
}

/// A body that came in chunks (RFC 9112 section 7.1); what is broken off ends where it breaks.
fn joined(mut chunks: &[u8]) -> Vec<u8> {
    let mut body = Vec::new();
    while let Some(end) = chunks.windows(2).position(|two| two == b"\r\n") {
        let size =
            std::str::from_utf8(&chunks[..end]).ok().and_then(|size| usize::from_str_radix(size, 16).ok());
        let Some(chunk) = size.filter(|size| *size > 0).and_then(|size| chunks.get(end + 2..end + 2 + size))
        else {
            break;
        };
        body.extend_from_slice(chunk);
        chunks = chunks.get(end + 4 + chunk.len()..).unwrap_or_default();
    }
    body
}

#[cfg(test)]
mod tests {
    use super::joined;

    #[test]
    fn an_answer_in_chunks_is_put_together() {
        assert_eq!(joined(b"3\r\nabc\r\nA\r\n0123456789\r\n0\r\n\r\n"), b"abc0123456789");
        assert_eq!(joined(b"3\r\nabc\r\n5\r\nde"), b"abc");
    }
}
