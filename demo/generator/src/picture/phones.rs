//! Handsets and what goes with them.

use super::{Colour, Look, Pen, Template};

/// The templates of this file.
pub(crate) const TEMPLATES: &[(&str, Template)] = &[
    ("phone", phone),
    ("phonefront", phone_front),
    ("phoneback", phone_back),
    ("buttonphone", button_phone),
    ("flipphone", flip_phone),
    ("charger", charger),
    ("cable", cable),
    ("earphones", earphones),
    ("earbuds", earbuds),
    ("powerbank", power_bank),
    ("simcard", sim_card),
    ("case", case),
    ("memorycard", memory_card),
    ("holder", holder),
    ("glassfilm", glass_film),
];

fn phone(p: &mut Pen, look: &Look) {
    p.placed(140, 20, 88, |p| back(p, look));
    p.placed(-60, 30, 92, |p| front(p, look));
}

fn phone_front(p: &mut Pen, look: &Look) {
    front(p, look);
}

fn phone_back(p: &mut Pen, look: &Look) {
    back(p, look);
}

fn back(p: &mut Pen, look: &Look) {
    p.rect(186, 54, 276, 516, 44, look.main.dark(34));
    let shell = p.face(look.main);
    p.rect(180, 50, 276, 516, 44, shell);
    p.rect(318, 76, 114, 150, 34, look.main.dark(18));
    for y in [116, 184] {
        p.circle(375, y, 28, Colour::INK);
        p.circle(375, y, 14, Colour::parse("3a5f8a").unwrap_or(Colour::STEEL));
        p.circle(369, y - 6, 5, Colour::WHITE);
    }
    p.circle(418, 150, 8, Colour::parse("fff2c0").unwrap_or(Colour::WHITE));
    p.label(318, 470, 90, &look.label, look.main.light(45));
    p.shine("M200 110V500", 9, 40);
}

fn front(p: &mut Pen, look: &Look) {
    p.rect(174, 44, 292, 526, 48, look.main.dark(24));
    p.rect(182, 52, 276, 510, 42, Colour::INK.dark(40));
    let wallpaper = p.blend(look.second.light(35), look.second.dark(16));
    p.rect(194, 66, 252, 482, 32, wallpaper);
    p.path(
        "M194 420Q260 350 320 400T446 370V516Q446 548 414 548H226Q194 548 194 516Z",
        look.second.light(55),
    );
    p.path("M194 470Q280 420 340 460T446 440V516Q446 548 414 548H226Q194 548 194 516Z", look.main.light(15));
    p.circle(320, 86, 8, Colour::INK);
    p.label(320, 160, 140, "10:08", Colour::WHITE);
    p.rect(220, 232, 200, 66, 20, Colour::WHITE);
    p.circle(252, 265, 18, look.main);
    p.line("M288 256H392M288 278H352", 8, Colour::STEEL);
    let icons = ["ff7a59", "ffc93c", "4fc38a", "4a90e2"];
    for (index, hex) in (0..).zip(icons) {
        p.rect(216 + 54 * index, 484, 44, 44, 13, Colour::parse(hex).unwrap_or(look.main));
    }
    p.shine("M206 110V330", 6, 30);
}

fn button_phone(p: &mut Pen, look: &Look) {
    p.rect(208, 50, 236, 520, 50, look.main.dark(32));
    let shell = p.face(look.main);
    p.rect(200, 44, 236, 520, 50, shell);
    p.rect(220, 84, 196, 188, 14, Colour::INK);
    let screen = p.blend(look.second.light(50), look.second);
    p.rect(230, 94, 176, 168, 8, screen);
    p.label(318, 150, 110, "10:08", Colour::WHITE);
    p.path("M230 230Q290 190 330 220T406 210V262H230Z", look.second.light(55));
    p.rect(276, 288, 84, 50, 20, look.second);
    p.rect(222, 292, 42, 38, 12, Colour::parse("57b96a").unwrap_or(Colour::WHITE));
    p.rect(372, 292, 42, 38, 12, Colour::parse("e4573d").unwrap_or(Colour::WHITE));
    for row in 0..4 {
        for column in 0..3 {
            p.rect(220 + column * 68, 354 + row * 48, 60, 38, 12, look.main.light(60));
            let key = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "*", "0", "#"];
            p.label(250 + column * 68, 373 + row * 48, 28, key[(row * 3 + column) as usize], Colour::INK);
        }
    }
}

fn flip_phone(p: &mut Pen, look: &Look) {
    let lid = p.face(look.main);
    p.path("M190 60Q190 40 212 40H428Q450 40 450 60L440 300H200Z", lid);
    let screen = p.blend(look.second.light(50), look.second);
    p.rect(224, 74, 192, 190, 10, screen);
    p.label(320, 140, 130, "10:08", Colour::WHITE);
    p.path("M224 220Q290 180 340 210T416 200V264H224Z", look.second.light(55));
    p.rect(190, 292, 260, 30, 14, look.main.dark(34));
    let base = p.face(look.main.dark(8));
    p.path("M200 318H440L470 540Q470 566 440 566H200Q170 566 170 540Z", base);
    p.circle(320, 364, 30, look.second);
    p.rect(222, 346, 56, 34, 12, Colour::parse("57b96a").unwrap_or(Colour::WHITE));
    p.rect(362, 346, 56, 34, 12, Colour::parse("e4573d").unwrap_or(Colour::WHITE));
    for row in 0..4 {
        for column in 0..3 {
            p.rect(208 - row * 4 + column * (78 + row * 2), 402 + row * 40, 66, 30, 10, look.main.light(62));
        }
    }
}

fn charger(p: &mut Pen, look: &Look) {
    p.rect(230, 90, 26, 110, 6, Colour::STEEL);
    p.rect(384, 90, 26, 110, 6, Colour::STEEL);
    p.rect(166, 196, 316, 356, 50, look.main.dark(20));
    let body = p.face(look.main);
    p.rect(160, 186, 316, 356, 50, body);
    p.rect(256, 466, 128, 40, 8, Colour::INK);
    p.rect(268, 478, 104, 12, 3, look.second);
    p.label(320, 330, 220, &look.label, look.second.dark(10));
    p.shine("M186 240V480", 10, 60);
}

fn cable(p: &mut Pen, look: &Look) {
    p.line("M180 150Q180 300 300 300Q470 300 460 410Q440 510 320 500Q200 490 220 390Q250 310 380 330Q520 350 480 500", 22, look.main.dark(12));
    p.line("M180 150Q180 296 300 296Q470 296 460 406Q440 506 320 496Q200 486 220 386Q250 306 380 326Q520 346 480 500", 14, look.main.light(16));
    p.rect(152, 50, 56, 54, 6, Colour::STEEL);
    p.rect(140, 96, 80, 90, 16, look.second);
    p.rect(456, 546, 48, 34, 6, Colour::STEEL);
    p.rect(446, 474, 68, 80, 14, look.second);
    p.rect(262, 396, 130, 60, 14, look.second);
    p.label(327, 426, 110, &look.label, look.second.print());
}

fn earphones(p: &mut Pen, look: &Look) {
    p.line("M200 200Q180 380 320 400Q460 380 440 200M320 400V470Q320 560 420 540T520 440", 14, look.main);
    for (x, side) in [(200, -1), (440, 1)] {
        let bud = p.ball(look.main);
        p.circle(x, 150, 66, bud);
        p.circle(x - side * 50, 150, 34, look.second);
        p.rect(x - 16, 190, 32, 80, 12, look.main.dark(16));
    }
    p.rect(304, 380, 32, 60, 12, look.second);
    p.rect(506, 380, 28, 70, 10, Colour::INK);
    p.rect(512, 340, 16, 44, 4, Colour::STEEL.light(20));
}

fn earbuds(p: &mut Pen, look: &Look) {
    let lid = p.face(look.main.light(10));
    p.path("M140 330Q140 150 320 150T500 330Z", lid);
    p.path("M176 330Q180 196 320 190T464 330Z", look.main.dark(40));
    for x in [250, 390] {
        p.rect(x - 18, 250, 36, 120, 16, look.second);
        let bud = p.ball(look.second.light(16));
        p.circle(x, 250, 48, bud);
    }
    let body = p.face(look.main);
    p.path("M120 330H520V440Q520 560 400 562H240Q120 560 120 440Z", body);
    p.circle(320, 440, 12, Colour::parse("6fe08c").unwrap_or(Colour::WHITE));
    p.label(320, 500, 120, &look.label, look.main.print());
    p.shine("M150 370V450", 12, 55);
}

fn power_bank(p: &mut Pen, look: &Look) {
    p.rect(186, 70, 300, 494, 40, look.main.dark(30));
    let body = p.face(look.main);
    p.rect(176, 60, 300, 494, 40, body);
    p.rect(226, 72, 70, 24, 6, Colour::INK);
    p.rect(350, 72, 70, 24, 6, Colour::INK);
    for index in 0..4 {
        p.circle(260 + index * 42, 146, 11, Colour::parse("6fe08c").unwrap_or(Colour::WHITE));
    }
    p.path("M350 200L262 350H322L296 460L396 300H332Z", look.second);
    p.label(326, 506, 170, &look.label, look.main.print());
    p.shine("M200 120V500", 9, 45);
}

fn sim_card(p: &mut Pen, look: &Look) {
    let card = p.face(look.main);
    p.rect(60, 170, 520, 350, 34, card);
    p.path("M60 420Q200 330 330 410T580 360V486Q580 520 546 520H94Q60 520 60 486Z", look.second);
    let gold = Colour::parse("f3cf6b").unwrap_or(Colour::WOOD);
    p.path("M110 230H230L260 260V380H110Z", Colour::WHITE);
    p.rect(126, 246, 112, 116, 16, gold);
    p.line("M126 286H166M126 322H166M198 286H238M198 322H238M166 246V362M198 246V362", 5, gold.dark(30));
    p.label(420, 280, 250, &look.label, look.main.print());
    for (index, height) in (0..).zip([24, 44, 64, 84]) {
        p.rect(440 + 28 * index, 490 - height, 20, height, 5, Colour::WHITE);
    }
}

fn case(p: &mut Pen, look: &Look) {
    p.rect(188, 58, 284, 512, 52, look.main.dark(30));
    let shell = p.face(look.main);
    p.rect(178, 50, 284, 512, 52, shell);
    p.rect(320, 80, 110, 150, 34, look.main.dark(46));
    p.circle(320, 380, 66, look.second);
    for (x, y) in [(320, 300), (320, 460), (240, 380), (400, 380)] {
        p.circle(x, y, 34, look.second.light(30));
    }
    p.circle(320, 380, 30, Colour::WHITE);
    p.shine("M204 120V500", 11, 50);
}

fn memory_card(p: &mut Pen, look: &Look) {
    p.path(
        "M190 70H400L470 150V540Q470 562 446 562H190Q166 562 166 540V94Q166 70 190 70Z",
        look.main.dark(30),
    );
    let card = p.face(look.main);
    p.path("M182 62H392L462 142V532Q462 554 438 554H182Q158 554 158 532V86Q158 62 182 62Z", card);
    for x in (190..400).step_by(38) {
        p.rect(x, 86, 22, 74, 5, Colour::parse("f3cf6b").unwrap_or(Colour::WHITE));
    }
    p.rect(158, 240, 304, 200, 0, look.second);
    p.label(310, 340, 250, &look.label, look.second.print());
}

fn holder(p: &mut Pen, look: &Look) {
    p.line("M320 560V400", 30, look.second);
    p.ellipse(320, 548, 150, 26, look.second.dark(14));
    p.ellipse(320, 538, 150, 24, look.second);
    p.turned(-12, |p| {
        p.placed(160, 30, 50, |p| front(p, &Look { main: Colour::INK, ..look.clone() }));
        p.rect(226, 290, 40, 60, 12, look.main);
        p.rect(376, 290, 40, 60, 12, look.main);
        p.rect(226, 318, 190, 30, 12, look.main.dark(10));
    });
    p.circle(320, 400, 30, look.main);
}

fn glass_film(p: &mut Pen, look: &Look) {
    p.turned(10, |p| {
        p.rect(220, 60, 270, 500, 40, look.main.dark(20));
        p.rect(232, 72, 246, 476, 32, Colour::INK.light(12));
    });
    p.turned(-8, |p| {
        let glass = p.face(look.second.light(70));
        p.rect(170, 64, 270, 496, 40, look.second);
        p.rect(176, 70, 258, 484, 34, glass);
        p.label(305, 330, 170, &look.label, look.second.dark(20));
        p.shine("M200 380L360 120M200 460L300 300", 16, 70);
    });
}
