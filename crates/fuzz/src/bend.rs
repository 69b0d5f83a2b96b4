//! How examples are bent.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};

/// The longest input, bytes.
const BYTES_MAX: usize = 64 << 10;
/// The most changes to one example.
const CHANGES_MAX: usize = 6;
/// The most times that a part is repeated.
const REPEATS_MAX: usize = 200;
/// The longest input that is no example's, bytes.
const NOISE_BYTES_MAX: usize = 200;

/// Cases that readers often forget: numbers at the edge of their type, escapes cut off, characters that are longer in another
/// case or look like others, and bytes that are no UTF-8.
const PIECES: [&[u8]; 58] = [
    b"0",
    b"-1",
    b"+1",
    b"00",
    b"-0",
    b"1e999",
    b"1.5",
    b"NaN",
    b"255",
    b"256",
    b"65536",
    b"2147483648",
    b"4294967296",
    b"9223372036854775807",
    b"9223372036854775808",
    b"-9223372036854775808",
    b"18446744073709551615",
    b"340282366920938463463374607431768211456",
    b"\0",
    b"\n",
    b"\r\n",
    b"\t",
    b" ",
    b"\"",
    b"'",
    b"\\",
    b"\\u",
    b"\\ud800",
    b"\\u0000",
    b"%",
    b"%0",
    b"%00",
    b"%ff",
    b"%zz",
    b"+",
    b"&",
    b"=",
    b";",
    b",",
    b":",
    b"[[[[[[[[",
    b"{\"a\":",
    b"]",
    b"}",
    b"../",
    b"//",
    b"@",
    b"#",
    "\u{feff}".as_bytes(),
    "\u{202e}".as_bytes(),
    "\u{10ffff}".as_bytes(),
    "İß".as_bytes(),
    "１２，．".as_bytes(),
    "²٣".as_bytes(),
    "长".as_bytes(),
    b"\xc0\x80",
    b"\xed\xa0\x80",
    b"\xff",
];

#[derive(Clone, Debug)]
enum Change {
    Flip(Index, u8),
    Write(Index, u8),
    Insert(Index, &'static [u8]),
    Remove(Index, Index),
    CutOff(Index),
    Repeat(Index, Index, usize),
    /// A part of another example.
    Splice(Index, Index, Index, Index),
    /// Another number in place of one that is there.
    Number(Index, &'static [u8]),
}

/// Examples as they are and bent, and a few inputs that are nobody's.
pub(crate) fn bent(examples: Vec<Vec<u8>>) -> impl Strategy<Value = Vec<u8>> {
    let of_examples = (any::<Index>(), vec(change(), 0..=CHANGES_MAX)).prop_map(move |(which, changes)| {
        let Some(example) = (!examples.is_empty()).then(|| which.get(&examples)) else { return Vec::new() };
        changes.iter().fold(example.clone(), |bytes, change| change.applied(bytes, &examples))
    });
    let pieces = vec(select(&PIECES[..]), 0..12).prop_map(|pieces| pieces.concat());
    prop_oneof![12 => of_examples, 1 => vec(any::<u8>(), 0..NOISE_BYTES_MAX), 1 => pieces]
}

fn change() -> impl Strategy<Value = Change> {
    let place = any::<Index>;
    prop_oneof![
        (place(), 0_u8..8).prop_map(|(at, bit)| Change::Flip(at, bit)),
        (place(), any::<u8>()).prop_map(|(at, byte)| Change::Write(at, byte)),
        (place(), select(&PIECES[..])).prop_map(|(at, piece)| Change::Insert(at, piece)),
        (place(), place()).prop_map(|(from, to)| Change::Remove(from, to)),
        place().prop_map(Change::CutOff),
        (place(), place(), 1..REPEATS_MAX).prop_map(|(from, to, times)| Change::Repeat(from, to, times)),
        (place(), place(), place(), place()).prop_map(|(at, of, from, to)| Change::Splice(at, of, from, to)),
        (place(), select(&PIECES[..18])).prop_map(|(which, number)| Change::Number(which, number)),
    ]
}

impl Change {
    fn applied(&self, mut bytes: Vec<u8>, examples: &[Vec<u8>]) -> Vec<u8> {
        if bytes.is_empty() {
            return bytes;
        }
        match self {
            Self::Flip(at, bit) => *at.get_mut(&mut bytes) ^= 1 << bit,
            Self::Write(at, byte) => *at.get_mut(&mut bytes) = *byte,
            Self::Insert(at, piece) => insert(&mut bytes, *at, piece),
            Self::Remove(from, to) => {
                let (from, to) = ends(*from, *to, bytes.len());
                bytes.drain(from..to);
            }
            Self::CutOff(at) => bytes.truncate(at.index(bytes.len())),
            Self::Repeat(from, to, times) => {
                let (from, to) = ends(*from, *to, bytes.len());
                let part = bytes[from..to].to_vec();
                let times = (*times).min(BYTES_MAX / part.len().max(1));
                bytes.splice(to..to, part.repeat(times));
            }
            Self::Splice(at, of, from, to) => {
                let other = of.get(examples);
                let (from, to) = ends(*from, *to, other.len().max(1));
                insert(&mut bytes, *at, other.get(from..to).unwrap_or_default());
            }
            Self::Number(which, number) => {
                let begins: Vec<usize> = (0..bytes.len()).filter(|at| begins_number(&bytes, *at)).collect();
                if !begins.is_empty() {
                    let from = *which.get(&begins);
                    let digits = bytes[from..].iter().take_while(|byte| byte.is_ascii_digit()).count();
                    bytes.splice(from..from + digits, number.iter().copied());
                }
            }
        }
        bytes.truncate(BYTES_MAX);
        bytes
    }
}

fn insert(bytes: &mut Vec<u8>, at: Index, part: &[u8]) {
    let at = at.index(bytes.len() + 1);
    bytes.splice(at..at, part.iter().copied());
}

fn ends(one: Index, other: Index, length: usize) -> (usize, usize) {
    let (one, other) = (one.index(length), other.index(length));
    (one.min(other), one.max(other))
}

fn begins_number(bytes: &[u8], at: usize) -> bool {
    bytes[at].is_ascii_digit() && (at == 0 || !bytes[at - 1].is_ascii_digit())
}
