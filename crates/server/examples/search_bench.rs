//! Measures the snapshot and its search: `cargo run --release -p fairday-server --example search_bench [products]`.
//! The last line is JSON, for programs.

#![allow(clippy::print_stdout)] // its purpose

use fairday_contract::{ListQuery, Locale};
use fairday_server::catalogue::rendered::{Content, Effort};
use fairday_server::catalogue::{Rendered, Snapshot, sample};
use std::time::{Duration, Instant};

const QUERIES: [&str; 16] = [
    "洗衣粉",
    "洗衣",
    "洗",
    "xyf",
    "xiyifen",
    "x",
    "xi",
    "手机",
    "oppo 手机",
    "samsnug",
    "phone",
    "s",
    "加厚 电饭煲",
    "红色雨靴",
    "zzzzzz",
    "冰箱 oppo",
];
const ROUNDS: usize = 200;

fn resident_kb() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmRSS:"));
    line.and_then(|line| line.split_whitespace().nth(1)).and_then(|kb| kb.parse().ok()).unwrap_or(0)
}

fn at(sorted: &[Duration], hundredths: usize) -> Duration {
    sorted[(sorted.len() - 1) * hundredths / 100]
}

fn main() {
    let count = std::env::args().nth(1).and_then(|count| count.parse().ok()).unwrap_or(10_000);
    let catalogue = sample::catalogue(count);
    let (before, began) = (resident_kb(), Instant::now());
    let snapshot = Snapshot::build(catalogue);
    let (built, resident) = (began.elapsed(), resident_kb().saturating_sub(before));
    let (terms, bytes) = snapshot.search_index_size();
    println!("{count} products: snapshot built in {built:?}, {resident} kB more resident");
    println!("search index: {terms} terms, {} kB", bytes / 1024);
    let (mut all, mut slowest) = (Vec::new(), Duration::ZERO);
    for q in QUERIES {
        let query = ListQuery { q: Some(q.to_owned()), ..ListQuery::default() };
        let mut total = 0;
        let mut times: Vec<Duration> = (0..ROUNDS)
            .map(|_| {
                let began = Instant::now();
                total = snapshot.search(Locale::ZhCn, &query).map_or(0, |found| found.total);
                began.elapsed()
            })
            .collect();
        times.sort_unstable();
        println!("{q:>12}  {total:>6} found  p50 {:>10.1?}  p99 {:>10.1?}", at(&times, 50), at(&times, 99));
        slowest = slowest.max(at(&times, 99));
        all.extend(times);
    }
    all.sort_unstable();
    println!("     together              p50 {:>10.1?}  p99 {:>10.1?}", at(&all, 50), at(&all, 99));
    let page = snapshot.list(Locale::ZhCn, &ListQuery::default()).expect("a list without a category");
    for effort in [Effort::Best, Effort::Quick] {
        let bytes = serde_json::to_vec(&page).expect("plain data");
        let (plain, began) = (bytes.len(), Instant::now());
        let rendered = Rendered::new(Content { content_type: "application/json", bytes, effort });
        let length = |one: &Option<fairday_server::catalogue::rendered::Representation>| {
            one.as_ref().map_or(0, |one| one.bytes.len())
        };
        println!(
            "24 cards, {effort:?}: {plain} bytes, brotli {}, gzip {}, in {:?}",
            length(&rendered.br),
            length(&rendered.gzip),
            began.elapsed()
        );
    }
    let us = |time: Duration| time.as_secs_f64() * 1e6;
    println!(
        "{}",
        serde_json::json!({
            "p50_us": us(at(&all, 50)),
            "p99_us": us(at(&all, 99)),
            "slowest_p99_us": us(slowest),
            "build_ms": built.as_secs_f64() * 1e3,
            "index_kb": bytes / 1024,
            "resident_kb": resident,
        })
    );
}
