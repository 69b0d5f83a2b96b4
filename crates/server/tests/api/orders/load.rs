//! Shoppers who order without a pause, as their apps do: an order is kept before it is sent, and sent again until there is
//! an answer.

use super::shopping::{agreeing_to, cart, new_id, path, to_the_door};
use crate::engine::Engine;
use crate::shop::{Answer, Shop};
use crate::shopper::{OWN, Shopper};
use fairday_server::database::{DatabaseError, Transaction};
use serde_json::Value;
use std::collections::HashMap;
use std::net::SocketAddr;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// What every order has: these variants, so many of each.
pub(super) const WANTED: [(u32, u32); 2] = [(1, 1), (2, 2)];
/// A shopper who waits longer than this for an answer has found a server that hangs.
const PATIENCE: Duration = Duration::from_secs(30);

/// A shopper, and what the phone keeps.
pub(super) struct Buyer {
    shopper: Shopper,
    /// Kept before it was sent; there is no answer yet.
    sent: Option<(String, Value)>,
    /// Each order that the shop said it has, and what it said.
    pub(super) acknowledged: HashMap<String, Value>,
    /// How often the line was cut while an order was on its way.
    pub(super) cuts: usize,
    /// How often the shop said to try again later.
    pub(super) put_off: usize,
}

impl Buyer {
    pub(super) fn new(shopper: Shopper) -> Self {
        Self { shopper, sent: None, acknowledged: HashMap::new(), cuts: 0, put_off: 0 }
    }

    /// Orders until the line is cut, or `enough` says so after an answer.
    pub(super) async fn order(&mut self, server: SocketAddr, enough: impl Fn(&Self) -> bool) {
        while !enough(self) {
            if self.step(server).await.is_none() {
                return;
            }
        }
    }

    /// Whether every order that was sent has its answer.
    pub(super) fn is_done(&self) -> bool {
        self.sent.is_none()
    }

    /// One request. None when the line was cut.
    async fn step(&mut self, server: SocketAddr) -> Option<()> {
        let Some((id, order)) = self.sent.clone() else {
            let wanted = cart(&WANTED, &to_the_door(), None);
            let answer = self.ask(server, "POST", "/api/v1/quotes", &wanted).await?;
            if !self.is_put_off(&answer) {
                assert_eq!(answer.status, 200, "{}", answer.text());
                self.sent = Some((new_id(), agreeing_to(&answer.json())));
            }
            return Some(());
        };
        let Some(answer) = self.ask(server, "PUT", &path(&id), &order).await else {
            self.cuts += 1;
            return None;
        };
        if !self.is_put_off(&answer) {
            assert_eq!(answer.status, 201, "{}", answer.text());
            self.acknowledged.insert(id, answer.json());
            self.sent = None;
        }
        Some(())
    }

    fn is_put_off(&mut self, answer: &Answer) -> bool {
        let is_put_off = answer.status == 503;
        if is_put_off {
            assert!(!answer.header("retry-after").is_empty(), "{}", answer.text());
            self.put_off += 1;
        }
        is_put_off
    }

    async fn ask(&self, server: SocketAddr, method: &str, target: &str, json: &Value) -> Option<Answer> {
        let (body, (name, value)) = (json.to_string(), OWN);
        let request = format!(
            "{method} {target} HTTP/1.1\r\nhost: shop.test\r\n{name}: {value}\r\ncookie: {}\r\n\
             content-type: application/json\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}",
            self.shopper.cookie,
            body.len(),
        );
        let exchange = async {
            let mut stream = TcpStream::connect(server).await.ok()?;
            stream.write_all(request.as_bytes()).await.ok()?;
            let mut bytes = Vec::new();
            stream.read_to_end(&mut bytes).await.ok()?;
            whole(bytes)
        };
        tokio::time::timeout(PATIENCE, exchange).await.expect("the server answers or closes in time")
    }
}

/// An answer that came to its end.
fn whole(bytes: Vec<u8>) -> Option<Answer> {
    bytes.windows(4).position(|four| four == b"\r\n\r\n")?;
    let answer = Answer::parse(&bytes);
    let length: usize = answer.header("content-length").parse().ok()?;
    (answer.body.len() == length).then_some(answer)
}

/// Compares what the buyers were told with what the database has: each order that was acknowledged, whole, once, and no
/// other; and every piece is somewhere.
pub(super) async fn audit(shop: &Shop, buyers: &[Buyer], stock: i64) {
    assert!(buyers.iter().all(Buyer::is_done), "an order still waits for its answer");
    let mut count = 0;
    for buyer in buyers {
        count += i64::try_from(buyer.acknowledged.len()).expect("few");
        for (id, told) in &buyer.acknowledged {
            let answer = buyer.shopper.get(shop, &path(id)).await;
            assert_eq!(answer.status, 200, "an acknowledged order is not there: {}", answer.text());
            assert_eq!(answer.json()["terms"], told["terms"]);
        }
    }
    let one = async |sql: &'static str| {
        let read = move |transaction: &mut Transaction<'_>| transaction.query_one(sql, &[])?.get(0);
        shop.state.database.read::<i64, DatabaseError>(read).await.expect("reads")
    };
    assert_eq!(one("SELECT COUNT(*) FROM orders").await, count, "orders that nobody was told of");
    let half = "SELECT COUNT(*) FROM orders WHERE answer IS NULL \
         OR (SELECT COUNT(*) FROM order_line WHERE order_number = number) <> 2 \
         OR (SELECT COUNT(*) FROM order_event WHERE order_number = number) <> 1";
    assert_eq!(one(half).await, 0, "half orders");
    for (variant, quantity) in WANTED {
        let set_aside = i64::from(quantity) * count;
        let counts = super::shopping::counts(shop, variant).await;
        assert_eq!(counts, (Some(stock - set_aside), set_aside, 0), "pieces of {variant}");
    }
    if Engine::of_shops() == Engine::Sqlite {
        let check =
            |transaction: &mut Transaction<'_>| transaction.query_one("PRAGMA integrity_check", &[])?.get(0);
        assert_eq!(shop.state.database.read::<String, DatabaseError>(check).await.expect("reads"), "ok");
    }
}
