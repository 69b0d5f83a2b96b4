//! What the sources say: categories and their products, in both languages.

use crate::picture::{Colour, Look};

/// The same text in both languages.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Text {
    /// Chinese.
    pub zh: String,
    /// English.
    pub en: String,
}

impl Text {
    /// Both languages given.
    pub fn new(zh: &str, en: &str) -> Self {
        Self { zh: zh.trim().to_owned(), en: en.trim().to_owned() }
    }
}

/// A price in fen, and the price it is reduced from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Price {
    /// What it costs, in fen.
    pub now: i64,
    /// What it cost before, in fen.
    pub before: Option<i64>,
}

/// One value of an option.
#[derive(Clone, Debug)]
pub struct OptionValue {
    /// Its name.
    pub name: Text,
    /// The price of variants with it, when it decides the price.
    pub price: Option<Price>,
    /// Its colour and the name of its picture, when the option is a colour.
    pub colour: Option<Colour>,
}

/// Something to choose.
#[derive(Clone, Debug)]
pub struct Choice {
    /// What is chosen.
    pub name: Text,
    /// Among what.
    pub values: Vec<OptionValue>,
}

/// One product as the sources give it.
#[derive(Clone, Debug)]
pub struct Product {
    /// Its name in URLs.
    pub handle: String,
    /// Its name for people.
    pub title: Text,
    /// Who makes it.
    pub vendor: Text,
    /// Where it stands: `wide > narrow`.
    pub category: Text,
    /// Words to find it by, comma-separated.
    pub tags: Text,
    /// What it is, as the sources write it.
    pub body: Text,
    /// Its price unless an option decides.
    pub price: Price,
    /// What can be chosen; at most two.
    pub choices: Vec<Choice>,
    /// Index into `words::SPECIFICATIONS` and the fact.
    pub specifications: Vec<(usize, Text)>,
    /// How it is drawn: the main picture, then the extra ones.
    pub looks: Vec<Look>,
    /// Behind it, by category.
    pub background: Colour,
}

/// One picture of a product.
pub struct Picture {
    /// Its file name.
    pub file: String,
    /// What it shows, in words.
    pub alt: Text,
    /// How it is drawn.
    pub look: Look,
}

impl Product {
    /// The option that is a colour, by its index.
    pub fn colour_choice(&self) -> Option<usize> {
        self.choices.iter().position(|choice| choice.values.iter().all(|value| value.colour.is_some()))
    }

    /// Its pictures: one for each colour (or one), then the extra ones.
    pub fn pictures(&self) -> Vec<Picture> {
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
