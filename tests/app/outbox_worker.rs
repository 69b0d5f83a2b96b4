//! What the service worker may send while the shop is closed: what the app would send, letter by letter, and nothing that the
//! app has to write first. The worker is driven by the same vectors (`tests/e2e/outbox-worker.test.mjs`).

use fairday::domain::outbox::{Entry, Step, owner};
use fairday_contract::Account;
use fairday_wire::read;
use serde_json::{Map, Value};

const VECTORS: &str = include_str!("../vectors/outbox.json");

struct Vector {
    what: String,
    is_for_worker: bool,
    is_for_app: bool,
    entry: Entry,
}

fn vectors() -> (String, String, Vec<Vector>) {
    let all: Value = serde_json::from_str(VECTORS).expect("JSON");
    let account: Account = serde_json::from_value(all["account"].clone()).expect("an account");
    let base = all["base"].as_object().expect("an entry");
    let one = |vector: &Value| {
        let mut entry: Map<String, Value> = base.clone();
        entry.extend(vector["with"].as_object().expect("fields").clone());
        entry.retain(|_, value| !value.is_null());
        let is = |who: &str, does: &str, not: &str| {
            assert!(vector[who] == does || vector[who] == not, "{vector}");
            vector[who] == does
        };
        Vector {
            what: vector["what"].to_string(),
            is_for_worker: is("worker", "sends", "leaves"),
            is_for_app: is("app", "sends", "rests"),
            entry: read(&Value::from(entry).to_string()).expect("an entry"),
        }
    };
    let entries = all["entries"].as_array().expect("a list").iter().map(one).collect();
    (owner(&account), all["written"].as_str().expect("a body").to_owned(), entries)
}

#[test]
fn the_worker_sends_what_the_app_would_send_letter_by_letter() {
    let (me, _, vectors) = vectors();
    for Vector { what, is_for_worker, entry, .. } in vectors {
        let is_mine = entry.owner.as_ref() == Some(&me);
        let stored = entry.body.clone().filter(|_| is_mine && entry.is_waiting());
        assert_eq!(stored.is_some(), is_for_worker, "{what}");
        if let Some(body) = stored {
            assert!(entry.step() == Step::Send(body), "{what}");
        }
    }
}

#[test]
fn what_the_worker_leaves_the_app_sends_where_it_may() {
    let (me, written, vectors) = vectors();
    for Vector { what, is_for_app, mut entry, .. } in vectors {
        let stored = entry.body.clone();
        entry.signed_in(&me);
        if entry.owner.is_none() {
            assert!(entry.step() == Step::Rest, "{what}: nobody has said that it is theirs");
            entry.claim(&me);
        }
        entry.write_body();
        let Step::Send(body) = entry.step() else {
            assert!(!is_for_app, "{what}");
            continue;
        };
        assert!(is_for_app, "{what}");
        assert_eq!(entry.body.as_ref(), Some(&body), "{what}: the worker can send it from now on");
        match (stored, &entry.quote) {
            (Some(stored), _) => assert_eq!(body, stored, "{what}"),
            (None, None) => assert_eq!(body, written, "{what}"),
            (None, Some(quote)) => {
                assert_eq!(body, written.replacen('{', &format!(r#"{{"quote":"{quote}","#), 1), "{what}");
            }
        }
    }
}
