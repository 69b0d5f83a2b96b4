//! The API described (`/api/openapi.json`) and a page to read and try it (`/api/docs/`), served from this binary alone.

use super::problem::Refusal;
use super::respond::{Freshness, respond};
use super::{
    SharedState, account, addresses, admin, alarms, callbacks, categories, changes, credit, export, home,
    orders, products, quotes, regions, reservations, search, sessions, sign_in, store, variants,
};
use crate::catalogue::Rendered;
use crate::catalogue::rendered::{Content, Effort};
use axum::Router;
use axum::extract::Path;
use axum::extract::rejection::PathRejection;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use fairday_contract::{OrderNotice, Sort};
use http::{HeaderMap, header};
use std::sync::{Arc, LazyLock};
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::{Modify, OpenApi};
use utoipa_swagger_ui::{Config, serve};

/// Swagger UI styles its parts inline; nothing but this path may.
const DOCS_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; \
                           connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Fairday",
        description = "The shop's JSON API. Refusals are problem documents (RFC 9457).",
        license(name = "MIT")
    ),
    paths(
        store::store,
        home::home,
        categories::categories,
        products::list,
        products::product,
        search::search,
        search::suggestions,
        changes::changes,
        variants::variants,
        addresses::list,
        addresses::put,
        addresses::delete,
        regions::provinces,
        regions::province,
        regions::delivery,
        quotes::quote,
        orders::list,
        orders::order,
        orders::place,
        orders::cancel,
        orders::give_back,
        credit::offers::offers,
        credit::offers::text,
        credit::checks::check,
        credit::agreements::list,
        credit::agreements::agreement,
        credit::agreements::offer,
        credit::agreements::cancel,
        credit::signing::code,
        credit::signing::sign,
        credit::payments::pay,
        credit::payments::payment,
        credit::payments::hardship,
        credit::reminders::reminders,
        credit::reminders::choose,
        sign_in::send_code,
        sign_in::sign_in,
        sessions::list,
        sessions::end,
        sessions::end_all,
        account::account,
        export::export,
        account::delete,
        admin::list,
        admin::order,
        admin::move_on,
        admin::refunded,
        admin::second_refunded,
        reservations::list,
        reservations::release,
        alarms::list,
        alarms::done,
        credit::admin::list,
        credit::admin::agreement,
        credit::admin::act,
        credit::admin::audit,
        callbacks::payment
    ),
    components(schemas(OrderNotice, Sort)),
    modifiers(&OperatorToken)
)]
struct Api;

/// How the shop's own systems prove themselves.
struct OperatorToken;

impl Modify for OperatorToken {
    fn modify(&self, api: &mut utoipa::openapi::OpenApi) {
        let scheme = HttpBuilder::new()
            .scheme(HttpAuthScheme::Bearer)
            .description(Some("The operator's token"))
            .build();
        let components = api.components.get_or_insert_default();
        components.add_security_scheme("operator", SecurityScheme::Http(scheme));
    }
}

static SPECIFICATION: LazyLock<Rendered> = LazyLock::new(|| {
    Rendered::new(Content {
        content_type: "application/json",
        bytes: specification().into_bytes(),
        effort: Effort::Quick,
    })
});
static UI: LazyLock<Arc<Config<'static>>> =
    LazyLock::new(|| Arc::new(Config::from("/api/openapi.json").try_it_out_enabled(true)));

/// The `OpenAPI` 3.1 document, as it is served and as it is kept in the repository.
pub fn specification() -> String {
    let mut text = Api::openapi().to_pretty_json().expect("a specification is plain data");
    text.push('\n');
    text
}

pub(super) fn router() -> Router<SharedState> {
    Router::new()
        .route("/api/openapi.json", get(openapi))
        .route("/api/docs", get(|| async { Redirect::permanent("/api/docs/") }))
        .route("/api/docs/", get(|| async { ui("index.html") }))
        .route("/api/docs/{*file}", get(file))
}

async fn openapi(headers: HeaderMap) -> Response {
    respond(&SPECIFICATION, &headers, Freshness::Revalidate)
}

async fn file(path: Result<Path<String>, PathRejection>) -> Result<Response, Refusal> {
    let Path(file) = path.map_err(|_| Refusal::not_found())?;
    ui(&file)
}

fn ui(file: &str) -> Result<Response, Refusal> {
    let found = serve(file, Arc::clone(&UI)).ok().flatten().ok_or_else(Refusal::not_found)?;
    let headers = [
        (header::CONTENT_TYPE, found.content_type),
        (header::CONTENT_SECURITY_POLICY, DOCS_POLICY.to_owned()),
        (header::CACHE_CONTROL, "public, max-age=3600".to_owned()),
    ];
    Ok((headers, found.bytes.into_owned()).into_response())
}
