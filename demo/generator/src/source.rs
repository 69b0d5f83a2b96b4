//! Reads the sources: `goods/*.txt`, a line for each thing (`demo/README.md` shows one).

use crate::{
    goods::{Choice, OptionValue, Price, Product, Text},
    picture::{Colour, Look, template},
    words,
};
use std::{fs, path::Path};

/// All products of a folder of sources, in the order of file names.
///
/// # Errors
/// The file, the line and what is wrong there.
pub(crate) fn read(folder: &Path) -> Result<Vec<Product>, String> {
    let listing = fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let mut paths: Vec<_> = listing.filter_map(|entry| entry.ok().map(|entry| entry.path())).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "txt"));
    paths.sort();
    let mut products = Vec::new();
    for path in paths {
        let text = fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
        products.extend(parse(&text).map_err(|wrong| format!("{}: {wrong}", path.display()))?);
    }
    Ok(products)
}

/// The products of one source.
///
/// # Errors
/// The line and what is wrong there.
pub(crate) fn parse(text: &str) -> Result<Vec<Product>, String> {
    let mut reader = Reader::default();
    for (index, line) in text.lines().enumerate() {
        reader.line(line).map_err(|wrong| format!("line {}: {wrong}", index + 1))?;
    }
    reader.finish()
}

/// What holds for the lines that follow, and the products so far.
#[derive(Default)]
struct Reader {
    top: Text,
    background: Option<Colour>,
    category: Text,
    tags: Text,
    vendor: Text,
    shared: Vec<(usize, Text)>,
    in_product: bool,
    products: Vec<Product>,
}

impl Reader {
    fn line(&mut self, line: &str) -> Result<(), String> {
        let line = line.trim();
        if line.is_empty() {
            return Ok(());
        }
        if let Some(rest) = line.strip_prefix("## ") {
            return self.category(rest);
        }
        if let Some(rest) = line.strip_prefix("# ") {
            let [zh, en, background] = fields(rest)?;
            self.top = Text::new(zh, en);
            self.background = Some(colour(background)?);
            return Ok(());
        }
        if let Some(rest) = line.strip_prefix("~ ") {
            self.vendor = two_words(rest)?;
            return Ok(());
        }
        if let Some(rest) = line.strip_prefix('*') {
            let facts = specifications(rest)?;
            if self.in_product {
                self.last()?.specifications.extend(facts);
            } else {
                self.shared = facts;
            }
            return Ok(());
        }
        if let Some(rest) = line.strip_prefix('+') {
            let choice = choice(rest)?;
            self.last()?.choices.push(choice);
            return Ok(());
        }
        if let Some(rest) = line.strip_prefix("^ ") {
            let extra = look(rest)?;
            self.last()?.looks.push(extra);
            return Ok(());
        }
        if line.contains(" | ") && starts_with_handle(line) {
            return self.product(line);
        }
        let body = &mut self.last()?.body;
        let side = if body.zh.is_empty() { &mut body.zh } else { &mut body.en };
        if !side.is_empty() {
            return Err(String::from("a third line of description"));
        }
        line.clone_into(side);
        Ok(())
    }

    fn category(&mut self, rest: &str) -> Result<(), String> {
        let [zh, en, tags_zh, tags_en] = fields(rest)?;
        self.category = Text::new(&format!("{} > {zh}", self.top.zh), &format!("{} > {en}", self.top.en));
        self.tags = Text::new(tags_zh, tags_en);
        self.shared.clear();
        self.in_product = false;
        Ok(())
    }

    fn product(&mut self, line: &str) -> Result<(), String> {
        let [handle, zh, en, cost, drawing] = fields(line)?;
        self.in_product = true;
        self.products.push(Product {
            handle: handle.to_owned(),
            title: Text::new(zh, en),
            vendor: self.vendor.clone(),
            category: self.category.clone(),
            tags: self.tags.clone(),
            body: Text::default(),
            price: price(cost)?,
            choices: Vec::new(),
            specifications: self.shared.clone(),
            looks: vec![look(drawing)?],
            background: self.background.ok_or("no category above")?,
        });
        Ok(())
    }

    fn last(&mut self) -> Result<&mut Product, String> {
        self.products.last_mut().ok_or_else(|| String::from("no product above this line"))
    }

    fn finish(self) -> Result<Vec<Product>, String> {
        match self.products.iter().find(|product| product.body.en.is_empty() || product.choices.len() > 2) {
            Some(product) => Err(format!(
                "{} needs a description in both languages and at most two options",
                product.handle
            )),
            None => Ok(self.products),
        }
    }
}

/// Whether a line starts as a product does: with a handle.
fn starts_with_handle(line: &str) -> bool {
    let handle = line.split(" | ").next().unwrap_or_default();
    handle.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
}

fn fields<const N: usize>(line: &str) -> Result<[&str; N], String> {
    let parts: Vec<&str> = line.split('|').map(str::trim).collect();
    parts.try_into().map_err(|parts: Vec<&str>| format!("{} fields where {N} are wanted", parts.len()))
}

fn two_words(text: &str) -> Result<Text, String> {
    let (zh, en) = text.split_once(' ').ok_or_else(|| format!("{text:?} is not Chinese and English"))?;
    Ok(Text::new(zh, en))
}

fn colour(hex: &str) -> Result<Colour, String> {
    Colour::parse(hex).ok_or_else(|| format!("{hex:?} is not a colour"))
}

/// `29.9` or `29.9<35`: now, and reduced from.
fn price(text: &str) -> Result<Price, String> {
    let (now, before) = text.split_once('<').map_or((text, None), |(now, before)| (now, Some(before)));
    Ok(Price { now: fen(now)?, before: before.map(fen).transpose()? })
}

fn fen(text: &str) -> Result<i64, String> {
    let wrong = || format!("{text:?} is not a price");
    let (yuan, rest) = text.split_once('.').unwrap_or((text, "0"));
    let whole: i64 = yuan.parse().map_err(|_| wrong())?;
    let part: i64 = rest.parse().map_err(|_| wrong())?;
    match rest.len() {
        1 => Ok(whole * 100 + part * 10),
        2 => Ok(whole * 100 + part),
        _ => Err(wrong()),
    }
}

/// `template main second label`, the label optional.
fn look(text: &str) -> Result<Look, String> {
    let mut words = text.split_whitespace();
    let name = words.next().unwrap_or_default();
    template(name).ok_or_else(|| format!("no drawing is called {name:?}"))?;
    let main = colour(words.next().unwrap_or_default())?;
    let second = colour(words.next().unwrap_or_default())?;
    let label = words.next().unwrap_or_default().to_owned();
    Ok(Look { template: name.to_owned(), main, second, label })
}

/// `name: value, value@price, value/English@price`.
fn choice(text: &str) -> Result<Choice, String> {
    let (name, values) = text.split_once(':').ok_or("an option without a colon")?;
    let name = name.trim();
    let english = words::option(name).ok_or_else(|| format!("no option is called {name:?}"))?;
    let values = values
        .split(',')
        .map(|value| {
            let (value, cost) = value
                .trim()
                .split_once('@')
                .map_or((value.trim(), None), |(value, cost)| (value, Some(cost)));
            let name = translated(value)?;
            let colour = words::colour(&name.zh).and_then(|(_, hex)| Colour::parse(hex));
            Ok(OptionValue { name, price: cost.map(price).transpose()?, colour })
        })
        .collect::<Result<_, String>>()?;
    Ok(Choice { name: Text::new(name, english), values })
}

/// `name=value; name=value/English`.
fn specifications(text: &str) -> Result<Vec<(usize, Text)>, String> {
    text.split(';')
        .map(|fact| {
            let (name, value) = fact.split_once('=').ok_or("a specification without =")?;
            let known = words::SPECIFICATIONS.iter().position(|(zh, _, _)| *zh == name.trim());
            let index = known.ok_or_else(|| format!("no specification is called {name:?}"))?;
            Ok((index, translated(value.trim())?))
        })
        .collect()
}

fn translated(value: &str) -> Result<Text, String> {
    if let Some((zh, en)) = value.split_once('/') {
        return Ok(Text::new(zh, en));
    }
    let english = words::value(value).ok_or_else(|| format!("{value:?} needs English after a slash"))?;
    Ok(Text::new(value, &english))
}
