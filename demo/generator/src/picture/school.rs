//! Stationery.

use super::{Colour, Look, Pen, Template};

/// The templates of this file.
pub(crate) const TEMPLATES: &[(&str, Template)] = &[
    ("notebook", notebook),
    ("pens", pens),
    ("pencils", pencils),
    ("schoolbag", schoolbag),
    ("ruler", ruler),
    ("eraser", eraser),
    ("scissors", scissors),
    ("calculator", calculator),
    ("glue", glue),
];

fn notebook(p: &mut Pen, look: &Look) {
    p.rect(166, 92, 340, 472, 16, look.main.dark(30));
    p.rect(160, 84, 340, 472, 16, Colour::WHITE);
    let cover = p.face(look.main);
    p.rect(140, 76, 344, 472, 16, cover);
    p.rect(140, 76, 54, 472, 14, look.second);
    p.rect(230, 150, 216, 150, 12, Colour::WHITE);
    p.label(338, 225, 190, &look.label, look.second.dark(15));
    p.line("M240 420H430M240 456H430M240 492H360", 8, look.main.light(40));
    for y in (110..530).step_by(44) {
        p.line(&format!("M124 {y}H166"), 10, Colour::STEEL.dark(10));
    }
    p.shine("M210 96V520", 7, 40);
}

fn pens(p: &mut Pen, look: &Look) {
    for (turn, colour) in [(-26, look.second), (0, look.main), (26, look.second.light(25))] {
        p.turned(turn, |p| {
            let body = p.round(colour);
            p.rect(296, 80, 48, 360, 16, body);
            p.path("M300 436H340L330 510H310Z", Colour::STEEL);
            p.path("M311 510H329L320 550Z", Colour::INK);
            p.rect(338, 90, 14, 130, 7, Colour::STEEL.light(20));
            p.rect(296, 330, 48, 90, 8, colour.dark(26));
            p.shine("M308 110V310", 7, 60);
        });
    }
}

fn pencils(p: &mut Pen, look: &Look) {
    let colours = ["e4573d", "f3a629", "ffd94a", "5fb760", "3d8fd6", "8a5cc2"];
    for (index, hex) in (0..).zip(colours) {
        let colour = Colour::parse(hex).unwrap_or(look.main);
        let x = 130 + 70 * index;
        let y = 80 + 26 * ((index * 5) % 3);
        p.path(&format!("M{x} {0}L{1} {y}L{2} {0}Z", y + 90, x + 30, x + 60), Colour::WOOD.light(40));
        p.path(&format!("M{0} {1}L{2} {y}L{3} {1}Z", x + 20, y + 30, x + 30, x + 40), colour);
        let body = p.round(colour);
        p.rect(x, y + 88, 60, 340, 2, body);
    }
    let case = p.face(look.main);
    p.rect(96, 330, 448, 230, 20, case);
    p.rect(96, 330, 448, 40, 16, look.second);
    p.label(320, 464, 340, &look.label, look.main.print());
}

fn schoolbag(p: &mut Pen, look: &Look) {
    p.line("M250 120Q250 60 320 60T390 120", 22, look.second);
    p.rect(90, 330, 70, 200, 30, look.main.dark(22));
    p.rect(480, 330, 70, 200, 30, look.main.dark(22));
    let body = p.round(look.main);
    p.path("M130 240Q130 110 320 106T510 240V520Q510 562 470 562H170Q130 562 130 520Z", body);
    p.path("M130 260Q320 330 510 260V230Q500 112 320 106T130 230Z", look.main.light(16));
    p.line("M132 262Q320 332 508 262", 8, look.second);
    p.rect(180, 360, 280, 170, 30, look.second);
    p.line("M196 400H444", 8, look.second.dark(30));
    p.rect(304, 394, 32, 40, 8, Colour::WHITE);
    p.label(320, 470, 200, &look.label, look.second.print());
    p.circle(320, 210, 40, look.second.light(40));
    p.shine("M158 280V500", 12, 45);
}

fn ruler(p: &mut Pen, look: &Look) {
    p.path("M130 560V180L510 560ZM210 490H350L210 350Z", look.second.light(20));
    p.turned(-40, |p| {
        let body = p.blend(look.main.light(40), look.main);
        p.rect(40, 260, 560, 110, 10, body);
        for (index, x) in (64..590).step_by(22).enumerate() {
            let length = if index % 5 == 0 { 52 } else { 30 };
            p.line(&format!("M{x} 264V{}", 264 + length), 5, Colour::INK);
        }
    });
}

fn eraser(p: &mut Pen, look: &Look) {
    p.turned(-16, |p| {
        p.rect(90, 236, 460, 200, 36, look.main.dark(18));
        let rubber = p.face(look.main.light(30));
        p.rect(90, 216, 460, 200, 36, rubber);
        p.rect(210, 214, 342, 208, 14, look.second);
        p.rect(210, 250, 342, 16, 0, Colour::WHITE);
        p.label(380, 336, 260, &look.label, look.second.print());
    });
}

fn scissors(p: &mut Pen, look: &Look) {
    p.turned(8, |p| {
        p.path("M300 350L396 70Q420 60 424 90L350 360Z", Colour::STEEL.light(20));
        p.path("M340 350L244 70Q220 60 216 90L290 360Z", Colour::STEEL);
        p.line("M304 340L260 420M336 340L380 420", 26, look.main.dark(14));
        for x in [226, 414] {
            p.ring(x, 480, 62, 32, look.main);
            p.ring(x - 2, 476, 62, 8, look.main.light(40));
        }
        p.circle(320, 330, 16, look.second);
    });
}

fn calculator(p: &mut Pen, look: &Look) {
    p.rect(158, 88, 340, 474, 34, look.main.dark(30));
    let body = p.face(look.main);
    p.rect(150, 76, 340, 474, 34, body);
    p.rect(184, 112, 272, 96, 14, Colour::parse("cfe3c8").unwrap_or(Colour::WHITE));
    p.label(380, 162, 130, "1688", Colour::INK);
    for row in 0..4 {
        for column in 0..4 {
            let key = if column == 3 { look.second } else { Colour::WHITE };
            p.rect(184 + column * 71, 236 + row * 74, 58, 56, 14, key);
        }
    }
}

fn glue(p: &mut Pen, look: &Look) {
    let cap = p.round(look.second);
    let body = p.round(look.main);
    p.rect(226, 240, 188, 322, 20, body);
    p.rect(236, 90, 168, 160, 24, cap);
    p.rect(226, 226, 188, 30, 8, Colour::WHITE);
    p.rect(226, 340, 188, 140, 0, Colour::WHITE);
    p.label(320, 410, 160, &look.label, look.main.dark(30));
    p.shine("M252 270V530M258 110V210", 11, 50);
}
