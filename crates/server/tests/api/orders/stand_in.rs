//! Another system of the shop, on this machine: it answers as badly as it is told to, and remembers what it got.

use std::sync::{Arc, Mutex};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

/// How a request is answered.
#[derive(Clone, Debug)]
pub(super) enum Say {
    Status(u16),
    /// Two answers to one request.
    Twice(u16),
    /// Elsewhere.
    Redirect(String),
    /// The connection is closed without an answer.
    Nothing,
    /// Something that is not HTTP.
    Noise,
    /// No answer for as long as anybody waits.
    Never,
}

/// A request as it came.
#[derive(Clone, Debug)]
pub(super) struct Got {
    head: String,
    pub(super) body: Vec<u8>,
}

impl Got {
    pub(super) fn header(&self, name: &str) -> &str {
        let mut lines = self.head.lines().filter_map(|line| line.split_once(':'));
        lines.find(|(other, _)| other.eq_ignore_ascii_case(name)).map_or("", |(_, value)| value.trim())
    }

    pub(super) fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).expect("JSON")
    }
}

pub(super) struct StandIn {
    pub(super) url: String,
    got: Arc<Mutex<Vec<Got>>>,
    serving: JoinHandle<()>,
}

impl StandIn {
    /// Answers as `say` has it, which is given the request and how many came before it.
    pub(super) async fn open(say: impl Fn(&Got, usize) -> Say + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let url = format!("http://{}/told", listener.local_addr().expect("an address"));
        let got = Arc::new(Mutex::new(Vec::new()));
        let (all, say) = (Arc::clone(&got), Arc::new(say));
        let serving = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (all, say) = (Arc::clone(&all), Arc::clone(&say));
                tokio::spawn(async move { answer(stream, &all, &*say).await });
            }
        });
        Self { url, got, serving }
    }

    /// Everything it got so far.
    pub(super) fn got(&self) -> Vec<Got> {
        self.got.lock().expect("no panic").clone()
    }
}

impl Drop for StandIn {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

async fn answer(mut stream: TcpStream, all: &Mutex<Vec<Got>>, say: &(dyn Fn(&Got, usize) -> Say + Sync)) {
    let Some(got) = read(&mut stream).await else { return };
    let before = {
        let mut all = all.lock().expect("no panic");
        all.push(got.clone());
        all.len() - 1
    };
    let status = |status: u16| format!("HTTP/1.1 {status} Said\r\ncontent-length: 0\r\n\r\n");
    let text = match say(&got, before) {
        Say::Status(code) => status(code),
        Say::Twice(code) => status(code).repeat(2),
        Say::Redirect(to) => format!("HTTP/1.1 302 Found\r\nlocation: {to}\r\ncontent-length: 0\r\n\r\n"),
        Say::Nothing => return,
        Say::Noise => "220 mail.example ESMTP\r\n".to_owned(),
        Say::Never => {
            // Until the other side has had enough.
            let _ = stream.read(&mut [0; 1]).await;
            return;
        }
    };
    let _ = stream.write_all(text.as_bytes()).await;
}

async fn read(stream: &mut TcpStream) -> Option<Got> {
    let (mut bytes, mut chunk) = (Vec::new(), [0; 4096]);
    loop {
        let end = bytes.windows(4).position(|four| four == b"\r\n\r\n");
        if let Some(end) = end {
            let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
            let got = Got { head, body: bytes[end + 4..].to_vec() };
            if got.header("content-length").parse() == Ok(got.body.len()) {
                return Some(got);
            }
        }
        match stream.read(&mut chunk).await {
            Ok(0) | Err(_) => return None,
            Ok(count) => bytes.extend_from_slice(&chunk[..count]),
        }
    }
}
