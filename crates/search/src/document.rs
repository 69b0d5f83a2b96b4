//! What is searched: documents made of weighted fields.

/// Which part of a product a text is; decides what a match in it is worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldKind {
    /// The product's name.
    Title,
    /// Who makes it.
    Brand,
    /// What kind of thing it is.
    Category,
    /// The narrowest of its categories. Who types its whole name wants what is in it.
    Shelf,
    /// The merchant's own words for it.
    Tag,
    /// A value that can be chosen, such as a colour.
    Option,
    /// A stock keeping unit. Found only when it is typed whole; signs and capitals make no difference.
    Code,
}

impl FieldKind {
    /// What a match in such a field is worth.
    pub(crate) const fn weight(self) -> u8 {
        match self {
            Self::Title | Self::Code => 100,
            Self::Brand => 90,
            Self::Category | Self::Shelf => 70,
            Self::Tag => 50,
            Self::Option => 30,
        }
    }
}

/// One text of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// Which part it is.
    pub kind: FieldKind,
    /// The text as people read it.
    pub text: String,
    /// The reading of every Han character of `text`, in order, between spaces; other readings of the same character
    /// after a slash; `-` where there is none: `yin hang/xing`.
    pub pinyin: String,
}

impl Field {
    /// A field and the readings of its Han characters.
    pub fn new(kind: FieldKind, text: impl Into<String>, pinyin: impl Into<String>) -> Self {
        Self { kind, text: text.into(), pinyin: pinyin.into() }
    }
}

/// What is found as one thing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Document {
    /// Decides between equally good matches: more comes first. Popularity, for instance.
    pub prior: u16,
    /// Its texts.
    pub fields: Vec<Field>,
}

impl Document {
    /// A document without texts.
    pub fn new(prior: u16) -> Self {
        Self { prior, fields: Vec::new() }
    }

    /// The document with one more text.
    pub fn with(mut self, field: Field) -> Self {
        self.fields.push(field);
        self
    }
}
