//! A running shop, and a client that sends exactly the bytes it is told to.

use crate::engine::{Place, patient};
use fairday_server::admin::AdminToken;
use fairday_server::catalogue::model::Catalogue;
use fairday_server::catalogue::{Snapshot, sample};
use fairday_server::clock::Clock;
use fairday_server::database::Database;
use fairday_server::http::dist::Dist;
use fairday_server::http::serve::{ConnectionLimits, serve};
use fairday_server::http::{AppState, HttpConfig, Services, SharedState};
use fairday_server::privacy::KeyRing;
use fairday_server::shop_config::ShopConfig;
use fairday_server::sms::{Budget, Message, Sending, Sms, SmsGateway};
use serde_json::Value;
use std::io::Read;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Mutex, mpsc, oneshot};

/// A test that waits longer than this for an answer has failed.
pub(crate) const PATIENCE: Duration = Duration::from_secs(30);

/// A front end as Trunk builds it, with the marks that pages are put at.
pub(crate) const SHELL: &str = "<!doctype html><html lang=\"zh-CN\"><head>\
    <link rel=\"manifest\" href=\"/manifest.webmanifest\"><!--fairday:head--><title>shell</title><!--/fairday:head--><script>go()</script><script src=\"/app.js\"></script>\
    </head><body><div id=\"app\"><!--fairday:app-->shell<!--/fairday:app--></div>\
    <!--fairday:data-->shell<!--/fairday:data--></body></html>";

pub(crate) struct Shop {
    pub(crate) address: SocketAddr,
    pub(crate) state: SharedState,
    pub(crate) pictures: tempfile::TempDir,
    /// Moves the shop's time.
    pub(crate) clock: Clock,
    /// The keys of this shop's personal data.
    pub(crate) keys: Arc<KeyRing>,
    pub(crate) place: Arc<Place>,
    /// The codes it has sent.
    pub(crate) sent: Sent,
    stop: Option<oneshot::Sender<()>>,
    server: Option<tokio::task::JoinHandle<()>>,
}

pub(crate) struct Opening {
    pub(crate) catalogue: Catalogue,
    pub(crate) dist: Dist,
    pub(crate) connections: ConnectionLimits,
    pub(crate) public_url: Option<String>,
    pub(crate) is_demo: bool,
    /// What the shop's own systems prove themselves with.
    pub(crate) admin_token: Option<&'static str>,
    pub(crate) trusted_proxies: Vec<ipnet::IpNet>,
    /// Another shop whose database, keys and clock this one shares, as two servers behind one balancer do.
    pub(crate) beside: Option<(Arc<Place>, Arc<KeyRing>, Clock)>,
    pub(crate) shop: ShopConfig,
    /// How many text messages it sends.
    pub(crate) sms_budget: Budget,
}

impl Default for Opening {
    fn default() -> Self {
        Self {
            catalogue: sample::catalogue(120),
            dist: Dist::of_shell(SHELL),
            connections: ConnectionLimits::default(),
            public_url: None,
            is_demo: false,
            admin_token: None,
            trusted_proxies: Vec::new(),
            beside: None,
            shop: ShopConfig::default(),
            sms_budget: Budget::default(),
        }
    }
}

/// Keeps the codes that a shop sends.
struct Kept(mpsc::UnboundedSender<Message>);

impl SmsGateway for Kept {
    fn send(&self, message: Message) -> Sending<'_> {
        // A test that looks for no code has let go of it.
        let _ = self.0.send(message);
        Box::pin(std::future::ready(Ok(())))
    }

    fn reminds(&self) -> bool {
        true
    }
}

/// The codes that a shop has sent.
pub(crate) struct Sent(Mutex<mpsc::UnboundedReceiver<Message>>);

fn sent() -> (Kept, Sent) {
    let (keep, kept) = mpsc::unbounded_channel();
    (Kept(keep), Sent(Mutex::new(kept)))
}

impl Sent {
    /// The next code that was sent, or will be.
    pub(crate) async fn next_code(&self) -> String {
        let mut kept = self.0.lock().await;
        let message = tokio::time::timeout(PATIENCE, kept.recv()).await.expect("a code is sent in time");
        message.expect("the shop is open").code
    }
}

/// When tests begin, milliseconds since 1970 UTC.
pub(crate) const BEGIN_MS: i64 = 1_800_000_000_000;

impl Shop {
    pub(crate) async fn open() -> Self {
        Self::open_with(Opening::default()).await
    }

    pub(crate) async fn selling(catalogue: Catalogue) -> Self {
        Self::open_with(Opening { catalogue, ..Opening::default() }).await
    }

    pub(crate) async fn open_with(opening: Opening) -> Self {
        let pictures = tempfile::tempdir().expect("a folder");
        let config = HttpConfig {
            public_url: opening.public_url,
            metrics_public: false,
            pictures: PathBuf::from(pictures.path()),
            is_demo: opening.is_demo,
            shop: Arc::new(opening.shop),
            admin_token: opening
                .admin_token
                .map(|token| AdminToken::parse(token).expect("it is long enough")),
            trusted_proxies: opening.trusted_proxies,
        };
        let (place, keys, clock) = opening.beside.unwrap_or_else(|| {
            (Arc::new(Place::of_shop()), Arc::new(KeyRing::generate()), Clock::set_to(BEGIN_MS))
        });
        let database = Database::open_with(&place.location, patient()).await;
        let database = database.expect("the database opens");
        keys.prove(&database, BEGIN_MS).await.expect("its keys");
        let (gateway, sent) = sent();
        let sms = Sms::by(gateway).within(opening.sms_budget);
        let services =
            Services { database, keys: Arc::clone(&keys), clock: clock.clone(), sms, guarantor: None };
        let state = AppState::new(Snapshot::build(opening.catalogue), config, opening.dist, services);
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let (stop, stopped) = oneshot::channel::<()>();
        let serving = serve(listener, Arc::clone(&state), opening.connections, async {
            let _ = stopped.await;
        });
        let (stop, server) = (Some(stop), Some(tokio::spawn(serving)));
        Self { address, state, pictures, clock, keys, place, sent, stop, server }
    }

    /// Another server of the same shop: its own process as far as the shop can tell.
    pub(crate) async fn another_server(&self) -> Self {
        Self::open_with(Opening { beside: Some(self.beside()), ..Opening::default() }).await
    }

    /// What another server of this shop shares with it.
    pub(crate) fn beside(&self) -> (Arc<Place>, Arc<KeyRing>, Clock) {
        (Arc::clone(&self.place), Arc::clone(&self.keys), self.clock.clone())
    }

    pub(crate) async fn connect(&self) -> TcpStream {
        TcpStream::connect(self.address).await.expect("connects")
    }

    /// Asks the server to stop, and gives its task to wait for.
    pub(crate) fn stop(&mut self) -> tokio::task::JoinHandle<()> {
        drop(self.stop.take());
        self.server.take().expect("stopped once")
    }

    /// Sends the bytes and reads until the server closes the connection.
    pub(crate) async fn exchange(&self, bytes: &[u8]) -> Vec<u8> {
        let mut stream = self.connect().await;
        // The server may answer and close before it has read everything.
        let _ = stream.write_all(bytes).await;
        read_to_end(&mut stream).await
    }

    /// One request with the given request line and header lines.
    pub(crate) async fn send(&self, method: &str, target: &str, headers: &[(&str, &str)]) -> Answer {
        self.send_with(method, target, headers, "").await
    }

    /// One request with a body, which may be empty.
    pub(crate) async fn send_with(
        &self,
        method: &str,
        target: &str,
        headers: &[(&str, &str)],
        body: &str,
    ) -> Answer {
        let mut request = format!("{method} {target} HTTP/1.1\r\n");
        if !headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("host")) {
            request += "host: shop.test\r\n";
        }
        for (name, value) in headers {
            request.extend([
                *name, ": ", *value, "
",
            ]);
        }
        if !body.is_empty() {
            request.extend(["content-length: ", &body.len().to_string(), "\r\n"]);
        }
        request += "connection: close\r\n\r\n";
        request += body;
        Answer::parse(&self.exchange(request.as_bytes()).await)
    }

    pub(crate) async fn get(&self, target: &str) -> Answer {
        self.send("GET", target, &[]).await
    }

    /// The answer in brotli as many get it: compressed again, as small as it can be.
    pub(crate) async fn densest(&self, target: &str) -> Answer {
        let asking = async {
            loop {
                let answer = self.send("GET", target, &[("accept-encoding", "br")]).await;
                if !answer.header("etag").ends_with("-brq\"") {
                    return answer;
                }
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        };
        tokio::time::timeout(PATIENCE, asking).await.expect("what is asked for often is compressed again")
    }

    /// The JSON of a request that must succeed.
    pub(crate) async fn json(&self, target: &str) -> Value {
        let answer = self.get(target).await;
        assert_eq!(answer.status, 200, "{target}: {}", answer.text());
        answer.json()
    }
}

pub(crate) async fn read_to_end(stream: &mut TcpStream) -> Vec<u8> {
    let mut answer = Vec::new();
    let _ = tokio::time::timeout(PATIENCE, stream.read_to_end(&mut answer))
        .await
        .expect("the server answers or closes in time");
    answer
}

/// The body that came in chunks (RFC 9112 section 7.1).
fn dechunked(mut chunks: &[u8]) -> Vec<u8> {
    let mut body = Vec::new();
    loop {
        let end = chunks.windows(2).position(|two| two == b"\r\n").expect("a chunk has a length");
        let length = std::str::from_utf8(&chunks[..end]).ok();
        let length = length.and_then(|hex| usize::from_str_radix(hex, 16).ok()).expect("a length");
        if length == 0 {
            return body;
        }
        let chunk = &chunks[end + 2..];
        body.extend_from_slice(&chunk[..length]);
        chunks = &chunk[length + 2..];
    }
}

#[derive(Clone, Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    pub(crate) fn parse(bytes: &[u8]) -> Self {
        let end = bytes.windows(4).position(|four| four == b"\r\n\r\n").expect("a header that ends");
        let head = String::from_utf8(bytes[..end].to_vec()).expect("an ASCII header");
        let mut lines = head.split("\r\n");
        let status = lines
            .next()
            .and_then(|line| line.split(' ').nth(1))
            .and_then(|code| code.parse().ok())
            .expect("a status");
        let headers = lines
            .filter_map(|line| line.split_once(':'))
            .map(|(name, value)| (name.to_ascii_lowercase(), value.trim().to_owned()))
            .collect();
        let mut answer = Self { status, headers, body: bytes[end + 4..].to_vec() };
        if answer.header("transfer-encoding") == "chunked" {
            answer.body = dechunked(&answer.body);
        }
        answer
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.iter().find(|(other, _)| other == name).map_or("", |(_, value)| value)
    }

    /// All values of a header that may come several times.
    #[allow(dead_code)]
    pub(crate) fn headers(&self, name: &str) -> Vec<&str> {
        self.headers.iter().filter(|(other, _)| other == name).map(|(_, value)| value.as_str()).collect()
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.text()))
    }

    /// The problem document of a refusal, checked for what every one must have.
    pub(crate) fn problem(&self) -> Value {
        let problem = self.json();
        assert_eq!(self.header("content-type"), "application/problem+json");
        assert_eq!(self.header("cache-control"), "no-store");
        assert_eq!(problem["status"], self.status);
        assert_eq!(problem["request_id"], self.header("x-request-id"));
        assert!(problem["detail"].as_str().is_some_and(|detail| !detail.is_empty()), "{problem}");
        problem
    }

    /// The body as it was before it was compressed.
    pub(crate) fn decoded(&self) -> Vec<u8> {
        let mut plain = Vec::new();
        let _bytes = match self.header("content-encoding") {
            "br" => brotli::Decompressor::new(&*self.body, 4096).read_to_end(&mut plain).expect("brotli"),
            "gzip" => flate2::read::GzDecoder::new(&*self.body).read_to_end(&mut plain).expect("gzip"),
            _ => Read::read_to_end(&mut &*self.body, &mut plain).expect("memory"),
        };
        plain
    }
}
