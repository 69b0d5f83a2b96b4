//! Lights, sockets and wire.

use super::{Colour, Look, Pen, Template};

/// The templates of this file.
pub(crate) const TEMPLATES: &[(&str, Template)] = &[
    ("bulb", bulb),
    ("torch", torch),
    ("plugstrip", plug_strip),
    ("socket", socket),
    ("switch", switch),
    ("wire", wire),
    ("battery", battery),
    ("headlamp", headlamp),
    ("solarlamp", solar_lamp),
    ("tubelight", tube_light),
];

fn bulb(p: &mut Pen, look: &Look) {
    for d in ["M320 30V4", "M120 110L96 90", "M520 110L544 90", "M70 290H36", "M570 290H604"] {
        p.line(d, 12, look.main.light(30));
    }
    let glass = p.ball(look.main.light(40));
    p.path(
        "M320 60Q480 66 490 240Q486 320 420 390L404 440H236L220 390Q154 320 150 240Q160 66 320 60Z",
        glass,
    );
    p.rect(228, 430, 184, 40, 14, Colour::WHITE);
    let screw = p.round(Colour::STEEL);
    p.path("M244 470H396V530L350 562H290L244 530Z", screw);
    p.line("M244 492H396M248 514H392M260 536H380", 6, Colour::STEEL.dark(36));
    p.label(320, 260, 150, &look.label, look.second.dark(20));
    p.shine("M190 250Q190 130 280 104", 16, 70);
}

fn torch(p: &mut Pen, look: &Look) {
    p.turned(-24, |p| {
        p.path("M180 250L40 130V500L180 390Z", Colour::parse("fff2a8").unwrap_or(Colour::WHITE));
        let body = p.blend(look.main.light(40), look.main.dark(28));
        p.rect(300, 260, 300, 116, 22, &body);
        p.path("M170 210H220L310 250V386L220 426H170Z", &body);
        p.rect(150, 204, 32, 228, 12, look.second);
        p.rect(380, 250, 80, 22, 10, look.second);
        for x in [490, 516, 542] {
            p.line(&format!("M{x} 276V362"), 8, look.main.dark(40));
        }
        p.shine("M320 280H470", 9, 50);
    });
}

fn plug_strip(p: &mut Pen, look: &Look) {
    p.line("M150 180Q40 160 60 70Q90 20 150 60", 18, Colour::INK.light(20));
    p.turned(-28, |p| {
        p.rect(90, 252, 490, 170, 34, look.main.dark(26));
        let body = p.face(look.main);
        p.rect(90, 236, 490, 170, 34, body);
        for x in [160, 270, 380] {
            p.rect(x, 266, 92, 110, 16, look.main.dark(8));
            p.line(&format!("M{} 300V324M{} 300V324", x + 30, x + 62), 10, Colour::INK);
            p.line(
                &format!("M{0} 344L{1} 362M{2} 344L{3} 362", x + 26, x + 16, x + 66, x + 76),
                9,
                Colour::INK,
            );
        }
        p.rect(500, 280, 50, 80, 12, look.second);
        p.circle(525, 320, 10, look.second.light(60));
    });
}

fn socket(p: &mut Pen, look: &Look) {
    p.rect(128, 108, 392, 440, 40, look.main.dark(26));
    let plate = p.face(look.main);
    p.rect(120, 96, 392, 440, 40, plate);
    p.rect(160, 136, 312, 360, 24, look.main.light(30));
    p.line("M270 200V260M362 200V260", 22, Colour::INK);
    p.line("M316 320V370M262 420L236 452M370 420L396 452", 22, Colour::INK);
    p.circle(186, 162, 12, look.second);
}

fn switch(p: &mut Pen, look: &Look) {
    p.rect(128, 108, 392, 440, 40, look.main.dark(26));
    let plate = p.face(look.main);
    p.rect(120, 96, 392, 440, 40, plate);
    p.rect(160, 136, 148, 360, 20, look.main.light(36));
    p.rect(324, 136, 148, 360, 20, look.main.light(36));
    p.shade("M160 330H308V480Q308 496 290 496H180Q160 496 160 480Z", 12);
    p.shade("M324 136H472V300H324Z", 10);
    p.rect(214, 160, 40, 14, 7, look.second);
    p.rect(378, 160, 40, 14, 7, look.second);
}

fn wire(p: &mut Pen, look: &Look) {
    for r in [212, 180, 148, 118] {
        p.ring(310, 320, r, 28, look.main.dark(16));
        p.ring(308, 316, r, 20, look.main);
        p.ring(304, 312, r, 4, look.main.light(50));
    }
    p.line("M500 400Q560 470 540 556", 26, look.main);
    p.line("M540 540V590", 10, Colour::parse("d98746").unwrap_or(Colour::WOOD));
    p.rect(250, 470, 120, 110, 12, look.second);
    p.label(310, 525, 100, &look.label, look.second.print());
}

fn battery(p: &mut Pen, look: &Look) {
    for x in [170, 320, 470] {
        p.rect(x - 24, 150, 48, 30, 6, Colour::STEEL.light(20));
        let body = p.round(look.main);
        p.rect(x - 62, 174, 124, 386, 16, body);
        let top = p.round(look.second);
        p.rect(x - 62, 174, 124, 110, 16, top);
        p.label(x, 420, 104, &look.label, look.main.print());
        p.line(&format!("M{} 228H{}M{x} 210V246", x - 18, x + 18), 8, Colour::WHITE);
    }
}

fn headlamp(p: &mut Pen, look: &Look) {
    p.line("M120 330Q90 150 320 140T520 330", 40, look.second);
    p.line("M320 140V260", 30, look.second);
    let case = p.face(look.main);
    p.rect(170, 250, 300, 290, 70, case);
    p.circle(320, 395, 116, Colour::STEEL.light(40));
    let light = p.ball(Colour::parse("ffe68a").unwrap_or(Colour::WHITE));
    p.circle(320, 395, 94, light);
    p.circle(320, 395, 30, Colour::WHITE);
    p.rect(290, 236, 60, 24, 10, look.second.dark(20));
}

fn solar_lamp(p: &mut Pen, look: &Look) {
    p.line("M320 230V420", 22, look.main.dark(30));
    p.path("M150 70H540L490 250H100Z", look.main);
    for column in 0..4 {
        for row in 0..2 {
            let (x, y) = (160 + column * 92 - row * 22, 86 + row * 78);
            p.path(&format!("M{x} {y}h76l-18 66h-76Z"), Colour::parse("2f4a80").unwrap_or(Colour::INK));
        }
    }
    p.shine("M180 96L150 200", 8, 40);
    let case = p.face(look.main);
    p.rect(130, 390, 380, 170, 30, case);
    p.rect(152, 412, 336, 126, 18, Colour::WHITE);
    for x in (176..480).step_by(42) {
        for y in [440, 476, 512] {
            p.rect(x - 10, y - 10, 24, 20, 5, Colour::parse("ffd24a").unwrap_or(Colour::WHITE));
        }
    }
}

fn tube_light(p: &mut Pen, look: &Look) {
    for (y, turn) in [(-60, -20), (80, -20)] {
        p.placed(0, y, 100, |p| {
            p.turned(turn, |p| {
                p.rect(60, 280, 520, 74, 24, Colour::STEEL);
                let light = p.blend(Colour::WHITE, look.main.light(60));
                p.rect(96, 268, 448, 64, 30, light);
                p.rect(60, 272, 50, 84, 12, look.second);
                p.rect(530, 272, 50, 84, 12, look.second);
            });
        });
    }
}
