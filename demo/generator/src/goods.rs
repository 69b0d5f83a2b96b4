//! What the sources say: categories and their products, in both languages.

use crate::picture::{Colour, Look};

/// The same text in both languages.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Text {
    /// Chinese.
    pub(crate) zh: String,
    /// English.
    pub(crate) en: String,
}

impl Text {
    /// Both languages given.
    pub(crate) fn new(zh: &str, en: &str) -> Self {
        Self { zh: zh.trim().to_owned(), en: en.trim().to_owned() }
    }
}

/// A price in fen, and the price it is reduced from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Price {
    /// What it costs, in fen.
    pub(crate) now: i64,
    /// What it cost before, in fen.
    pub(crate) before: Option<i64>,
}

/// One value of an option.
#[derive(Clone, Debug)]
pub(crate) struct OptionValue {
    /// Its name.
    pub(crate) name: Text,
    /// The price of variants with it, when it decides the price.
    pub(crate) price: Option<Price>,
    /// Its colour and the name of its picture, when the option is a colour.
    pub(crate) colour: Option<Colour>,
}

/// Something to choose.
#[derive(Clone, Debug)]
pub(crate) struct Choice {
    /// What is chosen.
    pub(crate) name: Text,
    /// Among what.
    pub(crate) values: Vec<OptionValue>,
}

/// One product as the sources give it.
#[derive(Clone, Debug)]
pub(crate) struct Product {
    /// Its name in URLs.
    pub(crate) handle: String,
    /// Its name for people.
    pub(crate) title: Text,
    /// Who makes it.
    pub(crate) vendor: Text,
    /// Where it stands: `wide > narrow`.
    pub(crate) category: Text,
    /// Words to find it by, comma-separated.
    pub(crate) tags: Text,
    /// What it is, as the sources write it.
    pub(crate) body: Text,
    /// Its price unless an option decides.
    pub(crate) price: Price,
    /// What can be chosen; at most two.
    pub(crate) choices: Vec<Choice>,
    /// Index into `words::SPECIFICATIONS` and the fact.
    pub(crate) specifications: Vec<(usize, Text)>,
    /// How it is drawn: the main picture, then the extra ones.
    pub(crate) looks: Vec<Look>,
    /// Behind it, by category.
    pub(crate) background: Colour,
}

/// One picture of a product.
pub(crate) struct Picture {
    /// Its file name.
    pub(crate) file: String,
    /// What it shows, in words.
    pub(crate) alt: Text,
    /// How it is drawn.
    pub(crate) look: Look,
}

impl Product {
    /// The option that is a colour, by its index.
    pub(crate) fn colour_choice(&self) -> Option<usize> {
        self.choices.iter().position(|choice| choice.values.iter().all(|value| value.colour.is_some()))
    }

    /// Its pictures: one for each colour (or one), then the extra ones.
    pub(crate) fn pictures(&self) -> Vec<Picture> {
        let main = &self.looks[0];
        let mut pictures = Vec::new();
        if let Some(choice) = self.colour_choice() {
            for value in &self.choices[choice].values {
                pictures.push(Picture {
                    file: format!("{}-{}.webp", self.handle, slug(&value.name.en)),
                    alt: Text::new(
                        &format!("{} {}", self.title.zh, value.name.zh),
                        &format!("{}, {}", self.title.en, value.name.en.to_lowercase()),
                    ),
                    look: Look { main: value.colour.unwrap_or(main.main), ..main.clone() },
                });
            }
        } else {
            pictures.push(Picture {
                file: format!("{}.webp", self.handle),
                alt: self.title.clone(),
                look: main.clone(),
            });
        }
        for (index, look) in self.looks[1..].iter().enumerate() {
            let number = index + 2;
            pictures.push(Picture {
                file: format!("{}-view{number}.webp", self.handle),
                alt: Text::new(
                    &format!("{}，图{number}", self.title.zh),
                    &format!("{}, view {number}", self.title.en),
                ),
                look: look.clone(),
            });
        }
        pictures
    }
}

fn slug(text: &str) -> String {
    text.to_lowercase().replace(' ', "-")
}
