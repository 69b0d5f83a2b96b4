//! Money: whole minor units with a currency. No floats, on the wire or in memory.

use serde::{Deserialize, Serialize};
use std::fmt;

/// An amount in minor units (fen, cents, yen) of one currency.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "wire", derive(fairday_wire::Wire))]
pub struct Money {
    /// Minor units: 1290 with CNY is 12.90 yuan, 1290 with JPY is 1290 yen.
    pub amount: i64,
    /// What the minor units are of.
    pub currency: Currency,
}

impl Money {
    /// `amount` minor units of `currency`.
    pub const fn new(amount: i64, currency: Currency) -> Self {
        Self { amount, currency }
    }

    /// The sum, or nothing if the currencies differ or the sum does not fit.
    pub fn checked_add(self, other: Self) -> Option<Self> {
        if self.currency != other.currency {
            return None;
        }
        Some(Self::new(self.amount.checked_add(other.amount)?, self.currency))
    }

    /// This amount `count` times, or nothing if it does not fit.
    pub fn checked_mul(self, count: u32) -> Option<Self> {
        Some(Self::new(self.amount.checked_mul(i64::from(count))?, self.currency))
    }

    /// The decimal number without a currency sign: `12.90`, `1290` for yen, `-0.05`.
    pub fn decimal(self) -> String {
        let digits = self.currency.minor_digits() as usize;
        let sign = if self.amount < 0 { "-" } else { "" };
        let magnitude = self.amount.unsigned_abs();
        if digits == 0 {
            return format!("{sign}{magnitude}");
        }
        let unit = 10_u64.pow(digits as u32);
        format!("{sign}{}.{:0digits$}", magnitude / unit, magnitude % unit)
    }
}

/// An ISO 4217 alphabetic code: three capital letters.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "wire", derive(fairday_wire::Wire))]
#[cfg_attr(feature = "openapi", schema(value_type = String, pattern = "^[A-Z]{3}$", example = "CNY"))]
pub struct Currency([u8; 3]);

impl Currency {
    /// Chinese yuan.
    pub const CNY: Self = Self(*b"CNY");

    /// The three letters.
    pub fn code(&self) -> &str {
        // Letters alone get in, so this never comes to ISO 4217's code for "no currency".
        std::str::from_utf8(&self.0).unwrap_or("XXX")
    }

    /// How many decimal digits the minor unit has, from ISO 4217 table A.1 (two unless listed here).
    pub fn minor_digits(self) -> u8 {
        match &self.0 {
            b"BIF" | b"CLP" | b"DJF" | b"GNF" | b"ISK" | b"JPY" | b"KMF" | b"KRW" | b"PYG" | b"RWF"
            | b"UGX" | b"UYI" | b"VND" | b"VUV" | b"XAF" | b"XOF" | b"XPF" => 0,
            b"BHD" | b"IQD" | b"JOD" | b"KWD" | b"LYD" | b"OMR" | b"TND" => 3,
            b"CLF" | b"UYW" => 4,
            _ => 2,
        }
    }

    /// The sign written before an amount: `¥`, `HK$`, or the code where none is well known. From CLDR's English locale,
    /// but for the yuan, which every shopper in China knows as `¥`.
    pub fn sign(&self) -> &str {
        match &self.0 {
            b"CNY" | b"JPY" => "¥",
            b"USD" => "$",
            b"EUR" => "€",
            b"GBP" => "£",
            b"INR" => "₹",
            b"KRW" => "₩",
            b"VND" => "₫",
            b"PHP" => "₱",
            b"ILS" => "₪",
            b"AUD" => "A$",
            b"BRL" => "R$",
            b"CAD" => "CA$",
            b"HKD" => "HK$",
            b"MXN" => "MX$",
            b"NZD" => "NZ$",
            b"TWD" => "NT$",
            b"XCD" => "EC$",
            b"XAF" => "FCFA",
            _ => self.code(),
        }
    }
}

impl fmt::Debug for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// The text is not three capital ASCII letters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InvalidCurrency;

impl fmt::Display for InvalidCurrency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a currency is three capital letters such as CNY (ISO 4217)")
    }
}

impl std::error::Error for InvalidCurrency {}

impl std::str::FromStr for Currency {
    type Err = InvalidCurrency;
    fn from_str(text: &str) -> Result<Self, InvalidCurrency> {
        match *text.as_bytes() {
            [a, b, c] if [a, b, c].iter().all(u8::is_ascii_uppercase) => Ok(Self([a, b, c])),
            _ => Err(InvalidCurrency),
        }
    }
}

impl TryFrom<String> for Currency {
    type Error = InvalidCurrency;
    fn try_from(text: String) -> Result<Self, InvalidCurrency> {
        text.parse()
    }
}

impl From<Currency> for String {
    fn from(currency: Currency) -> Self {
        currency.code().to_owned()
    }
}
