//! How the app's own types stand in JSON; those of the wire are in [`fairday_wire`].

use crate::domain::cart::{Cart, Line, News};
use crate::domain::content::{Boot, Content, Listing};
use fairday_wire::{objects, tagged};

pub use fairday_wire::{Reader, Wire, Writer, read, write};

objects! {
    Boot { store | content }
    Cart { lines }
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
