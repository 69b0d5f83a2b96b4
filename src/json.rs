//! How the app's own types stand in JSON; those of the wire are in [`fairday_wire`].

use crate::domain::cart::{Cart, Line, News};
use crate::domain::checkout::{Draft, Editing, Place};
use crate::domain::content::{Boot, Content, Listing};
use crate::domain::credit::{Draft as CreditDraft, Kept as KeptPayment};
use crate::domain::outbox::{Entry, Need, State};
use fairday_wire::{objects, tagged};

pub use fairday_wire::{Reader, Wire, Writer, read, write};

objects! {
    Boot { store | content }
    Cart { lines }
    CreditDraft { | handle, title, choice, agreement, order, was_sent }
    Draft { | id, is_pick_up, point, address, place, coupon, applied, payment, note }
    Editing { id, place | label, is_default, is_old }
    Entry { id, made_ms, terms, recipient, payment, locale, state | owner, coupon, note, quote, body, failures }
    KeptPayment { agreement, id, request }
    Place { | name, phone, region, region_names, village, detail }
    Line { variant, handle, title, price, quantity, selected | choice, picture, stock, news }
    News { | gone, price, left }
    Listing { results | category, above }
}

impl Wire for Content {
    fn read(reader: &mut Reader<'_>) -> Option<Self> {
        tagged(reader, |name, reader| {
            Some(match name {
                "home" => Self::Home(Wire::read(reader)?),
                "categories" => Self::Categories(Wire::read(reader)?),
                "list" => Self::List(Wire::read(reader)?),
                "product" => Self::Product(Wire::read(reader)?),
                _ => return None,
            })
        })
    }
    fn write(&self, writer: &mut Writer) {
        writer.object(|fields| match self {
            Self::Home(home) => fields.field("home", home),
            Self::Categories(tree) => fields.field("categories", tree),
            Self::List(listing) => fields.field("list", listing),
            Self::Product(product) => fields.field("product", product),
        });
    }
}

impl Wire for State {
    fn read(reader: &mut Reader<'_>) -> Option<Self> {
        let (mut at, mut quote, mut differences, mut code) = (String::new(), None, Vec::new(), None);
        reader.object(&mut |name, reader| {
            match name {
                "at" => at = reader.string()?,
                "quote" => quote = Wire::read(reader)?,
                "differences" => differences = Wire::read(reader)?,
                "code" => code = Wire::read(reader)?,
                _ => reader.skip()?,
            }
            Some(())
        })?;
        Some(match at.as_str() {
            "saved" => Self::Saved,
            "sending" => Self::Sending,
            "placed" => Self::Placed,
            "sign_in" => Self::NeedsYou(Need::SignIn),
            "terms" => Self::NeedsYou(Need::Terms(quote, differences)),
            "change" => Self::NeedsYou(Need::Change(code?)),
            _ => return None,
        })
    }
    fn write(&self, writer: &mut Writer) {
        let at = match self {
            Self::Saved => "saved",
            Self::Sending => "sending",
            Self::Placed => "placed",
            Self::NeedsYou(Need::SignIn) => "sign_in",
            Self::NeedsYou(Need::Terms(..)) => "terms",
            Self::NeedsYou(Need::Change(_)) => "change",
        };
        writer.object(|fields| {
            fields.field("at", &at.to_owned());
            match self {
                Self::NeedsYou(Need::Terms(quote, differences)) => {
                    fields.optional("quote", quote);
                    fields.optional("differences", differences);
                }
                Self::NeedsYou(Need::Change(code)) => fields.field("code", code),
                _ => {}
            }
        });
    }
}
