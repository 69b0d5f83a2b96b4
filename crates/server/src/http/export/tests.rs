use super::*;
use axum::body::HttpBody;
use futures_util::StreamExt;
use serde_json::{Value, json};
use std::sync::atomic::{AtomicI64, Ordering};

/// A test that waits longer than this has failed.
const PATIENCE: Duration = Duration::from_secs(30);
const PAGE: i64 = 20;

fn order(number: i64) -> Order {
    let golden = include_str!("../../../../contract/tests/golden/order.json");
    let mut order: Value = serde_json::from_str(golden).expect("JSON");
    order["number"] = json!(number);
    serde_json::from_value(order).expect("an order")
}

fn page(below: i64) -> Page {
    let numbers = (1..below).rev().take(PAGE as usize);
    let orders: Vec<Order> = numbers.map(order).collect();
    let last = below - PAGE;
    (orders, (last > 1).then_some(last))
}

/// An export of so many orders, and how many pages were read so far beside the first.
fn document(orders: i64) -> Document {
    let golden = include_str!("../../../../contract/tests/golden/account_export.json");
    let before = serde_json::from_str(golden).expect("an export");
    let reminders: Reminders =
        serde_json::from_str(include_str!("../../../../contract/tests/golden/reminders.json")).expect("JSON");
    let rest = Rest { agreements: Vec::new(), reminders: Some(reminders) };
    Document { before, first: page(orders + 1), rest }
}

fn counting(
    read: &Arc<AtomicI64>,
) -> impl FnMut(i64) -> BoxFuture<'static, Result<Page, Refusal>> + Send + 'static {
    let read = Arc::clone(read);
    move |below| {
        read.fetch_add(1, Ordering::SeqCst);
        Box::pin(async move { Ok(page(below)) })
    }
}

async fn whole(body: Body) -> Result<Vec<u8>, axum::Error> {
    let mut stream = body.into_data_stream();
    let mut all = Vec::new();
    while let Some(piece) = stream.next().await {
        all.extend(piece?);
    }
    Ok(all)
}

#[tokio::test]
async fn an_export_in_pieces_is_the_document_of_the_contract() {
    for orders in [0, 1, 20, 21, 45] {
        let read = Arc::default();
        let (mut expected, rest) = (document(orders).before, document(orders).rest);
        expected.orders = (1..=orders).rev().map(order).collect();
        expected.reminders = rest.reminders;
        let body = document(orders).into_body(counting(&read), TIMING, ());
        let written = whole(body).await.expect("whole");
        assert_eq!(written, serde_json::to_vec(&expected).expect("JSON"), "{orders} orders");
    }
}

#[tokio::test]
async fn without_anything_after_the_orders_it_is_whole_too() {
    let mut bare = document(3);
    bare.rest.reminders = None;
    let written = whole(bare.into_body(counting(&Arc::default()), TIMING, ())).await.expect("whole");
    let export: AccountExport = serde_json::from_slice(&written).expect("the contract's document");
    assert_eq!((export.orders.len(), export.reminders.is_none()), (3, true));
}

#[tokio::test]
async fn no_more_is_read_ahead_than_a_page_and_a_piece() {
    let read = Arc::new(AtomicI64::new(0));
    let body = document(2_000).into_body(counting(&read), TIMING, ());
    assert_eq!(body.size_hint().exact(), None);
    let mut stream = body.into_data_stream();
    let mut taken = 0;
    while let Some(piece) = stream.next().await {
        piece.expect("whole");
        taken += 1;
        for _ in 0..10 {
            tokio::task::yield_now().await; // whatever could be read ahead is
        }
        // Taken are the head and some orders; on the way is one piece, and one waits to be put there.
        let pages = read.load(Ordering::SeqCst);
        assert!(pages * PAGE <= taken + 2, "{pages} pages were read when {taken} pieces were taken");
    }
    assert_eq!(read.load(Ordering::SeqCst), 99);
}

#[tokio::test]
async fn an_export_that_fails_on_the_way_is_broken_off() {
    let fail = |_| -> BoxFuture<'static, Result<Page, Refusal>> {
        Box::pin(async { Err(Refusal::of_status(StatusCode::INTERNAL_SERVER_ERROR)) })
    };
    assert!(
        whole(document(45).into_body(fail, TIMING, ())).await.is_err(),
        "nobody takes it for all there is"
    );
}

#[tokio::test]
async fn a_reader_who_takes_nothing_gives_the_place_up() {
    struct Told(Option<tokio::sync::oneshot::Sender<()>>);
    impl Drop for Told {
        fn drop(&mut self) {
            let _ = self.0.take().expect("dropped once").send(());
        }
    }
    let (tell, told) = tokio::sync::oneshot::channel();
    let short = Timing { stall: Duration::from_millis(20), ..TIMING };
    let body = document(45).into_body(counting(&Arc::default()), short, Told(Some(tell)));
    tokio::time::timeout(PATIENCE, told).await.expect("in time").expect("given up");
    assert!(whole(body).await.is_err(), "what comes late is not whole");
}

#[tokio::test]
async fn a_reader_who_leaves_gives_the_place_up() {
    let exports = Exports::default();
    let place = exports.begin(1).expect("the first");
    drop(document(2_000).into_body(counting(&Arc::default()), TIMING, place));
    let again = async {
        while exports.begin(1).is_err() {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(PATIENCE, again).await.expect("in time");
}

#[tokio::test]
async fn one_export_of_an_account_is_written_at_a_time_and_few_of_all() {
    let exports = Exports::default();
    let first = exports.begin(1).expect("the first");
    let refused = exports.begin(1).err().expect("one is enough");
    assert_eq!((refused.status, refused.retry_ms), (StatusCode::TOO_MANY_REQUESTS, Some(RETRY_MS)));
    let others: Vec<_> = (2..).map_while(|account| exports.begin(account).ok()).collect();
    assert_eq!(others.len(), AT_ONCE - 1);
    assert_eq!(exports.begin(99).err().map(|refused| refused.status), Some(StatusCode::SERVICE_UNAVAILABLE));
    drop(first);
    assert!(exports.begin(1).is_ok());
    assert_eq!(exports.accounts.count(), AT_ONCE - 1);
}
