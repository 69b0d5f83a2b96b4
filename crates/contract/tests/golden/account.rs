//! Signing in, sessions and the account.

use super::check;
use fairday_contract::*;

fn session(is_current: bool) -> Session {
    Session {
        id: "0123456789abcdef0123456789abcdef".into(),
        device: if is_current { "Chrome, Android".into() } else { String::new() },
        created_ms: 1_700_000_000_000,
        seen_ms: 1_700_003_600_000,
        is_current,
    }
}

#[test]
fn signing_in_and_the_account() {
    let phone = || "13800138000".to_owned();
    check("code_request", CodeRequest { phone: phone() });
    let sent = CodeSent { resend_ms: 60_000, valid_ms: 300_000, digits: 6, demo_code: None };
    check("code_sent", sent.clone());
    check("code_sent_demo", CodeSent { demo_code: Some("012345".into()), ..sent });
    let sign_in = SignIn { phone: phone(), code: "012345".into(), attempt: None };
    check("sign_in", sign_in.clone());
    check("sign_in_attempt", SignIn { attempt: Some("0123456789abcdef".repeat(2)), ..sign_in });
    check("account", Account { phone: "138****8000".into(), created_ms: 1_700_000_000_000 });
    check("sessions", Sessions { items: vec![session(true), session(false)] });
    check("account_deletion", AccountDeletion { phone: phone() });
    check(
        "account_export",
        AccountExport {
            exported_ms: 1_700_007_200_000,
            phone: phone(),
            created_ms: 1_700_000_000_000,
            sessions: vec![session(true)],
            addresses: Vec::new(),
            orders: Vec::new(),
            agreements: Vec::new(),
            reminders: None,
        },
    );
}
