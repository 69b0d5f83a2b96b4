use crate::shop::{Opening, SHELL, Shop};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
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

/// A front end of which the shop remembers one earlier version.
async fn shop_after_an_update() -> (Shop, String) {
    let folder = tempfile::tempdir().expect("a folder");
    let write = |name: &str, bytes: &[u8]| fs::write(folder.path().join(name), bytes).expect("writes");
    let earlier: [u8; 32] = std::array::from_fn(|at| at as u8 + 200);
    let difference = [&[0xff, 0x44, 0x43, 0x42], &earlier[..], b"difference"].concat();
    write("index.html", SHELL.as_bytes());
    write("app-0123456789abcdef.wasm", &[0; 400]);
    write("app-0123456789abcdef.wasm.br", b"whole");
    write("app-0123456789abcdef.wasm.c8c9cacbcccdcecf.dcb", &difference);
    write("app-0123456789abcdef.wasm.0000000000000000.dcb", b"not a difference at all");
    write("app-0123456789abcdef.js", &[b'a'; 400]);
    write("icon-0123456789abcdef.svg", b"<svg/>");
    write("sw.js", b"//");
    let dist = Dist::read(folder.path()).expect("reads");
    (Shop::open_with(Opening { dist, ..Opening::default() }).await, format!(":{}:", STANDARD.encode(earlier)))
}

const WASM: &str = "/app-0123456789abcdef.wasm";
const CHROMIUM: &str = "gzip, deflate, br, zstd, dcb, dcz";

#[tokio::test]
async fn who_has_the_earlier_version_gets_only_the_difference() {
    let (shop, earlier) = shop_after_an_update().await;
    let ask = [("accept-encoding", CHROMIUM), ("available-dictionary", &*earlier)];
    let difference = shop.send("GET", WASM, &ask).await;
    assert_eq!(
        (difference.status, difference.header("content-encoding"), difference.header("content-type")),
        (200, "dcb", "application/wasm")
    );
    assert!(difference.body.ends_with(b"difference"));
    assert!(difference.header("cache-control").contains("immutable"));

    let head = shop.send("HEAD", WASM, &ask).await;
    assert_eq!((head.status, head.header("content-encoding"), head.body.len()), (200, "dcb", 0));
    assert_eq!(head.header("content-length"), difference.body.len().to_string());

    let whole = shop.send("GET", WASM, &ask[..1]).await;
    assert_ne!(whole.header("etag"), difference.header("etag"));
    let tag = ("if-none-match", difference.header("etag"));
    assert_eq!(shop.send("GET", WASM, &[ask[0], ask[1], tag]).await.status, 304);
    assert_eq!(shop.send("GET", WASM, &[ask[0], tag]).await.status, 200, "the tag is that of the difference");
}

#[tokio::test]
async fn everyone_else_gets_the_whole_file_as_before() {
    let (shop, earlier) = shop_after_an_update().await;
    let unknown = format!(":{}:", STANDARD.encode([0; 32]));
    let half = &earlier[..earlier.len() / 2];
    for (encodings, dictionary, sent) in [
        (CHROMIUM, "", "br"),
        (CHROMIUM, &*unknown, "br"),
        (CHROMIUM, half, "br"),
        (CHROMIUM, "::", "br"),
        (CHROMIUM, ":=:", "br"),
        (CHROMIUM, "nonsense", "br"),
        ("gzip, br", &*earlier, "br"),
        ("br, dcb;q=0", &*earlier, "br"),
        ("br, dcz", &*earlier, "br"),
        ("gzip", &*earlier, ""),
        ("", &*earlier, ""),
    ] {
        let answer = shop
            .send("GET", WASM, &[("accept-encoding", encodings), ("available-dictionary", dictionary)])
            .await;
        assert_eq!(
            (answer.status, answer.header("content-encoding")),
            (200, sent),
            "{encodings} {dictionary}"
        );
        assert_eq!(answer.header("vary"), "Accept-Encoding, Available-Dictionary");
    }
    let twice = [("available-dictionary", &*earlier); 2];
    let answer = shop.send("GET", WASM, &[("accept-encoding", CHROMIUM), twice[0], twice[1]]).await;
    assert_eq!(answer.header("content-encoding"), "br", "two dictionaries are none");
}

#[tokio::test]
async fn only_the_programs_files_are_dictionaries_and_each_for_its_own_kind() {
    let (shop, earlier) = shop_after_an_update().await;
    let ask = [("accept-encoding", CHROMIUM), ("available-dictionary", &*earlier)];
    for (path, pattern) in [(WASM, "/app-*.wasm"), ("/app-0123456789abcdef.js", "/app-*.js")] {
        let first = shop.get(path).await;
        let again = shop.send("GET", path, &[("if-none-match", first.header("etag"))]).await;
        for answer in [first, again, shop.send("HEAD", path, &[]).await, shop.send("GET", path, &ask).await] {
            assert_eq!(answer.header("use-as-dictionary"), format!("match=\"{pattern}\""), "{path}");
            assert_eq!(answer.header("vary"), "Accept-Encoding, Available-Dictionary", "{path}");
        }
    }
    for path in ["/", "/index.html", "/sw.js", "/icon-0123456789abcdef.svg", "/api/v1/store"] {
        let answer = shop.send("GET", path, &ask).await;
        assert_eq!((answer.status, answer.header("use-as-dictionary")), (200, ""), "{path}");
        assert!(!answer.header("vary").contains("Available-Dictionary"), "{path}");
    }
    let difference = "/app-0123456789abcdef.wasm.c8c9cacbcccdcecf.dcb";
    assert_eq!(shop.get(difference).await.status, 404, "a difference has no address of its own");
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
    for path in ["/", "/en", "/c/household", "/p/x", "/search?q=x", "/cart", "/en/settings", "/nothing"] {
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
    let data = shop.get("/api/v1/store").await;
    assert_eq!(
        data.header("content-security-policy"),
        "",
        "data never runs, and a policy is dear on a slow line"
    );
    assert_eq!(data.header("x-content-type-options"), "nosniff");
    let (shop, _) = shop_after_an_update().await;
    assert_eq!(
        shop.get("/sw.js").await.header("content-security-policy"),
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'",
        "a worker may run the shop's own code and ask the shop, and that is all"
    );
}
