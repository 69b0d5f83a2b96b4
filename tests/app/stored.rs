//! Records stored on phones are read as they were meant, and are written again with the same names and values.

use fairday::db::cart;
use fairday::domain::checkout::{Draft, Editing};
use fairday::domain::credit::{Draft as CreditDraft, Kept};
use fairday::domain::outbox::{Entry, Need, State};
use fairday::json::{Wire, read, write};
use fairday_contract::{PaymentMethod, ProblemCode, RepaymentPurpose};
use serde_json::Value;

const ID: &str = "0123456789abcdef0123456789abcdef";

fn as_value(text: &str) -> Value {
    serde_json::from_str(text).expect("JSON")
}

/// Reads a record of an app that wrote its fields in this order.
fn stored<T: Wire>(text: &str) -> T {
    let record: T = read(text).unwrap_or_else(|| panic!("not read: {text}"));
    assert_eq!(as_value(&write(&record)), as_value(text));
    record
}

#[test]
fn a_stored_cart_is_written_again_letter_by_letter() {
    let price = r#"{"amount":1290,"currency":"CNY"}"#;
    let text = format!(
        r#"{{"version":1,"cart":{{"lines":[{{"variant":7,"handle":"shirt","title":"衬衫","price":{price},"quantity":2,"selected":true,"choice":"红","picture":{{"id":"abcdefghijkl","w":8,"h":6,"hash":"KRF","bytes":[900],"alt":"x"}},"stock":3,"news":{{"price":{price},"left":1}}}},{{"variant":8,"handle":"rice","title":"大米","price":{price},"quantity":1,"selected":false,"news":{{"gone":true}}}}]}}}}"#
    );
    let kept = cart::parse(&text).expect("a cart");
    assert_eq!((kept.lines.len(), kept.lines[0].choice.as_str(), kept.lines[1].stock), (2, "红", None));
    assert_eq!(cart::print(&kept), text);
    assert_eq!(
        cart::parse(&text.replace(r#""version":1"#, r#""version":2"#)),
        None,
        "another version's cart"
    );
}

#[test]
fn a_stored_checkout_and_address_are_read() {
    let place = r#"{"name":"王","phone":"138","region":"1301","region_names":["河北省"],"village":"东村","detail":"1"}"#;
    let text = format!(
        r#"{{"id":"{ID}","is_pick_up":true,"point":"market","address":"{ID}","place":{place},"coupon":"a","applied":"b","payment":"online","note":"n"}}"#
    );
    let draft: Draft = stored(&text);
    assert_eq!((draft.is_pick_up, draft.payment), (true, Some(PaymentMethod::Online)));
    assert_eq!(write(&draft), text);
    assert_eq!(stored::<Draft>(r#"{"place":{}}"#), Draft::default());
    assert_eq!(read::<Draft>("{}"), Some(Draft::default()));
    let text = format!(r#"{{"id":"{ID}","place":{place},"label":"家","is_default":true,"is_old":true}}"#);
    assert_eq!(write(&stored::<Editing>(&text)), text);
}

#[test]
fn a_stored_application_and_payment_are_read() {
    let text = format!(
        r#"{{"handle":"phone","title":"手机","choice":{{"variant":7,"months":12,"plan":"p","keep_number":true,"deposit":100}},"agreement":"{ID}","order":"{ID}","was_sent":true}}"#
    );
    let draft: CreditDraft = stored(&text);
    assert!(draft.was_sent && draft.choice.is_some_and(|choice| choice.keep_number && choice.deposit == 100));
    let bare: CreditDraft = read(r#"{"choice":{"variant":7,"months":12}}"#).expect("a draft");
    assert_eq!(bare.choice.map(|choice| choice.deposit), Some(0));
    let text = format!(
        r#"{{"agreement":"{ID}","id":"{ID}","request":{{"purpose":"settle_and_leave","amount":5,"method":"online"}}}}"#
    );
    assert_eq!(stored::<Kept>(&text).request.purpose, RepaymentPurpose::SettleAndLeave);
}

/// An entry as apps have kept it.
fn entry(state: &str) -> Entry {
    let terms = r#"{"currency":"CNY","lines":[{"variant":7,"handle":"rice","title":"大米","price":2990,"quantity":2,"amount":5980,"choice":"5 kg","picture":"abcdefghijkl"}],"goods":5980,"delivery":{"method":"door","region":"130102001"},"delivery_fee":600,"days_min":2,"days_max":4,"total":6080,"coupon":"SAVE5","discount":500}"#;
    stored(&format!(
        r#"{{"id":"{ID}","made_ms":1,"terms":{terms},"recipient":{{"name":"王","phone":"138","village":"东村"}},"payment":"cash_on_delivery","locale":"zh-CN","state":{state},"owner":"138 1","coupon":"SAVE5","note":"n","quote":"q","body":"{{\"a\":1}}","failures":2}}"#
    ))
}

#[test]
fn a_stored_order_on_its_way_is_read_wherever_it_is() {
    let sent = entry(r#"{"at":"sending"}"#);
    assert!(sent.state == State::Sending);
    assert_eq!(sent.body.as_deref(), Some(r#"{"a":1}"#), "the body, letter by letter");
    assert!(entry(r#"{"at":"saved"}"#).state == State::Saved);
    assert!(entry(r#"{"at":"placed"}"#).state == State::Placed);
    assert!(entry(r#"{"at":"sign_in"}"#).state == State::NeedsYou(Need::SignIn));
    assert!(entry(r#"{"at":"terms"}"#).state == State::NeedsYou(Need::Terms(None, Vec::new())));
    let differs =
        entry(r#"{"at":"terms","differences":[{"what":"price","agreed":1,"now":2,"variant":7}]}"#).state;
    assert!(matches!(differs, State::NeedsYou(Need::Terms(None, differences)) if differences.len() == 1));
    let change = entry(r#"{"at":"change","code":"no_delivery"}"#).state;
    assert!(change == State::NeedsYou(Need::Change(ProblemCode::NoDelivery, Vec::new())));
    let fields =
        entry(r#"{"at":"change","code":"invalid_request","errors":[{"field":"note","detail":"x"}]}"#).state;
    assert!(matches!(fields, State::NeedsYou(Need::Change(_, errors)) if errors[0].field == "note"));
    assert!(read::<State>(r#"{"at":"change"}"#).is_none() && read::<State>(r#"{"at":"lost"}"#).is_none());
}
