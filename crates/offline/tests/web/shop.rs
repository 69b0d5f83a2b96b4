//! A shop in this page: the catalogue's own code answers what the phone asks.

use crate::browser;
use fairday_catalogue::model::{Catalogue, Gone, Record};
use fairday_catalogue::{Snapshot, Walk, sample};
use fairday_contract::Cursor;
use fairday_wire::url::query_pairs;
use fairday_wire::write;
use std::cell::RefCell;
use std::rc::Rc;

/// What comes in place of an answer.
pub(crate) type Fault = Box<dyn Fn(usize) -> Option<Option<(u16, String)>>>;

/// A shop that answers whoever asks in this page.
#[derive(Clone)]
pub(crate) struct Shop(Rc<RefCell<Inside>>);

struct Inside {
    catalogue: Catalogue,
    asked: Vec<String>,
    fault: Fault,
}

/// As good as pinyin here: different for each character.
pub(crate) fn readings(text: &str) -> String {
    let of = |c: char| format!("r{}", u32::from(c) % 97).replace(|c: char| c.is_ascii_digit(), "a");
    text.chars().filter(|c| ('\u{4e00}'..='\u{9fff}').contains(c)).map(of).collect::<Vec<_>>().join(" ")
}

impl Shop {
    /// Opens a shop with this many goods, in an empty phone on a line that carries everything.
    pub(crate) async fn open(goods: usize) -> Self {
        browser::reset().await;
        browser::hurry();
        browser::set_connection("4g");
        let inside =
            Inside { catalogue: sample::catalogue(goods), asked: Vec::new(), fault: Box::new(|_| None) };
        let shop = Self(Rc::new(RefCell::new(inside)));
        let answering = shop.clone();
        browser::serve(move |path| answering.answer(path));
        shop
    }

    /// From the next request on, counted from 0, `fault` may say what comes in place of the answer.
    pub(crate) fn fail(&self, fault: impl Fn(usize) -> Option<Option<(u16, String)>> + 'static) {
        self.0.borrow_mut().asked.clear();
        self.0.borrow_mut().fault = Box::new(fault);
    }

    /// Every answer comes from here on.
    pub(crate) fn recover(&self) {
        self.fail(|_| None);
    }

    /// What was asked since the last [`Shop::fail`] or [`Shop::recover`].
    pub(crate) fn asked(&self) -> Vec<String> {
        self.0.borrow().asked.clone()
    }

    /// Changes the catalogue; its revision grows by one.
    pub(crate) fn change(&self, change: impl FnOnce(&mut Catalogue, u64)) {
        let catalogue = &mut self.0.borrow_mut().catalogue;
        catalogue.revision += 1;
        let revision = catalogue.revision;
        change(catalogue, revision);
    }

    /// Takes a product from sale.
    pub(crate) fn withdraw(&self, at: usize) -> String {
        let mut handle = String::new();
        self.change(|catalogue, revision| {
            let product = catalogue.products.remove(at);
            handle = product.handle.to_string();
            let record = Record { revision, shown_revision: revision, ..product.record };
            catalogue.gone.push(Gone { handle: product.handle, record });
        });
        handle
    }

    pub(crate) fn snapshot(&self) -> Snapshot {
        Snapshot::build(self.0.borrow().catalogue.clone(), &readings)
    }

    fn answer(&self, path: &str) -> Option<(u16, String)> {
        let nth = {
            let mut inside = self.0.borrow_mut();
            inside.asked.push(path.to_owned());
            inside.asked.len() - 1
        };
        if let Some(instead) = (self.0.borrow().fault)(nth) {
            return instead;
        }
        let (_, query) = path.split_once('?')?;
        let value = |name: &str| query_pairs(query).find(|(key, _)| key == name).map(|(_, value)| value);
        let since = value("since")?.parse().ok()?;
        let cursor: Option<Cursor> = value("cursor").and_then(|cursor| cursor.try_into().ok());
        let walk = Walk::from(since, cursor.as_ref()).ok()?;
        let limit = value("limit")?.parse().ok()?;
        Some((200, write(&self.snapshot().changes(walk, limit, &readings))))
    }
}
