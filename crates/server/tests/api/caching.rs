use crate::shop::Shop;
use fairday_server::catalogue::{Snapshot, sample};

#[tokio::test]
async fn each_encoding_is_the_same_answer_with_a_tag_of_its_own() {
    let shop = Shop::open().await;
    let plain = shop.get("/api/v1/products").await;
    assert_eq!(plain.header("content-encoding"), "");
    let mut tags = vec![plain.header("etag").to_owned()];
    for encoding in ["br", "gzip"] {
        let answer = shop.send("GET", "/api/v1/products", &[("accept-encoding", encoding)]).await;
        assert_eq!(answer.header("content-encoding"), encoding);
        assert!(answer.body.len() < plain.body.len());
        assert_eq!(answer.decoded(), plain.body);
        tags.push(answer.header("etag").to_owned());
    }
    tags.sort();
    tags.dedup();
    assert_eq!(tags.len(), 3, "a strong tag names the exact bytes: {tags:?}");
}

#[tokio::test]
async fn who_has_the_answer_already_gets_none_again() {
    let shop = Shop::open().await;
    for encoding in ["br", "gzip", "identity"] {
        let headers = [("accept-encoding", encoding)];
        let etag = shop.send("GET", "/api/v1/home", &headers).await.header("etag").to_owned();
        for asked in [etag.clone(), format!("W/{etag}"), format!("\"other\", {etag}"), "*".to_owned()] {
            let again = shop
                .send("GET", "/api/v1/home", &[("accept-encoding", encoding), ("if-none-match", &asked)])
                .await;
            assert_eq!(
                (again.status, again.body.len(), again.header("etag")),
                (304, 0, etag.as_str()),
                "{asked}"
            );
            assert!(
                again.header("cache-control").contains("max-age")
                    && again.header("vary").contains("Accept-Language")
            );
        }
        let other = shop
            .send("GET", "/api/v1/home", &[("accept-encoding", encoding), ("if-none-match", "\"other\"")])
            .await;
        assert_eq!(other.status, 200);
    }
}

#[tokio::test]
async fn a_changed_catalogue_is_a_changed_answer() {
    let shop = Shop::open().await;
    let before = shop.get("/api/v1/products").await;
    let mut catalogue = sample::catalogue(120);
    catalogue.products[0].variants[0].price = 1;
    catalogue.revision = 2;
    shop.state.replace_snapshot(Snapshot::build(catalogue));
    let after = shop.send("GET", "/api/v1/products", &[("if-none-match", before.header("etag"))]).await;
    assert_eq!(after.status, 200);
    assert_eq!(after.json()["items"][0]["price"]["amount"], 1);
}

#[tokio::test]
async fn languages_do_not_share_answers() {
    let shop = Shop::open().await;
    let chinese = shop.get("/api/v1/home").await;
    let english = shop.send("GET", "/api/v1/home", &[("accept-language", "en")]).await;
    assert_ne!(chinese.header("etag"), english.header("etag"));
    assert_ne!(chinese.body, english.body);
}

#[tokio::test]
async fn refusals_are_never_kept() {
    let answer = Shop::open().await.get("/api/v1/products/none").await;
    assert_eq!((answer.header("cache-control"), answer.header("etag")), ("no-store", ""));
}
