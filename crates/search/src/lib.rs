//! The one product matcher: the server's index, and the phone's when there is no network.
//!
//! Pure and without dependencies, so that it stays small when compiled for the phone: two small tables, of traditional
//! characters and of synonyms, are data beside it. Pinyin tables are large and live elsewhere: a [`Field`] already carries the readings of its Han characters.
//!
//! ```
//! use fairday_search::{Document, Field, FieldKind, Index};
//! let soap = Document::new(0).with(Field::new(FieldKind::Title, "洗衣粉 2kg", "xi yi fen"));
//! let index = Index::build(&[soap]);
//! assert_eq!(index.search("xyf").hits[0].document, 0);
//! ```

mod document;
mod fold;
mod forgiving;
mod han;
mod index;
mod lexicon;
mod matching;
mod measure;
mod parser;
mod query;
mod rank;
mod stem;
mod synonyms;
mod terms;
mod token;
mod traditional;
mod traits;
mod typo;

pub use document::{Document, Field, FieldKind};
pub use fold::{fold, is_han};
pub use index::{Index, IndexSize};
pub use rank::{Found, Hit};
pub use synonyms::{BadLine, Synonyms};
