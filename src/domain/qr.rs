//! QR codes of short texts (ISO/IEC 18004): bytes, error correction M, versions 1 to 3, which have one block each.

#![allow(clippy::cast_possible_wrap, clippy::needless_range_loop)] // a side has at most 29 modules, and rows are columns too

/// The longest text, bytes.
pub const BYTES_MAX: usize = 42;

/// For each version: data codewords, error correction codewords.
const BLOCKS: [(usize, usize); 3] = [(16, 10), (28, 16), (44, 26)];

/// Row by row, whether a module is dark. Nothing for a text that is too long.
pub fn encode(text: &str) -> Option<Vec<Vec<bool>>> {
    let bytes = text.as_bytes();
    // Mode and length take a byte and a half.
    let version = BLOCKS.iter().position(|(data, _)| bytes.len() + 2 <= *data)? + 1;
    let (data_len, check_len) = BLOCKS[version - 1];
    let mut data = codewords(bytes, data_len);
    let check = remainder(&data, check_len);
    data.extend(check);
    let mut best: Option<(u32, Vec<Vec<bool>>)> = None;
    for mask in 0..8 {
        let grid = draw(version, &data, mask);
        let cost = penalty(&grid);
        if best.as_ref().is_none_or(|(least, _)| cost < *least) {
            best = Some((cost, grid));
        }
    }
    best.map(|(_, grid)| grid)
}

fn codewords(bytes: &[u8], len: usize) -> Vec<u8> {
    // Four bits of mode (bytes), eight of length: everything stands half a byte further.
    let mut data = vec![0x40 | (bytes.len() >> 4) as u8];
    let mut half = (bytes.len() as u8) << 4;
    for byte in bytes {
        data.push(half | byte >> 4);
        half = byte << 4;
    }
    data.push(half);
    let mut fill = [0xec, 0x11].into_iter().cycle();
    while data.len() < len {
        data.extend(fill.next());
    }
    data
}

/// Product in the field of 256 elements (x⁸ + x⁴ + x³ + x² + 1).
fn times(a: u8, b: u8) -> u8 {
    (0..8).rev().fold(0, |sum: u8, bit| {
        let doubled = (sum << 1) ^ (if sum & 0x80 == 0 { 0 } else { 0x1d });
        doubled ^ (if b >> bit & 1 == 0 { 0 } else { a })
    })
}

/// Reed and Solomon's check symbols.
fn remainder(data: &[u8], len: usize) -> Vec<u8> {
    let mut divisor = vec![0; len];
    divisor[len - 1] = 1;
    let mut root = 1;
    for _ in 0..len {
        for at in 0..len {
            divisor[at] = times(divisor[at], root) ^ divisor.get(at + 1).copied().unwrap_or(0);
        }
        root = times(root, 2);
    }
    data.iter().fold(vec![0; len], |mut rest, byte| {
        let factor = byte ^ rest.remove(0);
        rest.push(0);
        for (symbol, part) in rest.iter_mut().zip(&divisor) {
            *symbol ^= times(*part, factor);
        }
        rest
    })
}

/// A grid with its fixed patterns: what each module is, and whether it is fixed.
struct Canvas {
    dark: Vec<Vec<bool>>,
    fixed: Vec<Vec<bool>>,
}

impl Canvas {
    fn set(&mut self, x: usize, y: usize, dark: bool) {
        self.dark[y][x] = dark;
        self.fixed[y][x] = true;
    }

    /// A square pattern around a place: dark where the distance to the middle is not `light`.
    fn square(&mut self, x: i32, y: i32, reach: i32, light: &[i32]) {
        let side = self.dark.len() as i32;
        for dy in -reach..=reach {
            for dx in -reach..=reach {
                let (at_x, at_y) = (x + dx, y + dy);
                if (0..side).contains(&at_x) && (0..side).contains(&at_y) {
                    let far = dx.abs().max(dy.abs());
                    self.set(at_x as usize, at_y as usize, !light.contains(&far));
                }
            }
        }
    }
}

fn draw(version: usize, data: &[u8], mask: u32) -> Vec<Vec<bool>> {
    let side = 17 + 4 * version;
    let mut canvas = Canvas { dark: vec![vec![false; side]; side], fixed: vec![vec![false; side]; side] };
    for at in 0..side {
        canvas.set(6, at, at % 2 == 0);
        canvas.set(at, 6, at % 2 == 0);
    }
    let far = side as i32 - 4;
    for (x, y) in [(3, 3), (far, 3), (3, far)] {
        canvas.square(x, y, 4, &[2, 4]);
    }
    if version > 1 {
        canvas.square(far - 3, far - 3, 2, &[1]);
    }
    format(&mut canvas, mask);
    // Bits go up and down in columns of two, from the right, past the vertical timing pattern.
    let mut bits = data.iter().flat_map(|byte| (0..8).rev().map(move |bit| byte >> bit & 1 == 1));
    let mut right = side as i32 - 1;
    while right >= 1 {
        if right == 6 {
            right = 5;
        }
        for step in 0..side {
            let is_up = (right + 1) & 2 == 0;
            let y = if is_up { side - 1 - step } else { step };
            for x in [right as usize, right as usize - 1] {
                if !canvas.fixed[y][x] {
                    canvas.dark[y][x] = bits.next().unwrap_or(false) ^ is_masked(mask, x, y);
                }
            }
        }
        right -= 2;
    }
    canvas.dark
}

fn is_masked(mask: u32, x: usize, y: usize) -> bool {
    0 == match mask {
        0 => (x + y) % 2,
        1 => y % 2,
        2 => x % 3,
        3 => (x + y) % 3,
        4 => (x / 3 + y / 2) % 2,
        5 => x * y % 2 + x * y % 3,
        6 => (x * y % 2 + x * y % 3) % 2,
        _ => ((x + y) % 2 + x * y % 3) % 2,
    }
}

/// Level M and the mask, twice, with check bits of their own.
fn format(canvas: &mut Canvas, mask: u32) {
    let side = canvas.dark.len();
    let check = (0..10).fold(mask, |rest, _| (rest << 1) ^ ((rest >> 9) * 0x537));
    let bits = (mask << 10 | check) ^ 0x5412;
    let bit = |at: usize| bits >> at & 1 == 1;
    for at in 0..15 {
        let near = [0, 1, 2, 3, 4, 5, 7, 8].get(at).copied();
        // Down the column of the first corner, then back along its row.
        match near {
            Some(y) => canvas.set(8, y, bit(at)),
            None => canvas.set(if at == 8 { 7 } else { 14 - at }, 8, bit(at)),
        }
        if at < 8 {
            canvas.set(side - 1 - at, 8, bit(at));
        } else {
            canvas.set(8, side - 15 + at, bit(at));
        }
    }
    canvas.set(8, side - 8, true);
}

/// How hard a grid is to read: long runs, squares, patterns like the corners', too much of one colour.
fn penalty(grid: &[Vec<bool>]) -> u32 {
    let side = grid.len();
    let mut cost = 0;
    for a in 0..side {
        for is_row in [true, false] {
            let line: Vec<bool> = (0..side).map(|b| if is_row { grid[a][b] } else { grid[b][a] }).collect();
            let mut run = 0;
            for at in 0..side {
                run = if at > 0 && line[at] == line[at - 1] { run + 1 } else { 1 };
                cost += match run {
                    5 => 3,
                    6.. => 1,
                    _ => 0,
                };
            }
            let corner = [true, false, true, true, true, false, true];
            for at in 0..side.saturating_sub(6) {
                let is_light =
                    |from: usize, to: usize| (from..to).all(|n| line.get(n).is_none_or(|dark| !dark));
                if line[at..at + 7] == corner
                    && (is_light(at.saturating_sub(4), at) || is_light(at + 7, at + 11))
                {
                    cost += 40;
                }
            }
        }
    }
    for y in 1..side {
        for x in 1..side {
            let one = grid[y][x];
            if grid[y - 1][x] == one && grid[y][x - 1] == one && grid[y - 1][x - 1] == one {
                cost += 3;
            }
        }
    }
    let dark = grid.iter().flatten().filter(|dark| **dark).count();
    cost + ((dark * 20 / (side * side)) as u32).abs_diff(10) * 10
}
