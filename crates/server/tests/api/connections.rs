use crate::shop::{Answer, Opening, Shop, read_to_end};
use fairday_server::http::limits::{BODY_BYTES_MAX, UPLOAD_BYTES_FREE, UPLOADS_BYTES_PER_ADDRESS_MAX};
use fairday_server::http::serve::ConnectionLimits;
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpSocket, TcpStream};
use tokio::task::JoinSet;

/// The shop does within this time what a test waits for.
const PATIENCE: Duration = Duration::from_secs(30);

/// The largest answer there is: far more than the operating system takes for a client that reads nothing.
const LARGE: &[u8] = b"GET /api/openapi.json HTTP/1.1\r\nhost: a\r\n\r\n";

fn short() -> ConnectionLimits {
    let (header, stop) = (Duration::from_millis(200), Duration::from_millis(500));
    ConnectionLimits { header, stop, ..ConnectionLimits::default() }
}

async fn shop_with(connections: ConnectionLimits) -> Shop {
    Shop::open_with(Opening { connections, ..Opening::default() }).await
}

/// A connection from the address 127.0.`network`.`host`, whose client takes a few kilobytes at a time.
async fn connect_from(shop: &Shop, network: u8, host: u8) -> TcpStream {
    let socket = TcpSocket::new_v4().expect("a socket");
    socket.set_recv_buffer_size(4_096).expect("a small buffer");
    socket.bind(([127, 0, network, host], 0).into()).expect("an address of this machine");
    socket.connect(shop.address).await.expect("connects")
}

/// Waits until the shop's measurements have this line.
async fn wait_for(shop: &Shop, line: &str) {
    let begin = Instant::now();
    loop {
        let text = shop.get("/metrics").await.text();
        if text.lines().any(|other| other == line) {
            return;
        }
        assert!(begin.elapsed() < PATIENCE, "{line} is not in\n{text}");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

#[tokio::test]
async fn a_client_that_never_finishes_its_header_is_cut_off() {
    let shop = shop_with(short()).await;
    for sent in [&b""[..], b"G", b"GET / HTTP/1.1\r\nhost: a\r\nx-slow: "] {
        let mut stream = shop.connect().await;
        stream.write_all(sent).await.expect("sends");
        let answer = read_to_end(&mut stream).await; // returns only when the server closes
        assert!(answer.is_empty() || Answer::parse(&answer).status == 408, "{sent:?}");
    }
}

#[tokio::test]
async fn an_idle_connection_is_closed_after_its_answer() {
    let shop = shop_with(short()).await;
    let mut stream = shop.connect().await;
    stream.write_all(b"GET /healthz HTTP/1.1\r\nhost: a\r\n\r\n").await.expect("sends");
    assert_eq!(Answer::parse(&read_to_end(&mut stream).await).status, 200);
}

#[tokio::test]
async fn two_requests_fit_through_one_connection() {
    let shop = shop_with(short()).await;
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
    let mut shop = shop_with(short()).await;
    let mut half = shop.connect().await;
    half.write_all(b"GET /healthz HTTP/1.1\r\nhost: a\r\n\r\n").await.expect("sends");
    let mut first = [0; 12];
    half.read_exact(&mut first).await.expect("an answer");
    let server = shop.stop();
    tokio::time::timeout(Duration::from_secs(20), server).await.expect("stops in time").expect("stops well");
    assert!(TcpStream::connect(shop.address).await.is_err());
}

#[tokio::test]
async fn a_client_that_takes_nothing_of_its_answer_is_cut_off() {
    let shop = shop_with(ConnectionLimits {
        write_window: Duration::from_millis(300),
        write_bytes_min: 1,
        ..ConnectionLimits::default()
    })
    .await;
    let mut stream = connect_from(&shop, 0, 1).await;
    // One answer alone may fit what the operating system takes for the client.
    stream.write_all(&LARGE.repeat(20)).await.expect("sends");
    wait_for(&shop, "fairday_connections_closed_total{reason=\"slow\"} 1").await;
    let mut taken = Vec::new();
    let broken = stream.read_to_end(&mut taken).await;
    let whole = shop.get("/api/openapi.json").await.body.len();
    assert!(broken.is_err() || taken.len() < whole * 20, "{} bytes came", taken.len());
}

#[tokio::test]
async fn a_slow_but_steady_phone_gets_its_whole_answer() {
    // A fiftieth of what this phone takes is asked of it, as 256 bytes a second are of one on a bad line.
    let shop = shop_with(ConnectionLimits {
        write_window: Duration::from_millis(500),
        write_bytes_min: 2_000,
        ..ConnectionLimits::default()
    })
    .await;
    let whole = shop.get("/api/openapi.json").await.body;
    let mut stream = connect_from(&shop, 0, 1).await;
    stream.write_all(LARGE).await.expect("sends");
    let (mut answer, mut piece) = (Vec::new(), [0; 2_048]);
    while answer.len() < whole.len() || Answer::parse(&answer).body.len() < whole.len() {
        let count = stream.read(&mut piece).await.expect("the answer goes on");
        assert!(count > 0, "cut off after {} bytes", answer.len());
        answer.extend_from_slice(&piece[..count]);
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    assert_eq!(Answer::parse(&answer).body, whole);
}

#[tokio::test]
async fn bad_connections_keep_nobody_out() {
    for is_one_address in [true, false] {
        let limits = ConnectionLimits { all: 40, per_address: 20, ..ConnectionLimits::default() };
        let shop = shop_with(limits).await;
        let mut bad = Vec::new();
        for number in 0..300_u16 {
            let [_, host] = number.to_be_bytes();
            let mut stream = if is_one_address {
                connect_from(&shop, 0, 1).await
            } else {
                connect_from(&shop, 1 + (number / 200) as u8, host % 200 + 1).await
            };
            // In turns: reads nothing, is silent, never ends its header, never sends its body.
            let sent = match number % 4 {
                0 => LARGE,
                1 => b"",
                2 => b"GET / HTTP/1.1\r\nhost: a\r\nx-slow: ",
                _ => b"POST /api/v1/quotes HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\ncontent-length: 9\r\n\r\n",
            };
            let _ = stream.write_all(sent).await; // the shop may have closed it already
            bad.push(stream);
            if number % 10 == 0 {
                assert_eq!(shop.get("/healthz").await.status, 200, "after {number}");
            }
        }
        drop(bad);
    }
}

#[tokio::test]
async fn uploads_that_hang_leave_room_for_what_others_order() {
    let shop = Shop::open().await;
    let ask = |length: usize| {
        format!(
            "POST /api/v1/sign-in/codes HTTP/1.1\r\nhost: a\r\nsec-fetch-site: same-origin\r\n\
             content-type: application/json\r\ncontent-length: {length}\r\n\r\n"
        )
    };
    let most = usize::try_from(BODY_BYTES_MAX).expect("it fits");
    let fit = UPLOADS_BYTES_PER_ADDRESS_MAX / (most - UPLOAD_BYTES_FREE);
    let mut hanging = JoinSet::new();
    for _ in 0..fit + 10 {
        let mut stream = connect_from(&shop, 0, 1).await;
        let begun = ask(most) + &" ".repeat(most - 1);
        hanging.spawn(async move {
            // The shop may refuse it before all of it is sent.
            let _ = stream.write_all(begun.as_bytes()).await;
            let mut answer = Vec::new();
            let _ = stream.read_buf(&mut answer).await;
            String::from_utf8_lossy(&answer).into_owned()
        });
    }
    let mut are_told = 0;
    for _ in 0..10 {
        let refused = tokio::time::timeout(PATIENCE, hanging.join_next()).await.expect("there is no room");
        let answer = refused.expect("one of them").expect("no panic");
        // One that was still sending may not see the answer. What waits too long is told to wait longer than a second.
        let is_told = answer.starts_with("HTTP/1.1 503 ") && answer.contains("\r\nretry-after: 1\r\n");
        assert!(answer.is_empty() || is_told, "{answer}");
        are_told += usize::from(is_told);
    }
    assert!(are_told > 0, "every connection was broken off without a word");
    let mut stream = connect_from(&shop, 0, 1).await;
    let small = ask(2).replace("host: a", "host: a\r\nconnection: close") + "{}";
    stream.write_all(small.as_bytes()).await.expect("sends");
    assert_eq!(Answer::parse(&read_to_end(&mut stream).await).status, 400, "it is read, and has no number");
    drop(hanging);
}

#[tokio::test]
async fn the_connection_that_is_idle_for_longest_is_closed_first() {
    let shop = shop_with(ConnectionLimits { all: 3, ..ConnectionLimits::default() }).await;
    let mut streams = Vec::new();
    for host in 1..=3 {
        let mut stream = connect_from(&shop, 0, host).await;
        // Once one is answered the shop has it in its books, and the next one is younger.
        stream.write_all(b"GET /healthz HTTP/1.1\r\nhost: a\r\n\r\n").await.expect("sends");
        stream.read_exact(&mut [0; 12]).await.expect("an answer");
        streams.push(stream);
    }
    let mut newest = connect_from(&shop, 0, 4).await;
    newest.write_all(b"GET /healthz HTTP/1.1\r\nhost: a\r\n\r\n").await.expect("sends");
    newest.read_exact(&mut [0; 12]).await.expect("an answer");
    assert_eq!(
        Answer::parse(&[b"HTTP/1.1 200".to_vec(), read_to_end(&mut streams[0]).await].concat()).status,
        200
    );
    for stream in &mut streams[1..] {
        stream
            .write_all(b"GET /healthz HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n")
            .await
            .expect("sends");
        assert_eq!(String::from_utf8_lossy(&read_to_end(stream).await).matches("HTTP/1.1 200").count(), 1);
    }
}

#[tokio::test]
async fn slow_senders_are_answered_though_silent_connections_come_without_end() {
    let shop = shop_with(ConnectionLimits { all: 40, ..ConnectionLimits::default() }).await;
    let body = [&b"{}"[..], &[b' '; 100]].concat();
    let header = format!(
        "POST /api/v1/sign-in/codes HTTP/1.1\r\nhost: a\r\nsec-fetch-site: same-origin\r\nconnection: close\r\n\
         content-type: application/json\r\ncontent-length: {}\r\n\r\n",
        body.len()
    );
    let mut senders = Vec::new();
    for host in 1..=3 {
        let mut sender = connect_from(&shop, 0, host).await;
        sender.write_all(header.as_bytes()).await.expect("sends");
        senders.push(sender);
    }
    let mut silent = Vec::new();
    for byte in &body {
        for sender in &mut senders {
            sender.write_all(&[*byte]).await.expect("its connection is there");
        }
        // Fewer in each round than there is room for, and far more in all.
        for host in 1..=5 {
            silent.push(connect_from(&shop, 1, host).await);
        }
        assert_eq!(shop.get("/healthz").await.status, 200);
    }
    for mut sender in senders {
        let answer = Answer::parse(&read_to_end(&mut sender).await);
        assert_eq!(answer.status, 400, "its body was read, and has no number");
    }
}

#[tokio::test]
async fn an_address_with_too_many_connections_loses_its_own() {
    let shop = shop_with(ConnectionLimits { per_address: 2, ..ConnectionLimits::default() }).await;
    let mut other = connect_from(&shop, 0, 9).await;
    let mut first = connect_from(&shop, 0, 8).await;
    let _more = [connect_from(&shop, 0, 8).await, connect_from(&shop, 0, 8).await];
    assert!(read_to_end(&mut first).await.is_empty(), "it is closed without a word");
    other.write_all(b"GET /healthz HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n").await.expect("sends");
    assert_eq!(Answer::parse(&read_to_end(&mut other).await).status, 200);
}

#[tokio::test]
async fn a_connection_that_has_lived_long_ends_after_its_answer() {
    let life = Duration::from_millis(300);
    let shop = shop_with(ConnectionLimits { life, ..ConnectionLimits::default() }).await;
    let mut stream = connect_from(&shop, 0, 1).await;
    let (begin, mut answers, mut asked) = (Instant::now(), Vec::new(), 0_usize);
    loop {
        assert!(begin.elapsed() < PATIENCE, "it is never closed");
        if stream.write_all(b"GET /healthz HTTP/1.1\r\nhost: a\r\n\r\n").await.is_err() {
            break;
        }
        asked += 1;
        let mut piece = [0; 4_096];
        match stream.read(&mut piece).await {
            Ok(0) | Err(_) => break,
            Ok(count) => answers.extend_from_slice(&piece[..count]),
        }
    }
    assert!(begin.elapsed() >= life);
    let answers = String::from_utf8(answers).expect("text");
    // The last request may have met the end.
    assert!(answers.matches("HTTP/1.1 200").count() + 1 >= asked, "{asked} were asked");
    assert_eq!(answers.matches("\"ready\":true").count(), answers.matches("HTTP/1.1 200").count());
}

#[tokio::test]
async fn an_answer_under_way_is_finished_when_a_connection_ends() {
    let life = Duration::from_millis(50);
    let shop = shop_with(ConnectionLimits { life, ..ConnectionLimits::default() }).await;
    let whole = shop.get("/api/openapi.json").await.body;
    let mut stream = connect_from(&shop, 0, 1).await;
    stream.write_all(LARGE).await.expect("sends");
    let begin = Instant::now();
    stream.readable().await.expect("the answer begins");
    while begin.elapsed() < life * 4 {
        tokio::time::sleep(life).await;
    }
    let answer = read_to_end(&mut stream).await; // to the shop's end of the connection
    assert_eq!(Answer::parse(&answer).body.len(), whole.len());
}
