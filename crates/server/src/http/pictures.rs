//! `/pictures/{id}-{width}.webp`

use super::problem::Refusal;
use super::respond::Freshness;
use super::{SharedState, negotiate};
use axum::body::Body;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::response::Response;
use fairday_contract::{Picture, PictureId};
use http::{HeaderMap, HeaderValue, StatusCode, header};
use std::io::ErrorKind;

/// A picture's id is this many characters.
const ID_CHARS: usize = 12;

/// The picture and width that a file name asks for. Only these reach the file system, so no name leads out of the folder.
pub(super) fn parse(file: &str) -> Option<(PictureId, u32)> {
    let (id, rest) = file.split_at_checked(ID_CHARS)?;
    let width = rest.strip_prefix('-')?.strip_suffix(".webp")?;
    let width = Picture::WIDTHS.into_iter().find(|known| known.to_string() == width)?;
    Some((PictureId::try_from(id.to_owned()).ok()?, width))
}

pub(super) async fn picture(
    State(state): State<SharedState>,
    path: Result<Path<String>, PathRejection>,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let Ok(Path(file)) = path else { return Err(Refusal::not_found()) };
    let (id, width) = parse(&file).ok_or_else(Refusal::not_found)?;
    let etag = HeaderValue::try_from(format!("\"{id}-{width}\"")).map_err(|_| Refusal::not_found())?;
    let unchanged = negotiate::has_copy(&headers, &etag);
    let bytes = match tokio::fs::read(state.config.pictures.join(format!("{id}-{width}.webp"))).await {
        Ok(_) if unchanged => Vec::new(),
        Ok(bytes) => bytes,
        Err(error) => {
            if error.kind() != ErrorKind::NotFound {
                tracing::error!(%error, %id, width, "a picture cannot be read");
            }
            return Err(Refusal::not_found());
        }
    };
    let mut response = Response::new(Body::from(bytes));
    let headers = response.headers_mut();
    headers.insert(header::ETAG, etag);
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(Freshness::Immutable.cache_control()));
    if unchanged {
        *response.status_mut() = StatusCode::NOT_MODIFIED;
    } else {
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("image/webp"));
    }
    Ok(response)
}
