//! Colours: eight bits a channel, with lighter and darker neighbours for shading.

use std::fmt;

/// An sRGB colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Colour(u8, u8, u8);

impl Colour {
    /// White, for highlights and plaques.
    pub(crate) const WHITE: Self = Self(255, 255, 255);
    /// Nearly black, for outlines and print.
    pub(crate) const INK: Self = Self(0x33, 0x33, 0x3a);
    /// Brushed steel.
    pub(crate) const STEEL: Self = Self(0xb9, 0xc2, 0xca);
    /// Unpainted wood.
    pub(crate) const WOOD: Self = Self(0xd3, 0x9f, 0x62);

    /// Six hexadecimal digits, without a sign before them.
    pub(crate) fn parse(hex: &str) -> Option<Self> {
        if hex.len() != 6 {
            return None;
        }
        let value = u32::from_str_radix(hex, 16).ok()?;
        Some(Self((value >> 16) as u8, (value >> 8) as u8, value as u8))
    }

    /// This colour moved `percent` of the way to white.
    pub(crate) fn light(self, percent: u16) -> Self {
        self.toward(Self::WHITE, percent)
    }

    /// This colour moved `percent` of the way to black.
    pub(crate) fn dark(self, percent: u16) -> Self {
        self.toward(Self(16, 14, 24), percent)
    }

    /// White on dark colours, ink on light ones.
    pub(crate) fn print(self) -> Self {
        let luma = 3 * u32::from(self.0) + 6 * u32::from(self.1) + u32::from(self.2);
        if luma < 1650 { Self::WHITE } else { Self::INK }
    }

    fn toward(self, to: Self, percent: u16) -> Self {
        let mix =
            |from: u8, to: u8| ((u16::from(from) * (100 - percent) + u16::from(to) * percent) / 100) as u8;
        Self(mix(self.0, to.0), mix(self.1, to.1), mix(self.2, to.2))
    }
}

impl fmt::Display for Colour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{:02x}{:02x}{:02x}", self.0, self.1, self.2)
    }
}
