//! Accounts, addresses, quotes, orders and problems read and write on the phone as on the server.

use fairday::json::{Wire, read, write};
use fairday_contract::{
    Account, Address, AddressEntry, CodeRequest, CodeSent, DeliveryChoice, DeliveryOptions, Order,
    OrderReason, OrderRequest, Problem, ProblemCode, Quote, QuoteRequest, Sessions, SignIn,
};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// The phone reads what the server wrote, and the server what the phone writes, as the same.
pub(crate) fn alike<T: Wire + Serialize + DeserializeOwned + PartialEq>(text: &str) {
    let by_serde: T = serde_json::from_str(text).expect("JSON of the contract");
    let again = serde_json::to_string(&by_serde).expect("writes");
    let by_phone: T = read(&again).unwrap_or_else(|| panic!("the phone cannot read {again}"));
    assert!(by_phone == by_serde, "{again}");
    assert!(serde_json::from_str::<T>(&write(&by_phone)).expect("JSON") == by_serde, "{}", write(&by_phone));
}

const TERMS: &str = r#"{"currency":"CNY","lines":[{"variant":7,"handle":"rice","title":"大米","choice":"5 kg","picture":"abcdefghijkl",
    "price":2990,"quantity":2,"amount":5980}],"goods":5980,"coupon":"SAVE5","discount":500,
    "delivery":{"method":"door","region":"130102001"},"delivery_fee":600,"days_min":2,"days_max":4,"total":6080}"#;
const RECIPIENT: &str = r#"{"name":"王小红","phone":"13800138000","region":"130102001","region_names":["河北省","石家庄市"],
    "village":"东村","detail":"1 号"}"#;

fn quote() -> String {
    format!(
        r#"{{"id":"q1","digest":"00","expires_ms":1795276800000,"terms":{TERMS},"coupon_refused":"used_up","payments":["cash_on_delivery","online","barter"]}}"#
    )
}

#[test]
fn what_the_phone_asks_and_is_told_reads_the_same_on_both_sides() {
    alike::<CodeRequest>(r#"{"phone":"138 0013 8000"}"#);
    alike::<CodeSent>(r#"{"resend_ms":60000,"valid_ms":300000,"digits":6,"demo_code":"246810"}"#);
    alike::<CodeSent>(r#"{"resend_ms":60000,"valid_ms":300000,"digits":6}"#);
    alike::<SignIn>(r#"{"phone":"13800138000","code":"246810"}"#);
    alike::<Account>(r#"{"phone":"138****8000","created_ms":1795276800000}"#);
    alike::<Sessions>(
        r#"{"items":[{"id":"a","device":"Chrome","created_ms":1,"seen_ms":2,"is_current":true}]}"#,
    );
    alike::<QuoteRequest>(
        r#"{"lines":[{"variant":7,"quantity":2}],"delivery":{"method":"pick_up","point":"market"},"coupon":"A"}"#,
    );
    alike::<DeliveryChoice>(r#"{"method":"door","region":"130102"}"#);
    alike::<Quote>(&quote());
    alike::<OrderReason>(r#"{"reason":"太大了"}"#);
    alike::<OrderReason>("{}");
    alike::<DeliveryOptions>(
        r#"{"region":"130102001","door":{"fee":{"amount":600,"currency":"CNY"},"free_from":9900,"days_min":2,"days_max":4},
        "points":[{"id":"market","name":"集市","region":"130102001","address":"1 号","hours":"8–18","phone":"0311",
        "offer":{"fee":{"amount":0,"currency":"CNY"},"days_min":1,"days_max":2}}]}"#,
    );
}

#[test]
fn orders_and_addresses_read_the_same_on_both_sides() {
    let agreed = r#"{"currency":"CNY","lines":[{"variant":7,"quantity":2,"price":2990}],"coupon":"SAVE5","discount":500,
        "delivery":{"method":"door","region":"130102001"},"delivery_fee":600,"total":6080}"#;
    alike::<OrderRequest>(&format!(
        r#"{{"quote":"q1","agreed":{agreed},"recipient":{RECIPIENT},"payment":"online","note":"\"轻放\"","locale":"en"}}"#
    ));
    alike::<Order>(&format!(
        r#"{{"id":"0123456789abcdef0123456789abcdef","number":1001,"status":"sent","terms":{TERMS},"recipient":{RECIPIENT},
        "pick_up_code":"27-4091","payment":{{"method":"online","status":"pending","url":"https://pay.example/1"}},"note":"n",
        "timeline":[{{"status":"placed","at_ms":1}},{{"status":"sent","at_ms":2,"note":"x","tracking":{{"carrier":"顺丰","number":"SF1"}}}}],
        "can_cancel":true,"can_return":false}}"#
    ));
    let place = RECIPIENT.trim_start_matches('{');
    alike::<Address>(&format!(
        r#"{{"id":"0123456789abcdef0123456789abcdef","label":"家","is_default":true,{place}"#
    ));
    alike::<AddressEntry>(&format!(r#"{{"label":"家","is_default":true,{place}"#));
}

#[test]
fn a_refusal_is_read_with_all_that_the_shopper_can_act_on() {
    let text = format!(
        r#"{{"type":"about:blank","title":"Conflict","status":409,"code":"terms_changed","detail":"d","instance":"/x",
        "errors":[{{"field":"phone","detail":"…"}}],"retry_ms":9000,"quote":{},
        "differences":[{{"what":"price","variant":7,"agreed":1,"now":2}},{{"what":"weather","agreed":1,"now":2}}]}}"#,
        quote()
    );
    let problem: Problem = read(&text).expect("a problem");
    let by_serde: Problem = serde_json::from_str(&text).expect("a problem");
    assert_eq!(problem.code, ProblemCode::TermsChanged);
    assert_eq!(
        (problem.status, problem.retry_ms, problem.errors, problem.quote, problem.differences),
        (by_serde.status, by_serde.retry_ms, by_serde.errors, by_serde.quote, by_serde.differences)
    );
    let newer = r#"{"type":"about:blank","title":"I'm a teapot","status":418,"code":"teapot"}"#;
    assert_eq!(read::<Problem>(newer).map(|problem| problem.code), Some(ProblemCode::Unknown));
    assert!(read::<Problem>("<html>").is_none(), "a captive portal's page is no problem document");
}
