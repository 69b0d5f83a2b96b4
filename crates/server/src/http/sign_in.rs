//! `/api/v1/sign-in/codes`, and signing in: `POST /api/v1/sessions`

use super::SharedState;
use super::body::JsonBody;
use super::client_address::ClientAddress;
use super::problem::Refusal;
use super::respond::private;
use super::session::{cookie, token};
use crate::accounts::codes::{self, Attempt, Outcome};
use crate::accounts::rate_limit::{Limit, Limited, Use};
use crate::accounts::sessions::{NewSession, Token};
use crate::accounts::{PHONE_PLACE, PHONE_PURPOSE, Phone, device};
use crate::database::Transaction;
use crate::privacy::KeyRing;
use crate::sms::budget::note_spent;
use crate::sms::{Message, NoPlace};
use axum::extract::State;
use axum::response::Response;
use fairday_contract::{Account, CodeRequest, CodeSent, FieldError, Problem, ProblemCode, SignIn};
use fairday_input::Kind;
use http::{HeaderMap, StatusCode, header};

/// How long to wait when too many codes wait to be sent, milliseconds.
const SMS_RETRY_MS: u32 = 10_000;
/// Shortest and longest random number of an attempt, characters.
const ATTEMPT_CHARS: std::ops::RangeInclusive<usize> = 32..=64;

/// Sends a one-time code to a mobile number. The answer is the same whether the number has an account or not.
#[utoipa::path(post, path = "/api/v1/sign-in/codes", tag = "account", request_body = CodeRequest,
    responses((status = 202, body = CodeSent), (status = "4XX", body = Problem, content_type = "application/problem+json"),
        (status = "5XX", body = Problem, content_type = "application/problem+json")))]
pub(super) async fn send_code(
    State(state): State<SharedState>,
    address: ClientAddress,
    JsonBody(request): JsonBody<CodeRequest>,
) -> Result<Response, Refusal> {
    let phone = phone(&request.phone)?;
    let place = state.sms.place().map_err(no_place)?;
    let (code, now_ms) = (codes::generate(), state.now_ms());
    let index = state.keys.index(PHONE_PURPOSE, &phone.e164());
    let hash = codes::hash(&state.keys, &index, &code);
    let limits = (&codes::SENT_TO_NUMBER[..], &codes::SENT_BY_ADDRESS[..]);
    let uses = uses(&state.keys, &phone, address, limits);
    let (keys, budget) = (std::sync::Arc::clone(&state.keys), state.sms.budget());
    let keep = move |transaction: &mut Transaction<'_>| {
        codes::keep(transaction, (&index, &hash), (&uses, &keys, budget), now_ms)
    };
    let kept = state.database.write(keep).await;
    if let Err(Limited::SmsSpent(spent)) = &kept {
        note_spent(&state.database, spent, now_ms).await?;
    }
    kept?;
    // Sent behind the answer's back: how long that takes tells nobody anything.
    place.put(Message { phone, code: code.clone() });
    let sent = CodeSent {
        resend_ms: codes::RESEND_MS as u32,
        valid_ms: codes::VALID_MS as u32,
        digits: codes::DIGITS,
        demo_code: state.config.is_demo.then_some(code),
    };
    Ok(private(StatusCode::ACCEPTED, &sent))
}

/// Signs in with a code. The account of a new number is made. The session is a cookie; one that this browser had before
/// ends.
#[utoipa::path(post, path = "/api/v1/sessions", tag = "account", request_body = SignIn,
    responses((status = 201, body = Account, headers(("Set-Cookie" = String, description = "The session"))),
        (status = "4XX", body = Problem, content_type = "application/problem+json"),
        (status = "5XX", body = Problem, content_type = "application/problem+json")))]
pub(super) async fn sign_in(
    State(state): State<SharedState>,
    address: ClientAddress,
    headers: HeaderMap,
    JsonBody(request): JsonBody<SignIn>,
) -> Result<Response, Refusal> {
    let phone = phone(&request.phone)?;
    let code = code(&request.code)?;
    let attempt = request.attempt.as_deref().map(|text| attempt(&state.keys, text)).transpose()?;
    let new_token = Token::generate();
    let user_agent = headers.get(header::USER_AGENT).and_then(|name| name.to_str().ok()).unwrap_or_default();
    let limits = (&codes::TRIED_FOR_NUMBER[..], &codes::TRIED_BY_ADDRESS[..]);
    // All of it is made for every number, known or not.
    let attempt = Attempt {
        phone_index: state.keys.index(PHONE_PURPOSE, &phone.e164()),
        phone: state.keys.seal(PHONE_PLACE, phone.national().as_bytes()),
        code,
        attempt_hash: attempt,
        session: NewSession::new(&new_token, device::name(user_agent), state.now_ms()),
        earlier_token_hash: token(&headers, &state).map(|token| token.hash()),
        uses: uses(&state.keys, &phone, address, limits),
    };
    let keys = std::sync::Arc::clone(&state.keys);
    let outcome = state.database.write(move |transaction| codes::sign_in(transaction, &keys, &attempt));
    match outcome.await? {
        Outcome::SignedIn { created_ms } => {
            let mut response = private(StatusCode::CREATED, &Account { phone: phone.masked(), created_ms });
            response.headers_mut().insert(header::SET_COOKIE, cookie(&new_token, &headers, &state));
            Ok(response)
        }
        Outcome::Wrong { tries_left } => {
            let detail =
                format!("This is not the code that was sent. It can be tried {tries_left} times more.");
            Err(Refusal::new(StatusCode::BAD_REQUEST, ProblemCode::WrongCode, detail))
        }
        Outcome::NoCode => {
            let detail = "There is no code for this number that can still be used: it is too old, was used, or was tried \
                          too often. Ask for another.";
            Err(Refusal::new(StatusCode::BAD_REQUEST, ProblemCode::CodeExpired, detail))
        }
    }
}

pub(super) fn phone(text: &str) -> Result<Phone, Refusal> {
    Phone::parse(text).map_err(|why| wrong_field("phone", &why.to_string()))
}

fn code(text: &str) -> Result<String, Refusal> {
    let code = Kind::OneTimeCode.normalise(text);
    let wrong = || wrong_field("code", &format!("the {} digits that were sent", codes::DIGITS));
    codes::is_code(&code).then_some(code).ok_or_else(wrong)
}

fn attempt(keys: &KeyRing, text: &str) -> Result<[u8; 32], Refusal> {
    let is_random = ATTEMPT_CHARS.contains(&text.len()) && text.bytes().all(|b| b.is_ascii_hexdigit());
    let wrong = || wrong_field("attempt", "32 to 64 random hexadecimal digits");
    is_random.then(|| keys.index("sign_in_attempt", text)).ok_or_else(wrong)
}

pub(super) fn wrong_field(field: &str, detail: &str) -> Refusal {
    Refusal::invalid_body(vec![FieldError { field: field.to_owned(), detail: detail.to_owned() }])
}

fn uses(
    keys: &KeyRing,
    phone: &Phone,
    address: ClientAddress,
    (of_number, of_address): (&[Limit], &[Limit]),
) -> Vec<Use> {
    let (number, network) = (phone.e164(), address.network());
    let of_number = of_number.iter().map(|limit| Use::new(keys, *limit, &number));
    of_number.chain(of_address.iter().map(|limit| Use::new(keys, *limit, &network))).collect()
}

pub(super) fn no_place(why: NoPlace) -> Refusal {
    let refuse =
        |detail: &str| Refusal::new(StatusCode::SERVICE_UNAVAILABLE, ProblemCode::Unavailable, detail);
    match why {
        NoPlace::Never => refuse("This shop sends no codes yet: it was started without --sms-url."),
        NoPlace::Now => refuse("Too many codes are being sent just now.").retry_in(SMS_RETRY_MS),
    }
}
