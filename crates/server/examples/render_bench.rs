//! Measures how long a page takes from the snapshot to HTML, not compressed:
//! `cargo run --release -p fairday-server --example render_bench [products]`. The last line is JSON, for programs.

#![allow(clippy::print_stdout)] // its purpose

use fairday::domain::content::{Boot, Content, Listing};
use fairday::domain::list;
use fairday::first_screen::{self, Site};
use fairday::route::{Filter, Place, Route};
use fairday_contract::Locale;
use fairday_server::catalogue::{Snapshot, sample};
use std::hint::black_box;
use std::sync::Arc;
use std::time::{Duration, Instant};

const LOCALE: Locale = Locale::ZhCn;
/// Not measured: the first pages also fill caches of the processor and the allocator.
const WARM_UP_ROUNDS: usize = 50;
const ROUNDS: usize = 2_000;

fn main() {
    let count = std::env::args().nth(1).and_then(|count| count.parse().ok()).unwrap_or(10_000);
    let snapshot = Snapshot::build(sample::catalogue(count));
    let pages = [
        ("home", Route::Home),
        ("product", Route::Product(snapshot.handles().next().expect("a product").clone())),
        (
            "category",
            Route::Category(snapshot.slugs().next().expect("a category").clone(), Filter::default()),
        ),
    ];
    let mut results = serde_json::Map::new();
    for (name, route) in pages {
        let (bytes, times) = measure(&snapshot, &Place { locale: LOCALE, route });
        let [p50, p99] = [50, 99].map(|hundredths| times[(times.len() - 1) * hundredths / 100]);
        println!("{name:>10}  {bytes:>6} bytes  p50 {p50:>10.1?}  p99 {p99:>10.1?}");
        for (which, time) in [("p50", p50), ("p99", p99)] {
            results.insert(format!("{name}_{which}_us"), (time.as_secs_f64() * 1e6).into());
        }
    }
    println!("{}", serde_json::Value::Object(results));
}

/// Bytes of the page, and the time of each round in order.
fn measure(snapshot: &Snapshot, place: &Place) -> (usize, Vec<Duration>) {
    let site = Site { origin: "https://shop.example".to_owned(), description: "A shop".to_owned() };
    let render = || {
        let boot = Boot { store: snapshot.store(LOCALE), content: Some(content(snapshot, &place.route)) };
        let screen = first_screen::render(black_box(place), &boot, &site);
        screen.head.len() + screen.body.len() + screen.data.len()
    };
    for _ in 0..WARM_UP_ROUNDS {
        black_box(render());
    }
    let mut bytes = 0;
    let mut times: Vec<Duration> = (0..ROUNDS)
        .map(|_| {
            let began = Instant::now();
            bytes = black_box(render());
            began.elapsed()
        })
        .collect();
    times.sort_unstable();
    (bytes, times)
}

/// What the server looks up for a page.
fn content(snapshot: &Snapshot, route: &Route) -> Content {
    match route {
        Route::Product(handle) => {
            Content::Product(Arc::new(snapshot.product(LOCALE, handle).expect("a product of the sample")))
        }
        Route::Category(slug, filter) => {
            let query = list::query(Some(slug), filter, snapshot.store(LOCALE).currency, None);
            let results = snapshot.list(LOCALE, &query).expect("a category of the sample").into();
            Content::List(Arc::new(Listing { results, category: None, above: Vec::new() }))
        }
        _ => Content::Home(Arc::new(snapshot.home(LOCALE))),
    }
}
