//! Identifiers, parsed once at the edge into types that cannot be wrong.

use serde::{Deserialize, Serialize};
use std::fmt;

/// Why a text is not an identifier. The sentence says what would be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InvalidId(&'static str);

impl fmt::Display for InvalidId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl std::error::Error for InvalidId {}

/// One segment of a URL path: short, visible, and free of characters that URLs give a meaning.
fn is_segment(text: &str, bytes_max: usize) -> bool {
    !text.is_empty()
        && text.len() <= bytes_max
        && text != "."
        && text != ".."
        && !text.chars().any(|c| c.is_control() || c.is_whitespace() || "/\\?#%\"<>".contains(c))
}

/// 128 bits in hexadecimal digits.
fn is_random(text: &str) -> bool {
    text.len() == 32 && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'))
}

macro_rules! text_id {
    ($(#[$doc:meta])* $name:ident, $check:expr, $why:literal) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        #[cfg_attr(feature = "wire", derive(fairday_wire::Wire))]
        #[cfg_attr(feature = "openapi", schema(value_type = String))]
        pub struct $name(String);

        impl $name {
            /// The text itself.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl TryFrom<String> for $name {
            type Error = InvalidId;
            fn try_from(text: String) -> Result<Self, InvalidId> {
                let check: fn(&str) -> bool = $check;
                if check(&text) { Ok(Self(text)) } else { Err(InvalidId($why)) }
            }
        }

        impl std::str::FromStr for $name {
            type Err = InvalidId;
            fn from_str(text: &str) -> Result<Self, InvalidId> {
                Self::try_from(text.to_owned())
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> String {
                id.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

text_id!(
    /// A product's name in URLs: Shopify's Handle. At most 255 bytes.
    ProductHandle,
    |text| is_segment(text, 255),
    "a product handle is 1 to 255 bytes without spaces, slashes, %, ?, # or quotes"
);
text_id!(
    /// A category's name in URLs. At most 100 bytes.
    CategorySlug,
    |text| is_segment(text, 100),
    "a category slug is 1 to 100 bytes without spaces, slashes, %, ?, # or quotes"
);
text_id!(
    /// A picture's name: the first 72 bits of its content's SHA-256 as 12 characters of base64url.
    PictureId,
    |text| text.len() == 12 && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_'),
    "a picture id is 12 characters of A-Z a-z 0-9 - _"
);
text_id!(
    /// Where the next page starts. Opaque to clients; at most 200 bytes.
    Cursor,
    |text| !text.is_empty()
        && text.len() <= 200
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_'),
    "a cursor is the `next` of an earlier answer, unchanged"
);

text_id!(
    /// An order, named by the client before it is sent: 128 random bits as 32 hexadecimal digits.
    OrderId,
    is_random,
    "an order id is 32 characters of 0-9 a-f"
);
text_id!(
    /// A credit agreement, named by the client before it is asked for: 128 random bits as 32 hexadecimal digits.
    AgreementId,
    is_random,
    "an agreement id is 32 characters of 0-9 a-f"
);
text_id!(
    /// A payment of a credit agreement, named by the client before it is sent: 128 random bits as 32 hexadecimal digits.
    RepaymentId,
    is_random,
    "a payment id is 32 characters of 0-9 a-f"
);
text_id!(
    /// An entry of an address book, named by the client: 128 random bits as 32 hexadecimal digits.
    AddressId,
    is_random,
    "an address id is 32 characters of 0-9 a-f"
);
text_id!(
    /// An administrative division: 2 digits a province, 4 a city, 6 a county (GB/T 2260), 9 a township (GB/T 10114).
    RegionCode,
    |text| matches!(text.len(), 2 | 4 | 6 | 9) && text.bytes().all(|b| b.is_ascii_digit()),
    "a region code is 2, 4, 6 or 9 digits"
);
text_id!(
    /// A pick-up point, as the shop's configuration names it. At most 40 bytes.
    PickUpPointId,
    |text| is_segment(text, 40),
    "a pick-up point id is 1 to 40 bytes without spaces, slashes, %, ?, # or quotes"
);

/// A variant: what is bought. Stable across imports of the same SKU (or the same option values where no SKU is given).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "wire", derive(fairday_wire::Wire))]
pub struct VariantId(pub u32);

impl fmt::Display for VariantId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
