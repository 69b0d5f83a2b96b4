//! Toys and games.

use super::{Colour, Look, Pen, Template};

/// The templates of this file.
pub(crate) const TEMPLATES: &[(&str, Template)] = &[
    ("ball", ball),
    ("playball", play_ball),
    ("toycar", toy_car),
    ("bear", bear),
    ("rabbit", rabbit),
    ("blocks", blocks),
    ("kite", kite),
    ("cube", cube),
    ("skipping", skipping_rope),
    ("racket", racket),
    ("rattle", rattle),
];

fn ball(p: &mut Pen, look: &Look) {
    let skin = p.ball(look.main);
    p.circle(320, 330, 232, skin);
    let seam = look.second;
    p.line(
        "M88 330Q320 270 552 330M320 98Q270 330 320 562M150 170Q300 330 150 492M490 170Q340 330 490 492",
        10,
        seam,
    );
    p.shine("M150 280Q170 180 260 140", 18, 55);
}

fn play_ball(p: &mut Pen, look: &Look) {
    let skin = p.ball(look.main);
    p.circle(320, 330, 232, skin);
    p.path("M100 260Q320 190 540 260Q554 300 552 350Q320 270 88 350Q86 300 100 260Z", look.second);
    p.path("M112 430Q320 350 528 430Q510 470 484 494Q320 430 156 494Q126 466 112 430Z", Colour::WHITE);
    p.path("M320 330L336 372L380 374L346 402L358 446L320 420L282 446L294 402L260 374L304 372Z", look.second);
    p.shine("M150 280Q170 180 260 140", 18, 55);
}

fn toy_car(p: &mut Pen, look: &Look) {
    let body = p.face(look.main);
    p.path(
        "M60 400Q60 350 120 340L190 230Q200 216 230 216H410Q440 216 450 236L490 340Q580 350 584 420V480H60Z",
        body,
    );
    p.path(
        "M220 260H300V340H174ZM326 260H404L430 340H326Z",
        Colour::parse("cfeaf8").unwrap_or(Colour::WHITE),
    );
    p.rect(60, 420, 524, 30, 8, look.second);
    p.circle(556, 396, 20, Colour::parse("ffe27a").unwrap_or(Colour::WHITE));
    for x in [180, 460] {
        p.circle(x, 486, 76, Colour::INK);
        p.circle(x, 486, 40, Colour::STEEL.light(30));
        p.circle(x, 486, 16, look.second);
    }
    p.shine("M210 244L176 320", 9, 70);
}

fn bear(p: &mut Pen, look: &Look) {
    p.circle(210, 120, 60, look.main.dark(8));
    p.circle(430, 120, 60, look.main.dark(8));
    p.circle(210, 120, 30, look.second);
    p.circle(430, 120, 30, look.second);
    plush(p, look);
}

fn rabbit(p: &mut Pen, look: &Look) {
    for x in [240, 400] {
        p.ellipse(x, 110, 46, 100, look.main.dark(8));
        p.ellipse(x, 116, 22, 74, look.second);
    }
    plush(p, look);
}

/// Body and face of a plush animal: the ears are another's matter.
fn plush(p: &mut Pen, look: &Look) {
    let fur = p.ball(look.main);
    p.ellipse(180, 420, 54, 96, look.main.dark(8));
    p.ellipse(460, 420, 54, 96, look.main.dark(8));
    p.ellipse(320, 440, 150, 130, &fur);
    p.ellipse(320, 450, 90, 88, look.second.light(30));
    p.circle(220, 534, 50, look.main.dark(10));
    p.circle(420, 534, 50, look.main.dark(10));
    p.ellipse(320, 220, 156, 138, &fur);
    p.ellipse(320, 264, 70, 52, look.second.light(40));
    p.circle(264, 206, 16, Colour::INK);
    p.circle(376, 206, 16, Colour::INK);
    p.ellipse(320, 244, 22, 16, Colour::INK);
    p.line("M320 260V276Q300 296 286 280M320 276Q340 296 354 280", 6, Colour::INK);
    p.path("M320 352L256 324V384ZM320 352L384 324V384Z", look.second.dark(24));
}

fn blocks(p: &mut Pen, look: &Look) {
    let tones = [look.main, look.second, look.main.light(40), look.second.light(40), look.main.dark(14)];
    let places = [(90, 400, 0), (250, 400, 1), (410, 400, 2), (170, 246, 3), (330, 246, 4)];
    for (x, y, tone) in places {
        let front = p.face(tones[tone]);
        p.rect(x, y, 150, 150, 14, front);
        p.rect(x + 20, y + 20, 110, 110, 10, tones[tone].light(40));
    }
    p.path("M240 240L320 110L400 240Z", look.second);
    for (index, text) in ["田", "水", "日", "山", "人"].into_iter().enumerate() {
        let (x, y, tone) = places[index];
        p.label(x + 75, y + 76, 84, text, tones[tone].dark(40));
    }
}

fn kite(p: &mut Pen, look: &Look) {
    p.turned(20, |p| {
        p.path("M320 60L500 240L320 470L140 240Z", look.main);
        p.path("M320 60L500 240H320ZM140 240H320V470Z", look.second);
        p.line("M320 60V470M140 240H500", 7, Colour::WOOD.dark(30));
        p.line("M320 470Q280 500 320 530T320 590", 7, Colour::INK);
        for y in [506, 556] {
            p.path(&format!("M320 {y}L280 {}V{}ZM320 {y}L360 {0}V{1}Z", y - 20, y + 20), look.second);
        }
        p.circle(280, 200, 20, Colour::WHITE);
        p.circle(360, 200, 20, Colour::WHITE);
        p.circle(280, 200, 9, Colour::INK);
        p.circle(360, 200, 9, Colour::INK);
        p.line("M280 290Q320 330 360 290", 9, Colour::INK);
    });
}

fn cube(p: &mut Pen, look: &Look) {
    p.path("M320 90L540 190V430L320 556L100 430V190Z", Colour::INK);
    let hexes = ["e4573d", "ffd94a", "3d8fd6", "5fb760", "f6f6f6", "f3912e"];
    for row in 0..3 {
        for column in 0..3 {
            let pick = |shift: i32| Colour::parse(hexes[((row * 2 + column * 3 + shift) % 6) as usize]);
            let (x, y) = (108 + column * 72, 206 + row * 78 + column * 33);
            p.path(&format!("M{x} {y}l62 30v66l-62 -32Z"), pick(0).unwrap_or(look.main));
            let (x, y) = (328 + column * 72, 310 + row * 78 - column * 33);
            p.path(&format!("M{x} {y}l62 -30v66l-62 32Z"), pick(2).unwrap_or(look.main));
            let (x, y) = (320 + (column - row) * 72, 100 + (column + row) * 33);
            p.path(&format!("M{x} {y}l62 28l-62 29l-62 -29Z"), pick(4).unwrap_or(look.main));
        }
    }
}

fn skipping_rope(p: &mut Pen, look: &Look) {
    p.line("M190 240Q60 560 320 540Q580 560 450 240Q420 120 320 330Q230 480 330 440", 16, look.second);
    for (x, turn) in [(-130, 16), (130, -16)] {
        p.placed(x, -140, 100, |p| {
            p.turned(turn, |p| {
                let grip = p.round(look.main);
                p.rect(292, 200, 56, 200, 24, grip);
                p.line("M296 250H344M296 290H344M296 330H344", 8, look.main.dark(28));
                p.rect(302, 390, 36, 30, 6, Colour::STEEL);
            });
        });
    }
}

fn racket(p: &mut Pen, look: &Look) {
    p.turned(-34, |p| {
        let face = p.face(look.main);
        p.ellipse(320, 210, 150, 166, look.main.dark(30));
        p.ellipse(320, 204, 150, 166, face);
        p.path("M250 340H390L344 400V560Q344 580 320 580T296 560V400Z", look.second);
        p.path("M214 322Q320 370 426 322L400 352H240Z", Colour::WOOD.dark(20));
        p.shine("M200 200Q210 110 280 76", 12, 45);
    });
    let white = p.ball(Colour::parse("fff6e0").unwrap_or(Colour::WHITE));
    p.circle(160, 500, 48, white);
}

fn rattle(p: &mut Pen, look: &Look) {
    p.turned(24, |p| {
        p.rect(300, 330, 40, 190, 18, look.second);
        p.ring(320, 540, 36, 18, look.second.dark(8));
        let drum = p.ball(look.main);
        p.circle(320, 210, 140, drum);
        p.rect(180, 190, 280, 44, 10, look.second);
        for x in [220, 270, 320, 370, 420] {
            p.circle(x, 212, 11, Colour::WHITE);
        }
        p.circle(280, 140, 16, look.second.light(30));
        p.circle(360, 290, 16, look.second.light(30));
    });
}
