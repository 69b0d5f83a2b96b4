use crate::shop::{Opening, SHELL, Shop};
use fairday_server::http::dist::Dist;
use std::fs;

#[tokio::test]
async fn a_picture_is_served_for_ever_at_its_known_widths_only() {
    let shop = Shop::open().await;
    fs::write(shop.pictures.path().join("AbC-_1234567-160.webp"), b"RIFF").expect("writes");
    fs::write(shop.pictures.path().join("AbC-_1234567-161.webp"), b"RIFF").expect("writes");
    fs::write(shop.pictures.path().join("secret"), b"secret").expect("writes");
    let answer = shop.get("/pictures/AbC-_1234567-160.webp").await;
    assert_eq!(
        (answer.status, answer.header("content-type"), answer.body.as_slice()),
        (200, "image/webp", &b"RIFF"[..])
    );
    assert!(answer.header("cache-control").contains("immutable"));
    assert_eq!(answer.header("x-content-type-options"), "nosniff");
    let again = shop
        .send("GET", "/pictures/AbC-_1234567-160.webp", &[("if-none-match", answer.header("etag"))])
        .await;
    assert_eq!((again.status, again.body.len()), (304, 0));
    for name in [
        "AbC-_1234567-161.webp",
        "AbC-_1234567-0160.webp",
        "AbC-_1234567-320.webp",
        "AbC-_1234567.webp",
        "secret",
        "..%2fsecret-96.webp",
        "%2e%2e/secret",
        "AbC-_1234567-160.png",
        "洗-160.webp",
        "",
    ] {
        assert_eq!(
            shop.get(&format!("/pictures/{}", name.replace('洗', "%E6%B4%97"))).await.status,
            404,
            "{name}"
        );
    }
}

#[tokio::test]
async fn the_front_ends_files_have_their_types_twins_and_lifetimes() {
    let folder = tempfile::tempdir().expect("a folder");
    let write = |name: &str, bytes: &[u8]| fs::write(folder.path().join(name), bytes).expect("writes");
    write("index.html", SHELL.as_bytes());
    write("app-0123456789abcdef_bg.wasm", &[0; 400]);
    write("app-0123456789abcdef_bg.wasm.br", b"small");
    write("sw.js", b"//");
    write("manifest.webmanifest", b"{}");
    let shop =
        Shop::open_with(Opening { dist: Dist::read(folder.path()).expect("reads"), ..Opening::default() })
            .await;
    let wasm = shop.send("GET", "/app-0123456789abcdef_bg.wasm", &[("accept-encoding", "gzip, br")]).await;
    assert_eq!(
        (wasm.header("content-type"), wasm.header("content-encoding"), wasm.body.as_slice()),
        ("application/wasm", "br", &b"small"[..])
    );
    assert!(wasm.header("cache-control").contains("immutable"));
    assert_eq!(shop.get("/app-0123456789abcdef_bg.wasm").await.body.len(), 400);
    for (path, kind) in [
        ("/sw.js", "text/javascript; charset=utf-8"),
        ("/manifest.webmanifest", "application/manifest+json"),
        ("/index.html", "text/html; charset=utf-8"),
    ] {
        let answer = shop.get(path).await;
        assert_eq!(
            (answer.status, answer.header("content-type"), answer.header("cache-control")),
            (200, kind, "no-cache"),
            "{path}"
        );
    }
    assert_eq!(
        shop.get("/app-0123456789abcdef_bg.wasm.br").await.status,
        404,
        "a twin has no address of its own"
    );
}

#[test]
fn a_front_end_that_is_not_built_is_one_clear_sentence() {
    let folder = tempfile::tempdir().expect("a folder");
    for path in [folder.path().to_owned(), folder.path().join("none")] {
        let sentence = Dist::read(&path).err().expect("nothing is there");
        assert!(sentence.contains("cargo xtask dist") && sentence.contains("--dist"), "{sentence}");
    }
}

#[tokio::test]
async fn pages_come_with_a_policy_that_allows_only_their_own_code() {
    let shop = Shop::open().await;
    for path in [
        "/",
        "/en",
        "/c/household",
        "/p/x",
        "/search?q=x",
        "/cart",
        "/en/settings",
        "/nothing",
        "/api/v1/store",
    ] {
        let answer = shop.get(path).await;
        let policy = answer.header("content-security-policy");
        assert!(
            policy.contains("default-src 'none'")
                && policy.contains("'sha256-")
                && !policy.contains("unsafe-inline"),
            "{path}: {policy}"
        );
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        assert!(
            !answer.header("referrer-policy").is_empty() && !answer.header("permissions-policy").is_empty(),
            "{path}"
        );
    }
}
