//! Queries as people type them, against whole catalogues: how often one of the right products is among the first five, and
//! how high the first right one stands.
//!
//! The table is `queries.tsv`; the demo's products are in this repository, other catalogues are read from the folder that
//! `FAIRDAY_SEARCH_CATALOGUES` names.

mod catalogues;

use catalogues::Catalogue;
use fairday_search::Index;
use std::collections::BTreeMap;

const TABLE: &str = include_str!("../queries.tsv");
/// The first so many products are looked at.
const FIRST: usize = 5;
/// What share of the demo's queries must have a right product among the first: what was measured, less one query.
const DEMO_HITS_MIN: f64 = 0.95;
/// The mean of one by the place of the first right product that the demo's queries must reach.
const DEMO_RANK_MIN: f64 = 0.85;

/// One line of the table.
struct Query<'a> {
    catalogue: &'a str,
    kind: &'a str,
    words: &'a str,
    right: Vec<String>,
    wrong_first: Option<String>,
}

fn queries() -> impl Iterator<Item = Query<'static>> {
    TABLE.lines().filter(|line| !line.starts_with('#')).map(|line| {
        let columns: Vec<&str> = line.split('\t').collect();
        let [catalogue, kind, words, expected] = columns[..] else { panic!("four columns: {line}") };
        let (right, wrong) = expected.split_once('!').unwrap_or((expected, ""));
        Query {
            catalogue,
            kind,
            words,
            right: right.split('|').map(str::to_lowercase).collect(),
            wrong_first: (!wrong.is_empty()).then(|| wrong.to_lowercase()),
        }
    })
}

/// What the queries of one kind, or of one catalogue, came to.
#[derive(Default)]
struct Tally {
    queries: u32,
    hits: u32,
    ranks: f64,
}

impl Tally {
    fn add(&mut self, rank: Option<usize>) {
        self.queries += 1;
        self.hits += u32::from(rank.is_some_and(|rank| rank < FIRST));
        self.ranks += rank.map_or(0.0, |rank| 1.0 / (rank as f64 + 1.0));
    }

    fn hit_rate(&self) -> f64 {
        f64::from(self.hits) / f64::from(self.queries.max(1))
    }

    fn mean_rank(&self) -> f64 {
        self.ranks / f64::from(self.queries.max(1))
    }
}

/// The place of the first right product; none when the first product is one that must not be.
fn rank(index: &Index, titles: &[String], query: &Query<'_>) -> Option<usize> {
    let hits = index.search(query.words).hits;
    let title = |place: usize| titles[hits[place].document as usize].to_lowercase();
    let is_wrong = |wrong: &String| hits.first().is_some_and(|_| title(0).contains(wrong));
    if query.wrong_first.as_ref().is_some_and(is_wrong) {
        return None;
    }
    (0..hits.len()).find(|place| query.right.iter().any(|right| title(*place).contains(right)))
}

/// Asks a catalogue its queries. Says which were missed, and what was found in their place.
fn measure(name: &str, catalogue: Catalogue) -> Tally {
    let Catalogue { titles, documents } = catalogue;
    let index = Index::build(&documents);
    let (mut all, mut kinds) = (Tally::default(), BTreeMap::<&str, Tally>::new());
    for query in queries().filter(|query| query.catalogue == name) {
        let rank = rank(&index, &titles, &query);
        all.add(rank);
        kinds.entry(query.kind).or_default().add(rank);
        if rank.is_none_or(|rank| rank >= FIRST) {
            let hits = index.search(query.words).hits;
            let first: Vec<&str> =
                hits.iter().take(3).map(|hit| titles[hit.document as usize].as_str()).collect();
            println!("  missed {} {:?}: {} found, {first:?}", query.kind, query.words, hits.len());
        }
    }
    println!(
        "{name}: {} queries, {:.1} % hit in the first {FIRST}, mean reciprocal rank {:.3}",
        all.queries,
        100.0 * all.hit_rate(),
        all.mean_rank()
    );
    for (kind, tally) in kinds {
        println!("  {kind}: {} of {}, {:.3}", tally.hits, tally.queries, tally.mean_rank());
    }
    all
}

#[test]
fn the_demos_queries_find_what_they_should() {
    let tally = measure("demo", catalogues::demo());
    assert!(tally.hit_rate() >= DEMO_HITS_MIN, "{:.3} of {} queries hit", tally.hit_rate(), tally.queries);
    assert!(tally.mean_rank() >= DEMO_RANK_MIN, "the mean reciprocal rank is {:.3}", tally.mean_rank());
}

#[test]
fn other_catalogues_queries_find_what_they_should() {
    let Some(folder) = std::env::var_os("FAIRDAY_SEARCH_CATALOGUES") else {
        println!("skipped: FAIRDAY_SEARCH_CATALOGUES does not name a folder with catalogues");
        return;
    };
    let mut all = Tally::default();
    for (name, catalogue) in catalogues::others(folder.as_ref()) {
        let Some(catalogue) = catalogue else {
            println!("skipped {name}: its files are not there");
            continue;
        };
        let tally = measure(name, catalogue);
        all.queries += tally.queries;
        all.hits += tally.hits;
        all.ranks += tally.ranks;
    }
    println!("together: {} queries, {:.3} hit, {:.3}", all.queries, all.hit_rate(), all.mean_rank());
    assert!(
        all.queries == 0 || all.hit_rate() >= DEMO_HITS_MIN,
        "{:.3} of {} hit",
        all.hit_rate(),
        all.queries
    );
}

#[test]
fn the_table_has_at_least_two_hundred_queries() {
    assert!(queries().count() >= 200);
}
