use crate::shop::{Answer, Opening, Shop, read_to_end};
use fairday_server::http::serve::Timing;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};

const SHORT: Timing = Timing { header: Duration::from_millis(200), stop: Duration::from_millis(500) };

#[tokio::test]
async fn a_client_that_never_finishes_its_header_is_cut_off() {
    let shop = Shop::open_with(Opening { timing: SHORT, ..Opening::default() }).await;
    for sent in [&b""[..], b"G", b"GET / HTTP/1.1\r\nhost: a\r\nx-slow: "] {
        let mut stream = shop.connect().await;
        stream.write_all(sent).await.expect("sends");
        let answer = read_to_end(&mut stream).await; // returns only when the server closes
        assert!(answer.is_empty() || Answer::parse(&answer).status == 408, "{sent:?}");
    }
}

#[tokio::test]
async fn an_idle_connection_is_closed_after_its_answer() {
    let shop = Shop::open_with(Opening { timing: SHORT, ..Opening::default() }).await;
    let mut stream = shop.connect().await;
    stream.write_all(b"GET /healthz HTTP/1.1\r\nhost: a\r\n\r\n").await.expect("sends");
    assert_eq!(Answer::parse(&read_to_end(&mut stream).await).status, 200);
}

#[tokio::test]
async fn two_requests_fit_through_one_connection() {
    let shop = Shop::open_with(Opening { timing: SHORT, ..Opening::default() }).await;
    let request = "GET /api/v1/store HTTP/1.1\r\nhost: a\r\n\r\n";
    let answers = shop.exchange(request.repeat(2).as_bytes()).await;
    assert_eq!(String::from_utf8_lossy(&answers).matches("HTTP/1.1 200").count(), 2);
}

#[tokio::test]
async fn an_endless_header_is_refused() {
    let shop = Shop::open().await;
    let mut request = b"GET / HTTP/1.1\r\nhost: a\r\nx-long: ".to_vec();
    request.extend(std::iter::repeat_n(b'a', 200_000));
    let answer = shop.exchange(&request).await;
    assert!(answer.is_empty() || Answer::parse(&answer).status == 431);
    let many = (0..500).fold(String::new(), |lines, n| lines + "x-" + &n.to_string() + ": a\r\n");
    let answer = shop.exchange(format!("GET / HTTP/1.1\r\nhost: a\r\n{many}\r\n").as_bytes()).await;
    assert_eq!(Answer::parse(&answer).status, 431);
}

#[tokio::test]
async fn what_is_not_http_is_refused() {
    let shop = Shop::open().await;
    for bytes in [
        &b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n"[..],
        b"hello\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"GET  HTTP/1.1\r\n\r\n",
    ] {
        let answer = shop.exchange(bytes).await;
        assert!(answer.is_empty() || Answer::parse(&answer).status == 400, "{bytes:?}");
    }
}

#[tokio::test]
async fn odd_request_targets_are_refused() {
    let shop = Shop::open().await;
    for line in ["OPTIONS * HTTP/1.1", "CONNECT shop.test:80 HTTP/1.1", "GET shop.test HTTP/1.1"] {
        let answer = Answer::parse(
            &shop
                .exchange(format!("{line}\r\nhost: shop.test\r\nconnection: close\r\n\r\n").as_bytes())
                .await,
        );
        assert!((400..500).contains(&answer.status), "{line}: {}", answer.status);
    }
}

#[tokio::test]
async fn a_stopping_server_accepts_nothing_more_and_does_not_wait_for_ever() {
    let mut shop = Shop::open_with(Opening { timing: SHORT, ..Opening::default() }).await;
    let mut half = shop.connect().await;
    half.write_all(b"GET /healthz HTTP/1.1\r\nhost: a\r\n\r\n").await.expect("sends");
    let mut first = [0; 12];
    half.read_exact(&mut first).await.expect("an answer");
    let server = shop.stop();
    tokio::time::timeout(Duration::from_secs(20), server).await.expect("stops in time").expect("stops well");
    assert!(tokio::net::TcpStream::connect(shop.address).await.is_err());
}
