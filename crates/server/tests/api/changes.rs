//! The catalogue piece by piece, and a phone's copy made of it.

use crate::shop::Shop;
use fairday_catalogue::copy::{CopyHead, ReadingTable};
use fairday_catalogue::exchange::reprice;
use fairday_contract::{CatalogueProduct, Changes, Cursor, ListQuery, Locale, Sort};
use fairday_offline::answer::{Question, answer};
use fairday_offline::copy::{Record as KeptRecord, Words};
use fairday_server::catalogue::model::{Catalogue, Gone, Record};
use fairday_server::catalogue::{Snapshot, Walk, sample};
use std::collections::BTreeMap;

/// What a phone keeps.
#[derive(Default)]
struct Copy {
    products: BTreeMap<String, CatalogueProduct>,
    readings: ReadingTable,
    head: Option<CopyHead>,
    since: u64,
    cursor: Option<Cursor>,
}

impl Copy {
    /// Takes one piece in, as a phone does; says whether there is more.
    async fn take(&mut self, shop: &Shop, limit: u32) -> bool {
        let cursor = self.cursor.as_ref().map_or(String::new(), |cursor| format!("&cursor={cursor}"));
        let target = format!("/api/v1/changes?since={}&limit={limit}{cursor}", self.since);
        let changes: Changes =
            fairday_wire::read(&shop.get(&target).await.text()).expect("the wire's own shape");
        assert!(changes.products.len() + changes.repriced.len() + changes.gone.len() <= limit as usize);
        self.head = Some(CopyHead::of(&changes));
        self.readings.add(&changes.readings);
        for product in changes.products {
            self.products.insert(product.handle.to_string(), product);
        }
        for news in changes.repriced {
            let product = self.products.get_mut(news.handle.as_str()).expect("a price of something known");
            reprice(product, news);
        }
        for handle in changes.gone {
            self.products.remove(handle.as_str());
        }
        if changes.next.is_none() {
            self.since = changes.revision;
        }
        self.cursor = changes.next;
        self.cursor.is_some()
    }

    async fn take_all(&mut self, shop: &Shop, limit: u32) {
        while self.take(shop, limit).await {}
    }

    fn snapshot(&self) -> fairday_catalogue::Snapshot {
        let catalogue = self.head.as_ref().expect("a piece").catalogue(self.products.values().cloned());
        fairday_catalogue::Snapshot::build(catalogue, &|text| self.readings.of(text))
    }

    /// The copy answers as the shop does, in both languages.
    fn check(&self, shop: &Shop) {
        let (mine, theirs) = (self.snapshot(), shop.state.snapshot());
        assert_eq!(mine.revision(), theirs.revision());
        for locale in Locale::ALL {
            assert_eq!(mine.store(locale), theirs.store(locale));
            assert_eq!(mine.home(locale), theirs.home(locale));
            assert_eq!(mine.categories(locale), theirs.categories(locale));
            for handle in theirs.handles() {
                assert_eq!(mine.product(locale, handle), theirs.product(locale, handle));
            }
            for sort in Sort::ALL {
                for category in std::iter::once(None).chain(theirs.slugs().cloned().map(Some)) {
                    let query = ListQuery { sort, category, ..ListQuery::default() };
                    assert_eq!(mine.list(locale, &query), theirs.list(locale, &query));
                }
            }
            for q in [
                "洗衣粉",
                "洗",
                "xyf",
                "xiyifen",
                "xi",
                "x",
                "oppo 手机",
                "samsnug",
                "红色",
                "Red",
                "zz",
                "手機",
                "洗头水",
                "oppo 冰箱",
                "s17-0",
                "铜壶",
                "号 铁锅",
            ] {
                let query = ListQuery { q: Some(q.to_owned()), ..ListQuery::default() };
                assert_eq!(mine.search(locale, &query), theirs.search(locale, &query), "{q}");
                assert_eq!(mine.suggestions(locale, q), theirs.suggestions(locale, q), "{q}");
            }
        }
    }
}

#[tokio::test]
async fn the_shops_own_words_reach_the_phone() {
    let shop = Shop::open().await;
    let catalogue =
        Catalogue { synonyms: "铜壶, 铁锅\n".to_owned(), revision: 2, ..sample::catalogue(40) };
    shop.state.replace_snapshot(Snapshot::build(catalogue));
    let mut copy = Copy::default();
    copy.take_all(&shop, 500).await;
    let query = ListQuery { q: Some("铜壶".to_owned()), ..ListQuery::default() };
    let found = copy.snapshot().search(Locale::ZhCn, &query).expect("an answer");
    assert!(found.total > 0 && found.items.iter().all(|card| card.title.contains("铁锅")));
    copy.check(&shop);
}

/// The sample after a day of business: prices, stock, a new name, one gone, one new.
fn next_day(mut catalogue: Catalogue) -> Catalogue {
    catalogue.revision += 1;
    let revision = catalogue.revision;
    let gone = catalogue.products.remove(3);
    catalogue.gone.push(Gone { handle: gone.handle, record: Record { revision, ..gone.record } });
    for product in catalogue.products.iter_mut().step_by(7) {
        product.record.revision = revision;
        product.variants[0].price += 10;
        product.variants[0].stock = Some(1);
    }
    let renamed = &mut catalogue.products[5];
    (renamed.record.revision, renamed.record.shown_revision) = (revision, revision);
    "全新鏖战锅".clone_into(&mut renamed.title.default);
    let mut new = sample::product(revision * 1000);
    new.record = Record {
        id: 5000 + revision as u32,
        place: 5000 + revision as u32,
        revision,
        shown_revision: revision,
    };
    catalogue.products.push(new);
    catalogue
}

#[tokio::test]
async fn a_copy_made_piece_by_piece_answers_as_the_shop_does() {
    let shop = Shop::open().await;
    for limit in [1, 7, 100, 500] {
        let mut copy = Copy::default();
        copy.take_all(&shop, limit).await;
        copy.check(&shop);
    }
}

#[tokio::test]
async fn a_copy_is_brought_up_to_date_by_what_changed_alone() {
    let shop = Shop::open().await;
    let mut copy = Copy::default();
    copy.take_all(&shop, 100).await;
    let first = shop.get("/api/v1/changes?since=0&limit=500").await.body.len();
    let mut catalogue = sample::catalogue(120);
    for _ in 0..3 {
        catalogue = next_day(catalogue);
        shop.state.replace_snapshot(Snapshot::build(catalogue.clone()));
        let news = shop.json(&format!("/api/v1/changes?since={}", copy.since)).await;
        assert_eq!(news["gone"].as_array().map(Vec::len), Some(1));
        assert_eq!(news["products"].as_array().map(Vec::len), Some(2), "what is new or renamed comes whole");
        assert!(
            news["repriced"].as_array().map(Vec::len) >= Some(17),
            "what costs something else comes short"
        );
        assert!(news.to_string().len() < first / 5);
        copy.take_all(&shop, 5).await;
        copy.check(&shop);
    }
    let nothing = shop.json(&format!("/api/v1/changes?since={}", catalogue.revision)).await;
    assert_eq!(
        (nothing["left"].as_u64(), nothing.get("products"), nothing.get("next")),
        (Some(0), None, None)
    );
}

#[tokio::test]
async fn a_catalogue_that_changes_between_two_pieces_loses_nothing_and_leaves_nothing_old() {
    let shop = Shop::open().await;
    let mut catalogue = sample::catalogue(120);
    let mut copy = Copy::default();
    while copy.take(&shop, 9).await {
        if catalogue.revision < 6 {
            catalogue = next_day(catalogue);
            shop.state.replace_snapshot(Snapshot::build(catalogue.clone()));
        }
    }
    assert_eq!(catalogue.revision, 6);
    copy.check(&shop);
}

#[test]
fn walks_with_one_key_are_told_the_same() {
    let mut catalogue = sample::catalogue(40);
    for _ in 0..4 {
        catalogue = next_day(catalogue);
    }
    let (revision, snapshot) = (catalogue.revision, Snapshot::build(catalogue));
    let mut answers: BTreeMap<(u64, u64, usize), (Walk, Changes)> = BTreeMap::new();
    let mut walks = 0;
    for since in (0..revision + 3).chain([u64::MAX]) {
        let cursors = (0..revision + 2).flat_map(|begun| {
            (0..revision + 2)
                .flat_map(move |last| [0_u32, 7, 3000, 6003, u32::MAX].map(|id| (begun, last, id)))
        });
        let cursors = cursors.map(|(begun, last, id)| format!("{begun:x}-{last:x}-{id:x}").try_into().ok());
        for cursor in std::iter::once(None).chain(cursors) {
            let walk = Walk::from(since, cursor.as_ref()).expect("a place");
            let mut changes = snapshot.changes(walk, 5);
            // When the walk began is carried along as it was given.
            changes.next = changes.next.map(|next| {
                let place = next.as_str().split_once('-').expect("three numbers").1;
                place.to_owned().try_into().expect("a cursor")
            });
            walks += 1;
            let (first, same) =
                answers.entry(snapshot.walk_key(walk)).or_insert_with(|| (walk, changes.clone()));
            assert_eq!(*same, changes, "{first:?} and {walk:?}");
        }
    }
    assert!(answers.len() * 4 < walks, "{} answers to {walks} questions", answers.len());
}

#[tokio::test]
async fn a_piece_may_be_taken_in_twice() {
    let shop = Shop::open().await;
    let mut copy = Copy::default();
    let mut more = true;
    while more {
        let before = (copy.since, copy.cursor.clone());
        copy.take(&shop, 50).await;
        (copy.since, copy.cursor) = before; // the phone was switched off before it noted how far it had come
        more = copy.take(&shop, 50).await;
    }
    copy.check(&shop);
}

#[tokio::test]
async fn bad_positions_are_refused_and_answers_revalidate() {
    let shop = Shop::open().await;
    for (query, field) in [
        ("since=x", "since"),
        ("since=-1", "since"),
        ("limit=0", "limit"),
        ("limit=501", "limit"),
        ("until=3", "until"),
    ] {
        let problem = shop.get(&format!("/api/v1/changes?{query}")).await.problem();
        assert_eq!(problem["errors"][0]["field"], field, "{query}");
    }
    for cursor in ["x", "1-2", "1-2-3-4", "1-2-fffffffff", "%20"] {
        let problem = shop.get(&format!("/api/v1/changes?cursor={cursor}")).await.problem();
        assert_eq!(problem["code"], "invalid_cursor", "{cursor}");
    }
    let answer = shop.get("/api/v1/changes").await;
    let again = shop.send("GET", "/api/v1/changes", &[("if-none-match", answer.header("etag"))]).await;
    assert_eq!((again.status, again.body.len()), (304, 0));
}

#[tokio::test]
async fn a_cart_is_told_what_its_things_cost_now_and_what_is_gone() {
    let shop = Shop::open().await;
    let product = sample::product(4);
    let id = product.variants[0].id.0;
    let offers = shop.json(&format!("/api/v1/variants?ids=999999,{id}")).await;
    let items = offers["items"].as_array().expect("items");
    assert_eq!(items.len(), 1, "what is gone is not there");
    assert_eq!(items[0]["id"], id);
    assert_eq!(items[0]["handle"], product.handle.as_str());
    assert_eq!(items[0]["price"]["amount"], product.variants[0].price);
    let too_many = (0..101).map(|n| n.to_string()).collect::<Vec<_>>().join(",");
    for query in
        [String::new(), "?ids=".into(), "?ids=a".into(), "?ids=1,,2".into(), format!("?ids={too_many}")]
    {
        let problem = shop.get(&format!("/api/v1/variants{query}")).await.problem();
        assert_eq!(problem["errors"][0]["field"], "ids", "{query}");
    }
}

/// An answer as the app reads it. What is as it mostly is may be left out, and the phone's writer leaves out more.
fn read_as_the_app_does(question: &Question, json: &str) -> Option<String> {
    use fairday_contract::{Category, Home, ProductDetail, SearchResults, Store, Suggestions};
    use fairday_wire::{read, write};
    match question {
        Question::Store => read::<Store>(json).map(|it| write(&it)),
        Question::Home => read::<Home>(json).map(|it| write(&it)),
        Question::Categories => read::<Vec<Category>>(json).map(|it| write(&it)),
        Question::Product(_) => read::<ProductDetail>(json).map(|it| write(&it)),
        Question::Products(_) | Question::Search(_) => read::<SearchResults>(json).map(|it| write(&it)),
        Question::Suggestions(_) => read::<Suggestions>(json).map(|it| write(&it)),
    }
}

#[tokio::test]
async fn the_phones_worker_answers_every_question_of_the_app_as_the_server_does() {
    let shop = Shop::open().await;
    let mut copy = Copy::default();
    copy.take_all(&shop, 100).await;
    let snapshot = copy.snapshot();
    let mut paths: Vec<String> = [
        "store",
        "home",
        "categories",
        "products",
        "products?sort=price_asc&limit=5",
        "products?in_stock=true&price_min=1000&price_max=5000&sort=sales",
        "search?q=xyf",
        "search?q=%E6%B4%97%E8%A1%A3%E7%B2%89&sort=price_desc",
        "search?q=oppo%20%20%E6%89%8B%E6%9C%BA&limit=3",
        "search?q=zzqq",
        "search/suggestions?q=xi",
    ]
    .map(|path| format!("/api/v1/{path}"))
    .to_vec();
    paths.extend(copy.products.keys().take(20).map(|handle| format!("/api/v1/products/{handle}")));
    for locale in Locale::ALL {
        for path in &paths {
            let theirs = shop.send("GET", path, &[("accept-language", locale.tag())]).await;
            assert_eq!(theirs.status, 200, "{path}");
            let question = Question::of(path).unwrap_or_else(|_| panic!("the phone does not know {path}"));
            let words = match &question {
                Question::Product(handle) => {
                    let record = KeptRecord::of(copy.products[handle.as_str()].clone());
                    fairday_wire::read(&record.words).expect("its words")
                }
                _ => Words::default(),
            };
            let mine = answer(&snapshot, locale, &question, words).expect("an answer");
            let theirs = read_as_the_app_does(&question, &theirs.text());
            assert!(theirs.is_some(), "{path}");
            assert_eq!(read_as_the_app_does(&question, &mine), theirs, "{path} in {}", locale.tag());
        }
    }
    for path in ["/p/rice", "/api/v1/nothing", "/api/v1/products?sort=x", "/api/v1/search?page=2"] {
        assert!(Question::of(path).is_err(), "{path}");
    }
}
