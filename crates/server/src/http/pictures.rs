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
use std::io::{self, ErrorKind};
use std::sync::Arc;

/// A picture's id is this many characters.
const ID_CHARS: usize = 12;

/// The picture and width that a file name asks for. Only these reach the file system, so no name leads out of the folder.
pub(super) fn parse(file: &str) -> Option<(PictureId, u32)> {
    let (id, rest) = file.split_at_checked(ID_CHARS)?;
    let width = rest.strip_prefix('-')?.strip_suffix(".webp")?;
    let width = Picture::WIDTHS.into_iter().find(|known| known.to_string() == width)?;
    Some((PictureId::try_from(id.to_owned()).ok()?, width))
}

/// A picture's bytes, or none when it only matters that it is there. The right to read goes with the reading: what nobody
/// waits for any more is still read to its end.
async fn read(
    state: &SharedState,
    file: String,
    is_enough_there: bool,
) -> Result<io::Result<Vec<u8>>, Refusal> {
    let stopping = || Refusal::of_status(StatusCode::SERVICE_UNAVAILABLE);
    let turn = Arc::clone(&state.picture_reads).acquire_owned().await.map_err(|_| stopping())?;
    let path = state.config.pictures.join(file);
    let read = move || {
        let _turn = turn;
        if is_enough_there { std::fs::metadata(path).map(|_| Vec::new()) } else { std::fs::read(path) }
    };
    tokio::task::spawn_blocking(read).await.map_err(|_| stopping())
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
    let bytes = match read(&state, format!("{id}-{width}.webp"), unchanged).await? {
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
