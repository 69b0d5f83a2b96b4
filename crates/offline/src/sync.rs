//! Joins the server and the phone's database: the copy is brought up to date, and what is kept is looked up.

use crate::allowance::Allowance;
use crate::answer::{NoAnswer, Question, answer};
use crate::api::{self, ApiError};
use crate::browser;
use crate::copy::{OtherCatalogue, Piece, Progress, next_piece};
use crate::db::{Db, DbError, KEPT, PRODUCTS, PROGRESS, READINGS, WORDS, Write};
use fairday_catalogue::Snapshot;
use fairday_catalogue::copy::ReadingTable;
use fairday_catalogue::exchange::reprice;
use fairday_contract::{CatalogueProduct, Changes, Locale};
use fairday_wire::{read, write};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;
use wasm_bindgen_futures::JsFuture;

/// The most pages kept; the oldest goes first.
pub const KEPT_MAX: usize = 60;
/// How often a piece is asked for again before the sync ends until the next occasion.
const TRIES_MAX: u32 = 5;
/// The first wait before asking again, milliseconds; doubled each time, give or take a quarter.
const WAIT_MS: u32 = 1_000;

/// What a page showed this long ago, milliseconds, is from the same visit as the news: the server told both.
const NEWS_MS: i64 = 60_000;
/// How often one sync begins anew, when the copy or the catalogue turns out to be another.
const RESTARTS_MAX: u32 = 2;

/// Why a walk through the catalogue's history cannot go on.
enum Restart {
    /// The copy changed underneath: go on with what is there now.
    AsItIsNow,
    /// The copy is of another catalogue, or has holes.
    FromNothing,
}

/// How a sync ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The copy is as the server's catalogue.
    UpToDate,
    /// There is more, for a better line.
    MoreToCome,
    /// The server could not be reached; what was taken in is kept.
    Unreachable,
    /// The phone has no room for a copy.
    Full,
}

/// What the phone keeps.
#[derive(Default)]
pub struct Phone {
    db: Db,
    /// The copy as it was at some place in the walk, ready to be asked; built when it is first needed.
    snapshot: RefCell<Option<(Progress, Rc<Snapshot>)>>,
}

impl Phone {
    /// How far the copy has come, if there is one.
    pub async fn progress(&self) -> Option<Progress> {
        read(&self.db.get(PROGRESS, PROGRESS).await?)
    }

    /// Whether nothing outlasts this visit.
    pub fn is_memory(&self) -> bool {
        self.db.is_memory()
    }

    /// What a page showed when it was last open: `{milliseconds} {JSON}`.
    pub async fn kept(&self, url: &str) -> Option<String> {
        self.db.get(KEPT, url).await
    }

    /// Keeps what a page shows. A phone without room for it goes without.
    pub async fn keep(&self, url: String, json: &str) {
        let record = format!("{} {json}", now_ms());
        _ = self.write(&[Write::Put(KEPT, url, record)]).await;
        if self.db.keys(KEPT).await.len() > KEPT_MAX {
            let by_age = self.kept_by_age().await;
            let old = by_age.len().saturating_sub(KEPT_MAX);
            let gone: Vec<Write> =
                by_age.into_iter().take(old).map(|(_, url)| Write::Delete(KEPT, url)).collect();
            _ = self.db.write(&gone).await;
        }
    }

    /// When what pages showed was kept, and under what, oldest first.
    async fn kept_by_age(&self) -> Vec<(i64, String)> {
        let mut by_age = Vec::new();
        for url in self.db.keys(KEPT).await {
            let record = self.db.get(KEPT, &url).await.unwrap_or_default();
            by_age.push((stamp(&record), url));
        }
        by_age.sort_unstable();
        by_age
    }

    /// The answer to a question of the API from the copy, `{milliseconds} {JSON}`; nothing when there is no whole copy.
    ///
    /// # Errors
    /// [`NoAnswer::NotFound`] when the shop has no such thing.
    pub async fn answer(&self, path: &str, locale: Locale) -> Result<String, NoAnswer> {
        let progress = self.progress().await.filter(Progress::is_whole).ok_or(NoAnswer::Unknown)?;
        let question = Question::of(path)?;
        let words = match &question {
            Question::Product(handle) => self.db.get(WORDS, handle.as_str()).await,
            _ => None,
        };
        let words = words.and_then(|text| read(&text)).unwrap_or_default();
        let snapshot = self.snapshot(&progress).await;
        let json = answer(&snapshot, locale, &question, words)?;
        Ok(format!("{} {json}", progress.checked_ms))
    }

    async fn snapshot(&self, progress: &Progress) -> Rc<Snapshot> {
        // Another tab may have brought the copy further.
        if let Some((of, ready)) = self.snapshot.borrow().as_ref()
            && of.is_same_place(progress)
        {
            return Rc::clone(ready);
        }
        let mut readings = ReadingTable::default();
        let head = progress.head();
        let add = |piece: String| readings.add(&read::<BTreeMap<String, String>>(&piece).unwrap_or_default());
        self.db.each(READINGS, add).await;
        let mut products = Vec::new();
        let add = |record: String| products.extend(read(&record).map(|product| head.product(product)));
        self.db.each(PRODUCTS, add).await;
        let snapshot = Rc::new(Snapshot::build(head.catalogue_of(products), &|text| readings.of(text)));
        *self.snapshot.borrow_mut() = Some((progress.clone(), Rc::clone(&snapshot)));
        snapshot
    }

    /// Brings the copy up to date, as far as the line allows. Each piece is kept before the next is asked for.
    pub async fn sync(&self) -> Outcome {
        let line = browser::connection();
        let allowance = Allowance::of(line.get(0).is_truthy(), &line.get(1).as_string().unwrap_or_default());
        // Two servers that do not agree, or two tabs, must not have the phone fetch for ever.
        for _ in 0..=RESTARTS_MAX {
            match self.walk(allowance).await {
                Ok(outcome) => return outcome,
                Err(Restart::AsItIsNow) => {}
                // On a costly line no other copy would come: better an old one than none.
                Err(Restart::FromNothing) if allowance == Allowance::Small => return Outcome::MoreToCome,
                Err(Restart::FromNothing) => {
                    if self.forget_copy().await.is_err() {
                        return Outcome::Full;
                    }
                }
            }
        }
        Outcome::Unreachable
    }

    /// Takes in piece after piece.
    async fn walk(&self, allowance: Allowance) -> Result<Outcome, Restart> {
        loop {
            let noted = self.db.get(PROGRESS, PROGRESS).await;
            let progress: Option<Progress> = noted.as_deref().and_then(read);
            if allowance == Allowance::Small && !progress.as_ref().is_some_and(Progress::is_whole) {
                return Ok(Outcome::MoreToCome);
            }
            let path = next_piece(progress.as_ref(), allowance.piece());
            let changes = match ask(&path).await {
                Ok(changes) => changes,
                Err(ApiError::Refused) if progress.is_some() => return Err(Restart::FromNothing),
                Err(_) => return Ok(Outcome::Unreachable),
            };
            let piece = Piece::of(changes, progress.as_ref(), now_ms())
                .map_err(|OtherCatalogue| Restart::FromNothing)?;
            let next = piece.progress.cursor.as_ref();
            if next.is_some() && next == progress.as_ref().and_then(|progress| progress.cursor.as_ref()) {
                return Ok(Outcome::Unreachable); // an answer that leads nowhere is none
            }
            match self.take(&piece, progress.as_ref(), noted).await {
                Err(DbError::Full) => return Ok(Outcome::Full),
                Err(DbError::Changed) => return Err(Restart::AsItIsNow),
                Err(DbError::Broken) => return Err(Restart::FromNothing),
                Ok(()) if piece.progress.cursor.is_none() => return Ok(Outcome::UpToDate),
                Ok(()) if allowance == Allowance::Small => return Ok(Outcome::MoreToCome),
                Ok(()) => browser::tell("left", &piece.left.to_string()),
            }
        }
    }

    /// Writes one piece, all of it or nothing, to the copy as it was `noted` before the piece was asked for. A piece
    /// put to another copy, as of a database deleted meanwhile, would make one that only says that it is whole.
    async fn take(
        &self,
        piece: &Piece,
        progress: Option<&Progress>,
        noted: Option<String>,
    ) -> Result<(), DbError> {
        let mut writes = vec![Write::Expect(PROGRESS, PROGRESS.to_owned(), noted)];
        let put = |store, key: &str, text: &str| Write::Put(store, key.to_owned(), text.to_owned());
        for record in &piece.products {
            writes.push(put(PRODUCTS, &record.handle, &record.product));
            writes.push(put(WORDS, &record.handle, &record.words));
        }
        for news in &piece.repriced {
            // A price of something that is not there: the copy has holes.
            let old = self.db.get(PRODUCTS, news.handle.as_str()).await;
            let mut product: CatalogueProduct = old.and_then(|old| read(&old)).ok_or(DbError::Broken)?;
            reprice(&mut product, news.clone());
            writes.push(put(PRODUCTS, news.handle.as_str(), &write(&product)));
        }
        for handle in &piece.gone {
            writes.push(Write::Delete(PRODUCTS, handle.clone()));
            writes.push(Write::Delete(WORDS, handle.clone()));
        }
        if !piece.readings.is_empty() {
            // The place in the walk names the piece: taken in twice, it is kept once.
            let cursor = progress.and_then(|progress| progress.cursor.as_ref());
            let place = cursor.map_or_else(
                || format!("after {}", progress.map_or(0, |progress| progress.since)),
                ToString::to_string,
            );
            writes.push(put(READINGS, &place, &write(&piece.readings)));
        }
        if !piece.is_empty() && piece.progress.is_whole() {
            // What pages showed before may be old news now; the copy is newer. One that is not whole yet answers nothing.
            let old = self.kept_by_age().await.into_iter().filter(|(kept_ms, _)| !is_of_now(*kept_ms));
            writes.extend(old.map(|(_, url)| Write::Delete(KEPT, url)));
        }
        writes.push(put(PROGRESS, PROGRESS, &write(&piece.progress)));
        self.write(&writes).await
    }

    /// Writes, making room when the phone is full: pictures go first, then what pages showed before. The copy does not
    /// go to make room for itself or for a page, which it can answer; it goes for the cart alone ([`Phone::free`]).
    async fn write(&self, writes: &[Write]) -> Result<(), DbError> {
        match self.db.write(writes).await {
            Err(DbError::Full) => {}
            written => return written,
        }
        _ = JsFuture::from(browser::free_pictures()).await;
        match self.db.write(writes).await {
            Err(DbError::Full) => {}
            written => return written,
        }
        _ = self.db.write(&[Write::Clear(KEPT)]).await;
        self.db.write(writes).await
    }

    async fn forget_copy(&self) -> Result<(), DbError> {
        self.snapshot.take();
        self.db.write(&[PRODUCTS, WORDS, READINGS, PROGRESS].map(Write::Clear)).await
    }

    /// Throws away everything kept: all of it can be had again.
    pub async fn free(&self) {
        _ = self.forget_copy().await;
        _ = self.db.write(&[Write::Clear(KEPT)]).await;
    }
}

/// Asks for a piece, again after a while when the server does not answer.
async fn ask(path: &str) -> Result<Changes, ApiError> {
    let mut wait = WAIT_MS;
    for _ in 1..TRIES_MAX {
        match api::changes(path).await {
            Err(ApiError::Unreachable) => {
                // Not all phones of a village at once.
                let jitter = 0.75 + js_sys::Math::random() / 2.0;
                _ = JsFuture::from(browser::sleep((f64::from(wait) * jitter) as u32)).await;
                wait *= 2;
            }
            answer => return answer,
        }
    }
    api::changes(path).await
}

fn now_ms() -> i64 {
    js_sys::Date::now() as i64
}

/// Whether what was kept then is as new as what a server says now. A clock that was set back says nothing about it.
fn is_of_now(kept_ms: i64) -> bool {
    (0..NEWS_MS).contains(&(now_ms() - kept_ms))
}

/// When a record was kept; 0 when it does not say.
fn stamp(record: &str) -> i64 {
    record.split_once(' ').and_then(|(stamp, _)| stamp.parse().ok()).unwrap_or(0)
}
