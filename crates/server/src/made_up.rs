//! Whatever texts come from outside beside the requests themselves: numbers, codes, addresses of other servers, and the
//! operator's files.

use crate::accounts::{ContactPhone, Phone};
use crate::credit::audit::Head;
use crate::database::Location;
use crate::orders::coupons::Code;
use crate::orders::shop::OrderName;
use crate::privacy::key_file::{KeyArgs, KeyFile};
use crate::push::services::{KNOWN, Services};
use crate::regions;
use crate::shop_config::ShopConfig;
use fairday_contract::{CategorySlug, ProductHandle, RegionCode};
use fairday_fuzz::{CASES, bytes, gives_away, texts};
use fairday_input::CODE_CHARS_MAX;

/// Each case is a file.
const FILE_CASES: u32 = 500;
/// In the place of each value of a configuration.
const SECRET: &str = "Zq7kXw3vRt9mLd";

#[test]
fn a_phone_number_reads_back_and_no_refusal_repeats_it() {
    let examples = [
        "+86 138 0013 8000",
        "１３８００１３８０００",
        "(0312) 502 1234",
        "008613800138000",
        "+86 10 6552 9988",
    ];
    texts("a phone number", CASES, &examples, |text| {
        match Phone::parse(text) {
            Ok(phone) => {
                assert_eq!(Phone::parse(phone.national()).as_ref(), Ok(&phone));
                assert_eq!(Phone::parse(&phone.e164()).as_ref(), Ok(&phone));
                assert!(
                    !gives_away(&phone.masked(), phone.national())
                        && !gives_away(&format!("{phone:?}"), text)
                );
            }
            // What is typed may be the example of the sentence, or the digits that its number needs.
            Err(why) => assert!(
                !gives_away(&why.to_string().replace("138 0013 8000", "").replace("0312-5021234", ""), text),
                "{why}"
            ),
        }
        if let Ok(phone) = ContactPhone::parse(text) {
            assert_eq!(ContactPhone::parse(phone.national()).as_ref(), Ok(&phone));
            assert!(phone.masked().contains('*') && !gives_away(&format!("{phone:?}"), text));
        }
    });
}

#[test]
fn names_and_codes_are_what_they_print() {
    texts("a region's code", CASES, &["13", "1306", "130624", "130624100", "441900003"], |text| {
        let Ok(code) = text.parse::<RegionCode>() else { return };
        assert_eq!(code.as_str(), text);
        assert_eq!(regions::exists(&code), !regions::names(&code).is_empty(), "{code}");
        assert!(regions::exists(&code) || !regions::is_deepest(&code), "{code}");
        assert!(regions::exists(&code) || regions::province(&code).is_none(), "{code}");
    });
    texts("a coupon", CASES, &["WELCOME", " wel come ", "ＮＥＷ-５"], |typed| {
        if let Some(code) = Code::parse(typed) {
            assert!((1..=CODE_CHARS_MAX).contains(&code.as_str().len()));
            assert_eq!(Code::parse(code.as_str()), Some(code));
        }
    });
    texts("a name in URLs", CASES, &["rice-5kg", "粮油", "a.b"], |text| {
        let names = [text.parse().map(ProductHandle::into), text.parse().map(CategorySlug::into)];
        for name in names.into_iter().flatten() {
            let name: String = name;
            assert!(name == text && !name.contains(['/', '?', '#', '%']), "{name}");
        }
    });
    texts("an order's name", CASES, &["00112233445566778899aabbccddeeff", "10042"], |text| {
        if let Ok(OrderName::Number(number)) = text.parse() {
            assert!(number > 0);
        }
    });
    let head = format!("12:{}", "0af9".repeat(16));
    texts("the head of the audit log", CASES, &[&head], |text| {
        if let Ok(head) = text.parse::<Head>() {
            assert!(
                head.to_string().parse::<Head>().is_ok_and(|again| again.to_string() == head.to_string())
            );
            assert_eq!(head.to_string().split(':').nth(1), text.to_ascii_lowercase().split(':').nth(1));
        }
    });
}

#[test]
fn no_address_of_a_browser_leads_to_anybody_but_a_push_service() {
    let services = Services::with(&[]).expect("none is wrong");
    let examples = [
        "https://fcm.googleapis.com/fcm/send/abc",
        "https://FCM.googleapis.com:443/wp/abc",
        "https://updates.push.services.mozilla.com/wpush/v2/abc?x=1",
        "https://web.push.apple.com/QGd",
        "https://me@evil.example/#fcm.googleapis.com",
    ];
    texts("a push address", CASES, &examples, |text| {
        let Some(uri) = services.endpoint(text) else { return };
        let host = uri.host().expect("it has one");
        let is_known =
            |known: &&str| known.strip_prefix('*').map_or(host == *known, |below| host.ends_with(below));
        assert!(KNOWN.iter().any(is_known) && uri.scheme_str() == Some("https"), "{uri}");
        assert!(uri.port().is_none() && !uri.to_string().contains('@') || uri.path().contains('@'), "{uri}");
        assert_eq!(services.endpoint(&uri.to_string()).as_ref(), Some(&uri), "one phone is one address");
    });
    texts("a push service", CASES, &["push.example", "*.push.example", "http://127.0.0.1:8099"], |text| {
        if Services::with(&[text.to_owned()]).is_ok() {
            assert!(
                text.starts_with("http://127.0.0.1:") || !text.contains(['/', ':', '@', '?', '#']),
                "{text}"
            );
        }
    });
}

/// The demo's configuration and one with all secrets, and each once more for each of its texts with the secret there.
fn configurations() -> Vec<String> {
    let demo = include_str!("../../../demo/shop.toml");
    let secrets = "[webhooks]\nurl = \"https://shop.example/told\"\nsecret = \"whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\"\n\
                   [payment.online]\nurl = \"https://pay.example/pay\"\n\
                   secret = \"whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\"\n";
    let mut all = vec![demo.to_owned(), secrets.to_owned()];
    for text in [demo, secrets] {
        let parts: Vec<&str> = text.split('"').collect();
        for at in (1..parts.len()).step_by(2) {
            let mut changed = parts.clone();
            changed[at] = SECRET;
            all.push(changed.join("\""));
        }
    }
    all
}

#[test]
fn no_configuration_breaks_or_is_repeated_in_its_mistakes() {
    let all = configurations();
    let examples: Vec<&str> = all.iter().map(String::as_str).collect();
    assert!(ShopConfig::parse(examples[0]).is_ok(), "the demo's is right");
    texts("a configuration", CASES, &examples, |text| {
        let Err(mistakes) = ShopConfig::parse(text) else { return };
        assert!(!mistakes.is_empty(), "a refusal says why");
        for mistake in mistakes {
            let told = mistake.to_string();
            assert!(
                !gives_away(&told, SECRET) && !gives_away(&told, "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"),
                "{told}"
            );
            assert!(!told.contains('\n') && mistake.line <= text.lines().count() + 1, "{told}");
        }
    });
}

#[test]
fn no_key_file_stops_the_program_and_no_refusal_repeats_a_key() {
    let folder = tempfile::tempdir().expect("a folder");
    let secrets = [
        "bjQLnP+zepicpUTmu3gKLHiQHT+zNzh2hRGjBhevoB0",
        "S/USLzRFVMU73i67jNK349FgCtYxw4Wl18ziPHeFRZo",
        "28G0yQD/5I1XW12lxjgEASX2XbD+PiRJS3bqmGRX2YY",
    ];
    let [index, current, older] = secrets;
    let whole = format!("# keys\nindex {index}\nkey 1a2b3c4d {current} current\nkey 00c0ffee {older}\n");
    let twice = format!("{whole}key 1a2b3c4d {older}\n");
    let path = folder.path().join("made-up");
    let file = KeyFile::new(&KeyArgs { file: Some(path.clone()) }, folder.path());
    std::fs::write(&path, &whole).expect("writes");
    file.open().expect("an example is read");
    bytes("a key file", FILE_CASES, &[whole.as_bytes(), twice.as_bytes()], |bytes| {
        std::fs::write(&path, bytes).expect("writes");
        match file.open() {
            Ok(keys) => assert_eq!(keys.open_text("p", &keys.seal("p", b"x")).as_deref(), Ok("x")),
            Err(why) => assert!(!secrets.iter().any(|secret| gives_away(&why, secret)), "{why}"),
        }
    });
}

#[test]
fn no_address_of_a_database_repeats_its_password() {
    let examples = [
        "postgres://fairday:Zq7kXw3vRt9mLd@db.example:5432/shop?sslmode=require",
        "postgresql://fairday:Zq7kXw3vRt9mLd@[::1]/shop?connections=4",
    ];
    texts("a database's address", CASES, &examples, |text| {
        let said = match text.parse::<Location>() {
            Ok(location) => format!("{location:?} {location}"),
            Err(why) => format!("{why} {why:?}"),
        };
        // Only what stands where a password does is one: elsewhere it is a file's or a host's name.
        let is_password = text.starts_with("postgres") && text.matches('@').count() == 1;
        let is_there = text.contains("://fairday:Zq7kXw3vRt9mLd@") && text.matches("Zq7").count() == 1;
        assert!(!(is_password && is_there && gives_away(&said, SECRET)), "{said}");
    });
}
